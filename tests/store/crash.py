"""Rounds of load, ``kill -9`` at a random moment, reopen: run as a process of its own.

    python -m tests.store.crash FOLDER ROUNDS SEED

One process forks a loader for each round, kills it, and forks a checker; it prints what was
wrong, one line each, and at the end how much was acknowledged, killed in mid-load and found.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
import traceback
from pathlib import Path

from kg.store.base import Bindings, Literal
from kg.store.oxigraph import OxigraphStore

BASE = "https://w3id.org/zeren/"
SIZE = 40  # triples of a notice


def load(store: OxigraphStore, number: int, version: int) -> None:
    """Load a notice with what comes with it: its own graph, additions, derived facts."""
    notice = f"{BASE}notice/n{number}"
    store.load(
        {f"{BASE}graph/n{number}": [(f"<{notice}/{i}>", f"<{BASE}p>", f'"{version}"') for i in range(SIZE)]},
        merge={
            f"{BASE}graph/registry": [(f"<{BASE}unit/{number}>", f"<{BASE}p>", '"known"')],
            f"{BASE}graph/derived": [
                (f"<{notice}/{i}>", f"<{BASE}involved>", f'"{version}"') for i in range(SIZE // 2)
            ],
        },
        forget={f"{BASE}graph/derived": [notice]},
    )


def loader(folder: Path, first: int, pipe: int) -> None:
    """Load until killed, saying after each load that it is done."""
    with OxigraphStore(folder, base=BASE, wait_s=5) as store:
        for step in range(10_000):
            # Some are new, some replace what is there.
            number, version = (first + step, 0) if step % 3 else (step // 3 % max(first, 1), first + step)
            os.write(pipe, f"? {number} {version}\n".encode())
            load(store, number, version)
            os.write(pipe, f"! {number} {version}\n".encode())


def counts(store: OxigraphStore) -> dict[int, tuple[set[str], int, int]]:
    """Return for each notice its versions, its triples and its derived triples."""
    found: dict[int, tuple[set[str], int, int]] = {}
    for graph, place in (("?g", 1), (f"<{BASE}graph/derived>", 2)):
        answer = store.query(
            f"SELECT ?n ?v (COUNT(*) AS ?c) {{ GRAPH {graph} {{ ?s ?p ?v }} "
            f'FILTER(STRSTARTS(STR(?s), "{BASE}notice/")) '
            + (f"FILTER({graph} != <{BASE}graph/derived>) " if place == 1 else "")
            + f'BIND(STRBEFORE(STRAFTER(STR(?s), "{BASE}notice/n"), "/") AS ?n) }} GROUP BY ?n ?v'
        )
        assert isinstance(answer, Bindings)
        for row in answer.rows:
            number, version, count = (cell.value for cell in row if isinstance(cell, Literal))
            versions, own, derived = found.get(int(number), (set(), 0, 0))
            found[int(number)] = (
                versions | {version},
                own + (int(count) if place == 1 else 0),
                derived + (int(count) if place == 2 else 0),
            )
    return found


def check(folder: Path, lines: list[str], known: dict[str, int], pipe: int) -> None:
    """Compare what the store holds with what was acknowledged; write what is wrong, and the versions."""
    wrong = []
    with OxigraphStore(folder, base=BASE, wait_s=5) as store:
        found = counts(store)
    done = {int(n): v for n, v in known.items()}
    begun: dict[int, int] = {}
    for line in lines:
        mark, number, version = line.split()
        (done if mark == "!" else begun)[int(number)] = int(version)
    for number, version in done.items():
        allowed = {str(version), str(begun.get(number, version))}
        versions, _, _ = found.get(number, (set(), 0, 0))
        if not versions or not versions <= allowed:
            wrong.append(f"notice {number}: {sorted(versions)}, acknowledged {version}")
    for number, (versions, own, derived) in found.items():
        if len(versions) != 1 or own != SIZE or derived != SIZE // 2:
            wrong.append(f"notice {number} is half there: {sorted(versions)} {own} {derived}")
        if number not in done and number not in begun:
            wrong.append(f"notice {number} was never loaded")
    state = {str(n): int(next(iter(v[0]))) for n, v in found.items()}
    os.write(pipe, json.dumps({"wrong": wrong, "state": state}).encode())


def forked(work: object, *arguments: object) -> tuple[int, int]:
    """Run something in a child; return its id and the end of a pipe to read."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reader)
        try:
            work(*arguments, writer)  # type: ignore[operator]
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    os.close(writer)
    return pid, reader


def drain(reader: int) -> bytes:
    """Read to the end."""
    pieces = []
    while piece := os.read(reader, 1 << 20):
        pieces.append(piece)
    os.close(reader)
    return b"".join(pieces)


def main() -> None:
    """Run the rounds."""
    folder, rounds, chance = Path(sys.argv[1]), int(sys.argv[2]), random.Random(int(sys.argv[3]))
    known: dict[str, int] = {}
    acknowledged = interrupted = 0
    for _ in range(rounds):
        first = max((int(n) for n in known), default=-1) + 1
        pid, reader = forked(loader, folder, first)
        time.sleep(chance.uniform(0.005, 0.18))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        lines = drain(reader).decode().splitlines()
        acknowledged += sum(line.startswith("!") for line in lines)
        interrupted += bool(lines) and lines[-1].startswith("?")
        pid, reader = forked(check, folder, lines, known)
        answer = drain(reader)
        _, status = os.waitpid(pid, 0)
        if status != 0 or not answer:
            print("the store did not open again")
            continue
        report = json.loads(answer)
        known = report["state"]
        for line in report["wrong"]:
            print(line)
    print(json.dumps({"acknowledged": acknowledged, "interrupted": interrupted, "found": len(known)}))


if __name__ == "__main__":
    main()
