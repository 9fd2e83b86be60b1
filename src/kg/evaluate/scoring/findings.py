"""What was found wrong or doubtful in a notice, where gold lists it.

Gold gives ``findings``, a list of ``{"code"}`` with the words that the finding points ``at``, if it
points at any: every warning that a careful reader of the text gives. Those that only inform
(``"severity": "info"`` of a conversion) may be listed; they are not wrong where they are not.
"""

from __future__ import annotations

from kg.evaluate.scoring.scores import FileScore
from kg.evaluate.scoring.words import Json, squeezed


def compare_findings(score: FileScore, gold: Json, got: Json, text: str) -> None:
    """Count the findings of one notice, where gold lists them; ``text`` is the text as read."""
    if "findings" not in gold:
        return
    rest = list(got.get("findings") or ())
    tally = score.scores["findings"]
    for expected in gold["findings"]:
        found = next((one for one in rest if _same(expected, one, text)), None)
        if found is None:
            tally.missed += 1
            score.differences.append(f"- findings {expected['code']}: {expected.get('at', '')}")
            continue
        tally.right += 1
        rest.remove(found)
    for one in rest:
        if one["severity"] != "info":
            tally.wrong += 1
            score.differences.append(f"+ findings {one['code']}: {one['message']}")


def _same(expected: Json, found: Json, text: str) -> bool:
    if found["code"] != expected["code"]:
        return False
    words = squeezed(expected.get("at"))
    pointed = [squeezed(text[span["start"] : span["end"]]) for span in found["evidence"]]
    return not words or any(words in one or (one and one in words) for one in pointed)
