"""The SQLite file: opened in a moment, never half written, thrown away where it does not fit.

One thread writes at a time; readers see the last whole state, and do not wait for the writer.
"""

from __future__ import annotations

import contextlib
import queue
import sqlite3
import tempfile
import threading
import weakref
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from kg.errors import StoreError

_READERS = 4  # connections; a read takes milliseconds
_WAIT_S = 30.0


class File:
    """One open file; ``path`` None: a passing one, for a store that has no folder here."""

    def __init__(
        self,
        path: Path | None,
        made_by: str,
        create: Callable[[sqlite3.Connection], None],
        left: Callable[[sqlite3.Connection], Mapping[str, str]] = lambda sql: {},
    ) -> None:
        """Open the file, or make it anew.

        Args:
            path: Where it is.
            made_by: Of what its contents are made; another file is thrown away.
            create: Makes the tables.
            left: Tells what of a file that is thrown away goes into the new one's meta.

        Raises:
            StoreError: the folder cannot be written to.
        """
        self._folder = tempfile.TemporaryDirectory(prefix="zeren-kept-") if path is None else None
        self.path = Path(self._folder.name, "kept.sqlite") if self._folder else path
        assert self.path is not None
        self._writing = threading.Lock()
        try:
            self._writer = _opened(self.path, made_by, create, left)
        except (sqlite3.Error, OSError) as error:
            raise StoreError(
                f"{self.path} 无法打开：{error}；请检查目录权限和磁盘空间。",
                f"{self.path} cannot be opened: {error}; see to the folder's rights and the disk.",
            ) from error
        self._readers: queue.SimpleQueue[sqlite3.Connection] = queue.SimpleQueue()
        made = [_connect(self.path) for _ in range(_READERS)]
        for connection in made:
            connection.execute("PRAGMA query_only = ON")
            self._readers.put(connection)
        self._close = weakref.finalize(self, _close, [*made, self._writer], self._folder)

    def close(self) -> None:
        """Let go of it."""
        self._close()

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Give a connection that sees one state all the while."""
        connection = self._readers.get(timeout=_WAIT_S)
        try:
            connection.execute("BEGIN")
            yield connection
        finally:
            connection.rollback()
            self._readers.put(connection)

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give the connection that writes; all of it is there afterwards, or nothing.

        Raises:
            StoreError: the file cannot be written.
        """
        with self._writing:
            try:
                self._writer.execute("BEGIN IMMEDIATE")
                yield self._writer
                self._writer.execute("COMMIT")
            except sqlite3.Error as error:
                raise StoreError(
                    f"{self.path} 无法写入：{error}；请检查磁盘空间。",
                    f"{self.path} cannot be written: {error}; see to the disk.",
                ) from error
            finally:
                if self._writer.in_transaction:
                    self._writer.rollback()


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_WAIT_S, check_same_thread=False, isolation_level=None)
    connection.execute("PRAGMA synchronous = NORMAL")
    return connection


def _opened(
    path: Path,
    made_by: str,
    create: Callable[[sqlite3.Connection], None],
    left: Callable[[sqlite3.Connection], Mapping[str, str]],
) -> sqlite3.Connection:
    kept: Mapping[str, str] = {}
    if path.exists():
        with contextlib.suppress(sqlite3.DatabaseError):  # damaged: all of it can be made again
            connection = _connect(path)
            try:
                if connection.execute("SELECT value FROM meta WHERE key = 'made by'").fetchone() == (
                    made_by,
                ):
                    return connection
                kept = left(connection)
            except sqlite3.DatabaseError:
                connection.close()
                raise
            connection.close()
        for ending in ("", "-wal", "-shm"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
    connection = _connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("BEGIN")
    connection.execute("CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT)")
    connection.execute("INSERT INTO meta VALUES ('made by', ?)", (made_by,))
    connection.executemany("INSERT INTO meta VALUES (?, ?)", kept.items())
    create(connection)
    connection.execute("COMMIT")
    return connection


def _close(connections: list[sqlite3.Connection], folder: tempfile.TemporaryDirectory[str] | None) -> None:
    for connection in connections:
        connection.close()
    if folder is not None:
        folder.cleanup()
