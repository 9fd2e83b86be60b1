"""Projects: their names and every field that gold gives."""

from __future__ import annotations

import re
from typing import Any

from kg.evaluate.scoring.deadlines import compare_deadline
from kg.evaluate.scoring.parties import ROLES, compare_leaders, compare_posts, compare_units
from kg.evaluate.scoring.scores import FileScore
from kg.evaluate.scoring.targets import compare_targets
from kg.evaluate.scoring.words import Json, form, squeezed

# The number and the count of a group, which are no part of its name: 一、教育惠民（3个）.
_NUMBER = re.compile(r"^(?:[（(][一二三四五六七八九十]+[)）][、.．]?|[一二三四五六七八九十]+[、.．])")
_COUNT = re.compile(r"[（(]\d{1,4}(?:项|个|件)[)）]$")
_FIELDS = {
    "totalInvestment": ("investment", "total"),
    "yearInvestment": ("investment", "planned"),
    "fiscal": ("investment", "fiscal"),
    "upward": ("investment", "upward"),
    "unit": ("investment", "unit"),
    "nature": ("constructionType",),
    "content": ("content",),
    "progress": ("progressGoal",),
    "benefit": ("benefit",),
    "category": ("category",),
    "owner": ("owner",),
    "department": ("department",),
    "stage": ("stage",),
}


def compare_projects(score: FileScore, gold: list[Json], got: list[Json]) -> None:
    """A project's name counts, and every field that gold gives."""
    free = list(got)
    tally = score.scores["projects"]
    for project in gold:
        name = form(project["name"])
        found = next((p for p in free if form(p["name"]) == name), None)
        fields = [(key, path) for key, path in _FIELDS.items() if project.get(key) not in (None, "", [])]
        if found is None:
            tally.missed += 1 + len(fields)
            score.differences.append(f"- project {project['number']} {project['name']}")
            continue
        free = [p for p in free if p is not found]
        tally.right += 1
        for key, path in fields:
            value: Any = found
            for step in path:
                value = value[step] if value is not None else None
            readings = (project[key], *project.get(f"{key}Alternatives", []))
            if key == "category":
                readings = tuple(_group(reading) for reading in readings)
                value = value and _group(value)
            if any(_equal(reading, value) for reading in readings):
                tally.right += 1
            else:
                tally.wrong += value is not None
                tally.missed += 1
                score.differences.append(f"! project {project['number']} {key}: {project[key]} ≠ {value}")
        if any(role in project for role in ROLES):
            compare_units(score, project, found)
        if "leader" in project:
            compare_leaders(score, project, found)
        compare_posts(score, project, found)
        compare_deadline(score, project, found)
        if "targets" in project:
            compare_targets(score, project, found)
    tally.wrong += len(free)
    score.differences.extend(f"+ project {p['number']} {p['name']}" for p in free)


def _group(heading: str) -> str:
    """Return the name of a group without its number and count."""
    return _COUNT.sub("", _NUMBER.sub("", squeezed(heading)))


def _equal(gold: Any, got: Any) -> bool:
    if isinstance(gold, (int, float)) and not isinstance(gold, bool):
        return got is not None and abs(float(gold) - float(got)) < 1e-9
    return form(str(gold)).rstrip("。") == form(str(got or "")).rstrip("。")
