"""txt and md: the file's own characters, decoded strictly, line ends and controls made ``sound``.

    decode(data) -> (content, encoding, damaged)

Encodings: UTF-8 with or without byte order mark, UTF-16 with one, GB18030 (of which GBK and
GB2312 are parts). Detection is exact: bytes that are valid UTF-8 are UTF-8, otherwise GB18030.
A few damaged bytes (at most ``_DAMAGE`` of the characters beyond ASCII) become U+FFFD and are
reported; more than that is an error that names the encodings tried.
"""

from __future__ import annotations

import codecs
import math
import re

from kg.errors import InputError, UnsupportedFormat
from kg.model import Finding, Source, Span, Text
from kg.read import limits
from kg.read.characters import sound
from kg.read.markup import find_hidden
from kg.registry.findings import finding

_DAMAGE = 0.02
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_NEWLINE = re.compile(r"\r\n?")
_SHOWN = 20  # findings of damaged characters that carry a position
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def _lenient(data: bytes, encoding: str) -> tuple[str, int] | None:
    """Decode with U+FFFD for what is damaged; None where that is more than a few characters."""
    text = data.decode(encoding, "replace")
    # A text may hold a genuine U+FFFD (EF BF BD in UTF-8, 84 31 A4 37 in GB18030).
    damaged = text.count("\ufffd") - data.count("\ufffd".encode(encoding.removesuffix("-sig")))
    beyond_ascii = sum(1 for char in text if char > "\x7f" and char != "\ufffd")
    return (text, max(damaged, 1)) if damaged <= math.ceil(beyond_ascii * _DAMAGE) else None


def decode(data: bytes, declared: str | None = None) -> tuple[str, str, int]:
    """Return the text, its encoding and how many characters were damaged.

    Args:
        data: The bytes, with or without a byte order mark.
        declared: What a header or a meta element says; believed only if the bytes fit.
    """
    candidates = ["utf-8", "gb18030"]
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            candidates = [encoding]
    if declared and len(candidates) > 1:
        name = declared.strip().lower()
        first = "gb18030" if name in {"gb2312", "gbk", "gb18030", "gb_2312-80", "hz-gb-2312"} else name
        if first == "gb18030" or first in {"big5", "big5-hkscs", "utf-16le", "utf-16be"}:
            candidates = ["utf-8", first, "gb18030"] if first != "gb18030" else candidates
    if b"\x00" in data and not candidates[0].startswith("utf-16"):
        raise UnsupportedFormat(
            "文件不是文本（含二进制内容）；请提供 txt、md、html、docx、pdf 或 ofd。",
            "The file is no text (it holds binary data); give a txt, md, html, docx, pdf or ofd.",
        )
    for encoding in candidates:
        try:
            return data.decode(encoding), encoding, 0
        except UnicodeDecodeError:
            # Damaged UTF-8 can by chance be valid GB18030, never the other way round: settle it first.
            found = _lenient(data, encoding) if encoding.startswith("utf-") else None
            if found:
                return found[0], encoding, found[1]
    for encoding in candidates:
        found = _lenient(data, encoding)
        if found:
            return found[0], encoding, found[1]
    tried = ", ".join(name.upper() for name in candidates)
    raise InputError(
        f"文字编码无法识别（已试 {tried}）；请另存为 UTF-8 再试。",
        f"The character encoding cannot be told (tried {tried}); save the file as UTF-8.",
    )


def damage(content: str, damaged: int) -> list[Finding]:
    """Return the findings for characters that could not be decoded."""
    if not damaged:
        return []
    spans = [Span(m.start(), m.end()) for m in re.finditer("\ufffd+", content)][:_SHOWN]
    return [finding("damaged-characters", tuple(spans), count=damaged)]


def normalize_newlines(text: str) -> str:
    r"""Return the text with ``\n`` for ``\r\n`` and ``\r``: what positions count in."""
    return _NEWLINE.sub("\n", text) if "\r" in text else text


def read(data: bytes, source: Source) -> Text:
    """Read a plain text."""
    decoded, encoding, damaged = decode(data)
    content = normalize_newlines(decoded)
    if len(content) > limits.MAX_CHARACTERS:
        raise limits.too_large("characters", limits.MAX_CHARACTERS)
    controls = len(_CONTROL.findall(content))
    if controls * 20 > len(content):
        raise UnsupportedFormat(
            "文件不是文本（控制字符过多）；请提供 txt、md、html、docx、pdf 或 ofd。",
            "The file is no text (too many control characters); give a txt, md, html, docx, pdf or ofd.",
        )
    content = sound(content)
    source = Source(source.name, source.media_type, source.sha256, source.length, encoding)
    return Text(content, source, hidden=find_hidden(content), findings=tuple(damage(content, damaged)))
