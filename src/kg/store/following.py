"""Keepers: what is made from a store's graphs and kept beside it, brought after each write.

    Following(backend, [kept])             in the service: in a thread of its own, after each write
    follow(store, [kept, tables])          on the command line: now

A keeper remembers the state that it was made of and asks ``store.changes_since`` what to read again.
It is never behind for good: whoever missed a write, by a crash or because it was not there, reads
what the journal tells, and everything where the journal does not know.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Protocol

from kg.errors import KgError
from kg.store.base import Backend, Store

SETTLED_AFTER_S = 5.0  # without a write
LOADED_AFTER_S = 20.0  # where one write followed the other: a load may pause between two large notices
_SEVERAL, _WITHIN_S = 3, 60.0  # writes are a load
_LOOK_S = 0.2
log = logging.getLogger("kg.store")


class Keeper(Protocol):
    """Something made from the graphs of a store."""

    name: str  # for the log

    def follow(self, store: Store, going_on: Callable[[], bool]) -> None:
        """Bring it to the state of the store; never called twice at the same time.

        Once not ``going_on`` it may return early, whole as of some state.
        """

    def settle(self, store: Store, going_on: Callable[[], bool]) -> None:
        """Do what can wait until nobody writes; the next ``follow`` need not wait for it."""


def follow(store: Store, keepers: Sequence[Keeper], going_on: Callable[[], bool] = lambda: True) -> None:
    """Bring each keeper to the state of the store; what fails is logged and does not stop the others."""
    for keeper in keepers:
        _guarded(keeper, lambda keeper=keeper: keeper.follow(store, going_on))  # type: ignore[misc]


def settle(store: Store, keepers: Sequence[Keeper], going_on: Callable[[], bool] = lambda: True) -> None:
    """Let each keeper do what can wait until nobody writes."""
    for keeper in keepers:
        _guarded(keeper, lambda keeper=keeper: keeper.settle(store, going_on))  # type: ignore[misc]


def _guarded(keeper: Keeper, work: Callable[[], None]) -> None:
    try:
        work()
    except (KgError, OSError) as error:
        log.error("%s: %s", keeper.name, error)
    except Exception:
        log.exception("%s could not follow the store", keeper.name)


class Following:
    """Has keepers follow a backend: once at the start, then after each write."""

    def __init__(
        self,
        backend: Backend,
        keepers: Sequence[Keeper],
        after: Sequence[Following] = (),
        *,
        at_once: bool = False,
    ) -> None:
        """Say what follows what.

        Args:
            backend: Whose writes are followed.
            keepers: What follows.
            after: Others, of which these make something once writes rest: they are waited for.
            at_once: At the start, what can wait for rest does not: the first reader would have to make it.
        """
        self._backend = backend
        self._keepers = keepers
        self._after = after
        self._at_once = at_once
        self._times: deque[float] = deque(maxlen=_SEVERAL)  # of the last writes
        self._written = asyncio.Event()
        self._going_on = True
        self._task: asyncio.Task[None] | None = None
        self._settling: asyncio.Task[None] | None = None
        self._followed: str | None = None  # the state that the keepers were brought to
        self.as_of = time.monotonic()  # when the store was in that state
        backend.listen(self._note)

    def _note(self) -> None:
        self._times.append(time.monotonic())
        self._written.set()

    def _rest_s(self) -> float:
        """Return for how long there is to be no write until it is said that writes rest."""
        if self._at_once and not self._times:
            return 0.0
        several = len(self._times) == _SEVERAL and self._times[-1] - self._times[0] < _WITHIN_S
        return LOADED_AFTER_S if several else SETTLED_AFTER_S

    @property
    def behind(self) -> bool:
        """Whether the last write is still to be followed."""
        return self._followed != self._backend.state

    def start(self) -> None:
        """Begin, from the event loop."""
        self._written.set()
        self._task = asyncio.ensure_future(self._keep_following())

    async def stop(self) -> None:
        """End; what a keeper is at is finished first, or left to the next start."""
        self._going_on = False
        self._written.set()
        if self._task is not None:
            await self._task
        if self._settling is not None:
            await self._settling

    async def _keep_following(self) -> None:
        while self._going_on:
            await self._written.wait()
            self._written.clear()
            store, state, now = self._backend.store, self._backend.state, time.monotonic()
            if self._going_on:
                await asyncio.to_thread(follow, store, self._keepers, lambda: self._going_on)
                self._followed, self.as_of = state, now
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._written.wait(), self._rest_s())
                continue
            await self._settle(store)

    async def _settle(self, store: Store) -> None:
        """Have what can wait done; whoever writes meanwhile is followed beside it, and it is done again."""
        while any(one.behind for one in self._after) and not self._written.is_set():
            await asyncio.sleep(_LOOK_S)
        written = asyncio.ensure_future(self._written.wait())
        if self._settling is not None:
            await asyncio.wait({self._settling, written}, return_when=asyncio.FIRST_COMPLETED)
        if not written.done():
            work = asyncio.to_thread(settle, store, self._keepers, lambda: self._going_on)
            self._settling = asyncio.ensure_future(work)
            await asyncio.wait({self._settling, written}, return_when=asyncio.FIRST_COMPLETED)
        written.cancel()
