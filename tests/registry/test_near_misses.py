"""Pairs of wordings that look alike are never one indicator: near-misses.csv, ``why`` says what differs."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.registry.indicators import Alignment, indicators
from kg.registry.measures import measures

with Path(__file__).with_name("near-misses.csv").open(encoding="utf-8", newline="") as _file:
    PAIRS = list(csv.DictReader(_file))
_FAR = ("方向相反", "存量与流量", "量不同")  # what differs so much that they may not even be close
_UNITS = {measure.kind: key for key, measure in measures().by_key.items()}


def readings(words: str) -> Iterator[Alignment]:
    """Yield what the words stand for without a unit, and with a unit of each quantity kind."""
    for unit in (None, *_UNITS.values()):
        if found := indicators().align(words, measure=unit):
            yield found


def test_there_are_a_hundred_pairs_and_none_twice() -> None:
    assert len({frozenset((pair["one"], pair["other"])) for pair in PAIRS}) == len(PAIRS) >= 100


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair['one']} {pair['other']}")
def test_they_stay_apart(pair: dict[str, str]) -> None:
    one, other = list(readings(pair["one"])), list(readings(pair["other"]))
    exact = {found.concept.key for found in one if found.relation == "exact"}
    assert not exact & {found.concept.key for found in other if found.relation == "exact"}
    if pair["why"].startswith(_FAR):
        assert not {found.concept.key for found in one} & {found.concept.key for found in other}
    assert pair["why"]
