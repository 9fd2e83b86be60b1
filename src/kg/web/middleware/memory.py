"""Answers from memory, until the next write: ``ETag``, 304, and the bytes of an answer as sent.

The store says by its ``state`` how long an answer is known. A route takes part by
``deps.cacheable``. The key is the request as ``View`` leaves it, which is all that routes see.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict, deque
from dataclasses import dataclass
from datetime import date
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.web.middleware.lag import Lag
from kg.web.middleware.mark import Mark, Reuse, mark_of

CACHE_BYTES = 64 * 2**20
ENTRY_BYTES = 8 * 2**20  # the catalogue of a thousand notices has 5
POST_KEY_BYTES = 64 * 2**10
_OVERHEAD_BYTES = 1024  # of an entry, besides its body and key
_POSTED = "/sparql"  # whose questions may come by POST
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """An answer in memory."""

    state: str
    start: Message
    body: Message
    not_modified: Message
    etag: bytes
    size: int
    lags: bool = False  # a page, which may be told a moment after the state has moved on


class Answers:
    """Answers by key, the least recently used go first."""

    def __init__(self, limit: int = CACHE_BYTES) -> None:
        self.limit = limit
        self.size = 0
        self._known: OrderedDict[Key, Known] = OrderedDict()

    def get(self, key: Key, state: str) -> Known | None:
        """Return the answer if it is of this state."""
        known = self._known.get(key)
        if known is None:
            return None
        if known.state != state:
            if not known.lags:
                self._drop(key)
            return None
        self._known.move_to_end(key)
        return known

    def former(self, key: Key) -> Known | None:
        """Return an answer of an earlier state that may still be told."""
        known = self._known.get(key)
        return known if known is not None and known.lags else None

    def put(self, key: Key, known: Known) -> None:
        """Keep an answer."""
        if key in self._known:
            self._drop(key)
        self._known[key] = known
        self.size += known.size
        while self.size > self.limit:
            self._drop(next(iter(self._known)))

    def _drop(self, key: Key) -> None:
        self.size -= self._known.pop(key).size

    def __len__(self) -> int:
        return len(self._known)


class Memory:
    """Answers what is known, and keeps what a route allows."""

    def __init__(self, app: ASGIApp, answers: Answers, lag: Lag) -> None:
        self.app, self.answers, self.lag = app, answers, lag
        self._made: set[Key] = set()  # pages that somebody is having made now

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from memory, or have the application answer; it always does who is signed in."""
        if scope["type"] != "http" or (mark := mark_of(scope)).state is None or mark.person is not None:
            await self.app(scope, receive, send)
            return
        body: bytes | None = None
        if scope["method"] == "POST" and scope["path"].rstrip("/").endswith(_POSTED):
            body, receive = await _read(receive)
        elif scope["method"] == "GET":
            body = b""
        if body is None:
            await self.app(scope, receive, send)
            return
        key = key_of(scope, mark, body)
        known, age = self.answers.get(key, mark.state), None
        if known is None and (former := self.answers.former(key)) is not None:
            age = await self.lag.age(former.state, made=key in self._made)
            known = former if age is not None else None
        if known is None:
            self._made.add(key)
            try:
                await self.app(scope, receive, _Keeper(self.answers, self.lag, key, scope, mark, send))
            finally:
                self._made.discard(key)
            return
        mark.known = True
        if scope["method"] == "GET" and _matches(mark.headers.get(b"if-none-match"), known.etag):
            await send(known.not_modified)
            await send({"type": "http.response.body", "body": b""})
        else:
            await send(known.start if age is None else _aged(known.start, age))
            await send(known.body)


def _aged(start: Message, age: float) -> Message:
    return {**start, "headers": [*start["headers"], (b"age", b"%d" % max(1, age))]}


def key_of(scope: Scope, mark: Mark, body: bytes) -> Key:
    """Return what an answer depends on, besides the state of the store: the day, and all that a route sees.

    ``If-None-Match`` asks whether to send an answer, and says nothing of what it is.
    """
    headers = tuple(sorted(item for item in mark.headers.items() if item[0] != b"if-none-match"))
    return (
        scope["method"],
        scope["scheme"],
        scope["raw_path"],
        scope["query_string"],
        headers,
        date.today(),
        body,
    )


async def _read(receive: Receive) -> tuple[bytes | None, Receive]:
    """Return the body where it is short, and what lets it be read again."""
    held: deque[Message] = deque()
    body = bytearray()
    while True:
        message = await receive()
        held.append(message)
        body += message.get("body", b"")
        whole = message["type"] == "http.request" and not message.get("more_body")
        if whole or message["type"] != "http.request" or len(body) > POST_KEY_BYTES:
            break

    async def again() -> Message:
        return held.popleft() if held else await receive()

    return bytes(body) if whole and len(body) <= POST_KEY_BYTES else None, again


class _Keeper:
    """Marks an answer with its ETag and keeps it; one for each request."""

    def __init__(self, answers: Answers, lag: Lag, key: Key, scope: Scope, mark: Mark, send: Send) -> None:
        self.answers, self.lag, self.key = answers, lag, key
        self.scope, self.mark, self.send = scope, mark, send
        self._state = mark.state or ""
        self._start: Message | None = None
        self._etag = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            if self.mark.behind_s is not None:
                self._state = self.lag.behind_state()
                message = _aged(message, self.mark.behind_s)
            if self._may_be_kept(message):
                self._start = self._marked(message)
                return
        elif self._start is not None and message["type"] == "http.response.body":
            start, self._start = self._start, None
            if not message.get("more_body"):
                await self._whole(start, message.get("body", b""))
                return
            await self.send(start)
        await self.send(message)

    def _may_be_kept(self, start: Message) -> bool:
        mark = self.mark
        once = any(name == b"set-cookie" for name, _ in start["headers"])
        return start["status"] == 200 and mark.reuse is not Reuse.NONE and not mark.chance and not once

    def _marked(self, start: Message) -> Message:
        digest = hashlib.sha256(repr(self.key).encode()).hexdigest()[:16]
        self._etag = f'"{self._state.replace(" ", "-")}-{digest}"'.encode()
        headers = [item for item in start["headers"] if item[0] != b"etag"]
        headers.append((b"etag", self._etag))
        if not any(name == b"cache-control" for name, _ in headers):
            headers.append((b"cache-control", b"no-cache"))
        return {**start, "headers": headers}

    async def _whole(self, start: Message, data: bytes) -> None:
        body = {"type": "http.response.body", "body": data}
        known = Known(
            self._state,
            start,
            body,
            _not_modified(start),
            self._etag,
            self._size(data),
            lags=self.mark.reuse is Reuse.LAG
            and any(value.startswith(b"text/html") for _, value in start["headers"]),
        )
        if len(data) <= ENTRY_BYTES:
            self.answers.put(self.key, known)
        if self.scope["method"] == "GET" and _matches(self.mark.headers.get(b"if-none-match"), self._etag):
            start, body = known.not_modified, {"type": "http.response.body", "body": b""}
        await self.send(start)
        await self.send(body)

    def _size(self, data: bytes) -> int:
        headers = sum(len(name) + len(value) for name, value in self.mark.headers.items())
        address = len(self.scope["raw_path"]) + len(self.scope["query_string"])
        return len(data) + len(self.key[-1]) + headers + address + _OVERHEAD_BYTES


def _matches(header: bytes | None, etag: bytes) -> bool:
    """Say whether a list of tags holds this one, weakly compared."""
    if header is None:
        return False
    return header == etag or any(
        tag.strip().removeprefix(b"W/") in (etag, b"*") for tag in header.split(b",")
    )


def _not_modified(start: Message) -> Message:
    dropped = (b"content-length", b"content-type", b"content-encoding")
    kept = [item for item in start["headers"] if item[0] not in dropped]
    return {**start, "status": 304, "headers": kept}
