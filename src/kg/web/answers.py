"""Sending what the store wrote, stopping what nobody waits for, and the formats by name."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from kg.store.operations import Result
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


# What ``?format=`` and ``?output=`` may name: the format of rows, and of a graph. Of those that are
# of one kind only, the other kind keeps what Accept says.
NAMED: dict[str, tuple[str | None, str | None]] = {
    "json": ("application/sparql-results+json", "application/ld+json"),
    "srj": ("application/sparql-results+json", None),
    "xml": ("application/sparql-results+xml", "application/rdf+xml"),
    "srx": ("application/sparql-results+xml", None),
    "csv": ("text/csv", None),
    "tsv": ("text/tab-separated-values", None),
    "turtle": (None, "text/turtle"),
    "ntriples": (None, "application/n-triples"),
    "nquads": (None, "application/n-quads"),
    "trig": (None, "application/trig"),
    "rdf+xml": (None, "application/rdf+xml"),
    "json-ld": (None, "application/ld+json"),
}
_OTHER_NAMES = {
    "ttl": "turtle", "n3": "turtle", "nt": "ntriples", "n-triples": "ntriples", "nq": "nquads",
    "n-quads": "nquads", "rdf": "rdf+xml", "rdfxml": "rdf+xml", "rdf-xml": "rdf+xml", "jsonld": "json-ld",
    "sparql": "srx",
}  # fmt: skip


def choose_graph(accept: str | None) -> str | None:
    """Return the format for a graph; None where none is acceptable."""
    chosen = choose(accept, GRAPHS)
    return _GRAPH_ALIAS.get(chosen, chosen) if chosen else None


@dataclass(frozen=True, slots=True)
class Formats:
    """The media types to answer in: of rows and booleans, and of graphs. None: not acceptable."""

    bindings: str | None
    graph: str | None


def formats(accept: str | None, named: str | None = None) -> Formats:
    """Return what a request wants; ``named`` is its parameter ``format`` or ``output``.

    Raises:
        Problem: 400, there is no such name; 406, nothing that Accept lists is there.
    """
    chosen, graph = choose(accept, BINDINGS), choose_graph(accept)
    bindings = _BINDINGS_ALIAS.get(chosen, chosen) if chosen else None
    if named:
        rows, triples = _named(named)
        return Formats(rows, triples or graph or GRAPHS[0])
    if bindings is None and graph is None:
        raise not_acceptable()
    # Who asks for rows and sends a CONSTRUCT gets the graph in its first format.
    return Formats(bindings, graph or GRAPHS[0])


def _named(name: str) -> tuple[str | None, str | None]:
    # A plus sign in an address is a blank.
    key = name.strip().lower().replace(" ", "+").partition(";")[0]
    key = _OTHER_NAMES.get(key, key)
    if key in NAMED:
        return NAMED[key]
    rows = _BINDINGS_ALIAS.get(key, key) if key in BINDINGS else None
    graph = _GRAPH_ALIAS.get(key, key) if key in GRAPHS else None
    if rows is None and graph is None:
        known = "、".join(NAMED)
        raise Problem(
            400,
            "bad-request",
            f"没有 {name[:40]!r} 这种格式；format 可用 {known}。",
            f"There is no format {name[:40]!r}; there are {', '.join(NAMED)}.",
        )
    return rows, graph


def not_acceptable() -> Problem:
    """Return the error of a request whose Accept names nothing that is there."""
    return Problem(
        406,
        "not-acceptable",
        "没有 Accept 所要求的格式：可用 JSON、XML、CSV、TSV，图可用 Turtle、N-Triples 等。",
        "There is no such format: rows come as JSON, XML, CSV, TSV, graphs as Turtle and others.",
    )


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
