"""Change the code a little, many times, and see whether the tests notice.

    python -m tests.mutants --seed 7 --count 60 parse extract resolve
    python -m tests.mutants --seed 7 --count 60 parse/readings --tests tests/parse tests/test_gold.py
    python -m tests.mutants --seed 7 --count 100 .

Draws changes at random from folders or files of ``src/kg`` (a kind first, then a place of that kind),
makes each in a copy of the tree, never in the tree itself, and runs the nearest tests there, a file at
a time, until one fails: that of the changed module, those that import it, the others of its folder.
A mutant that no test notices within the limit has survived: a hole in the tests, or a change without
a meaning. What is drawn depends on the seed and the code alone.
"""

from __future__ import annotations

import argparse
import os
import queue
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.mutants.mutations import KINDS, Mutation, mutated, mutations

ROOT = Path(__file__).resolve().parents[2]
_MOST_S = 240  # of a processor, for a file of tests
_WAITS = 5  # times as long by the clock
_NONE_CHOSEN = 5  # as pytest says it


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of one file; ``path`` is relative to the root."""

    path: str
    mutation: Mutation

    def __str__(self) -> str:
        before, after = _shown(self.mutation.before, self.mutation.after)
        return f"{self.path}:{self.mutation.line} {self.mutation.kind}: {before}  →  {after}"


def drawn(root: Path, parts: Sequence[str], seed: int, count: int) -> list[Mutant]:
    """Draw ``count`` different mutants from folders or files below ``src/kg``."""
    by_kind: dict[str, list[Mutant]] = {kind: [] for kind in KINDS}
    for path in _files(root, parts):
        for mutation in mutations(path.read_text("utf-8")):
            by_kind[mutation.kind].append(Mutant(path.relative_to(root).as_posix(), mutation))
    rng = random.Random(seed)
    for kind in KINDS:
        rng.shuffle(by_kind[kind])
    found: list[Mutant] = []
    while len(found) < count and any(by_kind.values()):
        kind = rng.choice([kind for kind in KINDS if by_kind[kind]])
        found.append(by_kind[kind].pop())
    return found


def _files(root: Path, parts: Sequence[str]) -> list[Path]:
    found = []
    for part in parts:
        path = root / "src" / "kg" / part
        files = sorted(path.rglob("*.py")) if path.is_dir() else [path.with_suffix(".py")]
        if not files or not all(file.is_file() for file in files):
            raise SystemExit(f"no such folder or file: src/kg/{part}")
        found += files
    return found


def nearest(root: Path, path: str, named: Sequence[str]) -> list[str]:
    """Return the files of tests to run for a file of code, nearest first.

    That named for its module, those that import it, that named for its folder, and then the others
    that are asked for, or else those of its folder.
    """
    inner = Path(path).relative_to("src/kg")
    folder = next(p for p in Path("tests", inner).parents if (root / p).is_dir())
    tests = [p.relative_to(root) for p in sorted((root / "tests").rglob("test_*.py"))]
    named_so = [
        Path("tests", *part.parts[:-1], f"test_{part.stem}.py") for part in (inner, *inner.parents[:-1])
    ]
    users = [p for p in tests if _imports((root / p).read_text("utf-8"), inner)]
    users.sort(key=lambda p: not p.is_relative_to(folder))
    within = list(map(Path, named)) or [folder]
    rest = [p for p in tests if any(p.is_relative_to(one) for one in within)]
    found = dict.fromkeys([*named_so[:1], *users, *named_so[1:], *rest])
    return [p.as_posix() for p in found if (root / p).is_file()]


def _imports(source: str, inner: Path) -> bool:
    """Whether a test imports a module, by its whole name or from its folder."""
    parts = inner.with_suffix("").parts
    *above, name = ["kg", *(parts[:-1] if parts[-1] == "__init__" else parts)]
    whole = re.escape(".".join([*above, name]))
    within = rf"from {re.escape('.'.join(above))} import (?:\([^)]*|[^(\n]*)\b{name}\b" if above else whole
    return re.search(rf"(?m)^\s*(?:from {whole} import|import {whole}\b|{within})", source) is not None


def run(root: Path, test: str, chosen: str, most_s: float) -> tuple[str, float]:
    """Run a file of tests in a tree, those ``chosen`` as by ``pytest -k``.

    Returns passed, failed or timeout, and the seconds of a processor, of which it may take ``most_s``.
    """
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-k", chosen, test],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root / "src"), "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (int(most_s), int(most_s) + 5)),
    )
    over = False
    while True:
        pid, status, used = os.wait4(process.pid, os.WNOHANG)
        if pid:
            break
        if time.monotonic() - began > _WAITS * most_s and not over:
            over = True
            os.killpg(process.pid, signal.SIGKILL)  # with the servers that the tests began
        time.sleep(0.05)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)  # what it left running
    process.returncode = os.waitstatus_to_exitcode(status)
    over = over or process.returncode in (-signal.SIGXCPU, -signal.SIGKILL)
    passed = process.returncode in (0, _NONE_CHOSEN)
    return "timeout" if over else "passed" if passed else "failed", used.ru_utime + used.ru_stime


def copied(root: Path, to: Path) -> Path:
    """Copy what git knows of the tree, as it stands, and what it would take in."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "-co", "--exclude-standard"], cwd=root, capture_output=True, check=True
    ).stdout.decode()
    for name in filter(None, listed.split("\0")):
        if (root / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / name, to / name)
    return to


def main(arguments: list[str] | None = None) -> int:
    """Draw, change, test, and list what survived."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.mutants", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("parts", nargs="+", help="folders or files below src/kg")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--tests", nargs="+", default=[], help="run these, not the folder's")
    parser.add_argument("-k", default="", metavar="WORDS", help="of these tests alone, as pytest's -k")
    parser.add_argument("--limit", type=float, default=300, help="seconds of a processor for one mutant")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--list", action="store_true", help="only list what is drawn")
    options = parser.parse_args(arguments)
    mutants = drawn(ROOT, options.parts, options.seed, options.count)
    if options.list:
        print(*mutants, sep="\n")
        return 0
    survivors = _judge(mutants, options)
    kinds = Counter(mutant.mutation.kind for mutant in mutants)
    print(f"\nseed {options.seed}: {len(mutants) - len(survivors)} of {len(mutants)} killed", dict(kinds))
    print(*(f"survived  {mutant}" for mutant in survivors), sep="\n")
    return 0


def _judge(mutants: Sequence[Mutant], options: argparse.Namespace) -> list[Mutant]:
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        trees: queue.Queue[Path] = queue.Queue()
        for number in range(options.processes):
            trees.put(copied(ROOT, Path(folder) / str(number)))
        unchanged: dict[str, bool] = {}  # whether a file of tests passes

        def judge(mutant: Mutant) -> bool:
            tree = trees.get()
            try:
                word, took, by = _tried(
                    mutant, tree, nearest(ROOT, mutant.path, options.tests), unchanged, options
                )
            finally:
                trees.put(tree)
            print(f"{word} {took:5.1f} s  {mutant}  {by}", flush=True)
            return word == "survived"

        with ThreadPoolExecutor(options.processes) as pool:
            outcomes = list(pool.map(judge, mutants))
    return [mutant for mutant, survived in zip(mutants, outcomes, strict=True) if survived]


def _tried(
    mutant: Mutant,
    tree: Path,
    tests: Sequence[str],
    unchanged: dict[str, bool],
    options: argparse.Namespace,
) -> tuple[str, float, str]:
    """Run tests on a mutant until one notices it; return what became of it, the seconds, and who noticed."""
    path = tree / mutant.path
    source = path.read_text("utf-8")
    spent = 0.0
    for test in tests:
        if unchanged.get(test) is False:
            continue
        try:
            path.write_text(mutated(source, mutant.mutation), "utf-8")
            outcome, took = run(tree, test, options.k, _MOST_S)
        finally:
            path.write_text(source, "utf-8")
        spent += took
        if outcome != "passed" and test not in unchanged:
            unchanged[test] = run(tree, test, options.k, _MOST_S)[0] == "passed"
            if not unchanged[test]:
                print(f"left out: {test} fails without a change", flush=True)
                continue
        if outcome != "passed":
            return {"failed": "killed  ", "timeout": "timeout "}[outcome], spent, test
        if spent > options.limit:
            return "survived", spent, "(not all tests were run)"
    return "survived", spent, ""


def _shown(before: str, after: str, width: int = 60) -> tuple[str, str]:
    """Shorten two texts to where they differ."""
    before, after = " ".join(before.split()), " ".join(after.split())
    same = next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
    start = max(0, same - width // 2)
    return tuple(
        ("…" if start else "") + text[start : start + width] + ("…" if len(text) > start + width else "")
        for text in (before, after)
    )  # type: ignore[return-value]


if __name__ == "__main__":
    raise SystemExit(main())
