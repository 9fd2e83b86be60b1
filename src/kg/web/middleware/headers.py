"""Headers of every answer: what protects, what others may read or keep, by what it varies, its id."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.web.middleware.mark import Mark, mark_of

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_EVERY = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),  # under no-referrer a form tells no Origin
    (b"access-control-allow-origin", b"*"),
    (
        b"access-control-expose-headers",
        b"ETag, Link, Location, Retry-After, X-Request-ID, KG-Truncated, KG-Hint",
    ),
]
_PAGES = [
    (b"content-security-policy", POLICY.encode()),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
]
# In this order; a route's own come behind.
_VARY = ("Accept", "Accept-Encoding")
_VARY_WORDED = ("Accept", "Accept-Language", "Cookie", "Accept-Encoding")


class Headers:
    """Adds what an answer lacks."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, with the headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = message["headers"]
                message = {**message, "headers": _dressed(headers, mark_of(scope))}
            await send(message)

        await self.app(scope, receive, dressed)


def _dressed(headers: list[tuple[bytes, bytes]], mark: Mark) -> list[tuple[bytes, bytes]]:
    names = {name for name, _ in headers}
    content_type = next((value for name, value in headers if name == b"content-type"), b"")
    page = content_type.startswith(b"text/html")
    found = [(name, value) for name, value in headers if name != b"vary"]
    found += [(name, value) for name, value in _EVERY if name not in names]
    if page and mark.person is not None:
        found = [(name, value) for name, value in found if name != b"cache-control"]
        found.append((b"cache-control", b"no-store"))
    if page:
        found += [(name, value) for name, value in _PAGES if name not in names]
    said = [field.strip() for n, value in headers if n == b"vary" for field in value.decode().split(",")]
    worded = page or content_type == b"application/problem+json"
    vary = dict.fromkeys([*(_VARY_WORDED if worded else _VARY), *said])
    return [*found, (b"vary", ", ".join(vary).encode()), (b"x-request-id", mark.id.encode())]
