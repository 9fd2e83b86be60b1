"""``kg tables`` on a store."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import cli
from kg.settings import DEFAULT_BASE
from kg.store.oxigraph import OxigraphStore


def run(*args: str) -> tuple[int, str]:
    done = CliRunner().invoke(cli, list(args))
    return done.exit_code, done.output


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("cli") / "store"
    OxigraphStore(path, base=DEFAULT_BASE).close()
    return str(path)


def test_tables_are_made_listed_checked_and_written(store: str, tmp_path: Path) -> None:
    status, said = run("tables", "list", "--store", store)
    assert status == 2
    assert "kg tables rebuild" in said
    assert run("tables", "rebuild", "--store", store)[0] == 0
    assert run("tables", "rebuild", "--check", "--store", store)[0] == 0
    status, said = run("tables", "list", "--format", "json", "--store", store)
    assert json.loads(said)["notices"] == 0
    assert run("tables", "export", "tasks", "--store", store)[1].lstrip("\ufeff").startswith("notice,")
    book = tmp_path / "tasks.xlsx"
    assert run("tables", "export", "tasks", "--format", "xlsx", "-o", str(book), "--store", store)[0] == 0
    assert book.stat().st_size > 1000
    assert run("tables", "export", "nothing", "--store", store)[0] == 2
    assert run("tables", "export", "tasks", "--format", "xlsx", "--store", store)[0] == 2
