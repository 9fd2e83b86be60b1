"""Text → Document: frame, lists, sections, items and table rows.

parse(text) -> Document
"""

from __future__ import annotations

from collections.abc import Iterable

from kg.model import Text
from kg.parse.document import Document
from kg.parse.header import split_frame
from kg.parse.lines import EMPTY, raw_lines
from kg.parse.list_bounds import first_list, footer, is_page_number
from kg.parse.lists import ListReader
from kg.parse.lost_line_breaks import broken_up
from kg.parse.page import Page
from kg.parse.readings import Reading, proposals
from kg.parse.run_on_items import one_by_one, with_their_words
from kg.parse.wrapped_lines import unwrapped


def parse(text: Text) -> Document:
    """Lay out one notice.

    Returns:
        the document; a text without any list has no ``lists``, which is no error here.
    """
    printed = [raw for raw in broken_up(raw_lines(text), text.content) if not is_page_number(raw)]
    page = Page(text, with_their_words(one_by_one(unwrapped(printed, text.content))))
    return _laid_out(page, _chosen(proposals(page)))


def _laid_out(page: Page, readings: list[Reading]) -> Document:
    """Return the document with these tables, everything else read as paragraphs."""
    tables = {reading.first: reading for reading in readings}
    content = page.text.content
    start = first_list(page.lines, tables, content)
    header, used = split_frame(page.lines, start)
    used |= footer(page.lines, start)
    announced = "".join(line.text for line in (header.title or EMPTY, *header.letter)).replace(" ", "")
    reader = ListReader(content, page.lines, tables, used, announced)
    lists = reader.run(start)
    return Document(page.text, header, tuple(lists), (), tuple(reader.joined))


_ORDER = (
    "joined-table",
    "stated-cells",
    "tabs",
    "stray-bars",
    "closed-cells",
    "pipes",
    "box-drawing",
    "cell-a-line",
    "blank-parted",
    "joined-rows",
)


def _chosen(readings: Iterable[Reading]) -> list[Reading]:
    kept: list[Reading] = []
    for r in sorted(readings, key=lambda r: (r.name not in _ORDER[:2], r.first, _ORDER.index(r.name))):
        if not any(r.overlaps(o) for o in kept):
            kept.append(r)
    return kept
