"""A SPARQL 1.1 server's addresses, the requests to it, and its refusals as sentences.

    place = Endpoint.of(settings)
    with place.client() as http: body = place.judged(http.send(place.asking(http, text, …)))

Made for both kinds of client, the blocking and the one of the event loop: nothing is sent here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

import httpx

from kg.errors import StoreError, UsageError
from kg.store.operations import Dataset
from kg.store.wire import Stopped

if TYPE_CHECKING:
    from kg.settings import Settings

Client = TypeVar("Client", httpx.Client, httpx.AsyncClient)
_GRACE_S = 5.0  # beyond the limit that the server itself may keep to


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a server answers, and by which right."""

    query_url: str
    update_url: str | None = None
    graphs_url: str | None = None
    user: str | None = None
    password: str | None = None
    auth: str = "basic"
    token: str | None = None
    timeout_s: float = 30

    @classmethod
    def of(cls, settings: Settings) -> Endpoint:
        """Return the one of ``KG_STORE…``."""
        return cls(
            settings.store,
            settings.store_update,
            settings.store_gsp,
            settings.store_user,
            settings.store_password.get_secret_value() if settings.store_password else None,
            settings.store_auth,
            None,
            settings.query_timeout_s,
        )

    def _options(self) -> dict[str, Any]:
        credentials: httpx.Auth | None = None
        if self.user is not None:
            make = httpx.DigestAuth if self.auth == "digest" else httpx.BasicAuth
            credentials = make(self.user, self.password or "")
        return {
            "auth": credentials,
            "headers": {"Authorization": f"Bearer {self.token}"} if self.token else {},
            "timeout": httpx.Timeout(self.timeout_s + _GRACE_S, connect=10),
            "trust_env": False,
            "follow_redirects": False,
        }

    def client(self) -> httpx.Client:
        """Return a blocking client for the server."""
        return httpx.Client(**self._options())

    def async_client(self) -> httpx.AsyncClient:
        """Return a client of the event loop for the server."""
        return httpx.AsyncClient(**self._options())

    # --- requests ---------------------------------------------------------------------------

    def asking(
        self, http: httpx.Client | httpx.AsyncClient, text: str, dataset: Dataset, accept: str
    ) -> httpx.Request:
        """Return the request of a query."""
        form: dict[str, Any] = {"query": text}
        if dataset.default:
            form["default-graph-uri"] = list(dataset.default)
        if dataset.named:
            form["named-graph-uri"] = list(dataset.named)
        return http.build_request("POST", self.query_url, data=form, headers={"Accept": accept})

    def updating(self, http: httpx.Client, text: str) -> httpx.Request:
        """Return the request of an update.

        Raises:
            StoreError: there is no address for updates.
        """
        if not self.update_url:
            raise StoreError(
                "没有设置远程知识库的更新地址（KG_STORE_UPDATE）。",
                "The remote store has no update address (KG_STORE_UPDATE).",
            )
        headers = {"Content-Type": "application/sparql-update; charset=utf-8"}
        return http.build_request("POST", self.update_url, content=text.encode(), headers=headers)

    def graph(self, http: httpx.Client, method: str, iri: str, **options: Any) -> httpx.Request:
        """Return a request of the Graph Store Protocol.

        Raises:
            StoreError: there is no address for graphs.
        """
        if not self.graphs_url:
            raise StoreError(
                "没有设置图存储地址（KG_STORE_GSP）。", "There is no graph-store address (KG_STORE_GSP)."
            )
        sign = "&" if "?" in self.graphs_url else "?"
        return http.build_request(method, f"{self.graphs_url}{sign}graph={quote(iri, safe='')}", **options)

    # --- answers ----------------------------------------------------------------------------

    def refusal(self, status: int, body: bytes, media_type: str = "") -> Exception | None:
        """Return what is wrong by an answer's status; None where nothing is."""
        if status < 400:
            return None
        words = _said(body, media_type)
        if status in (401, 403):
            return StoreError(
                f"远程知识库拒绝了用户名、密码或令牌（{status}）。",
                f"The remote store refused the user, the password or the token ({status}).",
            )
        if status in (400, 413, 415, 422):
            return UsageError(f"服务器不接受：{words}", f"The server refuses this: {words}")
        return StoreError(
            f"远程知识库出错（{status}）：{words}", f"The remote store failed ({status}): {words}"
        )

    def failure(self, error: Exception, limit_s: float | None = None) -> Exception:
        """Return what a request that has no answer failed by."""
        if isinstance(error, httpx.TimeoutException | TimeoutError):
            limit = limit_s or self.timeout_s
            return Stopped(
                f"远程知识库 {limit:g} 秒内没有回答，已停止等待。",
                f"The remote store did not answer within {limit:g} s.",
            )
        return StoreError(
            f"无法连接知识库 {self.query_url}：{error}。",
            f"The store {self.query_url} is unreachable: {error}.",
        )


def _said(body: bytes, media_type: str) -> str:
    """Return what a server said, on one line of bounded length; of a problem its sentence."""
    text = body[:2000].decode("utf-8", "replace")
    if "json" in media_type:
        import json

        try:
            problem = json.loads(body)
            text = str(problem.get("detail") or problem.get("title") or text)
        except (ValueError, AttributeError):
            pass
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:300]
