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

from kg.registry import patterns
from kg.registry.measures import measures

# Groups of three digits are few: without a limit a long list would be read again from each of them.
_DIGITS = r"\d{1,3}(?:,\d{3}){1,5}(?!\d)|\d{1,3}(?: \d{3}){1,5}(?!\d)|\d+(?:\.\d+)?"
_CHINESE = r"[一二两三四五六七八九十百]{1,5}"
_VALUES = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_SCALES_ALONE = ("万", "亿")
_HAN = "[一-龥]"
_CALENDAR = "年月日号"
_NAMED = "路"  # 经三路
_ORDINAL = "第"
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
    unit = measures().pattern
    return re.compile(
        rf"(?:(?<![\dA-Za-z.．+\-–/／×*÷])(?P<digits>{_DIGITS})(?:\s?[%％]?\s?(?P<range>[-—–－~～至到]{{1,2}})\s?(?P<upper>{_DIGITS}))?"
        rf"|(?<![第每几数零〇一二三四五六七八九十百千万亿0-9“])(?P<chinese>{_CHINESE}))\s?(?P<more>[多余](?=\s?{unit}))?\s?(?P<unit>{unit}|(?<=\d)(?={_HAN}))"
    )


def number(text: str) -> Decimal:
    """Return the value of digits or a Chinese numeral below a thousand.

    >>> [int(number(t)) for t in ("5 000", "1,200", "十二", "两百", "三")]
    [5000, 1200, 12, 200, 3]
    """
    if text[0].isdigit():
        return Decimal(text.replace(",", "").replace(" ", ""))
    total = current = 0
    for char in text:
        if char in "十百":
            total += (current or 1) * (10 if char == "十" else 100)
            current = 0
        else:
            current = _VALUES[char]
    return Decimal(total + current)


def _lasts(text: str, start: int, end: int) -> bool:
    """Tell whether 20日 is a length of time, and no date: 压缩至20日, 20日内办结."""
    before = _words()["lasts_before"].search(text[max(0, start - _NEAR) : start])
    return before is not None or _words()["lasts_behind"].match(text[end : end + _NEAR]) is not None


def _any_classifier(match: re.Match[str], text: str) -> str | None:
    """Return the character that ends the clause behind digits: whatever it is, it counts."""
    if match["chinese"] or text[match.start() - 1 : match.start()] == _ORDINAL:
        return None
    start = match.start("unit")
    found = _words()["any_classifier"].match(text[start : start + _NEAR])
    return found["unit"] if found else None


def _counts(match: re.Match[str], text: str) -> str | None:
    """Return the unit of a match, or None where it is a date, an ordinal or a name."""
    unit, (start, end) = match["unit"], match.span()
    if not unit:
        return _any_classifier(match, text)
    if match["more"] and unit in _SCALES_ALONE:
        return None  # 5000多万参保群众
    digits = match["digits"]
    if digits and unit[-1] in _CALENDAR and not unit.startswith("个"):
        year = unit == "年" and len(digits) == 4
        dated = unit in ("月", "号") or (unit == "日" and not _lasts(text, start, end))
        return None if year or dated else unit
    if match["chinese"] and ((len(unit) == 1 and unit in _CALENDAR) or unit == _NAMED):
        return None
    if unit in _SCALES_ALONE and (
        match["chinese"] or not _words()["scale_alone"].match(text[end : end + _NEAR])
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
    if text[amount.start - 1 : amount.start] not in ("、", "和", "及"):
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
