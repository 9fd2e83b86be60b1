"""Rows of cells parted by bars, as Markdown and plain-text tables draw them.

| 序号 | 工作内容 | 责任单位 |
| 1 | 新建公园3座，
改造小区5个 | 县住建局 |

A line may end within a cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from kg.parse.cell_alignment import is_blank, sewn
from kg.parse.grid import Grid, is_number
from kg.parse.lines import EMPTY, Line, RawLine, without
from kg.parse.page import Page
from kg.parse.readings.reading import Cells, Reading, grid_of, one_after_another
from kg.registry.patterns import rule

_BARS = "|｜"
_LEAST_BARS = 2
_MOST_LINES = 8  # of a row


def propose(page: Page) -> Iterator[Reading]:
    """Yield the tables whose rows hold bars."""
    return one_after_another("pipes", page, _pipes) if page.has_bars else iter(())


def _bars(line: Line) -> int:
    return len(rule("tables.bar").findall(line.text))


def _cells(lines: Sequence[Line]) -> Cells:
    """Return the cells of a row; a bar may begin and end it, a line may end within a cell."""
    cells = [EMPTY]
    for line in lines:
        bounds = [-1, *(match.start() for match in rule("tables.bar").finditer(line.text)), len(line)]
        first, *others = (line.part(a + 1, b) for a, b in pairwise(bounds))
        cells[-1] = sewn(cells[-1], first)
        cells += others
    opened, closed = lines[0].text[0] in _BARS, lines[-1].text[-1] in _BARS
    return [_unmarked(cell) for cell in cells[opened : len(cells) - closed]]


def _pipes(lines: Sequence[RawLine], start: int) -> Grid | None:
    rows: list[Cells] = []
    head = lines[start].line
    i = start
    while i < len(lines):
        size = _height(lines, i, head)
        if not rows or not rule("tables.bar_rule").match(lines[i].line.text):
            if size == 1 and _bars(lines[i].line) < _LEAST_BARS:
                break
            rows.append(_cells([raw.line for raw in lines[i : i + size]]))
        i += size
    return grid_of(lines, start, i - 1, rows) if len(rows) > 1 else None


def _height(lines: Sequence[RawLine], start: int, head: Line) -> int:
    """Return how many lines a row takes: together they hold as many bars as the headings."""
    whole, seen = _bars(head), _bars(lines[start].line)
    closed = head.text[0] in _BARS and head.text[-1] in _BARS
    if seen in (0, whole) or seen > whole or (closed and lines[start].line.text[-1] in _BARS and seen > 1):
        return 1
    for i in range(start + 1, min(len(lines), start + _MOST_LINES)):
        line = lines[i].line
        bar = rule("tables.bar").search(line.text)
        first = line.text[: bar.start() if bar else None].strip()
        seen += _bars(line)
        if seen > whole or (first and is_number(first)) or len(lines[i].cells) > 1:
            break
        if seen == whole and (not closed or line.text[-1] in _BARS):
            return i - start + 1
    return 1


def _unmarked(line: Line) -> Line:
    """Drop markdown's marks; a line break inside a cell stays as a gap, a single mark is damage."""
    marks = [match.span() for match in rule("tables.markup").finditer(line.text)]
    if line.text.count("`") % 2:
        marks = [(a, b) for a, b in marks if line.text[a:b] != "`"]
    line = without(line, marks)
    return EMPTY if is_blank(line.text) else line
