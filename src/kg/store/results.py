"""Answers read from the formats that servers and workers write."""

from __future__ import annotations

import json

from kg.errors import StoreError
from kg.store.operations import N_TRIPLES, Answer, Bindings, Graph, Result
from kg.store.terms import LANG_STRING, XSD, XSD_STRING, Blank, Iri, Literal, Term

_BOOLEAN = f"{XSD}boolean"


def read_answer(result: Result) -> Answer:
    """Return the values of an answer in JSON, or of a graph in N-Triples."""
    if result.media_type == N_TRIPLES:
        return read_graph(result.read(), N_TRIPLES, rename=False)
    return read_json_results(result.read())


def read_json_results(body: bytes) -> Bindings | bool:
    """Read SPARQL results in JSON.

    Raises:
        StoreError: the body is something else, or is cut.
    """
    try:
        found = json.loads(body)
        if "boolean" in found:
            return bool(found["boolean"])
        names = tuple(found["head"]["vars"])
        if names == ("__ASK_RETVAL",):  # Virtuoso's answer to ASK
            return any(row[names[0]]["value"] in ("1", "true") for row in found["results"]["bindings"])
        rows = [
            tuple(_term(row[name]) if name in row else None for name in names)
            for row in found["results"]["bindings"]
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(
            "知识库的回答不完整或不是 SPARQL JSON。", "The store's answer is cut, or is not SPARQL JSON."
        ) from error
    return Bindings(names, rows)


def _term(value: dict[str, str]) -> Term:
    kind = value["type"]
    if kind == "uri":
        return Iri(value["value"])
    if kind == "bnode":
        return Blank(value["value"])
    language = value.get("xml:lang")
    if language:
        return Literal(value["value"], language, LANG_STRING)
    datatype = value.get("datatype") or XSD_STRING
    if datatype == _BOOLEAN:  # Virtuoso says 0 and 1
        return Literal("true" if value["value"] in ("true", "1") else "false", None, datatype)
    return Literal(value["value"], None, datatype)


def read_graph(body: bytes, media_type: str = "text/turtle", *, rename: bool = True) -> Graph:
    """Read a graph."""
    from kg.store.evaluation import from_engine
    from kg.store.rendering import format_of
    from kg.store.writing import parse_quads

    found = parse_quads(body, format_of(media_type), rename=rename)
    return Graph([(from_engine(q.subject), from_engine(q.predicate), from_engine(q.object)) for q in found])
