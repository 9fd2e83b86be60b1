"""Work in other processes, which holds nobody up: by turns, bounded, with a warm process to spare.

A process that converts takes a while to start, longest when others are at work. Beside those at work
one is therefore kept ready, so that whoever comes next does not wait for its imports.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import anyio
import anyio.to_process

from kg.web.turns import Places, Turns

T = TypeVar("T")
Run = Callable[..., Coroutine[Any, Any, Any]]
IDLE_S = 240.0  # a process that was idle for longer may have been ended


class Workshop:
    """The processes, and whose turn it is."""

    def __init__(
        self,
        at_once: int,
        per_client: int,
        places: Places,
        warm_up: Callable[[], None],
        run: Run | None = None,
    ) -> None:
        """Set the bounds.

        Args:
            at_once: processes at work.
            per_client: of them for one client.
            places: how much may wait.
            warm_up: what a process does to be ready.
            run: runs a function in a process; by default anyio's.
        """
        self.at_once = at_once
        self.places = places
        self._turns = Turns(at_once, per_client)
        self._warm_up, self._run = warm_up, run or _run
        self._working = 0
        self._alive = 0  # processes, as far as is known
        self._warming: set[asyncio.Task[None]] = set()
        self._last = 0.0

    @classmethod
    def of_machine(cls, places: Places, warm_up: Callable[[], None]) -> Workshop:
        """Have as many processes as there are processors, half of them for one client."""
        at_once = max(2, os.cpu_count() or 1)
        return cls(at_once, at_once // 2, places, warm_up)

    async def do(self, client: str, seconds: float, work: Callable[..., T], *arguments: Any) -> T:
        """Do some work in its turn, which may take so many seconds; it waits for no longer either.

        Raises:
            Problem: 503, its turn did not come.
            TimeoutError: it took too long, and was ended.
        """
        async with self._turns.turn(client, wait_s=seconds):
            with anyio.fail_after(seconds):
                found: T = await self._in_process(work, *arguments)
                return found

    async def _in_process(self, work: Callable[..., T], *arguments: Any) -> T:
        now = time.monotonic()
        if now - self._last > IDLE_S:
            self._alive = self._working + len(self._warming)
        self._last = now
        self._working += 1
        try:
            if self._warming and self._working > self._alive - len(self._warming):
                # Nearer to be ready than one that has not begun.
                await asyncio.wait(self._warming, return_when=asyncio.FIRST_COMPLETED)
            self._alive = max(self._alive, self._working)
            self._keep_one_ready()
            found: T = await self._run(work, *arguments)
            return found
        except BaseException:
            self._alive -= 1  # it was ended, or failed: another starts where it is needed
            raise
        finally:
            self._working -= 1
            self._last = time.monotonic()

    def _keep_one_ready(self) -> None:
        if self._alive < min(self._working + 1, self.at_once):
            self._alive += 1
            task = asyncio.ensure_future(self._warmed())
            self._warming.add(task)
            task.add_done_callback(self._warming.discard)

    async def _warmed(self) -> None:
        with contextlib.suppress(Exception):  # then the next one starts cold
            await self._run(self._warm_up)


async def _run(work: Callable[..., T], *arguments: Any) -> T:
    """Run in one of anyio's processes; how many there are say the turns alone."""
    return await anyio.to_process.run_sync(
        work, *arguments, cancellable=True, limiter=anyio.CapacityLimiter(1)
    )
