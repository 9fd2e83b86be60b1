"""Costly work: how much of it may wait, and whose turn it is.

    async with places.taken(client):     # refused where the client, or everybody, has too much under way
        data = await request.body()
        async with turns.turn(client):   # waits
            ...

Turns go round among the clients that wait, and none has more than ``per_client`` of them at once:
whoever asks more waits longer, and nobody else does.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter, OrderedDict, deque
from collections.abc import AsyncIterator

from kg.web.problems import Problem

RETRY_S = 5


class Places:
    """How many files may wait or be at work."""

    def __init__(self, per_client: int, in_all: int) -> None:
        self.per_client, self.in_all = per_client, in_all
        self._taken: Counter[str] = Counter()

    @contextlib.asynccontextmanager
    async def taken(self, client: str) -> AsyncIterator[None]:
        """Have a place.

        Raises:
            Problem: 429 where the client has too many, 503 where everybody together has.
        """
        if self._taken[client] >= self.per_client:
            raise Problem(
                429,
                "too-many-requests",
                f"同时处理的文件不超过 {self.per_client} 份：请等前面的完成后再提交。",
                f"At most {self.per_client} files of one client are at work: wait for those before.",
                {"Retry-After": str(RETRY_S)},
            )
        if self._taken.total() >= self.in_all:
            raise busy()
        self._taken[client] += 1
        try:
            yield
        finally:
            _less(self._taken, client)


class Turns:
    """Whose turn it is."""

    def __init__(self, at_once: int, per_client: int) -> None:
        self.at_once, self.per_client = at_once, per_client
        self._working: Counter[str] = Counter()
        self._waiting: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()

    @contextlib.asynccontextmanager
    async def turn(self, client: str, wait_s: float | None = None) -> AsyncIterator[None]:
        """Wait for a turn, and have it.

        Raises:
            Problem: 503, it did not come in so many seconds.
        """
        ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(client, deque()).append(ready)
        self._go_on()
        try:
            async with asyncio.timeout(wait_s):
                await ready
        except (asyncio.CancelledError, TimeoutError) as left:
            if ready.cancelled():
                self._forget(client, ready)
            else:  # its turn came at the same moment
                self._done(client)
            if isinstance(left, TimeoutError):
                raise busy() from None
            raise
        try:
            yield
        finally:
            self._done(client)

    def _go_on(self) -> None:
        """Give the turns that are free, one client after the other."""
        while self._working.total() < self.at_once:
            client = next((c for c in self._waiting if self._working[c] < self.per_client), None)
            if client is None:
                return
            queue = self._waiting[client]
            ready = queue.popleft()
            if not ready.done():  # whoever left has not said so yet
                ready.set_result(None)
                self._working[client] += 1
            if queue:
                self._waiting.move_to_end(client)
            else:
                del self._waiting[client]

    def _forget(self, client: str, ready: asyncio.Future[None]) -> None:
        queue = self._waiting.get(client)
        if queue and ready in queue:
            queue.remove(ready)
            if not queue:
                del self._waiting[client]

    def _done(self, client: str) -> None:
        _less(self._working, client)
        self._go_on()


def busy() -> Problem:
    """Return the error of work that did not come to its turn."""
    return Problem(
        503,
        "busy",
        "等候处理的文件太多，请稍后再试。",
        "Too many files are waiting: try again later.",
        {"Retry-After": str(RETRY_S)},
    )


def _less(counts: Counter[str], client: str) -> None:
    counts[client] -= 1
    if not counts[client]:
        del counts[client]
