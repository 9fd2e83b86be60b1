"""Which files a run reads, in which chunks, and what of them stands already.

OUT/work/run.json            what the run was begun with: resuming goes on with the same
OUT/work/NNNNN-DIGEST.json   one chunk that is done; without it a chunk's files count for nothing
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from itertools import count, islice
from pathlib import Path, PurePath
from typing import Any

from kg import loading, pipeline, whole
from kg.bulk.one import sha256
from kg.errors import UsageError
from kg.tables.building import mapping_digest
from kg.version import __version__

FILES_A_CHUNK = 32  # some 30 seconds of one core, which is what a run that is killed loses


@dataclass(frozen=True, slots=True)
class Run:
    """What shapes every byte of the output besides the files."""

    source: str
    base: str
    at: str  # ISO 8601, stated as the time of conversion
    version: str
    mapping: str  # digest of data/tables
    resources: str  # digest of ontology, registry and links


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some files of the source: (path below it, SHA-256)."""

    number: int
    files: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        """The chunk's name: another file in it, or another content, gives another name."""
        said = json.dumps(self.files).encode()
        return f"{self.number:05}-{hashlib.sha256(said).hexdigest()[:12]}"


def begin(source: Path, out: Path, base: str, at: datetime, *, resume: bool) -> Run:
    """Return the run to do in ``out``: a new one, or the one that stands there unfinished.

    Raises:
        UsageError: ``out`` holds something else, or the unfinished run was begun otherwise.
    """
    if not source.exists():
        raise not_there(str(source))
    made = described(str(source.resolve()), base, at)
    known = out / "work" / "run.json"
    if known.is_file():
        return resumed(made, known.read_text("utf-8"), str(out), resume=resume)
    if out.exists() and any(out.iterdir()):
        raise not_empty(str(out))
    known.parent.mkdir(parents=True)
    write_json(known, asdict(made))
    return made


def described(source: str, base: str, at: datetime) -> Run:
    """Return a run that begins now."""
    return Run(source, base, at.isoformat(), __version__, mapping_digest(), loading.resources_digest())


def resumed(made: Run, known: str, out: str, *, resume: bool) -> Run:
    """Return the run that stands unfinished, as ``run.json`` tells it.

    Args:
        made: The run as it would begin now.
        known: The text of ``run.json``.
        out: Where it stands.
        resume: Whether to go on with it.

    Raises:
        UsageError: it is not to be gone on with, or was begun otherwise.
    """
    if not resume:
        raise UsageError(
            f"{out} 中有一次没有完成的运行；请加 --resume 继续，或换一个目录。",
            f"{out} holds a run that was not finished; go on with --resume, or choose another folder.",
        )
    before = Run(**json.loads(known))
    if before != replace(made, at=before.at):
        raise UsageError(
            f"{out} 中的运行是用另外的来源、版本或登记数据开始的，不能继续；请换一个目录。",
            f"{out} holds a run of another source, version or registry; choose another folder.",
        )
    return before


def not_there(source: str) -> UsageError:
    """Return what is said of a source that does not exist."""
    return UsageError(f"{source} 不存在，请核对路径。", f"{source} does not exist; check the path.")


def not_empty(out: str) -> UsageError:
    """Return what is said of a folder that holds something else."""
    return UsageError(f"{out} 不是空目录，请换一个目录。", f"{out} is not empty; choose another folder.")


def chunks(source: Path) -> Iterator[Chunk]:
    """Yield the files of the source in chunks, in the order of their paths."""
    root = source if source.is_dir() else source.parent
    return cut((path.relative_to(root), sha256(path)) for path in sorted(pipeline.notices_in([source])))


def cut(files: Iterable[tuple[PurePath, str]]) -> Iterator[Chunk]:
    """Yield files (path below the source, SHA-256), which come in order, in chunks."""
    waiting = iter(files)
    for number in count(1):
        if not (some := tuple((path.as_posix(), digest) for path, digest in islice(waiting, FILES_A_CHUNK))):
            return
        yield Chunk(number, some)


def write_json(path: Path, said: Any) -> None:
    """Write a file whole or not at all."""
    whole.write(path, json.dumps(said, ensure_ascii=False, indent=1))
