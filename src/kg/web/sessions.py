"""Who is signed in: the token, typed once, becomes a session of some hours.

Sessions live in this process: after a restart everybody signs in again. What is kept of a cookie
is its digest, so that nothing in memory is itself a key.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass

from pydantic import SecretStr

from kg.web.problems import Problem

LIFETIME_S = 8 * 3600
SESSIONS = 1000
ATTEMPTS, ATTEMPTS_S = 5, 900.0
_CLIENTS = 10_000


@dataclass(frozen=True, slots=True)
class Person:
    """Who is signed in: whoever holds the token, under the name that was typed."""

    name: str = ""


class Token:
    """The token of writes; without one the service is read-only."""

    def __init__(self, token: SecretStr | None) -> None:
        self._token = token.get_secret_value().encode() if token else None

    def is_right(self, given: bytes) -> bool:
        """Compare in constant time."""
        return self._token is not None and hmac.compare_digest(given.strip(), self._token)

    def is_bearer(self, header: bytes) -> bool:
        """Say whether an Authorization header carries it."""
        scheme, _, given = header.partition(b" ")
        return scheme.lower() == b"bearer" and self.is_right(given)


class Sessions:
    """The open sessions; the oldest ends where there are too many."""

    def __init__(self, limit: int = SESSIONS, clock: Callable[[], float] = time.monotonic) -> None:
        self.limit, self._clock = limit, clock
        self._open: OrderedDict[bytes, tuple[Person, float]] = OrderedDict()

    def begin(self, person: Person) -> str:
        """Open a session; return the cookie's value."""
        key = secrets.token_urlsafe(32)
        self._open[_digest(key)] = person, self._clock() + LIFETIME_S
        while len(self._open) > self.limit:
            self._open.popitem(last=False)
        return key

    def person(self, key: str) -> Person | None:
        """Return whose session it is; None where there is none, or it is over."""
        digest = _digest(key)
        found = self._open.get(digest)
        if found is None:
            return None
        person, until = found
        if self._clock() < until:
            return person
        del self._open[digest]
        return None

    def end(self, key: str) -> None:
        """Close a session."""
        self._open.pop(_digest(key), None)


class Attempts:
    """How often each client typed a wrong token of late."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._wrong: OrderedDict[str, deque[float]] = OrderedDict()

    def check(self, client: str) -> None:
        """Let a client try.

        Raises:
            Problem: 429, it was wrong too often.
        """
        wrong = self._wrong.get(client)
        if wrong is None:
            return
        now = self._clock()
        while wrong and wrong[0] <= now - ATTEMPTS_S:
            wrong.popleft()
        if len(wrong) < ATTEMPTS:
            return
        wait = int(wrong[0] + ATTEMPTS_S - now) + 1
        minutes = -(-wait // 60)
        raise Problem(
            429,
            "too-many-requests",
            f"口令连续 {ATTEMPTS} 次不对：请 {minutes} 分钟后再试，或向管理员核对口令。",
            f"The token was wrong {ATTEMPTS} times: try again in {minutes} min, "
            "or ask the administrator for it.",
            {"Retry-After": str(wait)},
        )

    def left(self, client: str) -> int:
        """Return how many more may be wrong."""
        return ATTEMPTS - len(self._wrong.get(client, ()))

    def was_wrong(self, client: str) -> None:
        """Remember a wrong one."""
        self._wrong.setdefault(client, deque(maxlen=ATTEMPTS)).append(self._clock())
        self._wrong.move_to_end(client)
        while len(self._wrong) > _CLIENTS:
            self._wrong.popitem(last=False)

    def was_right(self, client: str) -> None:
        """Forget the wrong ones."""
        self._wrong.pop(client, None)


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode("utf-8", "surrogateescape")).digest()
