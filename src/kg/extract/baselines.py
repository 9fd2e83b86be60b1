"""From what a target sets out: 由40%提升至60%, 较2020年下降18%, 在上年120个的基础上再新增180个.

    baseline(before, said, amount, year) -> BaselineFact | None
    compared(before, year)               -> BaselineFact | None

How it is worded is data: ``data/patterns/baselines.yml``. What no word states is no baseline: a growth
of 5 % is one over the year before, and this module does not say so; 同比 says it.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from kg.extract.amounts import Amount, find_amounts
from kg.extract.facts import BaselineFact
from kg.registry import patterns
from kg.registry.measures import measures

_BARE: Final = re.compile(r"(?P<opening>.*?)(?P<value>\d{1,9}(?:\.\d{1,4})?)(?P<leads>\D*)")
_FAR: Final = 40  # characters before the figure within which it is set out from
_NAME: Final = 2  # characters that a name shares with another at least


def baseline(before: str, said: str, amount: Amount, year: int | None) -> BaselineFact | None:
    """Return what a target sets out from, as the words before its figure tell.

    Args:
        before: its clause up to the figure.
        said: the words up to the figure, with the clauses and the sentence before.
        amount: the figure; its unit is that of one that stands without: 由40提升至60%.
        year: the notice's own, for 上年.
    """
    return (
        _moved_from(before[-_FAR:], amount.unit, year)
        or _as_before(before, amount, year)
        or compared(before, year)
        or _on_top(said, amount.unit, year)
        or _last_time(said, amount.unit, year)
    )


def compared(before: str, year: int | None) -> BaselineFact | None:
    """Return the year that a figure is compared with without another figure: 比上年增长5%."""
    found = patterns.load("baselines")["compared"].search(before[-_FAR:])
    period = _period(found, year) if found else None
    return BaselineFact(None, None, period) if period else None


def _moved_from(near: str, unit: str, year: int | None) -> BaselineFact | None:
    """由2023年的40%提高到: the figure before."""
    words = patterns.load("baselines")
    for amount in reversed(list(find_amounts(near))):
        opens, leads = words["opens"].search(near[: amount.start]), words["leads"].match(near[amount.end :])
        if opens and leads and _same_kind(amount.unit, unit):
            return BaselineFact(amount.value, amount.unit, _period(opens, year))
    if bare := _BARE.fullmatch(near):
        opens, leads = words["opens"].search(bare["opening"]), words["leads"].match(bare["leads"])
        if opens and leads:
            return BaselineFact(Decimal(bare["value"]), unit, _period(opens, year))
    return None


def _as_before(before: str, amount: Amount, year: int | None) -> BaselineFact | None:
    """不低于上年的1.86万人: the figure itself is what there was."""
    found = patterns.load("baselines")["as_before"].search(before)
    period = _period(found, year) if found else None
    return BaselineFact(amount.value, amount.unit, period) if period else None


def _on_top(said: str, unit: str, year: int | None) -> BaselineFact | None:
    """在上年新增120个的基础上，再新增: what there was, or, of a change, its year alone."""
    words = patterns.load("baselines")
    found = words["on_top"].search(said)
    period = _period(found, year) if found else None
    if found is None or period is None:
        return None
    past = _only(found["past"], unit)
    if past is None or words["change"].search(found["past"]):
        return BaselineFact(None, None, period)
    return BaselineFact(past.value, past.unit, period)


def _last_time(said: str, unit: str, year: int | None) -> BaselineFact | None:
    """去年接待游客1120万人次，今年力争接待: the same thing, told of both years."""
    words = patterns.load("baselines")
    found = words["last_time"].search(said)
    period = _period(found, year) if found else None
    past = _only(found["past"], unit) if found and period else None
    if found is None or past is None or not words["ends"].match(found["past"][past.end :]):
        return None
    then, now = (words["around"].sub("", name) for name in (found["past"][: past.start], found["now"]))
    same = not now or _within(then, now) or _within(now, then)
    return BaselineFact(past.value, past.unit, period) if same else None


def _only(past: str, unit: str) -> Amount | None:
    """Return the one figure of some words, if it measures what the unit does."""
    amounts = list(find_amounts(past))
    return amounts[0] if len(amounts) == 1 and _same_kind(amounts[0].unit, unit) else None


def _within(short: str, long: str) -> bool:
    """Say whether a name is another with words left out: 省级智能工厂, 省级以上智能工厂."""
    rest = iter(long)
    return len(short) >= _NAME and all(char in rest for char in short)


def _same_kind(one: str, other: str) -> bool:
    """Say whether two units measure the same: 40% and 60%, 800万元 and 1亿元."""
    forms = measures().forms
    return one in forms and other in forms and forms[one].kind == forms[other].kind


def _period(said: re.Match[str], year: int | None) -> str | None:
    """Return the year that is named; 上年 and 同比 are the one before the notice's."""
    words = patterns.load("baselines").words
    if said["year"]:
        return said["year"]
    if said["plan"]:
        return (
            words["plan_ends"][words["plans"].index(said["plan"])] if said["plan"] in words["plans"] else None
        )
    before = said["last"] or said.groupdict().get("alike")
    return f"{year - 1:04d}" if before and year else None
