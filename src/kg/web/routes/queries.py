"""Canned queries: the list, and each as a page with form, table and chart, or as data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import groupby
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, FastAPI, Request, Response

from kg.errors import NotFound, UsageError
from kg.query import CannedQuery, Catalog, Table
from kg.query.ranked import rank_of
from kg.store.base import Term
from kg.web.ask import Ask
from kg.web.charts import chart
from kg.web.choosing import field_of
from kg.web.frame import own_path, root_of
from kg.web.matrix import crosses_leaders, matrix
from kg.web.negotiate import choose
from kg.web.params import SHOWN_ROWS, paging, params_of
from kg.web.pasts import Pasts
from kg.web.problems import Problem
from kg.web.rows import ordered
from kg.web.scoping import within

router = APIRouter(tags=["queries"])


def setup(app: FastAPI) -> None:
    """Have what the store held on past days."""
    app.state.pasts = Pasts(app.state.settings)


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {
    "html": "text/html",
    "json": "application/json",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "srj": "application/sparql-results+json",
    "xlsx": XLSX,
}
_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"description": "The answer, by ending or Accept", "content": {t: {} for t in TYPES.values()}},
    400: {"description": "A parameter is wrong or missing"},
    404: {"description": "No such query"},
    406: {"description": "No such format"},
    503: {"description": "Stopped by time or memory"},
}


@router.get("/queries", summary="The canned queries", responses={200: _ANSWERS[200]})
@router.get("/queries.json", include_in_schema=False)
def all_queries(request: Request) -> Response:
    """Return every canned query by topic."""
    ask = Ask(request)
    catalog = ask.catalog
    if own_path(request).endswith(".json") or _wanted(request, ("html", "json")) == "json":
        import json

        told = [_described(query) for queries in catalog.questions().values() for query in queries]
        return Response(json.dumps(told, ensure_ascii=False), media_type="application/json")
    within(ask)
    return ask.frame.page(
        request,
        "queries.html",
        **ask.beside,
        title=ask.view.say("queries.title"),
        section="/queries",
        topics=topics(catalog, ask.view.lang),
    )


def topics(catalog: Catalog, lang: str) -> list[tuple[str, str, list[CannedQuery]]]:
    """Return the questions by topic: key, name, queries."""
    return [
        (name, catalog.topics[name]["en" if lang == "en" else "zh"], queries)
        for name, queries in catalog.questions().items()
    ]


@router.get("/queries/{name}", summary="Run a canned query", responses=_ANSWERS)
def one_query(request: Request, name: str) -> Response:
    """Run one query with the address's parameters; ``_limit`` and ``_offset`` page, ``_sort`` orders.

    ``as_of`` (YYYY-MM-DD) asks the store as it was at the end of that day.
    """
    ask = Ask(request)
    stem, dot, ending = name.rpartition(".")
    if dot and ending == "rq":
        return Response(ask.catalog.get(stem).text, media_type="application/sparql-query")
    if dot and ending in TYPES and ending != "html":
        kind, name = ending, stem
    else:
        kind = _wanted(request, tuple(TYPES))
    query = ask.catalog.get(name)
    if kind == "html":
        return _page(ask, query)
    _look_back(ask)
    return answered(ask, ask.run(query.name, params_of(request)), kind)


def _look_back(ask: Ask) -> None:
    """Ask the store as it was at the end of the day that the address names, if it names one."""
    if day := ask.request.query_params.get("as_of", "").strip():
        pasts: Pasts = ask.request.app.state.pasts
        ask.store = pasts.of(ask.store, day)


def answered(ask: Ask, table: Table, kind: str) -> Response:
    """Give a table out as data, paged where the address asks for it."""
    request = ask.request
    table = ordered(table, request.query_params.get("_sort", ""), ask.shown)
    headers: dict[str, str] = {"Vary": "Accept"}
    if "_limit" in request.query_params or "_offset" in request.query_params:
        limit, offset = paging(request)
        if offset + limit < table.total:
            headers["Link"] = f'<{_next(request, limit, offset)}>; rel="next"'
        table = table.page(limit, offset)
    headers["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(table.query.name)}.{kind}"
    if kind == "xlsx":
        labels = ask.frame.labels(request)
        headers["Content-Disposition"] = headers["Content-Disposition"].replace("inline", "attachment")
        book = table.xlsx(ask.view.lang, labels, ask.view.address)
        return Response(book, media_type=XLSX, headers=headers)
    # Excel takes a CSV for UTF-8 only where it begins with a byte order mark.
    writers: dict[str, Callable[[], str]] = {
        "json": table.json,
        "srj": table.srj,
        "tsv": table.tsv,
        "csv": lambda: "\ufeff" + table.csv(),
    }
    return Response(writers[kind]().encode(), media_type=TYPES[kind], headers=headers)


def _next(request: Request, limit: int, offset: int) -> str:
    params = dict(request.query_params) | {"_limit": str(limit), "_offset": str(offset + limit)}
    return f"{root_of(request)}{own_path(request)}?{urlencode(params)}"


def _wanted(request: Request, kinds: tuple[str, ...]) -> str:
    """Return the kind of answer: by ``format`` or ``output`` in the address, else by Accept."""
    asked = request.query_params.get("format") or request.query_params.get("output")
    if asked:
        # A plus sign in an address is a blank.
        name = asked.strip().lower().replace(" ", "+")
        kind = next((kind for kind in kinds if name in (kind, TYPES[kind])), None)
        if kind is None:
            raise Problem(
                400,
                "bad-request",
                f"没有 {asked[:40]!r} 这种格式；format 可用 {'、'.join(kinds)}。",
                f"There is no format {asked[:40]!r}; there are {', '.join(kinds)}.",
            )
        return kind
    offered = {TYPES[kind]: kind for kind in kinds}
    chosen = choose(request.headers.get("accept"), list(offered))
    if chosen is None:
        raise Problem(
            406,
            "not-acceptable",
            "没有 Accept 所要求的格式，可用 .csv .tsv .xlsx .json .srj。",
            "There is no such format; there are .csv .tsv .xlsx .json .srj.",
        )
    return offered[chosen]


def _page(ask: Ask, query: CannedQuery) -> Response:
    request, view = ask.request, ask.view
    params = params_of(request)
    if query.scope is not None:
        within(ask)
    else:  # a question that no scope narrows is asked as ever
        params = {name: text for name, text in params.items() if name not in view.scope}
    table: Table | None = None
    wrong = ""
    ready = all(params.get(p.name) or p.default for p in query.params.values() if p.required)
    if ready:
        try:
            _look_back(ask)
            table = ask.run(query.name, params)
        except NotFound:
            raise
        except UsageError as error:
            wrong = error.text(view.lang)
    limit, offset = paging(request, SHOWN_ROWS)
    sort = request.query_params.get("_sort", "")
    as_of = request.query_params.get("as_of", "").strip()
    drawn = chart(view, table) if table is not None else None
    crossed = matrix(view, table, _ranks(ask, params, query)) if table is not None else None
    total = table.total if table is not None else 0
    if table is not None:
        table = ordered(table, sort, ask.shown).page(limit, offset)
    values: Mapping[str, Any] = {
        **ask.beside,
        "title": query.title if view.lang == "en" else query.title_zh,
        "section": "/queries",
        "query": query,
        "topic": ask.catalog.topics[query.topic]["en" if view.lang == "en" else "zh"],
        "fields": [field_of(ask, p, params.get(p.name, p.default or "")) for p in query.own_params.values()],
        "table": table,
        "wrong": wrong,
        "chart": drawn,
        "matrix": crossed,
        "total": total,
        "limit": limit,
        "offset": offset,
        "sort": sort,
        "address": lambda kind: view.url(f"/queries/{query.name}.{kind}", **params, as_of=as_of),
        "as_of": as_of,
        "editor": f"{view.to('/sparql')}#query={quote(query.text)}",
    }
    return ask.frame.page(request, "query.html", 400 if wrong else 200, **values)


def _ranks(ask: Ask, params: Mapping[str, str], query: CannedQuery) -> Mapping[str, int]:
    """Return the rank of each leader's highest post, for a matrix that has leaders at a side."""
    if not crosses_leaders(query):
        return {}
    leaders = ask.catalog.get("leaders")
    rows = ask.run(
        leaders.name, {name: text for name, text in params.items() if name in leaders.params}
    ).dicts()
    return {
        leader: min(rank_of(row.get("post")) for row in posts)
        for leader, posts in groupby(sorted(rows, key=_leader), key=_leader)
    }


def _leader(row: Mapping[str, Term]) -> str:
    return row["leader"].value


def _described(query: CannedQuery) -> dict[str, Any]:
    return {
        "name": query.name,
        "topic": query.topic,
        "title": query.title,
        "title_zh": query.title_zh,
        "answers": query.answers,
        "answers_zh": query.answers_zh,
        "parameters": [
            {"name": p.name, "type": p.type, "required": p.required, "label": p.label, "label_zh": p.label_zh}
            for p in query.params.values()
        ],
        "columns": list(query.columns),
    }
