"""Connections that hold others up: too many from one place, heads that never end."""

from __future__ import annotations

import asyncio
from typing import Any, ClassVar

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from kg.web.problems import body_of

HEAD_TIMEOUT_S = 20.0
MAX_HEAD_BYTES = 64 * 2**10
MAX_PER_CLIENT = 512
_DRAINED_BYTES = 2**20
_DRAINED_S = 2.0
_PHRASES = {400: "Bad Request", 414: "URI Too Long", 431: "Request Header Fields Too Large"}


class GuardedProtocol(HttpToolsProtocol):
    """uvicorn's protocol, with bounds on a request's head and on connections of one client."""

    _open: ClassVar[dict[str, int]] = {}
    _timer: asyncio.TimerHandle | None = None
    _place: str | None = None
    _head: int | None = 0  # bytes of the head so far; None: the head is complete
    _line = False  # the end of the request's first line has come
    _refused = 0  # bytes that came after a refusal
    _is_refused = False

    def connection_made(self, transport: Any) -> None:
        """Count the connection, and wait for its first request so long."""
        super().connection_made(transport)
        self._place = self.client[0] if self.client else "local"
        self._open[self._place] = self._open.get(self._place, 0) + 1
        if self._open[self._place] > MAX_PER_CLIENT:
            transport.abort()
            return
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Count it out."""
        self._calm()
        if self._place is not None:
            left = self._open.get(self._place, 1) - 1
            if left:
                self._open[self._place] = left
            else:
                self._open.pop(self._place, None)
            self._place = None
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Refuse a head that is too long before it is taken apart."""
        if self._is_refused:
            self._refused += len(data)
            if self._refused > _DRAINED_BYTES:
                self.transport.abort()
            return
        if self._head is not None:
            self._head += len(data)
            self._line = self._line or b"\r\n" in data
            if self._head > MAX_HEAD_BYTES and b"\r\n\r\n" not in data[:MAX_HEAD_BYTES]:
                self._refuse_the_length()
                return
        super().data_received(data)

    def send_400_response(self, msg: str) -> None:
        """Tell of a request that is none, in both languages."""
        self._refuse(400, "bad-request", "收到的不是有效的 HTTP 请求。", "This is no valid HTTP request.")

    def _refuse_the_length(self) -> None:
        if self._line:
            zh = "请求头超过 64 KB：请减少请求头和 Cookie。"
            en = "The head of the request is over 64 KB: send fewer headers and cookies."
            self._refuse(431, "head-too-large", zh, en)
        else:
            zh = "地址超过 64 KB：请改用 POST 发送查询（表单字段 query）。"
            en = "The address is over 64 KB: use POST, with the query as the form's field query."
            self._refuse(414, "address-too-long", zh, en)

    def _refuse(self, status: int, kind: str, zh: str, en: str) -> None:
        """Answer, and let the client send its rest: who is still sending sees a reset, and no answer."""
        body = body_of(status, kind, zh, en)
        head = (
            f"HTTP/1.1 {status} {_PHRASES[status]}\r\ncontent-type: application/problem+json\r\n"
            f"content-length: {len(body)}\r\nconnection: close\r\n\r\n"
        )
        self._is_refused = True
        self._calm()
        self.transport.write(head.encode() + body)
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self._timer = self.loop.call_later(_DRAINED_S, self.transport.close)

    def on_message_begin(self) -> None:
        """Wait for the whole head so long."""
        super().on_message_begin()
        if self._head is None:
            self._head, self._line = 0, False
        self._wait()

    def on_headers_complete(self) -> None:
        """The head is there."""
        self._head = None
        self._calm()
        if not self.url.startswith(b"/"):
            self._name_the_host()
        super().on_headers_complete()

    def _name_the_host(self) -> None:
        """Take the authority of an absolute target for the Host, as RFC 9112, 3.2.2 has it."""
        try:
            target = httptools.parse_url(self.url)
        except httptools.HttpParserInvalidURLError:
            return  # ``*``, or refused below
        if target.host is not None and sum(name == b"host" for name, _ in self.headers) < 2:
            host = target.host + (b":%d" % target.port if target.port else b"")
            self.headers[:] = [h for h in self.headers if h[0] != b"host"] + [(b"host", host)]

    def _wait(self) -> None:
        self._calm()
        self._timer = self.loop.call_later(HEAD_TIMEOUT_S, self.transport.abort)

    def _calm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
