"""One graph by itself: in memory, with what the shared graphs say of the things that it names.

Asked here, a question about one notice takes milliseconds, however many notices the store holds.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from kg import vocab
from kg.store.base import Bindings, Graph, Store
from kg.store.execute import execute
from kg.store.operations import N_TRIPLES, Fetch, Load
from kg.store.oxigraph import OxigraphStore

SHARED = ("registry", "derived", "meta", "ontology", "links")  # graphs that are no notice's own
_AT_ONCE = 2000  # IRIs named in one question
_TYPE = f"<{vocab.expand('rdf:type')}>".encode()


def shared_graphs(base: str) -> dict[str, str]:
    """Return the shared graphs by their short names."""
    return {name: f"{base}graph/{name}" for name in SHARED}


@dataclass(slots=True)
class Tally:
    """How much of what a graph says, for VoID.

    ``subjects`` and ``typed`` leave out what a shared graph describes as well, so that they add up.
    """

    triples: int = 0
    classes: Counter[str] = field(default_factory=Counter)
    properties: Counter[str] = field(default_factory=Counter)
    subjects: int = 0
    typed: int = 0


class Excerpt:
    """A graph of its own with what belongs to it; close it after use."""

    def __init__(self, store: Store, graph: str) -> None:
        self._base = store.base
        found = store.perform(Fetch(graph, N_TRIPLES))
        lines = found.read().splitlines() if found is not None else []
        self._triples = [line.removesuffix(b" .") for line in lines if line]
        self._subjects = {triple.split(b" ", 1)[0] for triple in self._triples}
        self.store = OxigraphStore(None, base=store.base)
        shared = shared_graphs(store.base)
        end = f" <{graph}> .\n".encode()
        quads = [triple + end for triple in self._triples]
        quads += _said_of(store, shared["registry"], self._named())
        quads += _said_of(store, shared["derived"], self._commitments())
        execute(self.store.engine, Load((), {}, b"".join(quads)))
        self._elsewhere = self._described_elsewhere(store, [g for n, g in shared.items() if n != "derived"])

    def close(self) -> None:
        """Let go of the memory."""
        self.store.close()

    def tally(self) -> Tally:
        """Count what the graph says."""
        made = Tally(len(self._triples))
        classes: set[tuple[bytes, bytes]] = set()
        for triple in self._triples:
            subject, predicate, value = triple.split(b" ", 2)
            made.properties[predicate[1:-1].decode()] += 1
            if predicate == _TYPE:
                classes.add((subject, value))
        for _, class_ in classes:
            made.classes[class_.strip(b"<>").decode()] += 1
        made.subjects = len(self._subjects - self._elsewhere.keys())
        typed_elsewhere = {subject for subject, typed in self._elsewhere.items() if typed}
        made.typed = len({subject for subject, _ in classes} - typed_elsewhere)
        return made

    def _named(self) -> list[str]:
        """Return the things of the base that the graph names and does not describe."""
        start = f"<{self._base}".encode()
        objects = {triple.split(b" ", 2)[2] for triple in self._triples}
        return sorted(
            iri.decode() for iri in objects - self._subjects if iri.startswith(start) and iri.endswith(b">")
        )

    def _commitments(self) -> list[str]:
        """Return the items whose bodies ``graph/derived`` gathers."""
        wanted = {f"<{vocab.kg(name)}>".encode() for name in ("Task", "Project")}
        found = (triple.split(b" ", 2) for triple in self._triples)
        return sorted(s.decode() for s, p, o in found if p == _TYPE and o in wanted)

    def _described_elsewhere(self, store: Store, graphs: Iterable[str]) -> dict[bytes, bool]:
        """Return the subjects that shared graphs describe too, and whether these say their classes.

        They are whole things, never parts of the notice.
        """
        part = re.compile(f"<{re.escape(self._base)}(notice/|text/[^/]*/)".encode())
        asked = sorted(s.decode() for s in self._subjects if s.startswith(b"<") and not part.match(s))
        found: dict[bytes, bool] = {}
        for graph in graphs:
            for values in _batches(asked):
                answer = store.query(
                    f"SELECT DISTINCT ?s ?typed WHERE {{ VALUES ?s {{ {values} }} "
                    f"GRAPH <{graph}> {{ ?s ?p ?o }} BIND(?p = {_TYPE.decode()} AS ?typed) }}"
                )
                assert isinstance(answer, Bindings)
                for subject, typed in answer.rows:
                    assert subject is not None
                    assert typed is not None
                    key = subject.n3.encode()
                    found[key] = found.get(key, False) or typed.value in ("true", "1")
        return found


def _said_of(store: Store, graph: str, iris: Iterable[str]) -> Iterator[bytes]:
    """Yield what a shared graph says of things, as lines of N-Quads."""
    for values in _batches(iris):
        answer = store.query(
            f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?s {{ {values} }} GRAPH <{graph}> {{ ?s ?p ?o }} }}"
        )
        assert isinstance(answer, Graph)
        for s, p, o in answer.triples:
            yield f"{s.n3} {p.n3} {o.n3} <{graph}> .\n".encode()


def _batches(iris: Iterable[str]) -> Iterator[str]:
    rest = iter(iris)
    while batch := list(islice(rest, _AT_ONCE)):
        yield " ".join(batch)
