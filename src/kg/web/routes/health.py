"""Liveness, readiness, metrics; load, backup and restore for the command line."""

from __future__ import annotations

import asyncio
import json
from itertools import chain
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Body, Request, Response

from kg.errors import KgError, UsageError
from kg.store.base import is_iri
from kg.store.operations import Backup, Load, Restore, Size
from kg.web.deps import BackendDep, TokenRequired
from kg.web.problems import Problem

router = APIRouter(tags=["operation"])
_FRESH = {"Cache-Control": "no-store"}


@router.get("/health", summary="Liveness, with the number of triples")
async def health(request: Request, response: Response, backend: BackendDep) -> dict[str, Any]:
    """Say that the service lives, and how much it holds."""
    response.headers.update(_FRESH)
    try:
        triples: int | None = await backend.perform(Size())
    except KgError:
        response.status_code = 503
        triples = None
    return {
        "status": "ok" if triples is not None else "store unreachable",
        "ready": request.app.state.ready,
        "triples": triples,
        "base": backend.base,
        "state": backend.state,
        "defaultGraph": backend.default_graph,
        "version": request.app.version,
    }


@router.get("/health/ready", summary="Readiness", responses={503: {"description": "Not ready yet"}})
async def ready(request: Request, backend: BackendDep) -> Response:
    """Answer 200 once the store is open and loaded."""
    if not request.app.state.ready:
        raise Problem(503, "not-ready", "服务正在启动。", "The service is starting.", {"Retry-After": "2"})
    return Response("ready\n", media_type="text/plain", headers=_FRESH)


@router.get("/metrics", summary="Counts and latencies for Prometheus", response_class=Response)
async def metrics(request: Request, backend: BackendDep) -> Response:
    """Return the text format of Prometheus."""
    numbers = backend.numbers() | {
        "kg_answers_kept": len(request.app.state.answers),
        "kg_answers_kept_bytes": request.app.state.answers.size,
    }
    try:
        numbers["kg_store_triples"] = await backend.perform(Size())
    except KgError:
        numbers["kg_store_up"] = 0
    else:
        numbers["kg_store_up"] = 1
    numbers[f'kg_info{{version="{request.app.version}",state="{backend.state or ""}"}}'] = 1
    text = request.app.state.meter.text(numbers)
    return Response(text, media_type="text/plain; version=0.0.4", headers=_FRESH)


def _local(request: Request) -> None:
    host = request.client.host if request.client else ""
    if host not in ("127.0.0.1", "::1", "testclient"):
        raise Problem(
            403, "forbidden", "只能在本机上备份与恢复。", "Backup and restore are for this machine only."
        )


@router.post("/admin/backup", dependencies=[TokenRequired], include_in_schema=False)
async def backup(
    request: Request, backend: BackendDep, target: Annotated[str, Body(embed=True)]
) -> dict[str, str]:
    """Write a copy of the store to a folder of this machine, while serving."""
    _local(request)
    await backend.perform(Backup(Path(target)))
    await asyncio.to_thread(backend.store.back_up_beside, Path(target))
    return {"backup": target}


@router.post("/admin/load", dependencies=[TokenRequired], include_in_schema=False)
async def load(request: Request, backend: BackendDep) -> dict[str, int]:
    """Load one notice whole or not at all: a line of JSON (``replace``, ``forget``), then N-Quads."""
    head, _, quads = (await request.body()).partition(b"\n")
    try:
        about = json.loads(head)
        replaced, forget = (
            [str(g) for g in about["replace"]],
            {str(graph): [str(iri) for iri in prefixes] for graph, prefixes in about["forget"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError("首行应为 JSON。", "The first line has to be JSON.") from error
    if not all(map(is_iri, chain(replaced, forget, *forget.values()))):
        raise UsageError("图名应为 IRI。", "Graphs are named by IRIs.")
    return {"count": await backend.perform(Load(tuple(replaced), forget, quads))}


@router.post("/admin/restore", dependencies=[TokenRequired], include_in_schema=False)
async def restore(
    request: Request, backend: BackendDep, source: Annotated[str, Body(embed=True)]
) -> dict[str, str | None]:
    """Replace the store by a backup, while serving."""
    _local(request)
    await asyncio.to_thread(backend.store.bring_in_beside, Path(source))
    await backend.perform(Restore(Path(source)))
    return {"restored": source, "state": backend.state}
