"""What the store held on past days, made once for the questions of a day and kept for a while.

Making one takes as long as copying the store, so one is made at a time, and a few are kept until
the store changes.
"""

from __future__ import annotations

import threading
from collections import OrderedDict

from kg.errors import LimitReached
from kg.loading import as_of
from kg.settings import Settings
from kg.store.base import Store
from kg.store.oxigraph import OxigraphStore
from kg.store.versions.as_of import day_of

MOST_QUADS = 2_000_000  # of a store that is copied into the memory of the service
KEPT = 3


class Pasts:
    """The made stores by day, the least recently asked go first."""

    def __init__(self, settings: Settings) -> None:
        self._timeout_s = settings.query_timeout_s
        self._making = threading.Lock()
        self._made: OrderedDict[tuple[str, str], OxigraphStore] = OrderedDict()

    def of(self, store: Store, text: str) -> Store:
        """Return the store as it was at the end of a day.

        Raises:
            UsageError: the text is no day, or no notice was loaded by then.
            LimitReached: the store is too large, or others wait for too many days.
        """
        day = day_of(text)
        if not self._making.acquire(timeout=self._timeout_s):
            raise LimitReached(
                "正在为他人准备过去日期的数据，请稍后再试。",
                "The data of other days is being made for others: try again later.",
            )
        try:
            state = store.state
            key = (state or "", day.isoformat())
            if state is not None and key in self._made:
                self._made.move_to_end(key)
                return self._made[key]
            for old in [known for known in self._made if known[0] != state]:
                del self._made[old]  # whoever still asks it holds it
            made = as_of(store, day, most=MOST_QUADS, timeout_s=self._timeout_s)
            if state is not None:
                self._made[key] = made
                while len(self._made) > KEPT:
                    self._made.popitem(last=False)
            return made
        finally:
            self._making.release()
