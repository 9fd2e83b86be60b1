"""Annexes that are announced or named, and not in the file.

annex_findings(facts, notice) -> Finding, ...
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from kg import identity
from kg.extract import NoticeFacts
from kg.model import Finding, Notice, Span
from kg.parse.document import Document, ItemList
from kg.parse.lines import Line
from kg.registry import patterns
from kg.registry.findings import finding
from kg.registry.patterns import rule
from kg.resolve.finding_words import items_below, words
from kg.resolve.merging import folded

_EDGE = " 　：:"
_SIGNED = 300  # characters that signature, date, note and imprint may have
_SHORTEST = 6  # characters that are left of a title to be compared
_HEAD = 120  # characters at the beginning of an annex in which its title stands
_LIKE = 0.7  # share of the pairs of characters: 2024年民生实事任务分解 is not 2024年重点工作任务分解


def annex_findings(facts: NoticeFacts, notice: Notice) -> Iterator[Finding]:
    """Yield what is announced or named and is missing."""
    document = facts.document
    if not notice.tasks and not notice.projects:
        yield _nothing(document)
    if facts.lists:
        yield from _announced(document)
        yield from _Annexes(document).missing()


def _nothing(document: Document) -> Finding:
    """No task: an annex that the letter speaks of may hold them."""
    spans = () if _goes_on(document) or _begins_annex(document) else _annex_mention(document)
    return finding("missing-annex-of-tasks" if spans else "no-tasks", spans)


def _goes_on(document: Document) -> bool:
    """Tell whether more than a signature stands behind the letter: an annex without tasks."""
    letter = document.header.letter
    end = letter[-1].at[-1] if letter else 0
    return len("".join(document.text.content[end:].split())) > _SIGNED


def _begins_annex(document: Document) -> bool:
    """Tell whether an annex stands in the text with its title: an empty form is one too."""
    return words()["annex_head"].search(document.text.content) is not None


def _annex_mention(document: Document) -> tuple[Span, ...]:
    for line in document.header.letter:
        match = words()["annex_meant"].search(line.text)
        if match:
            return (line.span(*match.span()),)
    title = document.header.title
    issues = words().words["issues"]
    return title.spans() if title and any(word in title.text for word in issues) else ()


def _announced(document: Document) -> Iterator[Finding]:
    """What the letter announces between 《》 must be in the text; a list of another title may be meant."""
    free = [items.title for items in document.lists]
    own = document.header.title
    absent: list[tuple[str, Span]] = []
    for line in document.header.letter:
        if not words()["announces"].search(line.text):
            continue
        for match in words()["announced"].finditer(line.text):
            title = match["title"]
            if not patterns.load("titles")["list_title"].search(title):
                continue
            if words()["refers_to"].search(line.text[: match.start()]):
                continue  # 为贯彻落实《…》 names another document
            named = _plain(title)
            here = next((one for one in free if one is not None and _is_same(named, _plain(one.text))), None)
            if here is not None:
                free.remove(here)
            elif own is None or named not in _plain(own.text) or any(free):
                absent.append((title, line.span(*match.span("title"))))
    heads = [_plain(head["title"]) for head in words()["annex_head"].finditer(document.text.content)]
    for title, span in absent:
        if any(_is_same(_plain(title), head) for head in heads):
            continue  # an empty form, which is no list
        yield (
            _differs(title, span, free.pop(0))
            if free
            else finding("missing-annex-announced", (span,), title=title)
        )


def _differs(title: str, span: Span, listed: Line | None) -> Finding:
    """The letter names its annex otherwise than the annex itself, or the annex has no title."""
    if listed is None:
        return finding("annex-untitled", (span,), title=title)
    return finding("annex-titled-otherwise", (span, *listed.spans()[:1]), title=title, other=listed.text)


def _is_same(named: str, title: str) -> bool:
    return named in title or title in named or _alike(named, title)


def _plain(title: str) -> str:
    return re.sub(r"[《》〈〉“”]", "", folded(title))


def _alike(a: str, b: str) -> bool:
    """Titles of which nearly all pairs of characters agree are one: 民生实项目, 民生实事项目."""
    one, two = ({*pairwise(title)} for title in (a, b))
    return len(one & two) * 2 >= _LIKE * (len(one) + len(two))


class _Annexes:
    """The annexes that a text begins, lists and names."""

    def __init__(self, document: Document) -> None:
        self._content = document.text.content
        self._lists = document.lists
        self._letter = document.header.letter
        self._titles = [_plain(items.title.text) for items in document.lists if items.title]
        self._there: set[int] = set()  # the numbers of annexes that begin in the text
        self._unnumbered = False  # an annex without number does
        self._told_alone = False  # the one annex without number is told to be missing
        self._lines = list(words()["annex_line"].finditer(self._content))
        # Where the line of each number stands last.
        self._begun = {identity.ordinal(line["number"]): line.start() for line in self._lines}

    def missing(self) -> Iterator[Finding]:
        """Yield those that are listed or named and do not begin in the text."""
        told: set[int] = set()  # annexes that are listed, and missing
        for line in self._lines:
            number = identity.ordinal(line["number"])
            rest = line["rest"].strip(_EDGE)
            if number is not None:
                self._there.add(number)
            elif not rest:
                self._unnumbered = True
            else:
                yield from self._listed(line, rest, told)
        last = max((span.start for items in self._lists for span in _first_line(items)), default=0)
        for match in words()["annex_named"].finditer(self._content):
            if identity.ordinal(match["number"]) in told or (match["number"] is None and self._told_alone):
                continue
            if not self._begins_line(match) and self._is_absent(match, last):
                begin, end = match.span("annex") if match["annex"] else match.span()
                said = self._content[begin:end]
                yield finding("missing-annex-named", (Span(begin, end),), said=said)

    def _begins_line(self, match: re.Match[str]) -> bool:
        """Tell whether the line is the annex's own, or its announcement."""
        line_start = self._content.rfind("\n", 0, match.start()) + 1
        return not self._content[line_start : match.start()].strip(" 　#*") and not match["named"]

    def _is_absent(self, match: re.Match[str], last: int) -> bool:
        number = identity.ordinal(match["number"])
        if number is not None:
            return number not in self._there and not (number == 1 and self._unnumbered)
        meant = bool(match["named"] or not match["annex"])
        return meant and not (self._there or self._unnumbered or match.start() < last)

    def _listed(self, line: re.Match[str], rest: str, told: set[int]) -> Iterator[Finding]:
        """附件：1.… 2.…: each title stands again where the annex begins."""
        first = line.start("rest") + line["rest"].index(rest)
        numbered = words()["annex_first"].match(rest) is not None
        titles, following = [(first, rest)], line.end() + 1
        if numbered:
            following = self._further(titles, following)
        if len(titles) == 1:
            self._there.add(1)
            if not numbered:
                yield from self._headed(titles, following)
                yield from self._alone(line, rest, first)
                return
        yield from self._headed(titles, following)
        behind = folded(self._content[following:])
        for number, (begin, title) in enumerate(titles, 1):
            mark = words()["annex_number"].match(title)
            begin += mark.end() if mark else 0
            said = title[mark.end() :].strip() if mark else title
            if len(titles) == 1 or folded(said) in behind:
                self._there.add(number)
            elif self._begun.get(number, -1) < following:
                told.add(number)
                yield finding("missing-annex-listed", (Span(begin, begin + len(said)),), title=said)

    def _alone(self, line: re.Match[str], title: str, first: int) -> Iterator[Finding]:
        """附件：联系人名单 alone: its line may be the head of the list, or the list has its title."""
        last_letter = max((one.at[-1] for one in self._letter if one.text), default=-1)
        named = _plain(title)
        if any(_is_same(named, one) for one in self._titles) or named in _plain(self._content[line.end() :]):
            return
        if (line.start() > last_letter or not self._titles) and not self._ends_at(line):
            return
        self._there.discard(1)
        self._told_alone = True
        yield finding("missing-annex", (Span(first, first + len(title)),), title=title)

    def _ends_at(self, line: re.Match[str]) -> bool:
        """Tell whether only a signature and what ends the page stand behind a line: no annex."""
        items = [span.end for items in self._lists for span in _items_of(items)]
        behind = [said.strip() for said in self._content[line.end() :].splitlines() if said.strip()]
        ends = all(words()["ends_page"].search(said) for said in behind)
        return bool(items) and max(items) <= line.start() and bool(behind) and ends

    def _headed(self, titles: list[tuple[int, str]], following: int) -> Iterator[Finding]:
        """The heads 附件1, 附件2 behind the letter bear the numbers and the titles that it lists."""
        listed = {
            number: (begin, words()["annex_number"].sub("", title).strip(_EDGE))
            for number, (begin, title) in enumerate(titles, 1)
        }
        apart: list[tuple[int, re.Match[str]]] = []
        for head in words()["annex_head"].finditer(self._content, following):
            number = identity.ordinal(head["number"]) or 1
            if number not in listed:
                said = self._content[slice(*head.span("head"))]
                yield finding("annex-not-listed", (Span(*head.span("head")),), said=said)
            elif _is_another(listed[number][1], head["title"], self._content[head.start("title") :]):
                apart.append((number, head))
        if apart:
            number, head = apart[0]
            title = listed[number][1]
            places = [Span(*one.span("title")) for _, one in apart]
            begins = [self._content.index(listed[one][1], listed[one][0]) for one, _ in apart]
            places += [
                Span(begin, begin + len(listed[one][1]))
                for begin, (one, _) in zip(begins, apart, strict=True)
            ]
            yield finding("annex-listed-otherwise", tuple(places), title=title, other=head["title"])

    def _further(self, titles: list[tuple[int, str]], following: int) -> int:
        """Add the titles in the lines that follow; return where they end."""
        while more := words()["annex_next"].match(self._content, following):
            if int(more["number"]) != len(titles) + 1:
                break
            titles.append((more.start("title"), more["title"]))
            following = more.end()
        return following


def _is_another(listed: str, title: str, behind: str) -> bool:
    """Tell whether an annex begins with another title than the one listed, or with that of another year."""
    one, two = _plain(listed), _plain("".join(title.split()))
    years = [set(re.findall(r"20\d\d", name)) for name in (one, two)]
    if years[0] and years[1] and years[0] != years[1]:
        return True
    # The title may run over lines, or stand below the name of who issues it.
    near = _plain("".join(behind[:_HEAD].split()))
    one = "".join(one.split())
    if one in near or not _is_same(one, two):
        return one not in near
    # A long name of the place and a year that both bear do not make two titles one.
    bare = [rule("proof.name_of_place").sub("", name) for name in (one, two)]
    return min(map(len, bare)) >= _SHORTEST and not _is_same(*bare)


def _first_line(items: ItemList) -> tuple[Span, ...]:
    """Return where a list begins: its title, else its first item or heading."""
    if items.title is not None:
        return items.title.spans()
    first = next(items_below(items.items, items.sections), None)
    return first.body.spans()[:1] if first is not None and first.body.text else ()


def _items_of(items: ItemList) -> Iterator[Span]:
    """Yield where the items of a list stand."""
    for item in items_below(items.items, items.sections):
        yield from item.body.spans()
