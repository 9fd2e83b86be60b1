"""``POST /convert`` and ``POST /validate``: a notice in, its graph, JSON or report out."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from markupsafe import Markup

from kg.errors import KgError, UsageError
from kg.pipeline import GRAPH_SUFFIXES
from kg.proof import wanted
from kg.validate.written import is_word
from kg.web.conversions import Sent, apart, received
from kg.web.deps import get_catalog, get_store
from kg.web.drafts import Draft, Light, drafted, light_of, prospect, seen
from kg.web.fields import FILE, TEXT, form_body
from kg.web.frame import Frame, View, messages
from kg.web.judging import folder_of
from kg.web.languages import of_page
from kg.web.negotiate import choose, wants_html
from kg.web.problems import Problem
from kg.web.turns import Places
from kg.web.workshop import Workshop

router = APIRouter(tags=["convert and validate"])

# Files of one client at work or waiting, and of everybody: each may be as long as KG_MAX_UPLOAD_MB.
PLACES, PLACES_IN_ALL = 8, 32
_LINE = "2024年重点工作责任分解\n一、重点工作\n1.新建公园1座。责任单位：县住建局\n"

CONVERTED = {
    "json": "application/json",
    "turtle": "text/turtle",
    "trig": "application/trig",
    "nquads": "application/n-quads",
    "jsonld": "application/ld+json",
}
REPORTS = {
    "json": "application/json",
    "html": "text/html",
    "text": "text/plain",
    "sarif": "application/sarif+json",
    "turtle": "text/turtle",
    "junit": "application/xml",
    "github": "text/plain",
}
_BODY = form_body(
    {
        "file": {**FILE, "description": "txt, md, html, docx, pdf, ofd"},
        "text": {"type": "string", "description": "the text itself, instead of a file"},
        "against": {
            "type": "string",
            "description": "a notice of the store to validate against: number, title or IRI",
        },
    },
    text_plain=TEXT,
)


def setup(app: FastAPI) -> None:
    """Have processes for conversions."""
    app.state.workshop = Workshop.of_machine(Places(PLACES, PLACES_IN_ALL), _warm_up)


@router.post("/convert", summary="Convert a notice", openapi_extra=_BODY)
async def convert(request: Request, format: str | None = None) -> Response:
    """Return the notice as JSON or RDF, by ``format`` or ``Accept``."""
    form = _form(request, format, CONVERTED)
    settings = request.app.state.settings
    async with received(request) as sent:
        judged = folder_of(settings)
        text = await apart(request, _converted, sent.data, sent.name, form, settings.base, judged)
    return Response(text, media_type=CONVERTED[form])


@router.post("/validate", summary="Validate a notice", openapi_extra=_BODY)
async def validate(request: Request, format: str | None = None, pack: str | None = None) -> Response:
    """Return the report, by ``format`` or ``Accept``; a browser gets the page.

    ``pack`` names what is looked at, parted by commas: content, form, proof; all unless given.
    """
    page = format is None and wants_html(request)
    form = "html" if page else _form(request, format, REPORTS)
    lang = of_page(request)
    packs = wanted(pack)
    async with received(request) as sent:
        light = await light_for(request, sent, packs)
        if page and request.scope["kg"].person is not None and not _is_graph(sent.name):
            draft = await apart(request, drafted, sent.data, sent.name, light, lang)
            return await run_in_threadpool(_desk, request, draft, sent)
        text = await apart(request, _reported, sent.data, sent.name, form, lang, page, light)
    if not page:
        return Response(text, media_type=REPORTS[form])
    taken = _taken(request, sent.data, sent.name)
    return await run_in_threadpool(_page, request, taken + text)


async def light_for(request: Request, sent: Sent, packs: tuple[str, ...]) -> Light:
    """Return in what light a file is validated; its form may name a notice of the store to compare it with.

    Raises:
        UsageError: the store holds no such notice.
    """
    settings, against = request.app.state.settings, sent.fields.get("against", "")
    in_store = (get_store(request), get_catalog(request)) if against.strip() else None
    return await run_in_threadpool(light_of, settings, packs=packs, against=against, in_store=in_store)


def _is_graph(name: str) -> bool:
    return name.lower().endswith(GRAPH_SUFFIXES)


def _taken(request: Request, data: bytes, name: str) -> str:
    """Return the buttons for what can be made of a draft, as a piece of a page."""
    frame: Frame = request.app.state.frame
    view = View(request, {})
    in_word = not _is_graph(name) and is_word(data, name)
    offered = [("report", view.say("taken.report"))]
    if not _is_graph(name):
        key = "taken.tracked" if in_word else "taken.mended"
        offered.insert(0, ("repaired", view.say(key)))
    if in_word:
        offered.insert(0, ("comments", view.say("taken.comments")))
    template = frame.environment.get_template("taken.html")
    return template.render(v=view, lang=view.lang, offered=offered)


def _desk(request: Request, draft: Draft, sent: Sent) -> Response:
    """Show who is signed in what would be loaded, above the report."""
    frame: Frame = request.app.state.frame
    view = View(request, {})
    told = prospect(view, draft, sent.data, get_store(request))
    above = frame.environment.get_template("prospect.html").render(v=view, lang=view.lang, **told)
    return _page(request, above + _taken(request, sent.data, sent.name) + draft.report)


def _page(request: Request, text: str) -> Response:
    if request.headers.get("HX-Request") == "true":
        return Response(text, media_type="text/html")
    frame: Frame = request.app.state.frame
    report = Markup(text)  # kg.validate escapes every word of the file
    title = messages(of_page(request))["validate.title"]
    return frame.page(request, "validate.html", title=title, section="/validate", report=report)


@router.get("/report.css", summary="The style of reports", include_in_schema=False)
def style() -> Response:
    """Return the style sheet that a report within a page needs."""
    from kg.validate.formats.html import style

    return Response(style(), media_type="text/css", headers={"Cache-Control": "public, max-age=3600"})


def _form(request: Request, format: str | None, known: dict[str, str]) -> str:
    if format is not None:
        if format not in known:
            names = "、".join(known)
            raise UsageError(
                f"没有“{format}”这种格式，可用：{names}。",
                f"There is no format {format}; there are {', '.join(known)}.",
            )
        return format
    types = list(dict.fromkeys(known.values()))
    chosen = choose(request.headers.get("accept"), types)
    if chosen is None:
        raise Problem(
            406,
            "not-acceptable",
            "不能以所要求的格式回答，请改用 " + "、".join(types) + "。",
            "None of the formats asked for is offered; ask for one of " + ", ".join(types) + ".",
        )
    return next(name for name, media_type in known.items() if media_type == chosen)


def _warm_up() -> None:
    """Read a line, in the other process: what conversions and rules need is then in memory."""
    from kg import pipeline

    pipeline.validate(_LINE.encode(), name="text.txt")


def _converted(data: bytes, name: str, form: str, base: str, judgements: str | None) -> str | KgError:
    """Convert, in the other process, in the light of a folder of judgements."""
    import json

    from kg import emit, pipeline
    from kg.resolve.judgements import with_folder

    try:
        notice = pipeline.convert(data, name=name, judged=with_folder(judgements))
        if form == "json":
            return json.dumps(emit.as_json(notice, base), ensure_ascii=False)
        return emit.serialize(pipeline.emit(notice, base), form, base)  # type: ignore[arg-type]
    except KgError as error:
        return error


def _reported(data: bytes, name: str, form: str, lang: str, page: bool, light: Light) -> str | KgError:
    """Validate, in the other process."""
    from kg.validate import render

    try:
        _, report = seen(data, name, light)
        if page:
            from kg.validate.formats.html import fragment

            return fragment(report, lang, prefix="r")
        return render(report, form, lang)
    except KgError as error:
        return error
