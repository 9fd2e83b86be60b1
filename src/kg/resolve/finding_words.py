"""What findings share: the words that they quote, and the walk over what was laid out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cache

from kg.extract import ItemFacts, NoticeFacts, SectionFacts
from kg.model import Span
from kg.parse.document import Document, Item, Section
from kg.parse.lines import Line, bar_cells, raw_lines
from kg.registry import patterns

_LONGEST_QUOTE = 24


@cache
def words() -> patterns.PatternFile:
    """Return the patterns by which readings are checked: ``data/patterns/findings.yml``."""
    return patterns.load("findings")


def quote(content: str, spans: tuple[Span, ...]) -> str:
    """Return the words at the first of some places: of a long passage, its beginning."""
    if not spans:
        return ""
    found = "".join(content[spans[0].start : spans[0].end].split())
    return found if len(found) <= _LONGEST_QUOTE else found[: _LONGEST_QUOTE - 1] + "…"


def clause_before(line: Line, at: int) -> str:
    """Return the words of a clause up to a place."""
    return words()["clause_mark"].split(line.text[:at])[-1]


def is_of_another_time(line: Line, at: int, years: Collection[int]) -> bool:
    """Tell whether the sentence up to a place speaks of another year, of others, or of what was reached."""
    sentence = line.text[:at].rpartition("。")[2]
    named = {int(match.group()) for match in words()["any_year"].finditer(sentence)}
    return bool(named - set(years)) or words()["of_others"].search(sentence.rpartition("；")[2]) is not None


def lines_elsewhere(facts: NoticeFacts, read: Sequence[Line]) -> Iterator[Line]:
    """Yield the paragraphs and cells of a notice that are part of no item and no letter."""
    taken = {at for line in (*read, *facts.document.header.letter) for at in (*line.at[:1], *line.at[-1:])}
    for raw in raw_lines(facts.document.text):
        cells = (bar_cells(raw.line) or raw.cells) if len(raw.cells) == 1 else raw.cells
        for cell in cells:
            if cell.text and taken.isdisjoint(range(cell.at[0], cell.at[-1] + 1)):
                yield cell


def items_of(document: Document) -> Iterator[Item]:
    """Yield the items of all lists, those of deeper headings too, in order."""
    for items in document.lists:
        yield from items_below(items.items, items.sections)


def items_below(items: tuple[Item, ...], sections: tuple[Section, ...]) -> Iterator[Item]:
    """Yield items and those of the headings below them, in order."""
    yield from items
    for section in sections:
        yield from items_below(section.items, section.sections)


def items_of_section(section: SectionFacts) -> Iterator[ItemFacts]:
    """Yield the items of a heading and of those below it, in order."""
    yield from section.items
    for below in section.sections:
        yield from items_of_section(below)


def sections_below(sections: tuple[SectionFacts, ...]) -> Iterator[SectionFacts]:
    """Yield headings and those below them, in order."""
    for section in sections:
        yield section
        yield from sections_below(section.sections)
