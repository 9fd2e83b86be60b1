"""Servers as processes of their own: ``kg serve``'s, and others beside it."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

TOKEN = "secret-of-the-tests"
_SERVE = (
    "from kg.settings import Settings; from kg.web import serve; serve(Settings(), port=0, log_level='info')"
)


@dataclass
class Server:
    """A running server and its addresses."""

    url: str
    process: subprocess.Popen[bytes]
    query: str = ""
    update: str = ""
    graphs: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    folder: Path | None = None
    log: Path | None = None

    @property
    def port(self) -> int:
        return int(self.url.rsplit(":", 1)[1])

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        return fetch("GET", self.url + path, headers=headers)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fetch(
    method: str,
    url: str,
    body: bytes | None = None,
    headers: dict[str, str] | None = None,
    timeout: float = 120,
) -> tuple[int, dict[str, str], bytes]:
    """Send one request; errors of HTTP are answers too."""
    request = urllib.request.Request(url, body, headers or {}, method=method)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=timeout) as response:
            return response.status, {k.lower(): v for k, v in response.headers.items()}, response.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, {k.lower(): v for k, v in error.headers.items()}, error.read()


def wait_for(url: str, process: subprocess.Popen[bytes], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        with contextlib.suppress(OSError):
            fetch("GET", url, timeout=5)
            return
        time.sleep(0.05)
    raise TimeoutError(url)


def start_service(folder: Path, *, log: Path | None = None, **settings: str) -> Server:
    """Start ``kg serve`` on a store folder and wait until it answers."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("KG_")}
    environment |= {"KG_STORE": str(folder), "KG_TOKEN": TOKEN}
    environment |= {f"KG_{k.upper()}": v for k, v in settings.items()}
    log = log or folder.with_name(folder.name + ".log")
    (folder / "service.json").unlink(missing_ok=True)
    with log.open("ab") as output:
        process = subprocess.Popen([sys.executable, "-c", _SERVE], env=environment, stderr=output)
    about = folder / "service.json"
    deadline = time.monotonic() + 90
    while not about.exists():
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            process.wait()
            raise RuntimeError(log.read_text("utf-8", "replace")[-2000:])
        time.sleep(0.02)
    url = json.loads(about.read_text())["url"]
    wait_for(url + "/health/ready", process)
    return Server(
        url,
        process,
        f"{url}/sparql",
        f"{url}/sparql",
        f"{url}/graphs",
        {"Authorization": f"Bearer {TOKEN}"},
        folder,
        log,
    )


def stop(server: Server, *, gently: bool = True) -> int:
    """End a server; return its status."""
    if server.process.poll() is None:
        server.process.send_signal(signal.SIGTERM if gently else signal.SIGKILL)
    try:
        return server.process.wait(20)
    except subprocess.TimeoutExpired:
        server.process.kill()
        return server.process.wait()


@contextlib.contextmanager
def service(folder: Path, **settings: str) -> Iterator[Server]:
    server = start_service(folder, **settings)
    try:
        yield server
    finally:
        stop(server)


@contextlib.contextmanager
def oxigraph(program: str, *arguments: str) -> Iterator[Server]:
    """Run ``oxigraph serve``, in memory unless a location is given."""
    port = free_port()
    process = subprocess.Popen(
        [program, "serve", "--bind", f"127.0.0.1:{port}", *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    server = Server(url, process, f"{url}/query", f"{url}/update", f"{url}/store")
    try:
        wait_for(url + "/", process)
        yield server
    finally:
        stop(server)
