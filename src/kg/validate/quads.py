"""Validates what ``kg.emit`` makes: quads whose terms are N-Quads tokens."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rdflib import Literal, URIRef
from rdflib.term import Node

from kg.validate.checking import Triple, check
from kg.validate.report import Report

_LITERAL = re.compile(r'"(.*)"(?:@([a-zA-Z-]+)|\^\^<([^>]*)>)?', re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _ESCAPED.get(match[3], match[3])


def term(token: str) -> Node:
    """Return the rdflib term of an N-Quads token (an IRI or a literal: our data has no others)."""
    if token[0] == "<":
        return URIRef(token[1:-1])
    found = _LITERAL.fullmatch(token)
    if found is None:
        raise ValueError(f"not an N-Quads term: {token}")
    words, language, datatype = found.groups()
    if "\\" in words:
        words = _ESCAPE.sub(_unescaped, words)
    return Literal(words, lang=language, datatype=URIRef(datatype) if datatype else None)


def triples(quads: Iterable[tuple[str, ...]]) -> Iterable[Triple]:
    """Yield rdflib triples; a term that comes back is made once."""
    known: dict[str, Node] = {}
    for subject, predicate, value, *_ in quads:
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


def validate(quads: Iterable[tuple[str, ...]], *, content: str | None = None, name: str = "") -> Report:
    """Validate the quads of one notice: its graph and its part of the registry.

    Args:
        quads: What ``kg.emit.quads`` yields.
        content: The text of the notice as read.
        name: Of the file.
    """
    return check(triples(quads), content=content, name=name)
