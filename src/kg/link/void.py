"""VoID: how much there is of each class and property, and the linksets, every figure counted.

    void(figures(store), beside(store), store.base, root)

The figures are those of the store itself, or what was kept of each graph and added up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg import vocab
from kg.link.describe import LICENCE, Statement
from kg.link.linksets import Linkset, linksets
from kg.link.statements import Triples, catalog_iri, counted, en, one, pairs, select, zh
from kg.store.base import Literal, Store, Term


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


@dataclass(frozen=True, slots=True)
class Beside:
    """What is told beside the figures: things to begin with, and how many links there are.

    ``links`` is by the linkset's name and what it links by.
    """

    examples: tuple[Term, ...]
    links: Mapping[tuple[str, str], int]


def beside(store: Store) -> Beside:
    """Ask the store for what VoID tells beside the figures."""
    examples: list[Term] = []
    for example in ("Notice", "Unit", "Task"):
        # Any one: to sort tens of thousands for the first takes seconds.
        rows = select(store, f"SELECT ?s WHERE {{ ?s a kg:{example} }} LIMIT 1")
        examples += [row[0] for row in rows if row[0] is not None]
    links = {}
    for linkset in linksets():
        for predicate, linked in _ends(linkset, store.base).items():
            values = " ".join(f"(<{s}> <{o}>)" for s, o in linked)
            asked = f"SELECT (COUNT(*) AS ?n) WHERE {{ VALUES (?s ?o) {{ {values} }} ?s <{predicate}> ?o }}"
            links[linkset.name, predicate] = one(store, asked)
    return Beside(tuple(examples), links)


def void(said: Figures, more: Beside, base: str, root: str) -> list[Statement]:
    """Return the dataset as VoID, with what was counted of it."""
    out = Triples()
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
    for example in more.examples:
        out.say(me, "void:exampleResource", example)
    _linksets(out, more, base, me)
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


def _ends(linkset: Linkset, base: str) -> Mapping[str, list[tuple[str, str]]]:
    """Return what a linkset links, by what it links by."""
    found: dict[str, list[tuple[str, str]]] = {}
    for link in linkset.links:
        if not link.is_text:
            ends = linkset.expand(link.subject, base), linkset.expand(link.object, base)
            found.setdefault(linkset.expand(link.predicate, base), []).append(ends)
    return found


def _linksets(out: Triples, more: Beside, base: str, me: str) -> None:
    """Add a linkset for each file and kind of link."""
    for linkset in linksets():
        ends_of = _ends(linkset, base)
        for predicate in ends_of:
            several = len(ends_of) > 1
            name = f"linkset-{linkset.name}" + (f"-{_key(predicate)}" if several else "")
            part = catalog_iri(base, name)
            count = more.links.get((linkset.name, predicate), 0)
            if not count:
                continue
            other = catalog_iri(base, f"target-{linkset.name}")
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
