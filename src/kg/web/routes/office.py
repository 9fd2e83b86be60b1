"""What an office does with its unit: name it once, see what is to be done this year, take it along."""

from __future__ import annotations

import json
import re
from typing import Any

from fastapi import APIRouter, Query, Request, Response
from starlette.responses import RedirectResponse

from kg.kept.keeper import Kept
from kg.ledger.entries import Ledger
from kg.ledger.scopes import ROLES, by_leader, of_leader, of_unit, years_of
from kg.web.ask import Ask
from kg.web.attached import attached
from kg.web.calendar import REMINDERS, calendar
from kg.web.cookies import UNIT_COOKIE, UNIT_KEY, set_unit
from kg.web.lagging import lagging
from kg.web.middleware.mark import Reuse
from kg.web.params import YEAR, year_of
from kg.web.problems import Problem
from kg.web.rows import figures_of
from kg.web.scoping import within

router = APIRouter(tags=["pages"])
_SUGGESTED = 8
_LISTED = 40
_ICS = "text/calendar; charset=utf-8"
_REMIND = Query("", description="year or quarter: reminders for what has no deadline")


@router.get("/my-unit", summary="One's own unit, remembered")
def my_unit(request: Request, q: str = "", unit: str = "", forget: bool = False) -> Response:
    """Lead to the page of the reader's unit: as chosen now, as remembered, or by a name to choose from."""
    ask = Ask(request)
    request.scope["kg"].reuse = Reuse.NONE
    view = ask.view
    if forget:
        answer: Response = RedirectResponse(view.to("/my-unit"), 303)
        set_unit(request, answer, "", 0)
        return answer
    if unit:
        return _remembered(ask, unit)
    known = request.cookies.get(UNIT_COOKIE, "")
    if known and not q:
        return RedirectResponse(view.to(f"/unit/{known}/list"), 303)
    hits, more = _found(ask, q, _LISTED) if q.strip() else ([], 0)
    certain = [hit for hit in hits if hit.label == q.strip()] or hits
    if len(certain) == 1:
        return _remembered(ask, certain[0].iri.rpartition("/")[2])
    if ask.wanted() == "application/json":
        told = [{"iri": hit.iri, "label": hit.label, "where": hit.where} for hit in hits]
        return Response(json.dumps({"units": told}, ensure_ascii=False), media_type="application/json")
    return ask.frame.page(
        request,
        "my-unit.html",
        title=view.say("mine"),
        section="/my-unit",
        asked=q,
        hits=hits,
        more=more,
        chosen=_chosen(ask),
    )


@router.get("/my-unit/suggest", include_in_schema=False)
def suggest(request: Request, q: str = "") -> Response:
    """Return the best few units as a piece of a page."""
    lagging(request, piece=True)
    ask = Ask(request)
    return ask.frame.page(request, "suggestions.html", hits=_found(ask, q, _SUGGESTED)[0], to=_chosen(ask))


def _found(ask: Ask, q: str, most: int) -> tuple[list[Any], int]:
    """Return the units that a name may mean, the best first, and how many more there are."""
    kept: Kept = ask.request.app.state.kept
    found, whole = kept.find(ask.store, q[:200], kind="unit", limit=most, lagging=ask.lagging)
    if not whole:
        ask.request.scope["kg"].reuse = Reuse.NONE
    return list(found.hits), found.total - len(found.hits)


def _chosen(ask: Ask) -> Any:
    view = ask.view
    return lambda iri: view.to("/my-unit", unit=iri.rpartition("/")[2])


def _remembered(ask: Ask, key: str) -> Response:
    if not re.fullmatch(UNIT_KEY, key):
        raise Problem(
            400, "bad-request", "unit 应当是单位网址的末段。", "unit should be the last part of a unit's IRI."
        )
    ask.one("unit", unit=ask.iri(f"unit/{key}"))
    answer = RedirectResponse(ask.view.to(f"/unit/{key}/list"), 303)
    set_unit(ask.request, answer, key)
    return answer


@router.get("/unit/{key}/list", summary="What a unit is to do in a year")
def unit_list(request: Request, key: str, year: str = YEAR) -> Response:
    """Show what a unit is to do: what it leads first, then by leader, with targets, partners and money."""
    ask = Ask(request)
    within(ask, but=("year",))
    view = ask.view
    iri = ask.iri(f"unit/{key}")
    wanted = year_of(year)
    ledger, notices = of_unit(ask.rows, iri, wanted)
    said = ask.one("unit", unit=iri)
    entries = ledger.entries
    return ask.answer(
        "unit-list.html",
        iri,
        title=view.say("year.title", name=ledger.title),
        section="/my-unit",
        name=said["unitLabel"].value,
        place=said["placeLabel"].value if said["placeLabel"] is not None else "",
        unit=iri,
        unit_path=f"/unit/{key}",
        year=wanted or "",
        years=years_of(notices),
        shown_years=years_of(ledger.notices),
        notices=ledger.notices,
        figures=[
            (view.say(f"year.{role}"), number)
            for role in ROLES
            if (number := sum(entry.own_role == role for entry in entries))
        ]
        + figures_of(view, entries),
        groups=[
            (role, by_leader(own)) for role in ROLES if (own := [e for e in entries if e.own_role == role])
        ],
        dated=any(entry.deadline for entry in entries),
    )


@router.get("/unit/{key}/calendar.ics", summary="Deadlines of a unit as a calendar")
def unit_calendar(request: Request, key: str, year: str = YEAR, remind: str = _REMIND) -> Response:
    """Give out the deadlines of a unit; for what states none, reminders where they are asked for."""
    ask = Ask(request)
    within(ask, but=("year",))
    ledger, _ = of_unit(ask.rows, ask.iri(f"unit/{key}"), year_of(year))
    return _calendar(ask, ledger, f"/unit/{key}/list", remind)


@router.get("/person/{key}/calendar.ics", summary="Deadlines of a leader as a calendar")
def leader_calendar(request: Request, key: str, year: str = YEAR, remind: str = _REMIND) -> Response:
    """Give out the deadlines of what a leader answers for."""
    ask = Ask(request)
    within(ask, but=("year",))
    ledger = of_leader(ask.rows, ask.iri(f"person/{key}"), year_of(year))
    return _calendar(ask, ledger, f"/person/{key}", remind)


def _calendar(ask: Ask, ledger: Ledger, page: str, remind: str) -> Response:
    if remind and remind not in REMINDERS:
        raise Problem(
            400, "bad-request", "remind 应当是 year 或 quarter。", "remind should be year or quarter."
        )
    data = calendar(ledger, ask.view, page, remind)
    return attached(data, _ICS, f"{ledger.title}.ics")
