"""Rows that keep their lines, their cells parted by blanks.

序号 工作内容 责任单位
1 新增床位400张。 县民政局
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.parse.cell_alignment import fits
from kg.parse.grid import BODIES, Grid, blank_parted, column_kind, group_line, unit_above
from kg.parse.lines import EMPTY, Line, RawLine
from kg.parse.page import Page
from kg.parse.readings.reading import Reading, one_after_another


def propose(page: Page) -> Iterator[Reading]:
    """Yield the tables whose cells blanks part."""
    return one_after_another("blank-parted", page, _spaced)


def _spaced(lines: Sequence[RawLine], start: int) -> Grid | None:
    """Rows that keep their lines, their cells parted by blanks: 1 新增床位400张。 县民政局"""
    header = blank_parted(lines[start].line)
    kinds = [column_kind(cell.text) or "" for cell in header]
    if len(kinds) < 3 or kinds[0] != "number" or kinds[1] not in ("body", "name"):
        return None
    if not all(kind in (*BODIES, "leader", "deadline") for kind in kinds[2:]):
        return None
    rows: list[tuple[Line, ...]] = [tuple(header)]
    items = 0
    number = 0
    stop = start + 1
    while stop < len(lines) and len(lines[stop].cells) == 1:
        line = lines[stop].line
        cells = blank_parted(line)
        last = cells[2 - len(kinds) :]
        counts = re.fullmatch(r"\d{1,3}", cells[0].text) is not None
        fit = all(fits(kind, cell.text) > 0 for kind, cell in zip(kinds[2:], last, strict=True))
        # A name that nothing knows is one all the same where the numbers go on.
        named = (
            int(cells[0].text) == number + 1 and not re.search(r"[。；;\d]", last[-1].text)
            if counts
            else False
        )
        if counts and len(cells) >= len(kinds) and (fit or named):
            begin = next(i for i, at in enumerate(line.at) if at >= cells[1].at[0])
            end = next(i for i, at in enumerate(line.at) if at >= last[0].at[0])
            rows.append((cells[0], line.part(begin, end), *last))
            items, number = items + 1, int(cells[0].text)
        elif group_line(line):
            rows.append((line, *[EMPTY] * (len(kinds) - 1)))
        else:
            break
        stop += 1
    return Grid(start, stop - 1, tuple(rows), unit_above(lines, start)) if items > 2 else None
