"""By how much a write makes the store larger, without counting the whole of it.

    after = growth(engine, operation)     before the write; None: nobody knows
    …                                     the write
    number = after()

The engine counts quads by looking at each, some seconds at a thousand notices. What a load changes is
known beforehand: the graphs that it replaces, and of what it adds to others that which is not there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import pyoxigraph as ox

from kg.store.evaluation import named_node
from kg.store.operations import N_QUADS, Delete, Load, Operation, Put
from kg.store.writing import parse_quads


def growth(store: ox.Store, operation: Operation[Any]) -> Callable[[], int] | None:
    """Return what tells, once the write is done, how many more quads there are; None where nobody knows."""
    if isinstance(operation, Load):
        grown = _of_load(store, operation)
        return lambda: grown
    if isinstance(operation, Put | Delete) and operation.graph is not None:
        graph = named_node(operation.graph)
        before = _count(store, graph)
        return lambda: _count(store, graph) - before
    return None


def _of_load(store: ox.Store, operation: Load) -> int:
    gone: Counter[str] = Counter()
    for iri in operation.replace:
        gone[iri] = _count(store, named_node(iri))
    for iri, prefixes in operation.forget.items():
        if iri not in operation.replace:
            graph = named_node(iri)
            quads = store.quads_for_pattern(None, None, None, graph)
            gone[iri] = sum(_is_below(quad.subject, prefixes) for quad in quads)

    def is_new(quad: ox.Quad) -> bool:
        graph = getattr(quad.graph_name, "value", "")
        if graph in operation.replace or _is_below(quad.subject, operation.forget.get(graph, ())):
            return True
        return quad not in store

    added = sum(map(is_new, set(parse_quads(operation.quads, N_QUADS, rename=False))))
    return added - gone.total()


def _count(store: ox.Store, graph: ox.NamedNode) -> int:
    return sum(1 for _ in store.quads_for_pattern(None, None, None, graph))


def _is_below(subject: object, prefixes: Sequence[str]) -> bool:
    """Whether ``forgetting`` takes a subject: one of these IRIs, or below it."""
    if not prefixes or not isinstance(subject, ox.NamedNode):
        return False
    return any(subject.value == iri or subject.value.startswith(f"{iri}/") for iri in prefixes)
