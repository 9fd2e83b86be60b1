"""Full-text search: the page, and the same as JSON."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter, Request, Response

from kg.kept.keeper import Kept
from kg.search.index import KINDS, Found, positions
from kg.web.ask import Ask
from kg.web.frame import View
from kg.web.lagging import lagging
from kg.web.marks import Mark, marked
from kg.web.middleware.mark import Reuse
from kg.web.params import paging
from kg.web.problems import Problem
from kg.web.scoping import within

router = APIRouter(tags=["search"])
_ROWS = 20
_SUGGESTED = 8


@router.get("/search", summary="Full-text search")
def search(request: Request, q: str = "", kind: str = "") -> Response:
    """Find tasks, projects, targets, units, leaders and places; ``kind`` narrows to one of them."""
    _check(kind)
    ask = Ask(request)
    within(ask)
    limit, offset = paging(request, _ROWS)
    kept: Kept = request.app.state.kept
    found, whole = kept.find(
        ask.store,
        q,
        kind=kind or None,
        limit=limit,
        offset=offset,
        notices=ask.notices(),
        lagging=ask.lagging,
    )
    if not whole:
        request.scope["kg"].reuse = Reuse.NONE  # the next answer may be another one at the same state
    if ask.wanted() == "application/json":
        told = {
            "query": q,
            "complete": whole,
            "read_as": found.read_as,
            "total": found.total,
            "facets": dict(found.facets),
            "hits": [
                {
                    "iri": h.iri,
                    "kind": h.kind,
                    "label": h.label,
                    "also": h.also,
                    "where": h.where,
                    "score": round(h.score, 3),
                }
                for h in found.hits
            ],
        }
        return Response(json.dumps(told, ensure_ascii=False), media_type="application/json")
    view = ask.view
    return ask.frame.page(
        request,
        "search.html",
        **ask.beside,
        title=f"{q} · {view.say('search')}" if q else view.say("search"),
        q=q,
        kind=kind,
        facets=found.facets,
        total=found.total,
        whole=whole,
        read_as=found.read_as,
        hits=[
            {
                "iri": h.iri,
                "kind": h.kind,
                "label": _hit(h.label, q, found),
                "also": _hit(h.also, q, found),
                "where": h.where,
                "notice": _notice_of(h.iri, view),
            }
            for h in found.hits
        ],
        limit=limit,
        offset=offset,
    )


@router.get("/search/suggest", summary="What a search box suggests", include_in_schema=False)
def suggest(request: Request, q: str = "", kind: str = "") -> Response:
    """Return the best few hits as a piece of a page: links with kind and place."""
    _check(kind)
    behind = lagging(request, piece=True)
    ask = Ask(request)
    within(ask)
    kept: Kept = request.app.state.kept
    found, whole = kept.find(
        ask.store,
        q,
        kind=kind or None,
        limit=_SUGGESTED,
        notices=ask.notices(),
        lagging=behind,
    )
    if not whole:
        request.scope["kg"].reuse = Reuse.NONE
    return ask.frame.page(request, "suggestions.html", hits=found.hits)


def _notice_of(iri: str, view: View) -> str:
    """Return the name of the notice that a hit is a part of, where there are several."""
    start = view.base + "notice/"
    own, _, rest = iri.removeprefix(start).partition("/")
    return view.label(start + own) if iri.startswith(start) and rest and not view.one_notice else ""


def _check(kind: str) -> None:
    if kind and kind not in KINDS:
        raise Problem(
            400,
            "bad-request",
            f"kind 应当是其中之一：{'、'.join(KINDS)}。",
            f"kind should be one of {', '.join(KINDS)}.",
        )


def _hit(text: str, query: str, found: Found) -> Any:
    return marked(text, 0, [Mark(start, end, "hit") for start, end in positions(text, query, found.words)])
