"""Full-text search: the page, and the same as JSON."""

from __future__ import annotations

import json
import threading
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response

from kg.search import Entry, SearchIndex
from kg.search.index import KINDS, positions
from kg.web.ask import Ask, Row, paging, value
from kg.web.marks import Mark, marked
from kg.web.problems import Problem

router = APIRouter(tags=["search"])
_ROWS = 20


def setup(app: FastAPI) -> None:
    """Give the application its index, filled when it is first asked."""
    app.state.search = SearchIndex()
    app.state.search_lock = threading.Lock()


def index_of(ask: Ask) -> SearchIndex:
    """Return the index as of the store's state."""
    state = ask.request.app.state
    index: SearchIndex = state.search
    now = state.backend.state
    with state.search_lock:
        if not len(index) or index.state != now or now is None:
            index.update(_entries(ask), now)
    return index


def _entries(ask: Ask) -> list[Entry]:
    found: dict[str, list[Any]] = {}
    table = ask.catalog.run("search-texts", {}, ask.store)
    for row in (Row(row) for row in table.dicts()):
        entry = found.setdefault(
            row["item"].value,
            [value(row["kind"]), value(row["label"]), [], value(row["involved"]) in ("true", "1")],
        )
        also = value(row["also"])
        if also and also not in entry[2] and also != entry[1]:
            entry[2].append(also)
    return [
        Entry(iri, kind, label, tuple(also), involved) for iri, (kind, label, also, involved) in found.items()
    ]


@router.get("/search", summary="Full-text search")
def search(request: Request, q: str = "", kind: str = "") -> Response:
    """Find tasks, projects, targets, units, leaders and places; ``kind`` narrows to one of them."""
    if kind and kind not in KINDS:
        raise Problem(
            400,
            "bad-request",
            f"kind 应当是其中之一：{'、'.join(KINDS)}。",
            f"kind should be one of {', '.join(KINDS)}.",
        )
    ask = Ask(request)
    limit, offset = paging(request, _ROWS)
    found = index_of(ask).find(q, kind=kind or None, limit=limit, offset=offset)
    if ask.wanted() == "application/json":
        told = {
            "query": q,
            "total": found.total,
            "facets": dict(found.facets),
            "hits": [
                {"iri": h.iri, "kind": h.kind, "label": h.label, "also": h.also, "score": round(h.score, 3)}
                for h in found.hits
            ],
        }
        return Response(json.dumps(told, ensure_ascii=False), media_type="application/json")
    view = ask.view
    return ask.frame.page(
        request,
        "search.html",
        title=f"{q} · {view.say('search')}" if q else view.say("search"),
        q=q,
        kind=kind,
        facets=found.facets,
        total=found.total,
        hits=[
            {"iri": h.iri, "kind": h.kind, "label": _hit(h.label, q), "also": _hit(h.also, q)}
            for h in found.hits
        ],
        limit=limit,
        offset=offset,
    )


def _hit(text: str, query: str) -> Any:
    return marked(text, 0, [Mark(start, end, "hit") for start, end in positions(text, query)])
