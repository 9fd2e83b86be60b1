"""What a mention means, how that was found and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from kg.model import Judgement, NameDoubt, ResolutionKind, Unit

EXACT, LISTED, DERIVED = Decimal(1), Decimal("0.98"), Decimal("0.95")
REPAIRED, DOUBTED, GUESSED, NEW = Decimal("0.9"), Decimal("0.8"), Decimal("0.7"), Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a mention means, how that was found and how sure it is (1 only where exact).

    ``name`` is the canonical name as this notice must say it: the unit's label, or with the
    place's name where the label alone would mean a body of the notice's own place.
    """

    unit: Unit
    resolution: ResolutionKind
    confidence: Decimal
    reasons: tuple[str, ...]  # local names in kgc:
    also_named: str | None = None  # the second name in brackets
    name: str = ""
    doubt: NameDoubt | None = None
    judgement: Judgement | None = None  # that decided

    def doubted(self, doubt: NameDoubt, reason: str) -> Resolution:
        """Return the resolution with a doubt: never exact, less sure, the reason told."""
        return replace(
            self,
            resolution="alias" if self.resolution == "exact" else self.resolution,
            confidence=min(self.confidence, DOUBTED),
            reasons=(*(r for r in self.reasons if r not in ("same-name", "full-name", reason)), reason),
            doubt=doubt,
        )


def listed(unit: Unit, reason: str) -> Resolution:
    """Return the resolution to a registered body by one of its names."""
    if reason in ("same-name", "full-name"):
        return Resolution(unit, "exact", EXACT, (reason,))
    if reason == "look-alike":
        return Resolution(unit, "repaired", LISTED, (reason,))
    return Resolution(unit, "alias", LISTED, (reason,))
