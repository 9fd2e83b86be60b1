"""The account: every character of a notice is a fact, a heading, a frame that a rule knows, or unread.

    account(document, lists) -> Account

Facts are taken from what was extracted, headings and frames from what was laid out. Words that
frame a notice (its letter, title, page furniture) are looked at once more: a list of bodies, a
leader or a target in them belongs to no frame. What is left is unread, each part with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.extract.deadlines import find_deadline
from kg.extract.duties import UNIT_KINDS
from kg.extract.facts import ItemFacts
from kg.extract.leaders import find_leaders, leaders_of_heading
from kg.extract.targets import find_targets
from kg.model import Span, UnreadPart, UnreadReason
from kg.parse.bodies import surely_bodies
from kg.parse.columns import PERIOD
from kg.parse.document import Document, Item, ItemList, Label, Section
from kg.parse.grid import column_kind, is_page_mark
from kg.parse.labels import label_at
from kg.parse.lines import Line, clean
from kg.parse.numbering import number_of
from kg.registry import patterns
from kg.registry.measures import measures
from kg.registry.patterns import rule

_FREE, _FACT, _HEADING, _FRAME, _MARKUP = range(5)
_WORD = re.compile(r"[\w%℃]")
_SHORTEST = 2  # characters of an unread part
_LONGEST_HEADING = 14
_LONGEST_POST = 24  # characters beside a leader's name


@dataclass(frozen=True, slots=True)
class Account:
    """What became of the characters: shares of all that are no blank, and what nobody claimed."""

    accounted: float
    frame: float
    unread: tuple[UnreadPart, ...]


def account(document: Document, items: Sequence[ItemFacts]) -> Account:
    """Return the account of a document whose items gave these facts."""
    return _Accounting(document, items).account()


class _Accounting:
    def __init__(self, document: Document, items: Sequence[ItemFacts]) -> None:
        self._document = document
        self._facts = items
        self._content = document.text.content
        self._state = bytearray(len(self._content))
        self._unread: list[UnreadPart] = []
        self._lists = 0  # seen so far, to tell their columns apart

    def account(self) -> Account:
        for hidden in self._document.text.hidden:
            self._take((hidden.span,), _MARKUP)
        self._take_facts()
        for items in self._document.lists:
            self._take_list(items)
        self._take_header()
        for claim in self._document.claims:
            self._take(claim.spans, _HEADING if claim.kind == "heading" else _FRAME)
        self._strangers()
        self._leftovers()
        words = [
            i for i, char in enumerate(self._content) if not char.isspace() and self._state[i] != _MARKUP
        ]
        whole = max(1, len(words))
        missing = sum(
            not char.isspace()
            for part in self._unread
            for char in self._content[part.span.start : part.span.end]
        )
        return Account(
            accounted=max(0.0, 1 - missing / whole),
            frame=sum(self._state[i] == _FRAME for i in words) / whole,
            unread=tuple(sorted(self._unread, key=lambda part: part.span)),
        )

    def _take(self, spans: Iterable[Span], kind: int) -> None:
        """Claim what is still free."""
        for span in spans:
            for i in range(span.start, min(span.end, len(self._state))):
                if self._state[i] == _FREE:
                    self._state[i] = kind

    # --- what is known ----------------------------------------------------------------------------

    def _take_facts(self) -> None:
        for facts in self._facts:
            for duty in facts.duties:
                self._take(duty.spans, _FACT)
            for leader in facts.leaders:
                self._take(leader.spans, _FACT)
            if facts.deadline:
                self._take(facts.deadline.spans, _FACT)
            for unread in facts.unread:
                self._unread.extend(UnreadPart(span, "quantity") for span in unread.spans)

    def _take_list(self, items: ItemList) -> None:
        self._lists += 1
        if items.title:
            self._take(items.title.spans(), _HEADING)
        for line in items.preface:
            self._take(line.spans(), _FRAME)
        for total in items.totals:
            self._take(total.label.spans(), _FACT)
            for cell in total.cells.values():
                self._take(cell.spans(), _FACT)
        for item in items.items:
            self._take_item(item)
        for section in items.sections:
            self._take_section(section)

    def _take_section(self, section: Section) -> None:
        self._take(section.heading.spans(), _HEADING)
        self._take_labels(section.labels)
        for item in section.items:
            self._take_item(item)
        for deeper in section.sections:
            self._take_section(deeper)

    def _take_item(self, item: Item) -> None:
        self._take(item.body.spans(), _FACT)
        if item.number_text and not item.continued:
            self._take_before(item.number_text, item.title or item.body)
        if item.title:
            self._take(item.title.spans(), _FACT)
        for kind, cell in item.cells.items():
            if kind.endswith(PERIOD):  # no fact has a milestone: its words are told, as words
                self._report(cell, "text", f"{self._lists}/{PERIOD}")
            elif kind.startswith("other"):
                self._report(cell, "column", f"{self._lists}/{kind}")
            else:
                self._take(cell.spans(), _FRAME if kind == "note" else _FACT)
        for line in item.after:
            if self._is_framing(line):
                self._take(line.spans(), _FRAME)
                self._look_at(line)
            else:
                self._report(line, "text")
        self._take_labels(item.labels)

    def _take_labels(self, labels: Iterable[Label]) -> None:
        for label in labels:
            self._take_before(label.word or "", label.content)
            if label.kind in ("text", "deadline", "name", "money", "sources", "owner"):
                self._take(label.content.spans(), _FACT)
            elif label.kind in ("other", "upper"):
                self._take(label.content.spans(), _FRAME)
            elif label.kind in (*UNIT_KINDS, "leader"):
                self._take_verbs(label)

    def _take_before(self, word: str, line: Line) -> None:
        """Take the number or label that stands before words: 任务一, 责任单位：."""
        if not word or not line.text:
            return
        end = line.at[0]
        start = self._content.rfind(word[0], max(0, end - len(word) - 8), end)
        if start >= 0:
            self._take((Span(start, end),), _HEADING)

    def _take_verbs(self, label: Label) -> None:
        """What a list of bodies or leaders holds beside names: verbs, posts, the statement of a rule."""
        duties, titles = patterns.load("duties"), patterns.load("titles")
        named = any(self._state[i] == _FACT for i in label.content.at)
        for span in label.content.spans():
            for start, end in self._free_runs(span):
                if find_deadline(clean(self._content, start, end), None):
                    self._take((Span(start, end),), _FACT)
                    continue
                words = self._content[start:end].strip("、，,；;。.：:（）()【】[]｜| \t\n　★☆▲△●*")
                known = (
                    not words
                    or duties["clause_verb"].search(words)
                    or duties["collective"].search(words)
                    or titles["first_leads"].search(words)
                    or titles["mark_leads"].search(words)
                    or duties["covers_below"].search(words)
                    or rule("frames.beside").fullmatch(words)
                    or (label.kind == "leader" and named and len(words) < _LONGEST_POST)
                )
                if known:
                    self._take((Span(start, end),), _FRAME)

    def _take_header(self) -> None:
        header = self._document.header
        for line in (
            header.number,
            header.title,
            header.issued,
            header.addressees,
            header.copied_to,
            *header.issuers,
        ):
            if line is not None:
                self._take(line.spans(), _HEADING)
        for line in (*header.letter, *header.box):
            self._take(line.spans(), _FRAME)

    # --- what is left -----------------------------------------------------------------------------

    def _report(self, line: Line, reason: UnreadReason, column: str | None = None) -> None:
        for span in line.spans():
            free = [run for run in self._free_runs(span) if _WORD.search(self._content, *run)]
            self._unread.extend(UnreadPart(Span(*run), reason, column) for run in free)
            self._take((span,), _FRAME)

    def _free_runs(self, span: Span) -> Iterator[tuple[int, int]]:
        start = None
        for i in range(span.start, span.end + 1):
            free = i < span.end and self._state[i] == _FREE
            if free and start is None:
                start = i
            elif not free and start is not None:
                yield start, i
                start = None

    def _strangers(self) -> None:
        """A frame holds no list of bodies, no leader in charge and no target, and a letter no items."""
        header = self._document.header
        titles = [header.title, *(items.title for items in self._document.lists)]
        framed = [line for line in titles if line]
        framed += [line for items in self._document.lists for line in items.preface]
        framed += [
            claim.line
            for claim in self._document.claims
            if claim.kind == "frame" and claim.rule != "page-number"
        ]
        framed += header.letter
        for line in framed:
            if line.text and self._state[line.at[0]] != _FACT and not self._is_addressed(line):
                self._look_at(line)
        for line in header.letter:
            if (number_of(line) or label_at(line)) and not self._is_framing(line):
                self._unread.extend(UnreadPart(span, "text") for span in line.spans())

    def _is_addressed(self, line: Line) -> bool:
        """Tell whether a line names those that a notice is sent to, or who signs it."""
        header = self._document.header
        known = {i for one in (header.addressees, header.copied_to, *header.issuers) if one for i in one.at}
        return line.at[0] in known or line.at[-1] in known

    def _look_at(self, line: Line) -> None:
        for start, end in _sentences(line.text):
            sentence = line.part(start, end)
            reason = _stranger(sentence) if sentence.text else None
            if reason:
                self._unread.extend(UnreadPart(span, reason) for span in sentence.spans())

    def _is_framing(self, line: Line) -> bool:
        """Tell whether a line frames the notice by a rule of its own."""
        frames, titles = patterns.load("frames"), patterns.load("titles")
        text = line.text
        known = any(frames[name].search(text) for name in ("closing", "note", "site", "imprint", "letter"))
        return known or any(
            titles[name].search(text) for name in ("furniture", "footer", "non_task", "attachment", "annex")
        )

    def _leftovers(self) -> None:
        """Report the words that nothing claimed, a part a stretch of one line."""
        for match in re.finditer(r"[^\n\t]+", self._content):
            run: list[int] = []
            for i in range(match.start(), match.end() + 1):
                free = i < match.end() and self._state[i] == _FREE
                if free and _WORD.match(self._content[i]):
                    run.append(i)
                elif run and (not free or i - run[-1] > 2):
                    self._leftover(run[0], run[-1] + 1)
                    run = []
            if run:
                self._leftover(run[0], run[-1] + 1)

    def _leftover(self, start: int, end: int) -> None:
        words = "".join(self._content[start:end].split())
        following = self._state[end : end + 3].strip(b"\0")
        if len(words) < _SHORTEST or is_page_mark(words) or rule("tables.total").match(words):
            return
        if rule("frames.number").fullmatch(words) and following:
            return  # the number of what follows
        if len(words) <= _LONGEST_HEADING and (column_kind(words) or words in measures().forms):
            return
        if rule("frames.beside").fullmatch(words) or (
            len(words) < _LONGEST_HEADING and find_deadline(clean(words, 0, len(words)), None)
        ):
            return  # what stands beside the names of a list
        line = clean(self._content, start, end)
        told = clean(self._content, start, min(end + 1, len(self._content)))  # with its colon
        if any((label := label_at(one)) and label[2] == len(one) for one in (line, told)):
            return  # a label whose list stands elsewhere, or nowhere
        if self._is_framing(line) or self._leads_in(line):
            self._take((Span(start, end),), _FRAME)
            self._look_at(line)
        else:
            self._unread.append(UnreadPart(Span(start, end), "text"))

    def _leads_in(self, line: Line) -> bool:
        """Tell whether words stand directly below a heading and say what it is about, with no figure."""
        before = self._content[: line.at[0]].rstrip()
        return bool(
            before
            and self._state[len(before) - 1] == _HEADING
            and not any(map(str.isdecimal, line.text))
            and len(line) > _LONGEST_HEADING
            and not number_of(line)
        )


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in re.finditer(r"[。；;！!]|$", text):
        if match.end() > start:
            yield start, match.end()
        start = match.end()


def _stranger(sentence: Line) -> UnreadReason | None:
    """Return what a sentence of a frame holds that belongs to none."""
    text = sentence.text
    if (label := label_at(sentence)) and label[2] < len(sentence):
        if label[0] in UNIT_KINDS and surely_bodies(text[label[2] :].rstrip("。；")):
            return "names"
        if label[0] == "leader" and find_leaders(sentence.part(label[2])):
            return "leader"
    if any(surely_bodies(run) and "、" in run for run in re.split(r"[，,：:；;。（）() ]", text)):
        return "names"
    if len(text) < 60 and not number_of(sentence) and "《" not in text and leaders_of_heading(sentence):
        return "leader"
    if not any(map(str.isdecimal, text)) or patterns.load("frames")["supervising"].search(text):
        return None
    if not rule("frames.past").search(text) and find_targets(sentence, text)[0]:
        return "quantity"
    return None
