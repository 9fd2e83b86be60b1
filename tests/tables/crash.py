"""Rounds of writes, ``kill -9`` at a random moment, reopen: what is kept beside the store never lies.

    python -m tests.tables.crash FOLDER ROUNDS SEED

Each round forks a writer that loads, withdraws and deletes notices and has the tables and the kept file
follow, kills it, and forks a checker. What tables of the store's state say must be what a rebuild says,
at once and after the keepers went on; lists and figures must be the store's own. Prints what was wrong,
one line each, and at the end how much was written and in how many rounds it was killed amidst.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

from kg import loading, pipeline
from kg.kept.keeper import kept_beside
from kg.link.void import figures
from kg.model import Notice
from kg.query.table import make_table
from kg.settings import DEFAULT_BASE
from kg.store.following import follow, settle
from kg.store.oxigraph import OxigraphStore
from kg.store.versions.withdrawal import withdraw
from kg.tables.building import build, current
from kg.tables.keeper import TablesKeeper
from tests import loaded
from tests.conftest import ROOT
from tests.store.crash import drain, forked

TEXTS = (
    "own8/Q05-flattened-cells-leader-deadline.txt",
    "own8/Q07-flattened-livelihood-projects-money.txt",
    "own17/" + sorted(path.name for path in (ROOT / "tests/gold/own17").glob("*.txt"))[0],
)
MARKS, LONGEST_S = 8, 0.4  # that a writer says before it is killed, and how much later at most


def notices() -> list[Notice]:
    """Return three notices, two versions of each."""
    found = []
    for name in TEXTS:
        text = (ROOT / "tests/gold" / name).read_text("utf-8")
        for version in (text, text.replace("完成", "力争完成")):
            found.append(pipeline.convert(version.encode(), name="notice.txt"))
    return found


def writer(folder: Path, known: list[Notice], seed: int, pipe: int) -> None:
    """Write until killed, saying before and after each write that it is."""
    chance = random.Random(seed)
    with OxigraphStore(folder / "store", base=DEFAULT_BASE, wait_s=5) as store:
        keepers = [kept_beside(store, loaded.catalog()), TablesKeeper(folder / "tables")]
        while True:
            notice = chance.choice(known)
            graph = f"{store.base}graph/{notice.iri.removeprefix('notice/')}"
            there = graph in store.graphs()
            way = chance.randrange(8)
            os.write(pipe, b"?\n")
            if way == 0 and there:
                withdraw(store.base + notice.iri, store)
            elif way == 1 and there:
                store.delete(graph)
            elif way == 2:
                store.update(
                    f"INSERT DATA {{ GRAPH <{store.base}graph/x> {{ <http://e/s> <http://e/p> {seed} }} }}"
                )
            else:
                loading.load_notice(notice, store, at=loaded.LOADED, older=True)
            os.write(pipe, b"w\n")
            follow(store, keepers)
            if way == 2 or chance.randrange(4) == 0:
                settle(store, keepers)
            os.write(pipe, b"!\n")


def check(folder: Path, pipe: int) -> None:
    """Compare what is told from beside the store with what is made of it; write what is wrong."""
    wrong: list[str] = []
    with (
        OxigraphStore(folder / "store", base=DEFAULT_BASE, wait_s=5) as store,
        closing(kept_beside(store, loaded.catalog())) as kept,
        tempfile.TemporaryDirectory() as scratch,
    ):
        tables = TablesKeeper(folder / "tables")
        anew = build(store, Path(scratch, "anew"))
        held = current(tables.folder, store.base)
        if held is not None and held.state == store.state and held.files != anew.files:
            wrong.append("tables say that they are of the store's state, and are not")
        follow(store, [kept, tables])
        settle(store, [kept, tables])
        held = current(tables.folder, store.base)
        if held is None or held.state != store.state or held.files != anew.files:
            wrong.append("tables were not brought after the store")
        if left := [*tables.folder.glob("spill-*"), *tables.folder.glob("parts*")]:
            wrong.append(f"left behind: {left}")
        for query in loaded.catalog():
            if query.by_notice is None:
                continue
            found = kept.page(query.name, store)
            told = loaded.catalog().run(query.name, {}, store)
            names = [name for name in query.columns if name in told.names]
            places = [list(query.columns).index(name) for name in names]
            held = () if found is None else make_table(query, list(query.columns), found[0].rows, {}).rows
            rows = [tuple(row[at] for at in places) for row in held]
            if found is None or sorted(map(str, rows)) != sorted(map(str, told.rows)):
                wrong.append(f"the kept rows of {query.name} are others")
        counted = kept.figures(store)
        if counted is None or asdict(counted) != asdict(figures(store)):
            wrong.append("the kept figures are others")
    os.write(pipe, json.dumps(wrong).encode())


def _seen(reader: int, marks: int) -> bytes:
    """Read what the writer says until it has said so much: a slow machine kills no earlier."""
    found = b""
    while found.count(b"\n") < marks and (piece := os.read(reader, 2 * (marks - found.count(b"\n")))):
        found += piece
    return found


def rounds(folder: Path, count: int, seed: int, say: Callable[[str], object] = print) -> dict[str, int]:
    """Run so many rounds; say what is wrong and return how often what happened."""
    chance, known = random.Random(seed), notices()
    folder.mkdir(parents=True, exist_ok=True)
    told = {
        "rounds": count,
        "writes": 0,
        "killed amidst a write": 0,
        "killed amidst following": 0,
        "wrong": 0,
    }
    with OxigraphStore(folder / "store", base=DEFAULT_BASE) as store:
        loading.prepare(store)
    for number in range(count):
        pid, reader = forked(writer, folder, known, seed * 1000 + number)
        lines = _seen(reader, chance.randrange(1, MARKS))
        time.sleep(chance.uniform(0, LONGEST_S))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        lines = (lines + drain(reader)).decode().split()
        told["writes"] += lines.count("!")
        told["killed amidst a write"] += lines[-1:] == ["?"]
        told["killed amidst following"] += lines[-1:] == ["w"]
        pid, reader = forked(check, folder)
        answer = drain(reader)
        os.waitpid(pid, 0)
        for line in json.loads(answer) if answer else ["the check itself failed"]:
            told["wrong"] += 1
            say(f"round {number}: {line}")
    return told


if __name__ == "__main__":
    print(json.dumps(rounds(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
