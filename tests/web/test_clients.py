"""Programs of others ask the service as they are: no setting is changed to please it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlencode

import numpy
import pandas
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from SPARQLWrapper import (
    CSV,
    JSON,
    JSONLD,
    N3,
    POST,
    RDFXML,
    TSV,
    TURTLE,
    XML,
    SPARQLWrapper,
    SPARQLWrapper2,
)
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from tests.link.service import BASE, sample_triples
from tests.web.running import TOKEN, Server, fetch, service

KG = rdflib.Namespace("https://w3id.org/zeren/ontology#")
NOTICE = rdflib.URIRef(f"{BASE}notice/330922-2024-59976130")
UNITS = (
    'SELECT ?unit ?label { ?unit a kg:Unit ; rdfs:label ?label FILTER(LANG(?label) = "zh") } ORDER BY ?unit'
)
GRAPH = f"CONSTRUCT {{ <{NOTICE}> ?p ?o }} WHERE {{ <{NOTICE}> ?p ?o }}"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with service(tmp_path_factory.mktemp("clients")) as running:
        data = sample_triples()
        address = f"{running.graphs}?graph={quote(BASE)}graph/sample"
        headers = {"Content-Type": "application/n-triples"} | running.headers
        status, _, body = fetch("PUT", address, data, headers)
        assert status == 201, body
        yield running


# --- SPARQLWrapper ------------------------------------------------------------------------------------


def wrapper(server: Server, query: str, form: str) -> Any:
    made = SPARQLWrapper(server.query)
    made.setQuery(query)
    made.setReturnFormat(form)
    return made


@pytest.mark.parametrize("form", [JSON, XML, CSV, TSV])
@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper_reads_rows(server: Server, form: str, method: str) -> None:
    made = wrapper(server, UNITS, form)
    made.setMethod(method)
    found = made.query().convert()
    if form == JSON:
        labels = {row["label"]["value"] for row in found["results"]["bindings"]}
    elif form == XML:
        labels = {e.firstChild.data for e in found.getElementsByTagName("literal")}
    else:
        labels = {line.rpartition("," if form == CSV else "\t")[2].strip().strip('"') for line in
                  found.decode().replace('"@zh', '"').splitlines()}  # fmt: skip
    assert "县发改局" in labels
    assert len(labels) > 50


# It warns its users that a format is one of rows, or that it would rather have rdflib-jsonld.
@pytest.mark.filterwarnings("ignore:Sending Accept header:RuntimeWarning")
@pytest.mark.filterwarnings("ignore:Format requested was:RuntimeWarning")
@pytest.mark.filterwarnings("ignore:.*is deprecated:DeprecationWarning")  # rdflib, of its JSON-LD reader
@pytest.mark.parametrize("form", [TURTLE, N3, XML, RDFXML, JSONLD, JSON, CSV])
def test_sparqlwrapper_reads_graphs(server: Server, form: str) -> None:
    """In the format that it asks for; one of rows gives way to the first of graphs."""
    found = wrapper(server, GRAPH, form).query()
    data = found.response.read()
    media_type = found.info()["content-type"].partition(";")[0]
    graph = rdflib.Graph().parse(data, format=media_type)
    assert (NOTICE, rdflib.RDF.type, KG.Notice) in graph
    asked = {XML: "application/rdf+xml", RDFXML: "application/rdf+xml", JSON: "application/ld+json",
             JSONLD: "application/ld+json"}  # fmt: skip
    assert media_type == asked.get(form, "text/turtle")


def test_sparqlwrapper_asks_and_is_told(server: Server) -> None:
    assert wrapper(server, f"ASK {{ <{NOTICE}> a kg:Notice }}", JSON).query().convert()["boolean"] is True
    rows = SPARQLWrapper2(server.query)
    rows.setQuery(UNITS)
    assert "县发改局" in {row["label"].value for row in rows.query().bindings}
    with pytest.raises(QueryBadFormed) as caught:
        wrapper(server, "SELECT ?x {\n ?x a kg:Unit . FITLER(1) }", JSON).query()
    assert "line 2, column 17" in str(caught.value)


def test_sparqlwrapper_writes_with_the_token(server: Server) -> None:
    made = SPARQLWrapper(server.query)
    made.setMethod(POST)
    made.addCustomHttpHeader("Authorization", f"Bearer {TOKEN}")
    data = "<http://example.org/a> rdfs:label '甲'@zh"
    made.setQuery(f"INSERT DATA {{ GRAPH <http://example.org/w> {{ {data} }} }}")
    made.query()
    asked = wrapper(server, f"ASK {{ {data} }}", JSON)
    assert asked.query().convert()["boolean"] is True


# --- rdflib -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["xml", "json", "csv", "tsv"])
def test_rdflibs_store_reads(server: Server, form: str) -> None:
    graph = rdflib.Graph(SPARQLStore(server.query, returnFormat=form))
    labels = {str(row.label) for row in graph.query(UNITS)}  # type: ignore[union-attr]
    assert "县发改局" in labels
    described = f"SELECT ?p ?o {{ <{NOTICE}> ?p ?o }}"
    assert len(list(graph.query(described))) > 10
    if form in ("xml", "json"):  # what the others say of terms is not enough for what follows
        assert (NOTICE, rdflib.RDF.type, KG.Notice) in graph
        assert len(graph) > 10_000
        assert len(list(graph.triples((NOTICE, None, None)))) == len(list(graph.query(described)))
        assert str(graph.value(NOTICE, KG.documentNumber)) == "嵊政办发〔2024〕5号"
        assert graph.query(f"ASK {{ <{NOTICE}> a kg:Notice }}").askAnswer is True
        made = graph.query(GRAPH).graph
        assert made is not None
        assert (NOTICE, rdflib.RDF.type, KG.Notice) in made


@pytest.mark.parametrize("form", ["xml", "json"])
def test_rdflibs_store_reads_one_graph(server: Server, form: str) -> None:
    store = SPARQLStore(server.query, returnFormat=form, context_aware=True)
    named = rdflib.Graph(store, identifier=rdflib.URIRef(f"{BASE}graph/sample"))
    assert len(list(named.triples((None, rdflib.RDF.type, KG.Notice)))) == 1
    other = rdflib.Graph(store, identifier=rdflib.URIRef("http://example.org/nothing"))
    assert list(other.triples((None, rdflib.RDF.type, KG.Notice))) == []


def test_rdflibs_store_writes(server: Server) -> None:
    store = SPARQLUpdateStore(
        server.query, server.query, headers={"Authorization": f"Bearer {TOKEN}"}, context_aware=True
    )
    graph = rdflib.Graph(store, identifier=rdflib.URIRef("http://example.org/r"))
    triple = (rdflib.URIRef("http://example.org/b"), rdflib.RDFS.label, rdflib.Literal("乙", "zh"))
    graph.add(triple)
    assert triple in graph
    graph.remove(triple)
    assert triple not in graph


# --- pandas -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("parameter", ["format", "output"])
def test_pandas_reads_an_address(server: Server, parameter: str) -> None:
    frame = pandas.read_csv(f"{server.query}?{urlencode({'query': UNITS, parameter: 'csv'})}")
    assert list(frame.columns) == ["unit", "label"]
    assert "县发改局" in set(frame["label"])
    tabs = pandas.read_csv(f"{server.query}?{urlencode({'query': UNITS, parameter: 'tsv'})}", sep="\t")
    assert len(tabs) == len(frame)


def test_pandas_reads_canned_queries(server: Server) -> None:
    wanted = pandas.read_csv(f"{server.url}/queries/workload.csv")
    assert wanted["unitLabel"][0] == "县发改局"
    assert wanted["total"].dtype == numpy.dtype("int64")
    named = pandas.read_csv(f"{server.url}/queries/workload?format=csv")
    assert named.equals(wanted)
    records = pandas.read_json(f"{server.url}/queries/workload?output=json")
    assert list(records["total"]) == list(wanted["total"])
    book = pandas.read_excel(f"{server.url}/queries/workload.xlsx")
    assert list(book["合计"]) == list(wanted["total"])


def test_pandas_is_told_of_errors(server: Server) -> None:
    with pytest.raises(HTTPError) as caught:
        pandas.read_csv(f"{server.query}?{urlencode({'query': 'SELEC', 'format': 'csv'})}")
    assert "SELECT" in json.loads(caught.value.read())["detail_en"]
    caught.value.close()


# --- reconciler ---------------------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore:The inplace keyword")
def test_reconciler_matches_a_column(
    server: Server, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    from reconciler import reconcile

    # What it says of a name without a candidate is a name that numpy 2 has dropped.
    monkeypatch.setattr(numpy, "NaN", numpy.nan, raising=False)
    names = pandas.Series(["嵊泗县财政局", "县发改局", "县教育局", "没有这样的单位乙", "县发改局"])
    found = reconcile(names, type_id="Unit", top_res=1, reconciliation_endpoint=f"{server.url}/reconcile")
    by_name = dict(zip(found["input_value"], found["name"], strict=True))
    assert by_name["嵊泗县财政局"] == "县财政局"
    assert by_name["县发改局"] == "县发改局"
    certain = dict(zip(found["input_value"], found["match"], strict=True))
    assert certain["嵊泗县财政局"]
    assert not certain["没有这样的单位乙"]
    where = {"place": pandas.Series(["嵊泗县"])}
    asked = pandas.Series(["财政局"])
    one = reconcile(
        asked, type_id="Unit", property_mapping=where, reconciliation_endpoint=f"{server.url}/reconcile/"
    )
    assert list(one["match"]) == [True]
    capfd.readouterr()
