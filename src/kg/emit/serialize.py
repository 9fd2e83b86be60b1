"""Quads → Turtle, TriG, N-Quads, JSON-LD, with prefixes, subject by subject."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from kg import vocab
from kg.emit.nquads import lines
from kg.emit.terms import Quad

Format = Literal["turtle", "trig", "nquads", "jsonld"]


def serialize(some: Iterable[Quad], format: Format, base: str = vocab.BASE) -> str:
    """Return quads as text.

    Args:
        some: Quads as ``kg.emit.graph`` makes them.
        format: ``turtle`` merges the graphs into one; the others keep them apart.
        base: Base of instance IRIs; Turtle and TriG write them relative to it.
    """
    text = lines(some)
    if format == "nquads":
        return text
    import pyoxigraph as ox  # here: converting to JSON or N-Quads does not need it

    parsed = [q for q in ox.parse(text, format=ox.RdfFormat.N_QUADS) if isinstance(q, ox.Quad)]
    prefixes = dict(vocab.PREFIXES)
    if format == "turtle":
        # The same triple never stands in two graphs, so nothing is said twice.
        triples = sorted((quad.triple for quad in parsed), key=_order)
        out = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes, base_iri=base)
    elif format == "trig":
        parsed.sort(key=lambda quad: (str(quad.graph_name), _order(quad)))
        out = ox.serialize(parsed, format=ox.RdfFormat.TRIG, prefixes=prefixes, base_iri=base)
    else:
        out = ox.serialize(parsed, format=ox.RdfFormat.JSON_LD, prefixes=prefixes)
    if out is None:
        raise AssertionError("pyoxigraph returns bytes when no output is given")
    return out.decode()


def _order(statement: object) -> tuple[str, bool, str, str]:
    """Subject by subject, its classes first."""
    subject, predicate, value = (str(getattr(statement, name)) for name in ("subject", "predicate", "object"))
    return subject, not predicate.endswith("#type>"), predicate, value
