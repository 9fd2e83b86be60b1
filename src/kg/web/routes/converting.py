"""``POST /convert`` and ``POST /validate``: a notice in, its graph, JSON or report out.

The work runs in another process: it holds no other request up, and is ended when the client leaves
or at the deadline of queries (``KG_QUERY_TIMEOUT_S``). Clients take turns: one that sends many files
waits for its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from markupsafe import Markup
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from kg.errors import InputError, KgError, LimitReached, UsageError
from kg.web.answers import while_connected
from kg.web.frame import Frame, language, messages, wants_html
from kg.web.negotiate import choose
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
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "file": {
                            "type": "string",
                            "format": "binary",
                            "description": "txt, md, html, docx, pdf, ofd",
                        },
                        "text": {"type": "string", "description": "the text itself, instead of a file"},
                    },
                }
            },
            "text/plain": {"schema": {"type": "string"}},
        },
    }
}


def setup(app: FastAPI) -> None:
    """Have processes for conversions."""
    app.state.workshop = Workshop.of_machine(Places(PLACES, PLACES_IN_ALL), _warm_up)


@router.post("/convert", summary="Convert a notice", openapi_extra=_BODY)
async def convert(request: Request, format: str | None = None) -> Response:
    """Return the notice as JSON or RDF, by ``format`` or ``Accept``."""
    form = _form(request, format, CONVERTED)
    settings = request.app.state.settings
    text = await _apart(request, _converted, form, settings.base, settings.judgements)
    return Response(text, media_type=CONVERTED[form])


@router.post("/validate", summary="Validate a notice", openapi_extra=_BODY)
async def validate(request: Request, format: str | None = None) -> Response:
    """Return the report, by ``format`` or ``Accept``; a browser gets the page."""
    page = format is None and wants_html(request)
    form = "html" if page else _form(request, format, REPORTS)
    lang = language(request)
    text = await _apart(request, _reported, form, lang, page, request.app.state.settings.judgements)
    if not page:
        return Response(text, media_type=REPORTS[form])
    if request.headers.get("HX-Request") == "true":
        return Response(text, media_type="text/html")
    frame: Frame = request.app.state.frame
    report = Markup(text)  # kg.validate escapes every word of the file
    title = messages(lang)["validate.title"]
    return await run_in_threadpool(
        frame.page, request, "validate.html", title=title, section="/validate", report=report
    )


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


async def _given(request: Request) -> tuple[bytes, str]:
    """Return the bytes and the name of what was sent."""
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind in ("multipart/form-data", "application/x-www-form-urlencoded"):
        try:
            async with request.form(max_files=1, max_fields=10, max_part_size=64 * 2**20) as form:
                upload, text = form.get("file"), form.get("text")
                if isinstance(upload, UploadFile) and upload.filename:
                    return await upload.read(), _safe(upload.filename)
        except HTTPException as error:  # how Starlette says that the body is broken
            raise UsageError("表单不完整，请重新上传。", "The form is broken; send it again.") from error
        if isinstance(text, str) and text.strip():
            return text.encode(), "text.txt"
        raise InputError("请选择文件，或粘贴通知的文本。", "Choose a file, or paste the text of the notice.")
    data = await request.body()
    if not data:
        raise InputError("请在请求中附上通知的文件或文本。", "Send the file or the text of a notice.")
    return data, _safe(request.query_params.get("name", "text.txt"))


def _safe(name: str) -> str:
    """Return a file's name without folders and control characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(char for char in last if char.isprintable())[:120] or "text.txt"


async def _apart(request: Request, work: Callable[..., str | KgError], *arguments: Any) -> str:
    """Do the work on what was sent in another process, when it is this client's turn.

    Errors come back as values, so that they keep their two texts.
    """
    seconds: float = request.app.state.settings.query_timeout_s
    workshop: Workshop = request.app.state.workshop
    client: str = request.scope["kg"].client
    async with workshop.places.taken(client):
        data, name = await _given(request)
        doing = workshop.do(client, seconds, work, data, name, *arguments)
        try:
            made = await while_connected(request, doing)
        except TimeoutError:
            raise LimitReached(
                f"处理超过 {seconds:g} 秒，已停止；请拆分文件，或用命令 kg 处理。",
                f"Stopped after {seconds:g} s; divide the file, or use the command kg.",
            ) from None
    if isinstance(made, KgError):
        raise made
    return made


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


def _reported(
    data: bytes, name: str, form: str, lang: str, page: bool, judgements: str | None
) -> str | KgError:
    """Validate, in the other process, in the light of a folder of judgements."""
    from kg import pipeline
    from kg.resolve.judgements import with_folder
    from kg.validate import render

    try:
        report = pipeline.validate(data, name=name, judged=with_folder(judgements))
        if page:
            from kg.validate.formats.html import fragment

            return fragment(report, lang, prefix="r")
        return render(report, form, lang)
    except KgError as error:
        return error
