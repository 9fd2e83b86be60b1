"""What this project predicts on its own benchmark, in the form that ``score.py`` reads."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from fastapi.testclient import TestClient

from kg import pipeline
from kg.emit import as_json
from kg.errors import KgError
from kg.link.entities import Entities
from kg.link.match import Matcher
from kg.proof import PACKS
from kg.settings import Settings
from kg.web.app import create_app
from tests import loaded
from tests.compare import aligned
from tests.compare.measure import relations

JSON = {"Accept": "application/json"}


def predict(benchmark: Path, out: Path) -> None:
    """Write predictions for every part of a benchmark that was built."""
    out.mkdir(parents=True)
    _notices(benchmark / "notices", out / "notices")
    (out / "pairs.json").write_text(json.dumps(_pairs()), "utf-8")
    _names(benchmark / "names.csv", out / "names.csv")
    (out / "faults.json").write_text(_json(_marks(benchmark / "faults.json")), "utf-8")
    (out / "searches.json").write_text(_json(_searches(benchmark / "searches.csv")), "utf-8")


def _notices(texts: Path, out: Path) -> None:
    for text in sorted(texts.rglob("*.txt")):
        target = out / text.parent.name / f"{text.stem}.json"
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            target.write_text(_json(as_json(pipeline.convert(text))), "utf-8")
        except KgError:
            continue  # no notice: nothing is predicted


def _pairs() -> dict[str, list[list[object]]]:
    return {
        f"{folder}/{pair.name}": [[kind, sorted(one), sorted(other)] for kind, one, other in relations(pair)]
        for folder in ("first", "second")
        for pair in aligned.pairs(folder)
    }


def _names(names: Path, out: Path) -> None:
    matcher = Matcher(Entities.of_registry())
    with out.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("name", "label"))
        for row in csv.DictReader(names.read_text("utf-8").splitlines()):
            sure = next((m for m in matcher.find(row["name"], ["unit"]) if m.certain), None)
            rows.writerow((row["name"], sure.entity.label if sure else ""))


def _marks(faults: Path) -> dict[str, list[str]]:
    found = {}
    for row in json.loads(faults.read_text("utf-8")):
        notice = pipeline.convert(row["text"].encode(), name="draft.txt")
        report = pipeline.validate_notice(notice, packs=PACKS, engine="quick")
        found[row["id"]] = [
            " ".join(mark.words.split()) for entry in report.entries for mark in entry.marks[:1]
        ]
    return found


def _searches(searches: Path) -> dict[str, list[str]]:
    found = {}
    with TestClient(create_app(Settings(rate_per_minute=1_000_000), store=loaded.real())) as client:
        for row in csv.DictReader(searches.read_text("utf-8").splitlines()):
            answer = client.get(
                "/search", params={"q": row["search"]}, headers={"Accept": "application/json"}
            )
            found[row["search"]] = [hit["label"] for hit in answer.json()["hits"]]
    return found


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
