"""A folder of contents, each named by its SHA-256 and checked when it is read.

    FOLDER/ab/ab12….bin      a source file as received
    FOLDER/ab/ab34….nq.gz    the N-Quads of a former version; the name is that of the plain bytes

A content is never changed and may be written by several processes at once. It is kept before the
store tells of it: a write that fails leaves a content that nothing names, and no more.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import shutil
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from kg import whole
from kg.errors import NotFound, StoreError

Kind = Literal["bin", "nq.gz"]
SOURCE: Kind = "bin"
QUADS: Kind = "nq.gz"

_NAME = re.compile(r"[0-9a-f]{64}")


def beside(backup: Path) -> Path:
    """Return where the former versions of a backup are: in its folder, or beside its file."""
    if backup.is_dir():
        return backup / "versions"
    return backup.with_name(f"{backup.name}.versions")


class Archive:
    """The former versions of one store, and the files that its notices came from."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, data: bytes, kind: Kind) -> str:
        """Keep a content; return its SHA-256."""
        digest = hashlib.sha256(data).hexdigest()
        path = self._path(digest, kind)
        if path.exists():
            return digest
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            whole.write(path, gzip.compress(data, 6, mtime=0) if kind == QUADS else data)
        except OSError as error:
            raise StoreError(
                f"存档目录 {self.folder} 无法写入：{error.strerror}。请检查 KG_VERSIONS。",
                f"The folder of former versions {self.folder} cannot be written: {error.strerror}. "
                "Check KG_VERSIONS.",
            ) from error
        return digest

    def has(self, digest: str, kind: Kind) -> bool:
        """Say whether a content is here."""
        return bool(_NAME.fullmatch(digest)) and self._path(digest, kind).exists()

    def read(self, digest: str, kind: Kind) -> bytes:
        """Return a content, byte for byte as it was kept.

        Raises:
            NotFound: it is not here.
            StoreError: its file was damaged.
        """
        if not self.has(digest, kind):
            raise NotFound(
                f"存档目录 {self.folder} 中没有 {digest[:16]}…：目录（KG_VERSIONS）是否换过？",
                f"{self.folder} does not hold {digest[:16]}…: was the folder (KG_VERSIONS) changed?",
            )
        path = self._path(digest, kind)
        try:
            stored = path.read_bytes()
            data = gzip.decompress(stored) if kind == QUADS else stored
        except (OSError, EOFError, zlib.error) as error:
            raise self._damaged(path) from error
        if hashlib.sha256(data).hexdigest() != digest:
            raise self._damaged(path)
        return data

    def back_up(self, target: Path) -> None:
        """Put every content beside a backup of the store: a folder, or an exported file.

        Raises:
            StoreError: it cannot be written whole.
        """
        try:
            self.copy_to(beside(target))
        except OSError as error:
            raise StoreError(
                f"旧版存档无法写入 {beside(target)}：{error.strerror}，这份备份不完整。",
                f"The former versions cannot be written to {beside(target)}: {error.strerror}; "
                "the backup is not whole.",
            ) from error

    def bring_in(self, source: Path) -> None:
        """Take in what stands beside a backup; contents are never changed, so nothing can be lost."""
        try:
            Archive(beside(source)).copy_to(self.folder)
        except OSError as error:
            raise StoreError(
                f"旧版存档无法从 {beside(source)} 恢复：{error.strerror}。",
                f"The former versions cannot be restored from {beside(source)}: {error.strerror}.",
            ) from error

    def copy_to(self, target: Path) -> None:
        """Put every content into another folder, beside what is there."""
        other = Archive(target)
        for path in self._files():
            place = other.folder / path.relative_to(self.folder)
            if place.exists():
                continue
            place.parent.mkdir(parents=True, exist_ok=True)
            scratch = place.with_name(f"{place.name}.{os.getpid()}.new")
            shutil.copyfile(path, scratch)
            scratch.replace(place)

    def __len__(self) -> int:
        return sum(1 for _ in self._files())

    def _files(self) -> Iterator[Path]:
        for path in sorted(self.folder.glob("??/*")):
            name, _, kind = path.name.partition(".")
            if kind in (SOURCE, QUADS) and _NAME.fullmatch(name):
                yield path

    def _path(self, digest: str, kind: Kind) -> Path:
        return self.folder / digest[:2] / f"{digest}.{kind}"

    def _damaged(self, path: Path) -> StoreError:
        return StoreError(
            f"存档文件 {path} 已损坏，请从备份恢复。",
            f"The file {path} is damaged; restore it from a backup.",
        )
