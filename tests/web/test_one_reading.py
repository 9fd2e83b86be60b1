"""What is answered from memory is what a service that was never asked before would answer."""

from __future__ import annotations

import gzip
import itertools
import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from kg.settings import DEFAULT_BASE, Settings
from kg.store.oxigraph import OxigraphStore
from kg.web.app import create_app
from tests import loaded
from tests.web.wire import HOST, Reply, Wire, wired

TOKEN = "Authorization: Bearer t"
QUERY = "GET /sparql?query=SELECT%20*%20%7B%3Fs%20%3Fp%20%3Fo%7D%20ORDER%20BY%20%3Fs%20%3Fo"


@pytest.fixture(scope="module")
def wire() -> Iterator[Wire]:
    with wired() as wire:
        yield wire


@cache
def small() -> OxigraphStore:
    """Two hundred triples, and three graphs whose addresses differ in how one letter is written."""
    store = OxigraphStore(None, base=DEFAULT_BASE)
    store.put("http://e/g", [(f"<http://e/s{i}>", "<http://e/p>", f'"值 {i}"@zh') for i in range(200)])
    for number, path in enumerate(("a/b", "a%2Fb", "a/%62")):
        name = f"http://data.example/graphs/p/{path}"
        store.put(name, [("<http://e/x>", "<http://e/p>", f'"{number}"')])
    return store


def fresh(store: OxigraphStore) -> Any:
    return create_app(Settings(token="t", rate_per_minute=1e9), store=store)  # type: ignore[arg-type]


# Each: a request, and everything by which another may differ from it.
LINES = {
    "nothing": [],
    "csv": ["Accept: text/csv"],
    "json": ["Accept: application/json"],
    "turtle": ["Accept: text/turtle"],
    "html": ["Accept: text/html"],
    "csv then json": ["Accept: text/csv", "Accept: application/json;q=0.9"],
    "json then csv": ["Accept: application/json", "Accept: text/csv;q=0.9"],
    "rather json": ["Accept: text/csv;q=0.5, application/json"],
    "refused csv": ["Accept: text/csv;q=0, */*;q=0.1"],
    "gzip": ["Accept-Encoding: gzip"],
    "any coding": ["Accept-Encoding: *"],
    "no gzip": ["Accept-Encoding: gzip;q=0"],
    "gzip twice": ["Accept-Encoding: gzip;q=0", "Accept-Encoding: gzip"],
    "rather plain": ["Accept-Encoding: gzip;q=0.5, identity"],
    "br": ["Accept-Encoding: br"],
    "english": ["Accept-Language: en"],
    "english cookie": ["Cookie: kg-lang=en"],
    "other cookies": ["Cookie: a=b; kg-lang=en; c=d"],
    "two cookies": ["Cookie: a=b", "Cookie: kg-lang=en"],
    "unknown language": ["Cookie: kg-lang=fr"],
    "https": ["X-Forwarded-Proto: https"],
    "somebody": ["X-Forwarded-For: 192.0.2.7"],
    "lenient": ["Prefer: handling=lenient"],
    "htmx": ["HX-Request: true"],
    "token": [TOKEN],
    "no token": ["Authorization: Bearer wrong"],
    "has it": ["If-None-Match: *"],
    "content type": ["Content-Type: text/plain"],
}
HOSTS = {
    "another host": ["Host: other.example"],
    "with a port": ["Host: data.example:8080"],
    "capitals": ["Host: DATA.example"],
    "two hosts": [HOST, "Host: other.example"],
    "no host": [],
    "no good host": ["Host: data.example/../x"],
}
ADDRESSES = [
    (QUERY, QUERY + "%20LIMIT%203"),
    (QUERY, QUERY.replace("%20*", "+*")),
    (QUERY, QUERY + "&x=1"),
    (QUERY, QUERY.replace("/sparql", "/sparql/")),
    (QUERY, QUERY.replace("sparql", "spar%71l")),
    ("GET /graphs/p/a/b", "GET /graphs/p/a%2Fb"),
    ("GET /graphs/p/a%2Fb", "GET /graphs/p/a%2fb"),
    ("GET /graphs/p/a/b", "GET /graphs/p/a/%62"),
    ("GET /graphs/p/a/b", "HEAD /graphs/p/a/b"),
    ("GET /graphs?graph=http://e/g", "GET /graphs?graph=http%3A//e/g"),
    ("GET /ontology", "GET /ontology?lang=en"),
    ("GET /ontology", "GET /ontology.ttl"),
]


def equal(mine: Reply, other: Reply) -> None:
    assert mine.status == other.status
    assert mine.headers == other.headers
    passing = re.compile(rb"\b[0-9a-f]{8}-[0-9]+\b")  # ids of requests
    assert passing.sub(b"", mine.body) == passing.sub(b"", other.body)


def ask_both(wire: Wire, store: OxigraphStore, first: Any, second: Any) -> None:
    """Ask one service both, another only the second: the second answers are the same."""
    wire.app = fresh(store)
    wire.send(*first)
    after = wire.send(*second)
    wire.app = fresh(store)
    equal(after, wire.send(*second))


@pytest.mark.parametrize(
    ("line", "name"),
    [(line, name) for line in (QUERY, "GET /graphs/p/a/b") for name in (*LINES, *HOSTS)]
    + [("GET /reconcile", name) for name in ("https", *HOSTS)],
)
def test_two_requests_that_differ_in_one_header(wire: Wire, line: str, name: str) -> None:
    usual = (line, [HOST])
    other = (line, [HOST, *LINES[name]] if name in LINES else HOSTS[name])
    for first, second in ((usual, other), (other, usual)):
        ask_both(wire, small(), first, second)


@pytest.mark.parametrize(
    "name", ["english", "english cookie", "other cookies", "https", "any coding", "json"]
)
@pytest.mark.parametrize("path", ["/ontology", "/themes"])
def test_pages_that_differ_in_one_header(wire: Wire, path: str, name: str) -> None:
    page = [HOST, "Accept: text/html"]
    other = [HOST, *LINES[name]] if name == "json" else [*page, *LINES[name]]
    ask_both(wire, loaded.real(), (f"GET {path}", page), (f"GET {path}", other))


@pytest.mark.parametrize(("one", "another"), ADDRESSES)
def test_two_requests_that_differ_in_their_address(wire: Wire, one: str, another: str) -> None:
    for first, second in itertools.permutations((one, another)):
        ask_both(wire, small(), (first, [HOST]), (second, [HOST]))


@pytest.mark.parametrize(
    "lines",
    [
        ["Content-Type: application/sparql-query; charset=utf-8"],
        ["Content-Type: text/plain"],
        ["Content-Type: application/sparql-query", "Accept: text/csv"],
        ["Content-Type: application/sparql-query", "Content-Type: text/plain"],
        ["Content-Type: application/sparql-query", "Accept-Encoding: *"],
        ["Content-Type: application/sparql-query", "Origin: http://other.example"],
    ],
)
def test_posted_questions_that_differ_in_one_header(wire: Wire, lines: list[str]) -> None:
    body = b"SELECT * { ?s ?p ?o } ORDER BY ?s ?o"
    usual = ("POST /sparql", [HOST, "Content-Type: application/sparql-query"], body)
    other = ("POST /sparql", [HOST, *lines], body)
    for first, second in itertools.permutations((usual, other)):
        ask_both(wire, small(), first, second)


# --- what was wrong, one by one -------------------------------------------------------------------


def test_repeated_accept_is_one_list(wire: Wire) -> None:
    wire.app = fresh(small())
    odd = wire.send(QUERY, [HOST, "Accept: text/csv", "Accept: application/json;q=0.9"])
    assert odd.header("content-type").startswith("text/csv")
    assert wire.send(QUERY, [HOST, "Accept: application/json;q=0.9"]).header("content-type").endswith("json")


@pytest.mark.parametrize("odd", ["Accept-Encoding: *", "Accept-Encoding: gzip;q=0, gzip"])
def test_no_client_gets_packed_bytes_unasked(wire: Wire, odd: str) -> None:
    wire.app = fresh(small())
    wire.send(QUERY, [HOST, odd])
    plain = wire.send(QUERY, [HOST])
    assert (plain.header("content-encoding"), json.loads(plain.body)["head"]["vars"]) == ("", ["o", "p", "s"])
    packed = wire.send(QUERY, [HOST, "Accept-Encoding: *"])
    assert packed.header("content-encoding") == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert "content-encoding" not in dict(wire.send(QUERY, [HOST, "Accept-Encoding: gzip;q=0, gzip"]).headers)


@pytest.mark.parametrize("name", ["two hosts", "no host", "no good host"])
def test_one_good_host(wire: Wire, name: str) -> None:
    wire.app = fresh(small())
    reply = wire.send("GET /reconcile", HOSTS[name])
    assert reply.status == 400
    told = json.loads(reply.body)
    assert "Host" in told["detail_en"]
    assert "Host" in told["detail_zh"]
    assert b"other.example" not in wire.send("GET /reconcile", [HOST]).body


def test_an_old_client_needs_no_host(wire: Wire) -> None:
    wire.app = fresh(small())
    assert wire.send("GET /reconcile", version="HTTP/1.0").status == 200


def test_the_authority_of_an_absolute_target_is_the_host(wire: Wire) -> None:
    wire.app = fresh(small())
    told = json.loads(wire.send("GET http://named.example/reconcile", ["Host: other.example"]).body)
    assert "http://named.example/" in json.dumps(told)
    assert "other.example" not in json.dumps(told)


def test_the_scheme_that_a_proxy_tells_is_part_of_the_request(wire: Wire) -> None:
    wire.app = fresh(small())
    for lines, scheme in (([], "http"), (LINES["https"], "https"), ([], "http")):
        told = json.loads(wire.send("GET /reconcile", [HOST, *lines]).body)
        assert told["preview"]["url"].startswith(f"{scheme}://data.example/")


def test_graphs_by_their_address_are_kept_apart(wire: Wire) -> None:
    wire.app = fresh(small())
    for number, path in enumerate(("a/b", "a%2Fb", "a/%62")):
        assert f'"{number}"' in wire.send(f"GET /graphs/p/{path}", [HOST]).body.decode()
    assert wire.send("GET /graphs/p/a%2fb", [HOST]).status == 404


def test_pages_vary_by_what_they_are_made_of(wire: Wire) -> None:
    wire.app = fresh(loaded.real())
    page = wire.send("GET /units", [HOST, "Accept: text/html"])
    assert page.header("vary").startswith("Accept, Accept-Language, Cookie")
    assert wire.send("GET /units", [HOST, "Accept: application/json"]).header("vary").startswith("Accept, ")


@pytest.mark.parametrize("header", ["Content-Type", "Content-Length", "Authorization", "Origin"])
def test_what_may_come_once_came_twice(wire: Wire, header: str) -> None:
    wire.app = fresh(small())
    value = {"Content-Length": "0", "Content-Type": "text/plain"}.get(header, "x")
    reply = wire.send(QUERY, [HOST, f"{header}: {value}", f"{header}: {value}"])
    assert reply.status == 400
