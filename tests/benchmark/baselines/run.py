"""Predict with a baseline: ``python baselines/run.py notices regex OUT`` and the like, from the benchmark.

notices regex|jieba-rules|jionlp|quantulum3   →  OUT/SET/NAME.json
pairs bigrams      the most alike item by its pairs of characters  →  OUT
names closest      the most alike label (difflib)                  →  OUT
searches substring labels that hold the words, shortest first      →  OUT
"""

from __future__ import annotations

import csv
import difflib
import json
import sys
from pathlib import Path
from typing import Any

from layout import items
from quantities import WAYS

HERE = Path(__file__).resolve().parent.parent
ALIKE = 0.35  # of the pairs of characters of two items
CLOSE = 0.6


def notices(way: str, out: Path) -> None:
    """Predict every notice, its quantities in one of four ways."""
    for text in sorted((HERE / "notices").rglob("*.txt")):
        tasks = items(text.read_text("utf-8"))
        for task in tasks:
            task["targets"] = WAYS[way](task["text"])
        target = out / text.parent.name / f"{text.stem}.json"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps({"tasks": tasks}, ensure_ascii=False), "utf-8")


def pairs(_way: str, out: Path) -> None:
    """Join each later item to the earlier one that is most alike."""
    found: dict[str, list[list[Any]]] = {}
    for name, pair in json.loads((HERE / "pairs.json").read_text("utf-8")).items():
        one, other = ([item["text"] for item in items(pair[side])] for side in "ab")
        relations: list[list[Any]] = []
        gone = set(range(len(one)))
        for j, text in enumerate(other):
            likeness, i = max((_alike(one[i], text), i) for i in range(len(one)))
            if likeness >= ALIKE and i in gone:
                gone.remove(i)
                relations.append(["same" if one[i] == text else "changed", [i + 1], [j + 1]])
            else:
                relations.append(["new", [], [j + 1]])
        found[name] = relations + [["dropped", [i + 1], []] for i in sorted(gone)]
    out.write_text(json.dumps(found, ensure_ascii=False), "utf-8")


def _alike(one: str, other: str) -> float:
    a, b = ({text[i : i + 2] for i in range(len(text) - 1)} for text in (one, other))
    return 2 * len(a & b) / (len(a) + len(b) or 1)


def names(_way: str, out: Path) -> None:
    """Lead each name to the most alike label or full name."""
    labels = {
        form: row["label"] for row in _csv("register.csv") for form in (row["label"], row["full"]) if form
    }
    with out.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("name", "label"))
        for row in _csv("names.csv"):
            close = difflib.get_close_matches(row["name"], labels, 1, CLOSE)
            rows.writerow((row["name"], labels[close[0]] if close else ""))


def searches(_way: str, out: Path) -> None:
    """Find the labels that hold the words searched for."""
    labels = [row["label"] for row in _csv("register.csv")]
    found = {
        row["search"]: sorted((label for label in labels if row["search"] in label), key=len)
        for row in _csv("searches.csv")
    }
    out.write_text(json.dumps(found, ensure_ascii=False), "utf-8")


def _csv(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((HERE / name).read_text("utf-8").splitlines()))


PARTS = {"notices": notices, "pairs": pairs, "names": names, "searches": searches}

if __name__ == "__main__":
    if len(sys.argv) != 4 or sys.argv[1] not in PARTS:
        sys.exit(__doc__)
    PARTS[sys.argv[1]](sys.argv[2], Path(sys.argv[3]))
