"""Questions in SQL over the tables, answered by DuckDB in a process of its own.

    reader = Reader(folder)
    answer = reader.ask(manifest, "SELECT …", {"notice": None})      → columns, rows

The process sees the folder of the tables and nothing else, loads no extension, asks one question
at a time, and is ended and replaced when it outlives the time limit.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from kg.errors import DataError, KgError, LimitReached, StoreError
from kg.tables import engine
from kg.tables.manifest import Manifest
from kg.tables.mapping import Table, mapping

HELD_ROWS = 500  # of all tables together, in memory, for each of its megabytes


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to one question: values are str, int, bool, Decimal, date or None."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]


class Reader:
    """One DuckDB process over one folder of tables; started when it is first asked."""

    def __init__(
        self, folder: Path, *, memory_mb: int = 1024, threads: int = 2, timeout_s: float = 30.0
    ) -> None:
        self.folder = folder
        self.memory_mb = memory_mb
        self.threads = threads
        self.timeout_s = timeout_s
        self._lock = threading.Lock()
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def ask(
        self,
        manifest: Manifest,
        text: str,
        values: Mapping[str, Any] | None = None,
        *,
        max_rows: int | None = None,
        timeout_s: float | None = None,
    ) -> Result:
        """Answer one SELECT over the files of a manifest.

        Args:
            manifest: Whose tables are asked, by their names.
            text: One SELECT; parameters are written ``$name``.
            values: Of the parameters.
            max_rows: More are an error.
            timeout_s: Less than the reader's own.

        Raises:
            LimitReached: time, memory or rows ran out.
            StoreError: a file of the manifest is gone.
        DataError: the text is not one SELECT that these tables answer.
        """
        limit = min(timeout_s or self.timeout_s, self.timeout_s)
        with self._lock:
            pipe = self._started()
            pipe.send((manifest, text, dict(values or {}), max_rows, limit))
            if not pipe.poll(limit + 2):
                self._end()
                raise _failed("time", "")
            try:
                kind, said = pipe.recv()
            except (EOFError, OSError):
                self._end()
                raise _failed("memory", "") from None
        if kind == "answer":
            return Result(*said)
        raise _failed(kind, said)

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._end()

    def _started(self) -> Connection:
        if self._pipe is None or self._process is None or not self._process.is_alive():
            self._end()
            context = multiprocessing.get_context("spawn")
            self._pipe, other = context.Pipe()
            self._process = context.Process(
                target=_serve, args=(other, self.folder, self.memory_mb, self.threads), daemon=True
            )
            self._process.start()
            other.close()
            try:
                self._pipe.recv()  # it is ready
            except (EOFError, OSError):
                self._end()
                raise _failed("gone", "DuckDB") from None
        return self._pipe

    def _end(self) -> None:
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            self._process.kill()
            self._process.join()
        self._pipe = self._process = None


def _failed(kind: str, said: str) -> KgError:
    if kind == "time":
        return LimitReached(
            "表查询超时，已停止；请缩小范围。", "The question to the tables took too long; narrow it."
        )
    if kind == "memory":
        return LimitReached(
            "表查询所需内存超过上限，已停止；请缩小范围。",
            "The question to the tables needs more memory than allowed; narrow it.",
        )
    if kind == "rows":
        return LimitReached(
            f"结果超过 {said} 行；请缩小范围。", f"There are more than {said} rows; narrow the question."
        )
    if kind == "gone":
        return StoreError(
            f"表文件无法读取：{said}；请运行 kg tables rebuild。",
            f"A file of the tables cannot be read: {said}; run kg tables rebuild.",
        )
    return DataError(f"表查询有误：{said}", f"The question to the tables is wrong: {said}")


# --- in the process ------------------------------------------------------------------------------


def _serve(pipe: Connection, folder: Path, memory_mb: int, threads: int) -> None:
    database = engine.connect([folder], memory_mb=memory_mb, threads=threads)
    shown, known = Shown(database, folder), ""
    pipe.send("ready")
    while True:
        try:
            manifest, text, values, max_rows, limit = pipe.recv()
        except (EOFError, OSError):
            return
        timer = threading.Timer(limit, database.interrupt)
        timer.start()
        try:
            if manifest.id != known:
                known = ""  # until all of it is shown
                shown.show(manifest, HELD_ROWS * memory_mb)
                known = manifest.id
            answer: tuple[str, Any] = ("answer", _answer(database, text, values, max_rows))
        except Exception as error:  # every failure is an answer; the process goes on
            answer = _told(error)
        finally:
            timer.cancel()
        with contextlib.suppress(OSError):
            pipe.send(answer)


class _TooManyRows(Exception):
    pass


def _answer(
    database: Any, text: str, values: Mapping[str, Any], max_rows: int | None
) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    import duckdb

    statements = database.extract_statements(text)
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise ValueError("应当是一个 SELECT / it should be one SELECT")
    given = {name: values.get(name) for name in statements[0].named_parameters}
    found = database.execute(statements[0], given)
    columns = tuple(column[0] for column in found.description)
    if max_rows is None:
        return columns, found.fetchall()
    rows = found.fetchmany(max_rows + 1)
    if len(rows) > max_rows:
        raise _TooManyRows(str(max_rows))
    return columns, rows


def _told(error: Exception) -> tuple[str, str]:
    import duckdb

    words = " ".join(str(error).split())[:300]
    if isinstance(error, _TooManyRows):
        return "rows", words
    if isinstance(error, duckdb.InterruptException):
        return "time", ""
    if isinstance(error, duckdb.OutOfMemoryException):
        return "memory", ""
    if isinstance(error, duckdb.IOException):
        return "gone", words
    return "wrong", words


class Shown:
    """The tables of a manifest as a database names them.

    Those of the registry, and the smallest of the others, are held in memory: a question that opens the
    files of every province and year spends most of its time on that. After a write only the files that are
    new are read.
    """

    def __init__(self, database: Any, folder: Path) -> None:
        self._run = database.execute
        self._folder = folder
        self._held: dict[str, set[Path]] = {}
        self._left: Counter[str] = Counter()  # rows that were taken out, whose room is not given back

    def show(self, manifest: Manifest, held_rows: int) -> None:
        """Name the tables of another manifest, as many of them in memory as have so many rows together."""
        room = held_rows
        for table in sorted(mapping().tables, key=lambda table: (table.scoped, manifest.rows(table.name))):
            files = {self._folder / file.path for file in manifest.of(table.name)}
            rows = manifest.rows(table.name)
            if not (table.scoped and files) or rows <= room:
                room -= rows
                self._hold(table, files, rows)
            else:
                self._drop(table)
                self._view(table, f"read_parquet({engine.paths(sorted(files))})")

    def _hold(self, table: Table, files: set[Path], rows: int) -> None:
        held = f"held_{table.name}"
        if table.name in self._held and self._left[table.name] > rows:
            self._drop(table)
        if table.name not in self._held:
            columns = ", ".join(f"{engine.name(column.name)} {column.sql}" for column in table.columns)
            self._run(f"CREATE TABLE {held} ({columns}, filename VARCHAR)")
            self._held[table.name] = set()
        if gone := self._held[table.name] - files:
            ((number,),) = self._run(
                f"DELETE FROM {held} WHERE filename IN {engine.paths(sorted(gone))}"
            ).fetchall()
            self._left[table.name] += number
        if new := files - self._held[table.name]:
            columns = ", ".join(engine.name(column.name) for column in table.columns)
            source = f"read_parquet({engine.paths(sorted(new))}, filename = true)"
            self._run(f"INSERT INTO {held} SELECT {columns}, filename FROM {source}")
        self._held[table.name] = files
        self._view(table, held)

    def _drop(self, table: Table) -> None:
        if self._held.pop(table.name, None) is not None:
            self._run(f"DROP VIEW IF EXISTS {table.name}; DROP TABLE held_{table.name}")
            del self._left[table.name]

    def _view(self, table: Table, source: str) -> None:
        columns = ", ".join(engine.name(column.name) for column in table.columns)
        self._run(f"CREATE OR REPLACE VIEW {table.name} AS SELECT {columns} FROM {source}")
