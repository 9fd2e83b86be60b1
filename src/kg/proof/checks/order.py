"""What must agree from one place of a text to the next: numbers behind a word, a person's posts and name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kg import identity
from kg.names.normal import normal
from kg.numerals import written
from kg.proof.sheet import Sheet
from kg.proof.slips import Slip
from kg.registry.patterns import rule

_FEWEST = 3  # numbers that make a sequence
_WHOLE_NAME = 3  # characters of a name of which two tell who is meant

# The levels that part what is numbered below them, by the way of numbering.
_ABOVE = {"digits": ("bracket", "han"), "bracket": ("han",)}
_STEADY = {"digits": 3, "bracket": 1}  # steps of one that a run must have beside its gap


def number_order(sheet: Sheet) -> Iterator[Slip]:
    """Find 任务四 before 任务三: the first number of each word that does not go on counting."""
    by_word: dict[str, list[re.Match[str]]] = {}
    raw = sheet.parts["raw"][0]  # in which the blank behind a number still stands
    for match in rule("figures.worded_number").finditer(raw.text):
        by_word.setdefault(match["word"], []).append(match)
    for word, numbered in by_word.items():
        values = [identity.ordinal(match["number"]) or 0 for match in numbered]
        if len(values) < _FEWEST or values[:1] != [1]:
            continue
        for match, value, expected in zip(numbered, values, range(1, len(values) + 1), strict=True):
            if value != expected:
                right = word + _like(match["number"], expected)
                yield Slip(raw.span(*match.span("mark")), None, values={"expected": right})
                break
    yield from _gaps(sheet)


def _gaps(sheet: Sheet) -> Iterator[Slip]:
    """Find 3. and then 5., or （二） and then （四）, at the beginning of paragraphs: one is gone."""
    raw = sheet.parts["raw"][0]
    for kind, above in _ABOVE.items():
        for run in _counted_lines(raw.text, kind, above):
            values = [value for value, _ in run]
            gaps = [i for i in range(1, len(run)) if values[i] == values[i - 1] + 2]
            steady = sum(two == one + 1 for one, two in pairwise(values))
            if values[0] != 1 or len(gaps) != 1 or steady + 1 != len(run) - 1 or steady < _STEADY[kind]:
                continue
            value, match = run[gaps[0]]
            missing = str(value - 1) if kind == "digits" else written(value - 1)
            between = raw.text[run[gaps[0] - 1][1].end() : match.start()]
            if not re.search(rf"(?<!\d){missing}[.．、)）]", between):
                yield Slip(raw.span(*match.span(kind)), None, values={"expected": missing})


def _counted_lines(text: str, kind: str, above: Sequence[str]) -> list[list[tuple[int, re.Match[str]]]]:
    """Return the runs of lines that are numbered in one way, each from one heading to the next."""
    runs: list[list[tuple[int, re.Match[str]]]] = []
    before = 0
    for match in rule("figures.list_line").finditer(text):
        if any(match[name] for name in above):
            before = 0
        elif match[kind]:
            value = identity.ordinal(match[kind]) or 0
            if not before or value <= before:
                runs.append([])
            runs[-1].append((value, match))
            before = value
    return runs


def _like(printed: str, value: int) -> str:
    """Return a number as another is printed."""
    return str(value) if printed.isdigit() else written(value)


def posts(sheet: Sheet) -> Iterator[Slip]:
    """Find one name behind two posts of which none is a part of the other."""
    whole = sheet.whole
    seen: dict[str, tuple[str, re.Match[str]]] = {}
    for match in rule("figures.post_of").finditer(whole.text):
        post = rule("figures.post_begins").sub("", match["post"])
        first = seen.setdefault(match["name"], (post, match))
        if first[1] is match or _agree(post, first[0]):
            continue
        start, end = match.end("post") - len(post), match.end("name")
        other = first[1].end("post") - len(first[0]), first[1].end("name")
        values = {"name": match["name"], "other": first[0]}
        yield Slip(whole.span(start, end), None, (whole.span(*other),), values)


def _agree(one: str, two: str) -> bool:
    """Tell whether two posts share one: 县委常委、副县长 and 副县长, 组织部部长 and 县委组织部部长."""
    return any(_is_short(a, b) or _is_short(b, a) for a in one.split("、") for b in two.split("、"))


def _is_short(short: str, long: str) -> bool:
    rest = long.removesuffix(short)
    return long.endswith(short) and not rest.endswith(("副", "常务"))


def names(sheet: Sheet) -> Iterator[Slip]:
    """Find a name that sounds or looks like that of another who leads, but for one character: 一人两写."""
    whole = sheet.whole
    titled = {match["name"]: match["post"] for match in rule("figures.post_of").finditer(whole.text)}
    told: set[frozenset[str]] = set()
    for name in dict.fromkeys((*sheet.leaders, *titled)):
        for at in _near(whole.text, name):
            other = whole.text[at : at + len(name)]
            pair = frozenset((name, other))
            mentioned = other in titled and name in sheet.leaders and other not in sheet.leaders
            if pair in told or not (mentioned or _is_one_name(name, other)):
                continue
            if name in titled and other in titled and not _agree(titled[name], titled[other]):
                continue  # two persons
            told.add(pair)
            names = sorted(pair, key=whole.text.index)  # of two as usual the first is marked
            rare, usual = sorted(names, key=lambda one: (whole.text.count(one), one in sheet.leaders))
            places = [whole.span(place, place + len(name)) for place in map(whole.text.index, (rare, usual))]
            yield Slip(places[0], None, tuple(places[1:]), {"other": usual})


def _near(text: str, name: str) -> Iterator[int]:
    """Yield where something of a name's length stands behind a post or a mark, with one character changed."""
    if len(name) != _WHOLE_NAME:
        return
    at = text.find(name[0])
    while at >= 0:
        said = text[at : at + _WHOLE_NAME]
        odd = sum(one != two for one, two in zip(said, name, strict=False))
        if len(said) == _WHOLE_NAME and odd == 1 and rule("figures.name_begins").search(text, 0, at):
            yield at
        at = text.find(name[0], at + 1)


def _is_one_name(name: str, other: str) -> bool:
    """Tell whether two names that differ by a character sound or look alike."""
    if normal(name) == normal(other):
        return True
    from kg.names.pinyin import syllables  # heavy, and few texts hold two names as near as this

    return syllables(name) == syllables(other)
