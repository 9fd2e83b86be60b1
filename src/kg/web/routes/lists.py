"""Lists of one kind of thing: notices, units, leaders, targets, projects, places, themes.

Each is one canned query with filters from its own parameters, each choice with the number of rows
that it leaves, and words that rows hold; the address carries them all, and the same address answers
machines as the query itself does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from fastapi import APIRouter, Request, Response

from kg.kept.answers import Facets, Row, Wanted, listed
from kg.query import Table
from kg.query.values import number
from kg.store.base import XSD, Literal, Term
from kg.web.ask import Ask
from kg.web.charts import CHARTED, chart
from kg.web.choosing import field_of
from kg.web.params import SHOWN_ROWS, paging, params_of
from kg.web.routes.queries import TYPES, answered
from kg.web.scoping import within

router = APIRouter(tags=["pages"])
_LONGEST_TEXT = 200


@dataclass(frozen=True, slots=True)
class Listing:
    """One list: the query, the filters shown, the columns that count them, and whether its chart is."""

    query: str
    filters: Sequence[str] = ()
    counted: Mapping[str, str] = field(default_factory=dict)  # parameter: its column, or itself
    chart: bool = False
    worded: bool = True  # rows hold words to look for
    summed: Sequence[str] = ()  # columns that are added up over the notices, until one is chosen


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


LISTINGS = {
    "notices": Listing("notices"),
    "units": Listing("workload", ("notice",), _same("notice")),
    "leaders": Listing("leaders", ("notice",), _same("notice"), chart=True),
    "targets": Listing(
        "targets",
        ("notice", "indicator", "change", "bound", "measure", "strength", "unit", "leader", "theme"),
        _same("notice", "indicator", "change", "bound", "measure", "strength", "unit", "leader", "theme"),
    ),
    "projects": Listing(
        "projects",
        ("notice", "category", "unit", "place"),
        _same("notice", "unit", "place") | {"category": "kind"},
        chart=True,
    ),
    "places": Listing("places", chart=True),
    "themes": Listing(
        "targets-by-theme",
        ("notice",),
        _same("notice"),
        chart=True,
        worded=False,
        summed=("items", "targets"),
    ),
}


@router.get("/{listing}.{ending}", include_in_schema=False)
def as_data(request: Request, listing: str, ending: str) -> Response:
    """Return a list as data, by ending."""
    if listing not in LISTINGS or ending not in TYPES or ending == "html":
        from fastapi import HTTPException

        raise HTTPException(404)
    ask = Ask(request)
    return answered(ask, _whole(ask, LISTINGS[listing]), ending)


def _whole(ask: Ask, listing: Listing) -> Any:
    """Return all rows that the address narrows the list to."""
    text = ask.request.query_params.get("_q", "")[:_LONGEST_TEXT]
    return _rows(ask, listing, params_of(ask.request), Wanted(text=text))[0]


def _rows(
    ask: Ask, listing: Listing, params: Mapping[str, str], wanted: Wanted, facets: Sequence[str] = ()
) -> tuple[Table, Facets]:
    """Return rows of a list; without a notice chosen, what is summed has one row for all notices."""
    if not listing.summed or params.get("notice"):
        return ask.listed(listing.query, params, wanted, facets)
    whole, counted = ask.listed(listing.query, params, Wanted(), facets)
    page, _ = listed(whole.query, _summed(whole, listing.summed), (), wanted)
    at = [i for i, name in enumerate(whole.names) if name != "notice"]
    columns = tuple(whole.columns[i] for i in at)
    rows = tuple(tuple(row[i] for i in at) for row in page.rows)
    return replace(whole, columns=columns, rows=rows, total=page.total, offset=wanted.offset), counted


def _summed(table: Table, sums: Sequence[str]) -> list[Row]:
    """Return one row for all rows that differ in their sums and their notice alone, the largest first."""
    added: dict[Row, list[int]] = {}
    at = [table.names.index(name) for name in sums]
    kept = [i for i, name in enumerate(table.names) if name not in sums and name != "notice"]
    for row in table.rows:
        totals = added.setdefault(tuple(row[i] for i in kept), [0] * len(at))
        for place, index in enumerate(at):
            totals[place] += int(number(row[index]) or 0)
    made = []
    for key, totals in sorted(added.items(), key=lambda pair: -pair[1][0]):
        cells: list[Term | None] = [None] * len(table.names)
        for index, term in zip(kept, key, strict=True):
            cells[index] = term
        for index, total in zip(at, totals, strict=True):
            cells[index] = Literal(str(total), None, f"{XSD}integer")
        made.append(tuple(cells))
    return made


def _listing(request: Request, name: str) -> Response:
    ask = Ask(request)
    within(ask)
    listing = LISTINGS[name]
    params = params_of(request)
    query = ask.catalog.get(listing.query)
    if ask.wanted() == "application/json":
        return answered(ask, _whole(ask, listing), "json")
    view = ask.view
    limit, offset = paging(request, SHOWN_ROWS)
    sort = request.query_params.get("_sort", "")
    text = request.query_params.get("_q", "")[:_LONGEST_TEXT]
    wanted = Wanted(order=ask.order(listing.query, sort), limit=limit, offset=offset, text=text)
    table, counted = _rows(ask, listing, params, wanted, tuple(listing.counted.values()))
    drawn = None
    if listing.chart:
        drawn = chart(view, ask.listed(listing.query, params, Wanted(limit=CHARTED, text=text))[0])
    return ask.answer(
        "list.html",
        title=view.say(f"{name}.title"),
        lead=view.say(f"{name}.lead"),
        section=f"/{name}",
        filters=[
            field_of(ask, query.params[key], params.get(key, ""), _counts(listing, counted, key))
            for key in listing.filters
        ],
        worded=listing.worded,
        text=text,
        table=table,
        total=table.total,
        limit=limit,
        offset=offset,
        sort=sort,
        chart=drawn,
        narrowed=bool(text or any(params.values())),
        address=lambda kind: view.url(f"/{name}.{kind}", **params, _q=text),
    )


def _counts(listing: Listing, counted: Facets, name: str) -> dict[str, int] | None:
    """Return how many rows each value of a filter leaves; None where nothing tells it."""
    column = listing.counted.get(name, "")
    return {term.value: number for term, number in counted[column]} if column in counted else None


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
