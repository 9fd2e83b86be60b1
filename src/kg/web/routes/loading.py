"""What who is signed in does with notices: load a draft, read one again, withdraw one."""

from __future__ import annotations

import hashlib
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse

from kg.errors import NotFound, Refused, UsageError
from kg.store.base import Store
from kg.store.versions import record
from kg.store.versions.archive import SOURCE
from kg.store.versions.withdrawal import withdraw
from kg.web.conversions import apart, received
from kg.web.deps import SignedIn, StoreDep
from kg.web.drafts import drafted, light_of, load
from kg.web.fields import FILE, TEXT, fields_of, form_body
from kg.web.frame import root_of

router = APIRouter(tags=["convert and validate"])

_DRAFT = form_body(
    {
        "file": FILE,
        "text": TEXT,
        "seen": {"type": "string", "description": "SHA-256 of what was validated"},
        "older": {"type": "string", "description": "1: let it replace a newer version"},
    }
)
_SURE = form_body({"sure": {"const": "1"}}, required=["sure"])
_DONE: dict[int | str, dict[str, Any]] = {
    303: {"description": "Done"},
    400: {"description": "The form is not filled in"},
    401: {"description": "Nobody is signed in"},
    403: {"description": "The form is another site's"},
    404: {"description": "No such notice, or its file was not kept"},
    409: {"description": "Another notice, an older version, or another file than was validated"},
    422: {"description": "No notice, or its graph is broken"},
}


@router.post("/load", summary="Load a draft", status_code=303, responses=_DONE, openapi_extra=_DRAFT)
async def load_draft(request: Request, person: SignedIn, store: StoreDep) -> Response:
    """Load the file that is sent, which is that which was validated."""
    async with received(request) as sent:
        seen = sent.fields.get("seen")
        if seen and seen != hashlib.sha256(sent.data).hexdigest():
            raise Refused(
                "所选文件与刚才校验的不同，未载入：请先校验现在的文件。",
                "The file is not the one that was validated, and was not loaded: validate this one first.",
            )
        draft = await apart(request, drafted, sent.data, sent.name, light_of(request.app.state.settings))
        older = sent.fields.get("older") == "1"
        path = await run_in_threadpool(load, draft, sent.data, store, older=older)
    return _to(request, f"/{path}")


@router.post("/notice/{notice}/reread", summary="Read a notice again", status_code=303, responses=_DONE)
async def reread(request: Request, person: SignedIn, store: StoreDep, notice: str) -> Response:
    """Read the file of a notice again, in the light of today's judgements."""
    data, name = await run_in_threadpool(_source, store, f"{store.base}notice/{notice}")
    draft = await apart(request, drafted, data, name, light_of(request.app.state.settings))
    if draft.notice.iri != f"notice/{notice}":
        raise Refused(
            "这份文件现在读作另一份通知，未改动；请在校验页核对后载入。",
            "The file is now read as another notice, nothing was changed: validate and load it.",
        )
    await run_in_threadpool(load, draft, data, store)
    return _to(request, f"/notice/{notice}")


@router.post(
    "/notice/{notice}/withdraw",
    summary="Withdraw a notice",
    status_code=303,
    responses=_DONE,
    openapi_extra=_SURE,
)
async def withdraw_notice(request: Request, person: SignedIn, store: StoreDep, notice: str) -> Response:
    """Take a notice out of the store; its last version is kept."""
    fields = await fields_of(request)
    if fields.get("sure") != "1":
        raise UsageError("请勾选“确认撤回”。", "Say that you are sure.")
    await run_in_threadpool(withdraw, f"{store.base}notice/{notice}", store)
    return _to(request, "/notices")


def _source(store: Store, notice: str) -> tuple[bytes, str]:
    standing = record.standing(store, record.graph_of(notice, store.base))
    if standing is None:
        raise NotFound("知识库中没有这份通知。", "The store holds no such notice.")
    if store.versions is None or not store.versions.has(standing.source, SOURCE):
        raise NotFound(
            "这份通知的原文件没有存档，不能重新读取；请重新载入文件。",
            "The file of this notice was not kept and cannot be read again: load the file anew.",
        )
    return store.versions.read(standing.source, SOURCE), standing.file


def _to(request: Request, path: str) -> Response:
    """Lead to a page; a script of ours is told by a header, for it would swap the page in."""
    where = root_of(request) + path
    if request.headers.get("HX-Request") == "true":
        return Response(status_code=200, headers={"HX-Redirect": where})
    return RedirectResponse(where, 303)
