"""How a figure is compared and moved: 不低于5%, 5%以上, 增长5%, 提高到5%.

    bound_before("森林覆盖率不低于") -> ("ge", 3)
    bound_behind("以上。")           -> ("ge", 2)
    moved("财政收入增长", …)          -> ("increase", 4)

The words are data: ``data/patterns/targets.yml``.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from kg.extract.indicators import noun_left
from kg.model import Bound, Change
from kg.registry import patterns
from kg.registry.measures import measures

_BEFORE: Final[tuple[tuple[str, Bound], ...]] = (
    ("eq_before", "eq"),
    ("le_before", "le"),
    ("ge_before", "ge"),
    ("gt_before", "gt"),
    ("lt_before", "lt"),
    ("approx_before", "approx"),
)
_BEHIND: Final[tuple[tuple[str, Bound], ...]] = (
    ("ge_after", "ge"),
    ("le_after", "le"),
    ("approx_after", "approx"),
)
_VERB_WITHIN = 14  # characters before the figure in which its verb of change stands


@cache
def _words() -> patterns.PatternFile:
    return patterns.load("targets")


def is_rate(unit: str) -> bool:
    """Tell whether a unit measures a share or a change: %, 个百分点, 倍."""
    return unit in _words().words["rate_units"]


def bound_before(left: str) -> tuple[Bound | None, int]:
    """Return the comparator that ends ``left``, and its length with the space behind it.

    A floor stated before the verb (至少建成) compares, too, and ends before: its length is 0.
    """
    words = _words()
    stripped = left.rstrip()
    for name, bound in _BEFORE:
        match = words[name].search(stripped)
        if match:
            return bound, len(left) - match.start()
    far = words["le_far"].search(stripped)
    if far:
        return "le", len(left) - far.start("word")
    return ("ge" if words["at_least"].search(stripped) else None), 0


def bound_behind(after: str) -> tuple[Bound | None, int]:
    """Return the comparator that begins ``after`` and its length."""
    words = _words()
    stripped = after.lstrip()
    for name, bound in _BEHIND:
        match = words[name].match(stripped)
        if match:
            return bound, len(after) - len(stripped) + match.end()
    return None, 0


def far_bound(left: str) -> tuple[Bound | None, int] | None:
    """Return the comparator that what a share is of parts from its figure: 不低于新房总量的30%."""
    far = _words()["far_bound"].search(left)
    return (bound_before(left[: far.end("word")])[0], len(left) - far.start()) if far else None


def moved(left: str, unit: str, compared: bool) -> tuple[Change, int] | None:
    """Return how the indicator moves and where in ``left`` its verb begins; None if nothing says so.

    Args:
        left: what stands before the figure in its clause, a comparator left out.
        unit: the figure's.
        compared: a comparator stands before the figure.
    """
    words = _words()
    early = words["early_change"].match(left) if is_rate(unit) and not compared else None
    ahead: tuple[Change, int] | None = None
    if early and not words["reaches"].search(left):
        ahead = ("decrease" if early["down"] else "increase"), len(left)
    verb = _last_verb(left)
    if verb is None:
        return ahead
    change, start, end = verb
    if not words["until_figure"].match(left[end:]):
        return ahead or ("level", 0)
    if not is_rate(unit) and not noun_left(left[:start]):
        return "level", 0
    measure = measures().forms[unit]
    if (measure.countable or measure.kind == "Length") and left[start:end] in words.words["counting_changes"]:
        return "level", 0  # 道路整治提升60条 counts roads
    if words["brand_new"].search(left, 0, start):
        return "level", 0
    return change, start


def _last_verb(left: str) -> tuple[Change, int, int] | None:
    """Return the verb of change that stands nearest to the figure: how, from where, to where."""
    best: tuple[Change, int, int] | None = None
    for name in ("increase", "decrease"):
        for match in _words()[name].finditer(left, max(0, len(left) - _VERB_WITHIN)):
            if best is None or match.start() >= best[1]:
                best = ("increase" if name == "increase" else "decrease"), *match.span()
    return best


def moved_behind(after: str, start: int) -> tuple[Change, int] | None:
    """Return how the indicator moves by the words behind the figure: 实现10%以上增长."""
    behind = _words()["change_behind"].match(after, start)
    return (("decrease" if behind["down"] else "increase"), behind.end()) if behind else None
