"""Tables of a store: they say what SPARQL says, name the state they hold, and can be checked."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from kg import loading, pipeline
from kg.errors import DataError
from kg.settings import DEFAULT_BASE
from kg.store.base import Bindings, Literal
from kg.store.oxigraph import OxigraphStore
from kg.tables import manifest as manifests
from kg.tables.building import build, check, current
from kg.tables.mapping import mapping
from kg.tables.reader import Reader
from tests import loaded
from tests.tables import made

_COUNTS = {
    "notices": "?x a kg:Notice",
    "tasks": "?x a kg:Task",
    "projects": "?x a kg:Project",
    "responsibilities": "?x a kg:Responsibility",
    "targets": "?x a kg:Target",
    "fundings": "?x a kg:Funding",
    "findings": "?x a kg:Finding",
    "leaderships": "?x kg:ledBy ?y",
    "item_places": "?x kg:place ?y ; kg:inList ?z",
    "units": "?x a kg:Unit",
    "places": "?x a kg:Place",
    "leaders": "?x a kg:Leader",
    "indicators": "?x a kg:Indicator",
}


@pytest.mark.parametrize("name", sorted(_COUNTS))
def test_a_table_has_a_row_for_each_thing(name: str) -> None:
    text = f"PREFIX kg: <https://w3id.org/zeren/ontology#> SELECT (COUNT(*) AS ?n) {{ {_COUNTS[name]} }}"
    answer = loaded.two().query(text)
    assert isinstance(answer, Bindings)
    (number,) = answer.rows[0]
    assert isinstance(number, Literal)
    assert made.two()[1].rows(name) == int(number.value) > 0


def test_every_table_has_files_whose_digests_hold() -> None:
    folder, manifest = made.two()
    assert {file.table for file in manifest.files} == {table.name for table in mapping().tables}
    for file in manifest.files:
        assert manifests.digest(folder / file.path) == file.sha256
        assert (folder / file.path).stat().st_size == file.size


def test_the_same_store_gives_the_same_files(tmp_path: Path) -> None:
    again = build(loaded.two(), tmp_path / "tables")
    assert again.files == made.two()[1].files
    assert again.id == made.two()[1].id


def test_tables_name_the_state_of_the_store(tmp_path: Path) -> None:
    store = OxigraphStore(tmp_path / "store", base=DEFAULT_BASE)
    first = build(store, tmp_path / "tables")
    assert first.state == store.state
    store.update("INSERT DATA { GRAPH <http://x/g> { <http://x/s> <http://x/p> <http://x/o> } }")
    assert first.state != store.state


def test_a_check_names_the_tables_that_a_rebuild_would_change(tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    shutil.copytree(made.two()[0], folder)
    assert check(loaded.two(), folder) == []
    assert set(check(loaded.real(), folder)) >= {"tasks", "notices", "unit_pairs"}


def test_a_store_without_notices_has_empty_tables(tmp_path: Path) -> None:
    store = OxigraphStore(tmp_path / "store", base=DEFAULT_BASE)
    found = build(store, tmp_path / "tables")
    assert found.notices == 0
    assert found.rows("tasks") == 0


@pytest.mark.parametrize(
    "quads",
    [
        pytest.param("<http://x/1> a kg:Notice . <http://x/2> a kg:Notice", id="two notices in a graph"),
        pytest.param("<http://x/t> kg:inNotice <http://x/1>", id="an item apart from its notice"),
    ],
)
def test_a_store_of_another_kind_is_refused(tmp_path: Path, quads: str) -> None:
    store = OxigraphStore(tmp_path / "store", base=DEFAULT_BASE)
    store.update(
        f"PREFIX kg: <https://w3id.org/zeren/ontology#> INSERT DATA {{ GRAPH <http://x/g> {{ {quads} }} }}"
    )
    with pytest.raises(DataError):
        build(store, tmp_path / "tables")
    assert manifests.read(tmp_path / "tables") is None


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda text: text[:-10], id="cut"),
        pytest.param(lambda text: text.replace('"rows": ', '"rows": 1'), id="changed"),
        pytest.param(lambda text: json.dumps({**json.loads(text), "version": 99}), id="another version"),
    ],
)
def test_a_broken_manifest_is_told_and_not_used(tmp_path: Path, spoil) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path / "tables"
    shutil.copytree(made.two()[0], folder)
    (path,) = folder.glob("manifest-*.json")
    path.write_text(spoil(path.read_text("utf-8")), "utf-8")
    with pytest.raises(DataError, match="kg tables rebuild"):
        manifests.read(folder)


def test_tables_of_another_base_are_not_current() -> None:
    folder, manifest = made.two()
    assert current(folder, DEFAULT_BASE) == manifest
    assert current(folder, "https://example.org/") is None


def test_files_that_no_manifest_names_are_swept(tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    shutil.copytree(made.two()[0], folder)
    stray = folder / "tasks" / "33-1999.000000000000.parquet"
    stray.write_bytes(b"")
    build(loaded.two(), folder)
    assert not stray.exists()
    named = {file.path for file in manifests.read(folder).files}  # type: ignore[union-attr]
    assert {str(path.relative_to(folder)) for path in folder.glob("*/*.parquet")} == named


def test_townships_of_one_name_in_counties_of_no_table_have_a_row_each(tmp_path: Path) -> None:
    store = OxigraphStore(tmp_path / "store", base=DEFAULT_BASE)
    loading.prepare(store)
    for county in ("澜屿县", "云栖县"):
        text = (
            f"{county[0]}政办发〔2031〕5号\n{county}人民政府办公室关于印发重点工作责任分解的通知\n"
            "2031年重点工作责任分解\n1.新建公园3座。\n责任单位：新城镇人民政府、县财政局\n"
        )
        loading.load_notice(pipeline.convert(text.encode()), store)
    folder = tmp_path / "tables"
    manifest = build(store, folder)
    with Reader(folder) as reader:
        found = reader.ask(manifest, "SELECT DISTINCT within FROM places WHERE label = '新城镇'")
    assert len(found.rows) == 2
