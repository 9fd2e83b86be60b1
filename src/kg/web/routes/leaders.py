"""A leader's page as a briefing: figures, each task with who leads it and what it must reach, projects."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from kg.ledger.entries import Entry
from kg.ledger.scopes import leader_year
from kg.web.ask import YEAR, Ask, bars, figures_of, value, year_of
from kg.web.scoping import within

router = APIRouter(tags=["pages"])
_UNITS = 15


@router.get("/person/{key}", summary="A leader")
def leader(
    request: Request,
    key: str,
    year: str = YEAR,
) -> Response:
    """Show what a leader answers for in a year, and the posts and units."""
    ask = Ask(request)
    within(ask, but=("year",))
    view = ask.view
    iri = ask.iri(f"person/{key}")
    said = ask.one("leader", leader=iri)
    name = value(said["leaderLabel"])
    wanted = year_of(year)
    ledger, years = leader_year(ask.rows, iri, wanted)
    entries = ledger.entries
    tasks = [entry for entry in entries if not entry.project]
    projects = [entry for entry in entries if entry.project]
    units = ask.rows("units-of-a-leader", leader=iri)
    return ask.answer(
        "leader.html",
        iri,
        title=view.say("leader.title", name=ledger.title),
        name=name,
        post="、".join(dict.fromkeys(post for entry in entries if (post := _post(entry, iri)))),
        section="/leaders",
        leader=said["leader"],
        year=wanted or "",
        years=years,
        shown_years=sorted({year for notice in ledger.notices for year in notice.years}),
        notices=ledger.notices,
        figures=[
            (view.say("leader.led"), len(tasks)),
            (view.say("leader.leads"), len({body.iri for entry in tasks for body in entry.named("lead")})),
            *figures_of(view, entries),
        ],
        tasks=tasks,
        projects=projects,
        dated=any(entry.deadline for entry in entries),
        posts=ask.rows("posts", leader=iri),
        units=[
            (label, href, [values[1], values[0] - values[1]])
            for label, href, values in bars(view, units, "unit", ["tasks", "lead"])
        ],
        shown_units=_UNITS,
    )


def _post(entry: Entry, iri: str) -> str:
    return next((leader.post for leader in entry.leaders if leader.iri == iri), "")
