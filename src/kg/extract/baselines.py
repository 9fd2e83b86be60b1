"""From what a target sets out: 由40%提升至60%, 较2020年下降18%.

    baseline(before, unit, year) -> BaselineFact | None

How it is worded is data: ``data/patterns/baselines.yml``. What no word states is no baseline: a growth
of 5 % is one over the year before, and this module does not say so.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from kg.extract.amounts import find_amounts
from kg.extract.facts import BaselineFact
from kg.registry import patterns
from kg.registry.measures import measures

_BARE: Final = re.compile(r"(?P<opening>.*?)(?P<value>\d{1,9}(?:\.\d{1,4})?)(?P<leads>\D*)")
_FAR: Final = 40  # characters before the figure within which it is set out from


def baseline(before: str, unit: str, year: int | None) -> BaselineFact | None:
    """Return what a target sets out from, as the words before its figure tell.

    Args:
        before: its clause up to the figure.
        unit: the target's, of a figure that stands without one: 由40提升至60%.
        year: the notice's own, for 上年.
    """
    words = patterns.load("baselines")
    near = before[-_FAR:]
    for amount in reversed(list(find_amounts(near))):
        opens, leads = words["opens"].search(near[: amount.start]), words["leads"].match(near[amount.end :])
        if opens and leads and _same_kind(amount.unit, unit):
            return BaselineFact(amount.value, amount.unit, _period(opens, year))
    if bare := _BARE.fullmatch(near):
        opens, leads = words["opens"].search(bare["opening"]), words["leads"].match(bare["leads"])
        if opens and leads:
            return BaselineFact(Decimal(bare["value"]), unit, _period(opens, year))
    compared = words["compared"].search(near)
    period = _period(compared, year) if compared else None
    return BaselineFact(None, None, period) if period else None


def _same_kind(one: str, other: str) -> bool:
    """Say whether two units measure the same: 40% and 60%, 800万元 and 1亿元."""
    forms = measures().forms
    return one in forms and other in forms and forms[one].kind == forms[other].kind


def _period(said: re.Match[str], year: int | None) -> str | None:
    """Return the year that is named; 上年 is the one before the notice's."""
    words = patterns.load("baselines").words
    if said["year"]:
        return said["year"]
    if said["plan"]:
        return (
            words["plan_ends"][words["plans"].index(said["plan"])] if said["plan"] in words["plans"] else None
        )
    return f"{year - 1:04d}" if said["last"] and year else None
