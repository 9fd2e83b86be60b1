"""A file for an answer: memory until it is large, then disk."""

from __future__ import annotations

import contextlib
import io
import os
import tempfile
from pathlib import Path
from typing import Any

INLINE_BYTES = 4 * 2**20


class Spool:
    """A file that is memory until it is large; always memory where there is no folder for it."""

    def __init__(self, folder: str | None = None) -> None:
        self.folder = folder
        self.file: Any = io.BytesIO()
        self.path: str | None = None
        self._size = 0

    def write(self, data: bytes) -> int:
        """Append, moving to disk past ``INLINE_BYTES``."""
        self._size += len(data)
        if self.folder is not None and self.path is None and self._size > INLINE_BYTES:
            handle, self.path = tempfile.mkstemp(dir=self.folder, prefix="answer-")
            disk = os.fdopen(handle, "w+b")
            disk.write(self.file.getbuffer())
            self.file = disk
        return int(self.file.write(data))

    def read(self) -> bytes:
        """Read from where the position is."""
        return bytes(self.file.read())

    def seek(self, position: int) -> int:
        """Move."""
        return int(self.file.seek(position))

    def truncate(self) -> int:
        """Cut at the position."""
        self._size = self.file.tell()
        return int(self.file.truncate())

    def flush(self) -> None:
        """Write through."""
        self.file.flush()

    def finish(self) -> tuple[str | None, bytes]:
        """Return the path of the file, or the bytes."""
        if self.path is None:
            return None, bytes(self.file.getvalue())
        self.file.close()
        return self.path, b""

    def drop(self) -> None:
        """Remove the file."""
        if self.path is not None:
            with contextlib.suppress(OSError):
                self.file.close()
            Path(self.path).unlink(missing_ok=True)
