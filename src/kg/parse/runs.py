"""Paragraphs that hold a whole list: each item with its number and its units, one after the other.

one_by_one(lines) -> lines     一、…（县财政局负责）二、…（县教育局负责）  cut before 二、
"""

from __future__ import annotations

import re
from itertools import pairwise

from kg.identity import ordinal
from kg.parse.document import Label
from kg.parse.labels import cut
from kg.parse.lines import Line, RawLine

_LEAST = 40  # a shorter paragraph holds no list
# A number where an item may begin: at the start, or behind the end of a sentence or bracket.
_STYLES = tuple(
    re.compile(rf"(?:^|(?<=[。；;！）)\]】 　]))\s?{style}(?=[^\s\d、，。；）)])")
    for style in (
        r"(?P<n>[一二三四五六七八九十]{1,3})、",
        r"[（(](?P<n>[一二三四五六七八九十]{1,3})[)）]",
        r"(?P<n>\d{1,2})[.．、](?!\d)",
        r"[（(](?P<n>\d{1,2})[)）]",
        r"(?P<n>[①-⑳])",
        r"(?P<n>[一二三四五六七八九十]{1,2})(?=是)",
    )
)


def one_by_one(lines: list[RawLine]) -> list[RawLine]:
    """Return the lines, those that hold several numbered items with units cut at each number."""
    found: list[RawLine] = []
    for raw in lines:
        pieces = _cut(raw.line) if len(raw.cells) == 1 and len(raw.line) > _LEAST else [raw.line]
        if len(pieces) == 1:
            found.append(raw)
        else:
            found.extend(RawLine((piece,), piece.at[0], piece) for piece in pieces)
    return found


def _cut(line: Line) -> list[Line]:
    text = line.text
    for style in _STYLES:
        starts = _counting(text, style)
        # 1.深化改革。（1）…（…负责）（2）…: the words before the first number may be a heading.
        if len(starts) < 2:
            continue
        bounds = [*starts, len(text)]
        items = [line.part(a, b) for a, b in pairwise(bounds)]
        if all(_names_units(item) for item in items[:-1]):
            head = line.part(0, starts[0])
            return [*([head] if head.text else []), *(piece for item in items for piece in _cut(item))]
    return [line]


def _counting(text: str, style: re.Pattern[str]) -> list[int]:
    """Return where numbers stand that count up from the first."""
    starts: list[int] = []
    last = 0
    for match in style.finditer(text):
        value = ordinal(match["n"])
        if value is not None and (value == last + 1 or (not starts and value >= 1)):
            starts.append(match.start())
            last = value
    return starts


def _names_units(item: Line) -> bool:
    """Tell whether an item ends with the bracket or label that says who."""
    last = cut(item)[-1]
    return isinstance(last, Label) and last.kind in ("lead", "support", "responsible", "leader", "deadline")
