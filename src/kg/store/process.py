"""A worker process seen from the event loop: started, asked, and killed when it must be."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import json
import os
import socket
import subprocess
import sys
from ctypes.util import find_library
from importlib import metadata

from kg.errors import StoreError
from kg.store.wire import HEAD, Header, Message

NICE = 10


class Lost(StoreError):
    """The process ended while it worked."""


@functools.cache
def _environment() -> dict[str, str]:
    """Return the environment of query workers: with a faster allocator where there is one.

    A query makes and drops thousands of the engine's iterators, each larger than what the C
    library keeps at hand; up to a quarter of the time goes there. The system's tcmalloc saves most
    of it, the mimalloc that is installed with this package about half. Whoever preloads something
    of their own is left to it.
    """
    # Else each thread of the engine takes 64 MB of addresses, which count against the limit of memory.
    found = dict(os.environ) | {"MALLOC_ARENA_MAX": "1"}
    if "LD_PRELOAD" in found or sys.platform != "linux":
        return found
    if library := find_library("tcmalloc_minimal"):
        # A GiB at once is what a query may well take; there is nobody to read of it.
        return found | {"LD_PRELOAD": library, "TCMALLOC_LARGE_ALLOC_REPORT_THRESHOLD": str(2**60)}
    try:
        installed = metadata.distribution("cmeel-mimalloc").locate_file("cmeel.prefix/lib/libmimalloc.so")
    except metadata.PackageNotFoundError:
        return found
    if not os.path.exists(str(installed)):  # noqa: PTH110 - a metadata path is not a Path
        return found
    # Reserved in pieces of 64 MiB: a GiB at once would count against the worker's memory limit.
    return found | {"LD_PRELOAD": str(installed), "MIMALLOC_ARENA_RESERVE": str(64 * 2**10)}


class Process:
    """One worker process and the socket to it."""

    def __init__(self, role: str, *, memory_mb: int | None = None, module: str = "kg.store.worker") -> None:
        ours, theirs = socket.socketpair()
        limit = [str(memory_mb)] if memory_mb is not None else []
        with theirs:
            self._popen = subprocess.Popen(
                [sys.executable, "-m", module, role, str(theirs.fileno()), *limit],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env=_environment() if memory_mb is not None else None,
            )
        ours.setblocking(False)
        self._socket = ours
        self.pid = self._popen.pid
        self.slowed = False
        self.dead = False

    async def call(self, header: Header, body: bytes = b"") -> Message:
        """Send one message and await its answer.

        Raises:
            Lost: the process ended instead.
        """
        loop = asyncio.get_running_loop()
        data = json.dumps(header).encode()
        try:
            await loop.sock_sendall(self._socket, HEAD.pack(len(data), len(body)) + data + body)
            head = await self._receive(loop, HEAD.size)
            header_size, body_size = HEAD.unpack(head)
            answer = await self._receive(loop, header_size + body_size)
        except (ConnectionError, EOFError, OSError) as error:
            self.dead = True
            raise Lost("工作进程意外结束。", "The worker process ended.") from error
        return json.loads(answer[:header_size]), answer[header_size:]

    async def _receive(self, loop: asyncio.AbstractEventLoop, count: int) -> bytes:
        first = await loop.sock_recv(self._socket, count)
        if len(first) == count:
            return first
        pieces = bytearray(first)
        while first and len(pieces) < count:
            first = await loop.sock_recv(self._socket, min(count - len(pieces), 2**20))
            pieces += first
        if len(pieces) < count:
            raise EOFError
        return bytes(pieces)

    def slow_down(self) -> None:
        """Let others go first."""
        self.slowed = True
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.pid, NICE)

    def kill(self) -> None:
        """End it at once; whoever awaits its answer sees it lost. ``ended`` closes the socket."""
        self.dead = True
        self._popen.kill()

    async def ended(self) -> int:
        """Wait for the end of a killed or crashed process; return its status."""
        while (status := self._popen.poll()) is None:
            await asyncio.sleep(0.01)
        self._socket.close()
        return status

    @property
    def over(self) -> bool:
        """Whether the process has ended, by whomever."""
        return self._popen.poll() is not None

    def worked_s(self) -> float:
        """Return the seconds of processor time that the process has used."""
        try:
            with open(f"/proc/{self.pid}/stat", encoding="ascii") as file:  # noqa: PTH123
                fields = file.read().rpartition(")")[2].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        except (OSError, IndexError):
            return 0.0

    def memory(self) -> int:
        """Return the bytes that the process holds in memory."""
        try:
            with open(f"/proc/{self.pid}/statm", encoding="ascii") as file:  # noqa: PTH123
                return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except (OSError, IndexError):
            return 0
