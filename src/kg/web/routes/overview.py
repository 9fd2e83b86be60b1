"""The first page, the SPARQL editor's page, and what all pages are rendered with."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response

from kg import vocab
from kg.registry.ranks import rank
from kg.web.ahead import OfState
from kg.web.ask import Ask
from kg.web.charts import bars
from kg.web.cookies import UNIT_COOKIE
from kg.web.deps import catalog_of
from kg.web.frame import Frame, View
from kg.web.routes.queries import topics
from kg.web.rows import Row, beside, value
from kg.web.scoping import within

router = APIRouter(tags=["pages"])
_DOUBTS, _NOTICES = 4, 6  # rows of the first page
_NAMED = 3  # more places than these are counted, not named
_PROMISED = ("tasks", "projects", "targets")


def setup(app: FastAPI) -> None:
    """Give the application its frame, its error pages and its editor."""
    frame = Frame()
    app.state.frame = frame
    app.state.namesakes = OfState(lambda store: catalog_of(app.state).namesakes(store))
    app.state.render_error = frame.error
    app.state.sparql_page = editor


@router.get("/", summary="Overview")
def overview(request: Request) -> Response:
    """Say what was promised, lead to the reader's unit, tell what is due and what to look at; chart it."""
    ask = Ask(request)
    view = ask.view
    within(ask)
    themes = ask.rows("overview-themes")
    governments = ask.rows("overview-governments")
    counts = Row(ask.one("overview-counts") | ask.one("overview-registry"))
    today = date.today().isoformat()
    return ask.answer(
        "overview.html",
        title=view.say("overview.title"),
        section="/",
        promised=promised(view, counts, governments),
        mine=_mine(ask),
        due=ask.rows("overview-due", **{"from": today}),
        doubts=[
            (view.label(row["code"]), row["severity"], value(row["times"]))
            for row in ask.rows("overview-findings")[:_DOUBTS]
        ],
        counts=counts,
        workload=bars(view, ask.rows("overview-workload"), "unit", ["lead", "support", "responsible"]),
        leaders=bars(view, _by_rank(ask), "leader", ["tasks"]),
        themes=bars(view, themes, "theme", ["items"]),
        theme_targets=sorted(
            (
                (label, view.to("/targets", theme=row["theme"].value), values)
                for row, (label, _, values) in zip(
                    themes, bars(view, themes, "theme", ["targets"]), strict=True
                )
                if values[0]
            ),
            key=lambda bar: -bar[2][0],
        ),
        money=_money(ask),
        sources=[
            (label, view.to("/queries/money-by-source"), values)
            for label, _, values in bars(view, ask.rows("overview-sources"), "source", ["amount"])
        ],
        places=bars(view, ask.rows("overview-places"), "place", ["items"]),
        notices=ask.table("overview-notices").page(_NOTICES),
    )


def promised(view: View, counts: Row, governments: Sequence[Row]) -> str:
    """Return one sentence that says what the governments of the graph promised, made from its figures."""
    places = list(dict.fromkeys(value(row["jurisdictionLabel"]) for row in governments))
    places = [place for place in places if place]
    years = sorted({value(row["year"]) for row in governments} - {""})
    who = view.listed(places) if len(places) <= _NAMED else view.say("promise.places", number=len(places))
    span = ""
    if years:
        key = "promise.year" if len(years) == 1 else "promise.years"
        span = view.say(key, year=years[0], first=years[0], last=years[-1])
    said = {name: view.number(counts[name]) for name in _PROMISED if value(counts[name]) not in ("", "0")}
    things = view.listed(view.say(f"promise.{name}", number=number) for name, number in said.items())
    amount = counts["investment"]
    money = view.say("promise.money", amount=view.money(amount)) if value(amount) not in ("", "0") else ""
    people = [
        view.say(f"promise.{name}", number=view.number(counts[name]))
        for name in ("leaders", "units")
        if value(counts[name]) not in ("", "0")
    ]
    by = view.say("promise.by", who=view.listed(people)) if people else ""
    notices = view.number(counts["notices"])
    return view.say("promise", who=who, years=span, notices=notices, things=things, money=money, by=by)


def _by_rank(ask: Ask) -> list[Row]:
    """Return the leaders with the most tasks in the order of their posts, the head first."""
    rows = ask.rows("overview-leaders")
    highest = dict.fromkeys((row["leader"] for row in rows), 99)
    for held in ask.rows("overview-posts"):
        if held["leader"] in highest:
            highest[held["leader"]] = min(highest[held["leader"]], rank(value(held["post"])))
    return sorted(rows, key=lambda row: highest[row["leader"]])


def _money(ask: Ask) -> list[tuple[str, str, list[Any]]]:
    """Return what projects of each category cost: of the treasury, from above, and what no column says."""
    view = ask.view
    found = []
    for row in ask.rows("overview-money"):
        ((label, _, (whole, fiscal, higher)),) = bars(
            view, [row], "category", ["investment", "fiscal", "higherLevel"]
        )
        address = view.to("/projects", category=row["category"].value)
        found.append((label, address, [fiscal, higher, max(whole - fiscal - higher, 0)]))
    return found


def _mine(ask: Ask) -> dict[str, str] | None:
    """Return the unit that this browser remembers, if the graph still holds it."""
    key = ask.request.cookies.get(UNIT_COOKIE)
    found = ask.rows("unit", unit=ask.iri(f"unit/{key}")) if key else []
    if not found:
        return None
    said = found[0]
    name = beside(value(said["unitLabel"]), value(said["placeLabel"]))
    return {"name": name, "path": ask.view.to(f"/unit/{key}/list")}


async def editor(request: Request) -> Response:
    """Show the SPARQL editor."""
    return await asyncio.to_thread(_editor, request)


def _editor(request: Request) -> Response:
    ask = Ask(request)
    view = ask.view
    words = (
        "running",
        "stopped",
        "rows",
        "more",
        "yes",
        "no",
        "copied",
        "whole",
        "hint",
        "nothing",
        "results",
        "none",
        "tall",
        "short",
        "x",
        "y",
        "kind",
        "bar",
        "line",
        "pie",
    )
    return ask.frame.page(
        request,
        "editor.html",
        title=view.say("editor.title"),
        section="/sparql",
        topics=[(topic, queries) for _, topic, queries in topics(ask.catalog, view.lang)],
        start=ask.catalog.get("workload").text,
        prefixes=dict(vocab.PREFIXES),
        words={word: view.say(f"editor.{word}") for word in words} | {"editor": view.say("editor.label")},
    )
