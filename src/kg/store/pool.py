"""Worker processes seen from the event loop: started, asked, and killed when they must be.

    pool = Pool(size=2); await pool.start()
    reply = await pool.ask(header, body, client="127.0.0.1", timeout_s=30)

Two lanes. A query starts in the quick lane of ``size`` processes; one that runs longer than
``SLOW_AFTER_S`` moves, process and all, to the slow lane and a spare takes its place, so that
short questions never wait for long ones. Where the slow lane is full as well and others wait, a
query that has worked for ``PATIENCE_S`` is stopped. Waiting clients take turns.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from ctypes.util import find_library
from dataclasses import dataclass, field
from importlib import metadata
from typing import Any

from kg.errors import KgError, LimitReached, StoreError, UsageError
from kg.store.worker import HEAD

SLOW_AFTER_S = 0.05
LOOK_EVERY_S = 0.25
PATIENCE_S = 1.0
NICE = 10
SPARE = 3  # idle processes kept beyond the quick lane's: to start one takes long on a busy machine
REASONS = ("time", "memory", "left", "busy")  # why a query was stopped


class Stopped(LimitReached):
    """A query was stopped by time or memory; the same query later may do."""


class Busy(Stopped):
    """There is no room for it now."""


class Lost(StoreError):
    """The process ended while it worked."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a worker answered."""

    header: dict[str, Any]
    body: bytes


@dataclass
class Counts:
    """What happened since the start, for /metrics."""

    asked: int = 0
    stopped: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("time", "memory", "left", "busy"), 0)
    )
    crashed: int = 0
    started: int = 0


@functools.cache
def _environment() -> dict[str, str]:
    """Return the environment of query workers: with a faster allocator where there is one.

    A query makes and drops thousands of the engine's iterators, each larger than what the C
    library keeps at hand; up to a quarter of the time goes there. The system's tcmalloc saves most
    of it, the mimalloc that is installed with this package about half. Whoever preloads something
    of their own is left to it.
    """
    found = dict(os.environ)
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

    def __init__(self, role: str) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self._popen = subprocess.Popen(
                [sys.executable, "-m", "kg.store.worker", role, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env=None if role == "writer" else _environment(),
            )
        ours.setblocking(False)
        self._socket = ours
        self.pid = self._popen.pid
        self.slowed = False
        self.dead = False

    async def call(self, header: dict[str, Any], body: bytes) -> Reply:
        """Send one request and await its answer.

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
        return Reply(json.loads(answer[:header_size]), answer[header_size:])

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


class Turns:
    """Clients wait for a free place, each in its own line; the lines take turns."""

    def __init__(self) -> None:
        self._lines: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()

    def join(self, client: str) -> asyncio.Future[None]:
        """Stand in line."""
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._lines.setdefault(client, deque()).append(place)
        return place

    def call_next(self) -> bool:
        """Call the first of the next line; say whether there was one."""
        while self._lines:
            client, line = self._lines.popitem(last=False)
            place = line.popleft()
            if line:
                self._lines[client] = line
            if not place.done():
                place.set_result(None)
                return True
        return False

    def __len__(self) -> int:
        return sum(len(line) for line in self._lines.values())


class Pool:
    """Query workers over read-only copies."""

    def __init__(self, size: int, slow: int | None = None) -> None:
        self.size = size
        self.slow_size = slow if slow is not None else max(4, 2 * size)
        self.counts = Counts()
        self.current: Callable[[], str] = lambda: ""  # the copy to read
        self._idle: list[Process] = []
        self._quick: set[Process] = set()
        self._slow: set[Process] = set()
        self._turns = Turns()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._closing = False
        self._starting = 0  # processes on their way into the idle ones
        self._coming = 0  # queries that wait for such a process

    async def start(self) -> None:
        """Start the first processes and wait until they answer."""
        await asyncio.gather(*(self._add() for _ in range(self.size + SPARE)))
        await asyncio.gather(*(p.call({"op": "open", "db": self.current()}, b"") for p in self._idle))

    async def stop(self) -> None:
        """End all processes."""
        self._closing = True
        everyone = [*self._idle, *self._quick, *self._slow]
        for process in everyone:
            process.kill()
        for process in everyone:
            await process.ended()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._idle.clear()

    @property
    def running(self) -> int:
        """Queries that run now."""
        return len(self._quick) + len(self._slow)

    @property
    def waiting(self) -> int:
        """Queries that wait for a process."""
        return len(self._turns)

    def memory(self) -> int:
        """Bytes that all workers hold."""
        return sum(p.memory() for p in (*self._idle, *self._quick, *self._slow))

    async def ask(self, header: dict[str, Any], body: bytes, *, client: str, timeout_s: float) -> Reply:
        """Have one request answered.

        Cancelling the task kills the process that works on it.

        Raises:
            Stopped: time or memory ran out, or there was no room.
            UsageError: the engine ended on it: too complex.
            KgError: what the engine said.
        """
        self.counts.asked += 1
        deadline = time.monotonic() + timeout_s
        process = await self._take(client, timeout_s)
        watch = self._watch(process)
        try:
            while True:
                remaining = max(deadline - time.monotonic(), 0.001)
                reply = await asyncio.wait_for(process.call(header | {"db": self.current()}, body), remaining)
                if reply.header.get("error") != "Gone":
                    break
        except TimeoutError:
            self._kill(process, "time")
            raise Stopped(
                f"查询超过 {timeout_s:g} 秒，已停止：请缩小范围、加 LIMIT，或稍后再试。",
                f"The query ran longer than {timeout_s:g} s and was stopped: narrow it, add LIMIT, "
                "or try later.",
            ) from None
        except asyncio.CancelledError:
            self._kill(process, "left")
            raise
        except Lost:
            if watch["killed"]:
                raise self._no_room() from None
            raise await self._crashed(process) from None
        finally:
            watch["timer"].cancel()
            self._give_back(process)
        return checked(reply)

    async def ask_networked(self, header: dict[str, Any], body: bytes, *, timeout_s: float) -> Reply:
        """Have one request answered by a process of its own that may use the network."""
        if len(self._slow) >= self.slow_size:
            self.counts.stopped["busy"] += 1
            raise self._no_room()
        self.counts.asked += 1
        self.counts.started += 1
        process = await asyncio.to_thread(Process, "networked")
        self._slow.add(process)
        try:
            async with asyncio.timeout(timeout_s):
                reply = await process.call(header | {"db": self.current()}, body)
        except TimeoutError:
            self.counts.stopped["time"] += 1
            raise Stopped(
                f"查询超过 {timeout_s:g} 秒，已停止。",
                f"The query ran longer than {timeout_s:g} s and was stopped.",
            ) from None
        except Lost:
            raise await self._crashed(process) from None
        finally:
            process.kill()
            self._slow.discard(process)
            self._background(process.ended())
        return checked(reply)

    async def _take(self, client: str, timeout_s: float) -> Process:
        if len(self._quick) + self._coming >= self.size or len(self._turns):
            place = self._turns.join(client)
            try:
                await asyncio.wait_for(place, timeout_s)
            except TimeoutError:
                self.counts.stopped["busy"] += 1
                raise self._no_room() from None
            except asyncio.CancelledError:
                if place.done() and not place.cancelled():
                    self._next()  # it was called and has left: the next one
                raise
        while self._idle and self._idle[-1].over:  # somebody else ended it
            self._background(self._idle.pop().ended())
            self._fill()
        if not self._idle:
            self._coming += 1
            adding = asyncio.ensure_future(self._add())
            try:
                await asyncio.shield(adding)  # who leaves now leaves it to others
            finally:
                self._coming -= 1
        process = self._idle.pop()
        self._quick.add(process)
        return process

    def _no_room(self) -> Busy:
        return Busy(
            "服务正忙于较长的查询：请稍后再试。", "The service is busy with long queries: try again later."
        )

    def _next(self) -> None:
        if len(self._quick) + self._coming < self.size:
            self._turns.call_next()

    def _watch(self, process: Process) -> dict[str, Any]:
        loop = asyncio.get_running_loop()
        state: dict[str, Any] = {"killed": False}

        def move() -> bool:
            if process in self._quick and len(self._slow) < self.slow_size:
                self._quick.discard(process)
                self._slow.add(process)
                self._fill()
                self._next()
                return True
            return process in self._slow

        def look() -> None:
            moved = move()
            # Its own work counts, not the time that others took from it.
            worked = process.worked_s()
            before = state.setdefault("before", worked - SLOW_AFTER_S)
            if worked - before >= PATIENCE_S:
                if moved:
                    process.slow_down()
                    return
                if len(self._turns):
                    state["killed"] = True
                    self._kill(process, "busy")
                    return
            state["timer"] = loop.call_later(LOOK_EVERY_S, look)

        state["timer"] = loop.call_later(SLOW_AFTER_S, look)
        return state

    def _give_back(self, process: Process) -> None:
        self._quick.discard(process)
        self._slow.discard(process)
        if self._closing:
            return
        if process.dead or process.slowed or len(self._idle) >= self.size + SPARE:
            if not process.dead:
                process.kill()
            self._background(process.ended())
            self._fill()
        else:
            self._idle.append(process)
        self._next()

    def _kill(self, process: Process, why: str) -> None:
        self.counts.stopped[why] += 1
        process.kill()

    async def _crashed(self, process: Process) -> KgError:
        status = -(await process.ended())
        if status == signal.SIGSEGV or status == signal.SIGBUS:
            self.counts.crashed += 1
            return UsageError(
                "查询过于复杂，引擎无法处理：请拆成几个较小的查询。",
                "The query is too complex for the engine: split it into smaller ones.",
            )
        if status == signal.SIGABRT:
            self.counts.stopped["memory"] += 1
            return Stopped(
                "查询超出内存上限，已停止：请缩小范围、减少排序的行，或稍后再试。",
                "The query ran out of memory and was stopped: narrow it, sort fewer rows, or try later.",
            )
        self.counts.crashed += 1
        return Stopped(
            "处理查询的进程被系统终止（多半是机器内存不足）：请稍后再试。",
            "The process of the query was ended by the system, most likely for want of memory: try later.",
        )

    def _fill(self) -> None:
        """Keep as many processes as there were at the start, and two of them idle at the least."""
        while not self._closing:
            idle = len(self._idle) + self._starting
            if idle >= 2 and idle + self.running >= self.size + SPARE:
                return
            self._starting += 1
            self._background(self._refill())

    async def _refill(self) -> None:
        try:
            await self._add()
        finally:
            self._starting -= 1

    async def _add(self) -> None:
        """Start a process; in a thread, since that waits for the system to find time for it."""
        self.counts.started += 1
        process = await asyncio.to_thread(Process, "query")
        if self._closing:
            process.kill()
            await process.ended()
        else:
            self._idle.insert(0, process)  # the warm ones are taken first

    def _background(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def checked(reply: Reply) -> Reply:
    """Raise what the worker raised."""
    kind = reply.header.get("error")
    if kind is None:
        return reply
    from kg.store import engine

    zh, en = reply.header["zh"], reply.header["en"]
    known: dict[str, type[KgError]] = {
        "UsageError": UsageError,
        "LimitReached": Stopped,
        "StoreError": StoreError,
        "NotAcceptable": engine.NotAcceptable,
        "CannotRun": engine.CannotRun,
        "TooManyRows": engine.TooManyRows,
    }
    if kind in known:
        raise known[kind](zh, en)
    raise StoreError(f"工作进程出错：{en}。", f"A worker failed: {en}.")
