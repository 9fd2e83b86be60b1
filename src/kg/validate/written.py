"""What a report makes of the file that it is about: the file with comments, or with its repairs made.

commented_file(data, "草稿.docx", report)    Word only
repaired_file(data, "草稿.docx", report)     Word with tracked changes; any other file as plain text
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.errors import UsageError
from kg.read.formats import sniff
from kg.validate.repairs import Repair, fix
from kg.validate.report import Report

_TEXT_NAMES = (".txt", ".md", ".markdown", ".text")


@dataclass(frozen=True, slots=True)
class Written:
    """A file with its repairs: its bytes, how its name may end, and what was done."""

    data: bytes
    endings: tuple[str, ...]  # the usual one first
    made: tuple[Repair, ...]
    left: tuple[Repair, ...] = ()  # certain, but not to be made in such a file


def is_word(data: bytes, name: str) -> bool:
    """Tell whether a file that was read is a docx."""
    return sniff(data, name, None) == "docx"


def commented_file(data: bytes, name: str, report: Report, lang: str = "zh") -> bytes:
    """Return a docx with each entry of its report as a comment on its words.

    Raises:
        UsageError: It is no docx, or the report is about another file.
    """
    from kg.validate.word import commented

    if report.text is None or not is_word(data, name):
        raise UsageError(
            f"批注只能写在 docx 里，“{name}”不是；请先在 Word 或 WPS 中另存为 docx。",
            f"Comments are written into a docx, and {name} is none: save it as docx in Word or WPS first.",
        )
    return commented(data, report, lang=lang)


def repaired_file(data: bytes, name: str, report: Report) -> Written:
    """Return a file with the certain repairs of its report.

    Raises:
        UsageError: The report is of a graph, which has no text, or of another file.
    """
    if report.text is None or not is_word(data, name):
        text, made = fix(report)
        return Written(text.encode(), _TEXT_NAMES, made)
    from kg.validate.word import repaired

    out = repaired(data, report)
    return Written(out.data, (".docx",), out.made, out.left)
