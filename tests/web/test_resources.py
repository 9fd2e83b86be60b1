"""Every IRI of ours answers, in every format, with a description of itself."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from urllib.parse import quote, unquote

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient

from kg import vocab
from kg.link.describe import MEDIA
from tests.link.service import BASE, ID, sample_store, service

FORMATS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
}
UNIT = f"{BASE}unit/d8162c5f70"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with service() as client:
        yield client


def path_of(iri: str) -> str:
    return "/resource/" + quote(iri.removeprefix(BASE), safe="/:~-._")


def parsed(data: bytes, media_type: str) -> list[ox.Quad]:
    form = FORMATS[media_type.partition(";")[0]]
    return [q for q in ox.parse(data, format=form, base_iri=BASE) if isinstance(q, ox.Quad)]


def follow(client: TestClient, path: str, accept: str) -> tuple[int, str, bytes]:
    for _ in range(3):
        answer = client.get(path, headers={"Accept": accept})
        if answer.status_code not in (303, 308):
            return answer.status_code, answer.headers.get("content-type", ""), answer.content
        path = answer.headers["location"]
    raise AssertionError(f"{path} leads nowhere")


def ours() -> list[str]:
    """Every IRI of ours that the store names, as subject or as object."""
    found: set[str] = set()
    for quad in sample_store().engine:
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
            if isinstance(term, ox.NamedNode) and term.value.startswith(BASE):
                found.add(term.value)
    return sorted(found)


def test_a_sample_of_all_iris_describes_itself(client: TestClient) -> None:
    everything = ours()
    assert len(everything) > 2000
    sample = random.Random(20261123).sample(everything, 500)
    for number, iri in enumerate(sample):
        media_type = list(FORMATS)[number % len(FORMATS)]
        path = "/" + iri.removeprefix(BASE).partition("#")[0] if "#" in iri else path_of(iri)
        status, told, data = follow(client, path, media_type)
        assert (status, told.partition(";")[0]) == (200, media_type), iri
        quads = parsed(data, told)
        assert any(iri in (getattr(q.subject, "value", ""), getattr(q.object, "value", "")) for q in quads), (
            iri
        )


@pytest.mark.parametrize("iri", [UNIT, f"{BASE}notice/{ID}", f"{BASE}graph/{ID}", f"{BASE}place/330922100"])
def test_every_format_says_the_same(client: TestClient, iri: str) -> None:
    told = []
    for ending, media_type in MEDIA.items():
        answer = client.get(f"{path_of(iri)}.{ending}")
        assert answer.status_code == 200
        assert answer.headers["content-type"].partition(";")[0] == media_type
        quads = parsed(answer.content, media_type)
        told.append(
            {(str(q.subject), str(q.predicate), str(q.object)) for q in quads if iri in str(q.subject)}
        )
    assert told[0]
    assert all(one == told[0] for one in told[1:])


def test_things_answer_303_documents_200(client: TestClient) -> None:
    turtle = {"Accept": "text/turtle"}
    thing = client.get(path_of(UNIT), headers=turtle)
    assert (thing.status_code, thing.headers["location"]) == (303, f"{path_of(UNIT)}.ttl")
    document = client.get(f"/resource/notice/{ID}", headers=turtle)
    assert document.status_code == 200
    assert document.headers["content-location"].endswith(".ttl")
    page = client.get(path_of(UNIT), headers={"Accept": "text/html"})
    assert (page.status_code, page.headers["location"]) == (303, "/unit/d8162c5f70")
    part = client.get(f"/resource/notice/{ID}/0693b8/1/1", headers=turtle)
    assert part.status_code == 303


def test_a_description_holds_what_points_to_it_and_whence(client: TestClient) -> None:
    quads = parsed(client.get(f"{path_of(UNIT)}.nt").content, "application/n-triples")
    triples = {(q.subject.value, q.predicate.value, str(q.object)) for q in quads}  # type: ignore[union-attr]
    pointing = [s for s, p, o in triples if p == vocab.kg("leadUnit") and o == f"<{UNIT}>"]
    assert pointing
    predicates = {p for _, p, _ in triples}
    assert vocab.expand("dcterms:source") in predicates
    task = parsed(client.get(f"{path_of(pointing[0])}.nt").content, "application/n-triples")
    said = {q.predicate.value for q in task}
    assert vocab.expand("prov:wasDerivedFrom") in said
    assert vocab.kg("sha256") in said


def test_headers(client: TestClient) -> None:
    answer = client.get(f"{path_of(UNIT)}.ttl")
    link = answer.headers["link"]
    assert 'type="application/ld+json"' in link
    assert f'<{UNIT}>; rel="describes"' in link
    assert 'rel="license"' in link
    etag = answer.headers["etag"]
    again = client.get(f"{path_of(UNIT)}.ttl", headers={"If-None-Match": etag})
    assert again.status_code == 304
    assert "Accept" in answer.headers["vary"]
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(
    "path", ["/unit/d8162c5f70", f"/notice/{ID}", "/resource/unit/d8162c5f70.html", "/ontology"]
)
def test_pages_hold_json_ld(client: TestClient, path: str) -> None:
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', answer.text, re.DOTALL)
    assert found
    document = json.loads(found[1])
    assert document["@context"]["kg"] == vocab.KG
    assert parsed(found[1].encode(), "application/ld+json")
    assert 'rel="alternate"' in answer.headers["link"]


def test_unknown_and_unacceptable(client: TestClient) -> None:
    assert client.get("/resource/unit/0000000000", headers={"Accept": "text/turtle"}).status_code == 404
    assert client.get("/resource/unit/d8162c5f70", headers={"Accept": "image/png"}).status_code == 406
    assert client.get("/resource/unit/<script>.ttl").status_code == 404
    assert client.get("/ontology/9.9.9").status_code == 404


@pytest.mark.parametrize("name", ["ontology", "code", "theme", "shapes"])
def test_the_vocabulary_answers(client: TestClient, name: str) -> None:
    for ending, media_type in MEDIA.items():
        for answer in (
            client.get(f"/{name}.{ending}"),
            client.get(f"/{name}", headers={"Accept": media_type}),
        ):
            assert answer.status_code == 200
            assert parsed(answer.content, media_type)
    assert client.get(f"/{name}", headers={"Accept": "text/html"}).status_code == 200


def test_json_ld_of_a_page_cannot_be_broken_out_of() -> None:
    from kg.store.base import Iri, Literal
    from kg.web.linked import script

    words = "</script><script>alert(1)</script>"
    text = str(script([(Iri(f"{BASE}x"), Iri(vocab.expand("rdfs:label")), Literal(words, "zh"))], BASE))
    assert text.count("</script>") == 1
    assert words in json.dumps(json.loads(text[text.index("{") : text.rindex("</")]), ensure_ascii=False)


def test_no_dead_link_between_pages(client: TestClient) -> None:
    waiting, seen = ["/", "/ontology", f"{path_of(UNIT)}.html", "/catalog"], set()
    patterns: dict[str, int] = {}
    while waiting:
        path = waiting.pop()
        # Of pages of one kind a few stand for all.
        kind = re.sub(r"[0-9a-f]{6,}[^/]*|\d+", "N", path.partition("?")[0])
        if path in seen or patterns.get(kind, 0) >= 4:
            continue
        seen.add(path)
        patterns[kind] = patterns.get(kind, 0) + 1
        answer = client.get(path, headers={"Accept": "text/html,*/*;q=0.1"})
        assert answer.status_code in (200, 303, 307, 308), (path, answer.status_code)
        if "location" in answer.headers:
            waiting.append(answer.headers["location"].partition("#")[0])
        elif answer.headers["content-type"].startswith("text/html"):
            for link in re.findall(r'href="(/[^"#]*)', answer.text):
                waiting.append(unquote(link).replace("&amp;", "&"))
    assert len(seen) > 60


@pytest.mark.parametrize("name", ["ontology", "code.ttl", "catalog", "catalog.jsonld"])
def test_documents_answer_below_resource_too(client: TestClient, name: str) -> None:
    answer = client.get(f"/resource/{name}")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/{name}")
    assert client.get(f"/{name}", headers={"Accept": "text/turtle"}).status_code == 200


def test_another_base() -> None:
    from kg import emit
    from kg.settings import Settings
    from kg.store.oxigraph import OxigraphStore
    from kg.web.app import create_app

    base = "http://data.example.org/kg/"
    store = OxigraphStore(None, base=base)
    store.load({}, merge={f"{base}graph/registry": list(emit.registry_quads(base))})
    with TestClient(create_app(Settings(base=base), store=store), follow_redirects=False) as client:
        status, _, data = follow(client, "/resource/unit/d8162c5f70", "text/turtle")
        assert status == 200
        assert any(
            getattr(q.subject, "value", "") == f"{base}unit/d8162c5f70" for q in parsed(data, "text/turtle")
        )
        # The vocabulary keeps its addresses; a theme answers for its own.
        theme = next(s for s in sorted(themes()) if "/theme/" in s)
        answer = client.get(f"/resource/theme/{theme.rpartition('/')[2]}.ttl")
        assert any(getattr(q.subject, "value", "") == theme for q in parsed(answer.content, "text/turtle"))


def themes() -> set[str]:
    from kg.link.describe import vocabulary

    return {s.value for s, _, _ in vocabulary("theme")}


ODD = [
    "unit/a.ttl",  # ends as a format does
    "unit/a",
    "unit/a.ttl.rdf",
    "unit/b.html",
    "unit/%E5%8E%BF",  # holds escapes
    "unit/镇",  # is sent with escapes
    "unit/a%2Fb",
    "unit/a/b",
    "unit/50%25",
    "unit/%E5",  # of half a character
    "unit/c%2Ettl",
    "graph/x.ttl",
]


@pytest.fixture(scope="module")
def odd() -> Iterator[TestClient]:
    from kg.settings import Settings
    from kg.store.oxigraph import OxigraphStore
    from kg.web.app import create_app

    with OxigraphStore(None, base=BASE) as store:
        label = f"<{vocab.expand('rdfs:label')}>"
        store.put(f"{BASE}graph/registry", [(f"<{BASE}{path}>", label, f'"{path}"') for path in ODD])
        with TestClient(create_app(Settings(), store=store), follow_redirects=False) as client:
            yield client


@pytest.mark.parametrize("path", ODD)
def test_an_iri_that_looks_like_something_else(odd: TestClient, path: str) -> None:
    """The IRI as it is sent, and every link to it, lead to what is said of it and of nothing else."""
    iri = BASE + path
    where = "/resource/" + quote(path, safe="/%")
    for accept in ("text/turtle", "text/html"):
        answer = odd.get(where, headers={"Accept": accept})
        for _ in range(3):
            if answer.status_code != 303:
                break
            assert f'<{quote(iri, safe=":/%")}>; rel="describes"' in answer.headers["link"]
            where_to = answer.headers["location"]
            if accept == "text/html" and where_to.startswith("/unit/"):
                where_to = f"/resource{where_to}.html"  # units have pages of their own
            answer = odd.get(where_to, headers={"Accept": accept})
        assert answer.status_code == 200, (path, accept)
        if accept == "text/html":
            assert re.search(rf"<h1>\s*{re.escape(path)}\s*</h1>", answer.text), path
        else:
            labels = {
                (q.subject.value, q.object.value)  # type: ignore[union-attr]
                for q in parsed(answer.content, "text/turtle")
                if q.predicate.value == vocab.expand("rdfs:label")
            }
            assert labels == {(iri, path)}


def test_what_is_not_there_is_not_guessed(odd: TestClient) -> None:
    for path in ("unit/none.ttl", "unit/%41", "unit/a%2fb.ttl", "unit/<a>.ttl", "unit/a%00"):
        assert odd.get(f"/resource/{path}", headers={"Accept": "text/turtle"}).status_code == 404, path


def test_nodes_of_shapes_are_named_and_answer(client: TestClient) -> None:
    from kg.emit.ontology import ontology_quads

    start = f"{BASE}shapes/node/"
    nodes = sorted({term[1:-1] for quad in ontology_quads() for term in quad if term[1:].startswith(start)})
    assert len(nodes) > 100
    assert f"{start}target-bound/in/ge" in nodes
    assert not [node for node in nodes if re.search(r"-\d+$|/\d+$", node)]
    for node in (*nodes[::12], f"{start}target-bound/in/ge"):
        path = "/" + node.removeprefix(BASE)
        for where, accept in (
            (path, "text/turtle"),
            (path, "text/html"),
            (f"/resource{path}", "text/turtle"),
        ):
            status, _, data = follow(client, where, accept)
            assert status == 200, where
            assert node.encode() in data
