"""The first page, the SPARQL editor's page, and what all pages are rendered with."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, FastAPI, Request, Response

from kg import vocab
from kg.web.ask import Ask, Row, bars, value
from kg.web.cookies import UNIT_COOKIE
from kg.web.frame import Frame
from kg.web.routes.queries import topics

router = APIRouter(tags=["pages"])


def setup(app: FastAPI) -> None:
    """Give the application its frame, its error pages and its editor."""
    frame = Frame()
    app.state.frame = frame
    app.state.render_error = frame.error
    app.state.sparql_page = editor


@router.get("/", summary="Overview")
def overview(request: Request) -> Response:
    """Show what is at hand, each figure leading to its list."""
    ask = Ask(request)
    view = ask.view
    themes = ask.rows("overview-themes")
    return ask.answer(
        "overview.html",
        title=view.say("overview.title"),
        section="/",
        mine=_mine(ask),
        counts=Row(ask.one("overview-counts") | ask.one("overview-registry")),
        workload=bars(view, ask.rows("overview-workload"), "unit", ["lead", "support", "responsible"]),
        leaders=bars(view, ask.rows("overview-leaders"), "leader", ["tasks"]),
        themes=bars(view, themes, "theme", ["items"]),
        theme_targets=[
            (label, view.url("/targets", theme=row["theme"].value), values)
            for row, (label, _, values) in zip(themes, bars(view, themes, "theme", ["targets"]), strict=True)
            if values[0]
        ],
        money=[
            (label, view.url("/projects", category=row["category"].value), values)
            for row, (label, _, values) in (
                (row, bars(view, [row], "category", ["fiscal", "higherLevel"])[0])
                for row in ask.rows("overview-money")
            )
        ],
        sources=[
            (label, view.url("/queries/money-by-source"), values)
            for label, _, values in bars(view, ask.rows("overview-sources"), "source", ["amount"])
        ],
        places=bars(view, ask.rows("overview-places"), "place", ["items"]),
        notices=ask.table("overview-notices"),
    )


def _mine(ask: Ask) -> dict[str, str] | None:
    """Return the unit that this browser remembers, if the graph still holds it."""
    key = ask.request.cookies.get(UNIT_COOKIE)
    found = ask.rows("unit", unit=ask.iri(f"unit/{key}")) if key else []
    if not found:
        return None
    said = found[0]
    place = value(said["placeLabel"])
    name = value(said["unitLabel"])
    beside = place and not name.startswith(place)
    return {"name": f"{name}（{place}）" if beside else name, "path": ask.view.url(f"/unit/{key}/list")}


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
