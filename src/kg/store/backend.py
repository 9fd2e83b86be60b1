"""What the web service asks of a store, without blocking its event loop.

    InProcess    the embedded store in this process: tests, small tools
    Isolated     the folder behind a writer process and killable query workers: ``kg serve``
    Proxied      any SPARQL server (kg.store.proxied)

Each has a ``store``, the same thing for routes that run in threads.
"""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import json
import shutil
import time
import uuid
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol

from kg.errors import KgError, StoreError
from kg.store.base import (
    Answer,
    AnyTerm,
    Dataset,
    DefaultGraph,
    Forgotten,
    Graph,
    Piece,
    Pieces,
    Question,
    Store,
    lines,
    n3,
)
from kg.store.federation import Forwarder, ServiceFailed
from kg.store.folder import Folder
from kg.store.lexer import Call, with_dataset
from kg.store.pool import LOOK_EVERY_S, Lost, Pool, Process, Reply, Stopped, checked

if TYPE_CHECKING:
    from kg.settings import Settings
    from kg.store.engine import Wanted
    from kg.store.oxigraph import OxigraphStore

MAX_ANSWER_BYTES = 512 * 2**20
KEPT_COPIES = 3
TIDY_AFTER_S = 2.0  # without a write
TIDY_SHARE = 10  # putting the files in order takes at most one part in so many of the time


@dataclass(frozen=True, slots=True)
class Result:
    """An answer in a format: in memory, or in a file that whoever sends it removes."""

    media_type: str
    body: bytes
    path: Path | None = None
    rows: int = 0
    cut: bool = False
    keep: bool = False  # the file is shared: do not remove it


@dataclass(frozen=True, slots=True)
class Part:
    """One document of a write to a graph."""

    media_type: str
    data: bytes


class Backend(Protocol):
    """A store seen from the event loop."""

    base: str
    store: Store
    default_graph: DefaultGraph

    @property
    def state(self) -> str | None:
        """Changes with each write; None where others may write unseen."""

    async def start(self) -> None:
        """Open everything; afterwards the service is ready."""

    async def stop(self) -> None:
        """Close everything."""

    async def render(
        self,
        question: Question,
        wanted: Wanted,
        *,
        client: str,
        cut: bool = False,
        services: tuple[Call, ...] = (),
    ) -> Result:
        """Answer a query in a format."""

    async def check(self, text: str, form: str | None, base_iri: str | None, *, client: str) -> None:
        """Raise ``UsageError`` where a text, which must not be run, is not SPARQL."""

    async def update(self, text: str, *, dataset: Dataset, base_iri: str | None) -> None:
        """Run an update; return when all readers see it."""

    async def put(
        self, graph: str | None, parts: Sequence[Part], *, replace: bool, base_iri: str | None
    ) -> bool:
        """Write documents to a graph (None: the default graph); say whether it is new."""

    async def fetch(self, graph: str | None, media_type: str, *, client: str) -> Result | None:
        """Return a graph in a format; None where it is not there."""

    async def delete(self, graph: str | None) -> bool:
        """Remove a graph; say whether it was there."""

    async def graphs(self) -> list[str]:
        """Return the IRIs of the named graphs."""

    async def size(self) -> int:
        """Return the number of quads."""

    async def dump(self, *, compressed: bool) -> Result:
        """Return everything as N-Quads."""

    async def backup(self, target: Path) -> None:
        """Write a copy to a folder while serving."""

    async def restore(self, source: Path) -> None:
        """Replace everything by a backup while serving."""

    def numbers(self) -> dict[str, float]:
        """Return what /metrics shows."""


class InProcess:
    """The embedded store in this process: no worker, nothing can be killed."""

    def __init__(self, store: OxigraphStore, settings: Settings) -> None:
        self.store: Store = store
        self._store = store
        self._settings = settings
        self.base = store.base
        self.default_graph: DefaultGraph = settings.default_graph
        self._lock = asyncio.Lock()

    @property
    def state(self) -> str | None:
        """Changes with each write."""
        return self._store.state

    async def start(self) -> None:
        """Open already."""

    async def stop(self) -> None:
        """Whoever opened the store closes it."""

    async def render(
        self,
        question: Question,
        wanted: Wanted,
        *,
        client: str,
        cut: bool = False,
        services: tuple[Call, ...] = (),
    ) -> Result:
        """Answer in a thread; SERVICE is refused."""
        from kg.store import engine

        return await asyncio.to_thread(engine.contained, lambda: self._render(question, wanted, cut))

    def _render(self, question: Question, wanted: Wanted, cut: bool) -> Result:
        import io

        from kg.store import engine
        from kg.store.oxigraph import refuse_fetching

        refuse_fetching(question.text)
        output = io.BytesIO()
        done = engine.render(
            self._store.engine, question, wanted, output, max_rows=self._settings.max_rows, cut=cut
        )
        return Result(done.media_type, output.getvalue(), None, done.rows, done.cut)

    async def check(self, text: str, form: str | None, base_iri: str | None, *, client: str) -> None:
        """Read it in a thread."""
        from kg.store import engine

        await asyncio.to_thread(engine.check_syntax, text, form, base_iri)

    async def update(self, text: str, *, dataset: Dataset, base_iri: str | None) -> None:
        """Run in a thread."""
        async with self._lock:
            await asyncio.to_thread(self._store.update, text, dataset=dataset, base_iri=base_iri)

    async def put(
        self, graph: str | None, parts: Sequence[Part], *, replace: bool, base_iri: str | None
    ) -> bool:
        """Write in a thread."""
        from kg.store import engine

        documents = [(part.media_type, part.data) for part in parts]
        async with self._lock:
            self._store.count_write()
            return await asyncio.to_thread(
                lambda: engine.write_parts(
                    self._store.engine, graph, documents, replace=replace, base_iri=base_iri
                )
            )

    async def fetch(self, graph: str | None, media_type: str, *, client: str) -> Result | None:
        """Read in a thread."""
        import io

        from kg.store import engine

        output = io.BytesIO()
        found = await asyncio.to_thread(engine.write_graph, self._store.engine, graph, media_type, output)
        return Result(media_type, output.getvalue()) if found else None

    async def delete(self, graph: str | None) -> bool:
        """Remove in a thread."""
        from kg.store import engine

        async with self._lock:
            self._store.count_write()
            return await asyncio.to_thread(engine.remove_graph, self._store.engine, graph)

    async def graphs(self) -> list[str]:
        """Return the named graphs."""
        return self._store.graphs()

    async def size(self) -> int:
        """Return the number of quads."""
        return self._store.size()

    async def dump(self, *, compressed: bool) -> Result:
        """Return everything as N-Quads."""
        found = await self.fetch("*", "application/n-quads", client="")
        assert found is not None
        return replace(found, body=gzip.compress(found.body, 1, mtime=0)) if compressed else found

    async def backup(self, target: Path) -> None:
        """Copy in a thread."""
        await asyncio.to_thread(self._store.backup, target)

    async def restore(self, source: Path) -> None:
        """Restore in a thread."""
        await asyncio.to_thread(self._store.restore, source)

    def numbers(self) -> dict[str, float]:
        """Return what /metrics shows."""
        return {}


class Flights:
    """The same question at the same time is answered once."""

    def __init__(self) -> None:
        self._under_way: dict[Any, tuple[asyncio.Task[Result], list[int]]] = {}

    async def join(self, key: Any, start: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
        """Return the answer of the flight with this key; the last to leave stops it."""
        known = self._under_way.get(key)
        if known is None:
            known = asyncio.ensure_future(start()), [0]
            self._under_way[key] = known
            known[0].add_done_callback(lambda _: self._landed(key, known[0]))
        task, aboard = known
        aboard[0] += 1
        try:
            result = await asyncio.shield(task)
        finally:
            aboard[0] -= 1
            if not task.done() and not aboard[0]:
                self._landed(key, task)
                task.cancel()
        if result.path is None:
            return result
        # A file is removed by whoever sends it, so each has a name of its own; the last keeps the first.
        if not aboard[0]:
            return result
        own = result.path.with_name(f"{result.path.name}-{uuid.uuid4().hex[:8]}")
        own.hardlink_to(result.path)
        return replace(result, path=own)

    def _landed(self, key: Any, task: asyncio.Task[Result]) -> None:
        known = self._under_way.get(key)
        if known is not None and known[0] is task:
            del self._under_way[key]


class Isolated:
    """The folder behind one writer process and query workers over its read-only copies."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.base = settings.base
        self.default_graph: DefaultGraph = settings.default_graph
        self.folder = Folder(Path(settings.store), settings.base, wait_s=5)
        self.pool = Pool(settings.workers)
        self.store: Store = ThreadStore(self)
        self._writer: Process | None = None
        self._copy = ""
        self._copies: list[str] = []
        self._state = 0
        self._size: tuple[int, int] | None = None
        self._writing = asyncio.Lock()
        self._dumping = asyncio.Lock()
        self._dumps: dict[tuple[int, bool], Path] = {}
        self.loop: asyncio.AbstractEventLoop | None = None
        self.forwarder = Forwarder()
        self._flights = Flights()
        self._written = asyncio.Event()  # since the files were last put in order
        self._last_write = 0.0
        self._tidying: asyncio.Task[None] | None = None
        self._tidied = 0
        self._closing = False

    @property
    def state(self) -> str | None:
        """The number of the last write that readers see."""
        return self.folder.named(self._state)

    @property
    def scratch(self) -> Path:
        """Where large answers wait to be sent."""
        return self.folder.path / "scratch"

    async def start(self) -> None:
        """Open the folder in the writer, make the first copy, start the workers."""
        self.loop = asyncio.get_running_loop()
        self.folder.clear_checkpoints()
        shutil.rmtree(self.scratch, ignore_errors=True)
        self.scratch.mkdir()
        self.folder.checkpoints.mkdir()
        self._state = self.folder.state()
        await self._start_writer()
        self.pool.current = lambda: self._copy
        await self.pool.start()
        if self._settings.service_allow:
            await self.forwarder.start()
        self._written.set()
        self._tidying = asyncio.ensure_future(self._keep_tidy())

    async def stop(self) -> None:
        """End every process and let the folder go."""
        self._closing = True
        if self._tidying is not None:
            self._tidying.cancel()
        await self.forwarder.stop()
        await self.pool.stop()
        if self._writer is not None:
            self._writer.kill()
            await self._writer.ended()
            self._writer = None
        self.folder.clear_checkpoints()
        shutil.rmtree(self.scratch, ignore_errors=True)
        self.folder.close()

    # --- reading ----------------------------------------------------------------------------

    async def render(
        self,
        question: Question,
        wanted: Wanted,
        *,
        client: str,
        cut: bool = False,
        services: tuple[Call, ...] = (),
        timeout_s: float | None = None,
        max_rows: int | None = None,
    ) -> Result:
        """Answer in a worker."""
        header = {
            "op": "render",
            "question": {
                "dataset": {"default": question.dataset.default, "named": question.dataset.named},
                "default_graph": question.default_graph,
                "base_iri": question.base_iri,
                "substitutions": dict(question.substitutions),
            },
            "wanted": asdict(wanted),
            "max_rows": max_rows or self._settings.max_rows,
            "max_bytes": MAX_ANSWER_BYTES,
            "cut": cut,
        }
        limit = timeout_s or self._settings.query_timeout_s
        if not services:
            body = question.text.encode()
            key = (self._state, json.dumps(header, sort_keys=True), body, limit)
            return await self._flights.join(key, lambda: self._answer(header, body, client, limit))
        text, names = self.forwarder.point(question.text, services, limit)
        header |= {"spool": str(self.scratch), "memory_mb": self._settings.query_memory_mb}
        try:
            return _result(await self.pool.ask_networked(header, text.encode(), timeout_s=limit))
        except StoreError as error:
            zh, en = self.forwarder.unpoint(error.zh), self.forwarder.unpoint(error.en)
            # The engine's words name the address where it could not go on.
            raise (StoreError if en == error.en else ServiceFailed)(zh, en) from None
        finally:
            self.forwarder.forget(names)

    async def _answer(self, header: dict[str, Any], text: bytes, client: str, limit: float) -> Result:
        return _result(await self._ask(header, text, client, limit))

    async def fetch(self, graph: str | None, media_type: str, *, client: str) -> Result | None:
        """Read a graph in a worker."""
        header = {"op": "graph", "graph": graph, "media": media_type}
        reply = await self._ask(header, b"", client, self._settings.query_timeout_s)
        return _result(reply) if reply.header["found"] else None

    async def check(self, text: str, form: str | None, base_iri: str | None, *, client: str) -> None:
        """Read it in a worker."""
        header = {"op": "check", "form": form, "base_iri": base_iri}
        await self._ask(header, text.encode(), client, self._settings.query_timeout_s)

    async def graphs(self) -> list[str]:
        """Return the named graphs."""
        reply = await self._ask({"op": "graphs"}, b"", "", self._settings.query_timeout_s)
        found: list[str] = json.loads(reply.body)
        return found

    async def size(self) -> int:
        """Return the number of quads, counted once a state."""
        state = self._state
        if self._size is None or self._size[0] != state:
            reply = await self._ask({"op": "size"}, b"", "", 600)
            self._size = (state, int(reply.header["size"]))
        return self._size[1]

    async def dump(self, *, compressed: bool) -> Result:
        """Return everything as N-Quads; the file is made once a state."""
        media = "application/n-quads"
        async with self._dumping:
            state = self._state
            path = self._dumps.get((state, compressed))
            if path is None or not path.exists():
                for old in [k for k in self._dumps if k[0] != state]:
                    self._dumps.pop(old).unlink(missing_ok=True)
                reply = await self._ask({"op": "graph", "graph": "*", "media": media}, b"", "", 3600)
                made = _result(reply)
                path = self.scratch / f"dump-{state}{'.gz' if compressed else ''}"
                await asyncio.to_thread(_store_dump, made, path, compressed)
                self._dumps[(state, compressed)] = path
        return Result("application/gzip" if compressed else media, b"", path, keep=True)

    async def _ask(self, header: dict[str, Any], body: bytes, client: str, timeout_s: float) -> Reply:
        header |= {"spool": str(self.scratch), "memory_mb": self._settings.query_memory_mb}
        return await self.pool.ask(header, body, client=client, timeout_s=timeout_s)

    # --- writing ----------------------------------------------------------------------------

    async def update(self, text: str, *, dataset: Dataset, base_iri: str | None) -> None:
        """Run an update in the writer."""
        if dataset:
            text = with_dataset(text, dataset.default, dataset.named)
        await self._write({"op": "update", "base_iri": base_iri}, text.encode())

    async def put(
        self, graph: str | None, parts: Sequence[Part], *, replace: bool, base_iri: str | None
    ) -> bool:
        """Write documents to a graph in the writer."""
        places, at = [], 0
        for part in parts:
            places.append((part.media_type, at, at + len(part.data)))
            at += len(part.data)
        header = {"op": "put", "graph": graph, "parts": places, "replace": replace, "base_iri": base_iri}
        reply = await self._write(header, b"".join(part.data for part in parts))
        return bool(reply.header["created"])

    async def delete(self, graph: str | None) -> bool:
        """Remove a graph in the writer."""
        reply = await self._write({"op": "delete", "graph": graph}, b"")
        return bool(reply.header["found"])

    async def load(self, replaced: Sequence[str], forget: Forgotten, quads: bytes) -> int:
        """Load one notice in the writer, as ``Store.load``."""
        forgotten = {graph: list(prefixes) for graph, prefixes in forget.items()}
        header = {"op": "load", "replace": list(replaced), "forget": forgotten}
        reply = await self._write(header, quads)
        return int(reply.header["count"])

    async def backup(self, target: Path) -> None:
        """Copy the store; readers and the next writes are not held up by more than the copy."""
        header = {"op": "backup", "target": str(target), "base": self.base, "state": self._state}
        await self._write(header, b"", changes=False)

    async def restore(self, source: Path) -> None:
        """Replace the store by a backup; readers see the old one until the new one is whole."""
        header = {
            "op": "restore",
            "source": str(source),
            "db": str(self.folder.db),
            "base": self.base,
        }
        await self._write(header, b"")

    async def _write(
        self, header: dict[str, Any], body: bytes, *, changes: bool = True, copied: bool = False
    ) -> Reply:
        # A client that leaves does not stop a write: it is done whole or not at all.
        work = self._write_now(header, body, changes, copied or changes)
        return await asyncio.shield(asyncio.ensure_future(work))

    async def _write_now(self, header: dict[str, Any], body: bytes, changes: bool, copied: bool) -> Reply:
        async with self._writing:
            if self._writer is None or self._writer.dead:
                await self._start_writer()
            assert self._writer is not None
            state, copy = self._state, self._copy
            if changes:
                state = await asyncio.to_thread(self.folder.next_state)
            if copied:
                copy = self._new_copy()
                header = header | {"checkpoint": copy}
            limit = max(300.0, 10 * self._settings.query_timeout_s)
            try:
                reply = await asyncio.wait_for(self._writer.call(header, body), limit)
            except (TimeoutError, Lost) as error:
                await self._renew_writer()
                if isinstance(error, TimeoutError):
                    raise Stopped(
                        f"写入超过 {limit:g} 秒，已停止。",
                        f"The write took longer than {limit:g} s and was stopped.",
                    ) from None
                raise Stopped(
                    "写入进程意外结束并已重启：请查询确认后重试。",
                    "The writer ended and was started again: look whether the write is there, "
                    "then try again.",
                ) from None
            if "error" in reply.header:
                if reply.header["error"] not in ("UsageError",):
                    # A full disk leaves the engine refusing all writes until it is opened anew.
                    await self._renew_writer()
                checked(reply)
            if copied:
                self._show(copy, state)
            if changes:
                self._last_write = time.monotonic()
                self._written.set()
            return reply

    async def _keep_tidy(self) -> None:
        """Put the files in order when no write has come for a while.

        Each write leaves a small file in every index, and readers look into all of them: after a
        hundred loads queries take up to twice as long as over one file an index.
        """
        while True:
            await self._written.wait()
            while (rest := self._last_write + TIDY_AFTER_S - time.monotonic()) > 0:
                await asyncio.sleep(rest)
            self._written.clear()
            began = time.monotonic()
            with contextlib.suppress(KgError, OSError):  # the next write finds out what is wrong
                await self._tidy()
            await asyncio.sleep((TIDY_SHARE - 1) * (time.monotonic() - began))

    async def _tidy(self) -> None:
        db = self.folder.db
        size = await asyncio.to_thread(_size_of, db)
        if shutil.disk_usage(db).free < 2 * size:
            return  # merging writes everything anew before the old files go
        await self._write({"op": "tidy", "db": str(db)}, b"", changes=False)
        outcome: dict[str, Any] = {"over": False}
        while not outcome["over"]:
            await asyncio.sleep(LOOK_EVERY_S)
            outcome = (await self._write({"op": "tidied"}, b"", changes=False)).header
        if outcome["changed"]:
            await self._write({"op": "copy"}, b"", changes=False, copied=True)
            self._tidied += 1

    def _new_copy(self) -> str:
        return str(self.folder.checkpoints / f"{time.time_ns():x}-{uuid.uuid4().hex[:6]}")

    def _show(self, copy: str, state: int) -> None:
        """Let readers see a copy; remove those that nobody opens any more."""
        self._copies.append(copy)
        self._copy, self._state = copy, state
        while len(self._copies) > KEPT_COPIES:
            shutil.rmtree(self._copies.pop(0), ignore_errors=True)

    async def _start_writer(self) -> None:
        self._writer = Process("writer")
        copy = self._new_copy()
        try:
            checked(
                await self._writer.call({"op": "open", "db": str(self.folder.db), "checkpoint": copy}, b"")
            )
        except KgError:
            self._writer.kill()
            await self._writer.ended()
            raise
        self._show(copy, self.folder.state())

    async def _renew_writer(self) -> None:
        if self._writer is not None:
            self._writer.kill()
            await self._writer.ended()
            self._writer = None
        if self._closing:
            return
        try:
            await self._start_writer()
        except KgError:
            self._writer = None  # the next write tries again; readers keep the last copy

    def numbers(self) -> dict[str, float]:
        """Return what /metrics shows."""
        counts = self.pool.counts
        return {
            "kg_queries_total": counts.asked,
            "kg_queries_running": self.pool.running,
            "kg_queries_waiting": self.pool.waiting,
            "kg_workers_started_total": counts.started,
            "kg_workers_crashed_total": counts.crashed,
            "kg_workers_memory_bytes": self.pool.memory(),
            "kg_store_tidied_total": self._tidied,
            **{f'kg_queries_stopped_total{{reason="{why}"}}': n for why, n in counts.stopped.items()},
        }


def _result(reply: Reply) -> Result:
    header = reply.header
    path = Path(header["path"]) if "path" in header else None
    return Result(header["media"], reply.body, path, header.get("rows", 0), header.get("cut", False))


def _size_of(folder: Path) -> int:
    """Return the bytes of a folder's files; some may go while they are counted."""
    total = 0
    for path in folder.iterdir():
        with contextlib.suppress(OSError):
            total += path.stat().st_size
    return total


def _store_dump(made: Result, target: Path, compressed: bool) -> None:
    part = target.with_name(target.name + ".part")
    if made.path is None:
        part.write_bytes(gzip.compress(made.body, 1, mtime=0) if compressed else made.body)
    elif compressed:
        with made.path.open("rb") as source, gzip.open(part, "wb", compresslevel=1) as packed:
            shutil.copyfileobj(source, packed, 2**20)
        made.path.unlink()
    else:
        made.path.rename(part)
    part.rename(target)


class ThreadStore:
    """``Isolated`` as a ``Store``, for code that runs in threads beside the event loop."""

    def __init__(self, backend: Isolated) -> None:
        self._backend = backend
        self.base = backend.base

    def _run(self, work: Any) -> Any:
        loop = self._backend.loop
        if loop is None:
            work.close()
            raise StoreError("服务尚未启动。", "The service has not started.")
        try:
            running = asyncio.get_running_loop()
        except RuntimeError:
            running = None
        if running is loop:
            work.close()
            raise RuntimeError("call the store from a thread (a plain def route), or use the backend")
        return asyncio.run_coroutine_threadsafe(work, loop).result()

    @property
    def state(self) -> str | None:
        """The number of the last write that readers see."""
        return self._backend.state

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
        """Answer a query in a worker; see ``Store.query``."""
        from kg.store.engine import Wanted, parse_quads
        from kg.store.oxigraph import refuse_fetching
        from kg.store.remote import read_json_results

        refuse_fetching(text)
        question = Question(
            text,
            dataset or Dataset(),
            default_graph or self._backend.default_graph,
            None,
            {name: n3(term) for name, term in (substitutions or {}).items()},
        )
        wanted = Wanted(graph="application/n-triples")
        made: Result = self._run(
            self._backend.render(question, wanted, client="pages", timeout_s=timeout_s, max_rows=max_rows)
        )
        body = made.body
        if made.path is not None:
            body = made.path.read_bytes()
            made.path.unlink()
        if made.media_type == "application/n-triples":
            from kg.store.engine import from_engine

            found = parse_quads(body, made.media_type, rename=False)
            return Graph(
                [(from_engine(q.subject), from_engine(q.predicate), from_engine(q.object)) for q in found]
            )
        return read_json_results(body)

    def update(self, text: str, *, dataset: Dataset | None = None) -> None:
        """Run an update in the writer."""
        from kg.store.oxigraph import refuse_fetching

        refuse_fetching(text)
        self._run(self._backend.update(text, dataset=dataset or Dataset(), base_iri=None))

    def load(self, replace: Pieces, *, merge: Pieces | None = None, forget: Forgotten | None = None) -> int:
        """Load one notice, whole or not at all; see ``Store.load``."""
        pieces = [*replace.items(), *(merge or {}).items()]
        data = "".join(line for graph, piece in pieces for line in lines(piece, graph)).encode()
        return int(self._run(self._backend.load(list(replace), forget or {}, data)))

    def put(self, graph: str, piece: Piece) -> None:
        """Replace one graph."""
        part = Part("application/n-triples", "".join(lines(piece)).encode())
        self._run(self._backend.put(graph, [part], replace=True, base_iri=None))

    def delete(self, graph: str) -> bool:
        """Remove one graph; say whether it was there."""
        return bool(self._run(self._backend.delete(graph)))

    def graphs(self) -> list[str]:
        """Return the IRIs of the named graphs, sorted."""
        found: list[str] = self._run(self._backend.graphs())
        return found

    def size(self) -> int:
        """Return the number of quads."""
        return int(self._run(self._backend.size()))

    def dump(self, output: IO[bytes], *, graph: str | None = None) -> None:
        """Write N-Quads of everything, or N-Triples of one graph."""
        made: Result | None
        if graph is None:
            made = self._run(self._backend.dump(compressed=False))
        else:
            made = self._run(self._backend.fetch(graph, "application/n-triples", client="pages"))
        if made is None:
            return
        if made.path is None:
            output.write(made.body)
            return
        with made.path.open("rb") as source:
            shutil.copyfileobj(source, output, 2**20)
        if not made.keep:
            made.path.unlink()

    def backup(self, target: Path) -> None:
        """Write a copy of the whole store."""
        self._run(self._backend.backup(target))

    def restore(self, source: Path) -> None:
        """Replace everything by what a backup holds."""
        self._run(self._backend.restore(source))

    def close(self) -> None:
        """The backend closes the folder."""
