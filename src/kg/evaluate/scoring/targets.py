"""Commitments with a number: which are read, with which change and bound, and from what they set out.

Gold gives ``baseline`` of a target where it was read for that: ``{"value", "unit", "period"}`` (period
YYYY; null what the words do not say), null where the target sets out from nothing that is stated, or
a list of readings that are right. It is scored among matched targets.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.evaluate.scoring.scores import FileScore
from kg.evaluate.scoring.words import Json, bare, form, squeezed, where


def _reading(target: Json) -> tuple[str, str]:
    """Return change and bound of a gold target."""
    op = target["op"]
    if op in ("up_by", "down_by"):
        return {"up_by": "increase", "down_by": "decrease"}[op], target.get("bound") or "eq"
    return "level", op


def _overlaps(a: str, b: str) -> bool:
    """Indicators overlap where they share two characters in a row, or one is the other's part."""
    a, b = (re.sub(r"\W", "", squeezed(t)) for t in (a, b))
    if not a or not b or a in b or b in a:
        return True
    return bool({a[i : i + 2] for i in range(len(a) - 1)} & {b[i : i + 2] for i in range(len(b) - 1)})


def _same(gold: Json, got: Json) -> bool:
    return (
        abs(float(gold["value"]) - float(got["value"])) < 1e-9
        and form(gold["unit"]) == form(got["unit"])
        and _overlaps(gold["indicator"], got["indicatorText"] if "indicatorText" in got else got["indicator"])
    )


def _readings(target: Json) -> list[Json]:
    given = target.get("alternatives") or []
    given = [given] if isinstance(given, (str, Mapping)) else given
    noted = re.search(r"按\s*(\w+)\s*亦可", target.get("note") or "")
    more = [{**target, "op": noted[1]}] if noted else []
    return [target, *(alt for alt in given if not isinstance(alt, str)), *more]


def _optional(target: Json) -> bool:
    given = target.get("alternatives") or []
    return "absent" in ([given] if isinstance(given, str) else given)


Matched = tuple[Json, Json, bool]  # gold, found, and whether change and bound are right, too


def pair_targets(gold: list[Json], got: list[Json]) -> tuple[list[Matched], list[Json], list[Json]]:
    """Return the targets that are the same in both, those of gold that were missed, and those invented.

    One that gold says may be absent is not missed.
    """
    pairs: list[Matched] = []
    missed: list[Json] = []
    rest = list(got)
    for target in gold:
        readings = _readings(target)
        matches = [f for f in rest if any(_same(reading, f) for reading in readings)]
        exact = [
            f
            for f in matches
            if any(_same(r, f) and _reading(r) == (f["change"], f["bound"]) for r in readings)
        ]
        found = next(iter(exact or matches), None)
        if found is not None:
            rest = [f for f in rest if f is not found]
            pairs.append((target, found, bool(exact)))
        elif not _optional(target):
            missed.append(target)
    return pairs, missed, rest


def compare_targets(score: FileScore, gold: Json | None, got: Json | None) -> None:
    """Count the targets of one item, and whether their change and bound are right."""
    place = where(gold, got)
    tally, bounds = score.scores["targets"], score.scores["bounds"]
    expected = list(gold.get("targets") or []) if gold else []
    pairs, missed, rest = pair_targets(expected, list(got["targets"]) if got else [])
    tally.right += len(pairs)
    tally.missed += len(missed)
    tally.wrong += len(rest)
    score.differences.extend(f"- targets {place}: {_printed(target)}" for target in missed)
    for target, found, exact in pairs:
        _count_indicator(score, _readings(target), found, place)
        _count_baseline(score, target, found, place)
        if exact:
            bounds.right += 1
        else:
            bounds.wrong += 1
            bounds.missed += 1
            score.differences.append(
                f"! bounds {place}: {_printed(target)} ≠ {found['change']} {found['bound']}"
            )
    score.differences.extend(
        f"+ targets {place}: {f['indicator']} {f['bound']} {f['value']}{f['unit']}" for f in rest
    )


def _count_indicator(score: FileScore, readings: list[Json], found: Json, place: str) -> None:
    """A matched target's indicator overlaps; here its words must be those of gold."""
    tally = score.scores["indicators"]
    words = found.get("indicatorText") or found["indicator"]
    if bare(words) in {bare(reading.get("indicator", "")) for reading in readings}:
        tally.right += 1
        return
    tally.wrong += 1
    tally.missed += 1
    score.differences.append(f"! indicators {place}: {readings[0]['indicator']} ≠ {words}")


def _count_baseline(score: FileScore, target: Json, found: Json, place: str) -> None:
    """What a target sets out from, where gold tells: its figure, its unit and its year."""
    if "baseline" not in target:
        return
    given = target["baseline"]
    readings = given if isinstance(given, list) else [given]
    got = found.get("baseline")
    if got is None and None in readings:
        return
    tally = score.scores["baselines"]
    if any(_same_baseline(reading, got) for reading in readings):
        tally.right += 1
        return
    tally.wrong += got is not None
    tally.missed += None not in readings
    score.differences.append(f"! baselines {place}: {target['indicator']} {readings[0]} ≠ {got}")


def _same_baseline(gold: Json | None, got: Json | None) -> bool:
    if gold is None or got is None or gold["period"] != got["period"]:
        return False
    if gold["value"] is None or got["value"] is None:
        return gold["value"] is got["value"]
    same = abs(float(gold["value"]) - float(got["value"])) < 1e-9
    return same and form(gold["unit"]) == form(got["unit"] or "")


def _printed(target: Json) -> str:
    return f"{target['indicator']} {target['op']} {target['value']}{target['unit']}"
