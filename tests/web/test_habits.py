"""What analysts and their libraries send: formats in the address, prefixes that all know, BOMs, slips."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import pytest
from starlette.testclient import TestClient

from kg.web.negotiate import parse_languages
from tests.link.service import service

ROWS = "SELECT ?n { ?n a kg:Notice }"
GRAPH = "CONSTRUCT { ?n a kg:Notice } WHERE { ?n a kg:Notice }"
NOTHING = 'SELECT * { ?u rdfs:label "县财政局" }'


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with service() as client:
        yield client


def ask(client: TestClient, query: str, accept: str, lang: str = "") -> Any:
    headers = {"Accept": accept} | ({"Accept-Language": lang} if lang else {})
    return client.get("/sparql", params={"query": query}, headers=headers)


def kind(answer: Any) -> str:
    assert answer.status_code == 200, answer.text
    return str(answer.headers["content-type"]).partition(";")[0]


@pytest.mark.parametrize("parameter", ["format", "output"])
@pytest.mark.parametrize(
    ("name", "rows", "graph"),
    [
        ("json", "application/sparql-results+json", "application/ld+json"),
        ("xml", "application/sparql-results+xml", "application/rdf+xml"),
        ("csv", "text/csv", "text/turtle"),
        ("tsv", "text/tab-separated-values", "text/turtle"),
        ("srj", "application/sparql-results+json", "text/turtle"),
        ("CSV", "text/csv", "text/turtle"),
        ("text/csv", "text/csv", "text/turtle"),
        ("application/sparql-results+json", "application/sparql-results+json", "text/turtle"),
        ("ttl", None, "text/turtle"),
        ("turtle", None, "text/turtle"),
        ("nt", None, "application/n-triples"),
        ("rdf+xml", None, "application/rdf+xml"),
        ("json-ld", None, "application/ld+json"),
        ("application/ld+json", None, "application/ld+json"),
    ],
)
def test_the_address_names_the_format(
    client: TestClient, parameter: str, name: str, rows: str | None, graph: str
) -> None:
    # Accept gives way; browsers send one that nobody chose.
    accept = {"Accept": "text/html, application/xml;q=0.9, */*;q=0.8" if "xml" in name else "*/*"}
    made = client.get("/sparql", params={"query": GRAPH, parameter: name}, headers=accept)
    assert kind(made) == graph
    found = client.get("/sparql", params={"query": ROWS, parameter: name}, headers=accept)
    if rows is None:
        assert found.status_code == 406
    else:
        assert kind(found) == rows


def test_the_form_names_the_format_too(client: TestClient) -> None:
    assert kind(client.post("/sparql", data={"query": ROWS, "output": "csv"})) == "text/csv"
    body = {"content": ROWS, "headers": {"Content-Type": "application/sparql-query"}}
    assert kind(client.post("/sparql?format=csv", **body)) == "text/csv"  # type: ignore[arg-type]
    assert kind(client.get("/sparql?format=nt")) == "application/n-triples"  # the description


def test_an_unknown_format_is_told(client: TestClient) -> None:
    for path, known in (("/sparql?query=ASK{}&format=xls", "tsv"), ("/queries/workload?format=doc", "xlsx")):
        answer = client.get(path)
        assert answer.status_code == 400
        assert known in answer.json()["detail_en"]


@pytest.mark.parametrize("parameter", ["format", "output"])
def test_canned_queries_by_the_address(client: TestClient, parameter: str) -> None:
    found = client.get(f"/queries/workload?{parameter}=csv&_limit=3", headers={"Accept": "text/html"})
    assert kind(found) == "text/csv"
    assert len(list(csv.DictReader(io.StringIO(found.content.decode("utf-8-sig"))))) == 3
    assert "_offset=3" in found.headers["link"]
    assert f"{parameter}=csv" in found.headers["link"]
    assert (
        kind(client.get(f"/queries?{parameter}=json", headers={"Accept": "text/html"})) == "application/json"
    )
    assert kind(client.get(f"/queries/workload.tsv?{parameter}=csv")) == "text/tab-separated-values"


def test_a_graph_for_those_who_accept_rows_alone(client: TestClient) -> None:
    for accept in ("application/sparql-results+json", "text/csv, application/sparql-results+xml"):
        assert (
            kind(client.get("/sparql", params={"query": GRAPH}, headers={"Accept": accept})) == "text/turtle"
        )
    assert client.get("/sparql", params={"query": GRAPH}, headers={"Accept": "image/png"}).status_code == 406


def test_known_prefixes_need_no_declaration(client: TestClient) -> None:
    found = client.get("/sparql", params={"query": ROWS}).json()
    assert len(found["results"]["bindings"]) == 1
    used = "ASK { " + " ".join(
        f"OPTIONAL {{ ?x ?y {name}:x }}"
        for name in ["kg", "kgc", "rdfs", "skos", "dcterms", "org", "foaf", "oa", "prov", "xsd"]
    )
    assert client.get("/sparql", params={"query": used + " }"}).json()["boolean"] is True
    wrong = client.get("/sparql", params={"query": "SELECT ?n {\n ?n a kg:Notice ;; ex:y 1 }"}).json()
    assert "line 2, column 20, “ex:y”" in wrong["detail_en"]


def test_a_byte_order_mark_is_skipped(client: TestClient) -> None:
    sent = ("\ufeff" + ROWS).encode()
    assert kind(client.post("/sparql", content=sent, headers={"Content-Type": "application/sparql-query"}))
    for answer in (
        client.get("/sparql", params={"query": "\ufeff" + ROWS}),
        client.post("/sparql", data={"query": "\ufeff" + ROWS}),
    ):
        assert len(answer.json()["results"]["bindings"]) == 1


def test_an_empty_name_of_a_graph_is_none(client: TestClient) -> None:
    for name in ("default-graph-uri", "named-graph-uri"):
        found = client.get("/sparql", params={"query": ROWS, name: ""})
        assert len(found.json()["results"]["bindings"]) == 1
    assert client.get("/sparql", params={"query": ROWS, "default-graph-uri": "x"}).status_code == 400


def test_an_error_speaks_the_language_of_the_request(client: TestClient) -> None:
    asked = {"query": "SELEC ?x {}"}
    for header, lang in (("zh-CN,zh;q=0.9,en;q=0.8", "zh"), ("fr, en-GB;q=0.5", "en")):
        told = client.get("/sparql", params=asked, headers={"Accept-Language": header})
        assert told.headers["content-language"] == lang
        assert told.json()["detail"] == told.json()[f"detail_{lang}"]
    assert (
        client.get("/sparql?lang=en", params=asked | {"lang": "en"})
        .json()["detail"]
        .startswith("SPARQL syntax")
    )
    both = client.get("/sparql", params=asked)
    assert both.json()["detail"] == f"{both.json()['detail_zh']} / {both.json()['detail_en']}"
    assert "content-language" not in both.headers
    assert parse_languages("*, en;q=0.1, zh;q=0.2") == ("*", "zh", "en")


FORMATS = ["application/sparql-results+json", "application/sparql-results+xml", "text/csv",
           "text/tab-separated-values"]  # fmt: skip


@pytest.mark.parametrize("accept", FORMATS)
def test_an_empty_answer_has_a_hint_beside_it(client: TestClient, accept: str) -> None:
    answer = ask(client, NOTHING, accept, "en")
    assert kind(answer) == accept
    assert unquote(answer.headers["kg-hint"]) == 'rdfs:label holds text with a language: write "县财政局"@zh'
    assert "KG-Hint" in answer.headers["access-control-expose-headers"]
    zh = ask(client, NOTHING, accept)
    assert "应写作" in unquote(zh.headers["kg-hint"])
    if accept.endswith("json"):
        assert zh.json()["results"]["bindings"] == []
        assert list(zh.json()["hints"][0]) == ["zh", "en"]
    else:
        plain = ask(client, 'SELECT * { ?u rdfs:label "x"@zh }', accept)
        assert "kg-hint" not in plain.headers
        assert plain.content == zh.content, "the format is what it was"


@pytest.mark.parametrize(
    "query",
    [
        'SELECT (COUNT(*) AS ?n) { ?u rdfs:label "县财政局" }',
        'ASK { ?u rdfs:label "县财政局" }',
        'CONSTRUCT { ?u a kg:Unit } WHERE { ?u rdfs:label "县财政局" }',
    ],
)
@pytest.mark.parametrize("named", ["json", "xml", "csv", "tsv"])
def test_what_counts_as_empty(client: TestClient, query: str, named: str) -> None:
    assert "kg-hint" in client.get("/sparql", params={"query": query, "format": named}).headers
    right = query.replace('"县财政局"', "?name")
    assert "kg-hint" not in client.get("/sparql", params={"query": right, "format": named}).headers


def test_a_silent_service_elsewhere_is_silent(client: TestClient) -> None:
    """One that may not be asked is not asked, and a loud one is refused."""
    body = "?n a kg:Notice . SERVICE {} <http://example.org/sparql> {{ ?n rdfs:label ?l }}"
    silent = client.get("/sparql", params={"query": f"SELECT ?n {{ {body.format('SILENT')} }}"})
    assert len(silent.json()["results"]["bindings"]) == 1
    loud = client.get("/sparql", params={"query": f"SELECT ?n {{ {body.format('')} }}"})
    assert loud.status_code == 403
    assert json.loads(loud.text)["detail_en"]
