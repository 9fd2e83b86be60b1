"""A running ``kg serve`` seen from the command line: it owns the store folder.

The same protocols as of any server, and several graphs at once, since its updates are transactions.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import IO, TYPE_CHECKING

import httpx

from kg.errors import StoreError
from kg.store.base import Dataset, Forgotten, Piece, Pieces, lines
from kg.store.lexer import with_dataset
from kg.store.remote import RemoteStore

if TYPE_CHECKING:
    from kg.settings import Settings


class ServiceClient(RemoteStore):
    """The running service that owns a store folder."""

    def __init__(self, address: str, settings: Settings) -> None:
        super().__init__(
            f"{address}/sparql",
            update_url=f"{address}/sparql",
            graphs_url=f"{address}/graphs",
            token=settings.token.get_secret_value() if settings.token else None,
            base=settings.base,
            default_graph=settings.default_graph,
            timeout_s=settings.query_timeout_s,
        )
        self.address = address
        try:
            self._state = self._greet(settings.base)
        except StoreError:
            self.close()
            raise

    def _greet(self, base: str) -> str | None:
        """Return the service's state, once it is known to be there and of the same base."""
        address = self.address
        try:
            health = self._http.get(f"{address}/health", timeout=10)
            self._check(health)
            about = health.json()
        except (httpx.HTTPError, ValueError) as error:
            raise StoreError(
                f"占用知识库的服务 {address} 没有回答：{error}。",
                f"The service {address} that owns the store does not answer: {error}.",
            ) from error
        if about.get("base") != base:
            raise StoreError(
                f"服务 {address} 的 IRI 基址是 {about.get('base')}，不是 {base}。",
                f"The service {address} has the base {about.get('base')}, not {base}.",
            )
        state = about.get("state")
        return str(state) if state is not None else None

    @property
    def state(self) -> str | None:
        """The state when the client connected; the service's own answers carry it as ETag."""
        return self._state

    def load(self, replace: Pieces, *, merge: Pieces | None = None, forget: Forgotten | None = None) -> int:
        """Load one notice in one transaction of the service."""
        pieces = [*replace.items(), *(merge or {}).items()]
        data = [line for graph, piece in pieces for line in lines(piece, graph)]
        forgotten = {graph: list(prefixes) for graph, prefixes in (forget or {}).items()}
        head = json.dumps({"replace": list(replace), "forget": forgotten}) + "\n"
        self._post("/admin/load", (head + "".join(data)).encode(), "application/octet-stream")
        return len(data)

    def update(self, text: str, *, dataset: Dataset | None = None) -> None:
        """Run an update with the token, in the service's own words where it refuses."""
        if dataset:
            text = with_dataset(text, dataset.default, dataset.named)
        self._post("/sparql", text.encode(), "application/sparql-update")

    def put(self, graph: str, piece: Piece) -> None:
        """Replace one graph."""
        response = self._graph_request(
            "PUT",
            graph,
            content="".join(lines(piece)).encode(),
            headers={"Content-Type": "application/n-triples"},
        )
        self._refused(response)
        self._check(response)

    def dump(self, output: IO[bytes], *, graph: str | None = None) -> None:
        """Write N-Quads of everything, or N-Triples of one graph."""
        if graph is not None:
            super().dump(output, graph=graph)
            return
        try:
            with self._http.stream("GET", f"{self.address}/dump.nq") as response:
                if not response.is_success:
                    response.read()
                self._check(response)
                for chunk in response.iter_bytes():
                    output.write(chunk)
        except httpx.HTTPError as error:
            raise self._unreachable(error) from error

    def backup(self, target: Path) -> None:
        """Let the service write a backup to a folder on its machine."""
        self._post(
            "/admin/backup", json.dumps({"target": str(target.resolve())}).encode(), "application/json"
        )

    def restore(self, source: Path) -> None:
        """Let the service restore a backup from a folder on its machine."""
        self._post(
            "/admin/restore", json.dumps({"source": str(source.resolve())}).encode(), "application/json"
        )

    def _post(self, path: str, body: bytes, media_type: str) -> None:
        try:
            response = self._http.post(
                f"{self.address}{path}", content=body, headers={"Content-Type": media_type}, timeout=600
            )
        except httpx.HTTPError as error:
            raise self._unreachable(error) from error
        self._refused(response)
        self._check(response)

    def _refused(self, response: httpx.Response) -> None:
        if response.status_code in (401, 403):
            raise StoreError(
                "服务拒绝写入：请用与服务相同的 KG_TOKEN。",
                "The service refuses the write: set KG_TOKEN to the service's own.",
            )
