"""The store of ``kg serve``: a folder behind one writer process and killable query workers."""

from __future__ import annotations

import asyncio
import gzip
import shutil
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from kg.errors import StoreError
from kg.store import archive_of, judgements_of
from kg.store.base import Backend, Store
from kg.store.bridges import Blocking
from kg.store.changes import Change, change_of
from kg.store.federation import Forwarder, ServiceFailed
from kg.store.flights import Flights
from kg.store.folder import Folder
from kg.store.operations import (
    N_QUADS,
    Backup,
    DefaultGraph,
    Dump,
    Operation,
    Render,
    Restore,
    Result,
    Size,
)
from kg.store.pool import Pool
from kg.store.single_writer import SingleWriter
from kg.store.wire import pack
from kg.whole import beside

if TYPE_CHECKING:
    from kg.settings import Settings

T = TypeVar("T")
# The service's own questions are bounded by their making: the settings' limits are for others'.
OWN_S = 120.0
WHOLE_S = 3600.0  # to read everything
_WRITE_S = 300.0


class Isolated(Backend):
    """The folder behind one writer process and query workers over its read-only copies."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self.base = settings.base
        self.folder = Folder(Path(settings.store), settings.base, wait_s=5)
        self.writer = SingleWriter(self.folder, max(_WRITE_S, 10 * settings.query_timeout_s))
        self.pool = Pool(settings.workers, settings.query_memory_mb)
        self.pool.context = lambda: {"db": self.writer.copy, "spool": str(self.scratch)}
        self.forwarder = Forwarder()
        self._threads = Blocking(self)
        self._threads.folder = self.folder.path
        self.store: Store = self._threads
        self.store.versions, self.store.judgements = archive_of(settings), judgements_of(settings)
        self._flights = Flights()
        self._dumping = asyncio.Lock()
        self._dumps: dict[tuple[int, bool], Path] = {}
        special: Mapping[type[Operation[Any]], Callable[[Any, str], Coroutine[Any, Any, Any]]] = {
            Render: self._render,
            Size: self._counted,
            Dump: self._dump,
            Backup: lambda operation, _: self.writer.backup(operation.target),
            Restore: lambda operation, _: self.writer.restore(operation.source),
        }
        self._special = special

    @property
    def default_graph(self) -> DefaultGraph:
        """What the settings say."""
        return self._settings.default_graph

    @property
    def state(self) -> str:
        """The number of the last write that readers see."""
        return self.folder.named(self.writer.state)

    def changes_since(self, state: str) -> Change | None:
        """Return what the folder's journal tells; a write that goes on may be told of already."""
        return self.folder.changes_since(state)

    @property
    def readable(self) -> tuple[Path, str]:
        """The copy that the query workers read."""
        while True:  # a write may come between the two
            copy, state = self.writer.copy, self.state
            if self.writer.copy == copy:
                return Path(copy), state

    @property
    def scratch(self) -> Path:
        """Where large answers wait to be sent."""
        return self.folder.path / "scratch"

    async def start(self) -> None:
        """Open the folder in the writer, make the first copy, start the workers."""
        shutil.rmtree(self.scratch, ignore_errors=True)
        self.scratch.mkdir()
        await self.writer.start()
        await self.pool.start()
        if self._settings.service_allow:
            await self.forwarder.start()
        self._threads.loop = asyncio.get_running_loop()

    async def stop(self) -> None:
        """End every process and let the folder go."""
        await self.forwarder.stop()
        await self.pool.stop()
        await self.writer.stop()
        shutil.rmtree(self.scratch, ignore_errors=True)
        self.folder.close()

    def announce(self, url: str) -> None:
        """Say in the folder where the service answers: other processes go through it."""
        self.folder.announce(url)

    async def _perform(self, operation: Operation[T], client: str) -> T:
        """Carry it out in the writer or a worker; see ``Backend.perform``."""
        found: T
        if special := self._special.get(type(operation)):
            found = await special(operation, client)
        elif operation.writes:
            change = await asyncio.to_thread(change_of, operation)
            found = await self.writer.write(pack(operation), change)
        else:
            limit = self._settings.query_timeout_s
            found = await self.pool.ask(operation, client=client, timeout_s=limit)
        return found

    async def _render(self, operation: Render, client: str) -> Result:
        limit = operation.timeout_s or OWN_S
        if not operation.services:
            key = (self.writer.state, operation)
            return await self._flights.join(
                key, lambda: self.pool.ask(operation, client=client, timeout_s=limit)
            )
        question = operation.question
        text, names = self.forwarder.point(question.text, operation.services, limit)
        led = replace(operation, question=replace(question, text=text), services=())
        try:
            return await self.pool.ask_networked(led, timeout_s=limit)
        except StoreError as error:
            zh, en = self.forwarder.unpoint(error.zh), self.forwarder.unpoint(error.en)
            # The engine's words name the address where it could not go on.
            raise (StoreError if en == error.en else ServiceFailed)(zh, en) from None
        finally:
            self.forwarder.forget(names)

    async def _counted(self, operation: Size, client: str) -> int:
        """Return the number of quads: counted once, and from then on by what each write changes."""
        if (known := self.writer.size) is not None:
            return known
        state = self.writer.state
        size = await self.pool.ask(operation, client=client, timeout_s=WHOLE_S)
        if self.writer.state == state:
            self.writer.size = size
        return size

    async def _dump(self, operation: Dump, client: str) -> Result:
        """Return everything as N-Quads; the file is made once a state."""
        compressed = operation.compressed
        async with self._dumping:
            state = self.writer.state
            path = self._dumps.get((state, compressed))
            if path is None or not path.exists():
                for old in [k for k in self._dumps if k[0] != state]:
                    self._dumps.pop(old).unlink(missing_ok=True)
                made = await self.pool.ask(operation, client=client, timeout_s=WHOLE_S)
                path = self.scratch / f"dump-{state}{'.gz' if compressed else ''}"
                await asyncio.to_thread(_store_dump, made, path, compressed)
                self._dumps[(state, compressed)] = path
        return Result("application/gzip" if compressed else N_QUADS, b"", path, keep=True)

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
            "kg_store_tidied_total": self.writer.tidied,
            **{f'kg_queries_stopped_total{{reason="{why}"}}': n for why, n in counts.stopped.items()},
        }


def _store_dump(made: Result, target: Path, compressed: bool) -> None:
    with beside(target) as part:
        if made.path is None:
            part.write_bytes(gzip.compress(made.body, 1, mtime=0) if compressed else made.body)
        elif compressed:
            with made.path.open("rb") as source, gzip.open(part, "wb", compresslevel=1) as packed:
                shutil.copyfileobj(source, packed, 2**20)
            made.path.unlink()
        else:
            made.path.rename(part)
