"""The embedded store in this process: a folder, or memory.

For the command line and tests. It has the limits of rows and, by a watching thread, of time; a
query cannot be killed here: the service does that (``kg.store.isolated``).
"""

from __future__ import annotations

import contextlib
import gzip
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import IO, Any, TypeVar

import pyoxigraph as ox

from kg.errors import LimitReached, StoreError
from kg.store import copies
from kg.store.base import Store
from kg.store.changes import UNKNOWN, Change, Journal, change_of
from kg.store.evaluation import contained, read
from kg.store.execute import execute
from kg.store.folder import Folder
from kg.store.operations import (
    N_QUADS,
    N_TRIPLES,
    Answer,
    Backup,
    Dataset,
    DefaultGraph,
    Dump,
    Operation,
    Render,
    Restore,
    Result,
)
from kg.store.rendering import write_graph
from kg.store.terms import AnyTerm

T = TypeVar("T")


class OxigraphStore(Store):
    """A pyoxigraph store: of a folder, or in memory where ``path`` is None."""

    def __init__(
        self,
        path: Path | None,
        *,
        base: str,
        default_graph: DefaultGraph = "union",
        max_rows: int | None = None,
        timeout_s: float | None = None,
        read_only: bool = False,
        wait_s: float = 0.0,
    ) -> None:
        self.base = base
        self._default_graph = default_graph
        self.max_rows = max_rows
        self.timeout_s = timeout_s
        self._memory_state = 0
        self._journal = Journal()
        self._written = False
        self._folder: Folder | None = None
        if path is None:
            self.engine = ox.Store()
            return
        self.folder = path
        self._folder = Folder(path, base, shared=read_only, wait_s=wait_s)
        try:
            self.engine = copies.open_engine(self._folder.db, read_only=read_only)
        except BaseException:
            self._folder.close()
            raise

    @property
    def state(self) -> str | None:
        """An id that changes with each write."""
        if self._folder is None:
            return f"{id(self):x}.{self._memory_state}"
        return self._folder.named(self._folder.state())

    def changes_since(self, state: str) -> Change | None:
        """Return what writes changed since a state, whoever had the folder open."""
        if self._folder is not None:
            return self._folder.changes_since(state)
        own, _, number = state.partition(".")
        known = own == f"{id(self):x}"
        return self._journal.since(int(number), self._memory_state) if known else None

    def perform(self, operation: Operation[T]) -> T:
        """Carry one operation out; see ``Store.perform``."""
        done: Any = None
        if isinstance(operation, Backup):
            self._backup(operation.target)
        elif isinstance(operation, Restore):
            self._restore(operation.source)
        elif isinstance(operation, Render):
            limited = replace(operation, max_rows=operation.max_rows or self.max_rows)
            done = self._within(operation.timeout_s, lambda: execute(self.engine, limited))
        else:
            if operation.writes:
                self._count_write(change_of(operation))
            done = execute(self.engine, operation)
            if isinstance(operation, Dump) and operation.compressed:
                done = Result("application/gzip", gzip.compress(done.body, 1, mtime=0))
        found: T = done
        return found

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
        """Answer a query as ``Store.query`` does, without writing and reading a format between."""
        question = self.question(text, substitutions, default_graph, dataset)
        rows = max_rows or self.max_rows
        return self._within(timeout_s, lambda: read(self.engine, question, rows))

    def dump(self, output: IO[bytes], *, graph: str | None = None) -> None:
        """Write as ``Store.dump`` does, never holding the whole."""
        write_graph(self.engine, graph or "*", N_TRIPLES if graph else N_QUADS, output)

    def close(self) -> None:
        """Let go of the folder."""
        if self._written:
            # Else whoever opens next reads every write again from the log: half a minute for 100 notices.
            with contextlib.suppress(OSError):
                self.engine.flush()
        self.engine = ox.Store()
        if self._folder is not None:
            self._folder.close()

    def __enter__(self) -> OxigraphStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _backup(self, target: Path) -> None:
        if self._folder is None:
            raise StoreError("内存中的知识库不能备份。", "A store in memory cannot be backed up.")
        copies.copy_store(self.engine, self.base, self._folder.state(), target)

    def _restore(self, source: Path) -> None:
        if self._folder is None:
            raise StoreError("内存中的知识库不能恢复。", "A store in memory cannot be restored.")
        folder = self._folder
        fresh = copies.make_ready(source, folder.db, self.base)
        self._count_write(UNKNOWN)
        self.engine = ox.Store()  # lets go of the old files
        copies.swap_in(fresh, folder.db)
        self.engine = copies.open_engine(folder.db)

    def _count_write(self, change: Change) -> None:
        """Count a write that is about to be, and note what it changes."""
        if self._folder is None:
            self._memory_state += 1
            self._journal.note(self._memory_state, change)
        elif self._folder.shared:
            raise StoreError("知识库以只读方式打开。", "The store is open for reading only.")
        else:
            self._folder.next_state(change)
            self._written = True

    def _within(self, limit_s: float | None, run: Callable[[], T]) -> T:
        """Run something in a thread, and stop waiting for it at the limit."""
        limit_s = limit_s if limit_s is not None else self.timeout_s
        if limit_s is None:
            return run()
        outcome: list[T] = []
        failure: list[BaseException] = []

        def work() -> None:
            try:
                outcome.append(contained(run))
            except BaseException as error:
                failure.append(error)

        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        thread.join(limit_s)
        if failure:
            raise failure[0]
        if not outcome:
            raise LimitReached(
                f"查询超过 {limit_s:g} 秒，已停止等待：请缩小范围。",
                f"The query ran longer than {limit_s:g} s: narrow it.",
            )
        return outcome[0]
