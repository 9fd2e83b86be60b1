"""Speed of conversion, as ratios within one run (issue: at most 2, 3, 2 and 12 times).

python -m tests.bench convert
"""

from __future__ import annotations

import gc
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import jieba

from kg import emit, pipeline

NOTICE = Path(__file__).resolve().parent.parent / "gold" / "shengsi-2024-5" / "notice.txt"
BIN = Path(sys.executable).parent


def warm(run: Callable[[], object], rounds: int = 25) -> float:
    """Median milliseconds of a call, after three to warm up."""
    for _ in range(3):
        run()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def cold(*command: str, rounds: int = 9) -> float:
    """Median milliseconds of a whole process."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def row(name: str, ms: float, base: float, limit: float) -> None:
    """Print one line: the time, its ratio and what is asked."""
    print(f"{name:<44}{ms:9.1f} ms   {ms / base:5.2f} times (at most {limit:g})", flush=True)


def main() -> None:
    """Measure and print."""
    jieba.setLogLevel(60)
    jieba.initialize()
    gc.freeze()  # jieba's dictionary of half a million words is no garbage of ours to search
    text = pipeline.read(NOTICE)
    notice = pipeline.resolve(pipeline.extract(pipeline.parse(text)))
    cut = warm(lambda: jieba.lcut(text.content))
    print(f"{'jieba.lcut of the same text':<44}{cut:9.1f} ms")
    row(
        "text to resolved facts",
        warm(lambda: pipeline.resolve(pipeline.extract(pipeline.parse(text)))),
        cut,
        2,
    )
    row(
        "text to sorted N-Quads",
        warm(lambda: emit.nquads(pipeline.resolve(pipeline.extract(pipeline.parse(text))))),
        cut,
        3,
    )
    start = cold(sys.executable, "-c", "import rdflib, jieba; jieba.initialize()")
    print(f"{'cold start of rdflib with jieba':<44}{start:9.1f} ms")
    row("kg convert, cold", cold(str(BIN / "kg"), "convert", str(NOTICE)), start, 2)
    row(
        "kg convert --format json, cold",
        cold(str(BIN / "kg"), "convert", str(NOTICE), "--format", "json"),
        start,
        2,
    )
    nothing = cold(sys.executable, "-c", "pass", rounds=21)
    print(f"{'python -c pass':<44}{nothing:9.1f} ms")
    row("kg --help", cold(str(BIN / "kg"), "--help", rounds=21), nothing, 12)
    linear(text.content)
    print(f"({len(notice.tasks)} tasks, {len(text.content)} characters)")


def linear(content: str) -> None:
    """Ten times the lists take at most twelve times as long."""
    begin, end = content.index("2024 年政府工作报告重点工作责任分解\n"), content.index("抄送")
    times = []
    for count in (1, 10):
        longer = pipeline.read(
            (content[:begin] + content[begin:end] * count + content[end:]).encode(), name="long.txt"
        )
        times.append(
            warm(lambda longer=longer: pipeline.resolve(pipeline.extract(pipeline.parse(longer))), rounds=7)
        )  # type: ignore[misc]
    row("ten times the text", times[1], times[0], 12)


if __name__ == "__main__":
    main()
