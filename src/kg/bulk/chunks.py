"""Some files → a folder of the work, whole or not at all.

WORK/NAME/quads.nq.gz        one gzip member a notice: parts of it can be copied as they are
WORK/NAME/rows/TABLE.parquet
WORK/NAME.json               written last: what became of each file, and where its member stands
"""

from __future__ import annotations

import gzip
import json
import shutil
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import Any

from kg.bulk.one import Done, One, Refused, one
from kg.bulk.plan import Chunk, Run, write_json
from kg.bulk.room import DiskFull
from kg.errors import LimitReached
from kg.tables.files import Workshop
from kg.tables.mapping import mapping
from kg.tables.rows import Row

FILE_S = 300  # seconds that one file may take
DEADLY = Refused(
    "转换这个文件时进程被结束（内存不足或程序出错），已跳过；请单独检查。",
    "The process ended while it converted this file (out of memory, or a fault); look at it alone.",
)


def is_done(work: Path, chunk: Chunk) -> bool:
    """Whether the chunk stands already."""
    return (work / f"{chunk.name}.json").is_file()


def do(
    run: Run, source: Path, work: Path, chunk: Chunk, read: One = one, deadly: Sequence[str] = ()
) -> tuple[int, int]:
    """Read the files of one chunk; return how many gave a notice, and how many did not.

    Args:
        run: What the run was begun with.
        source: The folder or file that paths are below.
        work: The folder of the work.
        chunk: The files.
        read: Reads one file.
        deadly: Of these, those that ended a process.
    """
    folder = work / chunk.name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    root = source if source.is_dir() else source.parent
    known = (*mapping().of("registry"), *mapping().of("notice"))
    rows: dict[str, list[Row]] = {table.name: [] for table in known}
    told: list[dict[str, Any]] = []
    first: dict[str, str] = {}
    at = datetime.fromisoformat(run.at)
    with (folder / "quads.nq.gz").open("wb") as quads:
        for path, digest in chunk.files:
            said: dict[str, Any] = {"source": path, "sha256": digest}
            made = DEADLY if path in deadly else _limited(read, root / path, run.base, at)
            if isinstance(made, Refused):
                told.append(said | {"refused": {"zh": made.zh, "en": made.en}})
                continue
            if (notice := made.summary["notice"]) in first:
                told.append(same(said, notice, first[notice]))
                continue
            first[notice] = path
            for name, found in (*made.rows.items(), *made.registry.items()):
                rows[name] += found
            begin = quads.tell()
            quads.write(gzip.compress(made.quads, 6, mtime=0))
            told.append(said | made.summary | {"at": [begin, quads.tell()]})
    with Workshop(folder, memory_mb=512, threads=1) as shop:
        shop.part(rows, known, folder / "rows")
    write_json(work / f"{chunk.name}.json", told)
    refused = sum("refused" in line for line in told)
    return len(told) - refused, refused


def same(said: dict[str, Any], notice: str, other: str) -> dict[str, Any]:
    """Return the line of a file whose notice another file gave already."""
    reason = {"zh": f"与 {other} 是同一份通知。", "en": f"The same notice as {other}."}
    return {"source": said["source"], "sha256": said["sha256"], "notice": notice, "refused": reason}


def told(work: Path, chunk: Chunk) -> list[dict[str, Any]]:
    """Return what became of each file of a chunk that is done."""
    found: list[dict[str, Any]] = json.loads((work / f"{chunk.name}.json").read_text("utf-8"))
    return found


def _limited(read: One, path: Path, base: str, at: datetime) -> Done | Refused:
    try:
        with _within(FILE_S):
            return read(path, base, at)
    except DiskFull:
        raise
    except LimitReached as error:
        return Refused(error.zh, error.en)


class _OutOfTime(BaseException):
    """Passes through whatever catches ``Exception``."""


@contextmanager
def _within(seconds: int) -> Iterator[None]:
    """Stop what runs longer; the process reads one file at a time, in its main thread."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise _OutOfTime

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    except _OutOfTime:
        raise LimitReached(
            f"转换超过 {seconds} 秒，已停止；请拆分文件。", f"Took more than {seconds} s; split the file."
        ) from None
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
