"""HEAD is GET without the body; OPTIONS is answered for every path that there is."""

from __future__ import annotations

from collections.abc import Callable

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.web.middleware.headers import Headers
from kg.web.problems import Problem

_ALLOWED_HEADERS = "Accept, Authorization, Content-Type, If-None-Match, Prefer"
_KEPT_S = "86400"


class Methods:
    """Leaves the routes GET and the writes."""

    def __init__(self, app: ASGIApp, methods: Callable[[Scope], set[str]]) -> None:
        self.app, self.methods = app, methods

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer OPTIONS, and HEAD as GET.

        Raises:
            Problem: 404, OPTIONS of an address at which there is nothing.
        """
        method = scope.get("method")
        if method == "OPTIONS":
            await Headers(self._allowed(scope))(scope, receive, send)
        elif method == "HEAD":
            scope["method"] = "GET"

            async def bodiless(message: Message) -> None:
                if message["type"] == "http.response.body":
                    message = {**message, "body": b""}
                await send(message)

            await self.app(scope, receive, bodiless)
        else:
            await self.app(scope, receive, send)

    def _allowed(self, scope: Scope) -> Response:
        methods = self.methods(scope)
        if not methods:
            raise Problem(404, "not-found", "没有这个地址。", "There is nothing at this address.")
        allow = ", ".join(sorted(methods))
        headers = {
            "Allow": allow,
            "Access-Control-Allow-Methods": allow,
            "Access-Control-Allow-Headers": _ALLOWED_HEADERS,
            "Access-Control-Max-Age": _KEPT_S,
        }
        return Response(status_code=204, headers=headers)
