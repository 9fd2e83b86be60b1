"""A scanned pdf, recognised by tesseract where it is installed with Chinese: a draft, marked as such.

    recognised(data, source) -> Text, or None: there is no tesseract, or nothing to be read

What comes out is no notice until somebody has compared it with the page: it says so, with how sure
tesseract is (``recognised-draft``), and is not loaded (``kg.loading``). Pages, pixels, time and memory
are bounded. Names with look-alikes in them are resolved as anywhere else: ``resolution: repaired``.
"""

from __future__ import annotations

import json
import subprocess
from functools import cache
from shutil import which

from kg.errors import UnsupportedFormat
from kg.model import Box, Source, Span, Text
from kg.model.text import RECOGNISED
from kg.read import limits
from kg.read.bounded import TIMED_OUT
from kg.read.child import ask
from kg.registry.findings import finding

_LANGUAGE = "chi_sim"
_LEAST_SURE = 0.4  # below which what is recognised is noise
_LEAST = 20  # characters that a notice has at least
_ANSWER_S = 10  # within which tesseract says what it knows


def recognised(data: bytes, source: Source) -> Text | None:
    """Return what tesseract reads in the pages of a scan.

    Raises:
        UnsupportedFormat: it has too many pages.
        TooLarge: it takes too long.
    """
    if not _knows_chinese():
        return None
    status, said = ask("kg.read.scan_process", [], data, seconds=limits.OCR_SECONDS, of="tesseract")
    if status == TIMED_OUT:
        raise limits.too_large("time to recognise", f"{limits.OCR_SECONDS} s")
    if status:
        return None
    answer = json.loads(said)
    if answer["pages"] > limits.OCR_PAGES:
        raise UnsupportedFormat(
            f"这是扫描件，有 {answer['pages']} 页，最多识别 {limits.OCR_PAGES} 页；"
            "请拆分，或先用 OCR 识别后再试。",
            f"This is a scan of {answer['pages']} pages; at most {limits.OCR_PAGES} are recognised: "
            "split it, or run OCR first.",
        )
    content, boxes, characters, sure = "", [], 0, 0.0
    for page, words, confidence, *box in answer["lines"]:
        boxes.append(Box(Span(len(content), len(content) + len(words)), page, *box))
        content += words + "\n"
        characters += len(words)
        sure += confidence * len(words)
    if characters < _LEAST or sure < _LEAST_SURE * characters:
        return None
    told = finding(RECOGNISED, pages=answer["pages"], per_cent=round(100 * sure / characters))
    return Text(content, source, boxes=tuple(boxes), findings=(told,))


@cache
def _knows_chinese() -> bool:
    program = which("tesseract")
    if program is None:
        return False
    try:
        done = subprocess.run(
            [program, "--list-langs"], capture_output=True, timeout=_ANSWER_S, check=False, text=True
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return _LANGUAGE in done.stdout.split()
