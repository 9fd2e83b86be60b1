"""VoID: how much there is of each class and property, and the linksets, every figure counted.

    void(figures(store), store, root)

The figures are those of the store itself, or what was kept of each graph and added up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg import vocab
from kg.link.describe import LICENCE, Statement
from kg.link.linksets import linksets
from kg.link.statements import Triples, catalog_iri, counted, en, one, pairs, select, zh
from kg.store.base import Literal, Store


@dataclass(frozen=True, slots=True)
class Figures:
    """What is counted: by class its instances, by property its triples, by graph its triples."""

    triples: int
    subjects: int
    entities: int  # subjects that have a class
    classes: Mapping[str, int]
    properties: Mapping[str, int]
    graphs: Mapping[str, int]


def figures(store: Store) -> Figures:
    """Count in the store itself."""
    return Figures(
        store.size(),
        one(store, "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s ?p ?o }"),
        one(store, "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?x }"),
        dict(pairs(store, "SELECT ?x (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?x } GROUP BY ?x")),
        dict(pairs(store, "SELECT ?x (COUNT(*) AS ?n) WHERE { ?s ?x ?o } GROUP BY ?x")),
        dict(pairs(store, "SELECT ?x (COUNT(*) AS ?n) WHERE { GRAPH ?x { ?s ?p ?o } } GROUP BY ?x")),
    )


def void(said: Figures, store: Store, root: str) -> list[Statement]:
    """Return the dataset as VoID, with what was counted of it."""
    out = Triples()
    base = store.base
    me = catalog_iri(base, "all")
    _described(out, base, root, me)
    out.say(me, "void:triples", counted(said.triples))
    out.say(me, "void:distinctSubjects", counted(said.subjects))
    out.say(me, "void:classes", counted(len(said.classes)))
    out.say(me, "void:entities", counted(said.entities))
    for class_, instances in sorted(said.classes.items()):
        part = catalog_iri(base, f"class-{_key(class_)}")
        out.say(me, "void:classPartition", part)
        out.typed(part, "void:Dataset")
        out.say(part, "void:class", class_)
        out.say(part, "void:entities", counted(instances))
    out.say(me, "void:properties", counted(len(said.properties)))
    for property_, triples in sorted(said.properties.items()):
        part = catalog_iri(base, f"property-{_key(property_)}")
        out.say(me, "void:propertyPartition", part)
        out.typed(part, "void:Dataset")
        out.say(part, "void:property", property_)
        out.say(part, "void:triples", counted(triples))
    for graph, triples in sorted(said.graphs.items()):
        out.say(me, "void:subset", graph)
        out.typed(graph, "void:Dataset")
        out.say(graph, "void:triples", counted(triples))
    for example in ("Notice", "Unit", "Task"):
        # Any one: to sort tens of thousands for the first takes seconds.
        rows = select(store, f"SELECT ?s WHERE {{ ?s a kg:{example} }} LIMIT 1")
        out.say(me, "void:exampleResource", *(row[0] for row in rows if row[0] is not None))
    _linksets(out, store, me)
    return list(dict.fromkeys(out))


def _described(out: Triples, base: str, root: str, me: str) -> None:
    """Say what the dataset is called, where it is asked and fetched, and in which words it speaks."""
    out.typed(f"{root}/.well-known/void", "void:DatasetDescription")
    out.say(f"{root}/.well-known/void", "foaf:primaryTopic", me)
    out.typed(me, "void:Dataset")
    out.say(me, "dcterms:title", zh("责任图谱：全部数据"), en("Zeren: everything"))
    out.say(me, "dcterms:license", LICENCE)
    out.say(me, "void:sparqlEndpoint", f"{root}/sparql")
    out.say(me, "void:dataDump", f"{root}/dump.nq.gz", f"{root}/dump.ttl")
    out.say(me, "void:uriSpace", Literal(base))
    for name in ("kg", "org", "prov", "oa", "skos", "dcterms", "foaf"):
        out.say(me, "void:vocabulary", vocab.PREFIXES[name])
    for feature in ("Turtle", "N-Triples", "N-Quads", "RDF_XML", "JSON-LD"):
        out.say(me, "void:feature", f"http://www.w3.org/ns/formats/{feature.replace('-', '_')}")


def _linksets(out: Triples, store: Store, me: str) -> None:
    """Add a linkset for each file and kind of link, counted in the store."""
    for linkset in linksets():
        ends_of: dict[str, list[tuple[str, str]]] = {}
        for link in linkset.links:
            if not link.is_text:
                ends = linkset.expand(link.subject, store.base), linkset.expand(link.object, store.base)
                ends_of.setdefault(linkset.expand(link.predicate, store.base), []).append(ends)
        for predicate, linked in ends_of.items():
            several = len(ends_of) > 1
            name = f"linkset-{linkset.name}" + (f"-{_key(predicate)}" if several else "")
            part = catalog_iri(store.base, name)
            values = " ".join(f"(<{s}> <{o}>)" for s, o in linked)
            asked = f"SELECT (COUNT(*) AS ?n) WHERE {{ VALUES (?s ?o) {{ {values} }} ?s <{predicate}> ?o }}"
            count = one(store, asked)
            if not count:
                continue
            other = catalog_iri(store.base, f"target-{linkset.name}")
            out.say(me, "void:subset", part)
            out.typed(part, "void:Linkset")
            out.say(part, "dcterms:title", en(linkset.title))
            out.say(part, "void:linkPredicate", predicate)
            out.say(part, "void:subjectsTarget", me)
            out.say(part, "void:objectsTarget", other)
            out.say(part, "void:triples", counted(count))
            out.typed(other, "void:Dataset")
            prefix = linkset.prefixes[linkset.links[0].object.partition(":")[0]]
            out.say(other, "void:uriSpace", Literal(prefix))


def _key(iri: str) -> str:
    """Return a short name of a term that no other term of the data has."""
    for prefix, namespace in sorted(vocab.PREFIXES.items(), key=lambda item: -len(item[1])):
        if iri.startswith(namespace):
            return f"{prefix}-{iri[len(namespace) :]}".replace("/", "-")
    from kg.identity import digest

    return digest("term", iri)
