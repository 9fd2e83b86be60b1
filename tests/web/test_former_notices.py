"""What a notice was called before leads to what it is called now."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from kg import emit
from kg.pipeline import convert
from kg.settings import Settings
from kg.store.base import Bindings
from kg.store.oxigraph import OxigraphStore
from kg.web.app import create_app
from tests.resolve.test_notice_place import NOTICE

BASE = "https://w3id.org/zeren/"
FOUND = [
    convert(NOTICE.format(place=place, number=number, year=2018).encode())
    for place, number in (
        ("澜屿市", "政办发〔2018〕5号"),
        ("云栖市", "政办发〔2018〕5号"),
        ("江干区", "江政办发〔2018〕5号"),
    )
]


@pytest.fixture(scope="module")
def store() -> OxigraphStore:
    store = OxigraphStore(None, base=BASE)
    pieces: dict[str, set[tuple[str, ...]]] = {}
    for notice in FOUND:
        for s, p, o, g in emit.quads(notice, BASE):
            pieces.setdefault(g[1:-1], set()).add((s, p, o))
    store.load({}, merge=pieces)
    return store


@pytest.fixture(scope="module")
def client(store: OxigraphStore) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(), store=store), follow_redirects=False) as client:
        yield client


def test_one_notice_that_moved(client: TestClient) -> None:
    answer = client.get(f"/{FOUND[2].former}")
    assert (answer.status_code, answer.headers["location"]) == (301, f"/{FOUND[2].iri}")


def test_two_notices_that_shared_an_iri(client: TestClient) -> None:
    assert FOUND[0].former == FOUND[1].former
    answer = client.get(f"/{FOUND[0].former}")
    assert answer.status_code == 303
    shown = client.get(answer.headers["location"])
    assert shown.status_code == 200
    assert all(notice.iri in shown.text for notice in FOUND[:2])
    said = client.get(f"/resource/{FOUND[0].former}", headers={"Accept": "application/n-triples"}).text
    assert all(f"{BASE}{notice.iri}>" in said for notice in FOUND[:2])


def test_a_notice_that_never_was(client: TestClient) -> None:
    assert client.get("/notice/x-2018-00000000").status_code == 404


def test_a_county_is_followed_through_its_reform_by_one_path(store: OxigraphStore) -> None:
    answer = store.query(
        "PREFIX kg: <https://w3id.org/zeren/ontology#> PREFIX dcterms: <http://purl.org/dc/terms/> "
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
        "SELECT ?label WHERE { ?notice kg:jurisdiction/dcterms:isReplacedBy+/rdfs:label ?label }",
        default_graph="union",
        max_rows=10,
    )
    assert isinstance(answer, Bindings)
    assert {row[0].value for row in answer.rows if row[0]} == {"上城区", "钱塘区"}  # type: ignore[union-attr]
