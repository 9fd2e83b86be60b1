"""What can be asked of a store: every verb is a value, whoever carries it out.

    Render(Question("SELECT …"))      → Result      an answer in a format
    Load(("https://…/graph/n1",), …)  → int         one notice, whole or not at all

The embedded store carries operations out in this process, the service sends them to its workers,
a remote server is asked by HTTP: one family of verbs, three ways to do them. ``kg.store.base``
puts the usual calls before them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Generic, TypeAlias, TypeVar
from typing import Literal as OneOf

from kg.store.lexer import Call
from kg.store.terms import Forgotten, Term

T = TypeVar("T")
DefaultGraph: TypeAlias = OneOf["union", "strict"]

JSON_ROWS = "application/sparql-results+json"
N_TRIPLES = "application/n-triples"
N_QUADS = "application/n-quads"


# --- values -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Bindings:
    """The answer to a SELECT: a row holds one term, or None, for each variable."""

    variables: tuple[str, ...]
    rows: Sequence[tuple[Term | None, ...]]

    def dicts(self) -> Iterator[dict[str, Term]]:
        """Yield each row as a dictionary of its bound variables."""
        for row in self.rows:
            yield {v: t for v, t in zip(self.variables, row, strict=True) if t is not None}


@dataclass(frozen=True, slots=True)
class Graph:
    """The answer to a CONSTRUCT or DESCRIBE."""

    triples: Sequence[tuple[Term, Term, Term]]


Answer: TypeAlias = Bindings | Graph | bool


@dataclass(frozen=True, slots=True)
class Dataset:
    """The graphs that a request names; empty: what the service's ``--default-graph`` says."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.default or self.named)


@dataclass(frozen=True, slots=True)
class Question:
    """One query with all that shapes its answer; values are bound in its text already."""

    text: str
    dataset: Dataset = field(default_factory=Dataset)
    default_graph: DefaultGraph = "union"
    base_iri: str | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """The media type to answer in, by what the query turns out to ask; None: not acceptable."""

    bindings: str | None = JSON_ROWS
    boolean: str | None = JSON_ROWS
    graph: str | None = "text/turtle"


@dataclass(frozen=True, slots=True)
class Result:
    """An answer in a format: in memory, or in a file that whoever sends it removes."""

    media_type: str
    body: bytes
    path: Path | None = None
    rows: int = 0
    cut: bool = False
    keep: bool = False  # the file is shared: do not remove it

    def read(self) -> bytes:
        """Return the answer, and remove its file."""
        if self.path is None:
            return self.body
        data = self.path.read_bytes()
        if not self.keep:
            self.path.unlink(missing_ok=True)
        return data


@dataclass(frozen=True, slots=True)
class Part:
    """One document of a write to a graph."""

    media_type: str
    data: bytes


# --- verbs --------------------------------------------------------------------------------------


class Operation(Generic[T]):
    """One thing to be done, whose outcome is a ``T``."""

    __slots__ = ()
    writes: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Render(Operation[Result]):
    """Answer a query in a format.

    ``max_rows`` and ``timeout_s`` are the asker's own limits; None: those of the store itself.
    ``cut``: past ``max_rows`` keep the first rows and say so, where else it is an error.
    """

    question: Question
    wanted: Wanted = field(default_factory=Wanted)
    max_rows: int | None = None
    timeout_s: float | None = None
    cut: bool = False
    services: tuple[Call, ...] = ()  # allowed calls of SERVICE


@dataclass(frozen=True, slots=True)
class Check(Operation[None]):
    """Raise ``UsageError`` where a text, which must not be run, is not SPARQL."""

    text: str
    form: str | None = None
    base_iri: str | None = None


@dataclass(frozen=True, slots=True)
class Fetch(Operation["Result | None"]):
    """Return a graph (None: the default graph) in a format; None where it is not there."""

    graph: str | None
    media_type: str


@dataclass(frozen=True, slots=True)
class Graphs(Operation[list[str]]):
    """Return the IRIs of the named graphs, sorted."""


@dataclass(frozen=True, slots=True)
class Size(Operation[int]):
    """Return the number of quads."""


@dataclass(frozen=True, slots=True)
class Dump(Operation[Result]):
    """Return everything as N-Quads, plain or packed by gzip."""

    compressed: bool = False


@dataclass(frozen=True, slots=True)
class Update(Operation[None]):
    """Run a SPARQL update, whole or not at all where the server can."""

    text: str
    dataset: Dataset = field(default_factory=Dataset)
    base_iri: str | None = None
    writes: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class Load(Operation[int]):
    """Load one notice, whole or not at all; return how many quads were given.

    ``replace`` names the graphs that the quads replace, the notice's own; the others are added to.
    ``forget``: triples whose subject is one of these IRIs, or below it by a slash, go from these
    graphs first.
    """

    replace: tuple[str, ...]
    forget: Forgotten
    quads: bytes  # N-Quads
    writes: ClassVar[bool] = True

    def by_graph(self) -> dict[str, list[str]]:
        """Return the triples of each graph as lines of N-Triples."""
        found: dict[str, list[str]] = {}
        for line in self.quads.decode().split("\n"):
            triple, _, graph = line.rstrip(" .").rpartition(" <")
            if triple:
                found.setdefault(graph.removesuffix(">"), []).append(f"{triple} .\n")
        return found

    def graphs(self) -> frozenset[str]:
        """Return the graphs that the quads are for."""
        found = set()
        for line in self.quads.split(b"\n"):
            triple, _, graph = line.rstrip(b" .").rpartition(b" <")
            if triple:
                found.add(graph.removesuffix(b">"))
        return frozenset(graph.decode() for graph in found)


@dataclass(frozen=True, slots=True)
class Put(Operation[bool]):
    """Write documents to a graph (None: the default graph); say whether it is new."""

    graph: str | None
    parts: tuple[Part, ...]
    replace: bool = True
    base_iri: str | None = None
    writes: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class Delete(Operation[bool]):
    """Remove a graph (None: empty the default graph); say whether it was there."""

    graph: str | None
    writes: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class Backup(Operation[None]):
    """Write a copy of the whole store to a folder that does not exist yet."""

    target: Path


@dataclass(frozen=True, slots=True)
class Restore(Operation[None]):
    """Replace everything by what a backup, or a file of N-Quads, holds."""

    source: Path
    writes: ClassVar[bool] = True
