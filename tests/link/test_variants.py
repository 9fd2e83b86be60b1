"""Names as strangers write them, and whose they are: read and written by a person."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from kg.link.entities import Entities
from kg.link.match import Condition, Matcher
from kg.link.matches import Match

ROWS = list(csv.DictReader((Path(__file__).parent / "variants.csv").read_text("utf-8").splitlines()))
OURS = [row for row in ROWS if row["expected"]]
OTHERS = [row for row in ROWS if not row["expected"]]


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(Entities.of_registry())


DAMAGED = ("damaged", "misprint", "look-alike")
HERE = [Condition("place", ("嵊泗县",))]  # as `kg link --place 嵊泗县` asks


def found(matcher: Matcher, row: dict[str, str], conditions: Sequence[Condition] = ()) -> list[Match]:
    return matcher.find(row["name"], [row["type"]], conditions)  # type: ignore[list-item]


def certain(matcher: Matcher, row: dict[str, str], conditions: Sequence[Condition] = ()) -> bool:
    return any(match.certain for match in found(matcher, row, conditions))


def test_the_list_is_long_enough() -> None:
    assert len(OURS) >= 400
    assert len(OTHERS) >= 60
    assert len({(row["name"], row["type"]) for row in ROWS}) == len(ROWS)


def test_first_candidates(matcher: Matcher) -> None:
    answered = right = 0
    wrong = []
    for row in OURS:
        first = next(iter(found(matcher, row)), None)
        answered += first is not None
        right += first is not None and first.entity.label == row["expected"]
        if first is None or first.entity.label != row["expected"]:
            wrong.append(f"{row['name']} → {first and first.entity.label}, not {row['expected']}")
    assert right / answered >= 0.98, wrong
    assert right / len(OURS) >= 0.95, wrong


def test_certain_ones_are_right(matcher: Matcher) -> None:
    for row in OURS:
        for match in found(matcher, row):
            assert not match.certain or match.entity.label == row["expected"], row


def test_recall_of_certain_ones(matcher: Matcher) -> None:
    """A name without its place is asked with it, as in a table that is about the county."""
    for damaged, least in ((False, 0.9), (True, 0.6)):
        rows = [row for row in OURS if (row["class"] in DAMAGED) == damaged]
        missed = [
            row["name"] for row in rows if not certain(matcher, row, HERE if row["class"] == "bare" else ())
        ]
        assert 1 - len(missed) / len(rows) >= least, missed


def test_with_a_place_others_are_not_hidden_and_not_taken_in(matcher: Matcher) -> None:
    for row in OURS:
        if row["type"] == "unit" and certain(matcher, row):
            assert certain(matcher, row, HERE), row
    for row in OTHERS:
        if row["type"] == "unit":
            assert not certain(matcher, row, HERE), row


@pytest.mark.parametrize("row", OTHERS, ids=lambda row: f"{row['name']} {row['type']}")
def test_names_that_are_not_ours_match_nothing(matcher: Matcher, row: dict[str, str]) -> None:
    assert not any(match.certain for match in found(matcher, row))


@pytest.mark.parametrize(
    "classes", [{"label"}, {"full"}, {"alias", "prefix", "superior"}, {"traditional", "space"}]
)
def test_plain_names_are_certain(matcher: Matcher, classes: set[str]) -> None:
    """A registered name needs no person to confirm it; of full names the registry lacks some."""
    rows = [
        row for row in OURS if row["class"] in classes and row["type"] == "unit" and row["name"] != "審計局"
    ]
    sure = sum(any(m.certain for m in found(matcher, row)) for row in rows)
    assert sure / len(rows) >= (0.85 if "full" in classes else 0.97)
