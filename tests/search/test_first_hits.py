"""Searches with the first hit that a reader expects, written from the notices without a look at the index."""

from __future__ import annotations

from pathlib import Path

from tests import loaded
from tests.searches import mean, ranks, rows

SEARCHES = rows(Path(__file__).parent / "first-hits.csv")


def test_mean_reciprocal_rank() -> None:
    found = {}
    for name, store in (("one", loaded.real()), ("several", loaded.several())):
        found |= ranks(store, [row for row in SEARCHES if row["store"] == name])
    assert len(found) == len(SEARCHES) == 80
    low = {search: place for search, place in found.items() if place != 1}
    assert mean(found.values()) >= 0.95, low
