"""Writes to the engine: each is one transaction, all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import IO, Any

import pyoxigraph as ox

from kg.errors import UsageError
from kg.store.evaluation import guard, named_node
from kg.store.lexer import with_dataset
from kg.store.operations import N_QUADS, Delete, Load, Operation, Put, Update
from kg.store.prefixes import undeclared
from kg.store.rendering import GRAPH_FORMATS
from kg.store.terms import forgetting


def update(store: ox.Store, operation: Update) -> None:
    """Run an update."""
    text, dataset = operation.text, operation.dataset
    if dataset:
        text = with_dataset(text, dataset.default, dataset.named)
    prefixes = undeclared(text)
    guard(lambda: store.update(text, base_iri=operation.base_iri, prefixes=prefixes or None), text)


def load(store: ox.Store, operation: Load) -> int:
    """Load one notice."""
    quads = parse_quads(operation.quads, N_QUADS, rename=False)
    known = [graph for graph in operation.replace if store.contains_named_graph(named_node(graph))]
    forgotten = forgetting(operation.forget)
    # A graph that is not there has nothing to be forgotten: a new store is filled without an update.
    if not known and not any(store.contains_named_graph(named_node(graph)) for graph in operation.forget):
        guard(lambda: store.extend(quads))
        return len(quads)
    # The engine has no transaction that takes removals and additions but an update, so this is one.
    steps = [f"DROP SILENT GRAPH <{graph}>" for graph in known]
    _change(store, [*steps, *forgotten], quads)
    return len(quads)


def put(store: ox.Store, operation: Put) -> bool:
    """Put documents into one graph."""
    graph, replace = operation.graph, operation.replace
    name = named_node(graph) if graph else ox.DefaultGraph()
    created = graph is not None and not store.contains_named_graph(named_node(graph))
    # Each document has blank nodes of its own; INSERT DATA makes them new, once for the request.
    quads = [
        ox.Quad(q.subject, q.predicate, q.object, name)
        for part in operation.parts
        for q in parse_quads(part.data, part.media_type, base_iri=operation.base_iri)
    ]
    steps = []
    if graph is None and replace:
        steps.append("CLEAR DEFAULT")
    if graph is not None:
        steps += [f"DROP SILENT GRAPH <{graph}>"] if replace else []
        steps.append(f"CREATE SILENT GRAPH <{graph}>")
    _change(store, steps, quads)
    return created


def delete(store: ox.Store, operation: Delete) -> bool:
    """Remove one graph, or empty the default graph."""
    if operation.graph is None:
        _change(store, ["CLEAR DEFAULT"])
        return True
    there = store.contains_named_graph(named_node(operation.graph))
    if there:
        _change(store, [f"DROP SILENT GRAPH <{operation.graph}>"])
    return there


WRITES: dict[type[Operation[Any]], Callable[[ox.Store, Any], Any]] = {
    Update: update,
    Load: load,
    Put: put,
    Delete: delete,
}


def _change(store: ox.Store, steps: list[str], add: list[ox.Quad] | None = None) -> None:
    """Run steps of our own, and then add quads."""
    if add:
        steps = [*steps, _insert(add)]
    if steps:
        guard(lambda: store.update(" ;\n".join(steps)))


def _insert(quads: list[ox.Quad]) -> str:
    by_graph: dict[Any, list[ox.Triple]] = {}
    for quad in quads:
        by_graph.setdefault(quad.graph_name, []).append(quad.triple)
    pieces = []
    for graph, triples in by_graph.items():
        rows = (ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"").decode()
        pieces.append(rows if isinstance(graph, ox.DefaultGraph) else f"GRAPH {graph} {{\n{rows}}}")
    return "INSERT DATA {\n" + "\n".join(pieces) + "\n}"


def parse_quads(
    data: bytes, media_type: str, *, base_iri: str | None = None, rename: bool = True
) -> list[ox.Quad]:
    """Return the quads of a document in one of ``GRAPH_FORMATS``.

    Raises:
        UsageError: the document is not well-formed.
    """
    try:
        return list(ox.parse(data, GRAPH_FORMATS[media_type], base_iri=base_iri, rename_blank_nodes=rename))
    except (SyntaxError, ValueError, OSError) as error:
        words = getattr(error, "msg", None) or str(error)
        raise UsageError(
            f"RDF 内容有误（{media_type}）：{words}。", f"The RDF is not well-formed ({media_type}): {words}."
        ) from error


def bulk_load(store: ox.Store, source: IO[bytes]) -> None:
    """Add N-Quads in bulk, outside of any transaction: for a store that is being made."""
    try:
        store.bulk_load(source, ox.RdfFormat.N_QUADS)
    except (SyntaxError, ValueError) as error:
        words = getattr(error, "msg", None) or str(error)
        raise UsageError(f"N-Quads 有误：{words}。", f"The N-Quads are not well-formed: {words}.") from error
    store.flush()
