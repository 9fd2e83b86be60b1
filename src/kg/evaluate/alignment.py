"""How the indicators of notices stand to the catalogue: a row a wording, those without a concept first.

    aligned(notices) -> Aligned; Aligned.as_csv()

A row without a concept names the three nearest: whoever knows better adds it to
``data/registry/indicator-names.csv``.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from kg.model import Alignment, Notice
from kg.registry.indicators import indicators

_COLUMNS = ("indicator", "unit", "mentions", "relation", "concept", "method", "score", "nearest")
_ORDER = {"none": 0, "close": 1, "exact": 2}


@dataclass(frozen=True, slots=True)
class Row:
    """One printed wording with its unit; ``mentions`` counts its targets."""

    indicator: str
    unit: str
    mentions: int
    relation: str
    concept: str
    method: str
    score: float
    nearest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Aligned:
    """Every wording, those without a concept first, the frequent ones before the rare."""

    rows: tuple[Row, ...]

    def share(self, *relations: str) -> float:
        """Return the share of the mentions (0–1) that stand in one of these relations."""
        whole = sum(row.mentions for row in self.rows)
        part = sum(row.mentions for row in self.rows if row.relation in relations)
        return part / whole if whole else 0.0

    def as_csv(self) -> str:
        """Return the rows as CSV; the nearest concepts are parted by bars."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(_COLUMNS)
        for row in self.rows:
            nearest = "|".join(row.nearest)
            writer.writerow(
                (
                    row.indicator,
                    row.unit,
                    row.mentions,
                    row.relation,
                    row.concept,
                    row.method,
                    row.score,
                    nearest,
                )
            )
        return out.getvalue()


def aligned(notices: Iterable[Notice]) -> Aligned:
    """Count the wordings of the targets of notices by how they are aligned."""
    found: Counter[tuple[str, str, Alignment | None]] = Counter()
    for notice in notices:
        for item in notice.items:
            found.update((t.indicator_text, t.unit, t.alignment) for t in item.targets)
    rows = [_row(printed, unit, one, count) for (printed, unit, one), count in found.items()]
    rows.sort(key=lambda row: (_ORDER[row.relation], -row.mentions, row.indicator, row.unit))
    return Aligned(tuple(rows))


def _row(printed: str, unit: str, one: Alignment | None, count: int) -> Row:
    if one is None:
        return Row(printed, unit, count, "none", "", "", 0.0, _nearest(printed))
    nearest = () if one.relation == "exact" else _nearest(printed)
    return Row(printed, unit, count, one.relation, one.label, one.method, one.score, nearest)


def _nearest(printed: str) -> tuple[str, ...]:
    return tuple(f"{known.label} {score:.2f}" for known, score in indicators().nearest(printed))
