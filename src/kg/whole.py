"""Files and folders that appear whole or not at all, with nothing left beside them.

    write(path, data)               a content, on the disk before it is seen
    with beside(path) as part: …    what is made at ``part``, file or folder, stands at ``path`` then
    stage(path, data) -> part       a content beside its place, for who puts several there together
    drop(part)                      none of it

What stood there keeps standing until then, and its permissions pass on. Errors are the system's own
(``OSError``): who calls knows what to say of them.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PARTS = ".kg-*.part"  # what a process that died may have left


def write(path: Path, data: bytes | str) -> None:
    """Replace a file's content at once: never half of it is seen, nor is it lost with the power."""
    part = stage(path, data)
    try:
        part.replace(path)
    except OSError:
        drop(part)
        raise


def stage(path: Path, data: bytes | str) -> Path:
    """Write a content to a file of its own beside its place, and to the disk."""
    part = _part(path)
    try:
        with part.open("xb") as file:
            file.write(data.encode() if isinstance(data, str) else data)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            part.chmod(path.stat().st_mode & 0o7777)
    except OSError:
        drop(part)
        raise
    return part


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """Yield where to make a file or folder that takes its place at the end, unless an error comes first."""
    part = _part(path)
    try:
        yield part
        part.replace(path)
    finally:
        drop(part)


def drop(part: Path) -> None:
    """Remove a file or folder, where it can be."""
    if part.is_dir():
        shutil.rmtree(part, ignore_errors=True)
    else:
        with suppress(OSError):  # it is not there, or as unwritable as what is told of
            part.unlink()


def _part(path: Path) -> Path:
    """Return a name of its own; without that of its place, which may be as long as names can be."""
    return path.with_name(f".kg-{secrets.token_hex(6)}.part")
