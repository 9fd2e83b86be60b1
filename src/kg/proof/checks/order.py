"""What must agree from one place of a text to the next: numbers behind a word, the posts of one person."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg import identity
from kg.numerals import written
from kg.proof.sheet import Sheet
from kg.proof.slips import Slip
from kg.registry.patterns import rule

_FEWEST = 3  # numbers that make a sequence


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
