"""One graph, and what the shared graphs say of the things that it names.

    triples = lines_of(store, graph)                             b"<s> <p> <o>", …
    names = named(triples, store.base)                           "<https://…/unit/1>", …
    said = said_of(store, shared_graphs(store.base)["registry"], names)

Whoever keeps something made of one notice asks for these, and never for the whole of a shared graph.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from kg.store.base import Graph, Store
from kg.store.operations import N_TRIPLES, Fetch

SHARED = ("registry", "derived", "meta", "ontology", "links")  # graphs that are no notice's own
_AT_ONCE = 2000  # IRIs named in one question


def shared_graphs(base: str) -> dict[str, str]:
    """Return the shared graphs by their short names."""
    return {name: f"{base}graph/{name}" for name in SHARED}


def lines_of(store: Store, graph: str) -> list[bytes]:
    """Return the triples of a graph as N-Triples without their full stops; none where it is not there."""
    found = store.perform(Fetch(graph, N_TRIPLES))
    lines = found.read().splitlines() if found is not None else []
    return [line.removesuffix(b" .") for line in lines if line]


def tokens(line: bytes) -> tuple[str, str, str]:
    """Return subject, predicate and object of such a line."""
    subject, predicate, value = line.decode().split(" ", 2)
    return subject, predicate, value


def named(triples: Iterable[bytes], base: str) -> list[str]:
    """Return the things of the base that triples name and do not describe, as tokens, sorted."""
    start = f"<{base}".encode()
    subjects, objects = set(), set()
    for triple in triples:
        subject, _, value = triple.split(b" ", 2)
        subjects.add(subject)
        objects.add(value)
    return sorted(iri.decode() for iri in objects - subjects if iri.startswith(start) and iri.endswith(b">"))


def said_of(store: Store, graph: str, iris: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Yield what a graph says of things, given and told as tokens."""
    for values in batches(iris):
        answer = store.query(
            f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?s {{ {values} }} GRAPH <{graph}> {{ ?s ?p ?o }} }}"
        )
        assert isinstance(answer, Graph)
        for s, p, o in answer.triples:
            yield s.n3, p.n3, o.n3


def batches(iris: Iterable[str]) -> Iterator[str]:
    """Yield tokens joined by blanks, so many as one question may name."""
    rest = iter(iris)
    while batch := list(islice(rest, _AT_ONCE)):
        yield " ".join(batch)
