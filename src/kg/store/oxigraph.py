"""The embedded store in this process: a folder, or memory.

For the command line and tests. It has the limits of rows and, by a watching thread, of time; a
query cannot be killed here: the service does that (``kg.store.service``).
"""

from __future__ import annotations

import contextlib
import gzip
import json
import shutil
import threading
import time
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, Any, TypeVar

import pyoxigraph as ox

from kg.errors import KgError, LimitReached, StoreError
from kg.store import engine
from kg.store.base import (
    Answer,
    AnyTerm,
    Dataset,
    DefaultGraph,
    Forgotten,
    Piece,
    Pieces,
    Question,
    lines,
    n3,
)
from kg.store.folder import Folder, read_json
from kg.store.lexer import scan, with_dataset

T = TypeVar("T")


class OxigraphStore:
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
        self.default_graph: DefaultGraph = default_graph
        self.max_rows = max_rows
        self.timeout_s = timeout_s
        self._memory_state = 0
        self._written = False
        self._folder: Folder | None = None
        if path is None:
            self.engine = ox.Store()
            return
        self._folder = Folder(path, base, shared=read_only, wait_s=wait_s)
        try:
            self.engine = open_engine(self._folder.db, read_only=read_only)
        except BaseException:
            self._folder.close()
            raise

    @property
    def state(self) -> str | None:
        """An id that changes with each write."""
        if self._folder is None:
            return f"{id(self):x}.{self._memory_state}"
        return self._folder.named(self._folder.state())

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
        """Answer a query; see ``Store.query``."""
        refuse_fetching(text)
        question = Question(
            text,
            dataset or Dataset(),
            default_graph or self.default_graph,
            None,
            {name: n3(term) for name, term in (substitutions or {}).items()},
        )
        rows = max_rows if max_rows is not None else self.max_rows
        limit = timeout_s if timeout_s is not None else self.timeout_s
        return _within(limit, lambda: engine.read(self.engine, question, rows))

    def update(self, text: str, *, dataset: Dataset | None = None, base_iri: str | None = None) -> None:
        """Run an update, whole or not at all."""
        refuse_fetching(text)
        if dataset:
            text = with_dataset(text, dataset.default, dataset.named)
        self.count_write()
        engine.update(self.engine, text, base_iri)

    def load(self, replace: Pieces, *, merge: Pieces | None = None, forget: Forgotten | None = None) -> int:
        """Load one notice, whole or not at all; see ``Store.load``."""
        quads = [q for pieces in (replace, merge or {}) for g, p in pieces.items() for q in _quads(g, p)]
        known = [g for g in replace if self.engine.contains_named_graph(engine.named_node(g))]
        self.count_write()
        engine.transaction(
            self.engine,
            drop=known,
            # A notice that was not here has left nothing to forget.
            forget=(forget or {}) if known else {},
            add=quads,
        )
        return len(quads)

    def put(self, graph: str, piece: Piece) -> None:
        """Replace one graph."""
        self.count_write()
        engine.transaction(self.engine, drop=[graph], forget={}, add=_quads(graph, piece))

    def delete(self, graph: str) -> bool:
        """Remove one graph; say whether it was there."""
        there = self.engine.contains_named_graph(engine.named_node(graph))
        if there:
            self.count_write()
            engine.transaction(self.engine, drop=[graph], forget={}, add=[])
        return there

    def graphs(self) -> list[str]:
        """Return the IRIs of the named graphs, sorted."""
        return sorted(g.value for g in self.engine.named_graphs())

    def size(self) -> int:
        """Return the number of quads."""
        return len(self.engine)

    def dump(self, output: IO[bytes], *, graph: str | None = None) -> None:
        """Write N-Quads of everything, or N-Triples of one graph."""
        engine.dump(self.engine, output, graph)

    def backup(self, target: Path) -> None:
        """Write a copy of the whole store to a folder that does not exist yet."""
        if self._folder is None:
            raise StoreError("内存中的知识库不能备份。", "A store in memory cannot be backed up.")
        copy_store(self.engine, self.base, self._folder.state(), target)

    def restore(self, source: Path) -> None:
        """Replace everything by what a backup, or a file of N-Quads, holds."""
        if self._folder is None:
            raise StoreError("内存中的知识库不能恢复。", "A store in memory cannot be restored.")
        folder = self._folder
        fresh = make_ready(source, folder.db, self.base)
        self.count_write()
        self.engine = ox.Store()  # lets go of the old files
        swap_in(fresh, folder.db)
        self.engine = open_engine(folder.db)

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

    def count_write(self) -> None:
        """Count a write that is about to be."""
        if self._folder is None:
            self._memory_state += 1
        elif self._folder.shared:
            raise StoreError("知识库以只读方式打开。", "The store is open for reading only.")
        else:
            self._folder.next_state()
            self._written = True


def _quads(graph: str, piece: Piece) -> list[ox.Quad]:
    data = "".join(lines(piece, graph)).encode()
    return engine.parse_quads(data, "application/n-quads", rename=False)


def refuse_fetching(text: str) -> None:
    """Refuse a text that would make the engine fetch.

    Raises:
        UsageError: it holds SERVICE or LOAD, or what cannot be told from them.
    """
    found = scan(text)
    if found.services or found.loads or found.hidden:
        from kg.store.federation import refused

        raise refused(found)


def open_engine(db: Path, *, read_only: bool = False, wait_s: float = 5.0) -> ox.Store:
    """Open the engine's folder; a writer that was killed just now may hold it for a moment."""
    deadline = time.monotonic() + wait_s
    while True:
        try:
            return ox.Store.read_only(str(db)) if read_only else ox.Store(str(db))
        except OSError as error:
            if "lock" in str(error).lower() and time.monotonic() < deadline:
                time.sleep(0.05)
                continue
            raise StoreError(
                f"知识库文件 {db} 无法打开：{error}。", f"The store's files {db} cannot be opened: {error}."
            ) from error


def copy_store(store: ox.Store, base: str, state: int, target: Path) -> None:
    """Write a backup: the engine's own copy and what it is a copy of."""
    from kg.store.folder import ENGINE, FORMAT, write_json

    if target.exists():
        raise StoreError(
            f"备份目标 {target} 已存在，请换一个名字。", f"{target} exists already; choose another name."
        )
    scratch = target.with_name(target.name + ".part")
    shutil.rmtree(scratch, ignore_errors=True)
    try:
        scratch.mkdir(parents=True)
        store.backup(str(scratch / "db"))
        about = {"format": FORMAT, "engine": ENGINE, "base": base, "state": state, "quads": len(store)}
        write_json(scratch / "backup.json", about)
        scratch.rename(target)
    except OSError as error:
        shutil.rmtree(scratch, ignore_errors=True)
        raise StoreError(f"备份失败：{error}。", f"The backup failed: {error}.") from error


def make_ready(source: Path, db: Path, base: str) -> Path:
    """Make the files that are to replace ``db``, beside it: of a backup, or of N-Quads.

    Raises:
        StoreError: the source is not whole, or of another base; nothing is changed.
    """
    fresh = db.with_name("db.new")
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        if source.is_dir():
            _check_backup(source, base)
            shutil.copytree(source / "db", fresh)
        else:
            _read_in(source, fresh, base)
    except (OSError, EOFError, zlib.error) as error:
        shutil.rmtree(fresh, ignore_errors=True)
        raise StoreError(f"恢复失败：{error}。", f"The restore failed: {error}.") from error
    except KgError:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    return fresh


def swap_in(fresh: Path, db: Path) -> None:
    """Put new files, of which nothing is open, where the engine's are; the old ones go last."""
    old = db.with_name("db.old")
    shutil.rmtree(old, ignore_errors=True)
    try:
        if db.exists():
            db.rename(old)
        fresh.rename(db)
    except OSError as error:
        if old.exists() and not db.exists():
            old.rename(db)
        raise StoreError(f"恢复失败：{error}。", f"The restore failed: {error}.") from error
    shutil.rmtree(old, ignore_errors=True)


def _check_backup(source: Path, base: str) -> None:
    """Refuse what is no whole backup of a store of this base and version."""
    from kg.store.folder import ENGINE, FORMAT

    about = read_json(source / "backup.json")
    if about.get("format") != FORMAT or about.get("engine") != ENGINE or not (source / "db").is_dir():
        raise StoreError(
            f"{source} 不是本版本的完整备份。", f"{source} is not a whole backup of this version."
        )
    if about.get("base") != base:
        raise StoreError(
            f"备份的 IRI 基址是 {about.get('base')}，不是 {base}。",
            f"The backup has the base {about.get('base')}, not {base}.",
        )
    store = open_engine(source / "db", read_only=True)
    if len(store) != about.get("quads"):
        raise StoreError(
            f"备份 {source} 不完整：应有 {json.dumps(about.get('quads'))} 条四元组。",
            f"The backup {source} is not whole: it should hold {json.dumps(about.get('quads'))} quads.",
        )


def _read_in(source: Path, fresh: Path, base: str) -> None:
    """Make files of what ``kg export`` wrote, plain or gzip: the way from one version to another."""
    file: Any
    with gzip.open(source) if source.name.endswith(".gz") else source.open("rb") as file:
        store = ox.Store(str(fresh))
        engine.bulk_load(store, file)
    if not any(graph.value.startswith(f"{base}graph/") for graph in store.named_graphs()):
        raise StoreError(
            f"{source} 中没有 IRI 基址 {base} 下的图。", f"{source} holds no graph under the base {base}."
        )


def _within(limit_s: float | None, run: Callable[[], T]) -> T:
    """Run something in a thread, and stop waiting for it at the limit."""
    if limit_s is None:
        return run()
    outcome: list[T] = []
    failure: list[BaseException] = []

    def work() -> None:
        try:
            outcome.append(engine.contained(run))
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
