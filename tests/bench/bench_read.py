"""Milliseconds to read the real notice in each format.

    .venv/bin/python -m tests.bench.bench_read [ROUNDS]

Best and median of ROUNDS (7); the pdf time holds the start of its process.
"""

from __future__ import annotations

import sys
import time
from statistics import median

from kg.read import read
from tests.read.make_fixtures import HERE, NOTICE


def main() -> None:
    """Print one line per format."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    files = [NOTICE, *sorted(HERE.glob("shengsi-2024-5.*"))]
    print(f"{'file':28}{'KB':>6}{'best ms':>10}{'median ms':>11}")
    for path in files:
        spent = []
        for _ in range(rounds):
            started = time.perf_counter()
            read(path)
            spent.append((time.perf_counter() - started) * 1000)
        print(f"{path.name:28}{path.stat().st_size // 1024:>6}{min(spent):>10.1f}{median(spent):>11.1f}")


if __name__ == "__main__":
    main()
