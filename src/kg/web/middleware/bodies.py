"""Bodies of requests: not packed, not too long, not too slow."""

from __future__ import annotations

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.web.middleware.mark import mark_of
from kg.web.problems import Problem

BODY_TIMEOUT_S = 30.0  # for each piece


class Bodies:
    """Bounds what is read."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self.app, self.limit = app, limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse a packed body, and one past the limit, before it is read where its length is stated.

        Raises:
            Problem: 408, 413 or 415.
        """
        if scope["type"] == "http":
            headers = mark_of(scope).headers
            coding = headers.get(b"content-encoding", b"identity")
            if coding.lower() != b"identity":
                raise Problem(
                    415,
                    "unsupported-encoding",
                    "请求内容请不要压缩（Content-Encoding）。",
                    "Send the body as it is, without a Content-Encoding.",
                    {"Accept-Encoding": "identity"},
                )
            stated = headers.get(b"content-length", b"0")
            if stated.isdigit() and int(stated) > self.limit:
                raise too_large(self.limit)
            receive = self._bounded(receive)
        await self.app(scope, receive, send)

    def _bounded(self, receive: Receive) -> Receive:
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
                if seen > self.limit:
                    raise too_large(self.limit)
                finished = not message.get("more_body", False)
            return message

        return bounded


def too_large(limit: int) -> Problem:
    """Return the error of a body past the limit, in bytes."""
    size = f"{limit / 2**20:g} MB"
    return Problem(
        413,
        "too-large",
        f"请求内容超过 {size} 的上限（KG_MAX_UPLOAD_MB）。",
        f"The body is larger than {size} (KG_MAX_UPLOAD_MB).",
        {"Connection": "close"},
    )
