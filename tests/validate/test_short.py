"""Every fault on a short carrier is found at its words, with what follows from it, and nothing else is."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from tests.validate import short


@pytest.mark.parametrize("row", short.rows(), ids=lambda row: f"{row['kind']} {row['id']}")
def test_a_fault_is_found_and_nothing_else(row: dict[str, Any]) -> None:
    expected = short.Told(
        row["rule"],
        row["severity"],
        row["at"],
        row["message"],
        row.get("repair"),
        tuple(sorted(row.get("follows", ()))),
    )
    assert short.beyond(row) == [expected]


def test_there_are_enough_of_each_kind_and_all_differ() -> None:
    rows = short.rows()
    assert len(rows) >= 200
    assert len({(row["carrier"], row["old"], row["new"]) for row in rows}) == len(rows)
    assert min(Counter(row["rule"] for row in rows).values()) >= 1
    assert sum(bool(row.get("clerk")) for row in rows) >= 80


def test_a_sound_carrier_has_nothing_but_information() -> None:
    told = {one.rule for name in ("items", "table", "leaders", "rule") for one in short.sound(name)}
    assert all(
        one.severity == "info" for name in ("items", "table", "leaders", "rule") for one in short.sound(name)
    )
    assert told <= {"unknown-members", "doubtful-jurisdiction"}
