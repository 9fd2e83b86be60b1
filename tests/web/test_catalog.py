"""The catalogue as harvesters read it: DCAT-AP 3, VoID whose figures are true, dumps with their sums."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
import warnings
from collections.abc import Iterator

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import DCAT, DCTERMS, RDF, SH, VOID
from starlette.testclient import TestClient

from tests.conftest import suites_path
from tests.link.service import BASE, ID, sample_store, service

VCARD = rdflib.Namespace("http://www.w3.org/2006/vcard/ns#")
SPDX = rdflib.Namespace("http://spdx.org/rdf/terms#")
FORMS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}
ALL = rdflib.URIRef(f"{BASE}catalog#all")


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with service() as client:
        yield client


def graph(client: TestClient, path: str) -> rdflib.Graph:
    answer = client.get(path, headers={"Accept": "text/turtle"})
    assert answer.status_code == 200, answer.text
    return rdflib.Graph().parse(data=answer.text, format="turtle")


def shapes(*names: str) -> rdflib.Graph:
    found = rdflib.Graph()
    for name in names:
        found.parse(suites_path("dcat-ap-3.0.1") / name)
    # Each file names some property shapes that only another one holds.
    for s, p, o in list(found.triples((None, SH.property, None))):
        if len(names) > 1 and (o, SH.path, None) not in found:
            found.remove((s, p, o))
    return found


FILES = [["dcat-ap-SHACL.ttl"], ["dcat-ap-SHACL.ttl", "ranges.ttl"]]


@pytest.mark.parametrize("names", FILES)
def test_dcat_conforms_to_dcat_ap_as_published(client: TestClient, names: list[str]) -> None:
    """By an engine that takes the shapes as they are: some name property shapes that are in no file."""
    import shifty

    def judged(found: rdflib.Graph) -> tuple[bool, str]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it tells of those
            conforms, _, text = shifty.validate(found, [suites_path("dcat-ap-3.0.1") / n for n in names])
        return conforms, text

    found = graph(client, "/catalog")
    conforms, text = judged(found)
    assert conforms, text
    services = set(found.subjects(RDF.type, DCAT.DataService))
    assert len(services) == 2
    for thing, path in (
        (ALL, DCTERMS.title),
        (min(services), DCAT.endpointURL),
        (rdflib.URIRef(f"{BASE}catalog"), DCTERMS.publisher),
    ):
        broken = rdflib.Graph() + found
        broken.remove((thing, path, None))
        assert not judged(broken)[0], path


@pytest.mark.parametrize("names", FILES)
def test_dcat_conforms_to_dcat_ap(client: TestClient, names: list[str]) -> None:
    """By the judge of the notices, which stops at those shapes where a service is described."""
    import pyshacl

    found = graph(client, "/catalog")
    found.remove((None, RDF.type, DCAT.DataService))
    found.remove((None, DCAT.service, None))
    found.remove((None, DCAT.accessService, None))
    conforms, _, text = pyshacl.validate(found, shacl_graph=shapes(*names))
    assert conforms, text
    # The shapes are not merely silent: what is wrong they find.
    found.remove((ALL, DCTERMS.title, None))
    assert not pyshacl.validate(found, shacl_graph=shapes(*names))[0]


def test_dcat_tells_what_a_portal_needs(client: TestClient) -> None:
    found = graph(client, "/catalog")
    notice = rdflib.URIRef(f"{BASE}catalog#{ID}")
    datasets = set(found.objects(rdflib.URIRef(f"{BASE}catalog"), DCAT.dataset))
    assert datasets == {ALL, notice}
    titles = {title.language: str(title) for title in found.objects(notice, DCTERMS.title)}
    assert titles["zh"].startswith("嵊泗县人民政府办公室关于印发")
    assert titles["en"] == "Notice 嵊政办发〔2024〕5号: duties for 2024"
    assert str(found.value(notice, DCTERMS.issued)) == "2024-02-18"
    assert found.value(notice, DCTERMS.spatial) == rdflib.URIRef(f"{BASE}place/330922")
    period = found.value(notice, DCTERMS.temporal)
    assert str(found.value(period, DCAT.startDate)) == "2024-01-01"
    formats = set()
    for dataset in datasets:
        assert found.value(dataset, DCTERMS.publisher)
        assert found.value(dataset, DCTERMS.license)
        keywords = set(found.objects(dataset, DCAT.keyword))
        assert {rdflib.Literal("责任分解", "zh"), rdflib.Literal("文旅与体育", "zh")} <= keywords
        assert {word.language for word in keywords} == {"zh", "en"}
        for thing in (dataset, *found.objects(dataset, DCAT.distribution)):
            assert {title.language for title in found.objects(thing, DCTERMS.title)} == {"zh", "en"}
        contact = found.value(dataset, DCAT.contactPoint)
        assert {name.language for name in found.objects(contact, VCARD.fn)} == {"zh", "en"}
        assert found.value(contact, VCARD.hasURL) == rdflib.URIRef("http://testserver/")
        distributions = [
            d for d in found.objects(dataset, DCAT.distribution) if (d, DCAT.downloadURL, None) in found
        ]
        assert len(distributions) == 2
        for each in distributions:
            path = str(found.value(each, DCAT.downloadURL)).removeprefix("http://testserver")
            assert client.get(path).status_code == 200
            assert found.value(each, DCAT.mediaType)
            formats.add(str(found.value(each, DCTERMS.format)).rpartition("/")[2])
    assert formats == {"RDF_N_QUADS", "RDF_TURTLE"}


@pytest.mark.parametrize(
    ("contact", "said"),
    [
        ("data@example.org", (VCARD.hasEmail, "mailto:data@example.org")),
        ("https://www.example.org/contact", (VCARD.hasURL, "https://www.example.org/contact")),
    ],
)
def test_dcat_tells_whom_to_ask(contact: str, said: tuple[rdflib.URIRef, str]) -> None:
    with service(contact=contact) as client:
        found = graph(client, "/catalog")
    assert (rdflib.URIRef(f"{BASE}catalog#contact"), said[0], rdflib.URIRef(said[1])) in found


def test_the_sum_of_the_dump_is_true(client: TestClient) -> None:
    answer = client.get("/dump.nq.gz")
    digest = hashlib.sha256(answer.content)
    assert answer.headers["repr-digest"] == f"sha-256=:{base64.b64encode(digest.digest()).decode()}:"
    assert client.get("/dump.nq.gz.sha256").text == f"{digest.hexdigest()}  dump.nq.gz\n"
    found = graph(client, "/catalog")
    values = [str(v).lower() for v in found.objects(None, SPDX.checksumValue)]
    assert values == [digest.hexdigest()]
    assert [int(v) for v in found.objects(None, DCAT.byteSize)] == [len(answer.content)]
    again = client.get("/dump.nq.gz", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
    lines = gzip.decompress(answer.content).splitlines()
    assert len(lines) == len(sample_store().engine)


def test_the_turtle_dump_holds_the_same(client: TestClient) -> None:
    quads = list(ox.parse(client.get("/dump.ttl").content, format=ox.RdfFormat.TURTLE))
    assert len(quads) == len(sample_store().engine)


@pytest.mark.parametrize("ending", ["nq.gz", "nq", "ttl"])
def test_a_notice_has_its_own_dump(client: TestClient, ending: str) -> None:
    answer = client.get(f"/dump/{ID}.{ending}")
    body = gzip.decompress(answer.content) if ending == "nq.gz" else answer.content
    form = ox.RdfFormat.TURTLE if ending == "ttl" else ox.RdfFormat.N_QUADS
    name = ox.NamedNode(f"{BASE}graph/{ID}")
    expected = list(sample_store().engine.quads_for_pattern(None, None, None, name))
    found = [q for q in ox.parse(body, format=form) if isinstance(q, ox.Quad)]
    assert {q.triple for q in found} == {q.triple for q in expected}
    assert ending == "ttl" or {q.graph_name for q in found} == {name}
    assert client.get(f"/dump/nothing.{ending}").status_code == 404
    assert client.get(f"/dump/{ID}.exe").status_code == 404


def test_void_counts_equal_counted_ones(client: TestClient) -> None:
    found = graph(client, "/.well-known/void")
    engine = sample_store().engine
    assert int(str(found.value(ALL, VOID.triples))) == len(engine)
    kinds: dict[str, set[str]] = {}
    uses: dict[str, int] = {}
    for quad in engine:
        uses[quad.predicate.value] = uses.get(quad.predicate.value, 0) + 1
        if quad.predicate.value == str(RDF.type) and isinstance(quad.object, ox.NamedNode):
            kinds.setdefault(quad.object.value, set()).add(str(quad.subject))
    told = {
        str(found.value(part, VOID["class"])): int(str(found.value(part, VOID.entities)))
        for part in found.objects(ALL, VOID.classPartition)
    }
    assert told == {kind: len(things) for kind, things in kinds.items()}
    told = {
        str(found.value(part, VOID.property)): int(str(found.value(part, VOID.triples)))
        for part in found.objects(ALL, VOID.propertyPartition)
    }
    assert told == uses
    assert int(str(found.value(ALL, VOID.properties))) == len(uses)
    assert int(str(found.value(ALL, VOID.distinctSubjects))) == len({str(q.subject) for q in engine})
    for name in engine.named_graphs():
        count = sum(1 for _ in engine.quads_for_pattern(None, None, None, name))
        assert int(str(found.value(rdflib.URIRef(str(name.value)), VOID.triples))) == count


def test_linksets_are_counted(client: TestClient) -> None:
    found = graph(client, "/.well-known/void")
    engine = sample_store().engine
    linksets = list(found.subjects(RDF.type, VOID.Linkset))
    assert len(linksets) >= 3
    for linkset in linksets:
        predicate = ox.NamedNode(str(found.value(linkset, VOID.linkPredicate)))
        target = found.value(linkset, VOID.objectsTarget)
        space = str(found.value(target, VOID.uriSpace))
        ours = str(linkset).partition("#linkset-")[2].partition("-")[0]
        links = {
            (str(q.subject), str(q.object))
            for q in engine.quads_for_pattern(None, predicate, None, None)
            if getattr(q.object, "value", "").startswith(space)
        }
        assert int(str(found.value(linkset, VOID.triples))) == len(links), ours


def test_the_service_description_leads_there(client: TestClient) -> None:
    answer = client.get("/sparql", headers={"Accept": "text/turtle"})
    assert "/.well-known/void" in answer.text


def test_examples_are_the_canned_queries(client: TestClient) -> None:
    found = graph(client, "/.well-known/sparql-examples")
    texts = [str(text) for text in found.objects(None, SH.select)]
    assert len(texts) > 40
    for text in texts[:10]:
        answer = client.post("/sparql", data={"query": text})
        assert answer.status_code == 200, answer.text


def test_sitemap_and_robots(client: TestClient) -> None:
    answer = client.get("/sitemap.xml")
    pages = re.findall(r"<loc>http://testserver(/[^<]*)</loc>", answer.text)
    assert "/unit/d8162c5f70" in pages
    assert f"/notice/{ID}" in pages
    for page in pages[:: max(len(pages) // 30, 1)]:
        assert client.get(page, headers={"Accept": "text/html"}).status_code in (200, 303)
    assert "http://testserver/sitemap.xml" in client.get("/robots.txt").text
    assert client.get("/sitemap.xml?part=9").status_code == 404


def test_the_catalogue_is_a_page_and_four_formats(client: TestClient) -> None:
    page = client.get("/catalog", headers={"Accept": "text/html,*/*;q=0.8"})
    assert page.headers["content-type"].startswith("text/html")
    assert "dump.nq.gz" in page.text
    sizes = set()
    for ending, form in FORMS.items():
        answer = client.get(f"/catalog.{ending}")
        sizes.add(sum(1 for _ in ox.parse(answer.content, format=form, base_iri=BASE)))
    assert len(sizes) == 1
    assert client.get("/catalog.exe").status_code == 404
    assert client.get("/catalog", headers={"Accept": "image/png"}).status_code == 406
