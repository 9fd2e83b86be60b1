"""Sound drafts of different kinds, invented: none is accused, and all together are warned of once."""

from __future__ import annotations

from pathlib import Path

from kg import pipeline
from kg.proof import ALL

DRAFTS = sorted((Path(__file__).parent / "sound").iterdir())


def test_sound_drafts_are_left_alone() -> None:
    said = [
        (path.name, entry.severity, entry.rule.id, entry.marks[0].words if entry.marks else "")
        for path in DRAFTS
        for entry in pipeline.validate_notice(pipeline.convert(path), engine="quick", packs=ALL).entries
        if entry.severity != "info"
    ]
    assert len(DRAFTS) >= 10
    # A call for forms has no task indeed.
    assert said == [("annexes-and-codes.txt", "warning", "no-tasks", "")]
