"""The names that ``import kg`` offers, and what they load."""

import subprocess
import sys
from pathlib import Path

import pytest

import kg

NOTICE = Path(__file__).parent / "gold" / "shengsi-2024-5" / "notice.txt"


def test_the_names() -> None:
    assert sorted(kg.__all__) == [
        "KgError", "as_json", "as_nquads", "check", "convert", "load", "open_store", "run_query", "sparql",
    ]  # fmt: skip
    for name in kg.__all__:
        assert getattr(kg, name).__doc__, name
    with pytest.raises(AttributeError):
        kg.nothing  # noqa: B018


def test_import_loads_nothing_heavy() -> None:
    heavy = {"rdflib", "jieba", "pyoxigraph", "yaml"}
    code = f"import sys, kg; print([m for m in sys.modules if m.split('.')[0] in {heavy}])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        == "[]\n"
    )


def test_from_a_file_to_an_answer(tmp_path: Path) -> None:
    notice = kg.convert(NOTICE)
    assert len(notice.tasks) == 151
    assert kg.as_json(notice)["notice"]["documentNumber"] == "嵊政办发〔2024〕5号"
    assert kg.as_nquads(notice) == kg.as_nquads(kg.convert(NOTICE.read_bytes(), name="notice.txt"))
    with kg.open_store(tmp_path / "store") as store:
        (loaded,) = kg.load([NOTICE], store)
        assert loaded.error is None
        rows = kg.run_query(store, "workload")
        assert rows[0]["unitLabel"] == "县发改局"
        assert kg.sparql(store, "ASK { ?t a <https://w3id.org/zeren/ontology#Task> }") is True
