"""Lists of one kind of thing: notices, units, leaders, targets, projects, places, themes.

Each is one canned query with filters from its own parameters; the address carries them all, and
the same address answers machines as the query itself does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from fastapi import APIRouter, Request, Response

from kg.web.ask import CHARTED, Ask, chart, codes, paging, params_of
from kg.web.routes.queries import TYPES, answered

router = APIRouter(tags=["pages"])


@dataclass(frozen=True, slots=True)
class Listing:
    """One list: the query, the filters shown, and whether its chart is."""

    query: str
    filters: Sequence[str] = ()
    chart: bool = False
    extra: Sequence[str] = field(default=())


LISTINGS = {
    "notices": Listing("notices", ("year",)),
    "units": Listing("workload", ("notice",)),
    "leaders": Listing("leaders", ("notice",), chart=True),
    "targets": Listing(
        "targets",
        ("notice", "indicator", "change", "bound", "measure", "strength", "unit", "leader", "theme"),
    ),
    "projects": Listing("projects", ("notice", "category", "unit", "place"), chart=True),
    "places": Listing("places", (), chart=True),
    "themes": Listing("targets-by-theme", ("notice",), chart=True),
}


@router.get("/{listing}.{ending}", include_in_schema=False)
def as_data(request: Request, listing: str, ending: str) -> Response:
    """Return a list as data, by ending."""
    if listing not in LISTINGS or ending not in TYPES or ending == "html":
        from fastapi import HTTPException

        raise HTTPException(404)
    ask = Ask(request)
    return answered(ask, ask.run(LISTINGS[listing].query, params_of(request)), ending)


def _listing(request: Request, name: str) -> Response:
    ask = Ask(request)
    listing = LISTINGS[name]
    params = params_of(request)
    query = ask.catalog.get(listing.query)
    if ask.wanted() == "application/json":
        return answered(ask, ask.run(listing.query, params), "json")
    view = ask.view
    limit, offset = paging(request)
    sort = request.query_params.get("_sort", "")
    table = ask.listed(listing.query, params, limit, offset, sort)
    drawn = chart(view, ask.listed(listing.query, params, CHARTED, 0)) if listing.chart else None
    return ask.answer(
        "list.html",
        title=view.say(f"{name}.title"),
        lead=view.say(f"{name}.lead"),
        section=f"/{name}",
        filters=[_filter(ask, query.params[key], params.get(key, "")) for key in listing.filters],
        table=table,
        total=table.total,
        limit=limit,
        offset=offset,
        sort=sort,
        chart=drawn,
        address=lambda kind: view.url(f"/{name}.{kind}", **params),
    )


def _filter(ask: Ask, param: Any, given: str) -> dict[str, Any]:
    view = ask.view
    choices: list[tuple[str, str]] | None
    if param.values:
        choices = codes(view, param.values)
    elif param.choices:
        found = ask.catalog.choices(param, ask.store)
        english = view.lang == "en"
        choices = [
            (c.value, c.also[0] if english and c.also and c.also[0].isascii() else c.label) for c in found
        ]
        known = {value for value, _ in choices}
        if given and given not in known:
            given = next((c.value for c in found if given in (c.label, *c.also)), given)
    else:
        choices = None
    label = param.label if view.lang == "en" else param.label_zh
    number = param.type in ("xsd:decimal", "xsd:integer", "xsd:gYear")
    return {"name": param.name, "label": label, "choices": choices, "value": given, "number": number}


@router.get("/notices", summary="Notices at hand")
def notices(request: Request) -> Response:
    """List the notices."""
    return _listing(request, "notices")


@router.get("/units", summary="Units and their workload")
def units(request: Request) -> Response:
    """List the units."""
    return _listing(request, "units")


@router.get("/leaders", summary="Leaders and their load")
def leaders(request: Request) -> Response:
    """List the leaders."""
    return _listing(request, "leaders")


@router.get("/targets", summary="Targets")
def targets(request: Request) -> Response:
    """List the targets."""
    return _listing(request, "targets")


@router.get("/projects", summary="Projects")
def projects(request: Request) -> Response:
    """List the projects."""
    return _listing(request, "projects")


@router.get("/places", summary="Places")
def places(request: Request) -> Response:
    """List the places."""
    return _listing(request, "places")


@router.get("/themes", summary="Themes")
def themes(request: Request) -> Response:
    """List the themes."""
    return _listing(request, "themes")
