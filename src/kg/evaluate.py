"""Conversion against gold read by hand: precision, recall and F1, a row a file and the total.

    evaluate(directory) -> Evaluation

Gold is ``NAME.gold.json`` beside ``NAME.txt|md|html|docx|pdf|ofd``, or ``gold.json`` beside
``notice.*``; its form and the rules of matching are those of the corpus of notices:

* a task matches by the beginning of its text (14 characters without spaces); gold may begin with
  the title that stands apart from the text, or leave it out;
* a unit by its printed string, spaces and a closing full stop aside; a role by unit and role,
  bodies only (collectives are scored by their string alone);
* a target by task, value, unit as printed, and an indicator that overlaps; change and bound are
  scored among matched targets;
* a project by its name, then field by field, its group without number and count.

Where gold gives ``alternatives``, each of them is right.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.errors import KgError, UsageError
from kg.parse.grid import group_name

KINDS = ("tasks", "units", "roles", "leaders", "targets", "bounds", "projects")
_SUFFIXES = (".txt", ".md", ".html", ".htm", ".docx", ".pdf", ".ofd")
_PREFIX = 14
_ROLES = ("lead", "support", "responsible")
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

Json = Mapping[str, Any]


@dataclass
class Score:
    """Counts of one kind: found and right, found and wrong, missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, other: Score) -> None:
        """Add the counts of ``other``."""
        self.right += other.right
        self.wrong += other.wrong
        self.missed += other.missed

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 1 where nothing was found."""
        found = self.right + self.wrong
        return self.right / found if found else 1.0

    @property
    def recall(self) -> float:
        """Share of what gold holds that was found; 1 where gold holds nothing."""
        gold = self.right + self.missed
        return self.right / gold if gold else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / total if total else 1.0

    @property
    def empty(self) -> bool:
        """Neither gold nor conversion holds anything of this kind."""
        return not (self.right or self.wrong or self.missed)


@dataclass
class FileScore:
    """The scores of one file, and every difference in words."""

    name: str
    scores: dict[str, Score] = field(default_factory=lambda: {kind: Score() for kind in KINDS})
    differences: list[str] = field(default_factory=list)


@dataclass
class Evaluation:
    """All files and their total."""

    files: list[FileScore]

    @property
    def total(self) -> FileScore:
        """The sum of all files' counts."""
        total = FileScore("total")
        for one in self.files:
            for kind in KINDS:
                total.scores[kind].add(one.scores[kind])
        return total

    def as_dict(self) -> dict[str, Any]:
        """Return the table as plain values: per file and kind precision, recall, F1 and counts."""
        return {
            one.name: {
                kind: {
                    "precision": round(score.precision, 4),
                    "recall": round(score.recall, 4),
                    "f1": round(score.f1, 4),
                    "right": score.right,
                    "wrong": score.wrong,
                    "missed": score.missed,
                }
                for kind, score in one.scores.items()
            }
            for one in [*self.files, self.total]
        }


def find_gold(directory: Path) -> Iterator[tuple[Path, Path]]:
    """Yield (notice, gold) below ``directory``, one pair per format of a notice."""
    for gold in sorted([*directory.rglob("*.gold.json"), *directory.rglob("gold.json")]):
        stem = "notice" if gold.name == "gold.json" else gold.name.removesuffix(".gold.json")
        for suffix in _SUFFIXES:
            notice = gold.with_name(stem + suffix)
            if notice.exists():
                yield notice, gold


def evaluate(directory: Path, progress: Callable[[int, int], None] | None = None) -> Evaluation:
    """Convert every notice below ``directory`` that has gold, and compare.

    Raises:
        UsageError: there is no gold below the directory.
    """
    from kg.emit import as_json
    from kg.pipeline import convert

    pairs = list(find_gold(directory))
    if not pairs:
        raise UsageError(
            f"{directory} 下没有 *.gold.json，请指定存放标注的目录。",
            f"No *.gold.json below {directory}; name the folder that holds gold.",
        )
    files = []
    for done, (notice, gold) in enumerate(pairs, 1):
        expected = json.loads(gold.read_text("utf-8"))
        name = notice.parent.name if notice.stem == "notice" else notice.stem
        if sum(g == gold for _, g in pairs) > 1:
            name += notice.suffix
        try:
            got: Json = as_json(convert(notice))
        except KgError as error:
            got = {"tasks": [], "projects": [], "notice": {}}
            if expected["tasks"] or expected["projects"]:
                files.append(compare(name, expected, got))
                files[-1].differences.insert(0, str(error))
                continue
        files.append(compare(name, expected, got))
        if progress:
            progress(done, len(pairs))
    return Evaluation(files)


def compare(name: str, gold: Json, got: Json) -> FileScore:
    """Return the scores of one converted notice (JSON of the contract) against its gold."""
    score = FileScore(name)
    pairs, missed, extra = _pair_tasks(gold["tasks"], got["tasks"])
    score.scores["tasks"] = Score(len(pairs), len(extra), len(missed))
    for task in missed:
        score.differences.append(f"- task {task['number']} {task['text'][:20]}")
        pairs.append((task, None))
    for task in extra:
        score.differences.append(f"+ task {task['number']} {task['text'][:20]}")
    for expected, found in [*pairs, *((None, task) for task in extra)]:
        _compare_units(score, expected, found)
        _compare_leaders(score, expected, found)
        _compare_targets(score, expected, found)
    _compare_projects(score, gold.get("projects", []), got["projects"])
    return score


def _squeezed(text: str | None) -> str:
    return re.sub(r"\s", "", text or "")


def _unit_key(text: str) -> str:
    return _squeezed(text).rstrip("。.")


def _pair_tasks(
    gold: list[Json], got: list[Json]
) -> tuple[list[tuple[Json, Json | None]], list[Json], list[Json]]:
    free = list(got)
    pairs: list[tuple[Json, Json | None]] = []
    missed = []
    for task in gold:
        either = _task_alternatives(task).get("text") or []
        starts = {_squeezed(text)[:_PREFIX] for text in (task["text"], *either)}
        same = [t for t in free if _beginnings(t) & starts]
        if not same:
            missed.append(task)
            continue
        found = next((t for t in same if _squeezed(t["number"]) == _squeezed(task["number"])), same[0])
        free = [t for t in free if t is not found]
        pairs.append((task, found))
    return pairs, missed, free


def _beginnings(task: Json) -> set[str]:
    """Return how a task's words begin: with the title that stands apart, and without it."""
    text, title = _squeezed(task["text"]), _squeezed(task.get("title"))
    return {text[:_PREFIX], (title + text)[:_PREFIX]}


def _task_alternatives(task: Json) -> Json:
    given = task.get("alternatives")
    return given if isinstance(given, Mapping) else {}


def _flat(given: Any) -> Iterator[str]:
    """Yield the strings of a string, a list or lists in a list."""
    if isinstance(given, str):
        yield given
    elif isinstance(given, Mapping):
        for key, value in given.items():
            yield key
            yield from _flat(value)
    else:
        for one in given or ():
            yield from _flat(one)


def _where(task: Json | None, other: Json | None) -> str:
    given = task or other or {}
    return f"{given.get('number')} {given.get('text', given.get('name', ''))[:10]}"


def _count(score: FileScore, kind: str, gold: list[Any], got: list[Any], where: str) -> None:
    rest = list(got)
    tally = score.scores[kind]
    for item in gold:
        if item in rest:
            rest.remove(item)
            tally.right += 1
        else:
            tally.missed += 1
            score.differences.append(f"- {kind} {where}: {item}")
    tally.wrong += len(rest)
    score.differences.extend(f"+ {kind} {where}: {item}" for item in rest)


def _compare_units(score: FileScore, gold: Json | None, got: Json | None) -> None:
    where = _where(gold, got)
    bodies = [(_unit_key(text), role) for role in _ROLES for text in (gold.get(role) or [] if gold else [])]
    collectives = [_unit_key(text) for text in (gold.get("collectives") or [] if gold else [])]
    found = [(_unit_key(u["text"]), u["role"], u["collective"]) for u in (got["units"] if got else [])]
    optional = {_unit_key(text) for text in _flat(gold.get("collectiveAlternatives") if gold else None)}
    printed = [text for text, _ in bodies] + collectives
    found = [f for f in found if f[0] not in optional or f[0] in printed]
    collectives = [text for text in collectives if text not in optional or text in [f[0] for f in found]]
    _count(score, "units", [b for b, _ in bodies] + collectives, [f for f, _, _ in found], where)
    named = {b for b, _ in bodies}
    roles = [
        (text, role) for text, role, is_set in found if text in named or not (is_set or text in collectives)
    ]
    either = gold.get("roleAlternatives") if gold else None
    if either:
        allowed = {
            (_unit_key(k), v) for k, vs in either.items() for v in (vs if isinstance(vs, list) else [vs])
        }
        bodies = [next((r for r in roles if r[0] == b[0] and r in allowed), b) for b in bodies]
    _count(score, "roles", bodies, roles, where)


def _compare_leaders(score: FileScore, gold: Json | None, got: Json | None) -> None:
    expected = gold.get("leader") or [] if gold else []
    expected = [expected] if isinstance(expected, str) else expected
    found = [leader["name"] for leader in (got["leaders"] if got else [])]
    _count(score, "leaders", [_squeezed(n) for n in expected], found, _where(gold, got))


def _reading(target: Json) -> tuple[str, str]:
    """Return change and bound of a gold target."""
    op = target["op"]
    if op in ("up_by", "down_by"):
        return {"up_by": "increase", "down_by": "decrease"}[op], target.get("bound") or "eq"
    return "level", op


def _overlaps(a: str, b: str) -> bool:
    """Indicators overlap where they share two characters in a row, or one is the other's part."""
    a, b = (re.sub(r"\W", "", _squeezed(t)) for t in (a, b))
    if not a or not b or a in b or b in a:
        return True
    return bool({a[i : i + 2] for i in range(len(a) - 1)} & {b[i : i + 2] for i in range(len(b) - 1)})


def _same(gold: Json, got: Json) -> bool:
    return (
        abs(float(gold["value"]) - float(got["value"])) < 1e-9
        and _form(gold["unit"]) == _form(got["unit"])
        and _overlaps(gold["indicator"], got["indicatorText"] if "indicatorText" in got else got["indicator"])
    )


def _form(text: str) -> str:
    return unicodedata.normalize("NFKC", _squeezed(text))


def _readings(target: Json) -> list[Json]:
    given = target.get("alternatives") or []
    given = [given] if isinstance(given, (str, Mapping)) else given
    noted = re.search(r"按\s*(\w+)\s*亦可", target.get("note") or "")
    more = [{**target, "op": noted[1]}] if noted else []
    return [target, *(alt for alt in given if not isinstance(alt, str)), *more]


def _optional(target: Json) -> bool:
    given = target.get("alternatives") or []
    return "absent" in ([given] if isinstance(given, str) else given)


def _compare_targets(score: FileScore, gold: Json | None, got: Json | None) -> None:
    where = _where(gold, got)
    expected = list(gold.get("targets") or []) if gold else []
    rest = list(got["targets"]) if got else []
    tally, bounds = score.scores["targets"], score.scores["bounds"]
    for target in expected:
        readings = _readings(target)
        matches = [f for f in rest if any(_same(reading, f) for reading in readings)]
        exact = [
            f
            for f in matches
            if any(_same(r, f) and _reading(r) == (f["change"], f["bound"]) for r in readings)
        ]
        found = (exact or matches or [None])[0]
        if found is None:
            if not _optional(target):
                tally.missed += 1
                score.differences.append(f"- targets {where}: {_printed(target)}")
            continue
        rest = [f for f in rest if f is not found]
        tally.right += 1
        if exact:
            bounds.right += 1
        else:
            bounds.wrong += 1
            bounds.missed += 1
            score.differences.append(
                f"! bounds {where}: {_printed(target)} ≠ {found['change']} {found['bound']}"
            )
    tally.wrong += len(rest)
    score.differences.extend(
        f"+ targets {where}: {f['indicator']} {f['bound']} {f['value']}{f['unit']}" for f in rest
    )


def _printed(target: Json) -> str:
    return f"{target['indicator']} {target['op']} {target['value']}{target['unit']}"


def _compare_projects(score: FileScore, gold: list[Json], got: list[Json]) -> None:
    """A project's name counts, and every field that gold gives."""
    free = list(got)
    tally = score.scores["projects"]
    for project in gold:
        name = _form(project["name"])
        found = next((p for p in free if _form(p["name"]) == name), None)
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
                readings = tuple(group_name(_squeezed(reading)) for reading in readings)
                value = value and group_name(_squeezed(value))
            if any(_equal(reading, value) for reading in readings):
                tally.right += 1
            else:
                tally.wrong += value is not None
                tally.missed += 1
                score.differences.append(f"! project {project['number']} {key}: {project[key]} ≠ {value}")
        if any(role in project for role in _ROLES):
            _compare_units(score, project, found)
        if "leader" in project:
            _compare_leaders(score, project, found)
        if "targets" in project:
            _compare_targets(score, project, found)
    tally.wrong += len(free)
    score.differences.extend(f"+ project {p['number']} {p['name']}" for p in free)


def _equal(gold: Any, got: Any) -> bool:
    if isinstance(gold, (int, float)) and not isinstance(gold, bool):
        return got is not None and abs(float(gold) - float(got)) < 1e-9
    return _form(str(gold)).rstrip("。") == _form(str(got or "")).rstrip("。")


def text_table(evaluation: Evaluation) -> str:
    """Return the table in Markdown: F1 a file, then precision, recall and F1 of the total."""
    head = "| file | " + " | ".join(KINDS) + " |"
    rows = [head, "|---|" + "---:|" * len(KINDS)]
    for one in evaluation.files:
        cells = [_cell(one.scores[kind], "f1") for kind in KINDS]
        rows.append(f"| {one.name} | " + " | ".join(cells) + " |")
    total = evaluation.total
    for word in ("precision", "recall", "f1"):
        cells = [_cell(total.scores[kind], word) for kind in KINDS]
        rows.append(f"| **total {word}** | " + " | ".join(cells) + " |")
    return "\n".join(rows)


def _cell(score: Score, word: str) -> str:
    return "–" if score.empty else f"{getattr(score, word):.3f}"
