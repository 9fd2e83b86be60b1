"""The service's own processes: each under its limits from the start."""

from __future__ import annotations

import time
from pathlib import Path

from kg.store.oxigraph import OxigraphStore
from tests.store.crash import BASE, load
from tests.web.running import Server, fetch, service

MEMORY_MB = 256


def address_spaces(server: Server) -> dict[int, str]:
    """Return the limit of each query worker by its process's number."""
    found = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            words = (entry / "cmdline").read_bytes().split(b"\0")
            limits = (entry / "limits").read_text().splitlines()
        except OSError:
            continue
        if parent == server.process.pid and b"query" in words:
            line = next(line for line in limits if line.startswith("Max address space"))
            found[int(entry.name)] = line.split()[3]
    return found


def test_every_worker_over_a_store_that_was_there_has_its_limit(tmp_path: Path) -> None:
    with OxigraphStore(tmp_path / "store", base=BASE) as store:
        load(store, 1, 0)
    with service(tmp_path / "store", query_memory_mb=str(MEMORY_MB)) as server:
        deadline = time.monotonic() + 10
        while "unlimited" in (found := address_spaces(server)).values() and time.monotonic() < deadline:
            time.sleep(0.05)  # a spare is only just starting
        assert len(found) >= 2
        # What the program itself and the deep stack take is no part of what a query may use.
        assert all(limit.isdigit() and int(limit) < (MEMORY_MB + 640) * 2**20 for limit in found.values())


def test_the_journal_of_the_service_outlives_it(tmp_path: Path) -> None:
    """Writes by the protocols and by an update: a later process knows what to read again."""
    with OxigraphStore(tmp_path / "store", base=BASE) as store:
        before = store.state
    with service(tmp_path / "store") as server:
        put = {"Content-Type": "application/n-triples", **server.headers}
        place = f"{server.url}/graphs?graph=http%3A%2F%2Fe%2Fg"
        assert fetch("PUT", place, b"<http://e/s> <http://e/p> <http://e/o> .\n", put)[0] == 201
        assert fetch("DELETE", place, None, server.headers)[0] in (200, 204)
    assert before is not None
    with OxigraphStore(tmp_path / "store", base=BASE) as store:
        loaded = store.changes_since(before)
        assert loaded is not None
        assert "http://e/g" in loaded.replaced
        before = store.state
        assert before is not None
    with service(tmp_path / "store") as server:
        sent = {"Content-Type": "application/sparql-update", **server.headers}
        text = b"INSERT DATA { GRAPH <http://e/g> { <http://e/s> <http://e/p> 1 } }"
        assert fetch("POST", server.update, text, sent)[0] in (200, 204)
    with OxigraphStore(tmp_path / "store", base=BASE) as store:
        loaded = store.changes_since(before)
        assert loaded is not None
        assert loaded.everything
