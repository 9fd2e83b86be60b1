"""``/sign-in`` and ``/sign-out``: the token, typed once, becomes a session.

Only what is written by hand on a page needs one. ``/sparql`` and ``/graphs`` take the token as
Bearer with each write, and no session.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse

from kg.web.cookies import set_session
from kg.web.deps import from_here, writable
from kg.web.fields import TEXT, fields_of, form_body, local
from kg.web.frame import Frame, messages, root_of
from kg.web.languages import of_page
from kg.web.negotiate import wants_html
from kg.web.problems import Problem
from kg.web.sessions import LIFETIME_S, Attempts, Person, Sessions, Token

router = APIRouter(tags=["sign-in"])

MAX_NAME = 40
_FORM = form_body(
    {
        "token": TEXT,
        "name": {"type": "string", "maxLength": MAX_NAME},
        "next": {"type": "string", "description": "the path to go to afterwards"},
    },
    required=["token"],
)
_SIGNED: dict[int | str, dict[str, Any]] = {
    303: {"description": "Signed in: the session is in the cookie"},
    401: {"description": "The token is wrong"},
    403: {"description": "The form is another site's, or the service is read-only"},
    429: {"description": "The token was wrong too often"},
}


@router.get("/sign-in", summary="Sign in: the page")
def form(request: Request, next: str = "/") -> Response:
    """Show the form."""
    writable(request)
    return _page(request, 200, next)


@router.post("/sign-in", summary="Sign in", status_code=303, responses=_SIGNED, openapi_extra=_FORM)
async def sign_in(request: Request) -> Response:
    """Begin a session, and go where the person wanted to."""
    writable(request)
    from_here(request, or_nowhere=True)
    state, mark = request.app.state, request.scope["kg"]
    attempts: Attempts = state.attempts
    sessions: Sessions = state.sessions
    token: Token = state.token
    fields = await fields_of(request)
    attempts.check(mark.client)  # and no wait until it is counted
    if not token.is_right(fields.get("token", "").encode()):
        attempts.was_wrong(mark.client)
        wrong = _wrong(attempts.left(mark.client))
        if not wants_html(request):
            raise wrong
        said = wrong.text(of_page(request))
        return await run_in_threadpool(_page, request, 401, fields.get("next", "/"), said, fields.get("name"))
    attempts.was_right(mark.client)
    if mark.session:
        sessions.end(mark.session)
    response = RedirectResponse(root_of(request) + local(fields.get("next", "/")), 303)
    key = sessions.begin(Person(_named(fields.get("name", ""))))
    set_session(request, response, key, LIFETIME_S)
    response.headers["Cache-Control"] = "no-store"
    return response


@router.get("/sign-out", summary="Sign out: the page")
def leave(request: Request) -> Response:
    """Ask whether to sign out."""
    return _page(request, 200, "/")


@router.post(
    "/sign-out",
    summary="Sign out",
    status_code=303,
    responses={303: {"description": "Signed out"}, 403: {"description": "The form is another site's"}},
)
async def sign_out(request: Request) -> Response:
    """End the session."""
    from_here(request, or_nowhere=request.scope["kg"].person is None)
    sessions: Sessions = request.app.state.sessions
    sessions.end(request.scope["kg"].session)
    response = RedirectResponse(f"{root_of(request)}/", 303)
    set_session(request, response, "", 0)
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(request: Request, status: int, next: str, wrong: str = "", name: str | None = None) -> Response:
    frame: Frame = request.app.state.frame
    page = frame.page(
        request,
        "sign-in.html",
        status,
        labels={},
        title=messages(of_page(request))["sign.in"],
        next=local(next),
        wrong=wrong,
        name=_named(name or ""),
        most=MAX_NAME,
        hours=LIFETIME_S // 3600,
    )
    page.headers["Cache-Control"] = "no-store"
    if status == 401:
        page.headers["WWW-Authenticate"] = 'Bearer realm="kg"'
    return page


def _wrong(left: int) -> Problem:
    return Problem(
        401,
        "wrong-token",
        f"口令不对：请核对大小写，或向管理员索取（启动服务时设置的 KG_TOKEN）；还可试 {left} 次。",
        "The token is wrong: check capitals, or ask the administrator for it "
        f"(KG_TOKEN when the service was started); {left} more attempts.",
        {"WWW-Authenticate": 'Bearer realm="kg"'},
    )


def _named(name: str) -> str:
    """Return a name as it may be recorded: one line, not long."""
    return " ".join("".join(c if c.isprintable() else " " for c in name).split())[:MAX_NAME]
