"""Validates many notices at once, in as many processes as there are cores.

Most of a notice's time is pure Python, so threads would not help. Reports come back in the
order of the files; at most a few are in flight, so memory does not grow with the corpus.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from pathlib import Path

from kg.errors import KgError
from kg.validate.report import Report

Outcome = Report | KgError


def validate_many(
    paths: Iterable[Path],
    one: Callable[[Path], Report],
    *,
    workers: int | None = None,
    progress: Callable[[Path], None] | None = None,
) -> Iterator[tuple[Path, Outcome]]:
    """Yield each path with its report, or with the error that says why there is none.

    Args:
        paths: The files, taken as they are needed.
        one: Validates one file; a function of a module, for it runs in another process.
        workers: Processes; the number of cores by default, none for one.
        progress: Called with each path when it is done.
    """
    count = workers or len(os.sched_getaffinity(0))
    if count == 1:
        for path in paths:
            outcome = _guarded(one, path)
            if progress:
                progress(path)
            yield path, outcome
        return
    with ProcessPoolExecutor(count, multiprocessing.get_context("spawn")) as pool:
        waiting: deque[tuple[Path, Future[Outcome]]] = deque()
        source = iter(paths)
        try:
            while True:
                for path in islice(source, 4 * count - len(waiting)):
                    waiting.append((path, pool.submit(_guarded, one, path)))
                if not waiting:
                    return
                path, future = waiting.popleft()
                outcome = future.result()
                if progress:
                    progress(path)
                yield path, outcome
        finally:
            for _, future in waiting:
                future.cancel()


def _guarded(one: Callable[[Path], Report], path: Path) -> Outcome:
    try:
        return one(path)
    except KgError as error:
        return error
