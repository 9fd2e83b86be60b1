"""The changed words of two texts: what both say, what only one says.

    marked("新建公路45公里", "新建公路50公里")
        → ("新建公路", SAME), ("45", GONE), ("50", NEW), ("公里", SAME)

A number, a Latin word and a Chinese character are each one; a lone character between two changes
belongs to them, so that a reader sees a few changes and no confetti.
"""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "gone", "new"]
Marked = tuple[tuple[str, Kind], ...]
_TOKEN = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[A-Za-z]+|.", re.DOTALL)
_BLANK = re.compile(r"\s+")
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?=年)")
_LONGEST = 6000  # characters of two texts, from which on the whole is shown as changed
_LEAST = 2  # tokens between two changes that are shown as the same


def plain(text: str, years: int = 0) -> str:
    """Return a text in one form of width and without blanks, its years moved on by so many."""
    form = _BLANK.sub("", unicodedata.normalize("NFKC", text))
    return _YEAR.sub(lambda found: str(int(found[0]) + years), form) if years else form


def marked(before: str, after: str) -> Marked:
    """Return both texts as one, in parts: what is the same, gone or new."""
    if before == after:
        return ((after, "same"),) if after else ()
    if not before or not after or len(before) + len(after) > _LONGEST:
        return tuple((text, kind) for text, kind in ((before, "gone"), (after, "new")) if text)  # type: ignore[misc]
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    parts: list[list[str]] = [["", "", ""]]  # same, gone, new: in this order
    last = len(codes) - 1
    for at, (code, i, k, j, m) in enumerate(codes):
        if code == "equal" and (k - i >= _LEAST or at in (0, last)):
            parts.append(["".join(old[i:k]), "", ""])
        else:
            parts[-1][1] += "".join(old[i:k])
            parts[-1][2] += "".join(new[j:m])
    kinds: tuple[Kind, ...] = ("same", "gone", "new")
    return tuple((text, kind) for part in parts for text, kind in zip(part, kinds, strict=True) if text)
