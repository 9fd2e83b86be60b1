"""Where a reader finds a place of the text in the file as it lies open: page, heading, table, paragraph.

    known = Whereabouts.of(notice)
    known.place(1280) -> Place(heading="二、民生实事", table=2, row=3, column=4)

A pdf and an ofd have pages; a docx has none of its own, but paragraphs and tables. All count from 1,
as they are read: blank paragraphs and tables of a single column, which are frames, are not counted.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from kg.model import Notice, Table, Text
from kg.read.formats import MEDIA_TYPES, OFFICE

_IN_WORD = {MEDIA_TYPES[kind] for kind in ("docx", *OFFICE)}
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a position is; None where the format has no such thing, or nothing says so."""

    page: int | None = None
    heading: str | None = None
    paragraph: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What is known of the places of one text. Positions are those of its content, ascending."""

    pages: tuple[tuple[int, int], ...] = ()  # where a page begins, and its number
    headings: tuple[tuple[int, str], ...] = ()  # where a heading begins, and its words
    last: int = 0  # where the last item ends: what follows stands under no heading
    tables: tuple[Table, ...] = ()
    paragraphs: tuple[int, ...] = ()  # where each begins, those within tables left out

    @classmethod
    def of(cls, notice: Notice) -> Whereabouts:
        """Return what is known of a notice's text."""
        text = notice.text
        items = [span.end for item in notice.items for span in item.evidence]
        named = [(one.evidence, one.title) for one in notice.lists]
        named += [(one.evidence, one.heading) for one in notice.sections]
        headings = [(evidence[0].start, words) for evidence, words in named if evidence and words]
        in_word = text.source.media_type in _IN_WORD
        return cls(
            pages=tuple(_pages(text)),
            headings=tuple(sorted(headings)),
            last=max(items, default=0),
            tables=text.tables if in_word else (),
            paragraphs=tuple(_paragraphs(text)) if in_word else (),
        )

    def place(self, position: int) -> Place:
        """Return where a position of the text is."""
        at = bisect_right(self.tables, position, key=lambda table: table.span.start) - 1
        table = row = column = None
        if at >= 0 and position < self.tables[at].span.end:
            table = at + 1
            row, column = _cell(self.tables[at], position)
        return Place(
            page=_before(self.pages, position),
            heading=_before(self.headings, position) if position < self.last else None,
            paragraph=None if table else bisect_right(self.paragraphs, position) or None,
            table=table,
            row=row,
            column=column,
        )


def _before(known: tuple[tuple[int, _T], ...], position: int) -> _T | None:
    """Return what belongs to the last of the starts that is not after a position."""
    at = bisect_right(known, position, key=lambda one: one[0])
    return known[at - 1][1] if at else None


def _pages(text: Text) -> Iterator[tuple[int, int]]:
    for page, boxes in groupby(sorted(text.boxes, key=lambda box: box.span), key=lambda box: box.page):
        yield next(boxes).span.start, page


def _paragraphs(text: Text) -> Iterator[int]:
    """Yield where paragraphs begin: they stand apart by an empty line, and from tables too."""
    ends = {table.span.start: table.span.end for table in text.tables}  # rows may be empty lines
    position = 0
    while position < len(text.content):
        if position not in ends:
            yield position
        apart = text.content.find("\n\n", ends.get(position, position))
        if apart < 0:
            return
        position = apart + 2


def _cell(table: Table, position: int) -> tuple[int | None, int | None]:
    """Return row and column of the cell that holds a position of a table, or of that before it."""
    row = column = None
    for cell in table.cells:
        if cell.span is not None and cell.span.start <= position:
            row, column = cell.row + 1, cell.column + 1
    return row, column
