"""One cell a line, each closed by a bar, as text extraction leaves the tables of pages.

    序号 |
    工作内容 |
    责任单位 ||

A line of bars alone, or of several bars, ends a row; without any, the row's number begins one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.parse.cell_alignment import deal_row
from kg.parse.grid import Grid, column_kind, group_line, unit_above
from kg.parse.lines import EMPTY, Line, RawLine
from kg.parse.page import Page
from kg.parse.readings.reading import Reading, one_after_another


def propose(page: Page) -> Iterator[Reading]:
    """Yield the tables whose lines end with bars."""
    return one_after_another("closed-cells", page, _bars) if page.has_bars else iter(())


_BAR_END = re.compile(r"[|｜]\s*$")


def _bars(lines: Sequence[RawLine], start: int) -> Grid | None:
    """One cell per line, each closed by a bar, as text extraction leaves tables of pages.

    A line of bars alone, or of several bars, ends a row; without any, the row's number begins one.
    """
    stop = start
    cells: list[tuple[Line, bool]] = []
    while stop < len(lines):
        line = lines[stop].line
        if len(lines[stop].cells) > 1:
            break
        if not (_BAR_END.search(line.text) or _bars_only(line.text)):
            break
        bars = re.search(r"(?:\s*[|｜])+\s*$", line.text)
        assert bars
        inner = line.part(0, bars.start())
        if any(mark in inner.text for mark in "|｜"):
            return None  # several cells in a line: a table drawn with pipes
        count = sum(char in "|｜" for char in bars.group())
        cells.append((inner, not inner.text or count > 1))
        stop += 1
    if len(cells) < 6:
        return None
    rows = _bar_rows(cells)
    at = next((i for i, row in enumerate(rows) if _known(row) >= 3), None)
    if at is None:
        return None
    kinds = [column_kind(cell.text) or "note" for cell in rows[at]]
    dealt: list[tuple[Line, ...]] = [tuple(rows[at])]
    for row in rows[at + 1 :]:
        if len(row) == len(kinds):
            dealt.append(tuple(row))
        elif len(row) == len(kinds) + 1 and not re.fullmatch(r"\d{1,3}", row[0].text):
            dealt.extend([(row[0], *[EMPTY] * (len(kinds) - 1)), tuple(row[1:])])
        else:
            dealt.extend(deal_row(row, kinds))
    return Grid(start, stop - 1, tuple(_drop_repeats(dealt)), unit_above(lines, start))


def _bars_only(text: str) -> bool:
    return bool(re.fullmatch(r"[\s|｜]+", text))


def _known(row: list[Line]) -> int:
    return sum(column_kind(cell.text) is not None for cell in row)


def _bar_rows(cells: list[tuple[Line, bool]]) -> list[list[Line]]:
    """Cut the cells into rows: at marked ends where there are any, else at row numbers."""
    counted = column_kind(cells[0][0].text) == "number"
    marked = sum(end for _, end in cells) > 1 and not counted
    rows: list[list[Line]] = [[]]
    for cell, end in cells:
        number = re.fullmatch(r"\d{1,3}\s?[*＊]?", cell.text) is not None
        again = counted and column_kind(cell.text) == "number"  # the headings, on the next page
        begins = (number or again or group_line(cell)) and not marked
        if begins and rows[-1]:
            rows.append([])
        if cell.text:
            rows[-1].append(cell)
        if end and marked and rows[-1]:
            rows.append([])
    return [row for row in rows if row]


def _drop_repeats(rows: list[tuple[Line, ...]]) -> list[tuple[Line, ...]]:
    header = [cell.text for cell in rows[0]]
    return [row for i, row in enumerate(rows) if i == 0 or [cell.text for cell in row] != header]
