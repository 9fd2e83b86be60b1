"""Terms of rdflib, which the judge works on, and tokens, which everything else does."""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import BNode, Literal, URIRef
from rdflib.term import Node

from kg.tokens import escaped, literal

Triple = tuple[Node, Node, Node]


def term(token: str) -> Node:
    """Return the rdflib term of an N-Quads token."""
    if token[0] == "<":
        return URIRef(token[1:-1])
    if token[0] == "_":
        return BNode(token[2:])
    words, language, datatype = literal(token)
    return Literal(words, lang=language, datatype=URIRef(datatype) if datatype else None)


def token(node: Node) -> str:
    """Return the N-Quads token of an rdflib term."""
    if isinstance(node, Literal):
        text = f'"{escaped(str(node))}"'
        if node.language:
            return f"{text}@{node.language}"
        return f"{text}^^<{node.datatype}>" if node.datatype else text
    return f"_:{node}" if isinstance(node, BNode) else f"<{node}>"


def triples(tokens: Iterable[tuple[str, ...]]) -> Iterable[Triple]:
    """Yield rdflib triples; a term that comes back is made once."""
    known: dict[str, Node] = {}
    for subject, predicate, value, *_ in tokens:
        try:
            s = known[subject]
        except KeyError:
            s = known[subject] = term(subject)
        try:
            p = known[predicate]
        except KeyError:
            p = known[predicate] = term(predicate)
        try:
            o = known[value]
        except KeyError:
            o = known[value] = term(value)
        yield s, p, o
