"""SERVICE to hosts that the settings allow, and to no other.

The engine would fetch by itself. So the text of an allowed query is pointed at a forwarder on
loopback, under a secret path of its own, and the forwarder asks the real host: within a time and
a size, following no redirect, at the address that was checked. A name that leads to a loopback or
private address is refused unless that very name is ``localhost`` or an address, and allowed.
"""

from __future__ import annotations

import asyncio
import ipaddress
import secrets
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from kg.errors import StoreError, UsageError
from kg.store.lexer import Call, Scan, scan

MAX_FORWARDED_BYTES = 16 * 2**20
_MAX_HEAD = 16 * 2**10


class ServiceFailed(StoreError):
    """An endpoint that SERVICE names was allowed and asked, and gave no usable answer."""


class Forbidden(UsageError):
    """A text asks for what this service does not do for anybody: 403."""


def refused(found: Scan, host: str | None = None) -> Forbidden:
    """Return the error for a text that would fetch."""
    if found.loads:
        return Forbidden(
            "不执行 LOAD：请用图存储协议（PUT /graphs?graph=…）上传内容。",
            "LOAD is not run: send the content by the Graph Store Protocol (PUT /graphs?graph=…).",
        )
    if found.hidden:
        return Forbidden(
            f"无法确定 {found.hidden[:80]!r} 是否会访问外部地址：请改写前缀名或对 IRI 中的括号作百分号编码。",
            f"It is not certain that {found.hidden[:80]!r} would not fetch: rename the prefix, or "
            "percent-encode brackets and question marks of the IRI.",
        )
    where = f" {host[:200]}" if host else ""
    return Forbidden(
        f"不允许 SERVICE 访问{where or '外部地址'}（KG_SERVICE_ALLOW 列出允许的主机）。",
        f"SERVICE may not reach{where or ' other hosts'} (KG_SERVICE_ALLOW lists the hosts that it may).",
    )


def refuse_fetching(text: str) -> None:
    """Refuse a text that would make the engine fetch.

    Raises:
        Forbidden: it holds SERVICE or LOAD, or what cannot be told from them.
    """
    found = scan(text)
    if found.services or found.loads or found.hidden:
        raise refused(found)


def allowed_hosts(setting: str) -> frozenset[str]:
    """Return the hosts, each with or without a port, of ``KG_SERVICE_ALLOW``."""
    return frozenset(part.strip().lower() for part in setting.split(",") if part.strip())


def check_allowed(found: Scan, allowed: frozenset[str]) -> None:
    """Refuse a query unless every SERVICE in it names an allowed host.

    Raises:
        Forbidden: some does not, or only a run would tell.
    """
    if found.loads or found.hidden:
        raise refused(found)
    for call in found.services:
        if call.iri is None or _host(call.iri) is None:
            raise refused(found)
        parts = urlsplit(call.iri)
        host = (parts.hostname or "").lower()
        if host not in allowed and f"{host}:{_port(call.iri)}" not in allowed:
            raise refused(found, host)


def _host(iri: str) -> str | None:
    try:
        parts = urlsplit(iri)
        _ = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or parts.username is not None:
        return None
    return parts.hostname


def _port(iri: str) -> int:
    parts = urlsplit(iri)
    return parts.port or (443 if parts.scheme == "https" else 80)


@dataclass(frozen=True, slots=True)
class _Target:
    url: str
    timeout_s: float


class Forwarder:
    """A server on loopback that asks allowed hosts for the workers."""

    def __init__(self) -> None:
        self._targets: dict[str, _Target] = {}
        self._server: asyncio.Server | None = None
        self._http: httpx.AsyncClient | None = None
        self._port = 0

    async def start(self) -> None:
        """Listen."""
        self._http = httpx.AsyncClient(trust_env=False, follow_redirects=False)
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=_MAX_HEAD)
        self._port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Stop listening."""
        if self._server is not None:
            self._server.close()
        if self._http is not None:
            await self._http.aclose()

    def point(self, text: str, calls: tuple[Call, ...], timeout_s: float) -> tuple[str, list[str]]:
        """Return the text with its calls led here, and the names to forget afterwards."""
        pieces, names, at = [], [], 0
        for call in sorted(calls, key=lambda c: c.start):
            assert call.iri is not None
            name = secrets.token_hex(16)
            self._targets[name] = _Target(call.iri, timeout_s)
            names.append(name)
            pieces += [text[at : call.start], f"<http://127.0.0.1:{self._port}/{name}>"]
            at = call.end
        return "".join([*pieces, text[at:]]), names

    def unpoint(self, words: str) -> str:
        """Return an error's words with the forwarder's own addresses led back to the real ones."""
        for name, target in self._targets.items():
            words = words.replace(f"http://127.0.0.1:{self._port}/{name}", target.url)
        return words

    def forget(self, names: list[str]) -> None:
        """Close the paths of a query that is over."""
        for name in names:
            self._targets.pop(name, None)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(600):
                status, media_type, body = await self._answer(reader)
                writer.write(
                    f"HTTP/1.1 {status} .\r\nContent-Type: {media_type}\r\nContent-Length: {len(body)}\r\n"
                    "Connection: close\r\n\r\n".encode("latin-1")
                )
                writer.write(body)
                await writer.drain()
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # the worker sees a broken connection, and says so
        finally:
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader) -> tuple[int, str, bytes]:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *fields = head.split("\r\n")
        method, path, _ = first.split(" ", 2)
        headers = {k.strip().lower(): v.strip() for k, _, v in (f.partition(":") for f in fields if f)}
        name, _, query = path.lstrip("/").partition("?")
        target = self._targets.get(name)
        if target is None:
            return 404, "text/plain", b"not here"
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        try:
            return await self._forward(target, method, query, headers, body)
        except (httpx.HTTPError, OSError, TimeoutError, ValueError) as error:
            return 502, "text/plain", f"{type(error).__name__}: {error}".encode()[:500]

    async def _forward(
        self, target: _Target, method: str, query: str, headers: dict[str, str], body: bytes
    ) -> tuple[int, str, bytes]:
        assert self._http is not None
        url = httpx.URL(target.url)
        if query:
            url = url.copy_with(query=query.encode())
        host = url.host
        address = await resolve(host, _port(target.url))
        # Asked at the address that was looked at, whatever the name leads to by now.
        pinned = url.copy_with(host=address)
        sent = {k: v for k, v in headers.items() if k in ("accept", "content-type", "user-agent")}
        sent["host"] = url.netloc.decode("ascii")
        request = self._http.build_request(
            method,
            pinned,
            content=body,
            headers=sent,
            timeout=target.timeout_s,
            extensions={"sni_hostname": host, "timeout": httpx.Timeout(target.timeout_s).as_dict()},
        )
        async with asyncio.timeout(target.timeout_s):
            response = await self._http.send(request, stream=True)
            try:
                if response.status_code != 200:
                    return 502, "text/plain", f"the endpoint answered {response.status_code}".encode()
                received = bytearray()
                async for chunk in response.aiter_bytes():
                    received += chunk
                    if len(received) > MAX_FORWARDED_BYTES:
                        return 502, "text/plain", b"the endpoint's answer is too large"
            finally:
                await response.aclose()
        return 200, response.headers.get("content-type", "application/octet-stream"), bytes(received)


async def resolve(host: str, port: int) -> str:
    """Return the address of a host, refusing names that lead inside.

    Raises:
        OSError: no address, or one of a private network.
    """
    try:
        ipaddress.ip_address(host)
    except ValueError:
        named_inside = host.lower() == "localhost"
    else:
        return host  # an address is allowed only where the settings name it
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    if not named_inside and not all(ipaddress.ip_address(a).is_global for a in addresses):
        raise OSError(f"{host} leads to a private address")
    return addresses[0]
