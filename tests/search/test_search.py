"""Search: the list of searches with their expected first hits, ranking, facets, following loads."""

from __future__ import annotations

import contextlib
import csv
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import loading, pipeline
from kg.names import fold, normal
from kg.search import Said, SearchIndex, tables
from kg.search.index import positions
from kg.search.names import by_form, by_letters, by_name, forms_of
from kg.settings import DEFAULT_BASE, Settings
from kg.store.oxigraph import OxigraphStore
from kg.web.app import create_app
from tests import loaded

SEARCHES = list(csv.DictReader((Path(__file__).parent / "searches.csv").read_text("utf-8").splitlines()))
JSON = {"Accept": "application/json"}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(rate_per_minute=1_000_000), store=loaded.real())) as made:
        yield made


def rank(client: TestClient, row: dict[str, str]) -> int | None:
    """Return at which place the expected hit stands, from 1."""
    hits = client.get("/search", params={"q": row["search"]}, headers=JSON).json()["hits"]
    for place, hit in enumerate(hits, 1):
        if hit["kind"] == row["kind"] and hit["label"].startswith(row["first"]):
            return place
    return None


def test_mean_reciprocal_rank(client: TestClient) -> None:
    ranks = {row["search"]: rank(client, row) for row in SEARCHES}
    assert len(ranks) >= 60
    low = {search: place for search, place in ranks.items() if place != 1}
    mean = sum(1 / place for place in ranks.values() if place) / len(ranks)
    assert mean >= 0.9, low


def test_narrowing_and_facets(client: TestClient) -> None:
    every = client.get("/search?q=海洋", headers=JSON).json()
    assert sum(every["facets"].values()) == every["total"]
    for kind, number in every["facets"].items():
        narrowed = client.get(f"/search?q=海洋&kind={kind}&_limit=100", headers=JSON).json()
        assert narrowed["total"] == number
        assert {hit["kind"] for hit in narrowed["hits"]} == {kind}


def test_pages_of_hits(client: TestClient) -> None:
    whole = client.get("/search?q=建设&_limit=100", headers=JSON).json()
    parts = [
        client.get(f"/search?q=建设&_limit=10&_offset={at}", headers=JSON).json()["hits"] for at in (0, 10)
    ]
    assert parts[0] + parts[1] == whole["hits"][:20]


def test_the_hit_is_marked(client: TestClient) -> None:
    page = client.get("/search?q=黄家台", headers={"Accept": "text/html"}).text
    assert '<mark class="hit">黄家台</mark>' in page


@pytest.mark.parametrize(
    "query", ["", "   ", '"', "'", "AND", "OR NOT", "*", "a*", "(", "label:x", "<script>", "。"]
)
def test_odd_queries_are_answered(client: TestClient, query: str) -> None:
    for accept in ("application/json", "text/html"):
        answer = client.get("/search", params={"q": query}, headers={"Accept": accept})
        assert answer.status_code == 200


def present(client: TestClient, address: str) -> Any:
    """Return the answer of the present; one that lags while writes follow one another says its ``Age``."""
    for _ in range(200):
        answer = client.get(address, headers=JSON)
        if "age" not in answer.headers:
            return answer.json()
        time.sleep(0.1)
    raise AssertionError("the index never follows the writes")


def test_it_follows_every_load(tmp_path: Path) -> None:
    store = OxigraphStore(tmp_path / "s", base=DEFAULT_BASE, default_graph="union", max_rows=None)
    loading.prepare(store)
    with TestClient(create_app(Settings(rate_per_minute=1_000_000), store=store)) as client:
        assert present(client, "/search?q=黄家台遗址")["total"] == 0
        loading.load_notice(pipeline.convert(loaded.REAL), store)
        assert present(client, "/search?q=黄家台遗址")["total"] >= 1
        text = loaded.REAL.read_text("utf-8").replace("黄家台遗址", "灯塔遗址")
        loading.load_notice(pipeline.convert(text.encode(), name="notice.txt"), store)
        hits = present(client, "/search?q=黄家台遗址")["hits"]
        assert not [hit for hit in hits if "黄家台遗址" in hit["label"]]
        assert present(client, "/search?q=灯塔遗址")["hits"][0]["kind"] == "task"


@pytest.fixture
def sql() -> Iterator[sqlite3.Connection]:
    made = sqlite3.connect(":memory:")
    SearchIndex().create(made)
    yield made
    made.close()


def rows_of(sql: sqlite3.Connection) -> dict[str, int]:
    return dict(sql.execute("SELECT iri, id FROM entry").fetchall())


def test_only_what_changed_is_read_again(sql: sqlite3.Connection) -> None:
    index = SearchIndex()
    first = [Said("http://e/1", "task", "推进甲工程"), Said("http://e/2", "task", "推进乙工程")]
    index.put(sql, 1, first)
    changes = sql.total_changes
    index.put(sql, 1, [first[0], Said("http://e/2", "task", "推进丙工程")])
    assert sql.total_changes > changes
    assert [hit.iri for hit in index.find(sql, "丙工程").hits[:1]] == ["http://e/2"]
    assert not [hit for hit in index.find(sql, "乙工程").hits if "乙" in hit.label]
    assert rows_of(sql).keys() == {"http://e/1", "http://e/2"}


def test_one_thing_is_what_all_graphs_say_of_it(sql: sqlite3.Connection) -> None:
    index = SearchIndex()
    index.put(sql, 1, [Said("http://e/u", "unit", "县发改局", "嵊泗县发展和改革局")])
    before = rows_of(sql)
    index.put(sql, 2, [Said("http://e/u", "unit", "县发改局", "发改部门", True)])
    assert index.find(sql, "发改部门").hits[0].iri == "http://e/u"
    assert index.find(sql, "嵊泗县发展和改革局").hits[0].score > 95
    index.put(sql, 2, [])  # the notice is gone, the registry still knows the body
    assert not index.find(sql, "发改部门").hits
    assert index.find(sql, "县发改局").hits[0].iri == "http://e/u"
    assert rows_of(sql).keys() == before.keys()
    index.put(sql, 1, [])
    for table in ("said", "entry", "name", "texts"):
        assert sql.execute(f"SELECT COUNT(*) FROM {table}").fetchone() == (0,)


_CHARS = "县市发展改革和局财政委教育海洋渔业乡镇人民府%_\\"


@settings(max_examples=150, deadline=None)
@given(
    names=st.lists(st.text(_CHARS, min_size=1, max_size=9), min_size=1, max_size=8, unique=True),
    query=st.one_of(st.text(_CHARS, min_size=1, max_size=6), st.text("fgjczxa", min_size=1, max_size=5)),
)
def test_no_name_that_would_score_is_left_out(names: list[str], query: str) -> None:
    """SQL picks what Python scores: whoever scores among all scores among those picked."""
    with contextlib.closing(sqlite3.connect(":memory:")) as sql:
        tables.create(sql)
        tables.put(sql, 1, [Said(f"http://e/{at}", "unit", name) for at, name in enumerate(names)])
        letters = query.lower()
        latin = letters.isascii() and letters.isalpha()
        wanted = {}
        for row, entry in tables.entries(sql, rows_of(sql).values()):
            forms = forms_of(entry.label, entry.also)
            score = by_letters(letters, forms) if latin else by_form(normal(query), fold(query), forms)
            if score:
                wanted[row] = score
        assert dict(by_name(sql, query)) == wanted


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40), st.text(max_size=12))
def test_positions_are_inside_the_text(text: str, query: str) -> None:
    for start, end in positions(text, query):
        assert 0 <= start < end <= len(text.lower())
