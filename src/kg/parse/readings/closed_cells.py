"""One cell a line, each closed by a bar, as text extraction leaves the tables of pages.

    序号 |
    工作内容 |
    责任单位 ||

A line of bars alone, or of several bars, ends a row; without any, the row's number begins one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.parse.cell_alignment import deal_row
from kg.parse.grid import Grid, column_kind, group_line, is_number
from kg.parse.lines import Line, RawLine
from kg.parse.page import Page
from kg.parse.readings.reading import Cells, Reading, grid_of, one_after_another
from kg.registry.patterns import rule

_LEAST_CELLS = 6
_LEAST_HEADINGS = 3


def propose(page: Page) -> Iterator[Reading]:
    """Yield the tables whose lines end with bars."""
    return one_after_another("closed-cells", page, _bars) if page.has_bars else iter(())


def _bars(lines: Sequence[RawLine], start: int) -> Grid | None:
    stop = start
    cells: list[tuple[Line, bool]] = []
    while stop < len(lines) and len(lines[stop].cells) == 1:
        line = lines[stop].line
        closing = rule("tables.closing_bars").search(line.text)
        if closing is None:
            break
        cell = line.part(0, closing.start())
        if rule("tables.bar").search(cell.text):
            return None  # several cells in a line: a table drawn with pipes
        cells.append((cell, not cell.text or len(rule("tables.bar").findall(closing.group())) > 1))
        stop += 1
    rows = _bar_rows(cells) if len(cells) >= _LEAST_CELLS else []
    known = [sum(column_kind(cell.text) is not None for cell in row) for row in rows]
    at = next((i for i, count in enumerate(known) if count >= _LEAST_HEADINGS), None)
    if at is None:
        return None
    kinds = [column_kind(cell.text) or "note" for cell in rows[at]]
    dealt: list[Cells] = [rows[at]]
    for row in rows[at + 1 :]:
        if len(row) == len(kinds) + 1 and not is_number(row[0].text):
            dealt += [row[:1], row[1:]]  # a heading of the row
        else:
            dealt.extend([row] if len(row) == len(kinds) else deal_row(row, kinds))
    return grid_of(lines, start, stop - 1, dealt, len(kinds))


def _bar_rows(cells: list[tuple[Line, bool]]) -> list[list[Line]]:
    """Cut the cells into rows: at marked ends where there are any, else at row numbers."""
    counted = column_kind(cells[0][0].text) == "number"
    marked = sum(end for _, end in cells) > 1 and not counted
    rows: list[list[Line]] = [[]]
    for cell, end in cells:
        again = counted and column_kind(cell.text) == "number"  # the headings, on the next page
        if not marked and (is_number(cell.text) or again or group_line(cell)):
            rows.append([])
        if cell.text:
            rows[-1].append(cell)
        if marked and end:
            rows.append([])
    return [row for row in rows if row]
