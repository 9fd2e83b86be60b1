"""Speed of pages, as ratios within one run.

    python -m tests.bench pages

Uncached against the sum of their own canned queries (at most 3), from memory against a static file
(at most 4), and the overview with 100 notices against one (at most 30, and 2 from memory).
"""

from __future__ import annotations

import http.client
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

from kg import loading, pipeline
from kg.settings import DEFAULT_BASE
from kg.store.oxigraph import OxigraphStore
from kg.web import ask
from tests import loaded
from tests.web.pages import serving

NOTICE = "/notice/330922-2024-59976130"
PAGES = ("/", NOTICE, "/unit/f87c7551df")


def median(run: Callable[[], object], rounds: int) -> float:
    """Median milliseconds of a call."""
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        run()
        times.append(time.perf_counter() - began)
    return statistics.median(times) * 1000


class Client:
    """One connection that is kept."""

    def __init__(self, base: str) -> None:
        self.connection = http.client.HTTPConnection(base.removeprefix("http://"))
        self.number = 0

    def get(self, path: str, accept: str = "text/html") -> None:
        self.connection.request("GET", path, headers={"Accept": accept})
        answer = self.connection.getresponse()
        answer.read()
        assert answer.status == 200, path

    def fresh(self, path: str, accept: str = "text/html") -> None:
        """Ask with an address that was never asked before."""
        self.number += 1
        self.get(f"{path}{'&' if '?' in path else '?'}_fresh={self.number}", accept)


def asked_by(client: Client, page: str) -> list[str]:
    """Return the addresses of the canned queries behind a page."""
    asked: list[str] = []
    table = ask.Ask.table

    def noted(self: ask.Ask, name: str, **values: str | None) -> object:
        given = {key: value for key, value in values.items() if value}
        asked.append(f"/queries/{name}.json?{urlencode(given)}")
        return table(self, name, **values)

    ask.Ask.table = noted  # type: ignore[method-assign, assignment]
    try:
        client.fresh(page)
    finally:
        ask.Ask.table = table  # type: ignore[method-assign]
    return asked


def corpus(number: int) -> OxigraphStore:
    """Return a store with so many notices of the real one's size."""
    folder = Path(tempfile.mkdtemp(prefix="kg-bench-")) / "store"
    store = OxigraphStore(folder, base=DEFAULT_BASE, default_graph="union", max_rows=None)
    loading.prepare(store)
    text = loaded.REAL.read_text("utf-8")
    for at in range(number):
        said = text.replace("〔2024〕5号", f"〔{2001 + at // 4}〕{100 + at}号")
        loading.load_notice(pipeline.convert(said.encode(), name="notice.txt"), store)
    return store


def main() -> None:
    """Print the table."""
    overview = {}
    with serving(loaded.real()) as base:
        client = Client(base)
        client.get("/static/app.css")
        static = median(lambda: client.get("/static/app.css"), 200)
        for page in PAGES:
            queries = asked_by(client, page)
            own = sum(median(lambda q=query: client.fresh(q), 7) for query in queries)  # type: ignore[misc]
            uncached = median(lambda p=page: client.fresh(p), 15)  # type: ignore[misc]
            client.get(page)
            cached = median(lambda p=page: client.get(p), 200)  # type: ignore[misc]
            ratio = f"{uncached / own:.2f} × its {len(queries)} queries"
            print(f"{page:30} uncached {uncached:7.1f} ms = {ratio}; ", end="")
            print(f"from memory {cached:5.2f} ms = {cached / static:4.2f} × a static file")
            overview.setdefault("one", (uncached, cached))
    with serving(corpus(100)) as base:
        client = Client(base)
        client.fresh("/")
        uncached = median(lambda: client.fresh("/"), 7)
        client.get("/")
        cached = median(lambda: client.get("/"), 200)
    one = overview["one"]
    print(
        f"overview, 100 notices: {uncached / one[0]:.1f} × one uncached, {cached / one[1]:.2f} × from memory"
    )


if __name__ == "__main__":
    main()
