"""How often, and how often at once, one client may ask.

Following links from one description to the next is many small questions: what dereferences has
bounds of its own, several times as high, and waits for its turn where others would be refused.
"""

from __future__ import annotations

import contextlib
import time
from collections import OrderedDict

from starlette.types import ASGIApp, Receive, Scope, Send

from kg.web.kinds import DEREFERENCED
from kg.web.middleware.mark import mark_of
from kg.web.problems import Problem
from kg.web.turns import Turns

LINKED_TIMES = 8
LINKED_AT_ONCE, LINKED_PER_CLIENT = 24, 12  # turns: less than there are threads
_CLIENTS = 10_000


class Buckets:
    """A rate and a number of requests at once, for each client."""

    def __init__(self, per_minute: float, at_once: int) -> None:
        self.rate = per_minute / 60
        self.burst = max(per_minute / 2, 1)
        self.at_once = at_once
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._working: dict[str, int] = {}

    def enter(self, client: str) -> None:
        """Count a request in.

        Raises:
            Problem: 429, too many.
        """
        now = time.monotonic()
        level, since = self._levels.pop(client, (self.burst, now))
        level = min(level + (now - since) * self.rate, self.burst)
        working = self._working.get(client, 0)
        if level < 1 or working >= self.at_once:
            self._levels[client] = (level, now)
            wait = max(1, round((1 - level) / self.rate)) if level < 1 else 1
            raise Problem(
                429,
                "too-many-requests",
                f"请求过多：请 {wait} 秒后再试，同时进行的请求不超过 {self.at_once} 个。",
                f"Too many requests: try again in {wait} s, with at most {self.at_once} at once.",
                {"Retry-After": str(wait)},
            )
        self._levels[client] = (level - 1, now)
        self._working[client] = working + 1
        while len(self._levels) > _CLIENTS:
            self._levels.popitem(last=False)

    def leave(self, client: str) -> None:
        """Count it out."""
        left = self._working.get(client, 1) - 1
        if left:
            self._working[client] = left
        else:
            self._working.pop(client, None)


class Limits:
    """Counts requests in and out; whoever has the token, or is signed in, is not counted."""

    def __init__(self, app: ASGIApp, per_minute: float, at_once: int) -> None:
        """Set how many requests one client may send, a minute and at once."""
        self.app = app
        self.general = Buckets(per_minute, at_once)
        self.linked = Buckets(per_minute * LINKED_TIMES, at_once * LINKED_TIMES)
        self.turns = Turns(LINKED_AT_ONCE, LINKED_PER_CLIENT)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, where the client has not asked too much.

        Raises:
            Problem: 429, too many.
        """
        if scope["type"] != "http" or (mark := mark_of(scope)).authorized or mark.person is not None:
            await self.app(scope, receive, send)
            return
        client = mark.client
        linked = _dereferences(scope)
        buckets = self.linked if linked else self.general
        buckets.enter(client)
        try:
            async with self.turns.turn(client) if linked else contextlib.nullcontext():
                await self.app(scope, receive, send)
        finally:
            buckets.leave(client)


def _dereferences(scope: Scope) -> bool:
    path: str = scope["path"].removeprefix(scope.get("root_path", ""))
    first = path[1:].partition("/")[0].partition(".")[0]
    return scope["method"] == "GET" and first in DEREFERENCED
