"""Answers packed by gzip, for those who take them so.

Starlette's layer packs; it looks for the word ``gzip`` alone, but ``View`` has read the header for it.
"""

from __future__ import annotations

from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from kg.web.middleware.mark import mark_of

FROM_BYTES = 1024
LEVEL = 5
IN_A_THREAD_FROM = 64 * 2**10
_PACKED_ALREADY = (
    *DEFAULT_EXCLUDED_CONTENT_TYPES,
    "application/vnd.apache.parquet",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)


class Packing:
    """Packs where it is welcome."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.packing = GZipMiddleware(
            app,
            minimum_size=FROM_BYTES,
            compresslevel=LEVEL,
            thread_minimum_size=IN_A_THREAD_FROM,
            exclude_content_types=_PACKED_ALREADY,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, packed or as it is."""
        welcome = scope["type"] == "http" and b"accept-encoding" in mark_of(scope).headers
        await (self.packing if welcome else self.app)(scope, receive, send)
