"""Which files hold the rows: one immutable JSON file a state, and the name of the one in force.

    FOLDER/manifest-ID.json     what stands; ID is the front of the SHA-256 of its own content
    FOLDER/current              the ID in force, replaced by rename
    FOLDER/TABLE/NAME.parquet      never changed; gone when no manifest that may be read names it
    FOLDER/lock                    held by whoever writes into the folder

A manifest names the state of the store whose rows it holds. Figures are taken from tables only
while the store is in that very state: every write moves the store on before it begins.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from kg import whole
from kg.errors import DataError

VERSION = 1
Part = tuple[str | None, int | None]  # province and year


@dataclass(frozen=True, slots=True)
class File:
    """One Parquet file: of a table, of one slice of provinces and years (none: of the registry)."""

    table: str
    path: str  # below the folder
    rows: int
    size: int  # bytes
    sha256: str
    slice: str | None


@dataclass(frozen=True, slots=True)
class Slice:
    """Notices that stand in one file a table: of one province and year, or of several small ones."""

    name: str
    parts: tuple[Part, ...]
    notices: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """All files of one state."""

    base: str
    mapping: str  # digest of data/tables
    state: str | None  # of the store; None where others may write unseen
    slices: tuple[Slice, ...]
    files: tuple[File, ...]

    @property
    def id(self) -> str:
        """The front of the SHA-256 of what it says."""
        return hashlib.sha256(self.text().encode()).hexdigest()[:16]

    @property
    def notices(self) -> int:
        """How many notices it covers."""
        return sum(part.notices for part in self.slices)

    def of(self, table: str) -> list[File]:
        """Return the files of a table."""
        return [file for file in self.files if file.table == table]

    def rows(self, table: str) -> int:
        """Return how many rows a table has."""
        return sum(file.rows for file in self.of(table))

    def text(self) -> str:
        """Return it as JSON."""
        return json.dumps({"version": VERSION, **asdict(self)}, ensure_ascii=False, indent=1) + "\n"


@contextlib.contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Be the only one who writes into a folder, which is made where it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def write(folder: Path, manifest: Manifest) -> None:
    """Put a manifest in force; its files stand already."""
    path = folder / f"manifest-{manifest.id}.json"
    whole.write(path, manifest.text())
    whole.write(folder / "current", manifest.id + "\n")


def read(folder: Path) -> Manifest | None:
    """Return the manifest in force; None where there is none.

    Raises:
        DataError: it is broken, or of another version.
    """
    try:
        named = (folder / "current").read_text("utf-8").strip()
    except FileNotFoundError:
        return None
    try:
        said = json.loads((folder / f"manifest-{named}.json").read_text("utf-8"))
        if said.pop("version") != VERSION:
            raise ValueError("version")
        said["slices"] = tuple(
            Slice(one["name"], tuple((p, y) for p, y in one["parts"]), one["notices"])
            for one in said["slices"]
        )
        said["files"] = tuple(File(**one) for one in said["files"])
        made = Manifest(**said)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(
            f"{folder} 中的表清单不能用；请运行 kg tables rebuild。",
            f"The manifest of the tables in {folder} is of no use; run kg tables rebuild.",
        ) from error
    if made.id != named:
        raise DataError(
            f"{folder} 中的表清单被改动过；请运行 kg tables rebuild。",
            f"The manifest of the tables in {folder} was changed; run kg tables rebuild.",
        )
    return made


def stands(folder: Path, manifest: Manifest) -> bool:
    """Whether every file that it names is there, as long as it was."""
    try:
        return all((folder / file.path).stat().st_size == file.size for file in manifest.files)
    except FileNotFoundError:
        return False


def sweep(folder: Path, keep: Iterable[Manifest]) -> None:
    """Remove the files and manifests that none of ``keep`` names, and what a writer left that was ended."""
    kept = list(keep)
    named = {folder / file.path for manifest in kept for file in manifest.files}
    named |= {folder / f"manifest-{manifest.id}.json" for manifest in kept}
    for path in [
        *folder.glob("*/*.parquet"),
        *folder.glob("*/*.parquet.new"),
        *folder.glob("manifest-*"),
        *folder.glob(whole.PARTS),
    ]:
        if path not in named:
            path.unlink(missing_ok=True)
    for left in (*folder.glob("spill-*"), *folder.glob("parts*")):
        shutil.rmtree(left, ignore_errors=True)


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
