"""The chunks of a run in processes of this machine; a process that dies takes one file with it."""

from __future__ import annotations

import multiprocessing
import os
import resource
import shutil
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from datetime import datetime
from itertools import islice
from pathlib import Path
from threading import Thread
from typing import Any

from kg.bulk import chunks as work_of
from kg.bulk import finishing, plan
from kg.bulk.one import One, one
from kg.bulk.plan import Chunk, Run
from kg.bulk.room import unless_full
from kg.errors import UsageError

MEMORY_BYTES = 2 << 30  # of one process
# Processes are forked from one that has read libraries and data once, and has no threads.
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["kg.bulk.chunks", "kg.bulk.warm"])
Outcome = tuple[Chunk, int, int]  # how many files gave a notice, and how many did not


def do_all(
    run: Run, source: Path, work: Path, todo: Iterable[Chunk], workers: int, read: One = one
) -> Iterator[Outcome]:
    """Do the chunks, a few at a time, and yield each when it stands.

    Args:
        run: What the run was begun with.
        source: The folder or file that paths are below.
        work: The folder of the work.
        todo: The chunks, taken as they are needed.
        workers: Processes.
        read: Reads one file; a function of a module, for it runs in another process.
    """
    waiting = iter(todo)
    suspects: list[Chunk] = []  # were being done when a process died
    while True:
        suspects += yield from _pool(run, source, work, waiting, workers, read)
        if not suspects:
            return
        for chunk in suspects:
            deadly = [path for path, _ in chunk.files if _kills(source, path, run, read)]
            yield (chunk, *_alone(run, source, work, chunk, read, deadly))
        suspects = []


def _pool(
    run: Run, source: Path, work: Path, waiting: Iterator[Chunk], workers: int, read: One
) -> Generator[Outcome, None, list[Chunk]]:
    """Do chunks until none waits or a process dies; return those that were being done then."""
    flying: dict[Future[tuple[int, int]], Chunk] = {}
    with ProcessPoolExecutor(workers, _FORKS, initializer=_begin_process) as pool:
        try:
            while True:
                for chunk in islice(waiting, 2 * workers - len(flying)):
                    flying[pool.submit(work_of.do, run, source, work, chunk, read)] = chunk
                if not flying:
                    return []
                done, _ = wait(flying, return_when=FIRST_COMPLETED)
                for future in done:
                    counts = future.result()
                    yield (flying.pop(future), *counts)
        except BrokenProcessPool:
            return list(flying.values())
        finally:
            for future in flying:
                future.cancel()


def _alone(run: Run, source: Path, work: Path, chunk: Chunk, read: One, deadly: list[str]) -> tuple[int, int]:
    with ProcessPoolExecutor(1, _FORKS, initializer=_begin_process) as pool:
        return pool.submit(work_of.do, run, source, work, chunk, read, deadly).result()


def _kills(source: Path, path: str, run: Run, read: One) -> bool:
    """Whether a file ends the process that reads it."""
    process = _FORKS.Process(target=_try, args=(source, path, run, read))
    process.start()
    process.join(work_of.FILE_S + 30)
    if process.exitcode is None:
        process.kill()
        process.join()
    return process.exitcode != 0


def _try(source: Path, path: str, run: Run, read: One) -> None:
    _begin_process()
    root = source if source.is_dir() else source.parent
    read(root / path, run.base, datetime.fromisoformat(run.at))


def _begin_process() -> None:
    """Give this process an end to its memory, and its end with the process that began it.

    What needs more memory fails by itself, and is listed. What outlived a killed run would write into the
    work of the run that goes on with it.
    """
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, MEMORY_BYTES))
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if (parent := multiprocessing.parent_process()) is not None:
        parent.join()
        os._exit(1)


def cores() -> int:
    """Return how many processes are worth starting."""
    return len(os.sched_getaffinity(0))


class Local:
    """The engine of one machine."""

    def __init__(self, source: str, out: str, workers: int | None) -> None:
        for address in (source, out):
            if "://" in address:
                raise UsageError(
                    f"{address} 不是本机的路径；请用 --engine spark。",
                    f"{address} is no path of this machine; use --engine spark.",
                )
        self._source, self._out = Path(source), Path(out)
        self._workers = workers or cores()

    def chunks(self) -> list[Chunk]:
        """Return the files of the source, in order."""
        return list(plan.chunks(self._source))

    def manifest(self) -> dict[str, Any] | None:
        """Return the manifest of a finished run, without whose work it is whole."""
        if (made := finishing.read_manifest(self._out)) is not None:
            shutil.rmtree(self._out / "work", ignore_errors=True)
        return made

    def begin(self, base: str, at: datetime, *, resume: bool) -> Run:
        """Return the run to do: a new one, or the one that stands unfinished."""
        with unless_full():
            return plan.begin(self._source, self._out, base, at, resume=resume)

    def standing(self, found: Sequence[Chunk]) -> set[str]:
        """Return the names of the chunks that are done."""
        return {chunk.name for chunk in found if work_of.is_done(self._out / "work", chunk)}

    def do(self, run: Run, todo: Sequence[Chunk]) -> Iterator[tuple[int, int]]:
        """Do chunks; yield how many files more gave a notice, and how many did not."""
        with unless_full():
            for _, good, bad in do_all(run, self._source, self._out / "work", todo, self._workers):
                yield good, bad

    def finish(self, run: Run, found: Sequence[Chunk]) -> dict[str, Any]:
        """Make the output of chunks that all stand; return its counts."""
        with unless_full():
            return finishing.finish(run, self._out, found)
