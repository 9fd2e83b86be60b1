"""A unit, a leader, a place, a theme, a collective: what it is and everything tied to it."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from kg.errors import NotFound
from kg.web.ask import Ask
from kg.web.charts import bars
from kg.web.frame import VOCABULARY
from kg.web.judging import offered
from kg.web.params import paging
from kg.web.rows import Item, items, value
from kg.web.scoping import within

router = APIRouter(tags=["pages"])
_ROWS = 20


@router.get("/unit/{key}", summary="A unit")
def unit(request: Request, key: str) -> Response:
    """Show a unit, its names, partners, leaders and items."""
    ask = Ask(request)
    within(ask)
    view = ask.view
    iri = ask.iri(f"unit/{key}")
    said = ask.one("unit", unit=iri)
    name = value(said["unitLabel"])
    listed = items(ask.rows("list-of-a-unit", unit=iri))
    partners = ask.rows("partners-of-a-unit", unit=iri)
    roles = [view.local(item.role) for item in listed if item.role is not None and not item.via]
    limit, offset = paging(request, _ROWS)
    own = view.to(f"/unit/{key}/list")
    return ask.answer(
        "unit.html",
        iri,
        title=name,
        name=name,
        section="/units",
        unit=said,
        figures=[
            (view.say(role), roles.count(role), view.to("/queries/tasks-of-a-unit", unit=iri, role=role))
            for role in ("lead", "support", "responsible")
        ]
        + [
            (view.say("place.collective"), sum(item.via for item in listed), own),
            (
                view.say("count.targets"),
                sum(len(item.targets) for item in listed),
                view.to("/targets", unit=iri),
            ),
        ],
        groups=_distinct(ask.rows("collectives", unit=iri), "group"),
        names=ask.rows("names-of-units", unit=iri),
        leaders=bars(view, ask.rows("unit-leaders", unit=iri), "leader", ["tasks"]),
        partners=bars(view, partners, "partner", ["together"]),
        network=_around(ask, iri, name, partners),
        judged=offered(ask, unit=iri),
        items=listed[offset : offset + limit],
        total=len(listed),
        over=len({item.notice for item in listed}),
        limit=limit,
        offset=offset,
    )


def _distinct(rows: list[Any], name: str) -> list[Any]:
    return list({row[name].value: row for row in rows if row[name] is not None}.values())


def _around(ask: Ask, iri: str, name: str, partners: list[Any]) -> dict[str, Any]:
    """Return the picture of a unit, its partners and what joins these."""
    view = ask.view
    near = partners[:19]
    known = {row["partner"].value for row in near}
    nodes = [{"id": iri, "name": name, "link": view.href(iri), "centre": True}]
    nodes += [
        {
            "id": row["partner"].value,
            "name": view.named(row["partner"], value(row["partnerLabel"])),
            "link": view.href(row["partner"]),
        }
        for row in near
    ]
    links = [
        {"source": iri, "target": row["partner"].value, "value": int(value(row["together"]))} for row in near
    ]
    links += [
        {"source": row["partner"].value, "target": row["body"].value, "value": int(value(row["together"]))}
        for row in ask.rows("unit-partner-pairs", unit=iri)
        if row["partner"].value in known and row["body"].value in known
    ]
    return {"type": "graph", "nodes": nodes, "links": links}


@router.get("/place/{key}", summary="A place")
def place(request: Request, key: str) -> Response:
    """Show what concerns a place: in the text, through its bodies, through collectives."""
    ask = Ask(request)
    within(ask)
    view = ask.view
    iri = ask.iri(f"place/{key}")
    said = ask.one("place", place=iri)
    rows = ask.rows("items-of-a-place", place=iri)
    listed = items(rows)
    for item, row in zip(listed, rows, strict=True):
        item.tags = [
            view.say(f"place.{word}")
            for word, name in (("text", "inText"), ("unit", "byUnit"), ("collective", "byCollective"))
            if value(row[name]) == "1"
        ]
    facts = [
        (view.say("place.code"), value(said["code"])),
        (view.say("place.level"), view.label(said["level"]) if said["level"] is not None else ""),
        (view.say("place.within"), value(said["parentLabel"])),
    ]
    projects = [
        (value(row["projectLabel"]), view.href(row["project"]), [_number(row["investment"])])
        for row in ask.rows("projects-by-place", place=iri)
    ]
    units: list[Any] = [
        (value(row["unitLabel"]), view.href(row["unit"]), []) for row in ask.rows("units", place=iri)
    ]
    return _things(
        ask,
        iri,
        value(said["placeLabel"]),
        listed,
        section="/places",
        facts=[(label, text) for label, text in facts if text],
        panels=[],
        links=[(view.say("things.units"), units), (view.say("things.projects"), projects)],
        judged=offered(ask, place=iri),
    )


def _number(term: Any) -> Any:
    from kg.query.values import number

    return number(term) or 0


@router.get("/theme/{key}", summary="A theme")
def theme(request: Request, key: str) -> Response:
    """Show a theme across leaders and units."""
    ask = Ask(request)
    within(ask)
    view = ask.view
    iri = VOCABULARY + f"theme/{key}"
    said = ask.one("theme", theme=iri)
    english = view.lang == "en" and said["labelEn"] is not None
    rows = ask.rows("theme-across-leaders", theme=iri)
    leaders: dict[str, list[Any]] = {}
    for row in rows:
        if row["leader"] is not None:
            leaders.setdefault(
                row["leader"].value,
                [view.named(row["leader"], value(row["leaderLabel"])), view.href(row["leader"]), [0]],
            )
            leaders[row["leader"].value][2][0] += 1
    told = sorted(leaders.values(), key=lambda entry: -entry[2][0])
    units = bars(view, ask.rows("units-of-a-theme", theme=iri), "unit", ["items"])
    return _things(
        ask,
        iri,
        value(said["labelEn"] if english else said["label"]),
        items(rows),
        section="/themes",
        said="" if english else value(said["words"]),
        name_zh=not english,
        panels=[
            (view.say("nav.leaders"), [tuple(entry) for entry in told], [view.say("count.items")]),
            (view.say("things.units"), units[:15], [view.say("count.items")]),
        ],
    )


@router.get("/group/{key}", summary="A collective")
def group(request: Request, key: str) -> Response:
    """Show a set of bodies as a notice uses it."""
    ask = Ask(request)
    within(ask)
    view = ask.view
    iri = ask.iri(f"group/{key}")
    rows = ask.rows("group", group=iri)
    if not rows:
        ask.one("group", group=iri)
    members: list[Any] = [
        (value(row["unitLabel"]), view.href(row["unit"]), []) for row in rows if row["unit"] is not None
    ]
    complete = value(rows[0]["complete"]) == "true"
    return _things(
        ask,
        iri,
        value(rows[0]["groupLabel"]),
        items(ask.rows("group-items", group=iri)),
        section="/units",
        facts=[(view.say("group.complete"), view.say("group.yes" if complete else "group.no"))],
        panels=[],
        links=[(view.say("group.members"), members)],
    )


@router.get("/indicator/{key}", summary="An indicator")
def indicator(request: Request, key: str) -> Response:
    """Lead to the targets of one indicator."""
    ask = Ask(request)
    iri = ask.iri(f"indicator/{key}")
    if not ask.rows("thing", item=iri):
        raise NotFound("没有这个指标。", "There is no such indicator.")
    return RedirectResponse(ask.view.to("/targets", indicator=iri), 303)


def _things(ask: Ask, iri: str, name: str, listed: list[Item], **values: Any) -> Response:
    view = ask.view
    limit, offset = paging(ask.request, _ROWS)
    section = values["section"]
    told = {"said": "", "facts": [], "panels": [], "links": [], "name_zh": True, "judged": []} | values
    return ask.answer(
        "things.html",
        iri,
        title=name,
        name=name,
        trail=[
            (view.to("/"), view.say("nav.overview")),
            (view.to(section), view.say(f"nav.{section[1:]}")),
            (None, name),
        ],
        items=listed[offset : offset + limit],
        total=len(listed),
        limit=limit,
        offset=offset,
        **told,
    )
