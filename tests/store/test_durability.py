"""What is acknowledged stays, nothing is half there: after kill -9, with a full disk, restored."""

from __future__ import annotations

import gzip
import io
import json
import random
import resource
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from kg.errors import KgError, StoreError
from kg.store.oxigraph import OxigraphStore
from tests.conftest import ROOT
from tests.store.crash import BASE, SIZE, load
from tests.web.running import Server, fetch, service, start_service, stop

ROUNDS = 200


def test_kill_at_random_moments(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "tests.store.crash", str(tmp_path / "store"), str(ROUNDS), "20241123"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=500,
        check=True,
    )
    *wrong, last = run.stdout.splitlines()
    assert wrong == []
    counts = json.loads(last)
    # The kills hit: after loads, and in the middle of them.
    assert counts["acknowledged"] > ROUNDS // 2
    assert counts["interrupted"] > ROUNDS // 4


def insert(server: Server, number: int) -> int:
    text = "INSERT DATA { " + " ".join(
        f"GRAPH <http://e/g{number}> {{ <http://e/s{i}> <http://e/p> {number} }}" for i in range(10)
    ) + " }"  # fmt: skip
    headers = {"Content-Type": "application/sparql-update", **server.headers}
    return fetch("POST", server.update, text.encode(), headers)[0]


def sizes(server: Server) -> dict[str, int]:
    query = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
    headers = {"Content-Type": "application/sparql-query", "Accept": "text/csv"}
    _, _, body = fetch("POST", server.query, query.encode(), headers)
    rows = [line.split(",") for line in body.decode().split("\r\n")[1:] if line]
    return {name: int(count) for name, count in rows}


def test_kill_the_service_while_it_writes(tmp_path: Path) -> None:
    chance = random.Random(5)
    acknowledged: set[int] = set()
    number = 0
    for _ in range(5):
        server = start_service(tmp_path / "store")
        found = sizes(server)
        assert {f"http://e/g{n}" for n in acknowledged} <= found.keys()
        assert set(found.values()) <= {10}
        killer = threading.Timer(chance.uniform(0.05, 0.4), server.process.kill)
        killer.start()
        try:
            while True:
                number += 1
                if insert(server, number) == 204:
                    acknowledged.add(number)
        except OSError:
            pass
        killer.join()
        assert stop(server, gently=False) != 0
    assert len(acknowledged) > 5


def writer_of(server: Server) -> int:
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                words = (entry / "cmdline").read_bytes().split(b"\0")
                parent = (entry / "stat").read_text().rpartition(")")[2].split()[1]
            except OSError:
                continue
            if b"writer" in words and int(parent) == server.process.pid:
                return int(entry.name)
    raise AssertionError("no writer")


def test_the_writer_is_killed_and_the_service_goes_on(tmp_path: Path) -> None:
    with service(tmp_path / "store") as server:
        assert insert(server, 1) == 204
        subprocess.run(["kill", "-9", str(writer_of(server))], check=True)
        time.sleep(0.1)
        assert sizes(server) == {"http://e/g1": 10}
        statuses = [insert(server, 2), insert(server, 2)]
        assert statuses[-1] == 204
        assert sizes(server) == {"http://e/g1": 10, "http://e/g2": 10}


def metric(server: Server, name: str) -> float:
    for line in server.get("/metrics")[2].decode().splitlines():
        if line.startswith(f"{name} "):
            return float(line.split()[1])
    raise AssertionError(name)


def files_read(server: Server) -> int:
    """Return the number of files in the newest of the copies that queries read."""
    assert server.folder is not None
    copies = sorted((server.folder / "checkpoints").iterdir(), key=lambda p: int(p.name.split("-")[0], 16))
    return len(list(copies[-1].glob("*.sst")))


def test_files_are_put_in_order_when_no_write_comes(tmp_path: Path) -> None:
    with service(tmp_path / "store") as server:
        began = time.monotonic()
        for number in range(1, 4):
            assert insert(server, number) == 204
        many, state = files_read(server), json.loads(server.get("/health")[2])["state"]
        while metric(server, "kg_store_tidied_total") < 1:
            assert time.monotonic() - began < 30
            time.sleep(0.1)
        # Fewer files, and the same content: what was answered before is still known.
        assert files_read(server) < many
        assert json.loads(server.get("/health")[2])["state"] == state
        assert sizes(server) == {f"http://e/g{n}": 10 for n in range(1, 4)}
        assert insert(server, 4) == 204
        assert len(sizes(server)) == 4


def test_a_full_disk_is_an_error(tmp_path: Path) -> None:
    """The limit of the size of a file stands for the end of the disk."""
    with service(tmp_path / "store") as server:
        assert insert(server, 1) == 204
        writer = writer_of(server)
        _, hard = resource.prlimit(writer, resource.RLIMIT_FSIZE)
        resource.prlimit(writer, resource.RLIMIT_FSIZE, (4096, hard))
        statuses = [insert(server, n) for n in range(2, 40)]
        failed = [n for n, status in enumerate(statuses, 2) if status != 204]
        assert failed
        assert {status for status in statuses if status != 204} == {503}
        found = sizes(server)
        assert set(found.values()) == {10}
        for number, status in enumerate(statuses, 2):
            if status == 204:
                assert f"http://e/g{number}" in found
        # A new writer has the limits of the service, which has room: writes go on.
        assert insert(server, 100) == 204
        # Now the whole service has none, and then room again.
        for pid in (server.process.pid, writer_of(server)):
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (2048, hard))
        assert {insert(server, n) for n in range(200, 210)} >= {503}
        assert set(sizes(server).values()) == {10}
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (hard, hard))
        statuses = [insert(server, n) for n in range(300, 303)]
        assert statuses[-1] == 204
        assert set(sizes(server).values()) == {10}
        assert stop(server) == 0
    with service(tmp_path / "store") as again:
        assert set(sizes(again).values()) == {10}


def test_backup_and_restore_while_serving(tmp_path: Path) -> None:
    with service(tmp_path / "store") as server:
        assert insert(server, 1) == 204
        done = threading.Event()
        seen: list[int] = []

        def read_on() -> None:
            while not done.is_set():
                seen.append(len(sizes(server)))

        reader = threading.Thread(target=read_on)
        reader.start()
        try:
            for name in ("one", "two"):
                body = json.dumps({"target": str(tmp_path / name)}).encode()
                headers = {"Content-Type": "application/json", **server.headers}
                assert fetch("POST", server.url + "/admin/backup", body, headers)[0] == 200
                assert insert(server, len(name)) == 204
            # A name that is taken is not overwritten.
            status, _, answer = fetch("POST", server.url + "/admin/backup", body, headers)
            assert (status, b"exists" in answer) == (503, True)
            assert len(sizes(server)) == 2
            # What is no backup leaves the service as it is.
            (tmp_path / "bad.nq").write_text("nothing of the kind")
            body = json.dumps({"source": str(tmp_path / "bad.nq")}).encode()
            assert fetch("POST", server.url + "/admin/restore", body, headers)[0] == 400
            assert len(sizes(server)) == 2
            body = json.dumps({"source": str(tmp_path / "one")}).encode()
            assert fetch("POST", server.url + "/admin/restore", body, headers)[0] == 200
            assert sizes(server) == {"http://e/g1": 10}
            assert insert(server, 9) == 204
        finally:
            done.set()
            reader.join()
        assert len(seen) > 2
    with OxigraphStore(tmp_path / "store", base=BASE) as store:
        assert store.graphs() == ["http://e/g1", "http://e/g9"]


def test_a_client_behind_the_proxy_is_not_this_machine(tmp_path: Path) -> None:
    site = (ROOT / "src/kg/web/deploy/nginx.conf").read_text()
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in site
    with service(tmp_path / "store") as server:
        body = json.dumps({"target": str(tmp_path / "copy")}).encode()
        headers = {"Content-Type": "application/json", "X-Forwarded-For": "203.0.113.9", **server.headers}
        assert fetch("POST", server.url + "/admin/backup", body, headers)[0] == 403
        assert not (tmp_path / "copy").exists()


def test_a_damaged_backup_is_refused(tmp_path: Path) -> None:
    with OxigraphStore(tmp_path / "store", base=BASE) as store:
        load(store, 1, 0)
        store.backup(tmp_path / "copy")
        load(store, 2, 0)
        about = tmp_path / "copy" / "backup.json"
        good = about.read_text()
        about.write_text(good.replace(f'"quads": {SIZE + 1 + SIZE // 2}', '"quads": 1'))
        with pytest.raises(StoreError, match="not whole"):
            store.restore(tmp_path / "copy")
        about.unlink()
        with pytest.raises(StoreError, match="not a whole backup"):
            store.restore(tmp_path / "copy")
        about.write_text(good)
        store.restore(tmp_path / "copy")
        assert f"{BASE}graph/n2" not in store.graphs()
        load(store, 3, 0)
        assert store.size() == 2 * (SIZE + 1 + SIZE // 2)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"format": 0}, "version 0"),
        ({"format": 99}, "version 99"),
        ({"engine": "oxigraph-0.3"}, "oxigraph-0.3"),
        ({"base": "https://example.org/"}, "base https://example.org/"),
    ],
)
def test_another_version_or_base_is_refused(tmp_path: Path, change: dict[str, object], words: str) -> None:
    with OxigraphStore(tmp_path / "store", base=BASE) as store:
        load(store, 1, 0)
    about = tmp_path / "store" / "store.json"
    about.write_text(json.dumps(json.loads(about.read_text()) | change))
    with pytest.raises(StoreError) as refusal:
        OxigraphStore(tmp_path / "store", base=BASE)
    assert words in refusal.value.en
    assert refusal.value.zh


@pytest.mark.parametrize("ending", ["nq", "nq.gz"])
def test_the_way_from_one_version_to_another(tmp_path: Path, ending: str) -> None:
    """What the refusal says: export with the one, restore with the other."""
    dump = tmp_path / f"all.{ending}"
    with OxigraphStore(tmp_path / "old", base=BASE) as old:
        load(old, 1, 0)
        load(old, 2, 0)
        with gzip.open(dump, "wb") if ending.endswith("gz") else dump.open("wb") as output:
            old.dump(output)
        wanted = sorted(lines_of(old))
    with OxigraphStore(tmp_path / "new", base=BASE) as new:
        load(new, 7, 0)
        new.restore(dump)
        assert sorted(lines_of(new)) == wanted
        load(new, 3, 0)
    with OxigraphStore(tmp_path / "new", base=BASE) as new:
        assert f"{BASE}graph/n3" in new.graphs()
        assert f"{BASE}graph/n7" not in new.graphs()


def lines_of(store: OxigraphStore) -> list[bytes]:
    output = io.BytesIO()
    store.dump(output)
    return output.getvalue().splitlines()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<http://e/s> <http://e/p> <http://e/o> <http://e/g> .\n", "no graph under the base"),
        (f'<http://e/s> <http://e/p> "x" <{BASE}graph/n1> .\n<http://e/s> <http', "not well-formed"),
        ("", "no graph under the base"),
    ],
)
def test_a_dump_that_is_not_whole_changes_nothing(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "bad.nq").write_text(text)
    (tmp_path / "cut.nq.gz").write_bytes(gzip.compress(text.encode() * 100)[:-12])
    with OxigraphStore(tmp_path / "store", base=BASE) as store:
        load(store, 1, 0)
        before = lines_of(store)
        with pytest.raises(KgError, match=words):
            store.restore(tmp_path / "bad.nq")
        with pytest.raises(KgError):
            store.restore(tmp_path / "cut.nq.gz")
        assert lines_of(store) == before
        load(store, 2, 0)
    assert not (tmp_path / "store" / "db.new").exists()


def test_a_closed_store_has_its_writes_in_files(tmp_path: Path) -> None:
    """In the log alone, each would be done again by whoever opens next."""
    files = tmp_path / "store" / "db"
    with OxigraphStore(tmp_path / "store", base=BASE) as store:
        load(store, 1, 0)
        before = set(files.glob("*.sst"))
    assert len(set(files.glob("*.sst")) - before) > 3
    with OxigraphStore(tmp_path / "store", base=BASE, read_only=True) as store:
        assert store.size() == SIZE + 1 + SIZE // 2


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "store" / "db").mkdir(parents=True)
    with pytest.raises(StoreError, match=r"no store\.json"):
        OxigraphStore(tmp_path / "store", base=BASE)


def test_one_writer_or_many_readers(tmp_path: Path) -> None:
    with OxigraphStore(tmp_path / "store", base=BASE) as store:
        load(store, 1, 0)
        with pytest.raises(StoreError, match="in use"):
            OxigraphStore(tmp_path / "store", base=BASE)
        with pytest.raises(StoreError, match="in use"):
            OxigraphStore(tmp_path / "store", base=BASE, read_only=True)
    with (
        OxigraphStore(tmp_path / "store", base=BASE, read_only=True) as one,
        OxigraphStore(tmp_path / "store", base=BASE, read_only=True) as two,
    ):
        assert one.size() == two.size() == SIZE + 1 + SIZE // 2
        with pytest.raises(StoreError, match="reading only"):
            load(one, 2, 0)
        with pytest.raises(StoreError, match="in use"):
            OxigraphStore(tmp_path / "store", base=BASE)
    with pytest.raises(StoreError, match="no store"):
        OxigraphStore(tmp_path / "none", base=BASE, read_only=True)
