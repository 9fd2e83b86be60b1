"""Rows of cells parted by bars, as Markdown and plain-text tables draw them.

| 序号 | 工作内容 | 责任单位 |
| 1 | 新建公园3座 | 县住建局 |
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.parse.cell_alignment import is_blank
from kg.parse.grid import Grid
from kg.parse.lines import EMPTY, Line, RawLine, bar_cells, without
from kg.parse.page import Page
from kg.parse.readings.reading import Cells, Reading, grid_of, one_after_another
from kg.registry.patterns import rule


def propose(page: Page) -> Iterator[Reading]:
    """Yield the tables whose rows hold bars."""
    return one_after_another("pipes", page, _pipes) if page.has_bars else iter(())


def _cells(line: Line) -> Cells | None:
    cells = bar_cells(line)
    return None if cells is None else [_unmarked(cell) for cell in cells]


def _pipes(lines: Sequence[RawLine], start: int) -> Grid | None:
    rows: list[Cells] = []
    i = start
    while i < len(lines):
        if not rows or not rule("tables.bar_rule").match(lines[i].line.text):
            cells = _cells(lines[i].line)
            if cells is None:
                break
            rows.append(cells)
        i += 1
    return grid_of(lines, start, i - 1, rows) if len(rows) > 1 else None


def _unmarked(line: Line) -> Line:
    """Drop markdown's marks; a line break inside a cell stays as a gap, a single mark is damage."""
    marks = [match.span() for match in rule("tables.markup").finditer(line.text)]
    if line.text.count("`") % 2:
        marks = [(a, b) for a, b in marks if line.text[a:b] != "`"]
    line = without(line, marks)
    return EMPTY if is_blank(line.text) else line
