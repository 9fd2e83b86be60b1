"""What a literal holds harms no format: control characters, line breaks, separators."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import AsyncIterator, Iterator
from typing import Any
from xml.etree import ElementTree

import pytest
from fastapi import Response
from fastapi.responses import StreamingResponse
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from kg.controls import clean_html, clean_json, clean_xml, one_line
from kg.settings import DEFAULT_BASE, Settings
from kg.store.base import Bindings
from kg.store.oxigraph import OxigraphStore
from kg.store.rows import render_rows
from kg.web.app import create_app

CONTROLS = "".join(map(chr, (*range(1, 9), 11, 12, *range(14, 32), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF)))
AWKWARD = f'a{CONTROLS}b\u2028c\u2029"<&>]]>'
LINES = [AWKWARD[-10:], "a\nb", "a\rb", "a\r\nb", "\n", "\r", '"', 'a",\nb', " a "]
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
UNIT = f"{DEFAULT_BASE}unit/awkward"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
ASK = {"query": f"SELECT ?o WHERE {{ ?s <{LABEL}> ?o }}"}


def n3(text: str) -> str:
    for char, escaped in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r")):
        text = text.replace(char, escaped)
    return f'"{text}"@zh'


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with OxigraphStore(None, base=DEFAULT_BASE) as store:
        kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
        unit = [
            (f"<{UNIT}>", f"<{LABEL}>", n3(AWKWARD)),
            (f"<{UNIT}>", kind, f"<{DEFAULT_BASE}ontology#Unit>"),
        ]
        store.put(f"{DEFAULT_BASE}graph/registry", unit)
        app = create_app(Settings(), store=store)

        @app.get("/pieces")
        def pieces(kind: str, size: int) -> StreamingResponse:
            data = AWKWARD.encode()

            async def parts() -> AsyncIterator[bytes]:
                for at in range(0, len(data), size):
                    yield data[at : at + size]

            return StreamingResponse(parts(), headers={"Content-Length": str(len(data))}, media_type=kind)

        @app.get("/whole")
        def whole(kind: str) -> Response:
            return Response(AWKWARD.encode(), media_type=kind)

        with TestClient(app) as client:
            yield client


@pytest.mark.parametrize(
    ("path", "params", "accept"),
    [
        ("/sparql", ASK, "application/sparql-results+xml"),
        ("/sparql", {"query": "CONSTRUCT WHERE { ?s ?p ?o }"}, "application/rdf+xml"),
        ("/graphs", {"graph": f"{DEFAULT_BASE}graph/registry"}, "application/rdf+xml"),
        ("/resource/unit/awkward.rdf", {}, "*/*"),
        ("/sitemap.xml", {}, "*/*"),
    ],
)
def test_xml_can_be_read(client: TestClient, path: str, params: dict[str, str], accept: str) -> None:
    answer = client.get(path, params=params, headers={"Accept": accept})
    assert answer.status_code == 200
    assert not CONTROL.search(answer.text)
    told = "".join(ElementTree.fromstring(answer.content).itertext())
    if path != "/sitemap.xml":
        # What XML can say is there, what it cannot is marked.
        assert "\x85" in told
        assert "\ufffd" in told
        assert '\u2028c\u2029"<&>]]>' in told


@pytest.mark.parametrize(
    ("path", "params", "accept"),
    [
        ("/sparql", ASK, "application/sparql-results+json"),
        ("/sparql", {"query": "CONSTRUCT WHERE { ?s ?p ?o }"}, "application/ld+json"),
        ("/resource/unit/awkward.jsonld", {}, "*/*"),
        ("/unit/awkward", {}, "application/json"),
        ("/reconcile/preview", {"id": AWKWARD}, "*/*"),
        (f"/queries/{'x' * 3}\x85\u2028", {}, "application/json"),
    ],
)
def test_json_names_what_it_holds(client: TestClient, path: str, params: dict[str, str], accept: str) -> None:
    answer = client.get(path, params=params, headers={"Accept": accept})
    assert not re.search(rf"{CONTROL.pattern}|[\u2028\u2029]", answer.text)
    told = list(strings(json.loads(answer.text)))
    if answer.status_code == 200:
        assert any(AWKWARD in text for text in told)


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)


@pytest.mark.parametrize(
    "path", ["/unit/awkward", "/resource/unit/awkward.html", "/search?q=a%01%85%1bb", "/nothing%01", "/units"]
)
def test_pages_hold_none(client: TestClient, path: str) -> None:
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.headers["content-type"].startswith("text/html")
    assert not CONTROL.search(answer.text)
    assert "&#x85;" not in answer.text  # that would be an ellipsis


@pytest.mark.parametrize("size", [1, 2, 3, 1000])
@pytest.mark.parametrize("kind", ["application/xml", "text/html", "application/json", "text/csv"])
def test_pieces_say_what_the_whole_says(client: TestClient, kind: str, size: int) -> None:
    whole = client.get("/whole", params={"kind": kind})
    assert int(whole.headers["content-length"]) == len(whole.content)
    pieces = client.get("/pieces", params={"kind": kind, "size": size})
    assert pieces.content == whole.content
    assert (CONTROL.search(whole.text) is None) == (kind != "text/csv")


def test_scripts_are_sent_as_they_are(client: TestClient) -> None:
    from kg import resources

    answer = client.get("/static/app.js", headers={"Accept-Encoding": "identity"})
    assert answer.content == resources.static("app.js").read_bytes()
    assert int(answer.headers["content-length"]) == len(answer.content)


@given(st.text(st.characters(codec="utf-8")))
def test_cleaning(text: str) -> None:
    data = text.encode()
    wrapped = json.dumps(text, ensure_ascii=False).encode()
    assert json.loads(clean_json(wrapped)) == text
    for found in (clean_xml(data), clean_html(data), clean_json(wrapped)):
        assert not CONTROL.search(found.decode())
    if not CONTROL.search(text):
        assert clean_html(data) == data
        assert clean_xml(data) == data.replace(b"\r", b"&#xd;")
    assert len(one_line(text).splitlines()) <= 1


@pytest.mark.parametrize("text", LINES)
def test_a_literal_with_line_breaks_is_one_cell(text: str) -> None:
    with OxigraphStore(None, base=DEFAULT_BASE) as store:
        store.put("http://e/g", [("<http://e/s>", f"<{LABEL}>", n3(text))])
        with TestClient(create_app(Settings(max_rows=1), store=store)) as client:
            query = {"query": "SELECT ?o ?s { ?s ?p ?o }"}
            rows = client.get("/sparql", params=query, headers={"Accept": "text/csv"}).content.decode()
            assert list(csv.reader(io.StringIO(rows, newline=""))) == [["o", "s"], [text, "http://e/s"]]
            rows = client.get("/sparql", params=query, headers={"Accept": "text/tab-separated-values"}).text
            assert len(rows.removesuffix("\n").split("\n")) == 2
            found = client.get("/sparql", params=query, headers={"Accept": "application/xml"}).content
            assert text in list(ElementTree.fromstring(found).itertext())
            (row,) = store.query("SELECT ?o { ?s ?p ?o }").rows  # type: ignore[union-attr]
            told = render_rows(Bindings(("o",), [row]), "application/sparql-results+xml")
            assert text in list(ElementTree.fromstring(told).itertext())
