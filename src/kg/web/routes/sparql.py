"""SPARQL 1.1 Protocol: queries and updates on one path, in all their forms."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, FastAPI, Request, Response
from starlette.routing import Route

from kg.errors import UsageError
from kg.query.hints import hints
from kg.settings import Settings
from kg.store.base import Backend, Dataset, Question, is_iri
from kg.store.federation import Forbidden, allowed_hosts, check_allowed, refused
from kg.store.lexer import NOWHERE, Call, Scan, defused, scan
from kg.store.operations import Check, Render, Update, Wanted
from kg.web import answers, description
from kg.web.deps import BackendDep, SettingsDep, check_token
from kg.web.hinting import HEADER, as_header, is_empty, with_hints
from kg.web.languages import stated
from kg.web.middleware.mark import Reuse
from kg.web.negotiate import choose
from kg.web.problems import Problem

router = APIRouter(tags=["sparql"])

_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"
_UPDATE = "application/sparql-update"
_DATASET = ("default-graph-uri", "named-graph-uri")
_USING = ("using-graph-uri", "using-named-graph-uri")
MAX_QUERY_BYTES = 512 * 2**10


@dataclass
class Operation:
    """A request of the protocol, taken apart."""

    query: str | None = None
    update: str | None = None
    parameters: dict[str, list[str]] = field(default_factory=dict)

    def dataset(self, names: tuple[str, str]) -> Dataset:
        """Return the graphs that the request names; an empty name, as forms send it, is none."""
        found = [tuple(iri for iri in self.parameters.get(name, ()) if iri) for name in names]
        for iri in (*found[0], *found[1]):
            if not is_iri(iri):
                raise UsageError(f"{iri[:200]!r} 不是绝对 IRI。", f"{iri[:200]!r} is no absolute IRI.")
        return Dataset(*found)

    @property
    def format(self) -> str | None:
        """The name of the format that the address or the form asks for, else that is Accept's matter."""
        named = self.parameters.get("format") or self.parameters.get("output")
        return named[0] if named else None


_ANSWER: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The answer, in the format of Accept",
        "content": {name: {} for name in (*answers.BINDINGS, *answers.GRAPHS, "text/html")},
    },
    400: {"description": "The text is not SPARQL, or is too complex"},
    403: {"description": "SERVICE or LOAD of a host that is not allowed"},
    406: {"description": "No such format"},
    413: {"description": "The body is too large"},
    429: {"description": "Too many requests"},
    503: {"description": "Stopped by time or memory, or too many rows"},
}
_TEXTS = {
    "requestBody": {
        "content": {
            _QUERY: {"schema": {"type": "string"}, "example": "ASK {}"},
            _UPDATE: {"schema": {"type": "string"}, "example": "CLEAR DEFAULT"},
            _FORM: {
                "schema": {
                    "type": "object",
                    "properties": {"query": {"type": "string"}, "update": {"type": "string"}},
                }
            },
        },
        "required": True,
    }
}
_QUERY_PARAMETERS = {
    "parameters": [
        {
            "name": "query",
            "in": "query",
            "required": False,
            "schema": {"type": "string"},
            "example": "ASK {}",
        },
        *(
            {"name": name, "in": "query", "schema": {"type": "array", "items": {"type": "string"}}}
            for name in _DATASET
        ),
        *(
            {"name": name, "in": "query", "schema": {"type": "string", "enum": list(answers.NAMED)}}
            for name in ("format", "output")
        ),
    ]
}


@router.get("/sparql", summary="SPARQL query by GET", responses=_ANSWER, openapi_extra=_QUERY_PARAMETERS)
@router.get("/sparql/", include_in_schema=False)
async def by_get(request: Request, backend: BackendDep, settings: SettingsDep) -> Response:
    """Answer a query; without one, describe the service, or show the editor to a browser."""
    operation = Operation()
    _collect(operation, request.scope["query_string"], ("query",))
    if "update" in operation.parameters:
        raise UsageError("更新操作须用 POST。", "An update has to be sent by POST.")
    if operation.query is None:
        return await _about(request, backend, settings, operation.format)
    return await _query(request, backend, settings, operation)


@router.post(
    "/sparql",
    summary="SPARQL query or update by POST",
    responses=_ANSWER | {204: {"description": "The update is done"}, 401: {"description": "No token"},
                         415: {"description": "Not a form, a query or an update"}},
    openapi_extra=_TEXTS,
)  # fmt: skip
@router.post("/sparql/", include_in_schema=False)
async def by_post(request: Request, backend: BackendDep, settings: SettingsDep) -> Response:
    """Answer a query or run an update, as form or as text."""
    media_type, charset = _content_type(request)
    if charset not in ("utf-8", "utf8", "us-ascii", ""):
        raise Problem(415, "unsupported-charset", "只接受 UTF-8 文本。", "Only UTF-8 text is read.")
    operation = Operation()
    body = await request.body()
    if media_type == _FORM:
        _collect(operation, request.scope["query_string"], ())
        _collect(operation, body, ("query", "update"))
    elif media_type == _QUERY:
        _collect(operation, request.scope["query_string"], ())
        operation.query = _decode(body)
    elif media_type == _UPDATE:
        _collect(operation, request.scope["query_string"], ())
        operation.update = _decode(body)
    else:
        raise Problem(
            415,
            "unsupported-media-type",
            f"POST 只接受 {_FORM}、{_QUERY} 或 {_UPDATE}。",
            f"POST takes {_FORM}, {_QUERY} or {_UPDATE}.",
        )
    twice = [name for name in ("query", "update") if name in operation.parameters]  # in the address too
    if twice or (operation.query is None) == (operation.update is None):
        raise UsageError("请给出恰好一个 query 或 update。", "Give exactly one query or update.")
    if operation.update is not None:
        return await _update(request, backend, operation)
    return await _query(request, backend, settings, operation)


def setup(app: FastAPI) -> None:
    """Lead the endpoint's requests here before any other route is looked at.

    The routes above stand in the OpenAPI document; matching all routes and resolving dependencies
    would cost more than a short query.
    """

    async def endpoint(request: Request) -> Response:
        state = request.app.state
        request.scope["route"] = route
        handle = by_get if request.method == "GET" else by_post
        return await handle(request, state.backend, state.settings)

    route = Route("/sparql", endpoint, methods=["GET", "POST"], include_in_schema=False)
    app.router.routes.insert(0, route)


# --- taking a request apart ---------------------------------------------------------------------


def _content_type(request: Request) -> tuple[str, str]:
    name, *parameters = request.headers.get("content-type", "").split(";")
    charset = ""
    for parameter in parameters:
        key, _, value = parameter.strip().partition("=")
        if key.lower() == "charset":
            charset = value.strip('" ').lower()
    return name.strip().lower(), charset


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError("请求文本不是 UTF-8。", "The text is not UTF-8.") from error


def _collect(operation: Operation, encoded: bytes, texts: tuple[str, ...]) -> None:
    """Add the parameters of a query string or form; those in ``texts`` may come once."""
    try:
        pairs = parse_qsl(
            encoded.decode("ascii", "strict") if encoded.isascii() else encoded.decode("utf-8"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=1000,
        )
    except (UnicodeDecodeError, ValueError) as error:
        raise UsageError("参数编码有误，应为 UTF-8。", "The parameters are not encoded UTF-8.") from error
    for key, value in pairs:
        if key in texts:
            if getattr(operation, key) is not None:
                raise UsageError(f"{key} 只能出现一次。", f"{key} may be given once only.")
            setattr(operation, key, value.removeprefix("\ufeff"))
        else:
            operation.parameters.setdefault(key, []).append(value)


# --- queries ------------------------------------------------------------------------------------


async def _query(request: Request, backend: Backend, settings: Settings, operation: Operation) -> Response:
    text = operation.query or ""
    mark = request.scope["kg"]
    mark.note = text
    if len(text) > MAX_QUERY_BYTES:
        raise Problem(413, "too-large", "查询文本过长。", "The query is too long.")
    found = scan(text) if len(text) < 2**15 else await asyncio.to_thread(scan, text)
    asked, services = text, found.services
    if services or found.loads or found.hidden:
        asked, services = await _looked_over(request, backend, settings, text, found)
    if found.form == "update":
        raise UsageError(
            "这是更新语句：请用 update 参数或 application/sparql-update 发送。",
            "This is an update: send it as update, or as application/sparql-update.",
        )
    wanted = answers.formats(request.headers.get("accept"), operation.format)
    question = Question(
        asked,
        operation.dataset(_DATASET),
        backend.default_graph,
        _endpoint(request),
    )
    lenient = "handling=lenient" in request.headers.get("prefer", "").replace(" ", "")
    rendering = Render(
        question,
        Wanted(wanted.bindings, wanted.bindings, wanted.graph),
        settings.max_rows,
        settings.query_timeout_s,
        lenient,
        services,
    )
    work = backend.perform(rendering, client=mark.client)
    result = await answers.while_connected(request, work)
    mark.reuse, mark.chance = Reuse.STATE, found.chance or bool(found.services)
    if is_empty(result) and (why := hints(text)):
        return answers.send(with_hints(result, why), {HEADER: as_header(why, stated(request))})
    return answers.send(result)


async def _looked_over(
    request: Request, backend: Backend, settings: Settings, text: str, found: Scan
) -> tuple[str, tuple[Call, ...]]:
    """Return a text that would fetch as it may be run, with the calls that are left in it.

    A ``SERVICE SILENT`` of a host that is not allowed fails without a word, as it asks to.

    Raises:
        Forbidden: some call may not be made.
    """
    allowed = allowed_hosts(settings.service_allow)
    quiet = [call for call in found.services if call.silent and not _is_allowed(call, allowed)]
    # What the text itself asks for is judged, whatever address stands for the calls that are silenced.
    loud = tuple(call for call in found.services if call not in quiet)
    try:
        check_allowed(replace(found, services=loud), allowed)
    except Forbidden as refusal:
        await _refuse(request, backend, text, found, refusal)
    asked = defused(text, quiet)
    return asked, tuple(call for call in scan(asked).services if call.iri != NOWHERE[1:-1])


def _is_allowed(call: Call, allowed: frozenset[str]) -> bool:
    try:
        check_allowed(Scan("select", 0, (call,)), allowed)
    except Forbidden:
        return False
    return True


async def _refuse(request: Request, backend: Backend, text: str, found: Scan, refusal: Forbidden) -> None:
    """Refuse a text that would fetch; as wrong where it is wrong besides."""
    if not found.hidden:
        harmless = defused(text, (*found.services, *found.loads))
        client = request.scope["kg"].client
        await backend.perform(Check(harmless, found.form, _endpoint(request)), client=client)
    raise refusal


def _endpoint(request: Request) -> str:
    """Return the address of the endpoint, the base of relative IRIs."""
    return str(request.url.replace(query="", fragment="", path="/sparql"))


# --- updates ------------------------------------------------------------------------------------


async def _update(request: Request, backend: Backend, operation: Operation) -> Response:
    check_token(request)
    text = operation.update or ""
    request.scope["kg"].note = f"update, {len(text)} characters"
    dataset = operation.dataset(_USING)
    if dataset or may_fetch(text):
        found = await asyncio.to_thread(scan, text)
        if found.services or found.hidden or not all(load.silent for load in found.loads):
            await _refuse(request, backend, text, found, refused(found))
        # LOAD SILENT may fail without a word, and here it always does.
        text = defused(text, found.loads)
    await backend.perform(Update(text, dataset, _endpoint(request)))
    return Response(status_code=204)


def may_fetch(text: str) -> bool:
    """Say whether a text is worth looking over: most loads are long, and hold neither word."""
    lowered = text.lower()
    return "service" in lowered or "load" in lowered or "\\u" in lowered


# --- about the service --------------------------------------------------------------------------


async def _about(request: Request, backend: Backend, settings: Settings, named: str | None) -> Response:
    accept = request.headers.get("accept")
    if named:
        accept = answers.formats(accept, named).graph
    offered = [*answers.GRAPHS]
    page = request.app.state.sparql_page if hasattr(request.app.state, "sparql_page") else None
    if page is not None:
        offered.append("text/html")
    chosen = choose(accept, offered)
    if chosen is None:
        raise Problem(
            406,
            "not-acceptable",
            "没有 Accept 所要求的格式。",
            "There is no such format for the description.",
        )
    if chosen == "text/html" and page is not None:
        shown: Response = await page(request)
        return shown
    media_type = answers.choose_graph(accept) or "text/turtle"
    data = await description.describe(backend, settings, _endpoint(request), media_type)
    request.scope["kg"].reuse = Reuse.STATE
    return Response(data, media_type=answers.content_type(media_type))
