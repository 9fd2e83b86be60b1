"""What every store offers, embedded or remote; the values that go in and come out.

    store = open_store(settings)
    store.load({graph: quads}, merge={registry: more})      whole or not at all
    answer = store.query("SELECT ?t { ?t a kg:Task }")      → Bindings, Graph or bool

Terms go in as N-Triples text (``<iri>``, ``"words"@zh``, ``"1.5"^^<datatype>``), the form that
every engine and every server reads, or as the tuples that come out (``Iri``, ``Literal``,
``Blank``). No engine's classes pass this line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, NamedTuple, Protocol, TypeAlias
from typing import Literal as OneOf

from kg.errors import UsageError

XSD = "http://www.w3.org/2001/XMLSchema#"
XSD_STRING = XSD + "string"
LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"

DefaultGraph: TypeAlias = OneOf["union", "strict"]


class Iri(NamedTuple):
    """A named thing."""

    value: str

    @property
    def n3(self) -> str:
        """The term in N-Triples."""
        return f"<{self.value}>"


class Blank(NamedTuple):
    """A blank node, as a result names it."""

    value: str

    @property
    def n3(self) -> str:
        """The term in N-Triples."""
        return f"_:{self.value}"


class Literal(NamedTuple):
    """Words or a value; ``datatype`` is xsd:string where nothing else is said."""

    value: str
    language: str | None = None
    datatype: str = XSD_STRING

    @property
    def n3(self) -> str:
        """The term in N-Triples."""
        quoted = f'"{escape(self.value)}"'
        if self.language:
            return f"{quoted}@{self.language}"
        return quoted if self.datatype == XSD_STRING else f"{quoted}^^<{self.datatype}>"


Term: TypeAlias = Iri | Blank | Literal
# What may go in: a term, or its N-Triples text.
AnyTerm: TypeAlias = Term | str
Triple: TypeAlias = tuple[AnyTerm, AnyTerm, AnyTerm]
# Triples; a fourth member, the graph, is ignored: the mapping's key says it.
Piece: TypeAlias = Iterable[Sequence[AnyTerm]]
Pieces: TypeAlias = Mapping[str, Piece]
# Graph → prefixes of the subjects that go from it.
Forgotten: TypeAlias = Mapping[str, Sequence[str]]

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"}
_ESCAPED = re.compile(r'[\\"\n\r]')
_SAFE_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\\x7f-\x9f\ud800-\uf8ff\ufff0-\uffff]*")


def escape(text: str) -> str:
    """Return ``text`` as it stands between the quotes of an N-Triples literal."""
    return _ESCAPED.sub(lambda found: _ESCAPES[found.group()], text)


def n3(term: AnyTerm) -> str:
    """Return the N-Triples text of a term that is a tuple or is that text already."""
    return term if isinstance(term, str) else term.n3


def is_iri(text: str) -> bool:
    """Say whether ``text`` can stand between ``<`` and ``>`` without breaking out."""
    return _SAFE_IRI.fullmatch(text) is not None


def forgetting(forget: Forgotten) -> list[str]:
    """Return the updates that take subjects from graphs: each of the IRIs, and what is below it.

    Raises:
        UsageError: something named is no IRI; no other text may come into an update.
    """
    steps = []
    for graph, prefixes in forget.items():
        for iri in (graph, *prefixes):
            if not is_iri(iri):
                raise UsageError(f"{iri[:200]!r} 不是 IRI。", f"{iri[:200]!r} is no IRI.")
        tests = [f'STR(?s) = "{iri}" || STRSTARTS(STR(?s), "{iri}/")' for iri in prefixes]
        if tests:
            steps.append(
                f"DELETE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} "
                f"FILTER({' || '.join(tests)}) }}"
            )
    return steps


def lines(piece: Piece, graph: str | None = None) -> Iterator[str]:
    """Yield a piece as lines of N-Triples, or of N-Quads with ``graph``."""
    end = f" <{graph}> .\n" if graph else " .\n"
    for row in piece:
        yield f"{n3(row[0])} {n3(row[1])} {n3(row[2])}{end}"


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
    """One query with all that shapes its answer."""

    text: str
    dataset: Dataset = field(default_factory=Dataset)
    default_graph: DefaultGraph = "union"
    base_iri: str | None = None
    substitutions: Mapping[str, str] = field(default_factory=dict)  # variable → N-Triples text


class Store(Protocol):
    """Whole graphs in and out, and queries over them. All errors are of ``kg.errors``."""

    base: str  # of the instance IRIs that the store holds

    @property
    def state(self) -> str | None:
        """An id that changes with each write; None where others may write unseen."""

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
        """Answer a query. ``substitutions`` bind variables as terms, never as text.

        Raises:
            UsageError: the text is no query, or a substituted variable is not in the outer SELECT.
            LimitReached: time, memory or rows ran out; nothing is cut silently.
        """

    def update(self, text: str, *, dataset: Dataset | None = None) -> None:
        """Run a SPARQL update, whole or not at all where the server can."""

    def load(self, replace: Pieces, *, merge: Pieces | None = None, forget: Forgotten | None = None) -> int:
        """Load one notice, whole or not at all; return how many triples were given.

        Args:
            replace: graphs that the pieces replace: the notice's own.
            merge: graphs that the pieces are added to: registry, derived, meta.
            forget: graph → prefixes: triples of ``merge`` graphs whose subject is one of these IRIs,
                or below it by a slash, go first, so that a second load leaves nothing of the first.
        """

    def put(self, graph: str, piece: Piece) -> None:
        """Replace one graph."""

    def delete(self, graph: str) -> bool:
        """Remove one graph; say whether it was there."""

    def graphs(self) -> list[str]:
        """Return the IRIs of the named graphs, sorted."""

    def size(self) -> int:
        """Return the number of quads."""

    def dump(self, output: IO[bytes], *, graph: str | None = None) -> None:
        """Write N-Quads of everything, or N-Triples of one graph."""

    def backup(self, target: Path) -> None:
        """Write a copy of the whole store to a folder that does not exist yet."""

    def restore(self, source: Path) -> None:
        """Replace everything by what a backup, or a file of N-Quads, holds."""

    def close(self) -> None:
        """Let go of the folder or the connections."""
