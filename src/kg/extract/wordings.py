"""Targets whose wording holds no plain figure with its unit, and aims without a figure.

ranked(sentence, …)       满意度排名进入全市前3位
stated_units(sentence)    工业投资（亿元）47, as tables state it
doublings(sentence)       产值翻一番
coverages(sentence)       城市书房乡镇全覆盖
aims(sentence)            与经济增长基本同步
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from kg.extract.amounts import Amount, number
from kg.extract.baselines import compared
from kg.extract.comparators import bound_before, bound_behind, is_rate
from kg.extract.facts import AimFact, TargetFact
from kg.extract.indicators import noun_left
from kg.extract.sentences import Sentence
from kg.model import Bound, Change, Strength
from kg.registry import patterns
from kg.registry.measures import measures


def strength(text: str) -> Strength:
    """Return how far words commit: 确保 is firm, 力争 aspires; the one that stands last counts."""
    words = patterns.load("targets")
    firm = max((m.start() for m in words["firm"].finditer(text)), default=-1)
    aspired = max((m.start() for m in words["aspired"].finditer(text)), default=-1)
    if firm < 0 and aspired < 0:
        return "plain"
    return "firm" if firm > aspired else "aspired"


def _target(
    sentence: Sentence,
    span: tuple[int, int],
    indicator: str,
    change: Change,
    bound: Bound,
    figure: tuple[Decimal, str],
    hedge: str,
) -> TargetFact:
    value, unit = figure
    text = sentence.text[span[0] : span[1]]
    return TargetFact(indicator, change, bound, value, unit, strength(hedge), text, sentence.ranges(*span))


def ranked(sentence: Sentence, amount: Amount, left: str, start: int) -> TargetFact | None:
    """Return the place in a ranking that is to be reached, if ``left`` names a ranking.

    Args:
        sentence: the sentence.
        amount: the place.
        left: the words before it.
        start: where they begin.
    """
    words = patterns.load("targets")
    match = words["ranked"].search(left)
    if not match or amount.unit not in words.words["rank_units"]:
        return None
    span = start + match.start("what"), amount.end
    what = noun_left(match["what"]) or match["what"]
    return _target(sentence, span, what, "level", "le", (amount.value, amount.unit), left)


def stated_units(sentence: Sentence) -> Iterator[TargetFact]:
    """Yield what a table states as name, unit and bare figure: 工业投资（亿元）47."""
    words = patterns.load("targets")
    for match in words["stated_unit"].finditer(sentence.text):
        unit = match["unit"]
        bound, length = bound_before(match["compared"])
        if length != len(match["compared"]) or unit not in measures().forms:
            continue
        bound = bound_behind(match["after"])[0] or bound
        what = match["what"]
        change: Change = "level"
        if is_rate(unit) and (moving := words["moving_name"].search(what)):
            what = what[: moving.start()]
            change = "decrease" if moving["down"] else "increase"
        name = noun_left(what) or what
        span = match.start("what"), match.end()
        figure = number(match["value"]), unit
        yield _target(sentence, span, name, change, bound or "eq", figure, match["what"])


def doublings(sentence: Sentence, year: int | None) -> Iterator[TargetFact]:
    """Yield what is to double: 翻番 once, 翻两番 twice; ``year`` is the notice's own, for 较上年."""
    for match in patterns.load("targets")["double"].finditer(sentence.text):
        what = noun_left(match["what"]) or match["what"]
        if len(what) < 2 or sentence.quoted(match.end() - 1):
            continue
        figure = (
            (number(match["n"]) if match["n"] else Decimal(1)),
            patterns.load("targets").words["doubled"][0],
        )
        span = match.start("what"), match.end()
        fact = _target(sentence, span, what, "increase", "eq", figure, match["what"])
        yield replace(fact, baseline=compared(match["what"], year))


def coverages(sentence: Sentence) -> Iterator[TargetFact]:
    """Yield full coverage, which is 100 %."""
    for match in patterns.load("targets")["full_coverage"].finditer(sentence.text):
        if sentence.quoted(match.start("word")):
            continue
        what = (noun_left(match["what"]) or match["what"]) + match["word"]
        span = match.start("what"), match.end()
        yield _target(sentence, span, what, "level", "eq", (Decimal(100), "%"), match["what"])


def aims(sentence: Sentence, targets: Sequence[TargetFact]) -> Iterator[AimFact]:
    """Yield aims that are compared without a figure, but for those in the words of a target."""
    words = patterns.load("targets")
    if not words["aim_hint"].search(sentence.text):
        return
    for match in words["aim"].finditer(sentence.text):
        if any(sentence.is_in(match.start("how"), target.spans) for target in targets[:_MOST_COMPARED]):
            continue
        what = noun_left(match["what"]) or match["what"]
        yield AimFact(what, match.group(), sentence.ranges(*match.span()))


_MOST_COMPARED = 200  # targets of one sentence
