"""The sheet that rules look at: a text with what the reader knows of its parts.

    sheet = sheet_of(notice)
    sheet.parts["title"]        the lines of a part, each character traceable to the text as received
    sheet.whole                 every paragraph and cell, one a line, without white space that means nothing
    sheet.lists                 the names of bodies of one list, in their order

Parts: ``number``, ``title``, ``addressees``, ``issued``, ``signed``, ``imprint``, ``letter`` (paragraphs
between title and signature), ``closing`` (paragraphs behind the last task), ``announced`` (annexes that the
letter announces), ``annex`` (headings of annexes), ``copied`` (the bodies of the copy list), ``note``
(此件公开发布), ``tail`` (the last lines), ``pages`` (lines that number pages), ``text`` (the whole), ``raw``
(the same as received).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from kg.model import Fact, Notice, Responsibility, Span, Text
from kg.names.script import is_traditional, simplified
from kg.parse.lines import EMPTY, Line, RawLine, clean
from kg.parse.parse import page_of
from kg.read.characters import folded
from kg.registry.patterns import rule

PARTS = (
    *("number", "title", "addressees", "issued", "signed", "imprint"),
    *("letter", "closing", "announced", "annex", "copied", "note", "tail", "pages", "text", "raw"),
)
_HEAD = 20  # lines above which a title stands
_TAIL = 12  # lines of the last page
_ENDING = 200  # characters behind a part that may still belong to its line


@dataclass(frozen=True, slots=True)
class Listed:
    """One name of a list of bodies, and whether the reader knows it as a whole."""

    span: Span
    name: str
    role: str
    collective: bool
    known: bool


@dataclass(frozen=True)
class Sheet:
    """A text and its parts. ``issued`` is the day of issue, YYYY-MM-DD, where it is known."""

    content: str
    parts: Mapping[str, tuple[Line, ...]] = field(default_factory=dict)
    lists: tuple[tuple[Listed, ...], ...] = ()
    issued: str | None = None
    media_type: str = "text/plain"
    tables: tuple[Span, ...] = ()  # whose cells the format itself states
    traditional: bool = False
    leaders: tuple[str, ...] = ()  # the names of those who lead

    @property
    def whole(self) -> Line:
        """The paragraphs and cells as one line, parted by line ends."""
        return self.parts["text"][0] if self.parts.get("text") else EMPTY

    def line(self, part: str) -> Line | None:
        """Return the first line of a part, if the text has it."""
        return next(iter(self.parts.get(part, ())), None)

    @cached_property
    def _spared(self) -> tuple[list[int], list[int]]:
        text = self.whole.text
        found = [
            m.span() for name in ("quoted", "titled", "coded") for m in rule(f"proof.{name}").finditer(text)
        ]
        merged: list[tuple[int, int]] = []
        for start, end in sorted(found):
            if merged and start < merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        return [start for start, _ in merged], [end for _, end in merged]

    def spares(self, start: int, end: int) -> bool:
        """Tell whether words of ``whole`` stand in quotation marks, a title's marks, an address or a code."""
        starts, ends = self._spared
        at = bisect_right(starts, start) - 1
        if at >= 0 and start < ends[at]:
            return True
        following = bisect_left(starts, start)
        return following < len(starts) and starts[following] < end


def sheet_of(notice: Notice) -> Sheet:
    """Return a notice's text with its parts."""
    content = folded(notice.text.content)
    traditional = is_traditional(content)
    meant = replace(notice.text, content=simplified(content) if traditional else content)
    page = page_of(meant)
    raws = page.lines
    cut = _Cutter(meant, raws)
    title = _whole(cut.fact(notice.title), raws) if _is_framed(notice) else _unread_title(raws)
    signed = tuple(line for fact in notice.signed if (line := cut.fact(fact)))
    issued = cut.fact(notice.issued)
    begin, end = _letter(notice, title, issued, signed)
    number = cut.fact(notice.document_number)
    letter = tuple(
        r.line for r in raws if r.line.text and begin <= r.line.at[0] < end and not _holds(r.line, number)
    )
    parts = {
        "number": cut.only(number),
        "title": cut.only(title),
        "addressees": cut.only(cut.to_line_end([a.evidence for a in notice.addressees])),
        "issued": cut.only(issued),
        "signed": signed,
        "imprint": cut.only(cut.fact(notice.imprint)),
        "letter": letter,
        "closing": tuple(_closing(notice, raws, end)),
        "announced": _announced(letter),
        "annex": tuple(
            r.line
            for r in raws
            if len(r.cells) == 1 and r.line.at[0] >= end and rule("titles.annex").search(r.line.text)
        ),
        "copied": cut.only(cut.to_line_end([a.evidence for a in notice.copied_to])),
        "note": tuple(r.line for r in raws if rule("proof.note").match(r.line.text)),
        "tail": tuple(r.line for r in raws[-_TAIL:]),
        "pages": page.numbers,
        "text": (
            _joined(r for r in raws if not _is_furniture(r.line) and not _is_above(r.line, title, number)),
        ),
        "raw": (Line(meant.content, range(len(meant.content))),),
    }
    return Sheet(
        content=notice.text.content,
        parts=parts,
        lists=tuple(_lists(notice)),
        issued=notice.issued.value if notice.issued else None,
        media_type=notice.text.source.media_type.partition(";")[0].strip(),
        tables=tuple(table.span for table in notice.text.tables),
        traditional=traditional,
        leaders=tuple(dict.fromkeys(one.name for one in notice.leaders.values())),
    )


def _is_framed(notice: Notice) -> bool:
    """Tell whether the title is a letter's: that of a list alone has another form."""
    return notice.title is not None and rule("titles.names_act").search(notice.title.value) is not None


def _whole(title: Line | None, raws: Sequence[RawLine]) -> Line | None:
    """Return a title with the line below it that ends it: …工作要点, then 任务分工的通知."""
    if title is None or title.text.endswith("通知"):
        return title
    following = next((raw.line for raw in raws if raw.line.text and raw.line.at[0] > title.at[-1]), None)
    goes_on = following is not None and rule("proof.title_goes_on").search(following.text)
    return title.join(following) if following is not None and goes_on else title


def _unread_title(raws: Sequence[RawLine]) -> Line | None:
    """Return the line that is meant as the title of a letter, where none was read as one."""
    head = [raw.line for raw in raws[:_HEAD] if raw.line.text]
    for i, line in enumerate(head):
        if rule("proof.unread_title").search(line.text):
            return line
        # The issuer may stand in a line of its own.
        whole = line.join(head[i + 1]) if i + 1 < len(head) else line
        if rule("proof.issuer_line").search(line.text) and rule("proof.unread_title").search(whole.text):
            return whole
    return None


def _letter(
    notice: Notice, title: Line | None, issued: Line | None, signed: Sequence[Line]
) -> tuple[int, int]:
    """Return where the letter's paragraphs begin and end in the text."""
    if title is None:
        return 0, 0
    begin = title.at[-1] + 1
    parts = [part.evidence for some in (notice.lists, notice.sections) for part in some]
    parts += [item.evidence for item in notice.items]
    firsts = [evidence[0].start for evidence in parts if evidence and evidence[0].start >= begin]
    ends = [line.at[0] for line in (*signed, *([issued] if issued else ())) if line.at[0] >= begin]
    return begin, min([*firsts, *ends], default=begin)


def _closing(notice: Notice, raws: Sequence[RawLine], end: int) -> Iterable[Line]:
    """Yield the paragraphs behind the last item and who does it, and behind the letter."""
    facts = [fact for item in notice.items for fact in (item, *item.responsibilities)]
    last = max((span.end for fact in facts for span in fact.evidence), default=None)
    if last is not None:
        for raw in raws:
            if len(raw.cells) == 1 and raw.line.text and raw.line.at[0] >= max(last, end):
                yield raw.line


def _announced(letter: Sequence[Line]) -> tuple[Line, ...]:
    """Return the lines that announce annexes: 附件：1.… and those below it that go on counting."""
    found: list[Line] = []
    for line in letter:
        goes_on = found and rule("findings.annex_number").search(line.text)
        if rule("titles.annex").search(line.text) or goes_on:
            found.append(line)
    return tuple(found)


def _holds(line: Line, part: Line | None) -> bool:
    return part is not None and line.at[0] <= part.at[0] <= line.at[-1]


def _is_furniture(line: Line) -> bool:
    """Tell whether a line is of the page or site that shows the document, not of the document."""
    names = ("titles.furniture", "titles.footer", "proof.web_line")
    return any(rule(name).search(line.text) for name in names)


def _is_above(line: Line, title: Line | None, number: Line | None) -> bool:
    """Tell whether a line stands above the title and is not that of the number: a page's, or the banner."""
    if title is None or line.at[-1] >= title.at[0] or _holds(line, number):
        return False
    return rule("proof.number_like").search(line.text) is None


def _joined(raws: Iterable[RawLine]) -> Line:
    chars: list[str] = []
    at: list[int] = []
    for raw in raws:
        for cell in raw.cells:
            if cell.text:
                chars += (cell.text, "\n")
                at += cell.at
                at.append(cell.at[-1] + 1)
    return Line("".join(chars), at)


def _lists(notice: Notice) -> Iterable[tuple[Listed, ...]]:
    for item in notice.items:
        listed = sorted(
            (_listed(one) for one in item.responsibilities if len(one.evidence) == 1),
            key=lambda one: one.span,
        )
        if listed:
            yield tuple(listed)


def _listed(one: Responsibility) -> Listed:
    known = one.resolution in ("exact", "alias", "bracket")
    return Listed(one.evidence[0], one.mention, one.role, one.collective, known)


@dataclass(frozen=True)
class _Cutter:
    """Cuts the lines of parts out of a text by their places."""

    text: Text
    raws: Sequence[RawLine]

    def fact(self, fact: Fact | None) -> Line | None:
        """Return the words of a fact as a line."""
        if fact is None or not fact.evidence:
            return None
        whole = EMPTY
        for span in fact.evidence:
            whole = whole.join(clean(self.text.content, span.start, span.end))
        return whole if whole.text else None

    def to_line_end(self, places: Sequence[tuple[Span, ...]]) -> Line | None:
        """Return what stands from the first place to the end of the last one's line."""
        spans = [span for some in places for span in some]
        if not spans:
            return None
        content, last = self.text.content, max(span.end for span in spans)
        stop = content.find("\n", last, last + _ENDING)
        line = clean(content, min(span.start for span in spans), stop if stop >= 0 else last)
        return line if line.text else None

    @staticmethod
    def only(line: Line | None) -> tuple[Line, ...]:
        """Return a line as a part."""
        return (line,) if line is not None else ()
