"""Score predictions on the open benchmark; needs Python 3.11 or later and nothing else.

    python score.py notices FOLDER     FOLDER/SET/NAME.json: a notice as JSON, in the documented form
    python score.py pairs FILE         {"first/01": [["changed", [1], [2]], …], …}
    python score.py names FILE         CSV: name,label (an empty label: none of the register)
    python score.py searches FILE      {"县发改局": ["县发改局", …], …}: labels, best first
    python score.py faults FILE        {"FAULT": ["words marked", …], …}

Each prints a table in Markdown; ``--json`` prints the figures. What is not predicted counts as missed.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from scoring import Evaluation, FileScore, compare

HERE = Path(__file__).resolve().parent
# What a prediction may leave out, and what then stands for it.
NOTICE = {"tasks": [], "projects": [], "notice": {}, "findings": []}
PROJECT = {"name": "", "investment": None, "constructionType": None, "content": None, "progressGoal": None,
           "benefit": None, "category": None, "owner": None, "department": None, "stage": None}  # fmt: skip
TASK = {"number": "", "text": "", "units": [], "leaders": [], "targets": [], "deadline": None}
UNIT = {"role": "responsible", "collective": False, "name": ""}
TARGET = {"change": "level", "bound": "eq", "unit": "", "indicator": ""}

# Names of findings and of the register are this project's own: nobody else is asked for them.
OWN = ("findings", "resolution")

Figures = dict[str, float]


def notices(folder: Path, sets: Iterable[str] = ()) -> dict[str, Figures]:
    """Return F1 by set and kind, and of all, of predictions in ``folder``."""
    wanted = set(sets)
    scores: dict[str, list[FileScore]] = {}
    for gold in sorted((HERE / "notices").rglob("*.gold.json")):
        name, part = gold.name.removesuffix(".gold.json"), gold.parent.name
        if wanted and part not in wanted:
            continue
        found = folder / part / f"{name}.json"
        got = filled(json.loads(found.read_text("utf-8"))) if found.exists() else NOTICE
        text = gold.with_name(f"{name}.txt").read_text("utf-8")
        scores.setdefault(part, []).append(compare(name, json.loads(gold.read_text("utf-8")), got, text))
    every = [score for part in scores.values() for score in part]
    return {part: _f1(files) for part, files in [*sorted(scores.items()), ("all", every)]}


def filled(notice: dict[str, Any]) -> dict[str, Any]:
    """Return a predicted notice with what it leaves out."""
    whole = {**NOTICE, **notice}
    for key in ("tasks", "projects"):
        whole[key] = [
            {
                **TASK,
                **PROJECT,
                **item,
                "units": [{**UNIT, **unit} for unit in item.get("units", ())],
                "leaders": [{"post": None, **leader} for leader in item.get("leaders", ())],
                "targets": [{**TARGET, **target} for target in item.get("targets", ())],
            }
            for item in whole[key]
        ]
    return whole


def _f1(files: list[FileScore]) -> Figures:
    total = Evaluation(files).total
    return {
        kind: round(score.f1, 4) for kind, score in total.scores.items() if not (score.empty or kind in OWN)
    }


def pairs(found: dict[str, list[list[Any]]]) -> dict[str, Figures]:
    """Return F1 of matches (which item goes back to which) and of relations, by part and of all."""
    gold = json.loads((HERE / "pairs.json").read_text("utf-8"))
    counts: dict[str, list[int]] = {}
    for name, pair in gold.items():
        mine, theirs = _relations(found.get(name, [])), _relations(pair["relations"])
        for part in (name.partition("/")[0], "all"):
            tally = counts.setdefault(part, [0, 0, 0, 0])
            links, others = _links(mine), _links(theirs)
            for at, both, sizes in (
                (0, len(links & others), len(links) + len(others)),
                (2, len(mine & theirs), len(mine) + len(theirs)),
            ):
                tally[at] += both
                tally[at + 1] += sizes
    return {
        part: {"matches": _ratio(2 * a, b), "relations": _ratio(2 * c, d)}
        for part, (a, b, c, d) in sorted(counts.items(), key=lambda row: row[0] == "all")
    }


def _relations(given: list[list[Any]]) -> set[tuple[str, frozenset[int], frozenset[int]]]:
    return {(kind, frozenset(one), frozenset(other)) for kind, one, other in given}


def _links(found: set[tuple[str, frozenset[int], frozenset[int]]]) -> set[tuple[int, int]]:
    return {(i, j) for _, one, other in found for i in one for j in other}


def names(rows: Iterable[dict[str, str]]) -> dict[str, Figures]:
    """Return, by kind of variant and of all, how many names lead to the right body, and precision."""
    given = {row["name"]: row["label"] for row in rows}
    counts: dict[str, list[int]] = {}
    for row in _csv(HERE / "names.csv"):
        label = given.get(row["name"], "")
        for part in (row["class"], "all"):
            tally = counts.setdefault(part, [0, 0, 0])
            tally[0] += bool(label) and label == row["expected"]
            tally[1] += bool(label)
            tally[2] += bool(row["expected"])
    return {
        part: {"precision": _ratio(right, told), "recall": _ratio(right, ours)}
        for part, (right, told, ours) in sorted(counts.items(), key=lambda row: (row[0] == "all", row[0]))
    }


def searches(found: dict[str, list[str]]) -> dict[str, Figures]:
    """Return the mean reciprocal rank of the expected hits."""
    rows = _csv(HERE / "searches.csv")
    ranks = [
        next((n for n, hit in enumerate(found.get(r["search"], ()), 1) if hit.startswith(r["first"])), 0)
        for r in rows
    ]
    return {"all": {"mean reciprocal rank": _ratio(sum(1 / rank for rank in ranks if rank), len(rows))}}


def faults(found: dict[str, list[str]]) -> dict[str, Figures]:
    """Return how many faults are marked at their words, and how many other marks a text has."""
    rows = json.loads((HERE / "faults.json").read_text("utf-8"))
    right = others = 0
    for row in rows:
        marks = found.get(row["id"], [])
        hit = [mark for mark in marks if mark and (mark in row["words"] or row["words"] in mark)]
        right += bool(hit)
        others += len(marks) - len(hit)
    return {"all": {"found": _ratio(right, len(rows)), "other marks a text": _ratio(others, len(rows))}}


def _ratio(part: float, whole: float) -> float:
    return round(part / whole, 4) if whole else 1.0


def _csv(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text("utf-8").splitlines()))


def table(figures: dict[str, Figures]) -> str:
    """Return the figures as a table in Markdown."""
    kinds = list(dict.fromkeys(kind for row in figures.values() for kind in row))
    lines = ["| | " + " | ".join(kinds) + " |", "|---|" + "---:|" * len(kinds)]
    for name, row in figures.items():
        cells = [f"{row[kind]:.3f}" if kind in row else "–" for kind in kinds]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> None:
    """Read the command line, score, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("part", choices=["notices", "pairs", "names", "searches", "faults"])
    parser.add_argument("predictions", type=Path)
    parser.add_argument("--set", action="append", default=[], dest="sets", help="notices: only these sets")
    parser.add_argument("--json", action="store_true", help="figures as JSON")
    given = parser.parse_args(arguments)
    if not given.predictions.exists():
        parser.error(f"{given.predictions} does not exist; name the predictions")
    if given.part == "notices":
        figures = notices(given.predictions, given.sets)
    elif given.part == "names":
        figures = names(_csv(given.predictions))
    else:
        predicted = json.loads(given.predictions.read_text("utf-8"))
        figures = {"pairs": pairs, "searches": searches, "faults": faults}[given.part](predicted)
    print(json.dumps(figures, ensure_ascii=False, indent=1) if given.json else table(figures))


if __name__ == "__main__":
    sys.exit(main())
