"""What parsing yields: the notice's parts in order, each with its lines, nothing interpreted yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from kg.model import Span, Text
from kg.parse.lines import Line

# In the order in which a word is tried: 省牵头单位 is "upper" before it is "lead".
LabelKind = Literal[
    "upper",
    "name",
    "money",
    "sources",
    "owner",
    "lead",
    "support",
    "responsible",
    "leader",
    "deadline",
    "text",
    "other",
]
UNIT_KINDS = frozenset({"lead", "support", "responsible"})
TELLS_WHO = UNIT_KINDS | {"upper"}  # an item names who answers for it, be it at the level above alone


@dataclass(frozen=True, slots=True)
class Label:
    """A labelled or bracketed part: 责任单位：A、B; ``word`` is the label as printed.

    Bracketed words without a label (（A、B牵头，C配合）) have the kind ``responsible`` and no
    word: their verbs are read when duties are extracted.
    """

    kind: LabelKind
    word: str | None
    content: Line
    inline: bool = False


Piece = Line | Label  # of a paragraph: its own words, or what says who


@dataclass(frozen=True, slots=True)
class Item:
    """One numbered task or project of a list, or one row of a table."""

    number_text: str | None
    body: Line
    labels: tuple[Label, ...]
    cells: Mapping[str, Line]  # column kind → cell, for table rows and projects in labelled lines
    money_unit: str | None = None
    money_headings: Mapping[str, str] = field(default_factory=dict)  # column kind → printed heading
    title: Line | None = None  # a short title above the words of the task
    continued: bool = False  # a further paragraph or row under the same number
    after: tuple[Line, ...] = ()  # words below the units, that belong to nothing


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands below it."""

    heading: Line
    number_text: str | None
    labels: tuple[Label, ...]
    items: tuple[Item, ...]
    sections: tuple[Section, ...]
    is_category: bool = False  # a group row of a table: 保障公共安全 (3 项)


@dataclass(frozen=True, slots=True)
class Total:
    """A total that a row or heading states: label, cells of money, a printed count."""

    label: Line
    group: str | None  # the category it sums, None for the whole table
    cells: Mapping[str, Line]
    count: int | None
    money_unit: str | None


@dataclass(frozen=True, slots=True)
class ItemList:
    """One list: its title, its sections and items in order."""

    title: Line | None
    kind: Literal["tasks", "projects"]
    items: tuple[Item, ...]
    sections: tuple[Section, ...]
    preface: tuple[Line, ...]  # paragraphs before the first item
    totals: tuple[Total, ...] = ()
    is_table: bool = False


def every_item(
    items: Sequence[Item], sections: Sequence[Section], above: tuple[Section, ...] = ()
) -> Iterator[tuple[Item, tuple[Section, ...]]]:
    """Yield the items in order, those of no section first, each with the sections that it is in."""
    for item in items:
        yield item, above
    for section in sections:
        yield from every_item(section.items, section.sections, (*above, section))


def every_section(sections: Sequence[Section]) -> Iterator[Section]:
    """Yield the sections in order, each before those within it."""
    for section in sections:
        yield section
        yield from every_section(section.sections)


@dataclass(frozen=True, slots=True)
class Header:
    """What frames the lists."""

    number: Line | None = None
    title: Line | None = None
    issuers: tuple[Line, ...] = ()
    issued: Line | None = None
    addressees: Line | None = None
    copied_to: Line | None = None
    letter: tuple[Line, ...] = ()
    box: tuple[Line, ...] = ()  # the lines of the page's box of labelled fields
    others: tuple[Line, ...] = ()  # further names of issuers: signature, box and source of the page
    sites: tuple[Line, ...] = ()  # the offices whose site the page is of, as its head and foot tell
    signers: tuple[Line, ...] = ()  # as they stand above the date
    imprint: Line | None = None  # of the last page: who printed it, and when


@dataclass(frozen=True, slots=True)
class Claim:
    """Words that state no fact and that a rule knows: a column's heading, page furniture, aims."""

    kind: Literal["heading", "frame"]
    rule: str  # what knows them: page-furniture, annex, non-task …
    line: Line

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where the words stand."""
        return self.line.spans()


@dataclass(frozen=True, slots=True)
class Document:
    """A notice as laid out."""

    text: Text
    header: Header
    lists: tuple[ItemList, ...]
    claims: tuple[Claim, ...]
    joined: tuple[Span, ...] = ()  # page ends inside a sentence or name
    layout: tuple[str, ...] = ()  # the readings that it is made of, by name; paragraphs are not named
    features: Mapping[str, float] = field(default_factory=dict)  # what the judge saw
    witness: Mapping[str, float] = field(default_factory=dict)  # how far it agrees
