"""Rows of cells parted by bars, as Markdown and plain-text tables draw them.

| 序号 | 工作内容 | 责任单位 |
| 1 | 新建公园3座，
改造小区5个 | 县住建局 |

A line may end within a cell. One bar a line is enough where bodies stand behind it in several lines:

    （一）扩大投资
    新建公园3座 | 县住建局
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from kg.parse.bodies import names_bodies
from kg.parse.cell_alignment import is_blank, sewn
from kg.parse.columns import is_header
from kg.parse.grid import Grid, heads_rows, is_number
from kg.parse.lines import EMPTY, Line, RawLine, without
from kg.parse.numbering import number_of
from kg.parse.page import Page
from kg.parse.readings.reading import Cells, Reading, grid_of, one_after_another
from kg.registry.patterns import rule

_BARS = "|｜"
_LEAST_BARS = 2
_LEAST_ROWS = 3  # of lines that hold one bar
_MOST_LINES = 8  # of a row
_LONGEST_GROUP = 30  # characters of a heading of rows


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
    least = _LEAST_BARS if _bars(head) >= _LEAST_BARS or not _in_two(lines, start) else 1
    i = stop = start
    while i < len(lines):
        size = _height(lines, i, head)
        bars = _bars(lines[i].line)
        if rows and not bars and _heads_rows(lines, i):
            rows.append((lines[i].line,))
            i += 1
            continue
        if not rows or not rule("tables.bar_rule").match(lines[i].line.text):
            if size == 1 and (bars < least or (least == 1 and bars > 1)):
                break
            rows.append(_cells([raw.line for raw in lines[i : i + size]]))
        i = stop = i + size
    while rows and len(rows[-1]) == 1:
        rows.pop()
    return grid_of(lines, start, stop - 1, rows) if len(rows) > 1 else None


def _in_two(lines: Sequence[RawLine], start: int) -> bool:
    """Tell whether lines from ``start`` on hold one bar each with bodies behind or before it."""
    told = 0
    for i in range(start, len(lines)):
        cells = _cells([lines[i].line])
        if len(cells) == 2 and _bars(lines[i].line) == 1:
            told += any(names_bodies(cell.text) for cell in cells) or i == start
        elif i == start or not _heads_rows(lines, i):
            break
    return told >= _LEAST_ROWS


def _heads_rows(lines: Sequence[RawLine], i: int) -> bool:
    """Tell whether a line without bars heads the rows below it, which are those of no other table."""
    line = lines[i].line
    below = lines[i + 1].line if i + 1 < len(lines) else EMPTY
    short = number_of(line) is not None and len(line) <= _LONGEST_GROUP and line.text[-1] not in "。；;：:"
    heads = len(lines[i].cells) == 1 and (heads_rows(line) or short)
    return heads and _bars(below) > 0 and not is_header(tuple(_cells([below])))


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
