"""What writes changed: by it, whoever keeps something made from the graphs follows them.

    before = store.state
    …                                     writes, here or by whoever opened the store since
    change = store.changes_since(before)  → Change, or None: nobody knows, read everything again

Every write is noted before it is carried out, so that no crash loses one: what is told is at least
what changed. ``Change.everything`` is told of what cannot say what it changes: a raw update, a
restore, a write to the default graph.
"""

from __future__ import annotations

import json
import os
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg import whole
from kg.store.operations import Delete, Load, Operation, Put

KEPT = 4000  # writes of which a journal tells; whoever is further behind reads everything


@dataclass(frozen=True, slots=True)
class Change:
    """What one write, or several, changed.

    Attributes:
        replaced: graphs that were put anew, added to or dropped: they are to be read again.
        extended: graphs that all notices share, to which a load added what it tells of its notice, or from
            which it took that: they need not be read again for more than that notice.
        everything: any graph may be another now; the other two then say nothing.
    """

    replaced: frozenset[str] = frozenset()
    extended: frozenset[str] = frozenset()
    everything: bool = False

    def __bool__(self) -> bool:
        return self.everything or bool(self.replaced or self.extended)

    def __or__(self, other: Change) -> Change:
        replaced = self.replaced | other.replaced
        extended = (self.extended | other.extended) - replaced
        return Change(replaced, extended, self.everything or other.everything)


UNKNOWN = Change(everything=True)


def change_of(operation: Operation[Any]) -> Change:
    """Return what a write changes, as far as it says so itself."""
    if isinstance(operation, Load):
        graphs = operation.graphs() | operation.forget.keys()
        replaced = frozenset(operation.replace)
        return Change(replaced, frozenset(graphs) - replaced)
    if isinstance(operation, (Put, Delete)) and operation.graph is not None:
        return Change(replaced=frozenset((operation.graph,)))
    return UNKNOWN


class Journal:
    """The last writes of one store, by number; in a file, so that a later process knows them."""

    def __init__(self, path: Path | None = None, kept: int = KEPT) -> None:
        self._path = path
        self._kept = kept
        self._writes: deque[tuple[int, Change]] = deque(maxlen=kept)

    def note(self, number: int, change: Change) -> None:
        """Note a write that is about to be, on disk before this returns."""
        if self._path is None:
            self._writes.append((number, change))
            return
        about: dict[str, Any] = {"write": number}
        if change.everything:
            about["everything"] = True
        else:
            about |= {"replaced": sorted(change.replaced), "extended": sorted(change.extended)}
        line = json.dumps(about, ensure_ascii=False).encode()
        with self._path.open("ab") as file:
            # What a crash left of a line must not run into this one.
            file.write(b"\n" + line + b"\n")
            file.flush()
            os.fsync(file.fileno())

    def since(self, number: int, now: int) -> Change | None:
        """Return what the writes after ``number`` and up to ``now`` changed; None where one is not known."""
        if number > now:
            return None  # a file that was put back: its numbers tell of other writes
        found = [(n, change) for n, change in self._read() if n > number]
        if {n for n, _ in found} < set(range(number + 1, now + 1)):
            return None
        total = Change()
        for _, change in found:
            total |= change
        return total

    def shorten(self) -> None:
        """Let go of old writes; for whoever alone has the store open."""
        if self._path is None or not self._path.exists():
            return
        lines = [line for line in self._path.read_bytes().splitlines() if line]
        if len(lines) <= self._kept:
            return
        whole.write(self._path, b"\n".join(lines[-self._kept // 2 :]) + b"\n")

    def _read(self) -> Iterable[tuple[int, Change]]:
        if self._path is None:
            return tuple(self._writes)
        try:
            lines = self._path.read_bytes().splitlines()
        except FileNotFoundError:
            return ()
        return [read for line in lines if (read := _read_line(line)) is not None]


def _read_line(line: bytes) -> tuple[int, Change] | None:
    """Return the write that a line tells of; None for half a line, whose write never was."""
    try:
        about = json.loads(line)
        if about.get("everything"):
            return int(about["write"]), UNKNOWN
        return int(about["write"]), Change(frozenset(about["replaced"]), frozenset(about["extended"]))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
