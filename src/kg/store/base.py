"""A store: whole graphs in and out, and queries over them. All errors are of ``kg.errors``.

    store = open_store(settings)
    store.load({graph: quads}, merge={registry: more})      whole or not at all
    answer = store.query("SELECT ?t { ?t a kg:Task }")      → Bindings, Graph or bool

``Store`` is asked from threads and scripts, ``Backend`` from the event loop of the service. Both
carry out the same operations (``kg.store.operations``).
"""

from __future__ import annotations

import shutil
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, TypeVar

from kg.store import judged
from kg.store.changes import Change
from kg.store.operations import (
    N_TRIPLES,
    Answer,
    Backup,
    Bindings,
    Dataset,
    DefaultGraph,
    Delete,
    Dump,
    Fetch,
    Graph,
    Graphs,
    Load,
    Operation,
    Part,
    Put,
    Question,
    Render,
    Restore,
    Size,
    Update,
    Wanted,
)
from kg.store.terms import (
    LANG_STRING,
    XSD,
    XSD_STRING,
    AnyTerm,
    Blank,
    Forgotten,
    Iri,
    Literal,
    Piece,
    Pieces,
    Term,
    Triple,
    escape,
    is_iri,
    lines,
    n3,
)

# What other stages take from a store.
__all__ = [
    "LANG_STRING",
    "XSD",
    "XSD_STRING",
    "Answer",
    "AnyTerm",
    "Backend",
    "Bindings",
    "Blank",
    "Dataset",
    "DefaultGraph",
    "Forgotten",
    "Graph",
    "Iri",
    "Literal",
    "Piece",
    "Pieces",
    "Question",
    "Store",
    "Term",
    "Triple",
    "escape",
    "is_iri",
    "lines",
    "n3",
]

from kg.store.versions.archive import Archive

T = TypeVar("T")


class Store(ABC):
    """A store that answers at once: the embedded one, a server, or the service's own."""

    base: str  # of the instance IRIs that the store holds
    versions: Archive | None = None  # where former versions of notices are kept; None: nowhere
    judgements: Path | None = None  # the folder of what people judged on pages; None: nowhere
    folder: Path | None = None  # of an embedded store: what is made from its graphs may be kept in it
    _default_graph: DefaultGraph = "union"

    @property
    def default_graph(self) -> DefaultGraph:
        """What the default graph is where a question does not say."""
        return self._default_graph

    @property
    @abstractmethod
    def state(self) -> str | None:
        """An id that changes with each write; None where others may write unseen."""

    def changes_since(self, state: str) -> Change | None:
        """Return what writes changed since a ``state`` of this store; None where that is not known."""
        return None

    @abstractmethod
    def perform(self, operation: Operation[T]) -> T:
        """Carry one operation out."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the folder or the connections."""

    def query(
        self,
        text: str,
        *,
        substitutions: Mapping[str, AnyTerm] | None = None,
        default_graph: DefaultGraph | None = None,
        dataset: Dataset | None = None,
        timeout_s: float | None = None,
        max_rows: int | None = None,
    ) -> Answer:
        """Answer a query. ``substitutions`` put terms where variables stand, never text.

        Raises:
            UsageError: the text is no query, or a value cannot stand where its variable does.
            LimitReached: time, memory or rows ran out; nothing is cut silently.
        """
        from kg.store.results import read_answer

        question = self.question(text, substitutions, default_graph, dataset)
        wanted = Wanted(graph=N_TRIPLES)
        return read_answer(self.perform(Render(question, wanted, max_rows, timeout_s)))

    def question(
        self,
        text: str,
        substitutions: Mapping[str, AnyTerm] | None,
        default_graph: DefaultGraph | None,
        dataset: Dataset | None,
    ) -> Question:
        """Return a question of ours, which fetches nothing, with its values in place."""
        from kg.store.binding import bound
        from kg.store.federation import refuse_fetching

        if substitutions:
            text = bound(text, {name: n3(term) for name, term in substitutions.items()})
        refuse_fetching(text)
        return Question(text, dataset or Dataset(), default_graph or self.default_graph)

    def update(self, text: str, *, dataset: Dataset | None = None, base_iri: str | None = None) -> None:
        """Run a SPARQL update, whole or not at all where the server can."""
        from kg.store.federation import refuse_fetching

        refuse_fetching(text)
        self.perform(Update(text, dataset or Dataset(), base_iri))

    def load(self, replace: Pieces, *, merge: Pieces | None = None, forget: Forgotten | None = None) -> int:
        """Load one notice, whole or not at all; return how many triples were given.

        Args:
            replace: graphs that the pieces replace: the notice's own.
            merge: graphs that the pieces are added to: registry, derived, meta.
            forget: graph → prefixes: triples of ``merge`` graphs whose subject is one of these IRIs,
                or below it by a slash, go first, so that a second load leaves nothing of the first.
        """
        pieces = [*replace.items(), *(merge or {}).items()]
        quads = "".join(line for graph, piece in pieces for line in lines(piece, graph)).encode()
        return self.perform(Load(tuple(replace), forget or {}, quads))

    def put(self, graph: str, piece: Piece) -> None:
        """Replace one graph."""
        self.perform(Put(graph, (Part(N_TRIPLES, "".join(lines(piece)).encode()),)))

    def delete(self, graph: str) -> bool:
        """Remove one graph; say whether it was there."""
        return self.perform(Delete(graph))

    def graphs(self) -> list[str]:
        """Return the IRIs of the named graphs, sorted."""
        return self.perform(Graphs())

    def size(self) -> int:
        """Return the number of quads."""
        return self.perform(Size())

    def dump(self, output: IO[bytes], *, graph: str | None = None) -> None:
        """Write N-Quads of everything, or N-Triples of one graph."""
        made = self.perform(Fetch(graph, N_TRIPLES)) if graph else self.perform(Dump())
        if made is None:
            return
        if made.path is None:
            output.write(made.body)
            return
        with made.path.open("rb") as source:
            shutil.copyfileobj(source, output, 2**20)
        if not made.keep:
            made.path.unlink(missing_ok=True)

    def backup(self, target: Path) -> None:
        """Write a copy of the store, with what is kept beside it, to a folder that does not exist yet."""
        self.perform(Backup(target))
        self.back_up_beside(target)

    def restore(self, source: Path) -> None:
        """Replace everything by what a backup, or a file of N-Quads, holds; former versions come with it."""
        self.bring_in_beside(source)
        self.perform(Restore(source))

    def back_up_beside(self, target: Path) -> None:
        """Put former versions of notices, and what people judged, beside a backup or an export."""
        if self.versions is not None:
            self.versions.back_up(target)
        if self.judgements is not None:
            judged.back_up(self.judgements, target)

    def bring_in_beside(self, source: Path) -> None:
        """Take in former versions, and what people judged, from beside a backup or an export."""
        if self.versions is not None:
            self.versions.bring_in(source)
        if self.judgements is not None:
            judged.bring_in(source, self.judgements)


class Backend(ABC):
    """A store seen from the event loop of the service."""

    base: str
    store: Store  # the same, for code that runs in threads

    def __init__(self) -> None:
        self._listeners: list[Callable[[], object]] = []

    @property
    @abstractmethod
    def default_graph(self) -> DefaultGraph:
        """What the default graph is, in truth."""

    @property
    @abstractmethod
    def state(self) -> str | None:
        """An id that changes with each write that readers see; None where others may write unseen."""

    def changes_since(self, state: str) -> Change | None:
        """Return what writes changed since a ``state``; see ``Store.changes_since``."""
        return None

    @abstractmethod
    async def start(self) -> None:
        """Open everything; afterwards the service is ready."""

    @abstractmethod
    async def stop(self) -> None:
        """Close everything."""

    async def perform(self, operation: Operation[T], *, client: str = "") -> T:
        """Carry one operation out; a write is seen by all readers when this returns.

        ``client`` is who asks: clients take turns.
        """
        try:
            return await self._perform(operation, client)
        finally:
            if operation.writes:
                for listener in self._listeners:
                    listener()

    def listen(self, listener: Callable[[], object]) -> None:
        """Have something called, in the event loop, after each write."""
        self._listeners.append(listener)

    @abstractmethod
    async def _perform(self, operation: Operation[T], client: str) -> T:
        """Carry one operation out."""

    def numbers(self) -> dict[str, float]:
        """Return what /metrics shows."""
        return {}

    def announce(self, url: str) -> None:
        """Say to other processes where the service answers."""
        return  # where no folder is owned, nobody asks
