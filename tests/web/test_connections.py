"""Heads that never end, heads that are too long, too many connections of one client."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn

from kg.web import connections

pytestmark = pytest.mark.alone


async def hello(scope: dict[str, Any], receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    monkeypatch.setattr(connections, "HEAD_TIMEOUT_S", 0.4)
    monkeypatch.setattr(connections, "MAX_PER_CLIENT", 5)
    config = uvicorn.Config(
        hello, http=connections.GuardedProtocol, ws="none", lifespan="off", log_config=None  # type: ignore[arg-type]
    )  # fmt: skip
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield listener.getsockname()[1]
        server.should_exit = True
        thread.join()


def ask(port: int, raw: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as peer:
        peer.sendall(raw)
        with contextlib.suppress(OSError):
            return peer.recv(1000)
        return b""


def test_a_whole_head_is_answered_again_and_again(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as peer:
        for _ in range(3):
            peer.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            assert peer.recv(1000).startswith(b"HTTP/1.1 200")
            time.sleep(0.3)


@pytest.mark.parametrize("raw", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: x\r\nX: y"])
def test_a_head_that_does_not_end_is_given_up(port: int, raw: bytes) -> None:
    began = time.monotonic()
    assert ask(port, raw) == b""
    assert 0.3 < time.monotonic() - began < 3


def told(answer: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(answer.partition(b"\r\n\r\n")[2])
    return found


def test_a_head_that_is_too_long_is_refused(port: int) -> None:
    """With an answer that arrives, although the client is still sending."""
    address = ask(port, b"GET /sparql?query=" + b"a" * 200_000)
    assert address.startswith(b"HTTP/1.1 414")
    assert "use POST" in told(address)["detail_en"]
    assert "请改用 POST" in told(address)["detail_zh"]
    headers = ask(port, b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 200_000)
    assert headers.startswith(b"HTTP/1.1 431")
    assert "fewer headers" in told(headers)["detail_en"]
    assert ask(port, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").startswith(b"HTTP/1.1 200")


def test_too_many_connections_of_one_client(port: int) -> None:
    with contextlib.ExitStack() as held:
        peers = [
            held.enter_context(socket.create_connection(("127.0.0.1", port), timeout=5)) for _ in range(9)
        ]
        answers = []
        for peer in peers:
            with contextlib.suppress(OSError):
                peer.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
                answers.append(peer.recv(1000)[:12])
        assert answers.count(b"HTTP/1.1 200") == 5
    time.sleep(0.2)
    assert ask(port, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").startswith(b"HTTP/1.1 200")
