"""Slips planted into short carriers: each is found, at its words, with its repair, and nothing else is."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg import pipeline
from kg.proof import PACKS
from kg.validate import Report

HERE = Path(__file__).parent
ROWS: list[dict[str, Any]] = yaml.safe_load((HERE / "planted.yml").read_text("utf-8"))
CARRIERS = sorted((HERE / "carriers").glob("*.txt"))


@cache
def carrier(name: str) -> str:
    return (HERE / "carriers" / f"{name}.txt").read_text("utf-8")


def looked_at(text: str) -> Report:
    notice = pipeline.convert(text.encode(), name="草稿.txt")
    return pipeline.validate_notice(notice, packs=PACKS)


@pytest.mark.parametrize("path", CARRIERS, ids=lambda path: path.stem)
def test_carrier_is_sound(path: Path) -> None:
    assert [(e.rule.id, e.text("zh")) for e in looked_at(path.read_text("utf-8")).entries] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_planted_slip_is_found_and_nothing_else(row: dict[str, Any]) -> None:
    sound = carrier(row["carrier"])
    assert sound.count(row["old"]) == 1, f"the words occur {sound.count(row['old'])} times"
    found = [
        (entry.rule.id, entry.severity, entry.marks[0].words, entry.message, entry.repair)
        for entry in looked_at(sound.replace(row["old"], row["new"])).entries
    ]
    assert found == [(row["rule"], row["severity"], row["at"], row["message"], row.get("repair"))]


def test_table_is_large_enough_and_its_rows_are_distinct() -> None:
    assert len(ROWS) >= 120
    assert len({row["id"] for row in ROWS}) == len(ROWS)
    assert len({(row["carrier"], row["old"], row["new"]) for row in ROWS}) == len(ROWS)
