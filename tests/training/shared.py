"""Work on many cases, shared by several processes: the results stand in the order of the cases."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from multiprocessing import get_context
from typing import Any, TypeVar

from tests.training.corpus import Case

T = TypeVar("T")
_at_work: list[Any] = []  # what the processes inherit: the work and the cases
_CHUNK = 16


def over(work: Callable[[Case], T], found: Sequence[Case]) -> list[T]:
    """Return what ``work`` says of each case; the processes are forked, so it may be any function."""
    processes = int(os.environ.get("KG_TRAINING_PROCESSES", os.cpu_count() or 1))
    if processes < 2 or len(found) <= _CHUNK:
        return [work(case) for case in found]
    _at_work[:] = [work, found]
    try:
        with get_context("fork").Pool(processes) as pool:
            return pool.map(_one, range(len(found)), _CHUNK)
    finally:
        _at_work.clear()


def _one(index: int) -> Any:
    work, found = _at_work
    return work(found[index])
