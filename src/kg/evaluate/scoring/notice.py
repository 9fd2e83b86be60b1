"""One converted notice against its gold: tasks are paired, then what they say is compared."""

from __future__ import annotations

from collections.abc import Mapping

from kg.evaluate.scoring.actions import compare_actions
from kg.evaluate.scoring.deadlines import compare_deadline
from kg.evaluate.scoring.findings import compare_findings
from kg.evaluate.scoring.header import compare_header
from kg.evaluate.scoring.parties import compare_leaders, compare_names, compare_posts, compare_units
from kg.evaluate.scoring.projects import compare_projects
from kg.evaluate.scoring.scores import FileScore, Score
from kg.evaluate.scoring.targets import compare_targets
from kg.evaluate.scoring.words import Json, squeezed

_PREFIX = 14


def compare(name: str, gold: Json, got: Json, text: str = "") -> FileScore:
    """Return the scores of one converted notice (JSON of the contract) against its gold.

    ``text`` is the text as read, to which the evidence of ``got`` leads.
    """
    score = FileScore(name)
    pairs, missed, extra = pair_tasks(gold["tasks"], got["tasks"])
    score.scores["tasks"] = Score(len(pairs), len(extra), len(missed))
    for task in missed:
        score.differences.append(f"- task {task['number']} {task['text'][:20]}")
        pairs.append((task, None))
    for task in extra:
        score.differences.append(f"+ task {task['number']} {task['text'][:20]}")
    for expected, found in [*pairs, *((None, task) for task in extra)]:
        compare_units(score, expected, found)
        compare_leaders(score, expected, found)
        compare_posts(score, expected, found)
        compare_deadline(score, expected, found)
        compare_targets(score, expected, found)
        compare_actions(score, expected, found)
    compare_projects(score, gold.get("projects", []), got["projects"])
    compare_names(score, gold, got)
    compare_header(score, gold, got)
    compare_findings(score, gold, got, text)
    return score


def pair_tasks(
    gold: list[Json], got: list[Json]
) -> tuple[list[tuple[Json, Json | None]], list[Json], list[Json]]:
    """Return the tasks that are the same in both, those of gold that were missed, and those invented."""
    free = list(got)
    pairs: list[tuple[Json, Json | None]] = []
    missed = []
    for task in gold:
        either = _task_alternatives(task).get("text") or []
        starts = {squeezed(text)[:_PREFIX] for text in (task["text"], *either)}
        same = [t for t in free if _beginnings(t) & starts]
        if not same:
            missed.append(task)
            continue
        found = next((t for t in same if squeezed(t["number"]) == squeezed(task["number"])), same[0])
        free = [t for t in free if t is not found]
        pairs.append((task, found))
    return pairs, missed, free


def _beginnings(task: Json) -> set[str]:
    """Return how a task's words begin: with the title that stands apart, and without it."""
    text, title = squeezed(task["text"]), squeezed(task.get("title"))
    return {text[:_PREFIX], (title + text)[:_PREFIX]}


def _task_alternatives(task: Json) -> Json:
    given = task.get("alternatives")
    return given if isinstance(given, Mapping) else {}
