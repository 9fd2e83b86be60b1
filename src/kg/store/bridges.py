"""From threads to the event loop, and back: a backend as a store, a store as a backend."""

from __future__ import annotations

import asyncio
from typing import Any, TypeVar

from kg.errors import StoreError
from kg.store.base import Backend, Store
from kg.store.changes import Change
from kg.store.operations import DefaultGraph, Operation

T = TypeVar("T")


class Blocking(Store):
    """A backend as a store, for code that runs in threads beside the event loop."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self.base = backend.base
        self.loop: asyncio.AbstractEventLoop | None = None  # where the backend runs, once it does

    @property
    def default_graph(self) -> DefaultGraph:
        """What the backend says."""
        return self._backend.default_graph

    @property
    def state(self) -> str | None:
        """The backend's."""
        return self._backend.state

    def changes_since(self, state: str) -> Change | None:
        """Return what the backend knows."""
        return self._backend.changes_since(state)

    def perform(self, operation: Operation[T]) -> T:
        """Have the event loop carry it out."""
        if self.loop is None:
            raise StoreError("服务尚未启动。", "The service has not started.")
        try:
            here: Any = asyncio.get_running_loop()
        except RuntimeError:
            here = None
        if here is self.loop:
            raise RuntimeError("call the store from a thread (a plain def route), or use the backend")
        work = self._backend.perform(operation, client="pages")
        return asyncio.run_coroutine_threadsafe(work, self.loop).result()

    def close(self) -> None:
        """The backend closes itself."""


class Threaded(Backend):
    """The embedded store of this process as a backend: no worker, nothing can be killed."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store = store
        self.base = store.base
        self._writing = asyncio.Lock()

    @property
    def default_graph(self) -> DefaultGraph:
        """The store's."""
        return self.store.default_graph

    @property
    def state(self) -> str | None:
        """Changes with each write."""
        return self.store.state

    def changes_since(self, state: str) -> Change | None:
        """Return what the store knows."""
        return self.store.changes_since(state)

    async def start(self) -> None:
        """Open already."""

    async def stop(self) -> None:
        """Whoever opened the store closes it."""

    async def _perform(self, operation: Operation[T], client: str) -> T:
        """Carry it out in a thread, one write after the other."""
        from kg.store.evaluation import contained

        def work() -> T:
            return contained(lambda: self.store.perform(operation))

        if not operation.writes:
            return await asyncio.to_thread(work)
        async with self._writing:
            return await asyncio.to_thread(work)
