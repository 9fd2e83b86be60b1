"""Notes what becomes of each request, and tells those who keep books: the meter and the access log."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.web.middleware.mark import Mark, mark_of

Observer = Callable[[Scope, Mark, float], None]
"""Is told of a request when it is over: the scope, its notes, and the seconds it took."""


class Watch:
    """Watches over the answers of the layers within."""

    def __init__(self, app: ASGIApp, observers: Sequence[Observer]) -> None:
        self.app, self.observers = app, observers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, then tell."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        mark = mark_of(scope)

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.body":
                mark.sent += len(message.get("body", b""))
            elif message["type"] == "http.response.start":
                mark.status = message["status"]
            await send(message)

        began = time.perf_counter()
        try:
            await self.app(scope, receive, noted)
        finally:
            seconds = time.perf_counter() - began
            for observe in self.observers:
                observe(scope, mark, seconds)
