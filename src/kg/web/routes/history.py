"""The versions of a notice, and each of them as N-Quads."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter, Request, Response

from kg.errors import NotFound
from kg.store.versions.history import Entry, quads
from kg.store.versions.history import history as versions_of
from kg.store.versions.record import CHINA
from kg.web.ask import Ask
from kg.web.frame import View

router = APIRouter(tags=["pages"])
_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"description": "The versions", "content": {"text/html": {}, "application/json": {}}},
    404: {"description": "No such notice"},
}


@router.get("/notice/{notice}/history", summary="The versions of a notice", responses=_ANSWERS)
@router.get("/notice/{notice}/history.json", include_in_schema=False)
def history(request: Request, notice: str) -> Response:
    """List every version, the one that stands first, and what it changed."""
    ask = Ask(request)
    iri = ask.iri(f"notice/{notice}")
    entries = versions_of(ask.store, iri)
    here = f"/notice/{notice}/history"
    rows = [_row(ask.view, entry, here) for entry in entries]
    if request.url.path.endswith(".json") or ask.wanted() == "application/json":
        told = {"notice": iri, "versions": rows}
        return Response(json.dumps(told, ensure_ascii=False), media_type="application/json")
    said = next(iter(ask.rows("notice", notice=iri)), None)  # None of one that was withdrawn
    names = [said[key].value for key in ("documentNumber", "title") if said[key] is not None] if said else []
    name = names[0] if names else entries[0].version.file
    return ask.frame.page(
        request,
        "history.html",
        title=ask.view.say("history.title", name=name),
        section="/notices",
        name=name,
        page=f"/notice/{notice}" if said else "",
        versions=rows,
    )


def _row(view: View, entry: Entry, here: str) -> dict[str, Any]:
    version, change = entry.version, entry.change
    return {
        "number": entry.number,
        "since": version.since.astimezone(CHINA).isoformat() if version.since else None,
        "until": version.until.astimezone(CHINA).isoformat() if version.until else None,
        "file": version.file,
        "mediaType": version.media_type,
        "sourceSha256": version.source,
        "converter": version.converter,
        "change": change.text(view.lang) if change else None,
        "compare": _compare(view, entry, here) if change else None,
        "quads": view.url(f"{here}/{entry.number}.nq"),
    }


def _compare(view: View, entry: Entry, here: str) -> str:
    """Return the page that lays a version beside the one before."""
    notice = here.removeprefix("/").removesuffix("/history")
    return view.url("/compare", a=f"{notice}@{entry.number - 1}", b=f"{notice}@{entry.number}")


@router.get("/notice/{notice}/history/{number}.nq", summary="One version of a notice as N-Quads")
def version(request: Request, notice: str, number: int) -> Response:
    """Return a version: a former one byte for byte as it stood."""
    ask = Ask(request)
    entries = versions_of(ask.store, ask.iri(f"notice/{notice}"))
    entry = next((one for one in entries if one.number == number), None)
    if entry is None:
        raise NotFound("这份通知没有这个版本。", "The notice has no such version.")
    headers = {"Content-Disposition": f'attachment; filename="{notice}-{number}.nq"'}
    return Response(quads(ask.store, entry), media_type="application/n-quads", headers=headers)
