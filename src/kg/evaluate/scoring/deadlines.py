"""Until when: the words of a deadline and, where gold gives it, the last day that they mean.

Gold gives ``deadline`` as printed, None where there is none, and ``deadlineDate``, the last day that
it means, or a list of days that are right (None: no day can be told). Of a known day the words need
only hold each other: 6月底前 in 6月底前完成. ``alternatives.deadline`` lists words that are right
too (None: that nothing is read).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kg.evaluate.scoring.scores import FileScore
from kg.evaluate.scoring.words import Json, form, where


def compare_deadline(score: FileScore, gold: Json | None, got: Json | None) -> None:
    """Count the deadline of one item, where gold tells of deadlines."""
    if gold is not None and "deadline" not in gold:
        return
    readings = _readings(gold)
    found = got["deadline"] if got else None
    tally = score.scores["deadlines"]
    if found is None:
        if None not in readings:
            tally.missed += 1
            score.differences.append(f"- deadlines {where(gold, got)}: {readings[0]}")
        return
    dates = _dates(gold)
    if _is(readings[0], found, dates) or any(_is(reading, found, []) for reading in readings[1:]):
        tally.right += 1
        return
    tally.wrong += 1
    tally.missed += None not in readings
    printed = f"{found['text']} ({found['date']})"
    expected = f"{readings[0]} ({' / '.join(map(str, dates))})" if dates else f"{readings[0]}"
    score.differences.append(f"! deadlines {where(gold, got)}: {expected} ≠ {printed}")


def _readings(gold: Json | None) -> list[str | None]:
    if gold is None:
        return [None]
    given = gold.get("alternatives")
    more: Any = given.get("deadline", ()) if isinstance(given, Mapping) else ()
    return [gold["deadline"], *more]


def _dates(gold: Json | None) -> list[str | None]:
    """Return the days that gold allows; nothing where it does not say."""
    if gold is None or "deadlineDate" not in gold:
        return []
    given = gold["deadlineDate"]
    return given if isinstance(given, list) else [given]


def _is(reading: str | None, found: Json, dates: list[str | None]) -> bool:
    if reading is None:
        return False
    expected, printed = form(reading), form(found["text"])
    if not dates:
        return expected == printed
    return found["date"] in dates and (expected in printed or printed in expected)
