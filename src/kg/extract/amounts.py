"""Amounts (number with unit of measure) in a stretch of words, left to right.

    find_amounts(text) -> [Amount, ...]

Units are data (``data/registry/measures.yml``); this module knows none by name. At the end of a
clause any character may count (盆景900万盆). It does not convert: 1.5万亩 stays 1.5 and 万亩.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from kg.numerals import value
from kg.registry import patterns
from kg.registry.measures import measures

_NEAR = 80  # characters that are looked at on either side


@dataclass(frozen=True, slots=True)
class Amount:
    """``value`` and ``unit`` as printed; ``upper`` is the end of a range (5—6%).

    ``end`` is where the figure's own words end; ``behind`` where the words begin that follow it:
    further on where it takes its unit from a later one (4、6个工作日).
    """

    value: Decimal
    unit: str
    start: int
    end: int
    chinese: bool
    upper: Decimal | None = None
    shares: int = 0  # where the figure ends whose unit it shares; 0: it has its own
    more: bool = False  # 30多个, 300余人

    @property
    def behind(self) -> int:
        """Where the words begin that follow the figure."""
        return self.shares or self.end


@cache
def _words() -> patterns.PatternFile:
    return patterns.load("amounts")


@cache
def _pattern() -> re.Pattern[str]:
    words = _words()
    return re.compile(words.filled(words.raw["figure"]["regex"], unit=measures().pattern))


def number(text: str) -> Decimal:
    """Return the value of digits or a Chinese numeral below a thousand.

    >>> [int(number(t)) for t in ("5 000", "1,200", "十二", "两百", "三")]
    [5000, 1200, 12, 200, 3]
    """
    if text[0].isdigit():
        return Decimal(text.replace(",", "").replace(" ", "").replace("．", "."))
    return Decimal(value(text))


def _lasts(text: str, start: int, end: int) -> bool:
    """Tell whether 20日 is a length of time, and no date: 压缩至20日, 20日内办结."""
    if _words()["month_before"].search(text[max(0, start - _NEAR) : start]):
        return False  # 6月30日办结
    before = _words()["lasts_before"].search(text[max(0, start - _NEAR) : start])
    return before is not None or _words()["lasts_behind"].match(text[end : end + _NEAR]) is not None


def _any_classifier(match: re.Match[str], text: str) -> str | None:
    """Return the character that ends the clause behind digits: whatever it is, it counts."""
    if match["chinese"] or text[match.start() - 1 : match.start()] in _words().words["ordinal"]:
        return None
    start = match.start("unit")
    found = _words()["any_classifier"].match(text[start : start + _NEAR])
    return found["unit"] if found else None


def _counts(match: re.Match[str], text: str) -> str | None:
    """Return the unit of a match, or None where it is a date, an ordinal or a name."""
    unit, (start, end) = match["unit"], match.span()
    if not unit:
        return _any_classifier(match, text)
    words = _words()
    if match["more"] and unit in words.words["scales"]:
        return None  # 5000多万参保群众
    said = (match["digits"] or "") + unit
    if words["date"].search(said) or (words["day"].search(said) and not _lasts(text, start, end)):
        return None
    if match["chinese"] and unit in words.words["named"]:
        return None
    if unit in words.words["scales"] and (
        match["chinese"] or not words["scale_alone"].match(text[end : end + _NEAR])
    ):
        return _any_classifier(match, text)
    return unit


def find_amounts(text: str) -> list[Amount]:
    """Return the amounts of ``text``; dates and ordinals are not amounts."""
    found: list[Amount] = []
    for match in _pattern().finditer(text):
        unit = _counts(match, text)
        if unit is None:
            continue
        amount = Amount(
            value=number(match["digits"] or match["chinese"]),
            unit=unit,
            start=match.start(),
            end=match.start("unit") + len(unit),
            chinese=match["chinese"] is not None,
            upper=number(match["upper"]) if match["upper"] else None,
            more=match["more"] is not None,
        )
        ahead = list(_ahead(text, amount)) if match["digits"] else []
        while ahead and found and found[-1].start >= ahead[0].start:
            found.pop()  # 3个、1个工作日: the first takes the whole unit
        found += [*ahead, amount]
    return found


def _ahead(text: str, amount: Amount) -> Iterator[Amount]:
    """Yield the numbers of a list that share the unit of its last: 分别压缩至4、6个工作日."""
    floor = max(0, amount.start - _NEAR)
    if text[amount.start - 1 : amount.start] not in _words().words["joins"]:
        return
    before = text[floor : amount.start]
    numbers = _words()["numbers_ahead"].search(before)
    if not numbers or not _words()["in_turn"].search(before[: numbers.start()]):
        return
    for match in _words()["number_ahead"].finditer(before, numbers.start()):
        scale = match["scale"] or ""
        if not amount.unit.startswith(scale) or amount.unit == scale:
            continue  # 3个、5家: each has its own
        start = floor + match.start()
        end = floor + (match.end("scale") if scale else match.end("value"))
        yield replace(
            amount, value=number(match["value"]), start=start, end=end, upper=None, shares=amount.end
        )
