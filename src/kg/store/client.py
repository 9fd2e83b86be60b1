"""A running ``kg serve`` seen from the command line: it owns the store folder.

The same protocols as of any server, and several graphs at once, since its updates are transactions.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import IO, TYPE_CHECKING

import httpx

from kg.errors import StoreError
from kg.store.http import Endpoint
from kg.store.lexer import with_dataset
from kg.store.operations import Dataset, Load, Put, Question, Update
from kg.store.remote import RemoteStore
from kg.store.union import DefaultGraphs

if TYPE_CHECKING:
    from kg.settings import Settings

_PATIENCE_S = 600.0
# It may count its quads first, and be busy; that nothing listens is known at once.
_GREETING = httpx.Timeout(60.0, connect=10.0)


class ServiceClient(RemoteStore):
    """The running service that owns a store folder."""

    def __init__(self, address: str, settings: Settings) -> None:
        token = settings.token.get_secret_value() if settings.token else None
        place = Endpoint(
            f"{address}/sparql",
            f"{address}/sparql",
            f"{address}/graphs",
            token=token,
            timeout_s=settings.query_timeout_s,
        )
        super().__init__(place, base=settings.base, default_graph=settings.default_graph)
        self.address = address
        self.default_graphs = _Own()
        try:
            self._state = self._greet(settings.base)
        except StoreError:
            self.close()
            raise

    def _greet(self, base: str) -> str | None:
        """Return the service's state, once it is known to be there and of the same base."""
        address = self.address
        try:
            about = self._http.get(f"{address}/health", timeout=_GREETING).raise_for_status().json()
        except (httpx.HTTPError, ValueError) as error:
            raise StoreError(
                f"占用知识库的服务 {address} 没有回答：{error}。它若正在启动或停止，请过几秒再试；"
                "若一直如此，请结束那个 kg serve 进程。",
                f"The service {address} that owns the store does not answer: {error}. If it is starting or "
                "stopping, try again in a few seconds; if it stays so, end that process of kg serve.",
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

    def dump(self, output: IO[bytes], *, graph: str | None = None) -> None:
        """Write as ``Store.dump`` does, never holding the whole."""
        if graph is not None:
            super().dump(output, graph=graph)
            return
        try:
            with self._http.stream("GET", f"{self.address}/dump.nq") as response:
                if not response.is_success:
                    error = self.endpoint.refusal(response.status_code, response.read(), "application/json")
                    raise error or StoreError("无法导出。", "The dump failed.")
                for chunk in response.iter_bytes():
                    output.write(chunk)
        except httpx.HTTPError as error:
            raise self.endpoint.failure(error) from error

    def backup(self, target: Path) -> None:
        """Let the service write a backup to a folder on its machine."""
        self._post("/admin/backup", json.dumps({"target": str(target.resolve())}).encode())

    def restore(self, source: Path) -> None:
        """Let the service restore a backup from a folder on its machine."""
        self._post("/admin/restore", json.dumps({"source": str(source.resolve())}).encode())

    def _load(self, operation: Load) -> int:
        """Load one notice in one transaction of the service."""
        forgotten = {graph: list(prefixes) for graph, prefixes in operation.forget.items()}
        head = json.dumps({"replace": list(operation.replace), "forget": forgotten}) + "\n"
        self._post("/admin/load", head.encode() + operation.quads, "application/octet-stream")
        return operation.quads.count(b"\n")

    def _update(self, operation: Update) -> None:
        """Run an update with the token, in the service's own words where it refuses."""
        text, dataset = operation.text, operation.dataset
        if dataset:
            text = with_dataset(text, dataset.default, dataset.named)
        self._post("/sparql", text.encode(), "application/sparql-update")

    def _run(self, text: str) -> None:
        self._post("/sparql", text.encode(), "application/sparql-update")

    def _put(self, operation: Put) -> bool:
        """Write documents to a graph; each write of the service is whole or not at all."""
        created = False
        for number, part in enumerate(operation.parts):
            method = "PUT" if operation.replace and not number else "POST"
            headers = {"Content-Type": part.media_type}
            request = self.endpoint.graph(
                self._http, method, operation.graph or "", content=part.data, headers=headers
            )
            created |= self._checked(request).status_code == 201
        return created

    def _post(self, path: str, body: bytes, media_type: str = "application/json") -> None:
        headers = {"Content-Type": media_type}
        address = f"{self.address}{path}"
        self._checked(
            self._http.build_request("POST", address, content=body, headers=headers, timeout=_PATIENCE_S)
        )

    def _checked(self, request: httpx.Request) -> httpx.Response:
        try:
            response = self._http.send(request)
        except httpx.HTTPError as error:
            raise self.endpoint.failure(error) from error
        if response.status_code in (401, 403):
            raise self._refused()
        media_type = response.headers.get("content-type", "")
        if refusal := self.endpoint.refusal(response.status_code, response.content, media_type):
            raise refusal
        return response

    def _refused(self) -> StoreError:
        if self.endpoint.token is None:
            return StoreError(
                f"正在运行的服务 {self.address} 占用这个知识库，写入要用它的令牌："
                "请把 KG_TOKEN 设为与服务相同的值再运行；服务没有令牌时，请先停止服务再载入。",
                f"The running service {self.address} owns this store, and writes need its token: "
                "set KG_TOKEN to the service's own; where it has none, stop the service, then load.",
            )
        return StoreError(
            "服务拒绝写入：请用与服务相同的 KG_TOKEN；服务启动时没有令牌则为只读，请先停止服务再载入。",
            "The service refuses the write: set KG_TOKEN to the service's own; a service that was started "
            "without one is read-only: stop it first, then load.",
        )


class _Own(DefaultGraphs):
    """A service of ours reads what ``--default-graph`` says, and says so itself."""

    def settled(self, question: Question) -> Dataset | None:
        """Return the graphs that the question names."""
        return question.dataset
