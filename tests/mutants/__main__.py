"""Change the code a little, many times, and see whether the tests notice.

    python -m tests.mutants --seed 7 --count 60 parse extract resolve
    python -m tests.mutants --seed 7 --count 60 parse/readings --tests tests/parse tests/test_gold.py

Draws changes at random from folders or files of ``src/kg`` (a kind first, then a place of that kind),
makes each in a copy of the tree, never in the tree itself, and runs the tests of the changed file's
folder there, those of its own module first, until one fails. A mutant that no test notices has
survived: a hole in the tests, or a change without a meaning. What is drawn depends on the seed and
the code alone.
"""

from __future__ import annotations

import argparse
import os
import queue
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.mutants.mutations import KINDS, Mutation, mutated, mutations

ROOT = Path(__file__).resolve().parents[2]
_SLACK = 4  # a mutant may take so many times as long as the tests do, and
_LEAST_S = 20  # so long in any case


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


def nearest(root: Path, path: str, tests: Sequence[str]) -> list[str]:
    """Return the tests to run for a file: those of its module first, then the named ones, or its folder's."""
    inner = Path(path).relative_to("src/kg")
    own = Path("tests", *inner.parts[:-1], f"test_{inner.name}")
    rest = list(tests) or [next(p.as_posix() for p in [own.parent, *own.parents] if (root / p).is_dir())]
    return [own.as_posix(), *rest] if (root / own).is_file() else rest


def run(root: Path, tests: Sequence[str], timeout_s: float) -> tuple[str, float]:
    """Run tests in a tree; return passed, failed or timeout, and the seconds."""
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root / "src"), "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        status = process.wait(timeout_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return "timeout", time.monotonic() - began
    return ("failed" if status else "passed"), time.monotonic() - began


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
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--list", action="store_true", help="only list what is drawn")
    options = parser.parse_args(arguments)
    mutants = drawn(ROOT, options.parts, options.seed, options.count)
    if options.list:
        print(*mutants, sep="\n")
        return 0
    survivors = _judge(mutants, options.tests, options.processes)
    kinds = Counter(mutant.mutation.kind for mutant in mutants)
    print(f"\nseed {options.seed}: {len(mutants) - len(survivors)} of {len(mutants)} killed", dict(kinds))
    print(*(f"survived  {mutant}" for mutant in survivors), sep="\n")
    return 0


def _judge(mutants: Sequence[Mutant], tests: Sequence[str], processes: int) -> list[Mutant]:
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        trees: queue.Queue[Path] = queue.Queue()
        for number in range(processes):
            trees.put(copied(ROOT, Path(folder) / str(number)))
        wanted = [nearest(ROOT, mutant.path, tests) for mutant in mutants]
        together = sorted({test for some in wanted for test in some})
        outcome, took = run(Path(folder) / "0", together, 1200)
        if outcome != "passed":
            raise SystemExit(f"the tests fail without a change: {' '.join(together)}")
        limit = max(_LEAST_S, _SLACK * took)

        def judge(mutant: Mutant) -> bool:
            tree = trees.get()
            path = tree / mutant.path
            source = path.read_text("utf-8")
            try:
                path.write_text(mutated(source, mutant.mutation), "utf-8")
                outcome, took = run(tree, nearest(ROOT, mutant.path, tests), limit)
            finally:
                path.write_text(source, "utf-8")
                trees.put(tree)
            word = {"passed": "survived", "failed": "killed  ", "timeout": "timeout "}[outcome]
            print(f"{word} {took:5.1f} s  {mutant}", flush=True)
            return outcome == "passed"

        with ThreadPoolExecutor(processes) as pool:
            outcomes = list(pool.map(judge, mutants))
    return [mutant for mutant, survived in zip(mutants, outcomes, strict=True) if survived]


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
