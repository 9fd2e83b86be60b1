"""Bodies and leaders of two sides: who came, who went, who has more to see to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from kg.compare.values import Side
from kg.registry.units import registry
from kg.vocab import KGC

_DEPARTMENT = f"{KGC}department-"


@dataclass(frozen=True, slots=True)
class Share:
    """How many items name somebody on either side; 0: none does."""

    iri: str | None  # of a body, a leader or a type of department; None of a bare name
    name: str
    a: int
    b: int


def units(before: Side, after: Side, *, across: bool) -> tuple[Share, ...]:
    """Return the bodies of two sides; ``across`` places by what they are for, since none is on both."""
    names: dict[str, str] = {}
    counts = []
    for side in (before, after):
        count: Counter[str] = Counter()
        for entry in side.entries:
            found = {
                key: _label(key) if across else body.name
                for body in entry.bodies
                for key in (body.keys if across else (body.identity,))
            }
            names |= found
            count.update(found.keys())
        counts.append(count)
    return _shares(names, *counts)


def leaders(before: Side, after: Side) -> tuple[Share, ...]:
    """Return the leaders of two sides."""
    names: dict[str, str] = {}
    counts = []
    for side in (before, after):
        count: Counter[str] = Counter()
        for entry in side.entries:
            names |= {leader.iri: leader.name for leader in entry.leaders}
            count.update({leader.iri for leader in entry.leaders})
        counts.append(count)
    return _shares(names, *counts)


def _label(key: str) -> str:
    known = registry().departments.types.get(key.removeprefix(_DEPARTMENT))
    return known.label_zh if known and key.startswith(_DEPARTMENT) else key


def _shares(names: dict[str, str], before: Counter[str], after: Counter[str]) -> tuple[Share, ...]:
    """Return who came, who went, then the others by how far their number moved."""

    def order(share: Share) -> tuple[bool, bool, int, str]:
        return share.a > 0, share.b > 0, -abs(share.b - share.a), share.name

    keys: Iterable[str] = names
    return tuple(
        sorted(
            (Share(key if "://" in key else None, names[key], before[key], after[key]) for key in keys),
            key=order,
        )
    )
