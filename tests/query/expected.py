"""Writes ``expected/*.csv`` anew; read the difference, then commit it.

python -m tests.query.expected NAME…     the answers to these questions
python -m tests.query.expected           all, and takes away those of no question
"""

from __future__ import annotations

import sys
from pathlib import Path

import yaml

from kg.query import Table
from kg.settings import DEFAULT_BASE
from tests import corpus, loaded

HERE = Path(__file__).resolve().parent
FOLDER = HERE / "expected"
# So large that a reader would check nothing: their first rows stand for them.
FIRST_ROWS = 40


def cases() -> dict[str, dict[str, str]]:
    """Return every question with the parameters that it is asked with."""
    given = yaml.safe_load((HERE / "cases.yml").read_text("utf-8"))
    questions = [query.name for query in loaded.catalog() if query.role == "question"]
    assert set(given) <= set(questions)
    return {name: given.get(name) or {} for name in questions}


def answer(name: str, case: dict[str, str]) -> Table:
    """Ask one question."""
    params = {key: value for key, value in case.items() if key != "store"}
    store = {"two": loaded.two, "corpus": corpus.whole}.get(case.get("store", ""), loaded.real)()
    return loaded.catalog().run(name, params, store)


def anywhere(case: dict[str, str]) -> dict[str, str]:
    """Return what a question is asked with in any store: places and years of the corpus are its own."""
    own = ("store", "area", "year") if case.get("store") == "corpus" else ("store",)
    return {key: value for key, value in case.items() if key not in own}


def text_of(table: Table) -> str:
    """Return what is compared: CSV with our IRIs shortened."""
    return table.page(FIRST_ROWS).csv().replace(DEFAULT_BASE, "zeren:").replace("\r\n", "\n")


def main(names: list[str]) -> None:
    """Write the files of some questions, or every file."""
    FOLDER.mkdir(exist_ok=True)
    known = cases()
    for name in names or known:
        loaded.catalog().get(name)  # what is wrong in the file is told
        if name not in known:
            raise SystemExit(f"{name}: no question; only these have an expected answer")
        case = known[name]
        (FOLDER / f"{name}.csv").write_text(text_of(answer(name, case)), "utf-8", newline="")
    for path in FOLDER.glob("*.csv"):
        if not names and path.stem not in known:
            path.unlink()


if __name__ == "__main__":
    main(sys.argv[1:])
