"""One chunk on a machine that has none of its files: they come as bytes, and its folder goes as bytes.

What an executor of Spark does, in plain Python; the files are read in a process of their own, as ``local``
does it, so that one that ends its process is listed here too.
"""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.bulk import local, plan
from kg.bulk.one import One, one
from kg.bulk.plan import Chunk, Run
from kg.bulk.room import unless_full
from kg.errors import UsageError
from kg.version import __version__

# A file's path below the source, and its bytes; of one that is too large, its length alone.
Sent = tuple[str, bytes | int]
Told = Callable[[int, int], None]


def converted(
    number: int,
    files: Iterable[tuple[int, Sent]],
    run: Run,
    chunks: Sequence[Chunk],
    told: Told,
    read: One = one,
) -> Iterator[tuple[str, bytes]]:
    """Do one chunk; yield its name, and its folder packed.

    Args:
        number: Which of the chunks.
        files: Its files, as far as they could be read, each behind that number.
        run: What the run was begun with.
        chunks: Those to do.
        told: Hears how many files gave a notice, and how many did not.
        read: Reads one file.

    Raises:
        DiskFull: there is no room here.
        UsageError: what is installed here is not what began the run.
    """
    if plan.described(run.source, run.base, datetime.fromisoformat(run.at)) != run:
        raise UsageError(
            f"这台机器上的 kg（{__version__}）或其数据与发起运行的不同，请在各机器上安装同一版本。",
            f"kg {__version__} or its data here is not what began the run; install the same everywhere.",
        )
    with TemporaryDirectory(prefix="kg-bulk-") as name, unless_full():
        source, work = Path(name, "source"), Path(name, "work")
        source.mkdir()
        for _, sent in files:
            _put(source, sent)
        for chunk, good, bad in local.do_all(run, source, work, [chunks[number]], 1, read):
            told(good, bad)
            yield chunk.name, packed(work)


def _put(source: Path, sent: Sent) -> None:
    path, data = sent
    target = source / path
    target.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(data, bytes):
        target.write_bytes(data)
    else:
        target.touch()
        os.truncate(target, data)  # nothing of it is read


def packed(folder: Path) -> bytes:
    """Return the files of a folder as one piece; they are compressed as they are."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path in sorted(folder.rglob("*")):
            archive.write(path, path.relative_to(folder))
    return out.getvalue()


def unpack(data: bytes, folder: Path) -> None:
    """Put the files of a packed folder below another one."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(folder)
