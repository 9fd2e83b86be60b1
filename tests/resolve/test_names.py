"""Names as printed in their lists, and what a person who knows the administration calls the bodies.

``names.tsv``: place (code, name of an invented one, or -), day of issue, the list, the printed name,
the canonical name (several by |), the place that the body is of, and the findings that must be made.
"""

from __future__ import annotations

import csv

import pytest

from kg.registry.places import invented, places
from kg.resolve import Resolution, Resolver
from tests.conftest import ROOT

with (ROOT / "tests/resolve/names.tsv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def resolver(row: dict[str, str]) -> Resolver:
    name = row["place"]
    place = None if name == "-" else places().by_code(name) if name.isdigit() else invented(name)
    return Resolver(place, owner="notice/x", issued=row["date"])


def found(row: dict[str, str]) -> tuple[Resolution, str]:
    """Return what the printed name means in its list, and the place that the body is of."""
    mentions = row["list"].split("、")
    if row["printed"] not in mentions:  # a bracket that holds several
        mentions = [row["list"]]
    by = resolver(row)
    resolution = by.listed(mentions)[mentions.index(row["printed"])]
    place = by.place(resolution.unit.jurisdiction) if resolution.unit.jurisdiction else None
    return resolution, place.name if place else ""


def codes(resolution: Resolution) -> set[str]:
    """Return the findings that a resolution leads to, besides that a body is new."""
    if resolution.doubt is not None:
        return {resolution.doubt.code}
    return {"look-alike"} if resolution.resolution == "repaired" else set()


def test_the_table_is_large_enough() -> None:
    assert len(ROWS) >= 300
    assert len({tuple(row.values()) for row in ROWS}) == len(ROWS)


def test_canonical_names_are_right() -> None:
    wrong, silent = [], []
    for row in ROWS:
        resolution, of = found(row)
        if resolution.name not in row["canonical"].split("|") or of != row["of"]:
            said = f"{row['place']} {row['date']} {row['printed']} → {resolution.name} ({of})"
            wrong.append(said)
            if not codes(resolution):
                silent.append(said)
    assert silent == []
    assert 1 - len(wrong) / len(ROWS) >= 0.98, wrong


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row["findings"]], ids=lambda r: r["printed"] + r["date"]
)
def test_doubtful_names_are_told(row: dict[str, str]) -> None:
    resolution, _ = found(row)
    assert set(row["findings"].split(",")) <= codes(resolution)
    assert resolution.resolution != "exact"
    assert resolution.confidence < 1


def test_other_names_are_not_doubted() -> None:
    """A finding that a reader must look at is made only where there is one to make."""
    alarms = [
        f"{row['place']} {row['date']} {row['printed']}: {resolution.doubt}"
        for row in ROWS
        if not row["findings"] and (resolution := found(row)[0]).doubt is not None and resolution.doubt.sure
    ]
    assert alarms == []
