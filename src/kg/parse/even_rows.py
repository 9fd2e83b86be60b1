"""Headings, then cells, a line each, none of them empty: every row is as long as the headings.

    序号 / 指标名称 / 计量单位 / 2024年目标 / 责任单位 / 1 / 新建公园 / 座 / 3 / 县住建局 / 2 / …

    even_rows(lines, start) -> rows and the line behind them, or None

The rows' numbers stand as far from each other as the first from the word that heads them. Nothing
else need be known: neither what the headings mean nor what the cells hold, be they figures alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.parse.grid import column_kind, group_line, row_number, stands_behind
from kg.parse.lines import Line, RawLine

_LEAST_COLUMNS = 3
_MOST_COLUMNS = 14
_LEAST_ROWS = 3
_LONGEST_HEADING = 14  # characters


def even_rows(lines: Sequence[RawLine], start: int) -> tuple[list[list[Line]], int] | None:
    """Return the rows of a table whose headings begin at ``start``, and the line behind them.

    The first row is that of the headings; None where a row lacks a cell or a cell takes two lines.
    """
    width = _width(lines, start)
    if width is None:
        return None
    rows = [[raw.line for raw in lines[start : start + width]]]
    heads = [line.text for line in rows[0]]
    counted, i = 0, start + width
    following = {1}
    while i < len(lines):
        ahead = lines[i : i + width]
        if [raw.line.text for raw in ahead] == heads:  # again, on the next page
            i += width
        elif len(ahead) == width and _is_row(ahead, following):
            rows.append([raw.line for raw in ahead])
            counted += 1
            i += width
            following = number_behind(rows[-1][0].text)
        elif _is_group(lines[i : i + 2], following):
            rows.append([lines[i].line])
            i += 1
        else:
            break
    # A row that lacks a cell, or has one more, leaves the numbers out of step.
    out_of_step = any(_counts([raw], following) for raw in lines[i - width + 1 : i + 2 * width])
    return None if counted < _LEAST_ROWS or out_of_step else (rows, i)


def _width(lines: Sequence[RawLine], start: int) -> int | None:
    """Return how many headings, the first of numbers, stand above the row that is numbered 1."""
    head = lines[start].line.text
    if len(head) > _LONGEST_HEADING or column_kind(head) != "number":
        return None
    for i in range(start, min(start + _MOST_COLUMNS + 1, len(lines))):
        text = lines[i].line.text
        if row_number(text) == 1:
            return i - start if i - start >= _LEAST_COLUMNS else None
        if len(lines[i].cells) > 1 or len(text) > _LONGEST_HEADING or text[-1] in "。；：:":
            return None
    return None


def number_behind(number: str) -> set[int]:
    """Return what the number of the next row may be: behind A-3 stands A-4, or B-1."""
    return {(row_number(number) or 0) + 1, *(() if number.isdigit() else (1,))}


def _is_row(lines: Sequence[RawLine], numbers: set[int]) -> bool:
    return _counts(lines, numbers) and all(
        len(raw.cells) == 1 and not stands_behind(raw.line) for raw in lines
    )


def _is_group(lines: Sequence[RawLine], numbers: set[int]) -> bool:
    """Tell whether the first of the lines heads rows, the next of which begins with the second."""
    return len(lines[0].cells) == 1 and bool(group_line(lines[0].line)) and _counts(lines[1:], numbers)


def _counts(lines: Sequence[RawLine], numbers: set[int]) -> bool:
    """Tell whether the first of the lines is the number of a row."""
    return bool(lines) and row_number(lines[0].line.text) in numbers
