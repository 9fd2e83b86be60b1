"""``/problem`` and ``/problem/KIND``: what an error's type means, and what to do."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter, Request, Response

from kg import vocab
from kg.errors import NotFound
from kg.link.describe import MEDIA, Statement, write
from kg.store.base import Iri, Literal
from kg.web.cookies import LANGUAGES
from kg.web.frame import Frame, View, root_of
from kg.web.languages import of_page
from kg.web.middleware.mark import Reuse
from kg.web.negotiate import choose
from kg.web.problems import TYPES, Kind, Problem, kinds

router = APIRouter(tags=["linked data"])

_SCHEME = TYPES.rstrip("/")
_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"description": "What it means", "content": {media: {} for media in MEDIA.values()}},
    404: {"description": "No such kind"},
    406: {"description": "No such format"},
}


@router.get("/problem", summary="What can go wrong", responses=_ANSWERS)
def problems(request: Request) -> Response:
    """List every kind of problem."""
    return _answered(request, kinds(), None)


@router.get("/problem.{ending}", include_in_schema=False)
def problems_as(request: Request, ending: str) -> Response:
    """List them in the format of the ending."""
    return _answered(request, kinds(), ending)


@router.get("/problem/{kind}", summary="What went wrong, and what to do", responses=_ANSWERS)
def problem(request: Request, kind: str) -> Response:
    """Tell of one kind, by Accept or ending."""
    name, dot, ending = kind.partition(".")
    found = kinds().get(name)
    if found is None:
        raise NotFound("没有这种错误。", "There is no such kind of problem.")
    return _answered(request, {name: found}, ending if dot else None)


def _answered(request: Request, told: dict[str, Kind], ending: str | None) -> Response:
    request.scope["kg"].reuse = Reuse.NONE if "lang" in request.query_params else Reuse.STATE
    offered = ["text/html", *MEDIA.values(), "application/json"]
    chosen = MEDIA.get(ending) if ending is not None else choose(request.headers.get("accept"), offered)
    if chosen is None:
        raise Problem(
            406 if ending is None else 404,
            "not-acceptable" if ending is None else "not-found",
            "没有这种格式，可用 .ttl .jsonld .nt .rdf 或 application/json。",
            "There is no such format; there are .ttl .jsonld .nt .rdf and application/json.",
        )
    if chosen == "text/html":
        return _page(request, told)
    if chosen == "application/json":
        text = json.dumps([_described(*item) for item in told.items()], ensure_ascii=False)
        return Response(text, media_type=chosen)
    said = f"{chosen}; charset=utf-8" if chosen.startswith("text/") else chosen
    return Response(write(_statements(told), chosen, vocab.BASE), media_type=said)


def _page(request: Request, told: dict[str, Kind]) -> Response:
    frame: Frame = request.app.state.frame
    view = View(request, {})
    whole = len(told) > 1
    only = next(iter(told.values()))
    path = "/problem" if whole else f"/problem/{next(iter(told))}"
    page = frame.page(
        request,
        "problem.html",
        labels={},
        title=view.say("problem.title") if whole else only.title[view.lang],
        told=told,
        whole=whole,
        formats={ending: view.url(f"{path}.{ending}") for ending in MEDIA},
    )
    alternates = (f'<{root_of(request)}{path}.{e}>; rel="alternate"; type="{t}"' for e, t in MEDIA.items())
    page.headers["Link"] = ", ".join(alternates)
    page.headers["Content-Language"] = "en" if of_page(request) == "en" else "zh-CN"
    return page


def _described(name: str, kind: Kind) -> dict[str, Any]:
    return {
        "type": TYPES + name,
        "status": kind.status,
        "title": kind.title,
        "means": kind.means,
        "do": kind.do,
    }


def _statements(told: dict[str, Kind]) -> list[Statement]:
    """Return the kinds as concepts of one scheme."""
    scheme = Iri(_SCHEME)
    found: list[Statement] = [(scheme, _term("rdf:type"), _term("skos:ConceptScheme"))]
    for name, kind in told.items():
        me = Iri(TYPES + name)
        found += [
            (me, _term("rdf:type"), _term("skos:Concept")),
            (me, _term("skos:inScheme"), scheme),
            (me, _term("skos:notation"), Literal(str(kind.status))),
        ]
        texts = (("skos:prefLabel", kind.title), ("skos:definition", kind.means), ("skos:note", kind.do))
        found += [(me, _term(term), Literal(text[lang], lang)) for term, text in texts for lang in LANGUAGES]
    return found


def _term(name: str) -> Iri:
    return Iri(vocab.expand(name))
