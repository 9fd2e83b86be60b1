"""Recognises the pages of a scanned pdf by tesseract: ``python -m kg.read.scan_process``.

    arguments  how many bytes the file has; how many seconds it may take
    stdin      the file, and then open while the caller lives
    stdout     JSON: {"pages": n, "lines": [[page, words, confidence 0–1, x0, y0, x1, y1], …]}
    status     0, or 1: nothing was made, 3: it took too long

Pages are drawn by pdfium in grey, without a library of pictures, and recognised in one run.
"""

from __future__ import annotations

import csv
import importlib
import io
import itertools
import json
import re
import resource
import signal
import sys
from collections.abc import Iterator
from math import sqrt
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
from typing import Any

from kg.read import limits
from kg.read.bounded import run

_DPI = 200
_POINTS = 72
_WORDS = "5"  # level of a row that holds a word
_WIDE = r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]"
_CHINESE = re.compile(f"(?<={_WIDE}) (?=\\S)|(?<=\\S) (?={_WIDE})")  # blanks that Chinese has not


def main() -> int:
    """Recognise what comes; return the status."""
    size, seconds = int(sys.argv[1]), int(sys.argv[2])
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the folder goes
    for kind, most in ((resource.RLIMIT_AS, limits.OCR_MEMORY), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(kind, (most, most))
    data = sys.stdin.buffer.read(size)
    if len(data) < size:
        return 1
    with TemporaryDirectory(prefix="kg-scan-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        scales = _drawn(data, folder)
        answer = {"pages": len(scales), "lines": []}
        if 0 < len(scales) <= limits.OCR_PAGES:
            if status := run(_command(folder), folder, seconds, limits.OCR_MEMORY):
                return status
            answer["lines"] = list(_lines((folder / "out.tsv").read_text("utf-8"), scales))
        sys.stdout.buffer.write(json.dumps(answer).encode())
    return 0


def _drawn(data: bytes, folder: Path) -> list[float]:
    """Draw the pages, where there are not too many; return pixels to a point of each."""
    # Its types name no values: pypdfium2 5.
    pypdfium2: Any = importlib.import_module("pypdfium2")
    scales: list[float] = []
    with pypdfium2.PdfDocument(data) as document:
        if len(document) > limits.OCR_PAGES:
            return [1.0] * len(document)
        for number in range(len(document)):
            page = document[number]
            width, height = page.get_size()
            most = sqrt(limits.OCR_PIXELS / max(width * height, 1.0))
            scale = min(_DPI / _POINTS, most)
            bitmap = page.render(scale=scale, grayscale=True)
            rows = bytes(bitmap.buffer)
            grey = b"".join(
                rows[at * bitmap.stride : at * bitmap.stride + bitmap.width] for at in range(bitmap.height)
            )
            head = f"P5 {bitmap.width} {bitmap.height} 255\n".encode()
            (folder / f"{number:04d}.pgm").write_bytes(head + grey)
            scales.append(scale)
    pages = "\n".join(str(folder / f"{number:04d}.pgm") for number in range(len(scales)))
    (folder / "pages.txt").write_text(pages, "utf-8")
    return scales


def _command(folder: Path) -> list[str]:
    program = which("tesseract") or "tesseract"
    return [
        program,
        str(folder / "pages.txt"),
        str(folder / "out"),
        "-l",
        "chi_sim",
        "--dpi",
        str(_DPI),
        "tsv",
    ]


def _lines(table: str, scales: list[float]) -> Iterator[list[object]]:
    """Yield the lines of tesseract's table of words, each with the confidence of its characters."""
    rows = csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE)
    words = [row for row in rows if row["level"] == _WORDS and row["text"].strip()]
    keys = ("page_num", "block_num", "par_num", "line_num")
    for _, group in itertools.groupby(words, key=lambda row: tuple(row[key] for key in keys)):
        line = list(group)
        page = int(line[0]["page_num"])
        scale = scales[page - 1]
        length = sum(len(row["text"]) for row in line)
        sure = sum(max(float(row["conf"]), 0.0) * len(row["text"]) for row in line) / length / 100
        lefts, tops = ([int(row[name]) for row in line] for name in ("left", "top"))
        rights = [int(row["left"]) + int(row["width"]) for row in line]
        bottoms = [int(row["top"]) + int(row["height"]) for row in line]
        said = _CHINESE.sub("", " ".join(row["text"].strip() for row in line))
        box = [edge / scale for edge in (min(lefts), min(tops), max(rights), max(bottoms))]
        yield [page, said, sure, *box]


if __name__ == "__main__":
    sys.exit(main())
