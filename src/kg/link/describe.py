"""What the graph says of one IRI: what it states, what points to it, where that stands and whence.

    found = describe(store, "https://w3id.org/zeren/unit/f87c7551df")
    write(found.triples(document), "text/turtle", store.base)

Names of neighbours are told as well, so that a description can be read alone. Terms of the
ontology, codes, themes and shapes are read from ``ontology/`` where the store does not hold them.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from kg import resources, vocab
from kg.errors import NotFound
from kg.store.base import XSD, Bindings, Blank, Iri, Literal, Store, Term, is_iri

MEDIA = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
}
"""Endings of descriptions and their media types."""
MAX_INCOMING = 5000
_ROWS = 1_000_000
_LABELS = ("rdfs:label", "skos:prefLabel", "dcterms:title")
_TYPE = vocab.expand("rdf:type")
Statement = tuple[Term, Term, Term]


@dataclass(slots=True)
class Description:
    """The statements about one thing."""

    iri: str
    outgoing: list[tuple[str, Term]]  # predicate, object
    incoming: list[tuple[str, str]]  # subject, predicate
    graphs: list[str]
    provenance: list[Statement] = field(default_factory=list)
    names: dict[str, list[Literal]] = field(default_factory=dict)
    cut: bool = False  # more points to it than is told here

    @property
    def types(self) -> list[str]:
        """The classes of the thing."""
        return [o.value for p, o in self.outgoing if p == _TYPE]

    def label(self, lang: str = "zh") -> str:
        """Return the best name, the last part of the IRI where there is none."""
        said = [(p, o) for p, o in self.outgoing if isinstance(o, Literal)]
        found = [o for name in _LABELS for p, o in said if p == vocab.expand(name)]
        best = next((o for o in found if o.language == lang), found[0] if found else None)
        return best.value if best else self.iri.rstrip("/#").replace("#", "/").rpartition("/")[2]

    def triples(self, document: str) -> list[Statement]:
        """Return everything as triples, with the document's own description."""
        me, doc = Iri(self.iri), Iri(document)
        found: list[Statement] = [
            (doc, _iri("rdf:type"), _iri("foaf:Document")),
            (doc, _iri("foaf:primaryTopic"), me),
            (doc, _iri("dcterms:license"), Iri(LICENCE)),
        ]
        found += [(doc, _iri("dcterms:source"), Iri(graph)) for graph in self.graphs]
        found += [(me, Iri(p), o) for p, o in self.outgoing]
        found += [(Iri(s), Iri(p), me) for s, p in self.incoming]
        found += self.provenance
        for iri, names in self.names.items():
            found += [(Iri(iri), _iri("rdfs:label"), name) for name in names]
        return list(dict.fromkeys(found))


LICENCE = "https://www.apache.org/licenses/LICENSE-2.0"


def describe(store: Store, iri: str, *, incoming: int = MAX_INCOMING) -> Description:
    """Return what is known of an IRI.

    Raises:
        NotFound: nothing is.
    """
    if not is_iri(iri):
        raise _nothing(iri)
    out: list[tuple[str, Term]] = []
    graphs: dict[str, None] = {}
    for graph, predicate, value in _select(
        store, f"SELECT ?g ?p ?o WHERE {{ GRAPH ?g {{ <{iri}> ?p ?o }} }} ORDER BY ?p ?o"
    ):
        graphs[graph.value] = None
        out.append((predicate.value, value))
    pointing: list[tuple[str, str]] = []
    if incoming:
        text = f"SELECT ?g ?s ?p WHERE {{ GRAPH ?g {{ ?s ?p <{iri}> }} }} LIMIT {incoming + 1}"
        for graph, subject, predicate in _select(store, text):
            if isinstance(subject, Iri):
                pointing.append((subject.value, predicate.value))
                if not out:
                    graphs[graph.value] = None
    if not out:
        out = list(_named_terms().get(iri, ()))
    if not out and iri in store.graphs():
        out = _of_graph(store, iri)
        graphs[iri] = None
    if not out and not pointing:
        raise _nothing(iri)
    cut = len(pointing) > incoming
    found = Description(iri, out, sorted(set(pointing[:incoming])), sorted(graphs), cut=cut)
    found.provenance = _provenance(store, found)
    found.names = _names(store, found)
    return found


def is_known(store: Store, iri: str) -> bool:
    """Say whether ``describe`` finds something."""
    if not is_iri(iri):
        return False
    here = f"{{ GRAPH ?g {{ <{iri}> ?p ?o }} }} UNION {{ GRAPH ?g {{ ?s ?p <{iri}> }} }}"
    return (
        store.query(f"ASK {{ {here} }}", default_graph="union") is True
        or iri in _named_terms()
        or iri in store.graphs()
    )


def _of_graph(store: Store, iri: str) -> list[tuple[str, Term]]:
    rows = _select(store, f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{iri}> {{ ?s ?p ?o }} }}")
    count = next(iter(rows))[0]
    return [(_TYPE, _iri("void:Dataset")), (vocab.expand("void:triples"), count)]


def _provenance(store: Store, found: Description) -> list[Statement]:
    """Return where the graphs come from: source file, conversion, time."""
    meta = store.base + "graph/meta"
    wanted = [graph for graph in found.graphs if graph != found.iri and graph != meta][:50]
    if not wanted:
        return []
    values = " ".join(f"<{graph}>" for graph in wanted)
    derived = vocab.expand("prov:wasDerivedFrom")
    text = (
        f"SELECT ?s ?p ?o WHERE {{ VALUES ?g {{ {values} }} GRAPH <{meta}> {{ "
        f"{{ ?g ?p ?o BIND(?g AS ?s) }} UNION {{ ?g <{derived}> ?s . ?s ?p ?o }} }} }}"
    )
    return [(s, p, o) for s, p, o in _select(store, text)]


def _names(store: Store, found: Description) -> dict[str, list[Literal]]:
    """Return the labels of what is pointed to and of what points here."""
    near = [o.value for _, o in found.outgoing if isinstance(o, Iri)] + [s for s, _ in found.incoming[:500]]
    wanted = [iri for iri in dict.fromkeys(near) if is_iri(iri) and iri != found.iri]
    names: dict[str, list[Literal]] = {}
    label = vocab.expand("rdfs:label")
    for start in range(0, len(wanted), 500):
        values = " ".join(f"<{iri}>" for iri in wanted[start : start + 500])
        text = f"SELECT ?x ?l WHERE {{ VALUES ?x {{ {values} }} ?x <{label}> ?l }}"
        for thing, name in _select(store, text):
            if isinstance(name, Literal):
                names.setdefault(thing.value, []).append(name)
    return names


def _select(store: Store, text: str) -> Iterable[tuple[Term, ...]]:
    answer = store.query(text, default_graph="union", max_rows=_ROWS)
    assert isinstance(answer, Bindings)
    return [tuple(term for term in row if term is not None) for row in answer.rows]


def _nothing(iri: str) -> NotFound:
    return NotFound(
        f"图谱里没有 {iri[:200]}：可能已被更新或从未载入，请核对地址或试试检索。",
        f"The graph holds nothing of {iri[:200]}: it may have been replaced or never loaded; "
        "check the address or try the search.",
    )


def _iri(name: str) -> Iri:
    return Iri(vocab.expand(name))


# --- the vocabulary -------------------------------------------------------------------------------

DOCUMENTS = ("ontology", "code", "theme", "shapes")
"""Documents of the vocabulary below ``https://w3id.org/zeren/``."""


@cache
def terms() -> tuple[Statement, ...]:
    """Return every statement of ``ontology/``, blank nodes of the shapes among them."""
    import pyoxigraph as ox

    from kg.store.evaluation import from_engine

    found: list[Statement] = []
    paths = [*sorted(resources.ontology().glob("*.ttl")), *sorted(resources.ontology("shapes").glob("*.ttl"))]
    for path in paths:
        for quad in ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE, rename_blank_nodes=True):
            found.append(tuple(from_engine(t) for t in (quad.subject, quad.predicate, quad.object)))  # type: ignore[arg-type]
    return tuple(dict.fromkeys(found))


@cache
def _named_terms() -> dict[str, list[tuple[str, Term]]]:
    """Return what ``ontology/`` says of each IRI, its blank nodes named as the store names them."""
    import pyoxigraph as ox

    from kg.emit.nquads import lines
    from kg.emit.ontology import ontology_quads
    from kg.store.evaluation import from_engine

    found: dict[str, list[tuple[str, Term]]] = {}
    for quad in ox.parse(lines(ontology_quads()), format=ox.RdfFormat.N_QUADS):
        subject, predicate, value = (from_engine(t) for t in (quad.subject, quad.predicate, quad.object))
        if subject.value.startswith(vocab.BASE):
            found.setdefault(subject.value, []).append((predicate.value, value))
    return found


@cache
def vocabulary(document: str) -> tuple[Statement, ...]:
    """Return what one document of the vocabulary says: its own terms and what these need."""
    root = "https://w3id.org/zeren/" + document
    blanks: dict[str, list[Statement]] = {}
    own: list[Statement] = []
    for statement in terms():
        subject = statement[0]
        mine = subject.value == root or subject.value.startswith((root + "#", root + "/"))
        foreign = document == "ontology" and not subject.value.startswith(vocab.BASE)
        if isinstance(subject, Blank):
            blanks.setdefault(subject.value, []).append(statement)
        elif mine or foreign:
            own.append(statement)
    waiting = [s[2].value for s in own if isinstance(s[2], Blank)]
    while waiting:
        inner = blanks.pop(waiting.pop(), [])
        own += inner
        waiting += [s[2].value for s in inner if isinstance(s[2], Blank)]
    return tuple(own)


# --- formats --------------------------------------------------------------------------------------


def write(statements: Sequence[Statement], media_type: str, base: str) -> bytes:
    """Return triples in one of the formats of :data:`MEDIA`."""
    if media_type == "application/ld+json":
        return (json.dumps(jsonld(statements, base), ensure_ascii=False, indent=1) + "\n").encode()
    if media_type == "application/n-triples":
        return "".join(sorted(f"{s.n3} {p.n3} {o.n3} .\n" for s, p, o in statements)).encode()
    import pyoxigraph as ox

    rows = sorted((*_place(statement), statement[0].n3) for statement in statements)
    lines = "".join(f"{s} <{p}> {o} .\n" for _, _, p, o, s in rows)
    form = {"text/turtle": ox.RdfFormat.TURTLE, "application/rdf+xml": ox.RdfFormat.RDF_XML}[media_type]
    told = sorted({term.value for statement in statements for term in statement if isinstance(term, Iri)})
    prefixes = {k: v for k, v in vocab.PREFIXES.items() if _some_begin(told, v)}
    # From one to the other piece by piece: a thousand notices have 80,000 statements.
    data = ox.serialize(ox.parse(lines, format=ox.RdfFormat.N_TRIPLES), format=form, prefixes=prefixes)
    assert data is not None
    return data


def jsonld(statements: Sequence[Statement], base: str) -> dict[str, Any]:
    """Return triples as JSON-LD 1.1, node by node."""
    namespaces = sorted(vocab.PREFIXES.items(), key=lambda item: -len(item[1]))
    used: dict[str, str] = {}

    def name(iri: str) -> str:
        for prefix, namespace in namespaces:
            if iri.startswith(namespace) and len(iri) > len(namespace):
                used[prefix] = namespace
                return f"{prefix}:{iri[len(namespace) :]}"
        return iri

    def node(term: Term) -> str:
        return f"_:{term.value}" if isinstance(term, Blank) else name(term.value)

    def value(term: Term) -> object:
        if not isinstance(term, Literal):
            return {"@id": node(term)}
        if term.language:
            return {"@value": term.value, "@language": term.language}
        if term.datatype == XSD + "string":
            return term.value
        return {"@value": term.value, "@type": name(term.datatype)}

    nodes: dict[str, dict[str, Any]] = {}
    for s, p, o in sorted(statements, key=_place):
        entry = nodes.setdefault(node(s), {"@id": node(s)})
        if p.value == _TYPE:
            entry.setdefault("@type", []).append(node(o))
        else:
            entry.setdefault(name(p.value), []).append(value(o))
    return {"@context": {"@base": base, **used}, "@graph": list(nodes.values())}


def _some_begin(iris: Sequence[str], start: str) -> bool:
    """Whether some of the sorted IRIs begin so."""
    at = bisect_left(iris, start)
    return at < len(iris) and iris[at].startswith(start)


def _place(statement: Statement) -> tuple[str, bool, str, str]:
    """Return what statements are sorted by: classes of a thing come first."""
    s, p, o = statement
    return s.value, p.value != _TYPE, p.value, o.n3
