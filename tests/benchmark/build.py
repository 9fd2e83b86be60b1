"""Write the benchmark into a folder that stands alone: ``python -m tests.benchmark FOLDER``.

Nothing is kept twice: notices, pairs, names, searches and faults are those of the tests, the rules
of scoring are ``kg.evaluate.scoring``; what is written is the same byte for byte for one commit.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.evaluate import find_gold, scoring
from kg.registry.units import registry
from tests.compare import aligned
from tests.proof import test_planted as slips
from tests.validate import short

HERE = Path(__file__).parent
TESTS = HERE.parent
REAL = "shengsi-2024-5"  # not ours to license; it is named in the datasheet


def build(folder: Path) -> Path:
    """Write the benchmark into ``folder``, which must not exist, and return it."""
    folder.mkdir(parents=True)
    for name in ("README.md", "score.py", "results.tsv"):
        shutil.copyfile(HERE / name, folder / name)
    shutil.copytree(HERE / "baselines", folder / "baselines", ignore=shutil.ignore_patterns("__pycache__"))
    _scoring(folder / "scoring")
    for name, text in _files():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    _manifest(folder)
    return folder


def _scoring(folder: Path) -> None:
    """Copy the rules of scoring under a name of their own."""
    folder.mkdir()
    for path in sorted(Path(scoring.__file__).parent.glob("*.py")):
        text = path.read_text("utf-8").replace("kg.evaluate.scoring", "scoring")
        (folder / path.name).write_text(text, "utf-8")


def _files() -> Iterator[tuple[str, str]]:
    for notice, gold in find_gold(TESTS / "gold"):
        if notice.suffix in (".txt", ".md") and REAL not in notice.parts:
            name = f"notices/{notice.parent.name}/{gold.name.removesuffix('.gold.json')}"
            yield f"{name}.txt", _decoded(notice)
            yield f"{name}.gold.json", gold.read_text("utf-8")
    yield "pairs.json", _json(_pairs())
    yield "names.csv", _names()
    yield "register.csv", _register()
    yield "searches.csv", (TESTS / "search" / "searches.csv").read_text("utf-8")
    yield "faults.json", _json(list(_faults()))


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def _pairs() -> dict[str, object]:
    return {
        f"{folder}/{pair.name}": {
            "a": pair.a,
            "b": pair.b,
            "relations": sorted([kind, sorted(one), sorted(other)] for kind, one, other in pair.relations),
        }
        for folder in ("first", "second")
        for pair in aligned.pairs(folder)
    }


def _faults() -> Iterator[dict[str, str]]:
    """Yield each draft with its one fault, and the words that a person would mark."""
    for part, rows, carriers in (
        ("content", short.rows(), short.CARRIERS),
        ("wording", slips.ROWS, {path.stem: path.read_text("utf-8") for path in slips.CARRIERS}),
    ):
        for row in rows:
            if row["at"]:  # what is missing altogether has no words
                name = "-".join(str(row[key]) for key in ("kind", "id") if key in row)
                text = carriers[row["carrier"]].replace(row["old"], row["new"])
                yield {"id": f"{part}/{name}", "text": text, "words": row["at"]}


def _names() -> str:
    """Return the names of bodies as strangers write them, and whose each is."""
    lines = (TESTS / "link" / "variants.csv").read_text("utf-8").splitlines()
    rows = [row for row in csv.DictReader(lines) if row["type"] == "unit"]
    return _table(("name", "expected", "class"), rows)


def _register() -> str:
    """Return the bodies that a name may lead to."""
    found = (record.unit for record in registry().all_records())
    return _table(("label", "full"), ({"label": unit.label, "full": unit.full or ""} for unit in found))


def _table(columns: tuple[str, ...], rows: Iterable[dict[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _manifest(folder: Path) -> None:
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n"
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]
    (folder / "SHA256SUMS").write_text("".join(lines), "utf-8")
