"""pdf with a text layer: read by pdfium in a process of its own.

A pdf is a program for a virtual machine: a stream may unpack to gigabytes, a page may take
minutes, and the library is not Python. So the work runs in a child under limits of time and
memory (``kg.read.pdf_process``), gets the bytes on standard input and answers with JSON.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import kg
from kg import errors
from kg.errors import InputError, LimitReached
from kg.model import Box, Cell, Source, Span, Table, Text
from kg.read import limits
from kg.read.markup import find_hidden
from kg.read.refusals import broken
from kg.read.scan import recognised
from kg.registry.findings import finding

_PASSED_ON = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TMPDIR", "LD_LIBRARY_PATH")


def _run(data: bytes) -> Any:
    # Not the whole environment: KG_TOKEN and passwords are of no use to a child that reads a stranger's file.
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    environment["PYTHONPATH"] = str(Path(kg.__file__).resolve().parent.parent)
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-W", "ignore", "-m", "kg.read.pdf_process"],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=limits.PDF_SECONDS,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise limits.too_large("time to read", f"{limits.PDF_SECONDS} s") from error
    except OSError as error:
        raise LimitReached(
            "无法启动读取 pdf 的进程，请稍后再试。",
            "The process that reads a pdf cannot be started; try again later.",
        ) from error
    try:
        return json.loads(done.stdout)
    except ValueError as error:
        # Killed by its limits, or the library broke down on the file.
        raise broken("pdf") from error


def read(data: bytes, source: Source) -> Text:
    """Read a pdf."""
    answer = _run(data)
    if "error" in answer:
        if answer.get("scan") and (made := recognised(data, source)) is not None:
            return made
        name, zh, en = answer["error"]
        kind = getattr(errors, str(name), InputError)
        raise kind(zh, en)
    return Text(
        answer["content"],
        source,
        tuple(
            Table(
                Span(*table["span"]),
                tuple(
                    Cell(row, column, Span(*span) if span else None, height, width)
                    for row, column, span, height, width in table["cells"]
                ),
            )
            for table in answer["tables"]
        ),
        tuple(Box(Span(start, end), *box) for start, end, *box in answer["boxes"]),
        find_hidden(answer["content"]),
        tuple(finding(name, **words) for name, words in answer["findings"]),
    )
