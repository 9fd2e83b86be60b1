"""``/judgements``: what people judged of names: who, when, why; made on the pages of what is judged."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse

from kg.model import Judgement
from kg.resolve.judgements import as_line
from kg.resolve.judging import division_of
from kg.web.ask import Ask
from kg.web.deps import SignedIn
from kg.web.fields import TEXT, fields_of, form_body
from kg.web.frame import root_of
from kg.web.judging import area_of, known, record, take_back
from kg.web.rows import value

router = APIRouter(tags=["judgements"])

_FIELDS: dict[str, dict[str, Any]] = {
    "name": {"type": "string", "description": "notice|unit|name as printed"},
    "way": {"enum": ["same", "different", "one", "other"]},
    "target": {"type": "string", "description": "of one: a unit; of other: a place"},
    "why": {"type": "string", "maxLength": 500},
}
_FORM = form_body(_FIELDS, required=["name", "way", "why"])
_BACK = form_body({"judgement": TEXT}, required=["judgement"])
_DONE: dict[int | str, dict[str, Any]] = {
    303: {"description": "Recorded"},
    400: {"description": "The form is not filled in"},
    401: {"description": "Nobody is signed in"},
    403: {"description": "The form is another site's"},
    409: {"description": "It contradicts another judgement, or would change nothing"},
}


@router.get("/judgements", summary="What people judged of names", responses={401: _DONE[401]})
def page(request: Request, person: SignedIn) -> Response:
    """List the judgements, the latest first, with the notices that each concerns."""
    ask = Ask(request)
    said = sorted(known(request), key=lambda one: one.when, reverse=True)
    return ask.frame.page(
        request,
        "judgements.html",
        title=ask.view.say("judge.title"),
        judgements=[_row(ask, one) for one in said],
    )


@router.get("/judgements.jsonl", summary="The judgements as data/judgements has them")
def export(request: Request, person: SignedIn) -> Response:
    """Return every judgement that holds, a line each, as ``KG_JUDGEMENTS`` reads them."""
    lines = "".join(as_line(one) for one in known(request))
    headers = {"Content-Disposition": 'attachment; filename="judgements.jsonl"'}
    return Response(lines, media_type="application/x-ndjson", headers=headers)


@router.post("/judgements", summary="Judge a name", status_code=303, responses=_DONE, openapi_extra=_FORM)
async def judge(request: Request, person: SignedIn) -> Response:
    """Record what a person says of a printed name."""
    fields = await fields_of(request)
    made = await run_in_threadpool(lambda: record(Ask(request), person, fields))
    return _to(request, made)


@router.post(
    "/judgements/back", summary="Take a judgement back", status_code=303, responses=_DONE, openapi_extra=_BACK
)
async def back(request: Request, person: SignedIn) -> Response:
    """Record that a judgement is not sure after all."""
    fields = await fields_of(request)
    made = await run_in_threadpool(lambda: take_back(Ask(request), person, fields.get("judgement", "")))
    return _to(request, made)


def _to(request: Request, made: Judgement) -> Response:
    return RedirectResponse(f"{root_of(request)}/judgements#{made.iri.rpartition('/')[2]}", 303)


def _row(ask: Ask, judged: Judgement) -> dict[str, Any]:
    rows = ask.rows("notices-of-a-name", mention=judged.mention)
    notices = {
        row["notice"].value: value(row["noticeLabel"])
        for row in rows
        if judged.division == division_of(area_of(row, ask.base), row["notice"].value.removeprefix(ask.base))
    }
    return {
        "key": judged.iri.rpartition("/")[2],
        "iri": judged.iri,
        "said": judged,
        "unit": judged.label or judged.unit,
        "link": ask.view.href(ask.base + judged.unit),
        "open": judged.judgement != "unsure",
        "notices": [(label, ask.view.path_to(iri)) for iri, label in notices.items()],
    }
