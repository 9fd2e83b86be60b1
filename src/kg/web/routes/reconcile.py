"""``/reconcile``: the Reconciliation API 0.2, and the 1.0 draft where a client asks for it.

The draft answers ``POST /reconcile/match``, and everywhere an ``Accept`` that names
``version=1.0-draft`` or the parameter of that name.
"""

from __future__ import annotations

import json
import re
from typing import Any

import anyio.to_thread
from fastapi import APIRouter, Request, Response
from markupsafe import Markup, escape

from kg.errors import NotFound, UsageError
from kg.link.entities import Entities
from kg.link.match import Matcher
from kg.link.properties import TYPES, property_of
from kg.link.reconcile import Reconciler, Version, read_json
from kg.store.base import Store
from kg.web.deps import Cacheable
from kg.web.frame import root_of

router = APIRouter(tags=["reconciliation"])

_ASKED_FIRST = "县发改委"  # a name that is none of its body's own: all rules are read for it
_CALLBACK = re.compile(r"[A-Za-z_$][\w$.]{0,127}", re.ASCII)
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors *"
)
_JSON: dict[int | str, dict[str, Any]] = {
    200: {"description": "The answer", "content": {"application/json": {}}},
    400: {"description": "The request is wrong"},
}
_STYLE = (
    "body{font:14px/1.5 'Noto Sans CJK SC','Microsoft YaHei',sans-serif;margin:10px}"
    "h1{font-size:16px;margin:0 0 6px}dl{margin:0;display:grid;grid-template-columns:auto 1fr;gap:2px 12px}"
    "dt{color:#595959}dd{margin:0}a{color:#0b57a4}"
)


def reconciler(request: Request) -> Reconciler:
    """Return the reconciler of the store's state; made once a state."""
    found: Reconciler = request.app.state.reconciler.of(request)
    return found


def made_of(store: Store) -> Reconciler:
    """Return the reconciler of a store, with all that can be named, ready to answer."""
    made = Reconciler(Matcher(Entities.of_store(store)), store)
    made.matcher.find(_ASKED_FIRST)
    return made


def _version(request: Request) -> Version:
    asked = request.query_params.get("version", "") or request.headers.get("accept", "")
    return "1.0-draft" if "1.0-draft" in asked or asked == "1.0" else "0.2"


def _root(request: Request) -> str:
    return f"{request.url.scheme}://{request.url.netloc}{root_of(request)}"


def _told(request: Request, value: Any, callback: str | None = None) -> Response:
    text = json.dumps(value, ensure_ascii=False)
    callback = callback or request.query_params.get("callback")
    if not callback:
        return Response(text, media_type="application/json")
    if not _CALLBACK.fullmatch(callback):
        raise UsageError(
            "callback 应为 JavaScript 函数名。", "callback should be the name of a JavaScript function."
        )
    safe = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("<", "\\u003c")
    return Response(f"/**/{callback}({safe});", media_type="application/javascript")


@router.get(
    "/reconcile",
    summary="Manifest, or queries and extension by GET",
    responses=_JSON,
    dependencies=[Cacheable],
)
@router.get("/reconcile/", include_in_schema=False, dependencies=[Cacheable])
def by_get(
    request: Request,
    queries: str | None = None,
    extend: str | None = None,
    query: str | None = None,
    callback: str | None = None,
) -> Response:
    """Tell what the service offers; answer ``queries`` or ``extend`` where they are given."""
    return _told(request, _answer(request, queries, extend, query), callback)


@router.post(
    "/reconcile",
    summary="Queries, or extension, as a form",
    responses=_JSON,
    openapi_extra={
        "requestBody": {
            "content": {
                "application/x-www-form-urlencoded": {
                    "schema": {
                        "type": "object",
                        "properties": {"queries": {"type": "string"}, "extend": {"type": "string"}},
                    }
                }
            }
        }
    },
)
@router.post("/reconcile/", include_in_schema=False)
async def by_post(request: Request) -> Response:
    """Answer a batch of queries or an extension."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        body = read_json((await request.body()).decode("utf-8", "replace"))
        return await anyio.to_thread.run_sync(_json_body, request, body)
    try:
        form = await request.form(max_files=0, max_fields=20)
    except Exception as error:
        raise UsageError("表单有误。", "The form cannot be read.") from error
    fields = {key: value for key, value in form.items() if isinstance(value, str)}
    given = [fields.get(key) for key in ("queries", "extend", "query")]
    if not any(given):
        raise UsageError("请给出 queries 或 extend。", "Give queries or extend.")
    callback = fields.get("callback")
    return await anyio.to_thread.run_sync(lambda: _told(request, _answer(request, *given), callback))


def _json_body(request: Request, body: Any) -> Response:
    found = reconciler(request)
    if isinstance(body, dict) and "ids" in body:
        return _told(request, found.extend(body, _version(request)))
    if isinstance(body, dict) and isinstance(body.get("queries"), list):
        return _told(request, found.match(body))
    if isinstance(body, dict) and isinstance(body.get("queries"), dict):
        body = body["queries"]
    return _told(request, found.answer(body))


def _answer(request: Request, queries: str | None, extend: str | None, query: str | None = None) -> Any:
    found = reconciler(request)
    if queries:
        return found.answer(read_json(queries))
    if extend:
        return found.extend(read_json(extend))
    if query:  # a single query, as versions before 0.2 had it
        value = read_json(query) if query.lstrip().startswith("{") else {"query": query}
        return found.answer({"q0": value})["q0"]
    return found.manifest(_root(request), _version(request))


@router.post("/reconcile/match", summary="Queries of the 1.0 draft", responses=_JSON)
async def match(request: Request) -> Response:
    """Answer a batch of the draft."""
    body = read_json((await request.body()).decode("utf-8", "replace"))
    return await anyio.to_thread.run_sync(lambda: _told(request, reconciler(request).match(body)))


@router.post("/reconcile/extend", summary="Extension of the 1.0 draft", responses=_JSON)
async def extend(request: Request) -> Response:
    """Return values of properties, as the draft asks."""
    body = read_json((await request.body()).decode("utf-8", "replace"))
    return await anyio.to_thread.run_sync(
        lambda: _told(request, reconciler(request).extend(body, "1.0-draft"))
    )


@router.get(
    "/reconcile/suggest/entity",
    summary="Entities by what is typed",
    responses=_JSON,
    dependencies=[Cacheable],
)
def suggest_entity(request: Request, prefix: str = "", type: str | None = None, cursor: int = 0) -> Response:
    """Complete a name."""
    return _told(request, reconciler(request).suggest.entities(prefix[:200], type, max(cursor, 0)))


@router.get(
    "/reconcile/suggest/type", summary="Types by what is typed", responses=_JSON, dependencies=[Cacheable]
)
def suggest_type(request: Request, prefix: str = "", cursor: int = 0) -> Response:
    """Complete a type."""
    return _told(request, reconciler(request).suggest.types(prefix, max(cursor, 0)))


@router.get(
    "/reconcile/suggest/property",
    summary="Properties by what is typed",
    responses=_JSON,
    dependencies=[Cacheable],
)
def suggest_property(request: Request, prefix: str = "", cursor: int = 0) -> Response:
    """Complete a property."""
    return _told(request, reconciler(request).suggest.properties(prefix, max(cursor, 0)))


@router.get(
    "/reconcile/properties",
    summary="Properties that can be fetched",
    responses=_JSON,
    dependencies=[Cacheable],
)
@router.get("/reconcile/extend/propose", include_in_schema=False, dependencies=[Cacheable])
def properties(request: Request, type: str | None = None, limit: int = 0) -> Response:
    """Propose properties for a type."""
    return _told(request, reconciler(request).propose(type, max(limit, 0)))


@router.get(
    "/reconcile/flyout/{what}",
    summary="A few lines about an entity, type or property",
    responses=_JSON,
    dependencies=[Cacheable],
)
def flyout(request: Request, what: str, id: str = "") -> Response:
    """Return the lines as HTML inside JSON."""
    if what == "entity":
        html = _lines(reconciler(request), id)
    elif what == "type" and (found := next((t for t in TYPES.values() if t[0] == id), None)):
        html = Markup("<p>{} {}</p>").format(found[1], found[2])
    elif what == "property" and (prop := property_of(id)):
        html = Markup("<p>{} {}</p>").format(prop.label, prop.label_en)
    else:
        raise _unknown(id)
    return _told(request, {"id": id, "html": str(html)})


@router.get("/reconcile/preview/", include_in_schema=False, dependencies=[Cacheable])
@router.get(
    "/reconcile/preview",
    summary="An entity as a small page",
    response_class=Response,
    dependencies=[Cacheable],
)
def preview(request: Request, id: str = "") -> Response:
    """Show an entity inside another program's frame."""
    body = _lines(reconciler(request), id, _root(request))
    page = Markup(
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{}</title>'
        "<style>{}</style></head><body>{}</body></html>"
    ).format(id, Markup(_STYLE), body)
    headers = {"Content-Security-Policy": _POLICY, "X-Frame-Options": "ALLOWALL"}
    return Response(str(page), media_type="text/html", headers=headers)


def _lines(found: Reconciler, name: str, root: str = "") -> Markup:
    entity = found.entity(name.rstrip("/"))
    if entity is None:
        raise _unknown(name)
    facts = [("简介", found.description(entity))]
    facts += [("又名", "、".join(entity.alt))] if entity.alt else []
    rows = Markup("").join(Markup("<dt>{}</dt><dd>{}</dd>").format(label, text) for label, text in facts)
    where = f"{root}/resource/{entity.path}" if root else found.base + entity.path
    return Markup('<h1><a href="{}" target="_blank" rel="noopener">{}</a></h1><dl>{}</dl>').format(
        where, escape(entity.label[:200]), rows
    )


def _unknown(name: str) -> NotFound:
    return NotFound(f"没有 {name[:120]!r}。", f"There is no {name[:120]!r}.")
