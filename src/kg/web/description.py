"""The SPARQL 1.1 Service Description, written from what the service holds now."""

from __future__ import annotations

import asyncio

import pyoxigraph as ox

from kg.settings import Settings
from kg.store.base import Backend
from kg.store.operations import Graphs, Size
from kg.store.rendering import GRAPH_FORMATS, RESULT_FORMATS

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_MAX_GRAPHS = 1000


async def describe(backend: Backend, settings: Settings, endpoint: str, media_type: str) -> bytes:
    """Return the description in one of the formats of graphs."""
    names = await backend.perform(Graphs())
    size = await backend.perform(Size())
    return await asyncio.to_thread(_write, names, size, backend, settings, endpoint, media_type)


def _write(
    names: list[str], size: int, backend: Backend, settings: Settings, endpoint: str, media_type: str
) -> bytes:
    triples: list[ox.Triple] = []

    def node(name: str) -> ox.NamedNode:
        return ox.NamedNode(endpoint + name)

    def add(subject: ox.NamedNode, term: str, value: ox.NamedNode | ox.Literal) -> None:
        triples.append(ox.Triple(subject, ox.NamedNode(term), value))

    service, dataset, default = node("#service"), node("#dataset"), node("#default-graph")
    triples.append(ox.Triple(service, RDF_TYPE, ox.NamedNode(SD + "Service")))
    add(service, SD + "endpoint", ox.NamedNode(endpoint))
    languages = ["SPARQL11Query"] + (["SPARQL11Update"] if settings.token is not None else [])
    for language in languages:
        add(service, SD + "supportedLanguage", ox.NamedNode(SD + language))
    if backend.default_graph == "union":
        add(service, SD + "feature", ox.NamedNode(SD + "UnionDefaultGraph"))
    if settings.service_allow:
        add(service, SD + "feature", ox.NamedNode(SD + "BasicFederatedQuery"))
    for rows in RESULT_FORMATS.values():
        add(service, SD + "resultFormat", ox.NamedNode(rows.iri))
    for form in GRAPH_FORMATS.values():
        add(service, SD + "resultFormat", ox.NamedNode(form.iri))
        add(service, SD + "inputFormat", ox.NamedNode(form.iri))
    add(service, SD + "defaultEntailmentRegime", ox.NamedNode("http://www.w3.org/ns/entailment/Simple"))
    add(service, SD + "defaultDataset", dataset)
    root = endpoint.removesuffix("/sparql")
    for path in ("/.well-known/void", "/catalog", "/.well-known/sparql-examples"):
        add(service, "http://www.w3.org/2000/01/rdf-schema#seeAlso", ox.NamedNode(root + path))
    triples.append(ox.Triple(dataset, RDF_TYPE, ox.NamedNode(SD + "Dataset")))
    add(dataset, SD + "defaultGraph", default)
    add(dataset, VOID + "triples", ox.Literal(size))
    triples.append(ox.Triple(default, RDF_TYPE, ox.NamedNode(SD + "Graph")))
    for number, name in enumerate(names[:_MAX_GRAPHS]):
        entry, graph = node(f"#named-graph-{number}"), node(f"#graph-{number}")
        add(dataset, SD + "namedGraph", entry)
        triples.append(ox.Triple(entry, RDF_TYPE, ox.NamedNode(SD + "NamedGraph")))
        add(entry, SD + "name", ox.NamedNode(name))
        add(entry, SD + "graph", graph)
        triples.append(ox.Triple(graph, RDF_TYPE, ox.NamedNode(SD + "Graph")))
    data = ox.serialize(triples, format=GRAPH_FORMATS[media_type], prefixes={"sd": SD, "void": VOID})
    assert data is not None
    return data
