"""Searches with the first hit that a reader expects, written from the notices without a look at the index."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import loaded
from tests.conftest import ROOT
from tests.searches import mean, ranks, rows, store_of

HERE = Path(__file__).parent
SEARCHES = rows(HERE / "first-hits.csv")


def test_mean_reciprocal_rank() -> None:
    found = {}
    for name, store in (("one", loaded.real()), ("several", loaded.several())):
        found |= ranks(store, [row for row in SEARCHES if row["store"] == name])
    assert len(found) == len(SEARCHES) == 80
    low = {search: place for search, place in found.items() if place != 1}
    assert mean(found.values()) >= 0.95, low


@pytest.mark.parametrize("name", ["strangers-1", "strangers-2"])
def test_searches_of_strangers(name: str) -> None:
    """What ``tests/gold/README.md`` gives the first readings of: by who has seen the notices alone."""
    searches = rows(HERE / f"{name}.tsv")
    gold = ROOT / "tests/gold"
    with store_of([gold / "own28", gold / "own29"]) as store:
        found = ranks(store, searches)
    assert len(found) == len(searches) == 45
    low = {search: place for search, place in found.items() if place != 1}
    assert mean(found.values()) >= 0.95, low
