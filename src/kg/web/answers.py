"""Sending what the store wrote, stopping what nobody waits for, and the formats by name."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from typing import Any, TypeVar

from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from kg.store.backend import Result
from kg.web.negotiate import choose
from kg.web.problems import Problem

T = TypeVar("T")

# In the order of preference where Accept has none. Aliases answer under their own name.
BINDINGS = [
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
    "application/json",
    "application/xml",
    "text/xml",
]
BOOLEAN = BINDINGS
GRAPHS = [
    "text/turtle",
    "application/n-triples",
    "application/rdf+xml",
    "application/ld+json",
    "application/trig",
    "application/n-quads",
    "application/json",
    "application/xml",
    "text/n3",
    "text/plain",
]
_BINDINGS_ALIAS = {
    "application/json": "application/sparql-results+json",
    "application/xml": "application/sparql-results+xml",
    "text/xml": "application/sparql-results+xml",
}
_GRAPH_ALIAS = {
    "application/json": "application/ld+json",
    "application/xml": "application/rdf+xml",
    "text/n3": "text/turtle",
    "text/plain": "application/n-triples",
}
# What a request may send; the engine's names of formats.
RDF_INPUT = {
    "text/turtle": "text/turtle",
    "application/x-turtle": "text/turtle",
    "application/n-triples": "application/n-triples",
    "text/plain": "application/n-triples",
    "application/n-quads": "application/n-quads",
    "application/trig": "application/trig",
    "application/rdf+xml": "application/rdf+xml",
    "application/xml": "application/rdf+xml",
    "text/xml": "application/rdf+xml",
    "application/ld+json": "application/ld+json",
    "application/json": "application/ld+json",
}
CHUNK = 64 * 2**10


def choose_bindings(accept: str | None) -> str | None:
    """Return the format for rows or a boolean; None where none is acceptable."""
    chosen = choose(accept, BINDINGS)
    return _BINDINGS_ALIAS.get(chosen, chosen) if chosen else None


def choose_graph(accept: str | None) -> str | None:
    """Return the format for a graph; None where none is acceptable."""
    chosen = choose(accept, GRAPHS)
    return _GRAPH_ALIAS.get(chosen, chosen) if chosen else None


def content_type(media_type: str) -> str:
    """Return the Content-Type of a format: textual ones say their charset."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def send(result: Result, headers: dict[str, str] | None = None) -> Response:
    """Return the response with an answer, streamed where it is a file."""
    headers = dict(headers or {})
    if result.cut:
        headers["KG-Truncated"] = f"rows={result.rows}"
        headers["Preference-Applied"] = "handling=lenient"
    media_type = content_type(result.media_type)
    if result.path is None:
        return Response(result.body, headers=headers, media_type=media_type)
    headers["Content-Length"] = str(result.path.stat().st_size)
    return StreamingResponse(_chunks(result), headers=headers, media_type=media_type)


async def _chunks(result: Result) -> AsyncIterator[bytes]:
    assert result.path is not None
    file = result.path.open("rb")
    if not result.keep:
        result.path.unlink(missing_ok=True)  # the open file stays readable
    try:
        while data := await asyncio.to_thread(file.read, CHUNK):
            yield data
    finally:
        file.close()


async def while_connected(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """Await some work, and cancel it when the client goes away."""
    task = asyncio.ensure_future(work)
    watcher = asyncio.ensure_future(_left(request))
    try:
        await asyncio.wait({task, watcher}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            return task.result()
        raise Problem(499, "client-left", "客户端已断开。", "The client went away.")
    finally:
        watcher.cancel()
        if not task.done():
            task.cancel()
            await asyncio.wait({task})


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
