"""file → ``Text``: the characters of a notice, with its tables and where each line stands.

    read("notice.docx") -> Text
    read(data, name="notice.pdf") -> Text

One module reads one format and is imported when a file of that format comes. Every file is
untrusted: size, nesting, pages and time are bounded (``kg.read.limits``), and whatever is wrong
with it is a ``kg.errors.InputError``.
"""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

from kg.errors import InputError
from kg.model import Source, Text
from kg.read import limits
from kg.read.annotations import annotated
from kg.read.characters import one_line
from kg.read.formats import MEDIA_TYPES, Kind, sniff

READERS: Final[dict[Kind, str]] = {
    "txt": "kg.read.plain",
    "html": "kg.read.html",
    "docx": "kg.read.docx",
    "pdf": "kg.read.pdf",
    "ofd": "kg.read.ofd",
    "doc": "kg.read.office",
    "rtf": "kg.read.office",
    "odt": "kg.read.office",
    "wps": "kg.read.office",
}


def _load(source: Path) -> bytes:
    try:
        if not source.is_file():
            raise InputError(f"找不到文件：{source}", f"No such file: {source}")
        if source.stat().st_size > limits.MAX_BYTES:
            raise limits.too_large("size", f"{limits.MAX_BYTES // 2**20} MB")
        return source.read_bytes()
    except (OSError, ValueError) as error:
        raise InputError(f"无法读取文件：{source}", f"The file cannot be read: {source}") from error


def read(source: Path | bytes, *, name: str | None = None, media_type: str | None = None) -> Text:
    """Read a file into a ``Text``.

    Args:
        source: A path, or the bytes of the file.
        name: The file's name, as received; by default that of the path.
        media_type: As stated by the sender; counts only where the bytes and the name leave it open.

    Raises:
        InputError: The file is damaged, encrypted, empty or not text; ``UnsupportedFormat`` and
            ``TooLarge`` are kinds of it.
    """
    data = source if isinstance(source, bytes) else _load(source)
    if len(data) > limits.MAX_BYTES:
        raise limits.too_large("size", f"{limits.MAX_BYTES // 2**20} MB")
    known = one_line(name or ("" if isinstance(source, bytes) else source.name))
    kind = sniff(data, known, media_type)
    described = Source(
        known or f"notice.{kind}", MEDIA_TYPES[kind], hashlib.sha256(data).hexdigest(), len(data)
    )
    reader: Callable[[bytes, Source], Text] = importlib.import_module(READERS[kind]).read
    text = reader(data, described)
    if not text.content.strip():
        raise InputError("文件里没有文字。", "There is no text in the file.")
    return annotated(text)
