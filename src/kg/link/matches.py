"""A candidate for a name, with its points and why; and the best of many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kg.link.entities import Entity


@dataclass(frozen=True, slots=True)
class Match:
    """One candidate; ``reasons`` are local names in ``kgc:``."""

    entity: Entity
    score: float
    reasons: tuple[str, ...]
    certain: bool = False

    def less(self, points: float, reason: str) -> Match:
        """Return the candidate with fewer points, for one more reason."""
        reasons = self.reasons if reason in self.reasons else (*self.reasons, reason)
        return replace(self, score=self.score - points, reasons=reasons)

    def capped(self, most: float) -> Match:
        """Return the candidate with at most so many points."""
        return replace(self, score=min(self.score, most))


def best(found: Iterable[Match]) -> list[Match]:
    """Return one candidate an entity, best first."""
    table: dict[str, Match] = {}
    for match in found:
        known = table.get(match.entity.path)
        if known is None or known.score < match.score:
            table[match.entity.path] = match
    return sorted(table.values(), key=lambda m: (-m.score, m.entity.path))
