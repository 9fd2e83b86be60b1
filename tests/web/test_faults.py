"""Everything that brings other endpoints down, done to ours, and the service goes on."""

# ruff: noqa: E501 (queries and requests read best on one line)

from __future__ import annotations

import contextlib
import http.server
import json
import os
import re
import signal
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from ctypes.util import find_library
from importlib import metadata
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from tests.web.running import Server, fetch, service

pytestmark = pytest.mark.alone

LIMIT_S = 4.0
PRODUCT = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
SORTED = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?c"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("faults") / "store"
    settings = {
        "query_timeout_s": str(LIMIT_S),
        "query_memory_mb": "512",
        "rate_per_minute": "1000000",
        "max_rows": "25000",
    }
    with service(folder, **settings) as running:
        rows = "".join(
            f'<http://e/s{i // 4}> <http://e/p{i % 4}> "值 {i} aaaaaaaaaaaaaaaa" .\n' for i in range(20000)
        )
        status, _, _ = fetch(
            "PUT",
            f"{running.graphs}?graph=http://e/g",
            rows.encode(),
            {"Content-Type": "application/n-triples", **running.headers},
        )
        assert status == 201
        yield running


def ask(
    server: Server, text: str, accept: str = "*/*", **parameters: str
) -> tuple[int, dict[str, str], bytes]:
    query = urlencode({"query": text, **parameters})
    return fetch("GET", f"{server.query}?{query}", headers={"Accept": accept})


def problem(body: bytes) -> str:
    found = json.loads(body)
    assert "Traceback" not in body.decode()
    assert found["detail_zh"]
    assert found["detail_en"]
    return str(found["type"]).rpartition("/")[2]


def alive(server: Server) -> bool:
    return ask(server, f"ASK {{}} # {time.monotonic_ns()}")[0] == 200


def metric(server: Server, name: str) -> float:
    _, _, body = fetch("GET", f"{server.url}/metrics")
    found = re.search(rf"^{re.escape(name)} (\S+)$", body.decode(), re.MULTILINE)
    assert found, name
    return float(found.group(1))


def family_memory(server: Server) -> int:
    """Resident bytes of the service and every process below it."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError, IndexError):
                status = (entry / "stat").read_text().rpartition(")")[2].split()
                parents.setdefault(int(status[1]), []).append(int(entry.name))
    total, queue = 0, [server.process.pid]
    while queue:
        pid = queue.pop()
        queue += parents.get(pid, [])
        with contextlib.suppress(OSError, IndexError):
            total += int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return total


@pytest.mark.parametrize("text", [PRODUCT, SORTED], ids=["product", "sorted product"])
def test_a_bomb_is_stopped(server: Server, text: str) -> None:
    began = time.monotonic()
    status, headers, body = ask(server, text)
    assert status == 503
    assert problem(body) == "query-stopped"
    assert int(headers["retry-after"]) > 0
    assert time.monotonic() - began < LIMIT_S + 2
    assert alive(server)


@pytest.mark.parametrize(
    "pattern",
    ["(a+)+$", "^(a|a)*b", "(((((a{1,100}){1,100}){1,100}){1,100}){1,100})b", "(?i)" + "(x+x+)+y" * 50],
)
def test_a_regular_expression_bomb(server: Server, pattern: str) -> None:
    status, _, body = ask(server, f'SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o FILTER(REGEX(?o, "{pattern}")) }}')
    assert status in (200, 400, 503)
    if status != 200:
        problem(body)
    assert alive(server)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("SELECT * " + "{" * 100_000 + "}" * 100_000, id="braces"),
        pytest.param("ASK { FILTER" + "(" * 100_000 + "1" + ")" * 100_000 + " }", id="brackets"),
        pytest.param("ASK { FILTER(" + "!" * 100_000 + "true) }", id="negations"),
        pytest.param("ASK { " + " UNION ".join(["{ ?s ?p ?o }"] * 30_000) + " }", id="unions"),
        pytest.param("ASK { ?s " + "^" * 50_000 + "<http://p> ?o }", id="inverse paths"),
        pytest.param("ASK { ?s " + "/".join(["<http://p>"] * 30_000) + " ?o }", id="long path"),
        pytest.param("ASK { ?s ?p " + "[ <http://p> " * 25_000 + "1" + "]" * 25_000 + " }", id="blank nodes"),
        pytest.param("ASK { ?s ?p " + "(" * 25_000 + ")" * 25_000 + " }", id="lists"),
        pytest.param("SELECT * { " + "{ SELECT * { " * 10_000 + "}} " * 10_000 + "}", id="subselects"),
    ],
)
def test_deep_and_long_texts_are_refused(server: Server, text: str) -> None:
    status, _, body = fetch("POST", server.query, text.encode(), {"Content-Type": "application/sparql-query"})
    assert status in (400, 413)
    assert problem(body) in ("bad-request", "too-large")
    assert alive(server)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("ASK { FILTER(" + "+".join(["1"] * 20_000) + " > 0) }", id="sum"),
        pytest.param("SELECT * { " + "OPTIONAL { ?s ?p ?o } " * 1500 + "}", id="optionals"),
        pytest.param("ASK { " + "?s ?p ?o . " * 20_000 + "}", id="patterns"),
        pytest.param("ASK { VALUES ?x { " + "1 " * 100_000 + "} }", id="values"),
        pytest.param(
            "ASK { ?s (<http://e/p0>|!<http://e/p1>)* ?o . ?o (<http://e/p2>+/^<http://e/p3>*)+ ?s }",
            id="paths",
        ),
        pytest.param(
            'SELECT (GROUP_CONCAT(?o; separator="") AS ?x) { ?s ?p ?o . ?t ?q ?r }', id="long string"
        ),
    ],
)
def test_what_passes_the_bounds_harms_nobody(server: Server, text: str) -> None:
    status, _, body = fetch("POST", server.query, text.encode(), {"Content-Type": "application/sparql-query"})
    assert status in (200, 400, 503)
    if status != 200:
        problem(body)
    assert alive(server)


def test_a_large_body_is_refused(server: Server) -> None:
    body = b"query=" + b"x" * (50 * 2**20)
    for path, media_type in (
        ("/sparql", "application/x-www-form-urlencoded"),
        ("/graphs?default", "text/turtle"),
    ):
        # The answer comes before the body is read, so the connection may break while it is sent.
        with socket.create_connection(("127.0.0.1", server.port), timeout=30) as peer:
            head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: {media_type}\r\nContent-Length: {len(body)}\r\n\r\n"
            peer.sendall(head.encode())
            assert peer.recv(4096).startswith(b"HTTP/1.1 413")
    assert alive(server)


def test_a_large_body_of_unstated_length_is_refused(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as peer:
        peer.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n"
        )
        piece = b"100000\r\n" + b" " * 0x100000 + b"\r\n"
        with contextlib.suppress(OSError):
            for _ in range(50):
                peer.sendall(piece)
        with contextlib.suppress(OSError):
            answer = peer.recv(4096)
            assert answer == b"" or answer.startswith(b"HTTP/1.1 413")
    assert alive(server)


@pytest.mark.parametrize("header", [None, "Bearer wrong", "Basic c2VjcmV0", "Bearer", "secret-of-the-tests"])
def test_no_write_without_the_token(server: Server, header: str | None) -> None:
    before = fetch("GET", server.url + "/health")[2]
    headers = {"Authorization": header} if header else {}
    for method, path, body, media_type in (
        ("POST", "/sparql", b"CLEAR ALL", "application/sparql-update"),
        ("POST", "/sparql", b"update=CLEAR%20ALL", "application/x-www-form-urlencoded"),
        ("PUT", "/graphs?graph=http://e/g", b"", "text/turtle"),
        ("POST", "/graphs", b"", "text/turtle"),
        ("DELETE", "/graphs?graph=http://e/g", b"", "text/turtle"),
        ("POST", "/admin/restore", b'{"source":"/tmp"}', "application/json"),
        ("POST", "/admin/load", b'{"replace":["http://e/g"],"forget":{}}', "application/octet-stream"),
    ):
        status, answer, content = fetch(
            method, server.url + path, body, {"Content-Type": media_type, **headers}
        )
        assert status == 401
        assert answer["www-authenticate"].startswith("Bearer")
        assert problem(content) == "unauthorized"
    assert fetch("GET", server.url + "/health")[2] == before


def test_without_a_token_the_service_is_read_only(tmp_path: Path) -> None:
    with service(tmp_path / "store", token="") as server:
        status, _, body = fetch(
            "POST", server.update, b"CLEAR ALL",
            {"Content-Type": "application/sparql-update", "Authorization": "Bearer "},
        )  # fmt: skip
        assert status in (401, 403)
        assert problem(body) in ("read-only", "unauthorized")


@pytest.fixture
def listener() -> Iterator[tuple[int, list[bytes]]]:
    """A server that remembers whoever comes."""
    visits: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as sock:
        sock.settimeout(0.1)
        done = threading.Event()

        def watch() -> None:
            while not done.is_set():
                with contextlib.suppress(TimeoutError):
                    peer, _ = sock.accept()
                    peer.settimeout(1)
                    with contextlib.suppress(OSError):
                        visits.append(peer.recv(1000))
                    peer.close()

        thread = threading.Thread(target=watch)
        thread.start()
        yield sock.getsockname()[1], visits
        done.set()
        thread.join()


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
        "SELECT * {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }}",
        "PREFIX x: <{url}> SELECT * {{ SERVICE x: {{ ?s ?p ?o }} }}",
        "PREFIX : <{url}> SELECT * {{ SERVICE:x{{ ?s ?p ?o }} }}",
        "PREFIX : <{url}> SELECT * {{ service:x{{ ?s ?p ?o }} }}",
        "BASE <{url}> SELECT * {{ SERVICE <x> {{ ?s ?p ?o }} }}",
        "SELECT * {{ BIND(<{url}> AS ?e) SERVICE ?e {{ ?s ?p ?o }} }}",
        "SELECT * {{ VALUES ?e {{ <{url}> }} SERVICE ?e {{ ?s ?p ?o }} }}",
        "SELECT * {{ ?s ?p ?o FILTER(?s<?o)SERVICE#>\n<{url}>{{ ?s ?p ?o }} }}",
        "SELECT * {{ ?s ?p ?o . FILTER(1<2)SERVICESILENT<{url}>{{ ?s ?p ?o }} }}",
        "SELECT * {{ ?s ?p trueSERVICE<{url}>{{ ?s ?p ?o }} }}",
        "SELECT * {{ \\u0053ERVICE <{url}> {{ ?s ?p ?o }} }}",
        "SELECT * {{ {{ SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }} }} }}",
        "ASK {{ FILTER EXISTS {{ SERVICE <{url}> {{ ?s ?p ?o }} }} }}",
        "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
        "DESCRIBE ?s {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
        "SELECT * FROM <{url}> {{ ?s ?p ?o }}",
        "SELECT * FROM NAMED <{url}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        "SELECT * FROM <file:///etc/passwd> {{ ?s ?p ?o }}",
        "SELECT * {{ GRAPH <{url}> {{ ?s ?p ?o }} }}",
        "DESCRIBE <{url}>",
    ],
)
def test_a_query_fetches_nothing(server: Server, listener: tuple[int, list[bytes]], text: str) -> None:
    port, visits = listener
    status, _, body = ask(server, text.format(url=f"http://127.0.0.1:{port}/data"), "*/*")
    assert status in (200, 400, 403)
    if "SERVICE SILENT" in text:
        assert status == 200, "it fails without a word, as it asks to"
    elif "SERVICE" in text.upper():
        assert status in (400, 403)
        assert problem(body) in ("bad-request", "forbidden")
    time.sleep(0.15)
    assert visits == []


@pytest.mark.parametrize(
    "text",
    [
        "LOAD <{url}>",
        "LOAD SILENT <{url}>",
        "LOAD <file:///etc/passwd> INTO GRAPH <http://g>",
        "PREFIX l: <{url}> LOAD l:",
        "INSERT DATA {{ <http://a> <http://b> 1 }} ; load<{url}>",
        "INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
        "DELETE WHERE {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
        "INSERT {{ ?s ?p ?o }} USING <{url}> WHERE {{ ?s ?p ?o }}",
    ],
)
def test_an_update_fetches_nothing(server: Server, listener: tuple[int, list[bytes]], text: str) -> None:
    port, visits = listener
    status, _, _ = fetch(
        "POST",
        server.update,
        text.format(url=f"http://127.0.0.1:{port}/data.ttl").encode(),
        {"Content-Type": "application/sparql-update", **server.headers},
    )
    assert status in ((204,) if "SILENT" in text or "USING" in text else (400, 403))
    time.sleep(0.15)
    assert visits == []
    assert alive(server)


def test_a_slow_reader_holds_nobody_up(server: Server) -> None:
    wait_until_nothing_runs(server)
    with contextlib.ExitStack() as holder:
        read_slowly(server, holder)


def wait_until_nothing_runs(server: Server) -> None:
    """What is counted once writes rest may run beside the readers, and ends by itself."""
    deadline = time.monotonic() + 120
    while metric(server, "kg_queries_running") and time.monotonic() < deadline:
        time.sleep(0.05)
    assert metric(server, "kg_queries_running") == 0


def read_slowly(server: Server, holder: contextlib.ExitStack) -> None:
    target = f"/sparql?query={quote('SELECT * { ?s ?p ?o }')}"
    readers = []
    for _ in range(8):
        peer = holder.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=30))
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        peer.sendall(f"GET {target} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        readers.append(peer)
    firsts = [peer.recv(64)[:12] for peer in readers]
    assert firsts == [b"HTTP/1.1 200"] * 8
    wait_until_nothing_runs(server)
    assert alive(server)


def test_a_client_that_leaves_takes_its_query_along(server: Server) -> None:
    name = 'kg_queries_stopped_total{reason="left"}'
    before = metric(server, name)
    for number in range(3):
        text = quote(f"{PRODUCT} # {number}")
        with socket.create_connection(("127.0.0.1", server.port), timeout=30) as peer:
            peer.sendall(f"GET /sparql?query={text} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            time.sleep(0.3)
    deadline = time.monotonic() + LIMIT_S / 2
    while metric(server, name) < before + 3 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert metric(server, name) == before + 3


def test_sixty_four_clients_at_once(server: Server) -> None:
    def work(number: int) -> set[int]:
        return {ask(server, f"SELECT * {{ <http://e/s{number * 7 + i}> ?p ?o }}")[0] for i in range(5)}

    with ThreadPoolExecutor(64) as threads:
        assert set().union(*threads.map(work, range(64))) == {200}


def test_too_many_at_once_and_too_often(tmp_path: Path) -> None:
    with service(
        tmp_path / "store", client_concurrency="4", rate_per_minute="120", query_timeout_s="2"
    ) as server:
        with ThreadPoolExecutor(12) as threads:
            answers = list(threads.map(lambda n: ask(server, f"{PRODUCT} # {n}"), range(12)))
        # An empty store answers at once, so the limit at once is reached or not; the rate is.
        more = [ask(server, f"ASK {{}} # {n}") for n in range(80)]
        refusals = [a for a in (*answers, *more) if a[0] == 429]
        assert refusals
        assert all(int(a[1]["retry-after"]) >= 1 and problem(a[2]) == "too-many-requests" for a in refusals)
        assert {a[0] for a in (*answers, *more)} <= {200, 429}
        # With the token there is no limit.
        text = f"{server.query}?query=ASK%7B%7D%23x"
        assert {fetch("GET", f"{text}{n}", headers=server.headers)[0] for n in range(20)} == {200}


MALFORMED = [
    b"GET /sparql?query=%ff%fe HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /sparql?query=%00 HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /sparql?query=%zz HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /sparql?query=ASK{}&default-graph-uri=not%20an%20iri%3E HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\nAccept: nonsense/;q=q,,;\r\n\r\n",
    b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\nAccept: image/png\r\n\r\n",
    b"GET /sparql?query= HTTP/1.1\r\nHost: x\r\n\r\n",
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n",
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 4\r\n\r\n\xff\xfe\x00\x01",
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data\r\nContent-Length: 1\r\n\r\nx",
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 7\r\n\r\n%ff=%fe",
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: nonsense\r\n\r\n",
    b"PATCH /sparql HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /graphs?graph=relative HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /graphs?graph=http://a&default HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /graphs?graph=http://a%3E%20;DROP HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /graphs/%00%ff HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /static/../../settings.py HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /static/%2e%2e/%2e%2e/settings.py HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET / HTTP/9.9\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00",
    b"NONSENSE\r\n\r\n",
    b"GET " + b"/a" * 40_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: y\r\n" * 2_000 + b"\r\n",
]


@pytest.mark.parametrize("raw", MALFORMED, ids=range(len(MALFORMED)))
def test_malformed_requests(server: Server, raw: bytes) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as peer:
        answer = b""
        with contextlib.suppress(OSError):
            peer.sendall(raw)
            peer.shutdown(socket.SHUT_WR)
            while piece := peer.recv(65536):
                answer += piece
    if answer:
        status = int(answer.split(b" ", 2)[1])
        assert 400 <= status < 500 or (status == 200 and b"Accept: nonsense" in raw), answer[:300]
    assert b"Traceback" not in answer
    assert alive(server)


def test_short_questions_pass_four_bombs_and_memory_comes_back(server: Server) -> None:
    assert alive(server)
    time.sleep(0.5)
    before = family_memory(server)
    with ThreadPoolExecutor(4) as threads:
        bombs = [threads.submit(ask, server, f"{text} # {n}") for n, text in enumerate([PRODUCT, SORTED] * 2)]
        while metric(server, "kg_queries_running") < 4:
            time.sleep(0.01)
        waits = []
        while not all(bomb.done() for bomb in bombs):
            began = time.monotonic()
            assert ask(server, f"ASK {{}} # {began}")[0] == 200
            waits.append(time.monotonic() - began)
            time.sleep(0.005)
        assert {bomb.result()[0] for bomb in bombs} == {503}
    waits.sort()
    assert len(waits) > 10
    assert waits[int(len(waits) * 0.99)] < 0.5
    deadline = time.monotonic() + 5
    while family_memory(server) > before * 1.2 and time.monotonic() < deadline:
        time.sleep(0.1)
    assert family_memory(server) <= before * 1.2


def test_a_stopped_query_is_told_why(server: Server) -> None:
    """Out of its own memory, or ended by somebody else: two sentences, and the service goes on."""
    status, _, body = ask(server, "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f")
    assert (status, problem(body)) == (503, "query-stopped")
    assert "ran out of memory" in json.loads(body)["detail_en"]
    with ThreadPoolExecutor(1) as threads:
        bomb = threads.submit(ask, server, PRODUCT)
        while metric(server, "kg_queries_running") < 1:
            time.sleep(0.01)
        for pid, words in children(server):
            if "query" in words:
                os.kill(pid, signal.SIGKILL)
        status, _, body = bomb.result()
    assert (status, problem(body)) == (503, "query-stopped")
    assert "ended by the system" in json.loads(body)["detail_en"]
    assert alive(server)  # though those that waited for work were ended as well


def test_query_workers_have_the_fast_allocator_and_a_limit(server: Server) -> None:
    allocator = "libtcmalloc_minimal" if find_library("tcmalloc_minimal") else None
    if allocator is None:
        with contextlib.suppress(metadata.PackageNotFoundError):
            metadata.distribution("cmeel-mimalloc")
            allocator = "libmimalloc"
    if allocator is not None:
        maps = [m for pid, words in children(server) if "query" in words and (m := mapped(pid))]
        assert maps
        assert all(allocator in text for text in maps)
    # What the allocator reserves beforehand is small beside the limit of 512 MB.
    assert ask(server, "ASK {}")[0] == 200
    limits = [
        int(line.split()[3])
        for pid, words in children(server)
        if "query" in words
        for line in Path(f"/proc/{pid}/limits").read_text().splitlines()
        if line.startswith("Max address space") and line.split()[3].isdigit()
    ]
    assert limits
    assert max(limits) < (512 + 512) * 2**20


def children(server: Server) -> list[tuple[int, list[str]]]:
    """Return the service's own processes and their command lines."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                parent = (entry / "stat").read_text().rpartition(")")[2].split()[1]
                if int(parent) == server.process.pid:
                    found.append((int(entry.name), (entry / "cmdline").read_text().split("\0")))
    return found


def mapped(pid: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/maps").read_text()
    return ""


def test_too_many_rows_is_said_and_cut_only_where_asked(server: Server) -> None:
    text = "SELECT * { ?s ?p ?o . ?s ?q ?r } "
    for accept in ("application/sparql-results+json", "application/sparql-results+xml", "text/csv",
                   "text/tab-separated-values"):  # fmt: skip
        status, headers, body = ask(server, text, accept)
        assert status == 503
        assert problem(body) == "too-many-rows"
        assert "retry-after" not in headers
        status, headers, body = fetch(
            "GET",
            f"{server.query}?{urlencode({'query': text})}",
            headers={"Accept": accept, "Prefer": "handling=lenient"},
        )
        assert status == 200
        assert headers["kg-truncated"] == "rows=25000"
        if accept.endswith("json"):
            found = json.loads(body)
            assert len(found["results"]["bindings"]) == 25_000
            assert found["cut"] == {"rows": 25_000}
        elif accept.endswith("xml"):
            assert body.count(b"<result>") == 25_000
            assert b"cut: only the first 25000 rows" in body
        else:
            assert body.count(b"\n") == 25_001
    graph = "CONSTRUCT { ?s ?p ?r } WHERE { ?s ?p ?o . ?s ?q ?r }"
    assert ask(server, graph, "text/turtle")[0] == 503


class _Endpoint(http.server.BaseHTTPRequestHandler):
    """A SPARQL endpoint that other people run."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/slow":
            time.sleep(LIMIT_S + 3)
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", f"http://127.0.0.1:{self.server.server_address[1]}/data")
            self.end_headers()
            return
        body = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"there"}}]}}'
        if self.path == "/large":
            body = b" " * (17 * 2**20) + body
        with contextlib.suppress(OSError):
            self.send_response(200)
            self.send_header("Content-Type", "application/sparql-results+json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def test_service_reaches_the_hosts_that_are_allowed_and_no_other(tmp_path: Path) -> None:
    endpoint = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Endpoint)
    thread = threading.Thread(target=endpoint.serve_forever)
    thread.start()
    port = endpoint.server_address[1]
    try:
        with service(
            tmp_path / "store", service_allow=f"127.0.0.1:{port}", query_timeout_s=str(LIMIT_S)
        ) as server:

            def call(target: str, silent: str = "") -> tuple[int, bytes]:
                status, _, body = ask(
                    server, f"SELECT ?x {{ SERVICE {silent} <{target}> {{ ?x ?p ?o }} }}", "text/csv"
                )
                return status, body

            assert call(f"http://127.0.0.1:{port}/data") == (200, b"x\r\nthere\r\n")
            # Neither a redirect nor too much nor too late an answer comes through.
            status, body = call(f"http://127.0.0.1:{port}/moved")
            assert (status, problem(body)) == (502, "service-failed")
            # The sentence names the endpoint that failed, not the way to it.
            assert f"http://127.0.0.1:{port}/moved" in json.loads(body)["detail_en"]
            assert set(re.findall(r"127\.0\.0\.1:(\d+)", body.decode())) == {str(port)}
            assert call(f"http://127.0.0.1:{port}/large")[0] == 502
            assert call(f"http://127.0.0.1:{port}/slow")[0] == 503
            assert call(f"http://127.0.0.1:{port + 1}/data")[0] == 403
            assert call(f"http://localhost:{port}/data")[0] == 403
            assert call(f"http://user@127.0.0.1:{port}/data")[0] == 403
            assert call(f"ftp://127.0.0.1:{port}/data")[0] == 403
            assert call(f"http://127.0.0.1:{port}@example.org/data")[0] == 403
            status, _, _ = ask(
                server, f"SELECT ?x {{ VALUES ?e {{ <http://127.0.0.1:{port}/data> }} SERVICE ?e {{ }} }}"
            )
            assert status == 403
    finally:
        endpoint.shutdown()
        thread.join()
        endpoint.server_close()
