"""Faults on short carriers: ``short/*.yml`` → what is found, each with its consequences.

A row edits a carrier (``old`` → ``new``, exact, once) and says what must be found: ``rule``,
``severity``, the words marked (``at``), the ``message``, the ``repair`` where one is certain, the
rules of what follows (``follows``), and nothing else. ``clerk: true``: written before anybody looked
at what the rules find.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from kg import emit, pipeline
from kg.validate import Report
from kg.validate.report import Entry
from tests.validate.carriers import CARRIERS
from tests.validate.faults import LEARNED, by_both

FOLDER = Path(__file__).with_name("short")


@dataclass(frozen=True)
class Told:
    """One entry as a row states it."""

    rule: str
    severity: str
    at: str
    message: str
    repair: str | None
    follows: tuple[str, ...]


@cache
def rows() -> list[dict[str, Any]]:
    """Return all rows, each with its ``kind``: the name of its file."""
    return [
        {"kind": path.stem, **row}
        for path in sorted(FOLDER.glob("*.yml"))
        for row in yaml.safe_load(path.read_text("utf-8"))
    ]


def report_of(text: str, *, judged: bool = False) -> Report:
    """Validate a text by the quick engine; ``judged``: by both, which must say the same."""
    made = pipeline.convert(text.encode(), name="notice.txt")
    if judged:
        return by_both(list(emit.quads(made)), made.text.content, "notice.txt")
    return pipeline.validate_notice(made, engine="quick")


@cache
def sound(carrier: str) -> frozenset[Told]:
    """Return what the carrier itself reports."""
    return frozenset(told(entry) for entry in _told(report_of(CARRIERS[carrier])))


def beyond(row: dict[str, Any]) -> list[Told]:
    """Return what a row's fault adds to what its carrier reports."""
    text = CARRIERS[row["carrier"]]
    assert text.count(row["old"]) == 1, f"{row['id']}: the words occur {text.count(row['old'])} times"
    # The judge takes ten times as long: of each kind it looks at every fourth.
    judged = int(row["id"]) % 4 == 1
    changed = report_of(text.replace(row["old"], row["new"]), judged=judged)
    found = [told(entry) for entry in _told(changed)]
    return [one for one in found if one not in sound(row["carrier"])]


def _told(report: Report) -> list[Entry]:
    return [entry for entry in report.entries if entry.rule.id not in LEARNED]


def told(entry: Entry) -> Told:
    """Return what a row states of an entry."""
    return Told(
        entry.rule.id,
        entry.severity,
        " ".join(entry.marks[0].words.split()) if entry.marks else "",
        entry.message,
        entry.repair,
        tuple(sorted(one.rule.id for one in entry.consequences)),
    )
