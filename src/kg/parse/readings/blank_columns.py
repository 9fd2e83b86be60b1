"""Columns that blanks keep apart, as programs print a page's table; a cell may be several lines high.

    序号   工作内容            责任单位        完成时限
    1      新建公园3座，改造   县住建局、      6月底前
           广场2个。           县财政局

A column is where its heading stands. The number begins a row, or stands in the middle of its height.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from kg.parse.cell_alignment import sewn
from kg.parse.columns import is_header
from kg.parse.grid import BODIES, Grid, column_kind, group_line, heads_rows, is_number
from kg.parse.lines import EMPTY, Line, RawLine, room
from kg.parse.page import Page
from kg.parse.readings.reading import Cells, Reading, grid_of, one_after_another

_LEAST_GAP = 2  # columns between cells
_LEAST_COLUMNS = 3
_LEAST_ROWS = 2


class Piece(NamedTuple):
    """What stands between two gaps, and where: from column ``left`` to column ``right``."""

    line: Line
    left: int
    right: int


def propose(page: Page) -> Iterator[Reading]:
    """Yield the tables whose columns blanks keep apart."""
    return one_after_another("blank-columns", page, partial(_table, page.text.content))


def _pieces(content: str, line: Line) -> list[Piece]:
    """Cut a line where wide blanks stood in the text as read."""
    begin = content.rfind("\n", 0, line.at[0]) + 1
    cuts = [0]
    for i in range(1, len(line)):
        gap = content[line.at[i - 1] + (line.text[i - 1] != " ") : line.at[i]]
        if gap.isspace() and room(gap) >= _LEAST_GAP:
            cuts.append(i)
    found = []
    for a, b in pairwise([*cuts, len(line)]):
        part = line.part(a, b)
        left = room(content[begin : part.at[0]])
        found.append(Piece(part, left, left + room(content[part.at[0] : part.at[-1] + 1])))
    return found


def _table(content: str, lines: Sequence[RawLine], start: int) -> Grid | None:
    if column_kind(lines[start].line.text[:2]) != "number" or len(lines[start].cells) > 1:
        return None
    header = _pieces(content, lines[start].line)
    if len(header) < _LEAST_COLUMNS or not is_header(tuple(piece.line for piece in header)):
        return None
    block: list[list[Line]] = []
    parted: list[bool] = []  # a blank line stands above
    stop = start + 1
    while stop < len(lines) and len(lines[stop].cells) == 1:
        pieces = _pieces(content, lines[stop].line)
        cells = _cells(pieces, header)
        if heads_rows(lines[stop].line):
            cells = [lines[stop].line, *[EMPTY] * (len(header) - 1)]
        elif any(len(_below(piece, header)) > 1 for piece in pieces):
            break  # a paragraph's line keeps to no column
        elif cells[0].text and not is_number(cells[0].text):
            break
        above = content[lines[stop - 1].line.at[-1] : lines[stop].at]
        parted.append("\n" in above.replace("\n", "", 1) or heads_rows(lines[stop].line))
        block.append(cells)
        stop += 1
    kinds = [column_kind(piece.line.text) or "" for piece in header]
    rows = [_row(part, kinds) for part in _by_blank_lines(block, parted) or _rows(block)]
    if sum(is_number(row[0].text) for row in rows) < _LEAST_ROWS:
        return None
    return grid_of(lines, start, stop - 1, [[piece.line for piece in header], *rows])


def _below(piece: Piece, header: list[Piece]) -> list[int]:
    return [j for j, head in enumerate(header) if piece.left < head.right and head.left < piece.right]


def _cells(pieces: list[Piece], header: list[Piece]) -> list[Line]:
    """Put each piece below the heading that it overlaps, or below the one whose middle is nearest."""
    cells = [EMPTY] * len(header)
    for piece in pieces:
        middle = piece.left + piece.right
        near = sorted(range(len(header)), key=lambda j: abs(header[j].left + header[j].right - middle))
        j = next(iter(_below(piece, header)), near[0])
        cells[j] = cells[j].join(piece.line)
    return cells


def _by_blank_lines(block: list[list[Line]], parted: list[bool]) -> list[list[list[Line]]]:
    """Return the rows where blank lines part them: each has one number, or is a heading; else nothing."""
    starts = [i for i, begins in enumerate(parted) if begins or i == 0]
    rows = [block[a:b] for a, b in pairwise([*starts, len(block)])]
    return rows if all(sum(bool(cells[0].text) for cells in row) == 1 for row in rows) else []


def _rows(block: list[list[Line]]) -> Iterator[list[list[Line]]]:
    """Cut the lines into rows: at numbers, or between two where a sentence ends."""
    numbers = [i for i, cells in enumerate(block) if cells[0].text]
    centred = bool(numbers) and numbers[0] > 0
    starts = [0]
    for a, b in pairwise(numbers):
        own = not is_number(block[b][0].text) or not is_number(block[a][0].text) or not centred
        ends = (i + 1 for i in range(a, b) if any(cell.text.endswith(("。", "；")) for cell in block[i][1:2]))
        starts.append(b if own else next(ends, (a + b + 1) // 2))
    for a, b in pairwise([*starts, len(block)]):
        if a < b:
            yield block[a:b]


def _row(part: list[list[Line]], kinds: list[str]) -> Cells:
    """Join the lines of each cell."""
    if group_line(part[0][0]) or len(part) == 1:
        return part[0]
    row = []
    for kind, cells in zip(kinds, zip(*part, strict=True), strict=True):
        whole = cells[0]
        for cell in cells[1:]:
            whole = sewn(whole, cell) if kind in BODIES else whole.sew(cell)
        row.append(whole)
    return row
