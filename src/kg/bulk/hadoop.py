"""A folder on any file system that Spark reaches: this machine's, HDFS, an object store.

Seen from the driver, through the file systems of Hadoop that come with Spark.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


class Place:
    """A folder or file, by its path or address."""

    def __init__(self, session: SparkSession, address: str) -> None:
        self._java: Any = session.sparkContext._jvm
        self._path = self._java.org.apache.hadoop.fs.Path(address)
        self._files = self._path.getFileSystem(session.sparkContext._jsc.hadoopConfiguration())
        self._files.setWriteChecksum(False)  # or each file of this machine has a .crc beside it
        self._path = self._files.makeQualified(self._path)

    def address(self, name: str = "") -> str:
        """Return the whole address of the place, or of what is below it."""
        return str(self._at(name).toString())

    def exists(self, name: str = "") -> bool:
        """Whether it exists."""
        return bool(self._files.exists(self._at(name)))

    def is_empty(self) -> bool:
        """Whether nothing is in the folder, or there is none."""
        return not self.exists() or not self._files.listStatus(self._path)

    def root(self) -> str:
        """Return the address that paths are below: the folder, or that of a single file, with a stroke."""
        folder = self._path if self._files.getFileStatus(self._path).isDirectory() else self._path.getParent()
        return str(folder.toString()).rstrip("/") + "/"

    def files(self) -> Iterator[tuple[str, int]]:
        """Yield the address of every file, in folders too, with its length."""
        found = self._files.listFiles(self._path, True)
        while found.hasNext():
            status = found.next()
            yield str(status.getPath().toString()), int(status.getLen())

    def read(self, name: str = "") -> bytes:
        """Return what a file holds."""
        stream = self._files.open(self._at(name))
        try:
            return bytes(self._java.org.apache.commons.io.IOUtils.toByteArray(stream))
        finally:
            stream.close()

    def write(self, name: str, data: bytes) -> None:
        """Write a file whole or not at all."""
        new = self._at(f"{name}.new")
        stream = self._files.create(new, True)
        try:
            stream.write(bytearray(data))
        finally:
            stream.close()
        self._files.delete(self._at(name), False)
        self._files.rename(new, self._at(name))

    def bring(self, folder: Path, name: str) -> None:
        """Put a folder of this machine here, in place of what bears its name."""
        self.delete(name)
        source = self._java.org.apache.hadoop.fs.Path(f"file://{folder / name}")
        self._files.copyFromLocalFile(False, True, source, self._at(name))

    def delete(self, name: str) -> None:
        """Delete a file or folder."""
        self._files.delete(self._at(name), True)

    def _at(self, name: str) -> Any:
        return self._java.org.apache.hadoop.fs.Path(self._path, name) if name else self._path
