"""A full disk: no file's fault. It stops the run, which goes on once there is room."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from kg.errors import LimitReached

_NUMBERS = {errno.ENOSPC, errno.EDQUOT}
# DuckDB and Java tell it in the words of the system.
_WORDS = ("No space left on device", "Disk quota exceeded")


class DiskFull(LimitReached):
    """There is no room to write."""


@contextmanager
def unless_full() -> Iterator[None]:
    """Tell a full disk, wherever it showed, as one sentence.

    Raises:
        DiskFull: something within found no room.
    """
    try:
        yield
    except Exception as error:
        if not is_full(error):
            raise
        raise DiskFull(
            "磁盘已满，运行停下；已完成的部分保留，请腾出空间，再加 --resume 继续。",
            "The disk is full and the run stopped; what is done stays: make room, go on with --resume.",
        ) from error


def is_full(error: BaseException | None) -> bool:
    """Whether a full disk is behind an error."""
    while error is not None:
        if isinstance(error, DiskFull) or (isinstance(error, OSError) and error.errno in _NUMBERS):
            return True
        if any(words in str(error) for words in _WORDS):
            return True
        error = error.__cause__ or error.__context__
    return False
