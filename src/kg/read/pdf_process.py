"""The child process that reads a pdf: bytes on standard input, JSON on standard output.

Two readers: pdfminer, exact about spaces, and pdfium where the first fails or cannot name the
characters. Both give placed characters and ruling lines; ``kg.read.layout`` makes the text.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

from kg.errors import KgError, UnsupportedFormat
from kg.model import Source
from kg.read import limits, pdf_miner, pdf_pdfium
from kg.read.layout import compose
from kg.read.placed import Read
from kg.read.refusals import Scan, without_text

_UNREADABLE = 0.3  # share of characters without a meaning beyond which the text layer is of no use


def _limit() -> None:
    """Bound this process, where the system can."""
    try:
        import resource
    except ImportError:  # not on this system: the parent still bounds the time
        return
    resource.setrlimit(resource.RLIMIT_AS, (limits.PDF_MEMORY, limits.PDF_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.PDF_SECONDS, limits.PDF_SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _written(found: list[Read]) -> int:
    return sum(1 for one in found for glyph in one.page.glyphs if not glyph[0].isspace())


def _all(reader: Callable[[bytes], Iterator[Read]], data: bytes) -> list[Read]:
    found: list[Read] = []
    glyphs = 0
    for one in reader(data):
        found.append(one)
        glyphs += len(one.page.glyphs)
        if glyphs > limits.MAX_OBJECTS:
            raise limits.too_large("characters", limits.MAX_OBJECTS)
    return found


def _pages(data: bytes) -> list[Read]:
    """Read by the first reader that does."""
    try:
        found = _all(pdf_miner.pages, data)
    except (KgError, MemoryError):
        raise
    except Exception:  # pdfminer raises whatever its parsers meet in a file that is not as it should be
        return _all(pdf_pdfium.pages, data)
    if sum(one.unknown for one in found) > _UNREADABLE / 3 * _written(found) or not found:
        return _all(pdf_pdfium.pages, data)
    return found


def extract(data: bytes) -> dict[str, Any]:
    """Return the text of a pdf as plain values."""
    found = _pages(data)
    total, characters = len(found), _written(found)
    unknown = sum(one.unknown for one in found)
    pictures = [
        one.page.number for one in found if one.images and not any(g[0].strip() for g in one.page.glyphs)
    ]
    if pictures and (not characters or len(pictures) * 2 > total):
        raise Scan
    if not characters:
        raise without_text("pdf")
    if unknown > _UNREADABLE * characters:
        raise UnsupportedFormat(
            "pdf 的文字层无法使用（字体缺少编码对照）；请提供原始文档，或先用 OCR 识别后再试。",
            "The text layer of the pdf is of no use (its fonts do not say which characters they hold); "
            "give the original document, or run OCR first.",
        )
    findings = []
    if pictures:
        listed = ", ".join(str(number) for number in pictures[:20])
        findings.append(("page-without-text", {"pages": listed}))
    text = compose([one.page for one in found]).text(Source("", "", "", 0))
    return {
        "content": text.content,
        "tables": [
            {
                "span": (table.span.start, table.span.end),
                "cells": [
                    (
                        c.row,
                        c.column,
                        (c.span.start, c.span.end) if c.span else None,
                        c.row_span,
                        c.column_span,
                    )
                    for c in table.cells
                ],
            }
            for table in text.tables
        ],
        "boxes": [(b.span.start, b.span.end, b.page, b.x0, b.y0, b.x1, b.y1) for b in text.boxes],
        "findings": findings,
    }


def main() -> None:
    """Read one pdf from standard input."""
    _limit()
    try:
        answer = extract(sys.stdin.buffer.read(limits.MAX_BYTES + 1))
    except KgError as error:
        is_scan = isinstance(error, Scan)
        name = UnsupportedFormat.__name__ if is_scan else type(error).__name__
        answer = {"error": (name, error.zh, error.en), "scan": is_scan}
    except MemoryError:
        large = limits.too_large("memory", f"{limits.PDF_MEMORY // 2**20} MB")
        answer = {"error": ("TooLarge", large.zh, large.en)}
    sys.stdout.buffer.write(json.dumps(answer).encode())


if __name__ == "__main__":
    main()
