"""A thousand notices beside a hundred, under the default limits, as a table.

    python -m tests.bench thousand
    python -m tests.bench.bench_thousand --stores FOLDER 100 1000    keep the stores, or use kept ones

Each store is made from ``tests.bench.generated`` by ``kg restore``; one that is kept is copied before it is
measured, so that each run finds the same. Then the service is started on it and asked for its pages, first
after the start and then again. Asked: ready in 5 s; no answer 5xx, none above 2 s at first and 0.2 s again;
the service and its processes below 2 GB; and while twenty more notices are loaded by ``kg load``, 99 of 100
reads within 1 s.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote

from kg.settings import DEFAULT_BASE
from kg.store.base import Bindings
from kg.store.oxigraph import OxigraphStore
from tests.bench.generated import corpus, draft
from tests.web.running import TOKEN, Server, service

SEARCHES = (
    "海洋", "县发改局", "发改局", "xfgj", "乡村振兴", "财政 预算", "张", "教育", "项目建设", "人民政府办公室",
)  # fmt: skip
LOADED = 20
FIRST_NEW = 60_000  # drafts from here on are in no corpus
READERS = 2
SLOWEST = 8  # reads that are named
COLD_S, WARM_S, READY_S, P99_S, MEMORY_MB = 2.0, 0.2, 5.0, 1.0, 2000
HTML, TURTLE = "text/html", "text/turtle"


@dataclass(slots=True)
class Measured:
    """What was measured of one store; times in seconds."""

    made: dict[str, float] = field(default_factory=dict)
    ready: float = 0.0
    pages: dict[str, tuple[int, float, float]] = field(default_factory=dict)  # worst status, cold, warm
    memory_mb: float = 0.0
    reads: list[tuple[float, int, str]] = field(default_factory=list)  # while notices are loaded
    loading: float = 0.0


def made_store(notices: int, folder: Path, said: Measured) -> Path:
    """Return the folder of a store with so many notices; it is made where it is not there."""
    store = folder / f"s{notices}"
    if (store / "store.json").exists():
        return store
    source = folder / f"c{notices}.nq"
    if not source.exists():
        began = time.perf_counter()
        with source.open("wb") as file:
            file.writelines(corpus(notices))
        said.made["generate"] = time.perf_counter() - began
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "kg", "restore", str(source), "--store", str(store)], check=True)
    said.made["restore, with what is kept"] = time.perf_counter() - began
    return store


def copied(store: Path, into: Path) -> Path:
    """Return a copy of a store with what stands beside it; notices will be loaded into it."""
    for found in store.parent.glob(f"{store.name}*"):
        if found.is_dir():
            shutil.copytree(found, into / found.name)
    os.sync()  # writing them is not measured
    return into / store.name


def busiest_unit(store: Path) -> str:
    """Return the path of the unit with the most items."""
    with OxigraphStore(store, base=DEFAULT_BASE, read_only=True) as opened:
        answer = opened.query(
            "SELECT ?u WHERE { ?i <https://w3id.org/zeren/ontology#responsibleUnit> ?u . "
            "?u a <https://w3id.org/zeren/ontology#Unit> } GROUP BY ?u ORDER BY DESC(COUNT(?i)) LIMIT 1"
        )
    assert isinstance(answer, Bindings)
    found = answer.rows[0][0]
    assert found is not None
    return "/" + found.value.removeprefix(DEFAULT_BASE)


def addresses(unit: str) -> dict[str, list[tuple[str, str]]]:
    """Return what is asked: by its name, addresses with what is accepted."""
    batch = {f"q{at}": {"query": name, "type": "Unit"} for at, name in enumerate(("县发改局", "财政局"))}
    return {
        "overview": [("/", HTML)],
        "/notices": [("/notices", HTML)],
        "/units": [("/units", HTML)],
        "/leaders": [("/leaders", HTML)],
        "a unit": [(unit, HTML)],
        "ten searches": [(f"/search?q={quote(words)}", HTML) for words in SEARCHES],
        "/catalog": [("/catalog", TURTLE)],
        "/catalog as a page": [("/catalog", HTML)],
        "VoID": [("/.well-known/void", TURTLE)],
        "reconciliation": [(f"/reconcile?queries={quote(json.dumps(batch))}", "application/json")],
    }


class Client:
    """One connection that is kept."""

    def __init__(self, server: Server) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=300)

    def get(self, path: str, accept: str) -> tuple[int, float]:
        """Return the status of an answer and its seconds."""
        began = time.perf_counter()
        self._connection.request("GET", path, headers={"Accept": accept})
        answer = self._connection.getresponse()
        answer.read()
        return answer.status, time.perf_counter() - began


def memory_mb(server: Server) -> float:
    """Return the megabytes that the service and its processes hold, what they share counted once."""
    total, wanted = 0, {server.process.pid}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if int(entry.name) in wanted or _parent(entry) in wanted:
                lines = (entry / "smaps_rollup").read_text().splitlines()
                total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        except (OSError, StopIteration):
            continue  # it has ended
    return total / 1024


def _parent(entry: Path) -> int:
    return int((entry / "stat").read_text().rpartition(")")[2].split()[1])


@contextmanager
def loading(store: Path, said: Measured) -> Iterator[subprocess.Popen[bytes]]:
    """Load more notices through the running service, as ``kg load`` does."""
    with tempfile.TemporaryDirectory(prefix="kg-bench-") as folder:
        for number in range(FIRST_NEW, FIRST_NEW + LOADED):
            made = draft(number)
            Path(folder, f"{number}{Path(made.name).suffix}").write_bytes(made.data)
        began = time.perf_counter()
        command = [sys.executable, "-m", "kg", "load", folder, "--store", str(store)]
        environment = os.environ | {"KG_TOKEN": TOKEN}
        with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
            yield process
        said.loading = time.perf_counter() - began
        if process.returncode:
            sys.exit(
                f"kg load ended with {process.returncode}: nothing was measured while notices are loaded"
            )


def read_while_loading(server: Server, store: Path, asked: list[tuple[str, str]], said: Measured) -> None:
    """Ask for one page after the other, by several readers, until the notices are loaded."""
    with loading(store, said) as process:

        def read() -> None:
            client = Client(server)
            while process.poll() is None:
                for path, accept in asked:
                    status, seconds = client.get(path, accept)
                    said.reads.append((seconds, status, path))
                    time.sleep(0.05)

        readers = [threading.Thread(target=read) for _ in range(READERS)]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()


def measured(notices: int, folder: Path, passing: Path) -> Measured:
    """Measure one store, or a copy of it where the folder keeps it."""
    said = Measured()
    store = made_store(notices, folder, said)
    store = store if folder == passing else copied(store, passing)
    asked = addresses(busiest_unit(store))
    began = time.perf_counter()
    with service(store) as server:
        said.ready = time.perf_counter() - began
        client = Client(server)
        for name, pages in asked.items():
            cold = [client.get(*page) for page in pages]
            warm = [client.get(*page) for page in pages]
            worst = max(status for status, _ in (*cold, *warm))
            said.pages[name] = worst, max(s for _, s in cold), max(s for _, s in warm)
        said.memory_mb = memory_mb(server)
        everything = [page for pages in asked.values() for page in pages if page[0] != "/catalog"]
        read_while_loading(server, store, everything, said)
        said.memory_mb = max(said.memory_mb, memory_mb(server))
    return said


def percentile(said: Measured, share: float) -> float:
    """Return the seconds that so many of the reads took at most."""
    times = sorted(seconds for seconds, _, _ in said.reads)
    return times[min(len(times) - 1, int(len(times) * share))]


def table(found: dict[int, Measured]) -> str:
    """Return the figures as a table in Markdown."""
    heads = " | ".join(f"{notices:,} notices" for notices in found)
    lines = [f"| | {heads} | asked |", "|---|" + "---|" * (len(found) + 1)]

    def row(name: str, cells: list[str], asked: str = "") -> None:
        lines.append(f"| {name} | {' | '.join(cells)} | {asked} |")

    for step in sorted({step for said in found.values() for step in said.made}):
        row(f"{step}, s", [f"{said.made.get(step, 0):.0f}" for said in found.values()])
    row("ready, s", [f"{said.ready:.1f}" for said in found.values()], f"≤ {READY_S:g}")
    for name in next(iter(found.values())).pages:
        cells = [said.pages[name] for said in found.values()]
        shown = [f"{cold:.2f} / {warm:.3f}" + (f" ({s})" if s != 200 else "") for s, cold, warm in cells]
        row(f"{name}, at first / again, s", shown, f"≤ {COLD_S:g} / {WARM_S:g}")
    row("memory, MB", [f"{said.memory_mb:.0f}" for said in found.values()], f"≤ {MEMORY_MB}")
    row("loading twenty more, s", [f"{said.loading:.0f}" for said in found.values()])
    row("reads meanwhile", [f"{len(said.reads)}" for said in found.values()])
    shown = [f"{percentile(s, 0.5):.3f} / {percentile(s, 0.99):.2f}" for s in found.values()]
    row("of these, median / p99, s", shown, f"p99 ≤ {P99_S:g}")
    failed = [sum(status >= 500 for _, status, _ in said.reads) for said in found.values()]
    row("of these, 5xx", [str(number) for number in failed], "0")
    for place in range(SLOWEST):
        slow = [sorted(said.reads, reverse=True)[place] for said in found.values()]
        row(f"slowest {place + 1}, s", [f"{s:.2f} {unquote(path)[:40]}" for s, _, path in slow])
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("notices", nargs="*", type=int, default=[100, 1000])
    parser.add_argument("--stores", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kg-bench-") as passing:
        folder = options.stores or Path(passing)
        found = {notices: measured(notices, folder, Path(passing)) for notices in options.notices}
    print(table(found))


if __name__ == "__main__":
    main()
