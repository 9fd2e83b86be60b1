"""What ``kg bulk`` asks of an engine, whichever machines it uses."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from typing import Any, Protocol

from kg.bulk.plan import Chunk, Run

NAMES = ("local", "spark")


class Engine(Protocol):
    """Does a run from one source into one output."""

    def chunks(self) -> list[Chunk]:
        """Return the files of the source, in order."""

    def manifest(self) -> dict[str, Any] | None:
        """Return the manifest of a finished run; None where there is none."""

    def begin(self, base: str, at: datetime, *, resume: bool) -> Run:
        """Return the run to do: a new one, or the one that stands unfinished."""

    def standing(self, found: Sequence[Chunk]) -> Collection[str]:
        """Return the names of the chunks that are done."""

    def do(self, run: Run, todo: Sequence[Chunk]) -> Iterator[tuple[int, int]]:
        """Do chunks; yield how many files more gave a notice, and how many did not."""

    def finish(self, run: Run, found: Sequence[Chunk]) -> dict[str, Any]:
        """Make the output of chunks that all stand; return its counts."""


def opened(name: str, source: str, out: str, workers: int | None) -> AbstractContextManager[Engine]:
    """Return an engine, to be closed at the end.

    Raises:
        UsageError: it cannot run here, or cannot read such a path.
    """
    if name == "spark":
        from kg.bulk.spark import spark

        return spark(source, out, workers)
    from kg.bulk.local import Local

    return nullcontext(Local(source, out, workers))
