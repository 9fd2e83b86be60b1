"""doc, rtf, odt, wps: turned into docx by LibreOffice where it is installed, and read as one.

LibreOffice is C++ that reads a stranger's file, answers 0 for what it could not load and makes a
document of random bytes. So ``kg.read.formats`` looks at the first bytes before, the filter is named
rather than guessed, the work runs below ``kg.read.office_process`` under limits of time, memory and
disk with a profile of its own, and what comes out must be a docx.
"""

from __future__ import annotations

from shutil import which

from kg.errors import InputError
from kg.model import Source, Text
from kg.read import docx, limits
from kg.read.bounded import TIMED_OUT
from kg.read.child import ask
from kg.read.formats import OFFICE, Kind, save_as, sniff


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
    status, made = ask(
        "kg.read.office_process", [kind], data, seconds=limits.OFFICE_SECONDS, of="LibreOffice"
    )
    if status == TIMED_OUT:
        raise limits.too_large("time to convert", f"{limits.OFFICE_SECONDS} s")
    if status or not made.startswith(b"PK"):
        name = OFFICE[kind][0].strip()
        raise InputError(
            f"LibreOffice 打不开这份文件（{name}）；请在 Word 或 WPS 中打开，另存为 docx 再试。",
            "LibreOffice does not open the file; open it in Word or WPS and save it as docx.",
        )
    return made
