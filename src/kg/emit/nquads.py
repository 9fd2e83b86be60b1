"""Sorted N-Quads: the same notice gives the same bytes, whenever and wherever it is converted."""

from __future__ import annotations

from collections.abc import Iterable

from kg.emit.graph import quads
from kg.emit.terms import Quad
from kg.model import Notice
from kg.vocab import BASE


def nquads(notice: Notice, base: str = BASE) -> str:
    """Return all graphs of one notice as sorted N-Quads."""
    return _joined(sorted(quads(notice, base)))


def lines(some: Iterable[Quad]) -> str:
    """Return quads as sorted N-Quads lines, each once."""
    return _joined(sorted(set(some)))


def _joined(some: list[Quad]) -> str:
    # Tuples sort in the order of their lines: a space sorts before anything within a term.
    return "".join([f"{s} {p} {o} {g} .\n" for s, p, o, g in some])
