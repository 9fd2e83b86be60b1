"""The one writer of the service: a process that owns the folder's files, and the copies of them.

Every write is one transaction, and before its answer one read-only copy (hard links): what readers
see changes at once and as a whole. A writer that dies or fails is started again; readers keep the
last copy meanwhile.
"""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import time
import uuid
from pathlib import Path
from typing import Any

from kg.errors import KgError
from kg.store.changes import UNKNOWN, Change
from kg.store.folder import Folder
from kg.store.process import Lost, Process
from kg.store.wire import Header, Message, Stopped, outcome

KEPT_COPIES = 3
LOOK_EVERY_S = 0.25
TIDY_AFTER_S = 2.0  # without a write
TIDY_SHARE = 10  # putting the files in order takes at most one part in so many of the time


class SingleWriter:
    """Carries out what changes the folder, one after the other."""

    def __init__(self, folder: Folder, limit_s: float) -> None:
        self.folder = folder
        self.limit_s = limit_s
        self.copy = ""  # what readers read
        self.state = 0  # the number of the last write that it holds
        self.size: int | None = None  # how many quads it has, once somebody has counted them
        self.tidied = 0
        self._process: Process | None = None
        self._copies: list[str] = []
        self._busy = asyncio.Lock()
        self._written = asyncio.Event()  # since the files were last put in order
        self._last_write = 0.0
        self._tidying: asyncio.Task[None] | None = None
        self._closing = False

    async def start(self) -> None:
        """Open the folder and make the first copy."""
        self.folder.clear_checkpoints()
        self.folder.checkpoints.mkdir()
        self.state = self.folder.state()
        await self._open()
        self._written.set()
        self._tidying = asyncio.ensure_future(self._keep_tidy())

    async def stop(self) -> None:
        """End the process and remove the copies."""
        self._closing = True
        if self._tidying is not None:
            self._tidying.cancel()
        await self._end()
        self.folder.clear_checkpoints()

    async def write(self, message: Message, change: Change) -> Any:
        """Have a write carried out, of which it is known what it changes; return when readers see it."""
        return await self._whole(message, change=change, copied=True)

    async def backup(self, target: Path) -> None:
        """Copy the store; readers and the next writes are not held up by more than the copy."""
        header = {"op": "backup", "target": str(target), "base": self.folder.base, "state": self.state}
        await self._whole((header, b""))

    async def restore(self, source: Path) -> None:
        """Replace the store by a backup; readers see the old one until the new one is whole."""
        db, base = str(self.folder.db), self.folder.base
        message: Message = {"op": "restore", "source": str(source), "db": db, "base": base}, b""
        await self.write(message, UNKNOWN)

    async def _whole(self, message: Message, *, change: Change | None = None, copied: bool = False) -> Any:
        # A client that leaves does not stop a write: it is done whole or not at all.
        return await asyncio.shield(asyncio.ensure_future(self._now(message, change, copied)))

    async def _now(self, message: Message, change: Change | None, copied: bool) -> Any:
        async with self._busy:
            if self._process is None or self._process.dead:
                await self._open()
            assert self._process is not None
            state, copy = self.state, self.copy
            header, body = message
            if change is not None:
                state = await asyncio.to_thread(self.folder.next_state, change)
                header = header | {"counted": self.size is not None}
            if copied:
                copy = self._new_copy()
                header = header | {"checkpoint": copy}
            try:
                reply = await asyncio.wait_for(self._process.call(header, body), self.limit_s)
            except (TimeoutError, Lost) as error:
                self.size = None
                await self._renew()
                raise self._lost(error) from None
            if "error" in reply[0] and reply[0]["error"] != "UsageError":
                # A full disk leaves the engine refusing all writes until it is opened anew.
                await self._renew()
            done = outcome(*reply)
            if change is not None:
                grown = reply[0].get("grown")
                self.size = None if self.size is None or grown is None else self.size + grown
            if copied:
                self._show(copy, state)
            if change is not None:
                self._last_write = time.monotonic()
                self._written.set()
            return done

    def _lost(self, error: Exception) -> Stopped:
        if isinstance(error, TimeoutError):
            return Stopped(
                f"写入超过 {self.limit_s:g} 秒，已停止。",
                f"The write took longer than {self.limit_s:g} s and was stopped.",
            )
        return Stopped(
            "写入进程意外结束并已重启：请查询确认后重试。",
            "The writer ended and was started again: look whether the write is there, then try again.",
        )

    # --- copies ------------------------------------------------------------------------------

    def _new_copy(self) -> str:
        return str(self.folder.checkpoints / f"{time.time_ns():x}-{uuid.uuid4().hex[:6]}")

    def _show(self, copy: str, state: int) -> None:
        """Let readers see a copy; remove those that nobody opens any more."""
        self._copies.append(copy)
        self.copy, self.state = copy, state
        while len(self._copies) > KEPT_COPIES:
            shutil.rmtree(self._copies.pop(0), ignore_errors=True)

    # --- the process -------------------------------------------------------------------------

    async def _open(self) -> None:
        self._process = Process("writer")
        copy = self._new_copy()
        header: Header = {"op": "open", "db": str(self.folder.db), "checkpoint": copy}
        try:
            outcome(*await self._process.call(header))
        except KgError:
            await self._end()
            raise
        self._show(copy, self.folder.state())

    async def _renew(self) -> None:
        await self._end()
        if self._closing:
            return
        with contextlib.suppress(KgError):  # the next write tries again; readers keep the last copy
            await self._open()

    async def _end(self) -> None:
        if self._process is not None:
            process, self._process = self._process, None
            process.kill()
            await process.ended()

    # --- order among the files ---------------------------------------------------------------

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
        await self._whole(({"op": "tidy", "db": str(db)}, b""))
        outcome: dict[str, Any] = {"over": False}
        while not outcome["over"]:
            await asyncio.sleep(LOOK_EVERY_S)
            outcome = await self._whole(({"op": "tidied"}, b""))
        if outcome["changed"]:
            await self._whole(({"op": "copy"}, b""), copied=True)
            self.tidied += 1


def _size_of(folder: Path) -> int:
    """Return the bytes of a folder's files; some may go while they are counted."""
    total = 0
    for path in folder.iterdir():
        with contextlib.suppress(OSError):
            total += path.stat().st_size
    return total
