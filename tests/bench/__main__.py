"""``make bench``: every ``bench_*.py`` of this folder, or those named; ratios within one run."""

import importlib
import sys
from pathlib import Path


def main() -> None:
    names = sys.argv[1:] or sorted(
        p.stem.removeprefix("bench_") for p in Path(__file__).parent.glob("bench_*.py")
    )
    for name in names:
        print(f"== {name}", flush=True)
        sys.argv = [name]  # each reads its own options, when run by itself
        importlib.import_module(f"tests.bench.bench_{name}").main()


if __name__ == "__main__":
    main()
