"""What the outermost layer does: negotiation, ETag, packing, HEAD, OPTIONS, headers, problems."""

from __future__ import annotations

import asyncio
import gzip
import json
import logging
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from kg.errors import StoreError
from kg.settings import DEFAULT_BASE, Settings
from kg.store.operations import Graphs, Operation
from kg.store.oxigraph import OxigraphStore
from kg.web.app import create_app
from kg.web.logs import OneLine
from kg.web.middleware.limits import Buckets
from kg.web.middleware.memory import Answers, Known
from kg.web.negotiate import choose, gzip_accepted, quality
from kg.web.problems import Problem

TOKEN = {"Authorization": "Bearer t"}


@pytest.fixture
def store() -> Iterator[OxigraphStore]:
    with OxigraphStore(None, base=DEFAULT_BASE) as store:
        store.put("http://e/g", [(f"<http://e/s{i}>", "<http://e/p>", f'"值 {i}"@zh') for i in range(200)])
        yield store


@pytest.fixture
def client(store: OxigraphStore) -> Iterator[TestClient]:
    app = create_app(Settings(token="t"), store=store)  # type: ignore[arg-type]
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


ALL = {"query": "SELECT * { ?s ?p ?o } ORDER BY ?s"}


@pytest.mark.parametrize(
    ("accept", "offered", "chosen"),
    [
        (None, ["a/b", "c/d"], "a/b"),
        ("", ["a/b"], "a/b"),
        ("c/d", ["a/b", "c/d"], "c/d"),
        ("a/b;q=0.2, c/d;q=0.3", ["a/b", "c/d"], "c/d"),
        ("*/*;q=0.1, c/*", ["a/b", "c/d"], "c/d"),
        ("c/*, c/d;q=0", ["c/d"], None),
        ("a/*;q=0.5, a/b;q=0.1", ["a/b", "a/c"], "a/c"),
        ("A/B", ["a/b"], "a/b"),
        ("nonsense, ;;, a/b;q=x", ["a/b"], None),
        ("x/y", ["a/b"], None),
    ],
)
def test_choose(accept: str | None, offered: list[str], chosen: str | None) -> None:
    assert choose(accept, offered) == chosen


def test_quality_and_packing() -> None:
    assert quality("a/*;q=0.3", "a/b") == 0.3
    assert [gzip_accepted(h) for h in ("gzip", "gzip;q=0", "br", "*;q=0.5", "")] == [
        True,
        False,
        False,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "application/sparql-results+json"),
        ("application/json", "application/sparql-results+json"),
        ("application/sparql-results+xml, */*;q=0.1", "application/sparql-results+xml"),
        ("text/csv;q=0.5, text/tab-separated-values;q=0.6", "text/tab-separated-values"),
        ("text/html, text/csv;q=0.1", "text/csv"),
    ],
)
def test_formats_of_rows(client: TestClient, accept: str, media_type: str) -> None:
    answer = client.get("/sparql", params=ALL, headers={"Accept": accept})
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize(
    "media_type",
    ["text/turtle", "application/n-triples", "application/n-quads", "application/trig", "application/rdf+xml",
     "application/ld+json"],
)  # fmt: skip
def test_formats_of_graphs(client: TestClient, media_type: str) -> None:
    query = {"query": "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"}
    answer = client.get("/sparql", params=query, headers={"Accept": media_type})
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, media_type)
    graph = client.get("/graphs", params={"graph": "http://e/g"}, headers={"Accept": media_type})
    assert (graph.status_code, graph.headers["content-type"].partition(";")[0]) == (200, media_type)
    assert "值 199" in graph.text or "\\u503C 199" in graph.text


def test_no_such_format(client: TestClient) -> None:
    for path, params in (("/sparql", ALL), ("/graphs", {"graph": "http://e/g"}), ("/sparql", {})):
        answer = client.get(path, params=params, headers={"Accept": "image/png"})
        assert answer.status_code == 406
        assert answer.headers["content-type"] == "application/problem+json"


def test_an_answer_is_known_until_the_next_write(client: TestClient, store: OxigraphStore) -> None:
    first = client.get("/sparql", params=ALL)
    etag = first.headers["etag"]
    again = client.get("/sparql", params=ALL)
    assert again.headers["x-request-id"] == first.headers["x-request-id"]  # from memory
    assert again.content == first.content
    unchanged = client.get("/sparql", params=ALL, headers={"If-None-Match": etag})
    assert (unchanged.status_code, unchanged.content, unchanged.headers["etag"]) == (304, b"", etag)
    csv = client.get("/sparql", params=ALL, headers={"Accept": "text/csv"})
    assert csv.headers["etag"] != etag
    update = "INSERT DATA { GRAPH <http://e/h> { <http://e/x> <http://e/p> 1 } }"
    assert client.post("/sparql", data={"update": update}, headers=TOKEN).status_code == 204
    changed = client.get("/sparql", params=ALL, headers={"If-None-Match": etag})
    assert changed.status_code == 200
    assert changed.headers["etag"] != etag
    assert b"http://e/x" in changed.content


def test_a_posted_question_is_known_as_well(client: TestClient) -> None:
    headers = {"Content-Type": "application/sparql-query"}
    first = client.post("/sparql", content=ALL["query"], headers=headers)
    again = client.post("/sparql", content=ALL["query"], headers=headers)
    assert again.headers["x-request-id"] == first.headers["x-request-id"]
    other = client.post("/sparql", content=ALL["query"] + " LIMIT 1", headers=headers)
    assert len(other.content) < len(first.content)
    pieces = (piece.encode() for piece in (ALL["query"][:9], ALL["query"][9:]))
    again = client.post("/sparql", content=pieces, headers=headers)
    assert again.content == first.content
    long = f"{ALL['query']} #{'x' * 70_000}"
    answers = [client.post("/sparql", content=long, headers=headers) for _ in range(2)]
    assert answers[0].content == answers[1].content == first.content
    assert answers[0].headers["x-request-id"] != answers[1].headers["x-request-id"]  # too long a key


@pytest.mark.parametrize("call", ["NOW()", "RAND()", "UUID()", "STRUUID()"])
def test_chance_is_not_remembered(client: TestClient, call: str) -> None:
    answers = [client.get("/sparql", params={"query": f"SELECT ({call} AS ?x) {{}}"}) for _ in range(2)]
    assert answers[0].content != answers[1].content
    assert all("etag" not in a.headers for a in answers)


def test_errors_and_health_are_not_remembered(client: TestClient) -> None:
    for path in ("/sparql?query=SELECT", "/health", "/metrics", "/nothing"):
        answers = [client.get(path) for _ in range(2)]
        assert answers[0].headers["x-request-id"] != answers[1].headers["x-request-id"]
        assert answers[0].headers["cache-control"] == "no-store"


def test_packing(client: TestClient) -> None:
    plain = client.get("/sparql", params=ALL, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    with client.stream("GET", "/sparql", params=ALL, headers={"Accept-Encoding": "gzip"}) as packed:
        raw = b"".join(packed.iter_raw())
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) == len(raw) < len(plain.content)
    assert gzip.decompress(raw) == plain.content
    small = client.get("/sparql", params={"query": "ASK {}"}, headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in small.headers


def test_head_and_options(client: TestClient) -> None:
    whole = client.get("/sparql", params=ALL, headers={"Accept-Encoding": "identity"})
    head = client.head("/sparql", params=ALL, headers={"Accept-Encoding": "identity"})
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == whole.headers["content-length"]
    assert client.head("/graphs", params={"graph": "http://e/none"}).status_code == 404
    for path, methods in (("/sparql", {"GET", "HEAD", "POST", "OPTIONS"}),
                          ("/graphs", {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"}),
                          ("/graphs/a/b", {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"})):  # fmt: skip
        answer = client.options(path, headers={"Origin": "http://other.example"})
        assert answer.status_code == 204
        assert set(answer.headers["allow"].split(", ")) == methods
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "Content-Type" in answer.headers["access-control-allow-headers"]
    assert client.options("/nothing").status_code == 404
    refused = client.delete("/sparql")
    assert refused.status_code == 405
    assert set(refused.headers["allow"].split(", ")) == {"GET", "HEAD", "POST", "OPTIONS"}


def test_headers_that_protect(client: TestClient) -> None:
    answer = client.get("/sparql", params=ALL)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["x-request-id"]


def test_lenient_is_cut_and_says_so(store: OxigraphStore) -> None:
    with TestClient(create_app(Settings(max_rows=50), store=store)) as client:
        strict = client.get("/sparql", params=ALL)
        assert strict.status_code == 503
        assert strict.json()["type"].endswith("/too-many-rows")
        assert "retry-after" not in strict.headers
        lenient = client.get("/sparql", params=ALL, headers={"Prefer": "handling=lenient"})
        assert lenient.headers["kg-truncated"] == "rows=50"
        assert len(lenient.json()["results"]["bindings"]) == 50
        graph = client.get(
            "/sparql",
            params={"query": "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"},
            headers={"Prefer": "handling=lenient", "Accept": "application/n-triples"},
        )
        assert [line[0] for line in graph.text.splitlines() if line] == ["<"] * 50 + ["#"]
        exact = client.get("/sparql", params={"query": "SELECT * { ?s ?p ?o } LIMIT 50"})
        assert len(exact.json()["results"]["bindings"]) == 50


def test_separators_inside_literals_are_no_rows() -> None:
    with OxigraphStore(None, base=DEFAULT_BASE) as store:
        rows = [(f"<http://e/s{i}>", "<http://e/p>", '"a},{b},{c\\nd\\ne \\"x\\" \\r"') for i in range(20)]
        store.put("http://e/g", rows)
        with TestClient(create_app(Settings(max_rows=20), store=store)) as client:
            for accept in ("application/sparql-results+json", "application/sparql-results+xml", "text/csv",
                           "text/tab-separated-values"):  # fmt: skip
                assert client.get("/sparql", params=ALL, headers={"Accept": accept}).status_code == 200
        with TestClient(create_app(Settings(max_rows=19), store=store)) as client:
            for accept in ("application/sparql-results+json", "text/csv"):
                headers = {"Accept": accept}
                assert client.get("/sparql", params=ALL, headers=headers).status_code == 503
                headers["Prefer"] = "handling=lenient"
                cut = client.get("/sparql", params=ALL, headers=headers)
                assert cut.text.count("http://e/s") == 19
                if accept.endswith("json"):
                    assert len(cut.json()["results"]["bindings"]) == 19


def break_graphs(client: TestClient, monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    """Have the store fail where it is asked for its graphs, which the description is."""
    store = client.app.state.backend.store  # type: ignore[attr-defined]
    perform = store.perform

    def broken(operation: Operation[Any]) -> Any:
        if isinstance(operation, Graphs):
            raise RuntimeError(words)
        return perform(operation)

    monkeypatch.setattr(store, "perform", broken)


def test_a_fault_is_told_without_its_trace(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    break_graphs(client, monkeypatch, "secret words")
    answer = client.get("/sparql", headers={"Accept": "text/turtle"})
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert answer.json()["type"].endswith("/fault")


def test_the_log_has_one_line_a_request_and_no_long_text(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "kg.access"):
        client.get("/sparql", params={"query": "ASK {} #" + "x" * 5000})
    lines = [json.loads(r.message) for r in caplog.records if r.name == "kg.access"]
    assert len(lines) == 1
    assert lines[0]["status"] == 200
    assert lines[0]["id"]
    assert len(caplog.records[-1].message) < 600


@pytest.mark.parametrize("char", ["\n", "\r", "\u2028", "\u2029", "\x85", "\x1b", "\u202e", "\x00"])
def test_a_line_of_the_log_stays_one(
    client: TestClient, caplog: pytest.LogCaptureFixture, char: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.get("/notices", headers={"Accept": "text/html"})  # what is kept has followed by then
    break_graphs(client, monkeypatch, f"before{char}after")
    with caplog.at_level(logging.INFO):
        client.get("/sparql", params={"query": f"ASK {{}} # {char}{{}}"})
        client.get(f"/unit/{quote(char)}")
        client.get("/sparql", headers={"Accept": "text/turtle"})
    records = [r for r in caplog.records if r.name.startswith("kg.")]
    lines = [OneLine("%(message)s").format(r) for r in records]
    # The fault has a line of its own, with its trace; keepers in their thread meet the fault too.
    assert sum(r.name != "kg.store" for r in records) == 4
    assert not any(char in line or len(line.splitlines()) > 1 for line in lines)
    assert any("RuntimeError" in line and "Traceback" in line for line in lines)
    for line in lines:
        if line.startswith("{"):
            json.loads(line)


def test_metrics_and_health(client: TestClient) -> None:
    client.get("/sparql", params=ALL)
    client.get("/sparql", params=ALL)
    text = client.get("/metrics").text
    for name in ("kg_http_requests_total", "kg_http_request_seconds_bucket", "kg_store_triples 200",
                 "kg_answers_from_memory_total 1", "kg_info{version="):  # fmt: skip
        assert name in text
    health = client.get("/health").json()
    assert (health["status"], health["triples"], health["ready"]) == ("ok", 200, True)
    assert client.get("/health/ready").status_code == 200


def test_answers_are_bounded() -> None:
    answers = Answers(limit=1000)
    for number in range(10):
        answers.put((number,), known("1", 300))
    assert len(answers) == 3
    assert answers.size == 900
    assert answers.get((9,), "1") is not None
    assert answers.get((0,), "1") is None
    assert answers.get((9,), "2") is None
    assert len(answers) == 2


def known(state: str, size: int) -> Known:
    nothing: dict[str, Any] = {}
    return Known(state, nothing, nothing, nothing, b"", size)


def test_buckets() -> None:
    buckets = Buckets(per_minute=60, at_once=2)
    buckets.enter("a")
    buckets.enter("a")
    with pytest.raises(Problem):
        buckets.enter("a")
    buckets.enter("b")
    buckets.leave("a")
    buckets.enter("a")
    for _ in range(29):
        buckets.leave("b")
        buckets.enter("b")
    buckets.leave("b")
    with pytest.raises(Problem) as refusal:
        buckets.enter("b")
    assert refusal.value.status == 429
    assert int(refusal.value.headers["Retry-After"]) >= 1


def test_a_multipart_body_needs_a_format(client: TestClient) -> None:
    files = {"file": ("a.bin", b"x", "application/octet-stream")}
    assert client.post("/graphs?graph=http://e/g", files=files, headers=TOKEN).status_code == 415
    assert client.post("/graphs?graph=http://e/g", content=b"x", headers=TOKEN).status_code == 415
    assert (
        client.put("/graphs", content=b"", headers=TOKEN | {"Content-Type": "text/turtle"}).status_code == 400
    )


def test_one_question_a_request(client: TestClient) -> None:
    kind = {"Content-Type": "application/sparql-query"}
    assert client.post("/sparql", content="ASK {}", headers=kind).status_code == 200
    for name in ("query", "update"):
        answer = client.post("/sparql", params={name: "ASK {}"}, content="ASK {}", headers=kind)
        assert (answer.status_code, "exactly one" in answer.json()["detail_en"]) == (400, True)


@pytest.mark.parametrize("coding", ["gzip", "br", "identity, gzip"])
def test_a_packed_body_is_refused_with_a_sentence(client: TestClient, coding: str) -> None:
    headers = {"Content-Encoding": coding, "Content-Type": "application/sparql-query"}
    answer = client.post("/sparql", content=gzip.compress(b"ASK {}"), headers=headers)
    assert (answer.status_code, answer.headers["accept-encoding"]) == (415, "identity")
    assert "Content-Encoding" in answer.json()["detail_en"]
    plain = headers | {"Content-Encoding": "identity"}
    assert client.post("/sparql", content="ASK {}", headers=plain).status_code == 200


def test_a_thread_asks_and_the_event_loop_does_not() -> None:
    from kg.store.bridges import Blocking, Threaded

    backend = Threaded(OxigraphStore(None, base=DEFAULT_BASE))
    store = Blocking(backend)
    with pytest.raises(StoreError, match="not started"):
        store.graphs()

    async def here() -> list[str]:
        store.loop = asyncio.get_running_loop()
        with pytest.raises(RuntimeError, match="from a thread"):
            store.graphs()
        return await asyncio.to_thread(store.graphs)

    assert asyncio.run(here()) == []
