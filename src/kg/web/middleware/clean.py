"""No control character in an answer in XML, HTML or JSON (``kg.controls``)."""

from __future__ import annotations

import re

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.controls import Cleaner, cleaner_of

# The beginning of a character that may have to go, and whose end is in the next piece.
_UNFINISHED = re.compile(rb"(?:\xc2|\xe2\x80?|\xef\xbf?)\Z")


class Clean:
    """Cleans answers, piece by piece."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, cleaned."""
        await self.app(scope, receive, _Cleaning(send) if scope["type"] == "http" else send)


class _Cleaning:
    """One answer on its way."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self._clean: Cleaner | None = None
        self._start: Message | None = None
        self._rest = b""  # what is unfinished

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            content_type = next((v for n, v in message["headers"] if n == b"content-type"), b"")
            self._clean = cleaner_of(content_type.decode("latin-1"))
            if self._clean is not None:
                self._start = message
                return
        elif message["type"] == "http.response.body" and self._clean is not None:
            await self._cleaned(message, self._clean)
            return
        await self.send(message)

    async def _cleaned(self, message: Message, clean: Cleaner) -> None:
        data = self._rest + message.get("body", b"")
        more = message.get("more_body", False)
        unfinished = _UNFINISHED.search(data) if more else None
        end = unfinished.start() if unfinished else len(data)
        data, self._rest = clean(data[:end]), data[end:]
        if self._start is not None:
            start, self._start = self._start, None
            await self.send({**start, "headers": _measured(start["headers"], None if more else len(data))})
        await self.send({**message, "body": data})


def _measured(headers: list[tuple[bytes, bytes]], length: int | None) -> list[tuple[bytes, bytes]]:
    """Say the length where it was said before; what comes in pieces has one at its end only."""
    kept = [item for item in headers if item[0] != b"content-length"]
    if length is None or len(kept) == len(headers):
        return kept
    return [*kept, (b"content-length", str(length).encode())]
