"""A text as read, positions in it, and what is found in the reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range ``[start, end)`` of a notice's text, in code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a range: {self.start}..{self.end}")


@dataclass(frozen=True, slots=True)
class Source:
    """The file as received: what PROV says of it."""

    name: str
    media_type: str
    sha256: str
    length: int  # bytes
    encoding: str | None = None  # of text formats: utf-8, utf-8-sig, gb18030


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; ``span`` is None where it is empty. Rows and columns count from 0."""

    row: int
    column: int
    span: Span | None
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose cells the format itself states (html, docx, pdf, ofd)."""

    span: Span
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """Where a range of the text stands on a page: points (1/72 inch) from the top left."""

    span: Span
    page: int  # from 1
    x0: float
    y0: float
    x1: float
    y1: float


RECOGNISED = "recognised-draft"
"""The code of what is found in every text that was recognised in a scan."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """What is no word of a text: to be read as ``stands_for``, with a line end if it breaks one.

    Mark-up left in a plain text, or pinyin in brackets, which stands within a word.
    """

    span: Span
    breaks_line: bool
    stands_for: str = ""  # the character of an entity; tabs before a table cell
    in_word: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """The text of one file as read, with the structure that its format states.

    Paragraphs are separated by newlines; a table's cells by tabs, its rows by newlines, whether
    or not ``tables`` lists it. Automatic numbers of word processors are written out. Of a plain
    text, ``content`` is the file's own characters: the byte order mark is dropped, every line end
    (``\\r\\n``, ``\\r``, vertical tab, form feed, those of Unicode) is ``\\n``, every other control
    character a space, and nothing else is changed; ``hidden`` marks the HTML and the pinyin in it.
    """

    content: str
    source: Source
    tables: tuple[Table, ...] = ()
    boxes: tuple[Box, ...] = ()
    hidden: tuple[Hidden, ...] = ()  # ascending, without overlap
    findings: tuple[Finding, ...] = ()  # what was lost or replaced in reading

    @property
    def is_recognised(self) -> bool:
        """Whether it was recognised in a scan and nobody has compared it."""
        return any(one.code == RECOGNISED for one in self.findings)


Severity = Literal["violation", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in the text that was not understood, was repaired or is doubtful.

    ``code`` is a concept of ``kgc:`` (kebab-case); ``about`` the IRI path of the thing it
    concerns; ``repair`` the certain replacement for the words at ``evidence[0]``, if there is one.
    """

    severity: Severity
    code: str
    message: str
    message_en: str
    evidence: tuple[Span, ...] = ()
    about: str | None = None
    repair: str | None = None


UnreadReason = Literal["text", "column", "quantity", "names", "leader"]


@dataclass(frozen=True, slots=True, order=True)
class UnreadPart:
    """A part of the text that became nothing, and what it is: words, a column, a number, bodies, a leader."""

    span: Span
    reason: UnreadReason
    column: str | None = None  # which column of which list its cell stands in


@dataclass(frozen=True, slots=True)
class Reading:
    """How a notice was read, and how far that can be relied on."""

    layout: tuple[str, ...] = ()  # the readings that the document is made of; empty: paragraphs alone
    confidence: float = 1.0  # 0–1: the F1 of tasks and units to be expected
    accounted: float = 1.0  # share of the characters that are a fact, a heading or a frame
    frame: float = 0.0  # share of the characters that frame the notice
    unread: tuple[UnreadPart, ...] = ()
