"""A running service with notices in it, and a browser: what the tests of pages share."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import axe_playwright_python
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from kg.settings import Settings
from kg.store.oxigraph import OxigraphStore
from kg.web.app import create_app
from tests.conftest import program
from tests.web.running import free_port

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
_ARGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--no-first-run", "--accept-lang=zh-CN",
]  # fmt: skip


@contextlib.contextmanager
def serving(store: OxigraphStore, **settings: Any) -> Iterator[str]:
    """Serve a store from a thread; yield the address."""
    app = create_app(Settings(rate_per_minute=1_000_000, **settings), store=store)
    port = free_port()
    config = uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error", access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.02)
    app.state.kept.follow(store, lambda: True)  # so that what is looked for is found at once
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Start Debian's Chromium; without it the test is skipped, under CI it fails."""
    path = program("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_ARGS)
        try:
            yield browser
        finally:
            browser.close()


class Watched:
    """A page of the browser that notes every error, and every request to another host."""

    def __init__(self, page: Page, base: str) -> None:
        self.page, self.base = page, base
        self.errors: list[str] = []
        self.foreign: list[str] = []
        page.on("console", lambda m: self.errors.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", self._request)

    def _request(self, request: Any) -> None:
        if not request.url.startswith((self.base, "data:", "blob:")):
            self.foreign.append(request.url)

    def open(self, path: str) -> int:
        """Open a page; return its status."""
        response = self.page.goto(self.base + path)
        assert response is not None
        return response.status

    def faults(self) -> list[str]:
        """Return what axe-core finds that is serious or critical."""
        self.page.evaluate(AXE)
        found = self.page.evaluate(
            "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
            ".map(v => [v.impact, v.id, v.nodes[0].html.slice(0, 120)])"
        )
        return [f"{rule}: {html}" for impact, rule, html in found if impact in ("serious", "critical")]

    def too_wide(self) -> int:
        """Return by how many pixels the page is wider than its window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))
