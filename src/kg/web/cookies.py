"""The cookies of this service, by name."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

LANGUAGES = ("zh", "en")
LANGUAGE_COOKIE = "kg-lang"
SESSION_COOKIE = "kg-session"


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
