"""The outermost layer: answers from memory, ids, headers, metrics, logs and limits.

Written as plain ASGI, before routing: an answer that is known costs a dictionary look-up. The
store says by its ``state`` how long an answer is known: until the next write.

A route takes part by ``deps.cacheable``; the key is what the answer depends on: path, query,
body, and the headers that the routes negotiate by.
"""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import hashlib
import itertools
import json
import logging
import os
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from kg.errors import TooLarge
from kg.web.negotiate import gzip_accepted
from kg.web.problems import Problem, response_of

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

log = logging.getLogger("kg.access")
client_of_request: ContextVar[str] = ContextVar("client_of_request", default="")

CACHE_BYTES = 64 * 2**20
ENTRY_BYTES = 2 * 2**20
POST_KEY_BYTES = 64 * 2**10
GZIP_FROM = 1024
BODY_TIMEOUT_S = 30.0
SEND_TIMEOUT_S = 60.0
DRAINED_TIMES = 8
DRAINED_TIMEOUT_S = 1.0
LOGGED_TEXT = 200

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_COMMON = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"ETag, Link, Location, Retry-After, X-Request-ID, KG-Truncated"),
]
_ALLOWED_HEADERS = b"Accept, Authorization, Content-Type, If-None-Match, Prefer"
_FOR_HTML = [
    (b"content-security-policy", POLICY.encode()),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
]
_PACKABLE = tuple(
    b"text/ application/json application/sparql application/ld+json application/n- application/trig "
    b"application/rdf+xml application/xml application/javascript image/svg".split()
)


@dataclass(slots=True)
class Mark:
    """What the layers tell each other about one request."""

    id: str
    client: str
    state: str | None
    cacheable: bool = False
    chance: bool = False  # the answer may differ next time
    authorized: bool = False
    note: str = ""  # for the log
    extra: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Known:
    """An answer in memory."""

    state: str
    start: Message
    body: Message
    not_modified: Message
    etag: bytes
    size: int


class Answers:
    """Answers by key, the least recently used go first."""

    def __init__(self, limit: int = CACHE_BYTES) -> None:
        self.limit = limit
        self.size = 0
        self._known: OrderedDict[tuple[Any, ...], Known] = OrderedDict()

    def get(self, key: tuple[Any, ...], state: str) -> Known | None:
        """Return the answer if it is of this state."""
        known = self._known.get(key)
        if known is None:
            return None
        if known.state != state:
            self._drop(key)
            return None
        self._known.move_to_end(key)
        return known

    def put(self, key: tuple[Any, ...], known: Known) -> None:
        """Keep an answer."""
        if key in self._known:
            self._drop(key)
        self._known[key] = known
        self.size += known.size
        while self.size > self.limit:
            self._drop(next(iter(self._known)))

    def _drop(self, key: tuple[Any, ...]) -> None:
        self.size -= self._known.pop(key).size

    def __len__(self) -> int:
        return len(self._known)


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
        while len(self._levels) > 10_000:
            self._levels.popitem(last=False)

    def leave(self, client: str) -> None:
        """Count it out."""
        left = self._working.get(client, 1) - 1
        if left:
            self._working[client] = left
        else:
            self._working.pop(client, None)


class Meter:
    """Counts and latencies, for /metrics."""

    EDGES = (0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10.0, 30.0)

    def __init__(self) -> None:
        self.requests: dict[tuple[str, int], int] = {}
        self.hits = 0
        self.buckets: dict[str, list[int]] = {}
        self.sums: dict[str, float] = {}
        self.started = time.time()

    def count(self, route: str, status: int, seconds: float) -> None:
        """Count one request."""
        key = (route, status)
        self.requests[key] = self.requests.get(key, 0) + 1
        row = self.buckets.setdefault(route, [0] * (len(self.EDGES) + 1))
        for place, edge in enumerate(self.EDGES):
            if seconds <= edge:
                row[place] += 1
                break
        else:
            row[-1] += 1
        self.sums[route] = self.sums.get(route, 0.0) + seconds

    def lines(self) -> Iterable[str]:
        """Yield the text form of Prometheus."""
        yield "# TYPE kg_http_requests_total counter"
        for (route, status), number in sorted(self.requests.items()):
            yield f'kg_http_requests_total{{route="{route}",status="{status}"}} {number}'
        yield "# TYPE kg_http_request_seconds histogram"
        for route, row in sorted(self.buckets.items()):
            for edge, total in zip((*self.EDGES, "+Inf"), itertools.accumulate(row), strict=True):
                yield f'kg_http_request_seconds_bucket{{route="{route}",le="{edge}"}} {total}'
            yield f'kg_http_request_seconds_sum{{route="{route}"}} {self.sums[route]:.6f}'
            yield f'kg_http_request_seconds_count{{route="{route}"}} {sum(row)}'
        yield "# TYPE kg_answers_from_memory_total counter"
        yield f"kg_answers_from_memory_total {self.hits}"


class Front:
    """The layer itself."""

    def __init__(
        self,
        app: App,
        *,
        state: Callable[[], str | None],
        authorized: Callable[[bytes | None], bool],
        buckets: Buckets,
        meter: Meter,
        answers: Answers,
        max_body: int,
        methods: Callable[[Scope], set[str]],
    ) -> None:
        self.app = app
        self.state, self.authorized, self.methods = state, authorized, methods
        self.buckets, self.meter, self.answers = buckets, meter, answers
        self.max_body = max_body
        self._prefix = os.urandom(4).hex()
        self._numbers = itertools.count(1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from memory, or have the application answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()
        headers = dict(scope["headers"])
        method = scope["method"]
        state = self.state()
        key: tuple[Any, ...] | None = None
        if state is not None and method in ("GET", "HEAD"):
            key = _key(scope, headers, b"")
            known = self.answers.get(key, state)
            if known is not None:
                await self._from_memory(known, method, headers, send, began)
                return
        client = (scope.get("client") or ("local", 0))[0]
        mark = Mark(f"{self._prefix}-{next(self._numbers)}", client, state)
        scope["kg"] = mark
        mark.authorized = self.authorized(headers.get(b"authorization"))
        token = client_of_request.set(client)
        sender = _Sender(self, scope, mark, headers, send, method == "HEAD")
        entered, rest = False, receive
        try:
            if method == "OPTIONS":
                await self._options(scope, sender)
                return
            if not mark.authorized:
                self.buckets.enter(client)
                entered = True
            receive = self._bounded(headers, mark, receive)
            if method == "POST" and state is not None and scope["path"].rstrip("/") == "/sparql":
                key, receive, known = await self._posted(scope, headers, receive, state)
                if known is not None:
                    self.meter.hits += 1
                    await send(known.start)
                    await send(known.body)
                    sender.status = 200
                    return
            if method == "HEAD":
                scope["method"] = "GET"
            sender.key = key
            await self.app(scope, receive, sender)
        except (Problem, TooLarge) as error:
            if sender.status:
                raise
            if b"expect" not in headers:
                await _drained(rest, DRAINED_TIMES * self.max_body)
            await response_of(error, f"urn:request:{mark.id}")(scope, receive, sender)
        finally:
            if entered:
                self.buckets.leave(client)
            client_of_request.reset(token)
            self._log(scope, mark, sender, method, began)

    async def _from_memory(
        self, known: Known, method: str, headers: dict[bytes, bytes], send: Send, began: float
    ) -> None:
        self.meter.hits += 1
        if _matches(headers.get(b"if-none-match"), known.etag):
            await send(known.not_modified)
            await send({"type": "http.response.body", "body": b""})
            return
        await send(known.start)
        if method == "HEAD":
            await send({"type": "http.response.body", "body": b""})
        else:
            await send(known.body)

    async def _options(self, scope: Scope, sender: _Sender) -> None:
        allowed = self.methods(scope)
        if not allowed:
            raise Problem(404, "not-found", "没有这个地址。", "There is nothing at this address.")
        allow = ", ".join(sorted(allowed)).encode()
        await sender(
            {
                "type": "http.response.start",
                "status": 204,
                "headers": [
                    (b"allow", allow),
                    (b"access-control-allow-methods", allow),
                    (b"access-control-allow-headers", _ALLOWED_HEADERS),
                    (b"access-control-max-age", b"86400"),
                ],
            }
        )
        await sender({"type": "http.response.body", "body": b""})

    def _bounded(self, headers: dict[bytes, bytes], mark: Mark, receive: Receive) -> Receive:
        """Refuse a packed body, and one past the limit, before it is read where its length is stated."""
        if headers.get(b"content-encoding", b"identity").strip().lower() not in (b"", b"identity"):
            raise Problem(
                415,
                "unsupported-encoding",
                "请求内容请不要压缩（Content-Encoding）。",
                "Send the body as it is, without a Content-Encoding.",
                {"Accept-Encoding": "identity"},
            )
        limit = self.max_body
        stated = headers.get(b"content-length", b"0")
        if stated.isdigit() and int(stated) > limit:
            raise too_large(limit)
        seen = 0
        finished = False

        async def bounded() -> Message:
            nonlocal seen, finished
            if finished:
                return await receive()
            try:
                async with asyncio.timeout(BODY_TIMEOUT_S):
                    message = await receive()
            except TimeoutError:
                raise Problem(
                    408, "too-slow", "请求内容传送过慢。", "The body of the request came too slowly."
                ) from None
            if message["type"] == "http.request":
                seen += len(message.get("body", b""))
                if seen > limit:
                    raise too_large(limit)
                finished = not message.get("more_body", False)
            return message

        return bounded

    async def _posted(
        self, scope: Scope, headers: dict[bytes, bytes], receive: Receive, state: str
    ) -> tuple[tuple[Any, ...] | None, Receive, Known | None]:
        """Look a posted question up by its body, and let the body be read again."""
        held: list[Message] = []
        size = 0
        while True:
            message = await receive()
            held.append(message)
            size += len(message.get("body", b""))
            if message["type"] != "http.request" or not message.get("more_body"):
                break
            if size > POST_KEY_BYTES:
                break
        replay = iter(held)

        async def again() -> Message:
            for message in replay:
                return message
            return await receive()

        last = held[-1]
        if last["type"] != "http.request" or last.get("more_body") or size > POST_KEY_BYTES:
            return None, again, None
        body = b"".join(m.get("body", b"") for m in held)
        key = _key(scope, headers, body)
        return key, again, self.answers.get(key, state)

    def _log(self, scope: Scope, mark: Mark, sender: _Sender, method: str, began: float) -> None:
        seconds = time.perf_counter() - began
        route = getattr(scope.get("route"), "path", None) or "other"
        self.meter.count(route, sender.status or 499, seconds)
        if not log.isEnabledFor(logging.INFO):
            return
        line = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime()) + "Z",
            "id": mark.id,
            "client": mark.client,
            "method": method,
            "path": scope["path"][:LOGGED_TEXT],
            "status": sender.status or 499,
            "ms": round(seconds * 1000, 2),
            "bytes": sender.sent,
        }
        if mark.note:
            line["note"] = mark.note[:LOGGED_TEXT]
        log.info(json.dumps(line, ensure_ascii=False))


class _Sender:
    """Adds headers, packs, keeps what may be kept; one for each request."""

    def __init__(
        self, front: Front, scope: Scope, mark: Mark, headers: dict[bytes, bytes], send: Send, head: bool
    ) -> None:
        self.front, self.scope, self.mark, self.headers, self.send = front, scope, mark, headers, send
        self.head = head
        self.key: tuple[Any, ...] | None = None
        self.status = 0
        self.sent = 0
        self._start: Message | None = None
        self._held = bytearray()
        self._etag: bytes | None = None
        self._not_modified = False
        self._packer: Any = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._begin(message)
        elif message["type"] == "http.response.body":
            await self._body(message)
        else:
            await self.send(message)

    def _begin(self, message: Message) -> None:
        self.status = message["status"]
        names = {name for name, _ in message["headers"]}
        headers = list(message["headers"])
        content_type = next((v for n, v in headers if n == b"content-type"), b"")
        for name, value in _COMMON:
            if name not in names:
                headers.append((name, value))
        if content_type.startswith(b"text/html"):
            headers += [(n, v) for n, v in _FOR_HTML if n not in names]
        headers.append((b"x-request-id", self.mark.id.encode()))
        headers += [(n.encode(), v.encode()) for n, v in self.mark.extra.items()]
        vary = [v for n, v in headers if n == b"vary"]
        headers = [(n, v) for n, v in headers if n != b"vary"]
        headers.append((b"vary", b", ".join(dict.fromkeys([*vary, b"Accept, Accept-Encoding"]))))
        mark = self.mark
        if (
            self.status == 200
            and mark.cacheable
            and not mark.chance
            and mark.state is not None
            and self.key is not None
        ):
            digest = hashlib.sha256(repr(self.key).encode()).hexdigest()[:16]
            self._etag = f'"{mark.state}-{digest}"'.encode()
            headers.append((b"etag", self._etag))
            if b"cache-control" not in names:
                headers.append((b"cache-control", b"no-cache"))
            self._not_modified = self.scope["method"] == "GET" and _matches(
                self.headers.get(b"if-none-match"), self._etag
            )
        self._start = {"type": "http.response.start", "status": self.status, "headers": headers}

    async def _body(self, message: Message) -> None:
        data = message.get("body", b"")
        more = message.get("more_body", False)
        start, self._start = self._start, None
        if start is not None:
            if not more:
                await self._whole(start, data)
                return
            if self._wants_packing(start, None):
                import zlib

                self._packer = zlib.compressobj(1, zlib.DEFLATED, 31)
                _replace(start["headers"], b"content-encoding", b"gzip")
                start["headers"] = [h for h in start["headers"] if h[0] != b"content-length"]
            await self._out(start)
        if self._packer is not None:
            data = self._packer.compress(data) + (b"" if more else self._packer.flush())
            if not data and more:
                return
        if self.head:
            data = b""
        self.sent += len(data)
        await self._out({"type": "http.response.body", "body": data, "more_body": more})

    async def _whole(self, start: Message, data: bytes) -> None:
        if self._not_modified:
            await self._out(_not_modified(start))
            await self._out({"type": "http.response.body", "body": b""})
            self.status = 304
            return
        if self._wants_packing(start, len(data)):
            packed = (
                gzip.compress(data, 5, mtime=0)
                if len(data) < 2**16
                else await asyncio.to_thread(gzip.compress, data, 1, mtime=0)
            )
            data = packed
            _replace(start["headers"], b"content-encoding", b"gzip")
            _replace(start["headers"], b"content-length", str(len(data)).encode())
        body = {"type": "http.response.body", "body": data}
        if self._etag is not None and self.key is not None and len(data) <= ENTRY_BYTES:
            assert self.mark.state is not None
            self.front.answers.put(
                self.key,
                Known(
                    self.mark.state,
                    start,
                    body,
                    _not_modified(start),
                    self._etag,
                    len(data) + 1024 + sum(len(part) for part in self.key if isinstance(part, bytes)),
                ),
            )
        self.sent = 0 if self.head else len(data)
        await self._out(start)
        await self._out({"type": "http.response.body", "body": b""} if self.head else body)

    def _wants_packing(self, start: Message, length: int | None) -> bool:
        names = dict(start["headers"])
        return (
            self.status == 200
            and (length is None or length >= GZIP_FROM)
            and b"content-encoding" not in names
            and names.get(b"content-type", b"").startswith(_PACKABLE)
            and gzip_accepted(self.headers.get(b"accept-encoding", b"").decode("latin-1"))
        )

    async def _out(self, message: Message) -> None:
        # A reader that takes nothing for so long is gone.
        try:
            async with asyncio.timeout(SEND_TIMEOUT_S):
                await self.send(message)
        except TimeoutError:
            raise OSError("the client reads too slowly") from None


async def _drained(receive: Receive, at_most: int) -> None:
    """Read the rest of a refused body: a browser that is still sending sees no answer, only a reset."""
    with contextlib.suppress(TimeoutError):
        while at_most > 0:
            async with asyncio.timeout(DRAINED_TIMEOUT_S):
                message = await receive()
            if message["type"] != "http.request" or not message.get("more_body"):
                return
            at_most -= len(message["body"])


def too_large(limit: int) -> Problem:
    """Return the error of a body past the limit."""
    size = f"{limit / 2**20:g} MB"
    return Problem(
        413,
        "too-large",
        f"请求内容超过 {size} 的上限（KG_MAX_UPLOAD_MB）。",
        f"The body is larger than {size} (KG_MAX_UPLOAD_MB).",
        {"Connection": "close"},
    )


def _key(scope: Scope, headers: dict[bytes, bytes], body: bytes) -> tuple[Any, ...]:
    """Return what an answer depends on, besides the state of the store."""
    get = headers.get
    return (
        scope["path"],
        scope["query_string"],
        get(b"accept", b""),
        get(b"accept-language", b""),
        get(b"cookie", b""),
        b"gzip" in get(b"accept-encoding", b""),
        get(b"host", b""),
        get(b"prefer", b""),
        (get(b"content-type", b""), body) if body else b"",
    )


def _matches(header: bytes | None, etag: bytes) -> bool:
    return header is not None and (header == etag or header.strip() == b"*" or etag in header)


def _replace(headers: list[tuple[bytes, bytes]], name: bytes, value: bytes) -> None:
    headers[:] = [h for h in headers if h[0] != name]
    headers.append((name, value))


def _not_modified(start: Message) -> Message:
    dropped = (b"content-length", b"content-type", b"content-encoding")
    kept = [h for h in start["headers"] if h[0] not in dropped]
    return {"type": "http.response.start", "status": 304, "headers": kept}
