"""Query workers: who asks gets one, clients take turns, and long work never holds up short.

    pool = Pool(size=2, memory_mb=1024); await pool.start()
    outcome = await pool.ask(Size(), client="127.0.0.1", timeout_s=30)

Two lanes. A query starts in the quick lane of ``size`` processes; one that runs longer than
``SLOW_AFTER_S`` moves, process and all, to the slow lane and a spare takes its place, so that
short questions never wait for long ones. Where the slow lane is full as well and others wait, a
query that has worked for ``PATIENCE_S`` is stopped. Waiting clients take turns.
"""

from __future__ import annotations

import asyncio
import signal
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from kg.errors import KgError, UsageError
from kg.store.operations import Operation
from kg.store.process import Lost, Process
from kg.store.wire import Header, Stopped, outcome, pack

T = TypeVar("T")

SLOW_AFTER_S = 0.05
LOOK_EVERY_S = 0.25
PATIENCE_S = 1.0
SPARE = 3  # idle processes kept beyond the quick lane's: to start one takes long on a busy machine
REASONS = ("time", "memory", "left", "busy")  # why a query was stopped


class Busy(Stopped):
    """There is no room for it now."""


@dataclass
class Counts:
    """What happened since the start, for /metrics."""

    asked: int = 0
    stopped: dict[str, int] = field(default_factory=lambda: dict.fromkeys(REASONS, 0))
    crashed: int = 0
    started: int = 0


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

    def __init__(self, size: int, memory_mb: int, slow: int | None = None) -> None:
        self.size = size
        self.memory_mb = memory_mb
        self.slow_size = slow if slow is not None else max(4, 2 * size)
        self.counts = Counts()
        # What each message tells besides: the copy to read, and where large answers go.
        self.context: Callable[[], Header] = dict
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
        await asyncio.gather(*(p.call({"op": "open"} | self.context()) for p in self._idle))

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

    async def ask(self, operation: Operation[T], *, client: str, timeout_s: float) -> T:
        """Have one operation carried out.

        Cancelling the task kills the process that works on it.

        Raises:
            Stopped: time or memory ran out, or there was no room.
            UsageError: the engine ended on it: too complex.
            KgError: what the engine said.
        """
        self.counts.asked += 1
        header, body = pack(operation)
        deadline = time.monotonic() + timeout_s
        process = await self._take(client, timeout_s)
        watch = self._watch(process)
        try:
            while True:
                remaining = max(deadline - time.monotonic(), 0.001)
                reply = await asyncio.wait_for(process.call(header | self.context(), body), remaining)
                if reply[0].get("error") != "Gone":
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
        found: T = outcome(*reply)
        return found

    async def ask_networked(self, operation: Operation[T], *, timeout_s: float) -> T:
        """Have one operation carried out by a process of its own that may use the network."""
        if len(self._slow) >= self.slow_size:
            self.counts.stopped["busy"] += 1
            raise self._no_room()
        self.counts.asked += 1
        self.counts.started += 1
        header, body = pack(operation)
        process = await asyncio.to_thread(Process, "networked", memory_mb=self.memory_mb)
        self._slow.add(process)
        try:
            async with asyncio.timeout(timeout_s):
                reply = await process.call(header | self.context(), body)
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
        found: T = outcome(*reply)
        return found

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
        process = await asyncio.to_thread(Process, "query", memory_mb=self.memory_mb)
        if self._closing:
            process.kill()
            await process.ended()
        else:
            self._idle.insert(0, process)  # the warm ones are taken first

    def _background(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
