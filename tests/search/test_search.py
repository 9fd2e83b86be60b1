"""Search: the list of searches with their expected first hits, ranking, facets, following loads."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import pipeline
from kg.search import Entry, SearchIndex
from kg.search.index import positions
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


def test_it_follows_every_load(tmp_path: Path) -> None:
    store = OxigraphStore(tmp_path / "s", base=DEFAULT_BASE, default_graph="union", max_rows=None)
    pipeline.prepare(store)
    with TestClient(create_app(Settings(rate_per_minute=1_000_000), store=store)) as client:
        assert client.get("/search?q=黄家台遗址", headers=JSON).json()["total"] == 0
        pipeline.load_notice(pipeline.convert(loaded.REAL), store)
        assert client.get("/search?q=黄家台遗址", headers=JSON).json()["total"] >= 1
        text = loaded.REAL.read_text("utf-8").replace("黄家台遗址", "灯塔遗址")
        pipeline.load_notice(pipeline.convert(text.encode(), name="notice.txt"), store)
        hits = client.get("/search?q=黄家台遗址", headers=JSON).json()["hits"]
        assert not [hit for hit in hits if "黄家台遗址" in hit["label"]]
        assert client.get("/search?q=灯塔遗址", headers=JSON).json()["hits"][0]["kind"] == "task"


def test_only_what_changed_is_read_again() -> None:
    index = SearchIndex()
    first = [Entry("http://e/1", "task", "推进甲工程"), Entry("http://e/2", "task", "推进乙工程")]
    index.update(first, "a")
    kept = index._rows["http://e/1"]
    index.update([first[0], Entry("http://e/2", "task", "推进丙工程")], "b")
    assert index._rows["http://e/1"] == kept
    assert [hit.iri for hit in index.find("丙工程").hits[:1]] == ["http://e/2"]
    assert not [hit for hit in index.find("乙工程").hits if "乙" in hit.label]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40), st.text(max_size=12))
def test_positions_are_inside_the_text(text: str, query: str) -> None:
    for start, end in positions(text, query):
        assert 0 <= start < end <= len(text.lower())
