"""A draft in Word: validating it against validating its text, and writing the report back.

    .venv/bin/python tests/bench/bench_word.py

CPU seconds, the least of three; the docx may take 1.3 times what its text takes.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from kg import pipeline  # noqa: E402
from kg.read import read  # noqa: E402
from kg.validate.word import commented, repaired  # noqa: E402

DRAFT = ROOT / "tests/read/fixtures/shengsi-2024-5.docx"
LIMIT = 1.3


def least(work: Callable[[], object], times: int = 3) -> float:
    """Return the least CPU seconds of some runs."""
    taken = []
    for _ in range(times):
        begin = time.process_time()
        work()
        taken.append(time.process_time() - begin)
    return min(taken)


def main() -> int:
    """Print the figures; 1 if the docx takes too long."""
    data = DRAFT.read_bytes()
    text = read(DRAFT).content.encode()
    report = pipeline.validate(data, name=DRAFT.name)
    of_text = least(lambda: pipeline.validate(text, name="notice.txt"))
    of_word = least(lambda: pipeline.validate(data, name=DRAFT.name))
    ratio = of_word / of_text
    print(f"validate: text {of_text:.2f} s, docx {of_word:.2f} s, ratio {ratio:.2f} (at most {LIMIT})")
    print(f"comments: {len(report.entries)} in {least(lambda: commented(data, report)) * 1000:.0f} ms")
    made = repaired(data, report).made
    print(f"tracked repairs: {len(made)} in {least(lambda: repaired(data, report)) * 1000:.0f} ms")
    return int(ratio > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
