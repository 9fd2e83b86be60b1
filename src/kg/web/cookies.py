"""The cookies of this service, by name."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

LANGUAGES = ("zh", "en")
LANGUAGE_COOKIE = "kg-lang"
SESSION_COOKIE = "kg-session"
UNIT_COOKIE = "kg-unit"
UNIT_KEY = r"[A-Za-z0-9._~-]{1,80}"  # the last part of a unit's IRI
UNIT_PATHS = ("/", "/my-unit")  # where the unit that is remembered counts


def set_session(request: Request, response: Response, key: str, seconds: int) -> None:
    """Give the session to the browser; no script reads it, no other site sends it. 0 seconds: take it."""
    response.set_cookie(
        SESSION_COOKIE,
        key,
        max_age=seconds,
        path=str(request.scope.get("root_path", "")).rstrip("/") or "/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )


def set_unit(request: Request, response: Response, key: str, seconds: int = 31_536_000) -> None:
    """Have the browser remember the reader's unit; 0 seconds: forget it."""
    response.set_cookie(
        UNIT_COOKIE,
        key,
        max_age=seconds,
        path=str(request.scope.get("root_path", "")).rstrip("/") or "/",
        httponly=True,
        samesite="lax",
    )
