"""Tables whose bars no longer stand at the ends of lines, as text extraction leaves them.

The bars part the cells and the line breaks mean nothing:

    牵头单位          a cell may be several lines, a bar may stand in a line of its own or begin
    | 目标任务        the next one; cells merged above are missing or empty
    | 责任单位
    |

Each row is the best matching of its cells with the columns, a cell a column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kg.parse.cell_alignment import align, sewn
from kg.parse.grid import Grid, column_kind, unit_above
from kg.parse.lines import EMPTY, Line, RawLine
from kg.parse.numbering import number_of
from kg.parse.page import Page
from kg.parse.readings.reading import Reading, one_after_another

_BARS = re.compile(r"[|｜]")
_LONGEST_GAP = 12  # lines that one cell may take
_LEAST_BARS = 8
_SKIP = -0.4  # an empty column inside a row
_MERGED = -0.1  # a first column that the rows share
_ROW = -0.6  # a new row


def propose(page: Page) -> Iterator[Reading]:
    """Yield the tables whose bars stand alone or on either side of a cell."""
    return one_after_another("stray-bars", page, _barred_table) if page.has_bars else iter(())


def _barred_table(lines: Sequence[RawLine], start: int) -> Grid | None:
    """Return the table that begins at the line ``start``, if it is one of this form."""
    if not column_kind(_BARS.sub("", lines[start].line.text)):
        return None
    stop = _end(lines, start)
    block = [raw.line for raw in lines[start:stop]]
    if sum(_stray(line.text) for line in block) < _LEAST_BARS:
        return None
    cells = _cells(block)
    heads = 0
    while heads < len(cells) and column_kind(cells[heads].text) and not number_of(cells[heads]):
        heads += 1
    if heads < 3:
        return None
    header = list(cells[:heads])
    body = cells[heads:]
    kinds = [column_kind(cell.text) or "" for cell in header]
    if "number" not in kinds and sum(re.fullmatch(r"\d{1,3}", cell.text) is not None for cell in body) > 1:
        header, kinds = _with_numbers(header, kinds)
    rows = _counted(body, len(kinds))
    if rows is None:
        dealt = _deal([cell for cell in body if cell.text], kinds)
    else:
        dealt = [row for cells in rows for row in _deal(cells, kinds)]
    return Grid(start, stop - 1, (tuple(header), *dealt), unit_above(lines, start))


def _stray(text: str) -> bool:
    """Tell whether a line holds one bar, at its beginning or end."""
    return bool(text) and (text[0] in "|｜" or text[-1] in "|｜") and len(_BARS.findall(text)) == 1


def _end(lines: Sequence[RawLine], start: int) -> int:
    """Return where the table ends: behind its last bar."""
    last = start
    i = start
    while i < len(lines) and i - last <= _LONGEST_GAP and len(lines[i].cells) == 1:
        if _BARS.search(lines[i].line.text):
            last = i
        i += 1
    return last + 1


def _cells(block: Sequence[Line]) -> list[Line]:
    """Cut the lines at their bars; lines without a bar between them are one cell."""
    cells: list[Line] = []
    current = EMPTY
    for line in block:
        begin = 0
        for match in _BARS.finditer(line.text):
            cells.append(sewn(current, line.part(begin, match.start())))
            current, begin = EMPTY, match.end()
        current = sewn(current, line.part(begin))
    return [*cells, current] if current.text else cells


def _with_numbers(header: list[Line], kinds: list[str]) -> tuple[list[Line], list[str]]:
    """Add the column of numbers that has no heading; a column of words before it holds groups."""
    words = [i for i, kind in enumerate(kinds) if kind in ("body", "name", "content")]
    at = header[0].at[0]
    number = Line("序号", [at, at])
    if len(words) > 1 and words[0] == 0:
        return [Line("类别", [at, at]), number, *header[1:]], ["category", "number", *kinds[1:]]
    return [number, *header], ["number", *kinds]


def _counted(cells: list[Line], width: int) -> list[list[Line]] | None:
    """Return the rows where every row, empty cells included, has the width of the headings."""
    rows = [cells[i : i + width] for i in range(0, len(cells), width)]
    empty = sum(not cell.text for cell in cells)
    if empty * 10 < len(cells) or not all(any(cell.text for cell in row) for row in rows):
        return None
    return [[cell for cell in row if cell.text] for row in rows]


def _deal(cells: Sequence[Line], kinds: Sequence[str]) -> list[tuple[Line, ...]]:
    """Deal the cells into rows: a cell a column, a row begins wherever the next cell fits no further."""
    if not cells:
        return []
    if len(cells) == 1:
        return [(cells[0], *[EMPTY] * (len(kinds) - 1))]
    count = len(kinds)

    def move(k: int, j: int) -> list[tuple[float, bool]]:
        fresh = _ROW + _MERGED * j + _SKIP * (count - 1 - k)
        return [(fresh, True), (_SKIP * (j - k - 1), False)] if k < j else [(fresh, True)]

    path = align(cells, kinds, start=lambda j: _MERGED * j, move=move, end=lambda j: 0.0)
    starts = [i for i, placed in enumerate(path) if placed.begins]
    rows = []
    for a, b in pairwise([*starts, len(path)]):
        row = {placed.column: placed.cell for placed in path[a:b]}
        rows.append(tuple(row.get(j, EMPTY) for j in range(count)))
    return rows
