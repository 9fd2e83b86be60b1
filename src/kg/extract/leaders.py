"""Leaders: names with posts in headings, label lines and cells.

find_leaders(line)         of a label or cell: 副市长王安、李明
leaders_of_heading(line)   of a chapter: 一、杨松县长牵头重点工作

How names and posts are written is data: ``data/patterns/leaders.yml``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Final

from kg.extract.facts import LeaderMention
from kg.parse.bodies import names_bodies
from kg.parse.lines import Line
from kg.parse.numbering import number_of
from kg.registry import patterns

_NAME_FIRST = ("name_post", "name_org_post", "any_name_post")
_WORDINGS = ("post_name", "name_post", "name_org_post", "org_post_name", "any_name_post")
_LIST_MARKS = "、，,"
_SIZES = (3, 2, 4)  # characters of a name, the usual first
_GLUED: Final = range(4, 17)  # characters of names that are glued to each other


@cache
def _words() -> patterns.PatternFile:
    return patterns.load("leaders")


def oversees(word: str | None) -> bool:
    """Tell whether a label names who oversees the field (分管领导), not who leads the task."""
    return bool(word and _words()["oversees"].search(word))


def leaders_of_heading(line: Line) -> list[LeaderMention]:
    """Return the leaders whom a heading names, or nothing."""
    line = _without_asides(line)
    number = number_of(line)
    heading = line.part(number.end) if number else line
    bracket = _words()["bracket"].search(heading.text)
    if bracket:
        group = next(name for name in ("who", "who_post", "who_named") if bracket[name])
        within = heading.part(bracket.start(group), bracket.end(group))
        return find_leaders(within, strict=group == "who_named")
    if not _has_post(heading.text):
        return []
    match = _words()["heading"].match(heading.text)
    if match:
        who = heading.part(match.start("who"), match.end("who"))
        return find_leaders(who, strict=True, sure=not names_bodies(who.text))
    alone = _words()["name_only"].fullmatch(heading.text)
    if alone and alone["name"] != heading.text:  # 王安同志
        return find_leaders(heading)
    # 县长 杨松 alone, or 杨松县长 alone.
    found = find_leaders(heading, strict=True)
    covered = sum(len(m.name) + len(m.post or "") for m in found)
    return found if found and covered >= len(heading) - 4 else []


def find_leaders(line: Line, *, strict: bool = False, sure: bool = False) -> list[LeaderMention]:
    """Return the leaders that ``line`` lists.

    Args:
        line: the words of a label, cell or heading.
        strict: names without a post do not count.
        sure: the words say that leaders stand here: any name behind a post counts.
    """
    found = _Mentions(_without_asides(line), strict, sure).read()
    return [mention for mention in found if mention.name not in _words().words["no_names"]]


def _without_asides(line: Line) -> Line:
    """Drop what brackets say of a post or a person: 副县长（挂职）."""
    for match in reversed(list(_words()["aside"].finditer(line.text))):
        line = line.part(0, match.start()).join(line.part(match.end()))
    return line


def _has_post(text: str) -> bool:
    return _words()["has_post"].search(text) is not None


class _Mentions:
    """Reads a list of leaders from left to right; a post waits for the name behind it."""

    def __init__(self, line: Line, strict: bool, sure: bool) -> None:
        self._line = line
        self._strict = strict
        self._named = sure or not strict  # a name alone names a leader
        self._wordings = (*_WORDINGS, "post_any_name") if sure else _WORDINGS
        self._found: list[LeaderMention] = []
        self._post: tuple[str, int] | None = None  # and where it begins

    def read(self) -> list[LeaderMention]:
        """Return the leaders in order."""
        for start, end in self._chunks():
            text = self._line.text[start:end]
            if not _words()["nobody"].match(text):
                self._chunk(text, start, end)
        return self._found

    def _chunks(self) -> Iterator[tuple[int, int]]:
        """Cut at separators, and at gaps beside a post; 王　安 is one name."""
        start = 0
        for match in _words()["parts_leaders"].finditer(self._line.text):
            if match.start() > start:
                yield from self._at_gaps(start, match.start())
            start = match.end()
        if start < len(self._line):
            yield from self._at_gaps(start, len(self._line))

    def _at_gaps(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Cut 副县长 王安 副县长 李明, whose gaps were dropped, where a post ends or begins.

        Where a name comes first (王安 副县长 李明 副县长), a post ends what belongs together.
        """
        words, text = _words(), self._line.text
        cuts = [start, *(i for i in range(start + 1, end) if self._line.gap(i)), end]
        pieces = [text[a:b] for a, b in pairwise(cuts)]
        posts = [words["bare_post"].fullmatch(piece) is not None for piece in pieces]
        for number in range(1, len(pieces)):
            whole = words["post_name"].fullmatch(pieces[number - 1])
            if posts[number - 1] or whole or (posts[number] and posts[0]):
                yield start, cuts[number]
                start = cuts[number]
        yield start, end

    def _chunk(self, text: str, start: int, end: int) -> None:
        words = _words()
        further = self._found and self._line.text[start - 1] in _LIST_MARKS
        if words["bare_post"].fullmatch(text) or (further and words["org_post"].match(text)):
            self._bare_post(text, start, end)
            return
        for wording in self._wordings:
            if match := words[wording].fullmatch(text):
                self._with_post(match["name"], match["post"], start, end, wording in _NAME_FIRST)
                return
        name = words["name_only"].fullmatch(text) or words["long_name"].fullmatch(text)
        if name and (self._post is not None or self._named):
            post, begin = self._post or (None, start)
            self._add(name["name"], post, begin, end)
        elif not self._strict or _has_post(text):
            self._found.extend(_inside(self._line, start, end, self._strict))
            self._post = None

    def _add(self, name: str, post: str | None, begin: int, end: int) -> None:
        self._found.append(LeaderMention(name, post, self._line.ranges(begin, end)))
        self._post = None

    def _with_post(self, name: str, post: str, start: int, end: int, name_first: bool) -> None:
        """A name with its post; a post that waits is another of the same leader."""
        if self._post and not name_first:
            self._add(name, f"{self._post[0]}、{post}", self._post[1], end)
        else:
            self._add(name, post, start, end)

    def _bare_post(self, text: str, start: int, end: int) -> None:
        """A post waits for its name, or is a further one of the leader before."""
        if self._post is not None:
            self._post = (f"{self._post[0]}、{text}", self._post[1])
            return
        last = self._found[-1] if self._found else None
        listed = self._line.text[start - 1 : start] in _LIST_MARKS
        if last is None or not last.post or not listed or self._name_follows(end):
            self._post = (text, start)
            return
        spans = (*last.spans, *self._line.ranges(start, end))
        self._found[-1] = LeaderMention(last.name, f"{last.post}、{text}", spans)

    def _name_follows(self, end: int) -> bool:
        """A post behind a separator belongs to the name that follows it, if one does."""
        following = self._line.text[end : end + 4].lstrip("、，, ")
        return _words()["name_only"].match(following[:2]) is not None


def _inside(line: Line, start: int, end: int, strict: bool) -> list[LeaderMention]:
    """Read names that are glued to each other or to other words."""
    words, text = _words(), line.text[start:end]
    posts = list(words["name_post"].finditer(text)) or list(words["post_name"].finditer(text))
    if posts:
        return [
            LeaderMention(m["name"], m["post"], line.ranges(start + m.start(), start + m.end()))
            for m in posts
        ]
    if strict or len(text) not in _GLUED or words["words_of_bodies"].search(text):
        return []
    found = _glued_names(line, start, end)
    return [LeaderMention(line.text[a:b], None, line.ranges(a, b)) for a, b in found]


def _glued_names(line: Line, start: int, end: int) -> list[tuple[int, int]]:
    """Cut 王知白郭书远 into names: by gaps in the text as read first, else the fewest names."""
    name_only = _words()["name_only"]

    def ways(at: int) -> list[list[tuple[int, int]]]:
        if at == end:
            return [[]]
        found = []
        for size in _SIZES:
            if at + size <= end and name_only.fullmatch(line.text[at : at + size]):
                found.extend([[(at, at + size), *rest] for rest in ways(at + size)])
        return found

    gaps = {i for i in range(start + 1, end) if line.gap(i)}

    def order(way: list[tuple[int, int]]) -> tuple[int, int, int]:
        return -sum(a in gaps for a, _ in way), len(way), -min(b - a for a, b in way)

    return min(ways(start), key=order, default=[])
