"""doc, rtf, odt, wps: turned into docx by LibreOffice where it is installed, and read as one.

LibreOffice is C++ that reads a stranger's file, answers 0 for what it could not load and makes a
document of random bytes. So ``kg.read.formats`` looks at the first bytes before, the filter is named
rather than guessed, the work runs below ``kg.read.office_process`` under limits of time, memory and
disk with a profile of its own, and what comes out must be a docx.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from shutil import which

import kg
from kg.errors import InputError, LimitReached
from kg.model import Source, Text
from kg.read import docx, limits
from kg.read.formats import OFFICE, Kind, save_as, sniff

_PASSED_ON = ("PATH", "LANG", "LC_ALL", "TMPDIR")
_TIMED_OUT = 3  # how the process ends that waited for too long
_GRACE_S = 10.0  # beyond its own limit, for the process to tell and to clean up


def read(data: bytes, source: Source) -> Text:
    """Read a file of another word processor.

    Raises:
        UnsupportedFormat: LibreOffice is not installed.
        InputError: LibreOffice does not open the file, or takes too long.
    """
    kind = sniff(data, source.name, source.media_type)
    if not (which("soffice") or which("libreoffice")):
        raise save_as(*OFFICE[kind])
    return docx.read(_converted(data, kind), source)


def _converted(data: bytes, kind: Kind) -> bytes:
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    environment["PYTHONPATH"] = str(Path(kg.__file__).resolve().parent.parent)
    made = b""
    command = [sys.executable, "-P", "-W", "ignore", "-m", "kg.read.office_process"]
    command += [kind, str(len(data)), str(limits.OFFICE_SECONDS)]
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
    except OSError as error:
        raise LimitReached(
            "无法启动 LibreOffice，请稍后再试。", "LibreOffice cannot be started; try again later."
        ) from error
    # It ends by its own limit; the timer is for one that does not.
    timer = threading.Timer(limits.OFFICE_SECONDS + _GRACE_S, process.terminate)
    timer.start()
    with process, suppress(BrokenPipeError):
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(data)
            process.stdin.flush()  # and left open: when it closes, LibreOffice is ended
            made = process.stdout.read(limits.MAX_BYTES + 1)
        finally:
            timer.cancel()
    if process.returncode == _TIMED_OUT:
        raise limits.too_large("转换时间", "the time to convert it is", f"{limits.OFFICE_SECONDS} s")
    if process.returncode or not made.startswith(b"PK"):
        name = OFFICE[kind][0].strip()
        raise InputError(
            f"LibreOffice 打不开这份文件（{name}）；请在 Word 或 WPS 中打开，另存为 docx 再试。",
            "LibreOffice does not open the file; open it in Word or WPS and save it as docx.",
        )
    return made
