"""Rows that keep their lines, their cells parted by blanks.

序号 工作内容 责任单位
1 新增床位400张。 县民政局
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.parse.cell_alignment import fits
from kg.parse.grid import BODIES, Grid, blank_parted, column_kind, group_line, is_number
from kg.parse.lines import Line, RawLine
from kg.parse.page import Page
from kg.parse.readings.reading import Cells, Reading, grid_of, one_after_another
from kg.registry.patterns import rule

_BEHIND = (*BODIES, "leader", "deadline")  # what the columns behind the words hold
_LEAST_ROWS = 3


def propose(page: Page) -> Iterator[Reading]:
    """Yield the tables whose cells blanks part."""
    return one_after_another("blank-parted", page, _spaced)


def _spaced(lines: Sequence[RawLine], start: int) -> Grid | None:
    if len(lines[start].line) > 60:
        return None
    header = blank_parted(lines[start].line)
    kinds = [column_kind(cell.text) or "" for cell in header]
    if len(kinds) < 3 or kinds[0] != "number" or kinds[1] not in ("body", "name"):
        return None
    if not set(kinds[2:]) <= set(_BEHIND):
        return None
    rows: list[Cells] = [header]
    number = items = 0
    stop = start + 1
    while stop < len(lines) and len(lines[stop].cells) == 1:
        row = _row(lines[stop].line, kinds, number + 1)
        if row is not None:
            number = int(row[0].text)
            items += 1
        elif not group_line(lines[stop].line):
            break
        rows.append(row or (lines[stop].line,))
        stop += 1
    return grid_of(lines, start, stop - 1, rows, len(kinds)) if items >= _LEAST_ROWS else None


def _row(line: Line, kinds: list[str], expected: int) -> Cells | None:
    """Cut a row at its first blank and at its last ones; the words between may hold blanks, too."""
    cells = blank_parted(line)
    if len(cells) < len(kinds) or not is_number(cells[0].text) or not cells[0].text.isdigit():
        return None
    last = cells[2 - len(kinds) :]
    fit = all(fits(kind, cell.text) > 0 for kind, cell in zip(kinds[2:], last, strict=True))
    # A name that nothing knows is one all the same where the numbers go on.
    if not fit and (int(cells[0].text) != expected or rule("tables.no_name").search(last[-1].text)):
        return None
    begin, end = (next(i for i, at in enumerate(line.at) if at >= cell.at[0]) for cell in (cells[1], last[0]))
    return (cells[0], line.part(begin, end), *last)
