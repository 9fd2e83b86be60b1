"""Keeps the tables beside a store of its state: see ``kg.store.following``.

After a write the rows of the notices that it changed are made anew, in well under a second. After a raw
update, a restore, or a change of what all notices share, nobody knows which rows those are: the store
itself answers until writes rest, and then everything is made anew. A crash loses nothing: tables name
the state that they hold, the journal of the store tells what was written since, and files that no
manifest names are swept.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

from kg.errors import DataError
from kg.store.base import Store
from kg.store.changes import Change
from kg.store.surroundings import shared_graphs
from kg.tables import building, engine, updating
from kg.tables import manifest as manifests
from kg.tables.manifest import Manifest

PATIENCE_S = 3.0  # how long a reader waits for the rows of the last writes
_MANY = 100  # notices, from which on making everything anew is no slower


def tables_beside(store: Store, folder: Path) -> TablesKeeper | None:
    """Return what keeps tables in a folder; None where they cannot be made, or are another's to keep."""
    return TablesKeeper(folder) if engine.available() and store.folder is not None else None


class _Ended(Exception):
    """The service ends: the next start goes on."""


class TablesKeeper:
    """What brings the tables of one folder after one store."""

    name = "tables"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._following = threading.Lock()
        self._seen = False  # that the files stand as the manifest says

    def follow(self, store: Store, going_on: Callable[[], bool]) -> None:
        """Make the rows of changed notices anew; leave what nobody knows to ``settle``."""
        with self._following:
            while going_on():
                held = self._held(store)
                if held is None or held.state == store.state:
                    return
                changed = _notices(store, held)
                if changed is None:
                    return
                with manifests.writing(self.folder):
                    made = updating.updated(store, self.folder, held, changed)
                    if made is None:
                        return
                    manifests.write(self.folder, made)

    def settle(self, store: Store, going_on: Callable[[], bool]) -> None:
        """Make everything anew where that is needed, and remove what no reader reads any more."""

        def told(_done: int, _of: int) -> None:
            if not going_on():
                raise _Ended

        with self._following:
            held = self._held(store)
            try:
                if held is None or held.state != store.state:
                    building.build(store, self.folder, told=told)
                    self._seen = True
                else:
                    with manifests.writing(self.folder):
                        manifests.sweep(self.folder, [held])
            except _Ended:
                return

    def wait(self, store: Store) -> None:
        """Wait a moment for tables of the store's state, where the last writes left little to be made."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            held = self._held(store)
            if held is None or held.state == store.state or _notices(store, held) is None:
                return
            if self._following.acquire(timeout=0.02):
                self._following.release()
                self.follow(store, lambda: time.monotonic() < until)

    def follows(self, store: Store, held: Manifest) -> bool:
        """Say whether notices alone were written since the state of a manifest, of which the rows follow."""
        return self._seen and _notices(store, held) is not None

    def _held(self, store: Store) -> Manifest | None:
        """Return the manifest in force; None where there is none of use, or the power took files of it."""
        try:
            held = building.current(self.folder, store.base)
        except DataError:
            return None
        if held is not None and not self._seen:
            self._seen = manifests.stands(self.folder, held)
        return held if self._seen else None


def _notices(store: Store, held: Manifest) -> set[str] | None:
    """Return the graphs of notices that changed since the manifest's state; None: nobody knows."""
    change: Change | None = store.changes_since(held.state) if held.state else None
    if change is None or change.everything or change.replaced & set(shared_graphs(store.base).values()):
        return None
    return set(change.replaced) if len(change.replaced) < _MANY else None
