"""Columns that blanks keep apart, as programs print a page's table; a cell may be several lines high.

    序号   工作内容            责任单位        完成时限
    1      新建公园3座，改造   县住建局、      6月底前
           广场2个。           县财政局

A column is where its heading stands. The number begins a row, or stands in the middle of its height.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import compress, pairwise
from typing import NamedTuple

from kg.parse.cell_alignment import sewn
from kg.parse.columns import is_header
from kg.parse.grid import (
    BODIES,
    LEAST_GAP,
    Grid,
    begins_table,
    column_kind,
    group_line,
    halves_heading,
    heads_rows,
    is_number,
    is_page_mark,
    may_name_group,
    stands_behind,
    wide_parted,
)
from kg.parse.lines import EMPTY, Line, RawLine, room
from kg.parse.page import Page
from kg.parse.readings.reading import Cells, Reading, grid_of, one_after_another

_LEAST_COLUMNS = 3
_LEAST_ROWS = 2
_MOST_LINES = 3  # that headings take
_LEAST_OVER = 5  # blanks, of what stands in two columns
_SAMPLE = 200  # lines that tell where columns stand


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
    found = []
    for part in wide_parted(content, line):
        left = room(content[begin : part.at[0]])
        found.append(Piece(part, left, left + room(content[part.at[0] : part.at[-1] + 1])))
    return found


def _table(content: str, lines: Sequence[RawLine], start: int) -> Grid | None:
    header, begin = _header(content, lines, start)
    if not header:
        return None
    block, parted, stop = _block(content, lines, start, begin, header)
    kinds = [column_kind(piece.line.text) or "" for piece in header]
    rows = [_row(part, kinds) for part in _by_blank_lines(block, parted) or _rows(block)]
    if sum(is_number(row[0].text) for row in rows) < _LEAST_ROWS:
        return None
    return grid_of(lines, start, stop - 1, [[piece.line for piece in header], *rows])


def _block(
    content: str, lines: Sequence[RawLine], start: int, begin: int, header: list[Piece]
) -> tuple[list[list[Line]], list[bool], int]:
    """Return the lines below the headings by columns, whether a blank line stands above each, and the end."""
    block: list[list[Line]] = []
    parted: list[bool] = []
    heads = {raw.line.text for raw in lines[start:begin]}
    columns = _columns(content, lines, begin, header)
    above_all = {raw.line.text for raw in lines[:start]}
    stop = begin
    for i in range(begin, len(lines)):
        line = lines[i].line
        if len(lines[i].cells) > 1 or stands_behind(line):
            break
        pieces = _pieces(content, line)
        # The headings again on the next page, and what runs above them.
        runs_above = line.text in above_all or is_page_mark(line.text)
        if line.text in heads or (len(pieces) == 1 and runs_above):
            parted.append(True)
            block.append([])
            continue
        cells = _cells(pieces, columns)
        if heads_rows(line) or _names_group(content, lines[i : i + 2], pieces, columns):
            cells = [line, *[EMPTY] * (len(header) - 1)]
        elif any(_keeps_to_none(piece, columns) for piece in pieces):
            break  # a paragraph's line
        elif cells[0].text and not is_number(cells[0].text):
            break
        between = content[lines[i - 1].line.at[-1] : lines[i].at]
        fresh = bool(block) and not block[-1]
        parted.append(fresh or "\n" in between.replace("\n", "", 1) or heads_rows(line) or cells[0] is line)
        block.append(cells)
        stop = i + 1
    return list(filter(None, block)), list(compress(parted, block)), stop


def _header(content: str, lines: Sequence[RawLine], start: int) -> tuple[list[Piece], int]:
    """Return the headings that begin at ``start``, broken ones joined, and the line behind them."""
    found: list[Piece] = []
    best: tuple[list[Piece], int] = ([], start)
    if not begins_table(lines[start].line):
        return best
    for i in range(start, min(start + _MOST_LINES, len(lines))):
        pieces = _pieces(content, lines[i].line)
        halves = all(halves_heading(piece.line.text) for piece in pieces)
        if len(lines[i].cells) > 1 or (best[0] and not halves):
            break
        for piece in pieces:
            over = next(iter(_below(piece, found)), None)
            if over is None:
                found.append(piece)
            else:
                above = found[over]
                joined = above.line.join(piece.line)
                found[over] = Piece(joined, min(above.left, piece.left), max(above.right, piece.right))
        found.sort(key=lambda piece: piece.left)
        whole = all(column_kind(piece.line.text) for piece in found)
        if len(found) >= _LEAST_COLUMNS and (whole or is_header(tuple(piece.line for piece in found))):
            best = list(found), i + 1
    return best


def _columns(content: str, lines: Sequence[RawLine], begin: int, header: list[Piece]) -> list[Piece]:
    """Return where each column stands: by the rows that fill all of them, else by its heading."""
    full = []
    for raw in lines[begin : begin + _SAMPLE]:
        pieces = _pieces(content, raw.line)
        if len(pieces) == len(header) and is_number(pieces[0].line.text):
            full.append(pieces)
    if not full:
        return header
    every = [[head, *column] for head, *column in zip(header, *full, strict=True)]
    return [
        Piece(head.line, min(piece.left for piece in column), max(piece.right for piece in column))
        for head, *column in every
    ]


def _below(piece: Piece, columns: list[Piece], least: int = 1) -> list[int]:
    """Return the columns that a piece overlaps, by at least so many blanks, the most first."""
    over = [min(piece.right, one.right) - max(piece.left, one.left) for one in columns]
    return sorted((j for j, size in enumerate(over) if size >= least), key=lambda j: -over[j])


def _keeps_to_none(piece: Piece, columns: list[Piece]) -> bool:
    """Tell whether a piece stands in two columns, or begins in that of the numbers."""
    begins = piece.left < columns[1].left - LEAST_GAP and not is_number(piece.line.text)
    return begins or len(_below(piece, columns, _LEAST_OVER)) > 1


def _names_group(content: str, lines: Sequence[RawLine], pieces: list[Piece], columns: list[Piece]) -> bool:
    """Tell whether the first of two lines names the group whose first row is the second."""
    if len(pieces) > 1 or len(lines) < 2 or not may_name_group(lines[0].line):
        return False
    below = _pieces(content, lines[1].line)
    begins = is_number(below[0].line.text) and len(below) >= _LEAST_COLUMNS
    return begins and pieces[0].left <= columns[0].right and not is_number(pieces[0].line.text)


def _cells(pieces: list[Piece], columns: list[Piece]) -> list[Line]:
    """Put each piece into the column that it overlaps most, or into the one whose edge is nearest."""
    cells = [EMPTY] * len(columns)
    for piece in pieces:
        near = min(range(len(columns)), key=lambda j: abs(columns[j].left - piece.left))
        j = next(iter(_below(piece, columns)), near)
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
