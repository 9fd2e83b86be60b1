"""The benchmark stands alone, scores as ``kg evaluate`` does, and tells right from wrong."""

from __future__ import annotations

import csv
import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kg.emit import as_json
from kg.evaluate import evaluate, find_gold
from kg.pipeline import convert
from tests.benchmark.build import HERE, build
from tests.conftest import ROOT

SET = "own5"


@pytest.fixture(scope="module")
def benchmark(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("benchmark") / "zeren")


def run(folder: Path, *arguments: str | Path) -> str:
    """Run a program of the benchmark without this project's packages."""
    command = [sys.executable, "-S", "-E", *map(str, arguments)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def table(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text("utf-8").splitlines(), delimiter=delimiter))


def figures(folder: Path, *arguments: str | Path) -> Any:
    return json.loads(run(folder, "score.py", "--json", *arguments))


def test_every_invented_notice_is_there_and_the_sums_hold(benchmark: Path) -> None:
    texts = {gold for notice, gold in find_gold(ROOT / "tests/gold") if notice.suffix in (".txt", ".md")}
    assert len(list(benchmark.glob("notices/*/*.gold.json"))) == len(texts) - 1  # without the real one
    sums = (benchmark / "SHA256SUMS").read_text("utf-8").splitlines()
    assert len(sums) == sum(path.is_file() for path in benchmark.rglob("*")) - 1
    for line in sums:
        digest, name = line.split("  ")
        assert hashlib.sha256((benchmark / name).read_bytes()).hexdigest() == digest


def test_the_scorer_alone_says_what_evaluate_says(benchmark: Path, tmp_path: Path) -> None:
    for text in (benchmark / "notices" / SET).glob("*.txt"):
        (tmp_path / SET).mkdir(exist_ok=True)
        found = json.dumps(as_json(convert(text)))
        (tmp_path / SET / f"{text.stem}.json").write_text(found, "utf-8")
    ours = evaluate(ROOT / "tests/gold" / SET).total.scores
    theirs = figures(benchmark, "notices", tmp_path, "--set", SET)["all"]
    assert theirs
    assert {kind: round(ours[kind].f1, 4) for kind in theirs} == theirs


def test_nothing_predicted_scores_nothing(benchmark: Path, tmp_path: Path) -> None:
    found = figures(benchmark, "notices", tmp_path, "--set", "own20")["all"]
    assert (found["tasks"], found["units"], found["targets"]) == (0, 0, 0)


def test_perfect_and_wrong_predictions_of_the_other_parts(benchmark: Path, tmp_path: Path) -> None:
    pairs = json.loads((benchmark / "pairs.json").read_text("utf-8"))
    right = tmp_path / "pairs.json"
    right.write_text(json.dumps({name: pair["relations"] for name, pair in pairs.items()}), "utf-8")
    assert figures(benchmark, "pairs", right)["all"] == {"matches": 1, "relations": 1}
    right.write_text("{}", "utf-8")
    assert figures(benchmark, "pairs", right)["all"] == {"matches": 0, "relations": 0}

    rows = table(benchmark / "names.csv")
    known = {row["label"] for row in table(benchmark / "register.csv")}
    assert {row["expected"] for row in rows} - {""} <= known
    names = tmp_path / "names.csv"
    names.write_text("name,label\n" + "".join(f'"{r["name"]}",{r["expected"]}\n' for r in rows), "utf-8")
    assert figures(benchmark, "names", names)["all"] == {"precision": 1, "recall": 1}

    hits = {row["search"]: ["x", row["first"]] for row in table(benchmark / "searches.csv")}
    searches = tmp_path / "searches.json"
    searches.write_text(json.dumps(hits), "utf-8")
    assert figures(benchmark, "searches", searches)["all"] == {"mean reciprocal rank": 0.5}

    drafts = json.loads((benchmark / "faults.json").read_text("utf-8"))
    assert len(drafts) > 400
    assert all("".join(row["words"].split()) in "".join(row["text"].split()) for row in drafts)
    marks = tmp_path / "marks.json"
    marks.write_text(json.dumps({row["id"]: [row["words"], "别的"] for row in drafts}), "utf-8")
    assert figures(benchmark, "faults", marks)["all"] == {"found": 1, "other marks a text": 1}


def test_the_baseline_without_packages_runs(benchmark: Path, tmp_path: Path) -> None:
    run(benchmark, "baselines/run.py", "notices", "regex", tmp_path)
    found = figures(benchmark, "notices", tmp_path)["all"]
    rows = table(HERE / "results.tsv", "\t")
    stated = next(row for row in rows if row["system"].startswith("numbered"))
    for kind in ("tasks", "units", "roles", "targets"):
        assert round(found[kind], 3) == float(stated[f"notices: {kind}"])
