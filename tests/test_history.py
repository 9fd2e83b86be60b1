"""Versions from outside: what the command line and the pages tell of them, and what carries them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from starlette.testclient import TestClient

from kg.cli import cli
from kg.settings import Settings
from kg.store.oxigraph import OxigraphStore
from kg.store.versions.archive import Archive
from kg.store.versions.record import CHINA
from kg.vocab import BASE
from kg.web.app import create_app
from tests import loaded as samples
from tests.store.test_versions import FIRST, ITEMS, NEW, Held, edited, notice, text

NUMBER = "云政办发〔2031〕7号"
TEXTS = [text(), text(edited(1, "113亿元", "120亿元")), text((*ITEMS, NEW))]
Kg = Callable[..., Result]


@pytest.fixture
def kg(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kg:
    """Run commands on one store, of this test alone."""
    samples.prepared(tmp_path / "store").close()
    for name in ("KG_VERSIONS", "KG_TOKEN", "KG_LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("KG_STORE", str(tmp_path / "store"))

    def run(*args: str | Path) -> Result:
        return CliRunner().invoke(cli, ["--lang", "zh", *map(str, args)])

    return run


@pytest.fixture
def loaded(kg: Kg, tmp_path: Path) -> list[Path]:
    """Load three versions of a notice from files; return these."""
    files = []
    for number, words in enumerate(TEXTS, 1):
        path = tmp_path / f"第{number}稿.txt"
        path.write_bytes(words.encode())
        result = kg("load", path)
        assert result.exit_code == 0, result.output
        files.append(path)
    return files


def entries(kg: Kg) -> list[dict[str, Any]]:
    result = kg("history", NUMBER, "--format", "json")
    assert result.exit_code == 0, result.output
    found: list[dict[str, Any]] = json.loads(result.stdout)
    return found


def test_loading_says_what_came(kg: Kg, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    said = []
    for words in (TEXTS[0], TEXTS[0], TEXTS[1], TEXTS[0]):
        path.write_bytes(words.encode())
        said.append(kg("load", path))
    assert [one.exit_code for one in said] == [0, 0, 0, 1]
    assert "新载入" in said[0].stderr
    assert "与现行版本相同" in said[1].stderr
    assert (
        "新版本（事项新增 0、取消 0、改动 1；责任单位变动 0 处；指标变动 1 个），旧版已存档" in said[2].stderr
    )
    assert "是较早的版本" in said[3].stderr
    assert kg("load", path, "--older").exit_code == 0
    assert [one["number"] for one in entries(kg)] == [3, 2, 1]


def test_history_lists_every_version(kg: Kg, loaded: list[Path]) -> None:
    found = entries(kg)
    assert [one["file"] for one in found] == [path.name for path in reversed(loaded)]
    assert [one["until"] is None for one in found] == [True, False, False]
    assert [one["change"] for one in found] == [
        {"added": 1, "dropped": 0, "changed": 1, "units": 0, "targets": 1},
        {"added": 0, "dropped": 0, "changed": 1, "units": 0, "targets": 1},
        None,
    ]
    table = kg("history", NUMBER).stdout
    assert "事项新增 1" in table
    assert kg("history", "云政办发〔1999〕1号").exit_code == 2


def saved(kg: Kg, folder: Path) -> dict[str, bytes]:
    result = kg("history", NUMBER, "--save", folder)
    assert result.exit_code == 0, result.output
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("way", ["backup", "export"])
def test_backup_and_export_carry_former_versions(
    way: str, kg: Kg, loaded: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = saved(kg, tmp_path / "before")
    assert {before[f"{n}-第{n}稿.txt"] for n in (1, 2, 3)} == {words.encode() for words in TEXTS}
    target = tmp_path / ("copy" if way == "backup" else "all.nq")
    assert kg(way, *(["-o"] if way == "export" else []), target).exit_code == 0
    monkeypatch.setenv("KG_STORE", str(tmp_path / "elsewhere" / "store"))
    result = kg("restore", target)
    assert result.exit_code == 0, result.output
    assert saved(kg, tmp_path / "after") == before


@pytest.mark.parametrize("way", ["backup", "export"])
def test_another_base_is_refused_with_what_to_do_and_nothing_is_left(
    way: str, kg: Kg, loaded: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = saved(kg, tmp_path / "before")
    target = tmp_path / ("copy" if way == "backup" else "all.nq")
    assert kg(way, *(["-o"] if way == "export" else []), target).exit_code == 0
    store = tmp_path / "elsewhere" / "store"
    monkeypatch.setenv("KG_STORE", str(store))
    monkeypatch.setenv("KG_BASE", "https://example.org/graph-of-a-county/")
    result = kg("restore", target)
    assert result.exit_code == 3
    assert "KG_BASE" in result.stderr
    assert not store.exists()
    monkeypatch.setenv("KG_BASE", BASE)
    assert kg("restore", target).exit_code == 0  # into the same folder
    assert saved(kg, tmp_path / "after") == before


def test_a_refused_restore_leaves_a_store_that_stands(kg: Kg, loaded: list[Path], tmp_path: Path) -> None:
    before = saved(kg, tmp_path / "before")
    assert kg("backup", tmp_path / "copy").exit_code == 0
    about = tmp_path / "copy" / "backup.json"
    about.write_text(about.read_text().replace(BASE, "https://example.org/"))
    result = kg("restore", tmp_path / "copy")
    assert result.exit_code == 3
    assert "KG_BASE=https://example.org/" in result.stderr
    assert saved(kg, tmp_path / "after") == before


def test_an_export_without_a_file_says_what_it_leaves_out(kg: Kg, loaded: list[Path]) -> None:
    assert "请用 -o" in kg("export").stderr


# --- pages ----------------------------------------------------------------------------------------


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with OxigraphStore(None, base=BASE) as store:
        store.versions = Archive(tmp_path / "versions")
        held = Held(store, store.versions)
        for days, words in enumerate(TEXTS):
            held.load(words, days=days)
        with TestClient(create_app(Settings(), store=store)) as client:
            yield client


def test_the_page_of_versions(client: TestClient) -> None:
    path = f"/{notice(TEXTS[0]).iri}"
    assert f'href="{path}/history"' in client.get(path).text
    page = client.get(f"{path}/history", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert "事项新增 1、取消 0、改动 1" in page.text
    english = client.get(f"{path}/history?lang=en", headers={"Accept": "text/html"})
    assert "items: 1 new, 0 dropped, 1 changed" in english.text
    told = client.get(f"{path}/history", headers={"Accept": "application/json"}).json()
    assert [one["number"] for one in told["versions"]] == [3, 2, 1]
    assert client.get(f"{path}/history.json").json() == told
    assert client.get("/notice/x-x-0/history").status_code == 404


def test_a_version_as_quads(client: TestClient) -> None:
    path = f"/{notice(TEXTS[0]).iri}/history"
    versions = [client.get(f"{path}/{number}.nq") for number in (1, 2, 3)]
    assert [one.status_code for one in versions] == [200] * 3
    for answer, words in zip(versions, ("113亿元", "120亿元", "接待游客90万人次"), strict=True):
        assert answer.headers["content-type"].startswith("application/n-quads")
        assert words in answer.text
    assert client.get(f"{path}/4.nq").status_code == 404
    assert client.get(f"{path}/zero.nq").status_code in (400, 404)


def test_versions_are_things_that_answer(client: TestClient) -> None:
    found = client.get(
        "/sparql",
        params={"query": "SELECT ?v { ?v <http://www.w3.org/ns/prov#invalidatedAtTime> ?t } ORDER BY ?t"},
        headers={"Accept": "application/sparql-results+json"},
    ).json()
    versions = [row["v"]["value"] for row in found["results"]["bindings"]]
    assert len(versions) == 2
    path = versions[0].removeprefix(BASE)
    assert client.get(f"/{path}", headers={"Accept": "text/turtle"}).status_code == 200


# --- what the store held on a day -----------------------------------------------------------------


def test_a_query_of_a_day_on_the_command_line(kg: Kg, loaded: list[Path]) -> None:
    today = datetime.now(CHINA).date()
    now = kg("query", "tasks", "--format", "json", "--as-of", today.isoformat())
    assert now.exit_code == 0, now.output
    assert json.loads(now.stdout) == json.loads(kg("query", "tasks", "--format", "json").stdout)
    count = "SELECT (COUNT(?t) AS ?n) WHERE { ?t a kg:Task }"
    assert "7" in kg("query", "-q", count, "--as-of", today.isoformat(), "--format", "csv").stdout
    early = kg("query", "tasks", "--as-of", (today - timedelta(days=1)).isoformat())
    assert (early.exit_code, early.stderr.count("\n")) == (2, 1)
    assert f"第一份通知是 {today} 载入的" in early.stderr
    wrong = kg("query", "tasks", "--as-of", "去年")
    assert (wrong.exit_code, wrong.stderr.count("\n")) == (2, 1)
    assert "2024-06-30" in wrong.stderr


@pytest.mark.parametrize(("days", "expected"), [(0, "113"), (1, "120"), (2, "113"), (9, "113")])
def test_a_canned_query_of_a_day_on_the_page(client: TestClient, days: int, expected: str) -> None:
    day = (FIRST + timedelta(days=days)).date().isoformat()
    rows = client.get("/queries/targets.json", params={"as_of": day}).json()
    values = {str(row["value"]) for row in rows if "固定资产投资" in row["indicatorLabel"]}
    assert expected in values
    assert not values & ({"113", "120"} - {expected})
    page = client.get("/queries/targets", params={"as_of": day}, headers={"Accept": "text/html"})
    assert f'value="{day}"' in page.text
    assert f"targets.csv?as_of={day}" in page.text
    again = client.get("/queries/targets.json", params={"as_of": day})
    assert again.json() == rows


def test_days_that_cannot_be_asked(client: TestClient) -> None:
    for day in ("2031-02-28", "2031-02-30", "gestern"):
        told = client.get("/queries/targets.json", params={"as_of": day})
        assert told.status_code == 400
        assert told.headers["content-type"] == "application/problem+json"
        page = client.get("/queries/targets", params={"as_of": day}, headers={"Accept": "text/html"})
        assert page.status_code == 400
        assert 'role="alert"' in page.text
    # Nothing else goes back in time.
    assert client.get("/notices?as_of=2031-02-28").status_code == 200
