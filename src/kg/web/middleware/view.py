"""One reading of a request, for everybody: what answers are kept by is what the routes see.

Of the headers only those that some route reads are left, each once: lists that came in several
lines are joined, ``Accept-Encoding`` becomes the coding that is chosen, of the cookies only the
language stays, on some pages the unit; token and session are looked up and taken out. The path is
that of the address, its escapes undone once. A header that may come once and came twice is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from urllib.parse import quote, unquote

from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Receive, Scope, Send

from kg.web.cookies import (
    LANGUAGE_COOKIE,
    LANGUAGES,
    SESSION_COOKIE,
    UNIT_COOKIE,
    UNIT_KEY,
    UNIT_PATHS,
)
from kg.web.languages import known_among
from kg.web.middleware.mark import mark_of
from kg.web.negotiate import gzip_accepted
from kg.web.problems import Problem
from kg.web.sessions import Person

# Lists, and what joins their lines (RFC 9110, 5.3; cookies: RFC 6265).
_JOINED = {
    b"accept": b", ",
    b"accept-encoding": b", ",
    b"accept-language": b", ",
    b"content-encoding": b", ",
    b"cookie": b"; ",
    b"if-none-match": b", ",
    b"prefer": b", ",
}
_ONCE = frozenset(
    b"authorization content-length content-type host hx-request if-modified-since if-range origin range "
    b"sec-fetch-site transfer-encoding".split()
)
# A name or an address, and a port.
_HOST = re.compile(rb"(?:[A-Za-z0-9._~-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")


class View:
    """Leaves of a request what counts."""

    def __init__(
        self,
        app: ASGIApp,
        authorized: Callable[[bytes], bool],
        person: Callable[[str], Person | None],
    ) -> None:
        self.app, self.authorized, self.person = app, authorized, person

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on the one reading.

        Raises:
            Problem: 400, a header came twice, or there is no good Host.
        """
        if scope["type"] == "http":
            mark = mark_of(scope)
            seen = _seen(scope["headers"])
            seen[b"host"] = _host(seen.get(b"host"), scope)
            codings = seen.pop(b"accept-encoding", None)
            if codings is not None and gzip_accepted(codings.decode("latin-1")):
                seen[b"accept-encoding"] = b"gzip"
            languages = seen.pop(b"accept-language", None)
            if languages is not None and (named := known_among(languages.decode("latin-1"))):
                seen[b"accept-language"] = ", ".join(named).encode()
            cookies = seen.pop(b"cookie", None)
            if cookies is not None:
                ours = cookie_parser(cookies.decode("latin-1"))
                if left := _cookies(ours, scope):
                    seen[b"cookie"] = left
                if session := ours.get(SESSION_COOKIE):
                    mark.session, mark.person = session, self.person(session)
            token = seen.pop(b"authorization", None)
            if token is not None:
                mark.authorized = self.authorized(token)
            mark.headers = seen
            scope["headers"] = list(seen.items())
            scope["raw_path"] = raw = _raw_path(scope)
            scope["path"] = unquote(raw.decode("ascii", "replace"))
        await self.app(scope, receive, send)


def _cookies(ours: Mapping[str, str], scope: Scope) -> bytes:
    """Return the cookies that routes read: the language, and on the pages that lead to it the unit."""
    left = []
    if (lang := ours.get(LANGUAGE_COOKIE)) in LANGUAGES:
        left.append(f"{LANGUAGE_COOKIE}={lang}")
    path = str(scope["path"]).removeprefix(str(scope.get("root_path", "")).rstrip("/"))
    if path in UNIT_PATHS and re.fullmatch(UNIT_KEY, unit := ours.get(UNIT_COOKIE, "")):
        left.append(f"{UNIT_COOKIE}={unit}")
    return "; ".join(left).encode()


def _seen(headers: list[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    """Return the headers that are read, each once; empty ones are none."""
    seen: dict[bytes, bytes] = {}
    for name, value in headers:
        if name in _JOINED:
            if value := value.strip():
                seen[name] = seen[name] + _JOINED[name] + value if name in seen else value
        elif name in _ONCE:
            if name in seen:
                told = name.decode().title()
                raise Problem(
                    400, "bad-request", f"请求头 {told} 只能出现一次。", f"{told} may be sent once only."
                )
            seen[name] = value.strip()
    return seen


def _host(given: bytes | None, scope: Scope) -> bytes:
    if given is None and scope.get("http_version", "1.1") in ("1.0", "0.9"):
        host, port = scope.get("server") or ("localhost", None)
        host = f"[{host}]" if ":" in host else host
        return (f"{host}:{port}" if port else host).encode()
    if given is None or not _HOST.fullmatch(given):
        raise Problem(
            400,
            "bad-request",
            "请求须有一个有效的 Host 请求头。",
            "A request needs one Host header: a name or an address, and a port.",
        )
    return given.lower()


def _raw_path(scope: Scope) -> bytes:
    """Return the path as it was sent, escapes and all, without the query."""
    raw: bytes | None = scope.get("raw_path")
    return quote(scope["path"], safe="/:").encode() if raw is None else raw.partition(b"?")[0]
