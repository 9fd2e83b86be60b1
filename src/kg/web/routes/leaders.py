"""A leader's page as a briefing: figures, each task with who leads it and what it must reach, projects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from fastapi import APIRouter, Request, Response

from kg.ledger.entries import Entry
from kg.ledger.scopes import leader_year
from kg.web.ask import Ask
from kg.web.params import YEAR, year_of
from kg.web.rows import figures_of, value
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
        units=_units(ask, tasks),
        shown_units=_UNITS,
    )


def _units(ask: Ask, tasks: Sequence[Entry]) -> list[tuple[str, str, list[int]]]:
    """Return the units of the tasks shown, those with the most first: how many they lead, how many else."""
    led, every, names = Counter[str](), Counter[str](), dict[str, str]()
    for entry in tasks:
        here = {body.iri: body.name for body in entry.bodies if body.iri.startswith(ask.iri("unit/"))}
        every.update(here.keys())
        led.update({body.iri for body in entry.named("lead")})
        names |= {iri: ask.view.named(iri, name) for iri, name in here.items()}
    order = sorted(names, key=lambda iri: (-every[iri], names[iri], iri))
    return [(names[iri], ask.view.href(iri), [led[iri], every[iri] - led[iri]]) for iri in order]


def _post(entry: Entry, iri: str) -> str:
    return next((leader.post for leader in entry.leaders if leader.iri == iri), "")
