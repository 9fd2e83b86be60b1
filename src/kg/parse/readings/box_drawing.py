"""Tables drawn with box characters: a rule ends a row, lines between two rules are one row.

┌────┬──────┬──────┐
│序号│任务  │单位  │
├────┼──────┼──────┤
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from kg.parse.grid import Grid, is_number
from kg.parse.lines import EMPTY, Line, RawLine
from kg.parse.page import Page
from kg.parse.readings.reading import Reading, grid_of, one_after_another
from kg.registry.patterns import rule


def propose(page: Page) -> Iterator[Reading]:
    """Yield the tables drawn with box characters."""
    return one_after_another("box-drawing", page, _boxes)


def _is_rule(line: Line) -> bool:
    return rule("tables.box_rule").match(line.text) is not None


def _cells(line: Line, bar: str) -> list[Line]:
    """Return what stands between the bars of a line; a cell that only holds a rule is empty."""
    bounds = [match.start() for match in rule(bar).finditer(line.text)]
    cells = [line.part(a + 1, b) for a, b in pairwise(bounds)]
    return [EMPTY if _is_rule(cell) else cell for cell in cells]


def _boxes(lines: Sequence[RawLine], start: int) -> Grid | None:
    rows: list[list[Line]] = []
    is_open = has_rules = False
    # Plain bars are those of a drawn table below a rule like +---+.
    bar = "tables.bar" if rule("tables.grid_rule").match(lines[start].line.text) else "tables.box"
    i = start
    while i < len(lines):
        cells = _cells(lines[i].line, bar)
        if not cells and _is_rule(lines[i].line):
            is_open, has_rules = False, True
        elif not cells:
            break
        # A line goes on with the row above where its first cell counts nothing.
        elif is_open and len(rows[-1]) == len(cells) and not is_number(cells[0].text):
            rows[-1] = [a.join(b) for a, b in zip(rows[-1], cells, strict=True)]
        else:
            rows.append(cells)
            is_open = True
        i += 1
    return grid_of(lines, start, i - 1, rows) if len(rows) > 1 or (has_rules and rows) else None
