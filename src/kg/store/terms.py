"""RDF terms as plain values, and pieces of graphs: what goes into a store and comes out of it.

    Iri("https://…").n3             <https://…>
    Literal("县发改局", "zh").n3     "县发改局"@zh

Terms go in as N-Triples text, the form that every engine and every server reads, or as the tuples
that come out. No engine's classes pass this line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from kg.errors import UsageError

XSD = "http://www.w3.org/2001/XMLSchema#"
XSD_STRING = XSD + "string"
LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"


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
_SAFE_IRI = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]*:"
    r"(?:[^\x00-\x20<>\"{}|^`\\%\x7f-\x9f\ud800-\uf8ff\ufff0-\uffff]|%[0-9A-Fa-f]{2})*"
)


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
