"""Any SPARQL server behind our own service: the same limits and formats, other people's engine.

Queries are looked over as for the embedded store, sent on from the event loop, and checked when
they come back: size, rows, and that an answer is whole. Everything else goes through
``RemoteStore``, in threads.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, TypeVar

import httpx

from kg.errors import StoreError, UsageError
from kg.store import archive_of, judgements_of
from kg.store.base import Backend, Store
from kg.store.bridges import Blocking
from kg.store.execute import MAX_ANSWER_BYTES
from kg.store.federation import refused
from kg.store.http import Endpoint
from kg.store.isolated import OWN_S
from kg.store.lexer import scan
from kg.store.operations import Dataset, DefaultGraph, Operation, Render, Result
from kg.store.remote import GRAPH_ACCEPT, RemoteStore, sent
from kg.store.rendering import too_large
from kg.store.syntax import mistake
from kg.store.translate import translated

if TYPE_CHECKING:
    from kg.settings import Settings

T = TypeVar("T")


class Proxied(Backend):
    """A remote server as the store of the web service."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.base = settings.base
        self._endpoint = Endpoint.of(settings)
        self._remote = RemoteStore.from_settings(settings)
        self._threads = Blocking(self)
        self.store: Store = self._threads
        self.store.versions, self.store.judgements = archive_of(settings), judgements_of(settings)
        self._http: httpx.AsyncClient | None = None
        self._running = 0
        self._failed = 0

    @property
    def default_graph(self) -> DefaultGraph:
        """What questions read: what the settings say, or they are refused."""
        return self._remote.default_graph

    @property
    def state(self) -> str | None:
        """Unknown: others may write to the server, so nothing is kept."""
        return None

    async def start(self) -> None:
        """Open the connections; the server itself may come later."""
        self._http = self._endpoint.async_client()
        self._threads.loop = asyncio.get_running_loop()

    async def stop(self) -> None:
        """Close the connections."""
        if self._http is not None:
            await self._http.aclose()
        self._remote.close()

    async def _perform(self, operation: Operation[T], client: str) -> T:
        """Carry it out; see ``Backend.perform``."""
        if not isinstance(operation, Render):
            return await asyncio.to_thread(self._remote.perform, operation)
        found: Any = await self._render(operation)
        answer: T = found
        return answer

    async def _render(self, operation: Render) -> Result:
        """Send a query on and bring its answer into the wanted format."""
        question = operation.question
        if operation.services:
            raise refused(scan(question.text))
        dataset = self._remote.default_graphs.settled(question)
        if dataset is None:
            dataset = await asyncio.to_thread(self._remote.dataset, question)
        text, accept = sent(question)
        try:
            body, media_type = await self._send(text, dataset, accept, operation.timeout_s or OWN_S)
        except UsageError as error:
            raise mistake(question.text) or error from None
        return await asyncio.to_thread(translated, body, media_type, accept == GRAPH_ACCEPT, operation)

    async def _send(self, text: str, dataset: Dataset, accept: str, limit_s: float) -> tuple[bytes, str]:
        """Post a query; return the body of its answer and its media type."""
        if self._http is None:
            raise StoreError("服务尚未启动。", "The service has not started.")
        request = self._endpoint.asking(self._http, text, dataset, accept)
        request.extensions["timeout"] = httpx.Timeout(limit_s, connect=10).as_dict()
        body = bytearray()
        self._running += 1
        try:
            async with asyncio.timeout(limit_s):
                response = await self._http.send(request, stream=True)
                try:
                    async for chunk in response.aiter_bytes():
                        body += chunk
                        if len(body) > MAX_ANSWER_BYTES:
                            raise too_large(MAX_ANSWER_BYTES)
                finally:
                    await response.aclose()
        except (TimeoutError, httpx.HTTPError) as error:
            self._failed += 1
            raise self._endpoint.failure(error, limit_s) from None
        finally:
            self._running -= 1
        media_type = response.headers.get("content-type", "").partition(";")[0].strip()
        if refusal := self._endpoint.refusal(response.status_code, bytes(body), media_type):
            raise refusal
        return bytes(body), media_type

    def numbers(self) -> dict[str, float]:
        """Return what /metrics shows."""
        return {"kg_queries_running": self._running, "kg_remote_failures_total": self._failed}
