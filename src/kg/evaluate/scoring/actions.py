"""What a task says is to be done with its matter, where gold lists it.

Gold gives ``actions`` of a task, a list of codes of the scheme of actions: those that a reader of the
words names by the definitions of the scheme. ``alternatives.actions`` lists codes that may be read
too: they are neither missed nor wrong.
"""

from __future__ import annotations

from collections.abc import Mapping

from kg.evaluate.scoring.scores import FileScore
from kg.evaluate.scoring.words import Json, where


def compare_actions(score: FileScore, gold: Json | None, got: Json | None) -> None:
    """Count the actions of one task, where gold lists them."""
    if gold is None or "actions" not in gold:
        return
    given = gold.get("alternatives")
    may_be = set(given.get("actions") or ()) if isinstance(given, Mapping) else set()
    found = [code for code in (got.get("actions") or () if got else ()) if code not in may_be]
    score.count("actions", gold["actions"], found, where(gold, got))
