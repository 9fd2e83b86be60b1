"""Quads → Turtle, TriG, N-Quads, JSON-LD, subject by subject.

IRIs are written whole, or with one of the prefixes: what is copied out of a file still says what it
said.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from kg import vocab
from kg.emit.nquads import lines
from kg.emit.terms import Quad

if TYPE_CHECKING:
    import pyoxigraph as ox

Format = Literal["turtle", "trig", "nquads", "jsonld"]


def serialize(some: Iterable[Quad], format: Format, base: str = vocab.BASE) -> str:
    """Return quads as text.

    Args:
        some: Quads as ``kg.emit.graph`` makes them.
        format: ``turtle`` merges the graphs into one; the others keep them apart.
        base: Base of instance IRIs, which JSON-LD states.
    """
    text = lines(some)
    if format == "nquads":
        return text
    import pyoxigraph as ox  # here: JSON and N-Quads do not need it

    parsed = [q for q in ox.parse(text, format=ox.RdfFormat.N_QUADS) if isinstance(q, ox.Quad)]
    prefixes = {name: start for name, start in vocab.PREFIXES.items() if f"<{start}" in text}
    if format == "turtle":
        # The same triple never stands in two graphs, so nothing is said twice.
        triples = sorted((quad.triple for quad in parsed), key=_order)
        out = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes)
    elif format == "trig":
        parsed.sort(key=lambda quad: (str(quad.graph_name), _order(quad)))
        out = ox.serialize(parsed, format=ox.RdfFormat.TRIG, prefixes=prefixes)
    else:
        return _jsonld(parsed, base)
    if out is None:
        raise AssertionError("pyoxigraph returns bytes when no output is given")
    return out.decode()


def _jsonld(parsed: list[ox.Quad], base: str) -> str:
    """Return JSON-LD 1.1 with a context of our prefixes, graph by graph, node by node."""
    import json

    import pyoxigraph as ox

    # The longest namespace that fits is the prefix of an IRI.
    namespaces = sorted(vocab.PREFIXES.items(), key=lambda item: -len(item[1]))

    @cache
    def name(iri: str) -> str:
        for prefix, namespace in namespaces:
            if iri.startswith(namespace):
                return f"{prefix}:{iri[len(namespace) :]}"
        return iri

    def value(term: object) -> object:
        if isinstance(term, ox.NamedNode):
            return {"@id": name(term.value)}
        if not isinstance(term, ox.Literal):
            raise AssertionError(f"our data holds no such term: {term}")
        if term.language:
            return {"@value": term.value, "@language": term.language}
        if term.datatype.value == vocab.PREFIXES["xsd"] + "string":
            return term.value
        return {"@value": term.value, "@type": name(term.datatype.value)}

    graphs: dict[str, dict[str, dict[str, Any]]] = {}
    for quad in sorted(parsed, key=lambda quad: (str(quad.graph_name), _order(quad))):
        if not isinstance(quad.subject, ox.NamedNode) or not isinstance(quad.graph_name, ox.NamedNode):
            raise AssertionError(f"our data holds no blank nodes: {quad}")
        subject = name(quad.subject.value)
        node = graphs.setdefault(name(quad.graph_name.value), {}).setdefault(subject, {"@id": subject})
        if quad.predicate.value.endswith("#type") and isinstance(quad.object, ox.NamedNode):
            node.setdefault("@type", []).append(name(quad.object.value))
        else:
            node.setdefault(name(quad.predicate.value), []).append(value(quad.object))
    document = {
        "@context": {"@base": base, **vocab.PREFIXES},
        "@graph": [{"@id": graph, "@graph": list(nodes.values())} for graph, nodes in graphs.items()],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _order(statement: object) -> tuple[str, bool, str, str]:
    """Subject by subject, its classes first."""
    subject, predicate, value = (str(getattr(statement, name)) for name in ("subject", "predicate", "object"))
    return subject, not predicate.endswith("#type>"), predicate, value
