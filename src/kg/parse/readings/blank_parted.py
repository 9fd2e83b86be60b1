"""Rows that keep their lines, their cells parted by blanks.

序号 工作内容 责任单位
1 新增床位400张。 县民政局

Where the blanks between cells are wide, those within a cell part its bodies, and rows that lack no
cell tell the columns whose headings nothing knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from kg.parse.cell_alignment import deal, fits
from kg.parse.columns import read_columns
from kg.parse.grid import (
    BODIES,
    Grid,
    blank_parted,
    column_kind,
    heads_rows,
    is_number,
    row_number,
    split_headings,
    wide_parted,
)
from kg.parse.lines import Line, RawLine
from kg.parse.numbering import number_of
from kg.parse.page import Page
from kg.parse.readings.reading import Cells, Reading, grid_of, one_after_another
from kg.registry.patterns import rule

_BEHIND = (*BODIES, "leader", "deadline")  # what the columns behind the words hold
_WORDS = ("body", "name", "content")
_LEAST_ROWS = 3
_LEAST_COLUMNS = 3
_LONGEST_HEAD = 60
_SAMPLE = 40  # lines that tell what columns hold


def propose(page: Page) -> Iterator[Reading]:
    """Yield the tables whose cells blanks part."""
    return one_after_another("blank-parted", page, partial(_spaced, page.text.content))


def _tells_who_does_what(kinds: set[str]) -> bool:
    return bool(kinds.intersection(BODIES) and kinds.intersection(_WORDS))


def _spaced(content: str, lines: Sequence[RawLine], start: int) -> Grid | None:
    header, kinds = _head(content, lines, start)
    if not kinds:
        return None
    plain = kinds[0] == "number" and kinds[1] in ("body", "name") and {*kinds[2:]} <= {*_BEHIND}
    rows: list[Cells] = [header]
    number = items = 0
    stop = start + 1
    while stop < len(lines) and len(lines[stop].cells) == 1:
        line = lines[stop].line
        row = _wide_row(wide_parted(content, line), kinds) or _whole_row(line, kinds, number + 1)
        if row is None and plain:
            row = _row(line, kinds, number + 1)
        if row:
            number = row_number(row[0].text) or number
            items += 1
        elif not heads_rows(line):
            break
        rows.append(row or (line,))
        stop += 1
    return grid_of(lines, start, stop - 1, rows, len(kinds)) if items >= _LEAST_ROWS else None


def _head(content: str, lines: Sequence[RawLine], start: int) -> tuple[list[Line], list[str]]:
    """Return the headings in a line and what they head; nothing where these rows do not stand below."""
    head = lines[start].line
    if len(head) > _LONGEST_HEAD:
        return [], []
    header = blank_parted(head)
    header = header if len(header) >= _LEAST_COLUMNS else split_headings(head)
    kinds = [column_kind(cell.text) or "" for cell in header]
    known = len(kinds) >= _LEAST_COLUMNS and "" not in kinds and kinds[-1] != "number"
    return (header, kinds) if known and _tells_who_does_what({*kinds}) else _told(content, lines, start)


def _told(content: str, lines: Sequence[RawLine], start: int) -> tuple[list[Line], list[str]]:
    """Return headings that wide blanks part, and what the rows below them tell that lack no cell."""
    header = wide_parted(content, lines[start].line)
    if len(header) < _LEAST_COLUMNS or is_number(header[0].text):
        return [], []
    whole: list[Cells] = []
    for raw in lines[start + 1 : start + 1 + _SAMPLE]:
        pieces = wide_parted(content, raw.line)
        if len(raw.cells) > 1 or (len(pieces) == 1 and not heads_rows(raw.line)):
            break
        whole += [pieces] if len(pieces) == len(header) else []
    if len(whole) < _LEAST_ROWS:
        return [], []
    columns, skip = read_columns(Grid(0, 0, (tuple(header), *map(tuple, whole)), None))
    counted = "number" in columns.kinds or columns.kinds[:1] == ["body"]
    told = skip == 1 and counted and _tells_who_does_what({*columns.kinds})
    return (header, columns.kinds) if told else ([], [])


def _wide_row(pieces: list[Line], kinds: list[str]) -> Cells | None:
    """Return the cells between wide blanks, in their columns; a person's name may be spaced: 宓  英."""
    cells: list[Line] = []
    for piece in pieces:
        spaced = cells and len(cells[-1]) == len(piece) == 1
        cells[-1:] = [cells[-1].sew(piece)] if spaced else [*cells[-1:], piece]
    counts = number_of(cells[0]) is not None or (kinds[0] == "body" and "number" not in kinds)
    for kind, cell in ((kinds[0], cells[0]), (kinds[-1], cells[-1])):
        counts = is_number(cell.text) if kind == "number" else counts
    if len(cells) < _LEAST_COLUMNS or not counts:
        return None
    if len(cells) == len(kinds):
        return cells
    dealt = deal(cells, kinds)
    return dealt[0] if len(dealt) == 1 else None


def _whole_row(line: Line, kinds: list[str], expected: int) -> Cells | None:
    """Return the cells of a row in which each column has one, where the numbers go on."""
    cells = blank_parted(line)
    if kinds[0] != "number" or len(cells) != len(kinds) or row_number(cells[0].text) != expected:
        return None
    fit = all(fits(kind, cell.text) > 0 for kind, cell in zip(kinds, cells, strict=True) if kind in BODIES)
    return tuple(cells) if fit else None


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
