"""Any SPARQL server behind our own service: the same limits and formats, other people's engine.

Queries are looked over as for the embedded store, sent on, and checked when they come back: size,
rows, and that an answer is whole. Writes go through ``RemoteStore``.
"""

from __future__ import annotations

import asyncio
import gzip
import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from kg.errors import StoreError, UsageError
from kg.store.backend import MAX_ANSWER_BYTES, Part, Result
from kg.store.base import Bindings, Dataset, DefaultGraph, Question, Store
from kg.store.engine import (
    NotAcceptable,
    Wanted,
    from_engine,
    parse_quads,
    render_triples,
    too_large,
    too_many,
)
from kg.store.federation import refused
from kg.store.lexer import Call, scan
from kg.store.pool import Stopped
from kg.store.prefixes import completed
from kg.store.remote import RemoteStore, bind, read_json_results
from kg.store.rows import render_boolean, render_rows
from kg.store.syntax import mistake

if TYPE_CHECKING:
    from kg.settings import Settings

_JSON = "application/sparql-results+json"
_GRAPH = "text/turtle, application/n-triples;q=0.9"


class Proxied:
    """A remote server as the store of the web service."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._remote = RemoteStore.from_settings(settings)
        self._remote.max_rows = settings.max_rows
        self.store: Store = self._remote
        self.base = settings.base
        self.default_graph: DefaultGraph = settings.default_graph
        self._http: httpx.AsyncClient | None = None
        self._running = 0
        self._failed = 0

    @property
    def state(self) -> str | None:
        """Unknown: others may write to the server, so nothing is kept."""
        return None

    async def start(self) -> None:
        """Open the connections; the server itself may come later."""
        auth: httpx.Auth | None = None
        settings = self._settings
        if settings.store_user is not None:
            make = httpx.DigestAuth if settings.store_auth == "digest" else httpx.BasicAuth
            password = settings.store_password.get_secret_value() if settings.store_password else ""
            auth = make(settings.store_user, password)
        self._http = httpx.AsyncClient(
            auth=auth, timeout=settings.query_timeout_s, trust_env=False, follow_redirects=False
        )

    async def stop(self) -> None:
        """Close the connections."""
        if self._http is not None:
            await self._http.aclose()
        self._remote.close()

    async def render(
        self,
        question: Question,
        wanted: Wanted,
        *,
        client: str,
        cut: bool = False,
        services: tuple[Call, ...] = (),
    ) -> Result:
        """Send a query on and bring its answer into the wanted format."""
        if services:
            raise refused(scan(question.text))
        text = completed(bind(question.text, question.substitutions))
        is_graph = scan(text).form in ("construct", "describe")
        try:
            body = await self._send(text, question.dataset, _GRAPH if is_graph else _JSON)
        except UsageError as error:
            raise mistake(question.text) or error from None
        return await asyncio.to_thread(self._graph if is_graph else self._rows, body, wanted, cut)

    def _graph(self, answer: tuple[str, bytes], wanted: Wanted, cut: bool) -> Result:
        if wanted.graph is None:
            raise NotAcceptable("没有所要求的图格式。", "There is no such format for a graph.")
        media_type, body = answer
        quads = parse_quads(body, media_type)
        limit = self._settings.max_rows
        if len(quads) > limit and not cut:
            raise too_many(limit)
        output = io.BytesIO()
        done = render_triples([q.triple for q in quads], wanted.graph, output, limit, cut)
        return Result(done.media_type, output.getvalue(), None, done.rows, done.cut)

    def _rows(self, answer: tuple[str, bytes], wanted: Wanted, cut: bool) -> Result:
        found = read_json_results(answer[1])
        if not isinstance(found, Bindings):
            if wanted.boolean is None:
                raise NotAcceptable("没有所要求的格式。", "There is no such format.")
            return Result(wanted.boolean, render_boolean(bool(found), wanted.boolean), None, 1)
        if wanted.bindings is None:
            raise NotAcceptable("没有所要求的格式。", "There is no such format.")
        limit = self._settings.max_rows
        rows = len(found.rows)
        if rows > limit:
            if not cut:
                raise too_many(limit)
            found = Bindings(found.variables, found.rows[:limit])
        body = render_rows(found, wanted.bindings, cut=rows > limit)
        return Result(wanted.bindings, body, None, min(rows, limit), rows > limit)

    async def _send(self, text: str, dataset: Dataset, accept: str) -> tuple[str, bytes]:
        """Post a query; return the media type and the body of its answer."""
        form: dict[str, list[str]] = {"query": [text]}
        if dataset.default:
            form["default-graph-uri"] = list(dataset.default)
        if dataset.named:
            form["named-graph-uri"] = list(dataset.named)
        if self._http is None:
            raise StoreError("服务尚未启动。", "The service has not started.")
        limit = self._settings.query_timeout_s
        self._running += 1
        try:
            async with asyncio.timeout(limit):
                request = self._http.build_request(
                    "POST", self._settings.store, data=form, headers={"Accept": accept}
                )
                response = await self._http.send(request, stream=True)
                try:
                    body = bytearray()
                    async for chunk in response.aiter_bytes():
                        body += chunk
                        if len(body) > MAX_ANSWER_BYTES:
                            raise too_large(MAX_ANSWER_BYTES)
                finally:
                    await response.aclose()
        except (TimeoutError, httpx.TimeoutException):
            self._failed += 1
            raise Stopped(
                f"远程知识库 {limit:g} 秒内没有回答，已停止等待。",
                f"The remote store did not answer within {limit:g} s.",
            ) from None
        except httpx.HTTPError as error:
            self._failed += 1
            raise StoreError(
                f"无法连接远程知识库：{error}。", f"The remote store is unreachable: {error}."
            ) from error
        finally:
            self._running -= 1
        if response.status_code >= 400:
            words = " ".join(bytes(body[:300]).decode("utf-8", "replace").split())
            if response.status_code in (400, 413):
                raise UsageError(
                    f"远程知识库不接受此查询：{words}", f"The remote store refuses the query: {words}"
                )
            raise StoreError(
                f"远程知识库出错（{response.status_code}）：{words}",
                f"The remote store failed ({response.status_code}): {words}",
            )
        return response.headers.get("content-type", "").partition(";")[0].strip(), bytes(body)

    # --- everything else goes through the blocking client, in threads ----------------------------

    async def check(self, text: str, form: str | None, base_iri: str | None, *, client: str) -> None:
        """Leave it to the refusal: the server's syntax is its own."""

    async def update(self, text: str, *, dataset: Dataset, base_iri: str | None) -> None:
        """Send an update on."""
        text = completed(text)
        if base_iri:
            text = f"BASE <{base_iri}>\n{text}"
        await asyncio.to_thread(self._remote.update, text, dataset=dataset)

    async def put(
        self, graph: str | None, parts: Sequence[Part], *, replace: bool, base_iri: str | None
    ) -> bool:
        """Write documents to a graph, by way of a scratch graph."""
        if graph is None:
            raise UsageError(
                "远程知识库请指明图：默认图因服务器而异。",
                "Name a graph: the default graph differs between servers.",
            )
        return await asyncio.to_thread(self._put, graph, parts, replace, base_iri)

    def _put(self, graph: str, parts: Sequence[Part], replace: bool, base_iri: str | None) -> bool:
        rows = [
            (from_engine(q.subject), from_engine(q.predicate), from_engine(q.object))
            for part in parts
            for q in parse_quads(part.data, part.media_type, base_iri=base_iri)
        ]
        created = self._remote.count(graph) == 0
        if replace:
            self._remote.load({graph: rows})
        else:
            self._remote.load({}, merge={graph: rows})
        return created

    async def fetch(self, graph: str | None, media_type: str, *, client: str) -> Result | None:
        """Return a graph in a format; one without triples counts as not there."""
        if graph is None:
            raise UsageError("远程知识库请指明图。", "Name a graph, with a remote store.")
        return await asyncio.to_thread(self._fetch, graph, media_type)

    def _fetch(self, graph: str, media_type: str) -> Result | None:
        output = io.BytesIO()
        self._remote.dump(output, graph=graph)
        if not output.getvalue():
            return None
        quads = parse_quads(output.getvalue(), "application/n-triples", rename=False)
        made = io.BytesIO()
        render_triples([q.triple for q in quads], media_type, made, None, False)
        return Result(media_type, made.getvalue())

    async def delete(self, graph: str | None) -> bool:
        """Remove a graph."""
        if graph is None:
            raise UsageError("远程知识库请指明图。", "Name a graph, with a remote store.")
        return await asyncio.to_thread(self._remote.delete, graph)

    async def graphs(self) -> list[str]:
        """Return the named graphs below the base."""
        return await asyncio.to_thread(self._remote.graphs)

    async def size(self) -> int:
        """Return the number of quads in them."""
        return await asyncio.to_thread(self._remote.size)

    async def dump(self, *, compressed: bool) -> Result:
        """Return everything below the base as N-Quads."""
        output = io.BytesIO()
        await asyncio.to_thread(self._remote.dump, output)
        data = output.getvalue()
        if compressed:
            return Result("application/gzip", gzip.compress(data, 1, mtime=0))
        return Result("application/n-quads", data)

    async def backup(self, target: Path) -> None:
        """Not here."""
        self._remote.backup(target)

    async def restore(self, source: Path) -> None:
        """Not here."""
        self._remote.restore(source)

    def numbers(self) -> dict[str, float]:
        """Return what /metrics shows."""
        return {"kg_queries_running": self._running, "kg_remote_failures_total": self._failed}
