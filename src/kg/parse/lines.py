"""Text → lines as a reader sees them, each character traceable to the text as read.

White space that means nothing in Chinese is dropped, markup that was left in is skipped. What was
dropped shows as a step in ``Line.at``, so that a padded name or a lost separator is not forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import wraps
from itertools import pairwise
from typing import Any, TypeVar

from kg.model import Span, Text
from kg.registry.patterns import rule

CJK = r"\u2e80-\u2fdf\u3001-\u303f\u3400-\u9fff\uf900-\ufaff\uff01-\uff60\u2018-\u201d\u2014\u2026"
_SPACE = r"\s\u200b-\u200d\u2060\ufeff\u00ad"
_BRACKETS = r"()\[\]{}<>（）［］【】〔〕《》〈〉"
# A gap that carries no meaning: between two Chinese characters, or one and a digit or bracket.
_GAP = re.compile(
    f"(?<=[{CJK}])[{_SPACE}]+(?=[{CJK}0-9{_BRACKETS},;:!?])|(?<=[0-9{_BRACKETS},;:!?])[{_SPACE}]+(?=[{CJK}])"
)
_RUN = re.compile(f"[{_SPACE}]+")
_LISTS = "、，,；;"
_WIDEST_GAP = 3  # beyond a blank line or padding, other words may stand between
_EDGE = " \t\r\n\f\v\u00a0\u3000\u200b\u200c\u200d\u2060\ufeff\u00ad\u2002\u2003\u2009"


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of clean text; ``at[i]`` is where its character ``i`` stands in the text as read."""

    text: str
    at: Sequence[int]
    seams: frozenset[int] = frozenset()  # where a page's line ended within a word: no gap
    glossed: frozenset[int] = frozenset()  # of these, behind an annotation within a word: one range
    notes: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)  # what ``once`` kept

    def __len__(self) -> int:
        return len(self.text)

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """Return the range of the text as read that ``text[start:end]`` covers."""
        stop = len(self.text) if end is None else end
        first, last = self.at[start], self.at[stop - 1]
        if last < first:  # a unit of measure may stand in a column before its figure
            first, last = min(self.at[start:stop]), max(self.at[start:stop])
        return Span(first, last + 1)

    def part(self, start: int, end: int | None = None) -> Line:
        """Return ``text[start:end]`` without white space at its ends."""
        stop = len(self.text) if end is None else end
        while start < stop and self.text[start] in _EDGE:
            start += 1
        while stop > start and self.text[stop - 1] in _EDGE:
            stop -= 1
        return Line(self.text[start:stop], self.at[start:stop], self.seams, self.glossed)

    def join(self, other: Line) -> Line:
        """Return this line continued by ``other``."""
        if not self.text:
            return other
        if not other.text:
            return self
        at = [*self.at, *other.at]
        return Line(self.text + other.text, at, self.seams | other.seams, self.glossed | other.glossed)

    def listed(self, other: Line) -> Line:
        """Return this line and ``other`` as a list: with a mark between them, where none stands."""
        if not self.text or not other.text or self.text[-1] in _LISTS or other.text[0] in _LISTS:
            return self.join(other)
        return self.join(Line("、", [other.at[0]])).join(other)

    def sew(self, other: Line) -> Line:
        """Return this line continued by ``other``, with nothing missing between them."""
        whole = self.join(other)
        return replace(whole, seams=whole.seams | {other.at[0]}) if other.text else whole

    def gap(self, index: int) -> bool:
        """Tell whether something was dropped before character ``index``."""
        return (
            0 < index < len(self.text)
            and self.at[index] != self.at[index - 1] + 1
            and self.at[index] not in self.seams
        )

    def ranges(self, start: int = 0, end: int | None = None) -> tuple[Span, ...]:
        """Return the ranges of the text as read that ``text[start:end]`` covers.

        There are several where other words stand between: a cell that its table wraps.
        """
        stop = len(self.text) if end is None else end
        if isinstance(self.at, range):
            return (self.span(start, stop),)
        found = []
        begin = start
        widest = _WIDEST_GAP
        for i in range(start + 1, stop):
            step = self.at[i] - self.at[i - 1]
            if step < 0:
                widest = 1  # put together from cells out of their order: only neighbours are one range
            if step < 0 or (step > widest and self.at[i] not in self.glossed):
                found.append(self.span(begin, i))
                begin = i
        found.append(self.span(begin, stop))
        return tuple(found)

    def spans(self) -> tuple[Span, ...]:
        """Return the line's ranges, or nothing where it is empty."""
        return self.ranges() if self.text else ()


T = TypeVar("T")
EMPTY = Line("", ())


def once(read: Callable[[Line], T]) -> Callable[[Line], T]:
    """Keep what a recogniser sees in a line beside the line: nobody reads its characters twice."""

    @wraps(read)
    def kept(line: Line) -> T:
        if read.__name__ not in line.notes:
            line.notes[read.__name__] = read(line)
        found: T = line.notes[read.__name__]
        return found

    return kept


_NARROW = str.maketrans("０１２３４５６７８９．／－", "0123456789./-")


def narrow(text: str) -> str:
    """Return a text with its full-width digits and marks of dates narrow, one for one."""
    return text.translate(_NARROW)


def room(text: str) -> int:
    """Return how many columns a text takes in print: Chinese characters, quotes and dashes take two."""
    return len(text) + len(rule("page.wide").findall(text))


def clean(content: str, start: int, end: int) -> Line:
    """Return the clean line of ``content[start:end]``."""
    while start < end and content[start] in _EDGE:
        start += 1
    while end > start and content[end - 1] in _EDGE:
        end -= 1
    raw = content[start:end]
    if not _RUN.search(raw):
        return Line(raw, range(start, end))
    chars: list[str] = []
    at: list[int] = []
    dropped = {m.start(): m.end() for m in _GAP.finditer(raw)}
    i = 0
    while i < len(raw):
        if i in dropped:
            i = dropped[i]
            continue
        run = _RUN.match(raw, i)
        if run:
            chars.append(" ")
            at.append(start + i)
            i = run.end()
        else:
            chars.append(raw[i])
            at.append(start + i)
            i += 1
    return Line("".join(chars), at)


def _visible(text: Text) -> Iterator[tuple[list[str], list[int]]]:
    """Yield the characters of each raw line, and where they stand, without hidden markup."""
    chars: list[str] = []
    at: list[int] = []
    position = 0
    content = text.content
    for hidden in [*text.hidden, None]:
        end = hidden.span.start if hidden else len(content)
        for index in range(position, end):
            if content[index] == "\n":
                yield chars, at
                chars, at = [], []
            else:
                chars.append(content[index])
                at.append(index)
        if hidden:
            position = hidden.span.end
            if (
                hidden.breaks_line
                and "|" in chars
                and (chars.count("|") >= 2 or "".join(chars).lstrip()[:1] == "|")
                and _in_row(content, hidden.span.end)
            ):
                chars.append(" ")  # a line break inside a cell of a table drawn with pipes
                at.append(hidden.span.start)
            elif hidden.breaks_line:
                yield chars, at
                chars, at = [], []
            chars.extend(hidden.stands_for)
            at.extend([hidden.span.start] * len(hidden.stands_for))
    yield chars, at


def _in_row(content: str, position: int) -> bool:
    end = content.find("\n", position)
    return "|" in content[position : end if end >= 0 else len(content)]


@dataclass(frozen=True, slots=True)
class RawLine:
    """A line as it stands, cut at tabs: one cell is a paragraph, several are a table's row."""

    cells: tuple[Line, ...]
    at: int  # where it begins in the text as read
    line: Line  # the whole as one line


def without(line: Line, spans: Sequence[tuple[int, int]]) -> Line:
    """Return a line without some stretches of its characters."""
    if not spans:
        return line
    bounds = [0, *(place for span in spans for place in span), len(line)]
    keep = [i for a, b in zip(bounds[::2], bounds[1::2], strict=True) for i in range(a, b)]
    return Line("".join(line.text[i] for i in keep), [line.at[i] for i in keep]).part(0)


def _unmarked(line: Line) -> Line:
    """Drop the marks of Markdown (headings, quotes, bullets, emphasis) and what lost blanks left."""
    if rule("page.ruled").fullmatch(line.text):
        return EMPTY
    line = without(line, [match.span() for match in rule("page.lost_blanks").finditer(line.text)])
    line = without(line, [match.span() for match in rule("page.jammed").finditer(line.text)])
    marks = [match.span() for match in rule("page.markup").finditer(line.text)]
    if line.text.count("`") % 2:  # a single one is a damaged character
        marks = [(a, b) for a, b in marks if line.text[a] != "`"]
    return without(line, marks)


def row_of(cells: list[Line], at: int) -> RawLine:
    """Return the line that holds these cells."""
    whole = cells[0]
    for cell in cells[1:]:
        whole = whole.join(cell)
    return RawLine(tuple(cells), at, whole)


def tab_cells(content: str, start: int, end: int) -> list[Line]:
    """Cut a raw line at its tabs; one that only begins or ends with tabs is one cell."""
    raw = content[start:end]
    if "\t" not in raw.strip("\t \u3000"):
        return [_unmarked(clean(content, start, end))]
    cells: list[Line] = []
    for cell in raw.split("\t"):
        cells.append(clean(content, start, start + len(cell)))
        start += len(cell) + 1
    return cells


def bar_cells(line: Line) -> list[Line] | None:
    """Cut a line at its bars, where it has two or more; a bar may begin and end it."""
    bounds = [match.start() for match in rule("tables.bar").finditer(line.text)]
    if len(bounds) < 2:
        return None
    first = [-1] if bounds[0] > 0 else []
    last = [len(line)] if bounds[-1] < len(line) - 1 else []
    return [line.part(a + 1, b) for a, b in pairwise([*first, *bounds, *last])]


def raw_lines(text: Text) -> list[RawLine]:
    """Return the lines that hold anything, in order."""
    found: list[RawLine] = []
    content = text.content
    if text.hidden:
        seams = frozenset(hidden.span.end for hidden in text.hidden if hidden.in_word)
        for chars, at in _visible(text):
            cells = [
                Line(cell.text, [at[i] for i in cell.at], seams, seams)
                for cell in tab_cells("".join(chars), 0, len(chars))
            ]
            if any(cell.text for cell in cells):
                found.append(row_of(cells, at[0]))
        return found
    start = 0
    for raw in content.split("\n"):
        end = start + len(raw)
        if raw and not raw.isspace():
            cells = tab_cells(content, start, end)
            if any(cell.text for cell in cells):
                found.append(row_of(cells, start))
        start = end + 1
    return found
