"""Characters as they are meant, one for one: every position stays.

    sound("甲\\v乙\\x01")   -> "甲\\n乙 "    line ends and controls, in every text as read
    folded("1000⼈")       -> "1000人"     look-alikes with a code point of their own

What is published is sound; what the stages read is folded besides, and evidence leads to the
characters as received. A sign that stands for several letters (㎡) is no look-alike: the table of
measures knows it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from kg import resources
from kg.registry.rows import read_pairs

# What ends a line besides \n, \r and \r\n: Word's line and page breaks, and those of Unicode.
LINE_ENDS = "\v\f\x85\u2028\u2029"
# XML knows no such characters, and a reader sees none of them.
_CONTROLS = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff"
_UNSOUND = re.compile(f"[{LINE_ENDS}{_CONTROLS}]")
# Radicals, strokes, ideographs kept for round trips, and punctuation in its vertical and small forms.
_RANGES = (
    (0x2E80, 0x2FDF), (0x31C0, 0x31EF), (0xF900, 0xFAFF), (0xFE30, 0xFE6F), (0x2F800, 0x2FA1F),
)  # fmt: skip
_FOLDABLE = re.compile("[" + "".join(f"{chr(first)}-{chr(last)}" for first, last in _RANGES) + "]")


def sound(text: str, end: str = "\n") -> str:
    """Return the text with ``end`` for every line end and a space for every other control character.

    >>> sound("水库3个，\\v泵站\\x07")
    '水库3个，\\n泵站 '
    """
    return _UNSOUND.sub(lambda match: end if match[0] in LINE_ENDS else " ", text)


def one_line(name: str) -> str:
    """Return a file's name without line ends and controls."""
    return sound(name).replace("\r", " ").replace("\n", " ").replace("\t", " ")


@cache
def _meant() -> dict[int, str]:
    """Return what each look-alike means.

    Unicode's own equivalents (NFKC) where they are one character; radicals and strokes without
    one by its table EquivalentUnifiedIdeograph, two lines in ``data/registry/radicals.txt``.
    """
    pairs = read_pairs(resources.data("registry", "radicals.txt"))
    found = {ord(shown): meant for shown, meant in pairs}
    for first, last in _RANGES:
        for code in range(first, last + 1):
            meant = unicodedata.normalize("NFKC", chr(code))
            if len(meant) == 1 and meant != chr(code) and not meant.isspace():
                found.setdefault(code, meant)
    return found


def folded(text: str) -> str:
    """Return the text with look-alikes made the characters that they are read as.

    >>> folded("⻓江镇⼈民政府﹙金﹚")
    '长江镇人民政府(金)'
    """
    return text.translate(_meant()) if _FOLDABLE.search(text) else text
