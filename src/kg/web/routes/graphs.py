"""SPARQL 1.1 Graph Store Protocol: graphs by parameter or by path; and the whole store as a file."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request, Response
from starlette.datastructures import UploadFile

from kg.errors import NotFound, UsageError
from kg.store.base import Backend, is_iri
from kg.store.operations import Delete, Dump, Fetch, Part, Put
from kg.web import answers
from kg.web.deps import BackendDep, TokenRequired
from kg.web.middleware.mark import Reuse
from kg.web.problems import Problem

router = APIRouter(tags=["graphs"])

_READ: dict[int | str, dict[str, Any]] = {
    200: {"description": "The graph", "content": {name: {} for name in answers.GRAPHS}},
    404: {"description": "There is no such graph"},
    406: {"description": "No such format"},
}
_WRITTEN: dict[int | str, dict[str, Any]] = {
    201: {"description": "The graph is new"},
    204: {"description": "The graph is changed"},
    400: {"description": "The RDF is not well-formed"},
    401: {"description": "No token"},
    403: {"description": "The service is read-only"},
    413: {"description": "The body is too large"},
    415: {"description": "No format of RDF"},
}
_WHICH = [
    {
        "name": "graph",
        "in": "query",
        "schema": {"type": "string"},
        "example": "https://w3id.org/zeren/graph/registry",
    },
    {"name": "default", "in": "query", "allowEmptyValue": True, "schema": {"type": "string"}},
]
_BODY = {
    "content": {
        name: {"schema": {"type": "string"}}
        for name in ("text/turtle", "application/n-triples", "application/ld+json")
    },
    "required": True,
}
_INDIRECT = {"parameters": _WHICH}
_INDIRECT_BODY = {"parameters": _WHICH, "requestBody": _BODY}
_DIRECT_BODY = {"requestBody": _BODY}


@router.get("/graphs", summary="Read a graph", responses=_READ, openapi_extra=_INDIRECT)
async def get(request: Request, backend: BackendDep) -> Response:
    """Return the graph that ``?graph=IRI`` or ``?default`` names."""
    return await _get(request, backend, _named(request))


@router.get("/graphs/{path:path}", summary="Read a graph by its path", responses=_READ)
async def get_direct(request: Request, backend: BackendDep, path: str) -> Response:
    """Return the graph whose IRI is the address of the request."""
    return await _get(request, backend, _direct(request))


@router.put(
    "/graphs", summary="Replace a graph", status_code=204, responses=_WRITTEN,
    dependencies=[TokenRequired], openapi_extra=_INDIRECT_BODY,
)  # fmt: skip
async def put(request: Request, backend: BackendDep) -> Response:
    """Replace the graph that ``?graph=IRI`` or ``?default`` names."""
    return await _write(request, backend, _named(request), replace=True)


@router.put(
    "/graphs/{path:path}", summary="Replace a graph by its path", status_code=204, responses=_WRITTEN,
    dependencies=[TokenRequired], openapi_extra=_DIRECT_BODY,
)  # fmt: skip
async def put_direct(request: Request, backend: BackendDep, path: str) -> Response:
    """Replace the graph whose IRI is the address of the request."""
    return await _write(request, backend, _direct(request), replace=True)


@router.post(
    "/graphs", summary="Add to a graph, or make a new one", status_code=204, responses=_WRITTEN,
    dependencies=[TokenRequired], openapi_extra=_INDIRECT_BODY,
)  # fmt: skip
async def post(request: Request, backend: BackendDep) -> Response:
    """Add to a graph; where none is named, make one and answer with its ``Location``."""
    if not request.scope["query_string"]:
        graph = f"{_address(request).rstrip('/')}/{uuid.uuid4().hex}"
        await backend.perform(Put(graph, await _parts(request), False, graph))
        return Response(status_code=201, headers={"Location": graph})
    return await _write(request, backend, _named(request), replace=False)


@router.post(
    "/graphs/{path:path}", summary="Add to a graph by its path", status_code=204, responses=_WRITTEN,
    dependencies=[TokenRequired], openapi_extra=_DIRECT_BODY,
)  # fmt: skip
async def post_direct(request: Request, backend: BackendDep, path: str) -> Response:
    """Add to the graph whose IRI is the address of the request."""
    return await _write(request, backend, _direct(request), replace=False)


@router.delete(
    "/graphs", summary="Remove a graph", status_code=204,
    responses={404: {"description": "There is no such graph"}, 401: {"description": "No token"},
               400: {"description": "No graph is named"}, 403: {"description": "The service is read-only"}},
    dependencies=[TokenRequired], openapi_extra=_INDIRECT,
)  # fmt: skip
async def delete(request: Request, backend: BackendDep) -> Response:
    """Remove the graph that ``?graph=IRI`` names, or empty the default one."""
    return await _delete(backend, _named(request))


@router.delete(
    "/graphs/{path:path}", summary="Remove a graph by its path", status_code=204,
    responses={404: {"description": "There is no such graph"}, 401: {"description": "No token"},
               403: {"description": "The service is read-only"}},
    dependencies=[TokenRequired],
)  # fmt: skip
async def delete_direct(request: Request, backend: BackendDep, path: str) -> Response:
    """Remove the graph whose IRI is the address of the request."""
    return await _delete(backend, _direct(request))


@router.get(
    "/dump.nq", summary="Everything as N-Quads", responses={200: {"content": {"application/n-quads": {}}}}
)
async def dump(request: Request, backend: BackendDep) -> Response:
    """Return the whole store."""
    return answers.send(await backend.perform(Dump()))


@router.get(
    "/dump.nq.gz",
    summary="Everything as packed N-Quads",
    responses={200: {"content": {"application/gzip": {}}}},
)
async def packed_dump(request: Request, backend: BackendDep) -> Response:
    """Return the whole store, packed by gzip."""
    name = {"Content-Disposition": 'attachment; filename="dump.nq.gz"'}
    return answers.send(await backend.perform(Dump(compressed=True)), name)


# --- which graph --------------------------------------------------------------------------------


def _address(request: Request) -> str:
    """Return the address of the request as it was sent, escapes and all."""
    path = request.scope["raw_path"].decode("ascii", "replace")
    return f"{request.url.scheme}://{request.url.netloc}{path}"


def _direct(request: Request) -> str:
    graph = _address(request)
    if not is_iri(graph):
        raise UsageError("路径不能组成 IRI。", "The path does not make an IRI.")
    return graph


def _named(request: Request) -> str | None:
    """Return the IRI that the parameters name; None for the default graph."""
    try:
        pairs = parse_qsl(
            request.scope["query_string"].decode("utf-8"), keep_blank_values=True, errors="strict"
        )
    except (UnicodeDecodeError, ValueError) as error:
        raise UsageError("参数编码有误，应为 UTF-8。", "The parameters are not encoded UTF-8.") from error
    given = [(key, value) for key, value in pairs if key in ("graph", "default")]
    if len(given) != 1:
        raise UsageError(
            "请用 ?graph=IRI 或 ?default 指明一个图。", "Name one graph by ?graph=IRI or ?default."
        )
    key, value = given[0]
    if key == "default":
        return None
    if not is_iri(value):
        raise UsageError(f"{value[:200]!r} 不是绝对 IRI。", f"{value[:200]!r} is no absolute IRI.")
    return str(value)


# --- what is done with it -----------------------------------------------------------------------


async def _get(request: Request, backend: Backend, graph: str | None) -> Response:
    media_type = answers.choose_graph(request.headers.get("accept"))
    if media_type is None:
        raise Problem(
            406, "not-acceptable", "没有 Accept 所要求的格式。", "There is no such format for a graph."
        )
    mark = request.scope["kg"]
    work = backend.perform(Fetch(graph, media_type), client=mark.client)
    result = await answers.while_connected(request, work)
    if result is None:
        raise _absent(graph)
    mark.reuse = Reuse.STATE
    return answers.send(result)


def _absent(graph: str | None) -> NotFound:
    return NotFound(f"没有图 {graph}。", f"There is no graph {graph}.")


async def _write(request: Request, backend: Backend, graph: str | None, *, replace: bool) -> Response:
    parts = await _parts(request)
    base = graph or _address(request)
    created = await backend.perform(Put(graph, parts, replace, base))
    if created:
        return Response(status_code=201, headers={"Location": graph} if graph else {})
    return Response(status_code=204)


async def _delete(backend: Backend, graph: str | None) -> Response:
    if not await backend.perform(Delete(graph)):
        raise _absent(graph)
    return Response(status_code=204)


async def _parts(request: Request) -> tuple[Part, ...]:
    """Return the documents of the body: one, or those of a multipart form."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type == "multipart/form-data":
        parts = []
        async with request.form(max_files=100, max_fields=0) as form:
            for _, value in form.multi_items():
                if isinstance(value, UploadFile):
                    kind = (value.content_type or "").partition(";")[0].strip().lower()
                    parts.append(Part(_format(kind), await value.read()))
        if not parts:
            raise UsageError("表单中没有文件。", "The form holds no file.")
        return tuple(parts)
    return (Part(_format(media_type), await request.body()),)


def _format(media_type: str) -> str:
    try:
        return answers.RDF_INPUT[media_type]
    except KeyError:
        raise Problem(
            415,
            "unsupported-media-type",
            "请用 Content-Type 说明 RDF 的格式，如 text/turtle。",
            "Say the format of the RDF by Content-Type, for example text/turtle.",
        ) from None
