"""Targets of two sides that are of one thing, in one unit, with the difference.

Of items that go together the targets are paired by their indicators, one assignment for the whole;
what is left is paired across the lists where both sides have one target of an indicator alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kg.compare.values import Entry, Target
from kg.emit.terms import number
from kg.likeness.assignment import assign
from kg.likeness.grams import alike, grams
from kg.registry.measures import measures

_PER_CENT = ("%", "％")
_ALIKE = 0.45  # cosine of two indicators of items that go together, from which on they are one


@dataclass(frozen=True, slots=True)
class TargetPair:
    """A target of both sides, or of one."""

    a: Target | None
    b: Target | None

    @property
    def indicator(self) -> str:
        """The label of what is measured."""
        target = self.b or self.a
        assert target is not None
        return target.indicator

    @property
    def difference(self) -> Decimal | None:
        """What the later one says above the earlier, in the unit of both; None where one is missing."""
        if self.a is None or self.b is None:
            return None
        return self.b.normalized_value - self.a.normalized_value

    @property
    def unit(self) -> str:
        """The label of that unit, in Chinese."""
        target = self.b or self.a
        assert target is not None
        measure = measures().by_key.get(target.normalized_unit)
        return measure.label_zh if measure else target.unit


@dataclass(frozen=True, slots=True)
class Shown:
    """A pair as it is shown: in the unit that is printed where both print one (亿元), else normalized."""

    unit: str
    a: Decimal | None
    b: Decimal | None

    @property
    def difference(self) -> Decimal | None:
        """What the later one says above the earlier."""
        return None if self.a is None or self.b is None else self.b - self.a

    def in_words(self, points: str) -> str:
        """Return the difference with its unit; that of shares is one of ``points`` (百分点)."""
        if self.difference is None:
            return ""
        unit = points if self.unit in _PER_CENT else self.unit
        return f"{'+' if self.difference > 0 else ''}{number(self.difference)} {unit}"


def as_printed(pair: TargetPair) -> Shown:
    """Return the values of a pair for a reader."""
    both = [target for target in (pair.a, pair.b) if target]
    if len({target.unit for target in both}) == 1:
        return Shown(both[0].unit, *(t.value if t else None for t in (pair.a, pair.b)))
    return Shown(pair.unit, *(t.normalized_value if t else None for t in (pair.a, pair.b)))


def pairs(groups: Iterable[tuple[Sequence[Entry], Sequence[Entry]]]) -> tuple[TargetPair, ...]:
    """Return every target of both sides once, in the order of the groups."""
    made: list[TargetPair] = []
    for before, after in groups:
        made += _within([t for e in before for t in e.targets], [t for e in after for t in e.targets])
    return tuple(_alone(made))


def _within(before: list[Target], after: list[Target]) -> list[TargetPair]:
    scores = {
        (i, j): score
        for i, one in enumerate(before)
        for j, other in enumerate(after)
        if (score := _score(one, other))
    }
    found = assign(scores)
    back = {j: i for i, j in found.items()}
    made = [TargetPair(before[back[j]] if j in back else None, other) for j, other in enumerate(after)]
    return made + [TargetPair(one, None) for i, one in enumerate(before) if i not in found]


def _comparable(one: Target, other: Target) -> bool:
    return (one.normalized_unit, one.change, one.criterion) == (
        other.normalized_unit,
        other.change,
        other.criterion,
    )


def _score(one: Target, other: Target) -> float:
    """Return how likely two targets of items that go together are of one thing; 0: they are not."""
    if not _comparable(one, other):
        return 0.0
    if one.meanings & other.meanings:
        return 2.0 + (one.indicator_iri == other.indicator_iri) + 0.5 * (one.value == other.value)
    score = alike(grams(one.indicator), grams(other.indicator))
    return score if score >= _ALIKE else 0.0


def _alone(made: list[TargetPair]) -> Iterable[TargetPair]:
    """Pair what is left over where an indicator is left once on either side."""

    def key(target: Target) -> tuple[str, str, str, bool]:
        return target.indicator_iri, target.change, target.normalized_unit, target.criterion

    gone = [pair.a for pair in made if pair.a and not pair.b]
    new = [pair.b for pair in made if pair.b and not pair.a]
    counts = Counter(map(key, gone)), Counter(map(key, new))
    once = {key(target): target for target in gone if counts[0][key(target)] == counts[1][key(target)] == 1}
    for pair in made:
        if pair.b and not pair.a and key(pair.b) in once:
            yield TargetPair(once[key(pair.b)], pair.b)
        elif not (pair.a and not pair.b and key(pair.a) in once):
            yield pair
