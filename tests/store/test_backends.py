"""The same store on every back end: memory, a folder, ``oxigraph serve``, Virtuoso."""

# ruff: noqa: E501 (queries and requests read best on one line)

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from kg import loading, pipeline, resources
from kg.compare.deriving import rebuild
from kg.errors import KgError, LimitReached, StoreError, UsageError
from kg.link.imports import load_import
from kg.query import Table
from kg.settings import DEFAULT_BASE, Settings
from kg.store.base import Bindings, Graph, Iri, Literal, Store
from kg.store.http import Endpoint
from kg.store.oxigraph import OxigraphStore
from kg.store.remote import RemoteStore
from kg.web.app import create_app
from tests import loaded
from tests.query.expected import anywhere, cases
from tests.store import servers

B = DEFAULT_BASE
NOTICE, OTHER = f"{B}graph/n1", f"{B}graph/n2"
ONTOLOGY = "https://w3id.org/zeren/ontology#"
NOTICE_PATH = "notice/330922-2024-59976130"
REGISTRY, DERIVED = f"{B}graph/registry", f"{B}graph/derived"


@pytest.fixture(scope="module", params=["memory", "folder", "oxigraph", "virtuoso"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def settings(kind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings | None]:
    folder = tmp_path_factory.mktemp(kind)
    if kind == "memory":
        yield None
    elif kind == "folder":
        yield Settings(store=str(folder / "store"))
    elif kind == "oxigraph":
        with servers.oxigraph() as values:
            yield Settings(**values)  # type: ignore[arg-type]
    else:
        with servers.virtuoso(folder) as values:
            yield Settings(**values)  # type: ignore[arg-type]


def opened(settings: Settings | None) -> Any:
    if settings is None:
        return OxigraphStore(None, base=B)
    if settings.store.startswith("http"):
        return RemoteStore.from_settings(settings)
    return OxigraphStore(Path(settings.store), base=B)


@pytest.fixture
def store(settings: Settings | None) -> Iterator[Store]:
    found = opened(settings)
    for graph in found.graphs():
        found.delete(graph)
    yield found
    found.close()


def load_first(store: Store) -> int:
    return store.load(
        {NOTICE: [(f"<{B}notice/n1>", f"<{B}p>", '"责任 \\"清单\\""@zh'), (f"<{B}notice/n1/1>", f"<{B}v>", Literal("1.5", None, "http://www.w3.org/2001/XMLSchema#decimal"))]},
        merge={
            REGISTRY: [(Iri(f"{B}unit/a"), f"<{B}p>", '"县发改局"@zh')],
            DERIVED: [(f"<{B}notice/n1/1>", f"<{B}involved>", f"<{B}unit/a>")],
        },
        forget={DERIVED: [f"{B}notice/n1"]},
    )  # fmt: skip


def texts(store: Store, graph: str) -> list[str]:
    answer = store.query(f"SELECT ?o {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
    assert isinstance(answer, Bindings)
    return sorted(row[0].value for row in answer.rows if row[0] is not None)


def test_load_and_read(store: Store) -> None:
    assert load_first(store) == 4
    assert store.graphs() == [DERIVED, NOTICE, REGISTRY]
    assert store.size() == 4
    answer = store.query(f"SELECT ?s ?o {{ ?s <{B}p> ?o }} ORDER BY ?s")
    assert isinstance(answer, Bindings)
    assert [[t.value for t in row if t is not None] for row in answer.rows] == [
        [f"{B}notice/n1", '责任 "清单"'],
        [f"{B}unit/a", "县发改局"],
    ]
    assert {t.language for row in answer.rows for t in row if isinstance(t, Literal)} == {"zh"}
    assert store.query("ASK { ?s ?p ?o }") is True
    graph = store.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{NOTICE}> {{ ?s ?p ?o }} }}")
    assert isinstance(graph, Graph)
    assert len(graph.triples) == 2


def test_a_second_load_replaces_the_first_and_leaves_the_rest(store: Store) -> None:
    load_first(store)
    store.load(
        {OTHER: [(f"<{B}notice/n11>", f"<{B}p>", '"other"')]},
        merge={DERIVED: [(f"<{B}notice/n11>", f"<{B}q>", '"o"')]},
    )
    count = store.load(
        {NOTICE: [(f"<{B}notice/n1>", f"<{B}p>", '"new"')]},
        merge={REGISTRY: [(f"<{B}unit/b>", f"<{B}p>", '"县教育局"@zh')], DERIVED: [(f"<{B}notice/n1/2>", f"<{B}q>", '"d"')]},
        forget={DERIVED: [f"{B}notice/n1"]},
    )  # fmt: skip
    assert count == 3
    assert texts(store, NOTICE) == ["new"]
    assert texts(store, OTHER) == ["other"]
    assert texts(store, REGISTRY) == ["县发改局", "县教育局"]
    assert texts(store, DERIVED) == ["d", "o"]


def test_a_second_load_forgets_every_subject_named(store: Store) -> None:
    load_first(store)
    store.put(OTHER, [])
    names = ("n1", "n1/1", "text/n1", "n11", "text/n11")
    rows = [(f"<{B}{name}>", f"<{B}p>", f'"{name}"') for name in names]
    store.load({NOTICE: [(f"<{B}x>", f"<{B}p>", '"x"')]}, merge={OTHER: rows})
    store.load(
        {NOTICE: [(f"<{B}x>", f"<{B}p>", '"y"')]},
        forget={OTHER: [f"{B}n1", f"{B}text/n1"], DERIVED: [f"{B}notice/n1"]},
    )
    assert texts(store, OTHER) == ["n11", "text/n11"]
    assert texts(store, DERIVED) == []
    for wrong in ('" || true', "no iri"):
        with pytest.raises(UsageError):
            store.load({NOTICE: []}, forget={OTHER: [f"{B}n11", wrong]})
    assert texts(store, OTHER) == ["n11", "text/n11"]
    assert texts(store, NOTICE) == ["y"]


def test_a_load_that_fails_changes_nothing(store: Store) -> None:
    load_first(store)
    before = io.BytesIO()
    store.dump(before)
    bad = [(f"<{B}notice/n1>", f"<{B}p>", '"new"'), (f"<{B}notice/n1>", f"<{B}p>", '"no end')]
    with pytest.raises(KgError):
        store.load({NOTICE: bad}, merge={REGISTRY: [(f"<{B}unit/c>", f"<{B}p>", '"c"')]})
    after = io.BytesIO()
    store.dump(after)
    assert sorted(before.getvalue().splitlines()) == sorted(after.getvalue().splitlines())
    assert store.graphs() == [DERIVED, NOTICE, REGISTRY]


def test_a_large_notice(store: Store) -> None:
    rows = [(f"<{B}notice/n1/{i}>", f"<{B}p>", f'"第 {i} 项"@zh') for i in range(7000)]
    assert store.load({NOTICE: rows}) == 7000
    assert store.size() == 7000


def test_variables_are_bound_as_terms(store: Store) -> None:
    load_first(store)
    nasty = 'x" } } ; DROP ALL #'
    store.put(OTHER, [(f"<{B}x>", f"<{B}p>", Literal(nasty))])
    answer = store.query("SELECT ?s ?o { GRAPH ?g { ?s ?p ?o } }", substitutions={"o": Literal(nasty)})
    assert isinstance(answer, Bindings)
    assert [row[0] for row in answer.rows] == [Iri(f"{B}x")]
    for wrong in ("<not an iri>", '"open', "?x", "1 ; DROP ALL", '"a" "b"', "<http://a> . <http://b>"):
        with pytest.raises(UsageError):
            store.query("SELECT ?s ?o { ?s ?p ?o }", substitutions={"o": wrong})
    assert store.size() == 5


def test_update_delete_and_dump(store: Store) -> None:
    load_first(store)
    store.update(f"DELETE {{ GRAPH ?g {{ ?s ?p ?o }} }} INSERT {{ GRAPH ?g {{ ?s ?p 'changed' }} }} WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(?g = <{REGISTRY}>) }}")  # fmt: skip
    assert texts(store, REGISTRY) == ["changed"]
    output = io.BytesIO()
    store.dump(output)
    lines = output.getvalue().decode().splitlines()
    assert len(lines) == 4
    assert all(line.endswith("> .") for line in lines)
    one = io.BytesIO()
    store.dump(one, graph=REGISTRY)
    assert one.getvalue().decode().strip() == f'<{B}unit/a> <{B}p> "changed" .'
    assert store.delete(NOTICE)
    assert not store.delete(NOTICE)
    assert store.graphs() == [DERIVED, REGISTRY]


def test_errors_are_sentences(store: Store) -> None:
    load_first(store)
    with pytest.raises(UsageError):
        store.query("SELECT * {")
    with pytest.raises(LimitReached):
        store.query("SELECT * { ?s ?p ?o }", max_rows=2)
    with pytest.raises((UsageError, StoreError)):
        store.update("INSERT DATA {")


def test_the_service_on_this_back_end(settings: Settings | None, store: Store) -> None:
    load_first(store)
    chosen = (settings or Settings()).model_copy(update={"token": Settings(token="t").token})
    if settings is not None and not settings.store.startswith("http"):
        store.close()
    embedded = store if settings is None else None
    with TestClient(create_app(chosen, store=embedded)) as client:
        token = {"Authorization": "Bearer t"}
        health = client.get("/health").json()
        assert (health["status"], health["triples"]) == ("ok", 4)
        text = f"SELECT ?o WHERE {{ GRAPH <{REGISTRY}> {{ ?s ?p ?o }} }}"
        seen = {}
        for accept in (
            "application/sparql-results+json",
            "application/sparql-results+xml",
            "text/csv",
            "text/tab-separated-values",
        ):
            answer = client.get("/sparql", params={"query": text}, headers={"Accept": accept})
            assert answer.status_code == 200
            assert answer.headers["content-type"].partition(";")[0] == accept
            seen[accept] = answer.text
            assert "县发改局" in answer.text
        assert seen["text/csv"] == "o\r\n县发改局\r\n"
        assert seen["text/tab-separated-values"].splitlines() == ["?o", '"县发改局"@zh']
        asked = client.post(
            "/sparql", content="ASK { ?s ?p ?o }", headers={"Content-Type": "application/sparql-query"}
        )
        assert asked.json()["boolean"] is True
        turtle = client.get(
            "/sparql",
            params={"query": f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{NOTICE}> {{ ?s ?p ?o }} }}"},
            headers={"Accept": "application/n-triples"},
        )
        assert len(turtle.text.splitlines()) == 2
        assert client.get("/sparql", params={"query": "SELECT {"}).status_code == 400
        assert (
            client.get(
                "/sparql", params={"query": "SELECT * { SERVICE <http://127.0.0.1:1/> {} }"}
            ).status_code
            == 403
        )
        graph = {"graph": f"{B}graph/n9"}
        body = f"<{B}notice/n9> <{B}p> 1 ."
        assert (
            client.put(
                "/graphs", params=graph, content=body, headers={"Content-Type": "text/turtle"}
            ).status_code
            == 401
        )
        headers = {"Content-Type": "text/turtle", **token}
        assert client.put("/graphs", params=graph, content=body, headers=headers).status_code == 201
        assert (
            client.post(
                "/graphs", params=graph, content=f"<{B}notice/n9> <{B}p> 2 .", headers=headers
            ).status_code
            == 204
        )
        read = client.get("/graphs", params=graph, headers={"Accept": "application/n-triples"})
        assert len(read.text.splitlines()) == 2
        assert client.put("/graphs", params=graph, content="<a> <b", headers=headers).status_code == 400
        assert client.delete("/graphs", params=graph, headers=token).status_code == 204
        assert client.get("/graphs", params=graph).status_code == 404
        update = client.post("/sparql", data={"update": f"CLEAR SILENT GRAPH <{REGISTRY}>"}, headers=token)
        assert update.status_code == 204
        assert client.get("/health").json()["triples"] == 3
        assert client.get("/dump.nq").text.count("\n") == 3
        assert b"kg_store_up 1" in client.get("/metrics").content


def test_a_server_that_is_not_there() -> None:
    place = Endpoint("http://127.0.0.1:9/sparql", "http://127.0.0.1:9/u", timeout_s=2)
    away = RemoteStore(place, base=B)
    for call in (
        lambda: away.query("ASK {}"),
        lambda: away.update("CLEAR ALL"),
        lambda: away.load({NOTICE: []}),
    ):
        with pytest.raises(StoreError, match="unreachable"):
            call()
    read_only = RemoteStore(Endpoint("http://127.0.0.1:9/sparql"), base=B)
    with pytest.raises(StoreError, match="KG_STORE_UPDATE"):
        read_only.update("CLEAR ALL")
    settings = Settings(store="http://127.0.0.1:9/sparql", query_timeout_s=2)
    with TestClient(create_app(settings)) as client:
        assert client.get("/health").status_code == 503
        answer = client.get("/sparql", params={"query": "ASK {}"})
        assert answer.status_code == 503
        assert "unreachable" in answer.json()["detail_en"]


PAGES = [
    "/",
    "/notices",
    "/units",
    "/leaders",
    "/targets",
    "/projects",
    "/places",
    "/themes",
    "/queries",
    "/queries/workload",
    "/queries/workload.json",
    "/queries/tasks.csv?word=改革",
    "/search",
    "/search?q=教育",
    "/health",
]
# A list in one cell: no server promises the order of GROUP_CONCAT.
LISTS = (
    "names", "leaderLabel", "issuerText", "addresseeText", "copiedToText", "altName",
    "unitNames", "leaderNames", "lead", "actions",
)  # fmt: skip


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def server(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def corpus(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Settings, Store]]:
    """A server of its own with both notices, each loaded twice, and an example of an import."""
    with contextlib.ExitStack() as stack:
        folder = tmp_path_factory.mktemp(f"{server}-corpus")
        if server == "virtuoso":
            chosen = Settings(**stack.enter_context(servers.virtuoso(folder)))  # type: ignore[arg-type]
        else:
            chosen = Settings(**stack.enter_context(servers.oxigraph()))  # type: ignore[arg-type]
        found = RemoteStore.from_settings(chosen)
        stack.callback(found.close)
        loading.prepare(found)
        changed = loaded.next_year().replace("推进", "加快推进", 1).encode()
        for text in (loaded.REAL.read_bytes(), changed, loaded.next_year().encode()):
            loading.load_notice(pipeline.convert(text, name="notice.txt"), found, at=loaded.LOADED)
        rebuild(found)
        example = resources.data("imports")
        load_import(example / "statistics.csv", example / "statistics.yml", found)
        yield chosen, found


def compared(table: Table) -> list[tuple[object, ...]]:
    """Return rows by value: numbers as numbers, lists in any order."""
    return [
        tuple(
            tuple(sorted(re.split(r"、| \| ", str(value)))) if name in LISTS and value else value
            for name, value in row.items()
        )
        for row in table.records()
    ]


def test_a_notice_loaded_again_leaves_nothing_of_the_first(corpus: tuple[Settings, Store]) -> None:
    _, store = corpus
    text = f"SELECT ?t (COUNT(?words) AS ?n) {{ GRAPH <{B}graph/meta> {{ ?t <{ONTOLOGY}fullText> ?words }} }} GROUP BY ?t"
    answer = store.query(text)
    assert isinstance(answer, Bindings)
    assert [row[1].value for row in answer.rows if row[1] is not None] == ["1", "1"]
    for graph in (f"{B}graph/derived", f"{B}graph/330922-2024-59976130", f"{B}graph/330922-2025-1b3dffc1"):
        counted = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
        found, expected = store.query(counted), loaded.two().query(counted)
        assert isinstance(found, Bindings)
        assert isinstance(expected, Bindings)
        assert found.rows[0][0] == expected.rows[0][0], graph


def test_every_question_on_a_server(corpus: tuple[Settings, Store]) -> None:
    """The answers are those of the embedded store, row by row and in order."""
    _, store = corpus
    wrong = []
    scope = {"area": "浙江省", "level": "county", "year": "2024"}
    narrowed = [("workload", scope), ("targets", scope)]
    for name, case in [*cases().items(), *narrowed]:
        params = anywhere(case)
        try:
            found = loaded.catalog().run(name, params, store)
        except KgError as error:
            wrong.append(f"{name}: {error}")
            continue
        expected = loaded.catalog().run(name, params, loaded.two())
        assert expected.rows or case.get("store") == "corpus", name
        if compared(found) != compared(expected):
            wrong.append(f"{name}: {len(found)} rows, not {len(expected)}, or others")
    assert not wrong, "\n".join(wrong)


def test_pages_and_choices_have_their_queries_on_a_server(corpus: tuple[Settings, Store]) -> None:
    """The queries that pages and choices stand on; what they must be given is taken from the data."""
    _, store = corpus
    given = {
        "notice": f"{B}{NOTICE_PATH}",
        "item": f"{B}{NOTICE_PATH}/0693b8/1/5",
        "target": f"{B}{NOTICE_PATH}/0693b8/2/1/target/1",
    }
    wrong = []
    for query in loaded.catalog():
        needed = [param.name for param in query.params.values() if param.required]
        if query.role == "question" or not set(needed) <= set(given):
            continue
        params = {name: given[name] for name in needed}
        try:
            found = loaded.catalog().run(query.name, params, store)
        except KgError as error:
            wrong.append(f"{query.name}: {error}")
            continue
        expected = loaded.catalog().run(query.name, params, loaded.two())
        # Values, not terms: what EXISTS gives is the integer 1 on Virtuoso.
        seen = [set(compared(one)) for one in (found, expected)]
        if seen[0] != seen[1]:
            wrong.append(f"{query.name}: {list(seen[0] ^ seen[1])[:3]}")
    assert wrong == []


def test_pages_on_a_server(corpus: tuple[Settings, Store]) -> None:
    chosen, store = corpus
    unit = loaded.catalog().run("workload", {}, store).dicts()[0]["unit"].value
    paths = [*PAGES, f"/{NOTICE_PATH}", f"/{NOTICE_PATH}/0693b8/1/5"]
    paths += [f"/{unit.removeprefix(B)}", f"/{unit.removeprefix(B)}/list"]
    with TestClient(create_app(chosen)) as client:
        answers = {path: client.get(path, headers={"Accept": "text/html, */*;q=0.1"}) for path in paths}
        assert {path: found.status_code for path, found in answers.items() if found.status_code != 200} == {}
        assert "县发改局" in answers[f"/{unit.removeprefix(B)}"].text
        assert len(answers["/queries/workload.json"].json()) > 100
