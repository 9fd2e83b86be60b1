"""Requests written byte by byte, and a server whose application can be changed while it runs."""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import uvicorn

from kg.web.connections import GuardedProtocol

HOST = "Host: data.example"


@dataclass(frozen=True)
class Reply:
    """What came back: headers in lower case and sorted, without those of the moment."""

    status: int
    headers: list[tuple[str, str]] = field(repr=False)
    body: bytes = field(repr=False)

    def header(self, name: str) -> str:
        return dict(self.headers).get(name, "")


@dataclass
class Wire:
    """A server on this machine; ``app`` is what it asks."""

    app: Any = None
    port: int = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await self.app(scope, receive, send)

    def send(
        self, line: str, lines: Sequence[str] = (), body: bytes = b"", *, version: str = "HTTP/1.1"
    ) -> Reply:
        """Send a request: its first line without the version, its other lines, its body."""
        if body:
            lines = [*lines, f"Content-Length: {len(body)}"]
        head = "\r\n".join([f"{line} {version}", *lines, "Connection: close", "", ""])
        return self.raw(head.encode("latin-1") + body)

    def raw(self, data: bytes) -> Reply:
        """Send bytes; read the answer."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as peer:
            peer.sendall(data)
            response = http.client.HTTPResponse(peer, method=data.split(b" ", 1)[0].decode())
            response.begin()
            content = response.read()
            passing = ("date", "x-request-id", "connection")
            headers = sorted((k.lower(), v) for k, v in response.getheaders() if k.lower() not in passing)
            return Reply(response.status, headers, content)


@contextlib.contextmanager
def wired(app: Any = None) -> Iterator[Wire]:
    """Serve as ``kg serve`` does, from a thread."""
    wire = Wire(app)
    config = uvicorn.Config(
        wire, http=GuardedProtocol, ws="none", lifespan="off", log_config=None, access_log=False,
        server_header=False,
    )  # fmt: skip
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        wire.port = listener.getsockname()[1]
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield wire
        finally:
            server.should_exit = True
            thread.join(10)
