"""Recorded human judgements: this name is that body, or is not; they win over every rule.

One JSON object a line in ``data/judgements/*.jsonl``, append only::

    {"division": "330922", "mention": "县农林农业局", "unit": "unit/3f…", "judgement": "same",
     "who": "…", "when": "2026-11-23", "evidence": "…"}

``judgement`` is ``same``, ``different`` or ``unsure``; a later line about the same mention and
unit replaces an earlier one. Two units that are both the same as one mention contradict each other.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from kg import resources
from kg.errors import DataError
from kg.identity import digest
from kg.names.normal import normal


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one person decided about one mention in one division."""

    division: str
    mention: str
    unit: str
    judgement: str
    who: str
    when: str
    evidence: str

    @property
    def path(self) -> str:
        """The IRI path of the judgement."""
        return f"judgement/{digest('judgement', self.division, self.mention, self.unit, self.when)}"

    @property
    def confidence(self) -> Decimal:
        """How sure a name is that a person has judged."""
        return Decimal("0.99")


class Judgements:
    """All recorded judgements, the last word on each pair."""

    def __init__(self, lines: list[Judgement]) -> None:
        self._last = {(j.division, normal(j.mention), j.unit): j for j in lines}
        self._same: dict[tuple[str, str], Judgement] = {}
        for judged in self._last.values():
            if judged.judgement == "same":
                key = (judged.division, normal(judged.mention))
                if key in self._same:
                    raise DataError(
                        f"对“{judged.mention}”的两条判断互相矛盾。",
                        f"Two judgements of {judged.mention} contradict each other.",
                    )
                self._same[key] = judged

    def __iter__(self) -> object:
        return iter(self._last.values())

    def same(self, division: str | None, form: str) -> Judgement | None:
        """Return the judgement that a mention is a certain unit."""
        return self._same.get((division or "", form)) if self._same else None

    def different(self, division: str | None, form: str, unit: str) -> Judgement | None:
        """Return the judgement that a mention is not this unit."""
        judged = self._last.get((division or "", form, unit)) if self._last else None
        return judged if judged is not None and judged.judgement == "different" else None


def load(folder: Path) -> Judgements:
    """Read every ``*.jsonl`` of a folder, in the order of the names and lines."""
    lines = []
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip():
                continue
            try:
                judged = Judgement(**json.loads(line))
            except (TypeError, ValueError) as error:
                raise DataError(
                    f"{path.name} 第 {number} 行不是一条判断。",
                    f"{path.name}, line {number}, is no judgement.",
                ) from error
            if judged.judgement not in ("same", "different", "unsure"):
                raise DataError(
                    f"{path.name} 第 {number} 行的 judgement 只能是 same、different 或 unsure。",
                    f"{path.name}, line {number}: judgement must be same, different or unsure.",
                )
            lines.append(judged)
    return Judgements(lines)


@cache
def judgements() -> Judgements:
    """Return the judgements of this installation."""
    return load(resources.data("judgements"))
