"""Questions in SQL: answered from the files of one manifest, within limits, and nothing else."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import DataError, LimitReached
from kg.tables import engine
from kg.tables.mapping import mapping
from kg.tables.reader import Reader, Shown
from tests.tables import made

_ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
_WIDE = "SELECT list(a.text || b.text || c.text) FROM tasks a, tasks b, tasks c"


def test_a_question_is_answered_with_its_values_bound() -> None:
    manifest = made.two()[1]
    found = made.reader().ask(
        manifest, "SELECT count(*) AS n FROM notices WHERE year = $year", {"year": 2025, "other": 1}
    )
    assert found.columns == ("n",)
    assert found.rows == [(1,)]
    quoted = made.reader().ask(
        manifest, "SELECT count(*) FROM units WHERE label = $name", {"name": "' OR true --"}
    )
    assert quoted.rows == [(0,)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("SELECT 1; SELECT 2", id="two"),
        pytest.param("CREATE TABLE t AS SELECT 1", id="a write"),
        pytest.param("COPY tasks TO '/tmp/corpus-tasks.csv'", id="a file written"),
        pytest.param("SELECT * FROM read_text('/etc/hostname')", id="another file"),
        pytest.param("SELECT * FROM read_parquet('http://127.0.0.1:1/x.parquet')", id="the network"),
        pytest.param("INSTALL httpfs", id="an extension"),
        pytest.param("SET memory_limit = '100GB'", id="a setting"),
        pytest.param("SELECT nothing FROM tasks", id="no such column"),
    ],
)
def test_anything_but_one_select_over_the_tables_is_refused(text: str) -> None:
    with pytest.raises(DataError):
        made.reader().ask(made.two()[1], text)


@pytest.mark.parametrize("text", [_ENDLESS, _WIDE])
def test_a_question_without_end_is_stopped_and_the_next_one_answered(text: str) -> None:
    folder, manifest = made.two()
    with Reader(folder, memory_mb=200, timeout_s=1) as reader:
        with pytest.raises(LimitReached):
            reader.ask(manifest, text)
        assert reader.ask(manifest, "SELECT 1").rows == [(1,)]


@pytest.mark.parametrize("held_rows", [0, 300, 10**9])
def test_what_is_held_in_memory_is_what_the_files_say(held_rows: int) -> None:
    """However much of it is, and whichever manifest came before."""
    folder, two = made.two()
    database = engine.connect([folder], memory_mb=200, threads=1)
    shown = Shown(database, folder)
    for manifest in (two, replace(two, files=()), two, replace(two, files=two.files[::2]), two):
        shown.show(manifest, held_rows)
        for table in mapping().tables:
            files = [folder / file.path for file in manifest.of(table.name)]
            plain = (
                database.execute(f"FROM read_parquet({engine.paths(files)}) ORDER BY ALL") if files else None
            )
            rows = plain.fetchall() if plain else []
            assert database.execute(f"FROM {table.name} ORDER BY ALL").fetchall() == rows


def test_after_a_write_only_new_files_are_read(tmp_path: Path) -> None:
    folder, manifest = made.two()
    shutil.copytree(folder, tmp_path / "tables")
    database = engine.connect([tmp_path], memory_mb=200, threads=1)
    shown = Shown(database, tmp_path / "tables")
    shown.show(manifest, 10**9)
    before = database.execute("FROM targets ORDER BY ALL").fetchall()
    for file in manifest.files:
        (tmp_path / "tables" / file.path).unlink()
    shown.show(manifest, 10**9)
    assert database.execute("FROM targets ORDER BY ALL").fetchall() == before != []
    shown.show(replace(manifest, files=()), 10**9)
    assert database.execute("FROM targets").fetchall() == []


def test_more_rows_than_allowed_are_an_error() -> None:
    with pytest.raises(LimitReached):
        made.reader().ask(made.two()[1], "SELECT * FROM tasks", max_rows=10)
    assert len(made.reader().ask(made.two()[1], "SELECT * FROM projects", max_rows=24).rows) == 24


def test_a_process_that_ended_is_replaced() -> None:
    folder, manifest = made.two()
    with Reader(folder) as reader:
        reader.ask(manifest, "SELECT 1")
        assert reader._process is not None
        reader._process.kill()
        reader._process.join()
        assert reader.ask(manifest, "SELECT 2").rows == [(2,)]


def test_a_table_without_files_is_empty(tmp_path: Path) -> None:
    from kg.settings import DEFAULT_BASE
    from kg.store.oxigraph import OxigraphStore
    from kg.tables.building import build

    manifest = build(OxigraphStore(tmp_path / "store", base=DEFAULT_BASE), tmp_path / "tables")
    with Reader(tmp_path / "tables") as reader:
        assert reader.ask(manifest, "SELECT count(*) FROM unit_pairs").rows == [(0,)]
