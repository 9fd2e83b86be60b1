"""The tables beside the graph: their list, and each as Parquet, CSV or a workbook."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI, Query, Request, Response
from starlette.responses import FileResponse

from kg.errors import NotFound, UsageError
from kg.tables.building import folder_of
from kg.tables.export import table_of, workbook, write_csv
from kg.tables.figures import Figures
from kg.tables.manifest import Manifest
from kg.tables.mapping import Table, mapping
from kg.tables.schema import csvw
from kg.tables.selecting import Scope
from kg.vocab import KGC
from kg.web.ask import Ask
from kg.web.attached import attached
from kg.web.middleware.mark import Reuse
from kg.web.routes.queries import XLSX
from kg.web.scoping import within

router = APIRouter(tags=["tables"])
PARQUET = "application/vnd.apache.parquet"
_ENDINGS = ("parquet", "csv", "xlsx", "json")
_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"description": "The table, by ending", "content": {t: {} for t in (PARQUET, "text/csv", XLSX)}},
    400: {"description": "A scope that cannot be, or a format without one"},
    404: {"description": "No such table, or none made yet"},
    413: {"description": "More rows than a sheet holds"},
    503: {"description": "Stopped by time or memory"},
}


def setup(app: FastAPI) -> None:
    """Have the tables beside the store."""
    settings = app.state.settings
    app.state.figures = Figures(
        folder_of(settings),
        trusted=settings.tables is not None,
        memory_mb=settings.query_memory_mb,
        timeout_s=settings.query_timeout_s,
    )
    if app.state.catalog is not None:
        app.state.catalog.figures = app.state.figures


@router.get("/tables", summary="The tables, with rows, sizes and checksums")
@router.get("/tables.json", include_in_schema=False)
def all_tables(request: Request) -> Response:
    """List every table with what it holds, and say whether it is of the store's newest state."""
    ask = _ask(request)
    within(ask)
    figures: Figures = request.app.state.figures
    made = figures.manifest(ask.base)
    current = made is not None and figures.current(ask.store) is not None
    if request.url.path.endswith(".json") or ask.wanted() == "application/json":
        told = _told(made, current, figures)
        return Response(json.dumps(told, ensure_ascii=False), media_type="application/json")
    return ask.frame.page(
        request,
        "tables.html",
        title=ask.view.say("tables.title"),
        section="/tables",
        rows=[_about(table, made) for table in mapping().tables] if made else [],
        made_at=figures.made_at() if made else None,
        current=current,
        notices=made.notices if made else 0,
        **ask.beside,
    )


@router.get("/tables/{name}", summary="One table", responses=_ANSWERS)
def one_table(
    request: Request,
    name: str,
    area: str = Query("", description="IRI of a place; its subordinates are in it"),
    level: str = Query("", description="level of the government, such as county"),
    year: str = Query("", description="year that the notice is for"),
) -> Response:
    """Give one table out: ``NAME.parquet`` whole (several files: as a zip), ``.csv`` and ``.xlsx`` in scope.

    ``NAME.json`` is its CSVW schema.
    """
    stem, _, ending = name.rpartition(".")
    if ending not in _ENDINGS:
        raise NotFound(
            f"没有 {name}；请用 .parquet、.csv、.xlsx 或 .json。",
            f"There is no {name}; ask for .parquet, .csv, .xlsx or .json.",
        )
    ask = _ask(request)
    table = table_of(stem)
    if ending == "json":
        told = json.dumps(csvw(table), ensure_ascii=False, indent=1)
        return Response(told, media_type="application/csvm+json")
    figures: Figures = request.app.state.figures
    made = figures.manifest(ask.base)
    if made is None:
        raise NotFound(
            "还没有生成表；请管理员运行 kg tables rebuild。",
            "No tables yet; run kg tables rebuild.",
        )
    scope = _scope(area, level, year)
    if ending == "parquet":
        return _parquet(table, made, figures.folder, scope)
    name = f"{stem}.{ending}"
    if ending == "xlsx":
        body = workbook(table, figures.reader, made, scope, ask.view.lang, ask.view.labels)
        return attached(body, XLSX, name)
    out = io.BytesIO()
    write_csv(table, figures.reader, made, scope, out)
    return attached(out.getvalue(), "text/csv", name)


def _ask(request: Request) -> Ask:
    """Return the questions of a page that is not kept: tables change without the store."""
    ask = Ask(request)
    mark = request.scope.get("kg")
    if mark is not None:
        mark.reuse = Reuse.NONE
    return ask


def _scope(area: str, level: str, year: str) -> Scope:
    if year and not (year.isdigit() and len(year) == 4):
        raise UsageError(f"年度应当是四位数：{year[:20]}。", f"A year has four digits: {year[:20]}.")
    if area and not area.startswith(("http://", "https://")):
        raise UsageError(
            f"area 应当是地区的网址：{area[:40]}。", f"area should be the IRI of a place: {area[:40]}."
        )
    return Scope(area or None, KGC + level if level else None, int(year) if year else None)


def _parquet(table: Table, made: Manifest, folder: Path, scope: Scope) -> Response:
    if scope != Scope():
        raise UsageError(
            "Parquet 只整表下载；限定范围请用 csv 或 xlsx。",
            "Parquet comes whole; scopes are for csv, xlsx.",
        )
    files = made.of(table.name)
    if not files:
        raise NotFound("这张表还没有行。", "The table has no rows yet.")
    if len(files) == 1:
        return FileResponse(folder / files[0].path, media_type=PARQUET, filename=f"{table.name}.parquet")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for file in files:
            packed.write(folder / file.path, file.path)
    return attached(out.getvalue(), "application/zip", f"{table.name}.parquet.zip")


def _about(table: Table, made: Manifest) -> dict[str, Any]:
    files = made.of(table.name)
    return {
        "table": table,
        "rows": made.rows(table.name),
        "bytes": sum(file.size for file in files),
        "files": [{"path": file.path, "sha256": file.sha256} for file in files],
    }


def _told(made: Manifest | None, current: bool, figures: Figures) -> dict[str, Any]:
    if made is None:
        return {"id": None, "current": False, "tables": []}
    at = figures.made_at()
    return {
        "id": made.id,
        "made": None if at is None else at.isoformat(timespec="seconds"),
        "current": current,
        "notices": made.notices,
        "tables": [
            {"name": told["table"].name} | {key: told[key] for key in ("rows", "bytes", "files")}
            for told in (_about(table, made) for table in mapping().tables)
        ],
    }
