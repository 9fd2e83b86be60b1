"""Files that give no notice, of every kind that one meets: each a name, and what makes its bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("word/document.xml", b"0" * (600 << 20))
    return out.getvalue()


BROKEN: Mapping[str, Callable[[], bytes]] = {
    "binary.pdf": lambda: bytes(range(256)) * 20,
    "binary.txt": lambda: bytes(range(256)) * 20,
    "bomb.docx": bomb,
    "cut.docx": lambda: bomb()[:500],
    "cut.pdf": lambda: b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog",
    "empty.txt": lambda: b"",
    "letter.txt": lambda: "今天天气很好。\n".encode(),
    "locked.pdf": lambda: b"%PDF-1.7\ntrailer << /Encrypt 1 0 R >>",
    "zero.txt": lambda: b"\0" * 20_000,
}
