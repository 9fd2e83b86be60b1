"""Tables whose bars no longer stand at the ends of lines, as text extraction leaves them.

The bars part the cells and the line breaks mean nothing:

    牵头单位          a cell may be several lines, a bar may stand in a line of its own or begin
    | 目标任务        the next one; cells merged above are missing or empty
    | 责任单位
    |

Each row is the best matching of its cells with the columns, a cell a column.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from kg.parse.cell_alignment import align, sewn
from kg.parse.grid import Grid, column_kind, first_heading, is_number
from kg.parse.lines import EMPTY, Line, RawLine
from kg.parse.numbering import number_of
from kg.parse.page import Page
from kg.parse.readings.reading import Cells, Reading, grid_of, one_after_another
from kg.registry.patterns import load, rule

_LONGEST_GAP = 12  # lines that one cell may take
_LEAST_BARS = 8
_LEAST_HEADINGS = 3
_SKIP = -0.4  # an empty column inside a row
_MERGED = -0.1  # a first column that the rows share
_ROW = -0.6  # a new row


def propose(page: Page) -> Iterator[Reading]:
    """Yield the tables whose bars stand alone or on either side of a cell."""
    return one_after_another("stray-bars", page, _barred_table) if page.has_bars else iter(())


def _barred_table(lines: Sequence[RawLine], start: int) -> Grid | None:
    """Return the table that begins at the line ``start``, if it is one of this form."""
    if not column_kind(rule("tables.bar").sub("", lines[start].line.text)):
        return None
    last = _last(lines, start)
    block = [raw.line for raw in lines[start : last + 1]]
    if sum(rule("tables.stray_bar").match(line.text) is not None for line in block) < _LEAST_BARS:
        return None
    cells = _cells(block)
    heads = next((i for i, c in enumerate(cells) if not column_kind(c.text) or number_of(c)), len(cells))
    if heads < _LEAST_HEADINGS:
        return None
    header, body = cells[:heads], cells[heads:]
    kinds = [column_kind(cell.text) or "" for cell in header]
    if "number" not in kinds and sum(is_number(cell.text) for cell in body) > 1:
        header, kinds = _with_numbers(header, kinds)
    rows = [row for part in _counted(body, len(kinds)) for row in _deal(part, kinds)]
    return grid_of(lines, start, last, [header, *rows])


def _last(lines: Sequence[RawLine], start: int) -> int:
    """Return the line of the table's last bar."""
    last = i = start
    while i < len(lines) and i - last <= _LONGEST_GAP and len(lines[i].cells) == 1:
        last = i if rule("tables.bar").search(lines[i].line.text) else last
        i += 1
    return last


def _cells(block: Sequence[Line]) -> list[Line]:
    """Cut the lines at their bars; lines without a bar between them are one cell."""
    cells: list[Line] = [EMPTY]
    for line in block:
        begin = 0
        for match in rule("tables.bar").finditer(line.text):
            cells[-1] = sewn(cells[-1], line.part(begin, match.start()))
            cells.append(EMPTY)
            begin = match.end()
        cells[-1] = sewn(cells[-1], line.part(begin))
    return cells if cells[-1].text else cells[:-1]


def _with_numbers(header: list[Line], kinds: list[str]) -> tuple[list[Line], list[str]]:
    """Add the column of numbers that has no heading; a column of words before it holds groups."""
    at = header[0].at[0]
    number = Line(first_heading(), [at, at])
    words = [i for i, kind in enumerate(kinds) if kind in ("body", "name", "content")]
    if len(words) > 1 and words[0] == 0:
        return [Line(load("tables").words["group_heading"][0], [at, at]), number, *header[1:]], [
            "category",
            "number",
            *kinds[1:],
        ]
    return [number, *header], ["number", *kinds]


def _counted(cells: list[Line], width: int) -> list[list[Line]]:
    """Return the rows where every row, empty cells included, has the width of the headings; else one."""
    rows = [[cell for cell in cells[i : i + width] if cell.text] for i in range(0, len(cells), width)]
    empty = sum(not cell.text for cell in cells)
    return rows if empty * 10 >= len(cells) and all(rows) else [[cell for cell in cells if cell.text]]


def _deal(cells: Sequence[Line], kinds: Sequence[str]) -> list[Cells]:
    """Deal the cells into rows: a cell a column, a row begins wherever the next cell fits no further."""
    count = len(kinds)
    if len(cells) < 2:
        return [(cell, *[EMPTY] * (count - 1)) for cell in cells]

    def move(k: int, j: int) -> list[tuple[float, bool]]:
        fresh = _ROW + _MERGED * j + _SKIP * (count - 1 - k)
        return [(fresh, True), (_SKIP * (j - k - 1), False)] if k < j else [(fresh, True)]

    path = align(cells, kinds, start=lambda j: _MERGED * j, move=move)
    starts = [i for i, placed in enumerate(path) if placed.begins]
    rows: list[Cells] = []
    for a, b in pairwise([*starts, len(path)]):
        row = {placed.column: placed.cell for placed in path[a:b]}
        rows.append([row.get(j, EMPTY) for j in range(count)])
    return rows
