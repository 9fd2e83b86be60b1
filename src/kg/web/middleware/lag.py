"""What may be told as it was a moment ago, while the present is slow to have: one rule for everything.

    lag.begin(state, behind)      once there is a store
    lag.moved(state)              after each write
    lag.may_tell(state, took_s)   whether what was made of an earlier state may still be told
    await lag.age(state)          → seconds since a page was of the present; None: make it anew
    lag.waited()                  → seconds by which what is kept may be behind, where pages may be made of it

A page may lag while one write follows the other, or of a large store after any write, as long as what is
kept beside the store has not followed: it is told as it was at most a minute ago, with its ``Age``; in the
midst of a load into a large store even where for a moment everything has been followed, and later as long as
another reader is having it made. Where no page of the
last minute is known, it is made of what is kept as far as that has followed, with its ``Age`` too, and not of
the whole store. After a single write to a small store, and to any by who is signed in, a reader waits for
what it changed. What takes longer than half a second to make, and all that is made of the whole of a large
store, is made once writes rest, and told as it was until then: nobody waits for it meanwhile.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable

WRITES, WITHIN_S = 3, 60.0  # so many in so long are a load that goes on
PATIENCE_S = 0.4  # after the last write, in which a reader waits for the present page
QUICK_S = 0.5  # what never took longer to make is always of the last write
PAUSE_S = 6.0  # in which a load goes on, whether or not its last notice has been followed
OLDEST_S = 60.0
LONGEST_S = 600.0  # what is kept further behind is not told
_LOOK_S = 0.05


class Lag:
    """Knows when the store moved on, and whether what is kept beside it has followed."""

    def __init__(self) -> None:
        self._behind: Callable[[], bool] = lambda: False
        self._as_of: Callable[[], float] = time.monotonic
        self._large: Callable[[], bool] = lambda: False
        self._writes: deque[float] = deque(maxlen=WRITES)
        self._left: dict[str, float] = {}  # when each state ended
        self._state: str | None = None

    def begin(
        self,
        state: str | None,
        behind: Callable[[], bool],
        as_of: Callable[[], float] = time.monotonic,
        large: Callable[[], bool] = lambda: False,
    ) -> None:
        """Tell the state to begin with, and what says how far what is kept has followed.

        Args:
            state: Of the store.
            behind: Whether what is kept has not followed the last write.
            as_of: When the store was in the state that was followed.
            large: Whether nobody waits for what is asked of the whole store.
        """
        self._state, self._behind, self._as_of, self._large = state, behind, as_of, large

    def moved(self, state: str | None) -> None:
        """Note that the store has come to a state."""
        now = time.monotonic()
        self._writes.append(now)
        self._left = {one: at for one, at in self._left.items() if now - at < OLDEST_S}
        if self._state is not None:
            self._left[self._state] = now
        self._state = state

    def may_tell(self, state: str, took_s: float = 0.0) -> bool:
        """Whether what was made of the whole of a state may be told, where making it anew took so long."""
        if took_s > QUICK_S or self._large():
            return bool(self._writes) and time.monotonic() - self._writes[-1] < OLDEST_S
        return self._is_former(state)

    def _is_former(self, state: str, made: bool = False) -> bool:
        """Whether a page of a state may be told; of a large store while another reader has it made."""
        left = self._left.get(state)
        if left is None or time.monotonic() - left >= OLDEST_S:
            return False
        if self._large() and (made or (self._going_on() and time.monotonic() - self._writes[-1] < PAUSE_S)):
            return True
        return (self._going_on() or self._large()) and self._behind()

    def waited(self, *, for_own: bool = False) -> float | None:
        """Wait a moment; return by how many seconds what is kept is behind, where pages may be made of it.

        Args:
            for_own: Whoever asks may have written, and waits for that longer.

        Returns:
            None where nothing is behind, or a page waits for the present.
        """
        while (found := self._behind_s(for_own)) is not None and self._is_soon():
            time.sleep(_LOOK_S)
        return found

    def _behind_s(self, for_own: bool) -> float | None:
        if not self._behind() or not (self._going_on() or (self._large() and not for_own)):
            return None
        found = time.monotonic() - self._as_of()
        return found if found < LONGEST_S else None

    def _is_soon(self) -> bool:
        """Whether the last write is of this moment, and may be followed in the next."""
        return bool(self._writes) and time.monotonic() - self._writes[-1] < PATIENCE_S

    def behind_state(self) -> str:
        """Return the name of what is kept now, for pages made of it, as if it were a state that has ended."""
        name = f"{self._state} behind"
        self._left.setdefault(name, self._as_of())
        return name

    async def age(self, known: str, *, made: bool = False) -> float | None:
        """Return how old an answer of an earlier state is, where it may be told; it waits a moment first.

        ``made``: somebody is having it made anew already.
        """
        while self._is_former(known, made):
            if not self._is_soon():
                return time.monotonic() - self._left[known]
            await asyncio.sleep(_LOOK_S)
        return None

    def _going_on(self) -> bool:
        return len(self._writes) == WRITES and time.monotonic() - self._writes[0] < WITHIN_S
