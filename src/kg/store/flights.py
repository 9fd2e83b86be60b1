"""The same question at the same time is answered once."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any

from kg.store.operations import Result


class Flights:
    """Answers under way, by question; whoever asks the same comes aboard."""

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
