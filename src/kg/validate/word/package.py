"""Writes a package with some parts changed; every other part keeps its bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from copy import copy
from typing import Any

from lxml import etree

from kg.read.archive import Archive


def xml(root: Any) -> bytes:
    """Return a part as Word writes it."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def patched(data: bytes, changed: Mapping[str, bytes]) -> bytes:
    """Return the package with these parts instead of, or beside, those that it has.

    Args:
        data: The package.
        changed: Name of a part → its bytes; names are compared without case.
    """
    archive = Archive(data, "docx")
    new = {name.lower(): (name, content) for name, content in changed.items()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as out:
        for entry in archive.entries():
            _, content = new.pop(entry.filename.lower(), ("", b""))
            out.writestr(copy(entry), content or archive.part(entry.filename))
        for name, content in new.values():
            out.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
