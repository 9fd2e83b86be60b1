"""Amounts (number with unit of measure) in a stretch of words, left to right.

    find_amounts(text) -> [Amount, ...]

Units are data (``data/registry/measures.yml``); this module knows none by name. It does not
convert: 1.5万亩 stays 1.5 and 万亩.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from kg.registry.measures import measures

_DIGITS = r"\d{1,3}(?:,\d{3}){1,5}(?!\d)|\d{1,3}(?: \d{3}){1,5}(?!\d)|\d+(?:\.\d+)?"
_CHINESE = r"[一二两三四五六七八九十百]{1,5}"
_VALUES = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2}


# A scale without a unit counts where a noun of people follows, or nothing does: 12万贫困户; 达到200万以上
_BARE = ("万", "亿")
_BARE_NOUN = re.compile(
    r"\s?(?:以上|以内|左右|多|余)?(?:$|[，,。；;、）)]|的?(?:贫困|农村|农业|农民|城镇|城乡|困难|残疾|老年|老人|妇女|儿童"
    r"|学生|职工|居民|群众|市民|人口|劳动力|家庭|农户|移民|党员|青年|适龄|重点人群|参保|大学生))"
)

_LASTS = re.compile(r"(?:不超过|不多于|不低于|压缩|压减|缩短|缩减|延长|控制)[至到在为]?\s?$")
_DONE_WITHIN = re.compile(r"内(?:办结|办理完|办完|出证|领证)")


@dataclass(frozen=True, slots=True)
class Amount:
    """``value`` and ``unit`` as printed; ``upper`` is the end of a range (5—6%)."""

    value: Decimal
    unit: str
    start: int
    end: int
    chinese: bool
    upper: Decimal | None = None


@cache
def _pattern() -> re.Pattern[str]:
    unit = measures().pattern
    return re.compile(
        rf"(?:(?<![\dA-Za-z.．+\-–/／×*÷])(?P<digits>{_DIGITS})(?:\s?[%％]?\s?(?P<range>[-—–－~～至到]{{1,2}})\s?(?P<upper>{_DIGITS}))?"
        rf"|(?<![第每零〇一二三四五六七八九十百千万亿0-9“])(?P<chinese>{_CHINESE}))\s?(?P<unit>{unit})"
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
    before = _LASTS.search(text, max(0, start - 12), start)
    return before is not None or _DONE_WITHIN.match(text, end) is not None


def find_amounts(text: str) -> Iterator[Amount]:
    """Yield the amounts of ``text``; dates and ordinals are not amounts."""
    for match in _pattern().finditer(text):
        unit = match["unit"]
        start, end = match.span()
        digits, chinese = match["digits"], match["chinese"]
        if digits and unit[-1] in "年月日号" and not unit.startswith("个"):
            if unit == "年" and len(digits) == 4:
                continue
            if unit in ("月", "号") or (unit == "日" and not _lasts(text, start, end)):
                continue
        if chinese and ((unit[0] in "年月日" and len(unit) == 1) or unit == "路"):  # 经三路
            continue
        if unit in _BARE and (chinese or not _BARE_NOUN.match(text, end)):
            continue
        yield Amount(
            number(digits or chinese),
            unit,
            start,
            end,
            chinese is not None,
            number(match["upper"]) if match["upper"] else None,
        )
