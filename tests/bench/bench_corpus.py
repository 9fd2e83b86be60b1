"""A corpus at once: bulk conversion, its tables, and questions over the whole of it.

    .venv/bin/python -m tests.bench corpus            100 notices
    .venv/bin/python tests/bench/bench_corpus.py --notices 1000 --workers 1
    .venv/bin/python tests/bench/bench_corpus.py --store FOLDER      a kept store, its tables beside it

Texts are those of ``tests.bench.generated``. ``one_process`` is what one process spends on them, one
after the other. Each question is asked of the tables and, as SPARQL, of pyoxigraph and of ``oxigraph
serve`` over the same files.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from kg import resources  # noqa: E402
from kg.bulk import local, plan  # noqa: E402
from kg.bulk.finishing import finish  # noqa: E402
from kg.bulk.one import one  # noqa: E402
from kg.query import Catalog  # noqa: E402
from kg.settings import DEFAULT_BASE  # noqa: E402
from kg.store.http import Endpoint  # noqa: E402
from kg.store.oxigraph import OxigraphStore  # noqa: E402
from kg.store.remote import RemoteStore  # noqa: E402
from kg.tables.building import adopt  # noqa: E402
from kg.tables.figures import Figures  # noqa: E402
from tests.bench.generated import draft  # noqa: E402
from tests.conftest import program  # noqa: E402
from tests.web.running import free_port, wait_for  # noqa: E402

PAGE_ROWS = 100


def texts(folder: Path, notices: int) -> None:
    """Write so many texts."""
    folder.mkdir()
    for number in range(notices):
        made = draft(number)
        (folder / f"{number:06}{Path(made.name).suffix}").write_bytes(made.data)


def timed(call: Callable[[], Any]) -> float:
    """Return the seconds of the clock."""
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


def alone(source: Path) -> dict[str, float]:
    """Read each file in this process: processor seconds a notice, and memory at a tenth and at the end."""
    paths = sorted(source.iterdir())
    at = datetime(2026, 1, 1, tzinfo=UTC)
    one(paths[0], DEFAULT_BASE, at)
    begun, tenth = time.process_time(), 0
    for number, path in enumerate(paths):
        one(path, DEFAULT_BASE, at)
        if number == len(paths) // 10:
            tenth = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    spent = time.process_time() - begun
    return {
        "processor_s_a_notice": round(spent / len(paths), 3),
        "peak_MB_at_a_tenth": tenth >> 10,
        "peak_MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10,
    }


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def bulk(source: Path, out: Path, workers: int) -> None:
    run = plan.begin(source, out, DEFAULT_BASE, datetime(2026, 1, 1, tzinfo=UTC), resume=False)
    found = list(plan.chunks(source))
    for _ in local.do_all(run, source, out / "work", found, workers):
        pass
    finish(run, out, found)


def median_ms(call: Callable[[], Any], times: int) -> float:
    call()
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        call()
        taken.append(time.perf_counter() - begun)
    return round(statistics.median(taken) * 1000, 1)


@contextmanager
def beside(folder: Path) -> Iterator[RemoteStore]:
    """Give ``oxigraph serve`` over the same files."""
    port = free_port()
    command = [program("oxigraph"), "serve-read-only", "--location", str(folder / "db")]
    command += ["--bind", f"127.0.0.1:{port}", "--union-default-graph"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(f"http://127.0.0.1:{port}/", process)
            endpoint = Endpoint(f"http://127.0.0.1:{port}/query", timeout_s=600)
            with closing(RemoteStore(endpoint, base=DEFAULT_BASE)) as store:
                yield store
        finally:
            process.terminate()


def questions(folder: Path, times: int) -> None:
    """Print a table of what each question that has two bodies takes, by engine, row by row.

    Tables tell the first page, and how many rows there are, as pages do; then the whole: medians.
    SPARQL has the whole in order before it has a page, and is asked once.
    """
    graph, figures = Catalog.load(resources.queries()), Figures(folder.with_name(f"{folder.name}-tables"))
    print("| question | rows | tables, a page, ms | tables, all, ms | pyoxigraph, ms | oxigraph serve, ms |")
    print("|---|--:|--:|--:|--:|--:|", flush=True)
    with (
        OxigraphStore(folder, base=DEFAULT_BASE, read_only=True, max_rows=None) as store,
        beside(folder) as served,
    ):
        manifest = figures.current(store)
        assert manifest is not None, "the tables are not of the store's state"
        for query in (query for query in graph if query.sql is not None):
            assert query.sql is not None
            values = {name: int(p.default) if p.default else None for name, p in query.params.items()}
            text, counting = query.sql.text, query.sql.counting
            page = [text] if query.sql.bounded else [query.sql.page(PAGE_ROWS, 0), counting]
            cells = [
                median_ms(lambda m=manifest, p=page, v=values: [figures.ask(m, one, v) for one in p], times),
                median_ms(lambda m=manifest, t=text, v=values: figures.ask(m, t, v), times),
            ]
            counted: list[int] = [figures.ask(manifest, counting, values).rows[0][0]]
            for asked in (store, served):
                begun = time.perf_counter()
                counted.append(len(graph.run(query.name, {}, asked)))
                cells.append(round((time.perf_counter() - begun) * 1000, 1))
            told = " / ".join(f"{rows:,}" for rows in dict.fromkeys(counted))
            print(f"| `{query.name}` | {told} | {' | '.join(f'{cell:,.1f}' for cell in cells)} |", flush=True)
    figures.close()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--notices", type=int, default=100)
    parser.add_argument("--workers", type=int, default=local.cores())
    parser.add_argument("--times", type=int, default=11)
    parser.add_argument("--store", type=Path)
    options = parser.parse_args()
    if options.store is not None:
        questions(options.store, options.times)
        return
    folder = Path(tempfile.mkdtemp(prefix="kg-bench-corpus-"))
    try:
        texts(folder / "src", options.notices)
        each = alone(folder / "src")
        clock = timed(lambda: bulk(folder / "src", folder / "out", options.workers))
        made = json.loads((folder / "out/bulk.json").read_text("utf-8"))
        notices = made["counts"]["notices"]
        store = OxigraphStore(folder / "store", base=DEFAULT_BASE, default_graph="union")
        loaded = timed(lambda: store.restore(folder / "out"))
        adopt(folder / "out/tables", folder / "store-tables", store)
        store.close()
        told = {
            "workers": options.workers,
            "counts": {name: made["counts"][name] for name in ("notices", "refused", "quads", "tasks")},
            "rows": sum(made["tables"]["rows"].values()),
            "notices_a_second": round(notices / clock, 2),
            "one_process": each,
            "quads_MB": round(size(folder / "out/quads") / 1e6, 1),
            "tables_MB": round(size(folder / "out/tables") / 1e6, 1),
            "restore_s": round(loaded, 1),
            "store_MB": round(size(folder / "store") / 1e6, 1),
        }
        print(json.dumps(told, indent=2, ensure_ascii=False))
        questions(folder / "store", options.times)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
