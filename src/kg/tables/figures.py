"""Figures from tables while these hold the very state of the store; else nobody answers here.

figures = Figures(folder)
manifest = figures.current(store)      None: ask the store itself
figures.ask(manifest, "SELECT …", {})
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import DataError
from kg.tables import engine
from kg.tables.building import current
from kg.tables.manifest import Manifest
from kg.tables.reader import Reader, Result

if TYPE_CHECKING:
    from kg.store.base import Store
    from kg.tables.keeper import TablesKeeper


class Figures:
    """The tables beside one store, and the process that reads them."""

    def __init__(
        self, folder: Path, *, trusted: bool = False, memory_mb: int = 1024, timeout_s: float = 30.0
    ) -> None:
        """See the module.

        Args:
            folder: Of the tables.
            trusted: Use them for a store whose state nobody knows, as the settings say.
            memory_mb: For one question.
            timeout_s: For one question.
        """
        self.folder = folder
        self.trusted = trusted
        self.reader = Reader(folder, memory_mb=memory_mb, timeout_s=timeout_s)
        self.keeper: TablesKeeper | None = None  # where one follows the store
        self._known: tuple[tuple[int, int], Manifest | None] | None = None

    def manifest(self, base: str) -> Manifest | None:
        """Return the manifest in force, whatever state it names; None where there is none of use."""
        if not engine.available():
            return None
        try:
            about = (self.folder / "current").stat()
        except OSError:
            return None
        mark = (about.st_mtime_ns, about.st_ino)
        if self._known is None or self._known[0] != mark:
            try:
                self._known = (mark, current(self.folder, base))
            except DataError:
                self._known = (mark, None)
        return self._known[1]

    def current(self, store: Store, *, lagging: bool = False) -> Manifest | None:
        """Return the manifest, if its files hold what the store now holds.

        ``lagging``: or what it held before the last notices were loaded.
        """
        found = self.manifest(store.base)
        if found is None:
            return None
        if store.state is None:
            return found if self.trusted else None
        if found.state != store.state and self.keeper is not None:
            if lagging and self.keeper.follows(store, found):
                return found
            self.keeper.wait(store)
            found = self.manifest(store.base)
        return found if found is not None and found.state == store.state else None

    def open(self, store: Store) -> None:
        """Have the process know the tables of this state, so that the first question need not wait for it."""
        manifest = self.manifest(store.base)
        if manifest is not None and (self.trusted or manifest.state == store.state):
            self.ask(manifest, "SELECT 1", {})

    def made_at(self) -> datetime | None:
        """Return when the tables in force were made."""
        try:
            return datetime.fromtimestamp((self.folder / "current").stat().st_mtime, UTC)
        except OSError:
            return None

    def ask(self, manifest: Manifest, text: str, values: Mapping[str, Any]) -> Result:
        """Answer one question; see ``Reader.ask``."""
        return self.reader.ask(manifest, text, values)

    def close(self) -> None:
        """End the process."""
        self.reader.close()
