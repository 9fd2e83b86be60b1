"""One graph by itself: in memory, with what the shared graphs say of the things that it names.

Asked here, a question about one notice takes milliseconds, however many notices the store holds.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from kg import vocab
from kg.store.base import Bindings, Store
from kg.store.execute import execute
from kg.store.operations import Load
from kg.store.oxigraph import OxigraphStore
from kg.store.surroundings import batches, lines_of, named, said_of, shared_graphs

_TYPE = f"<{vocab.expand('rdf:type')}>".encode()


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
        self._triples = lines_of(store, graph)
        self._subjects = {triple.split(b" ", 1)[0] for triple in self._triples}
        self.store = OxigraphStore(None, base=store.base)
        shared = shared_graphs(store.base)
        end = f" <{graph}> .\n".encode()
        quads = [triple + end for triple in self._triples]
        for shared_graph, things in (
            (shared["registry"], named(self._triples, store.base)),
            (shared["derived"], self._commitments()),
        ):
            said = said_of(store, shared_graph, things)
            quads += [f"{s} {p} {o} <{shared_graph}> .\n".encode() for s, p, o in said]
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
            for values in batches(asked):
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
