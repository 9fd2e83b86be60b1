"""Pages of a moment ago, for readers while notices are loaded one after the other.

    lag.begin(state, behind)      once there is a store
    lag.moved(state)              after each write
    await lag.age(known_state)    → seconds since an answer was of the present; None: make it anew

After a single write a reader waits for what it changed. While one write follows the other, what is
kept beside a large store is always a little behind; a page that is known is then told as it was
before these writes, with its ``Age``, instead of having readers wait for each. At most a minute old.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable

WRITES, WITHIN_S = 3, 30.0  # so many in so long are a load that goes on
PATIENCE_S = 0.4  # how long a reader waits for the present page
OLDEST_S = 60.0
_LOOK_S = 0.05


class Lag:
    """Knows when the store moved on, and whether what is kept beside it has followed."""

    def __init__(self) -> None:
        self._behind: Callable[[], bool] = lambda: False
        self._writes: deque[float] = deque(maxlen=WRITES)
        self._left: dict[str, float] = {}  # when each state ended
        self._state: str | None = None

    def begin(self, state: str | None, behind: Callable[[], bool]) -> None:
        """Tell the state to begin with, and what says that what is kept has not followed the last write."""
        self._state, self._behind = state, behind

    def moved(self, state: str | None) -> None:
        """Note that the store has come to a state."""
        now = time.monotonic()
        self._writes.append(now)
        self._left = {one: at for one, at in self._left.items() if now - at < OLDEST_S}
        if self._state is not None:
            self._left[self._state] = now
        self._state = state

    async def age(self, known: str) -> float | None:
        """Return how old an answer of an earlier state is, where it may be told; it waits a moment first."""
        until = time.monotonic() + PATIENCE_S
        while self._may_be_told(known):
            if time.monotonic() > until:
                return time.monotonic() - self._left[known]
            await asyncio.sleep(_LOOK_S)
        return None

    def recent(self, state: str) -> bool:
        """Whether the store was in a state less than a minute ago."""
        left = self._left.get(state)
        return left is not None and time.monotonic() - left < OLDEST_S

    def _may_be_told(self, known: str) -> bool:
        going_on = len(self._writes) == WRITES and time.monotonic() - self._writes[0] < WITHIN_S
        return going_on and self.recent(known) and self._behind()
