"""``kg serve``: uvicorn around the application, and the folder's address for other processes."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import uvicorn

from kg.errors import StoreError
from kg.web.app import create_app
from kg.web.connections import GuardedProtocol
from kg.web.logs import OneLine

if TYPE_CHECKING:
    from kg.settings import Settings
    from kg.store.base import Store

GRACE_S = 10
_SIGNALS = (signal.SIGINT, signal.SIGTERM)
# What is kept in memory of a large store is a million objects: to look through them for rings takes half a
# second, in which nobody is answered. Few things of a request make rings.
_RINGS = (50_000, 20, 100)


def serve(
    settings: Settings,
    host: str,
    port: int,
    *,
    prepare: Callable[[Store], None] | None = None,
    log_level: str = "info",
) -> None:
    """Serve until SIGTERM or SIGINT; running requests get ``GRACE_S`` to end.

    Raises:
        StoreError: the folder is locked or of another base, or the port is taken.
    """
    gc.set_threshold(*_RINGS)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(OneLine("%(message)s"))
    logging.basicConfig(handlers=[handler], level=log_level.upper())
    for noisy in ("httpx", "httpcore", "asyncio"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    listener = _listen(host, port)
    try:
        app = create_app(settings, prepare=prepare)
        config = uvicorn.Config(
            app,
            http=GuardedProtocol,
            ws="none",
            log_config=None,
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=GRACE_S,
            timeout_keep_alive=30,
            backlog=1024,
            root_path=settings.root_path.rstrip("/"),
        )
        server = _Server(config, _address(listener))
        asyncio_runner(server.serve(sockets=[listener]), config)
    finally:
        listener.close()
    if server.failure is not None:
        raise server.failure


def asyncio_runner(work: Any, config: uvicorn.Config) -> None:
    """Run under uvicorn's choice of event loop."""
    factory = config.get_loop_factory()
    with asyncio.Runner(loop_factory=factory) as runner:
        runner.run(work)


class _Server(uvicorn.Server):
    """Announces the address once it answers, and keeps the reason of a failed start."""

    def __init__(self, config: uvicorn.Config, address: str) -> None:
        super().__init__(config)
        self.address = address
        self.failure: StoreError | None = None

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """End on SIGTERM and SIGINT, with status 0: uvicorn would raise the signal again."""
        before = {number: signal.signal(number, self.handle_exit) for number in _SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if self.should_exit:
            self.failure = StoreError(
                "服务未能启动：原因见上。", "The service did not start: the reason stands above."
            )
            return
        gc.freeze()
        self.config.app.state.backend.announce(self.address)  # type: ignore[union-attr]
        logging.getLogger("kg.web").info("Zeren 责任图谱: %s", self.address)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise StoreError(
            f"无法在 {host}:{port} 监听：{error.strerror}，请用 --port 换一个端口。",
            f"Cannot listen at {host}:{port}: {error.strerror}; choose another --port.",
        ) from error
    return listener


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    if host in ("0.0.0.0", "::"):
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
