"""A printed name as a page shows it: the words as printed, free of what is no part of the name.

    display("①县民政局(退役军人事务局)。") -> "县民政局（退役军人事务局）"

Quotation marks, 《》 and dots stay as they are: unlike the forms of ``kg.names.normal`` this is
shown to readers. It is idempotent.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from kg.names.script import simplified

# A number or mark of a list before a name: ①, ⑴, 1., （2）, ★; before normalisation makes digits of them.
_MARK = re.compile(
    r"^[\s★☆▲△●○■□◆◇•·*＊\-—]*"
    r"(?:[\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\u3220-\u3229]"
    r"|[（(]\s?[0-9０-９一二三四五六七八九十]{1,3}\s?[)）]|[0-9０-９]{1,3}[.．、)）](?=\D)|[一二三四五六七八九十]{1,3}、)?"
    r"[\s★☆▲△●○■□◆◇•·*＊\-—]*"
)
_WIDE = str.maketrans(
    {"(": "（", ")": "）", "[": "（", "]": "）", "〔": "（", "〕": "）", "【": "（", "】": "）",
     ",": "，", ";": "；", ":": "：", "「": "“", "」": "”", "『": "“", "』": "”",
     "\u200b": "", "\u200c": "", "\u200d": "", "\ufeff": "", "\u00ad": ""}
)  # fmt: skip
_EDGES = "。.；，、：！"


def without_mark(text: str) -> str:
    """Return a name without the number or mark of a list before it: ①县财政局 → 县财政局."""
    match = _MARK.match(text)
    rest = text[match.end() :] if match else text
    return rest if rest else text


@lru_cache(maxsize=8192)
def display(text: str) -> str:
    """Return a name as it is shown.

    >>> display("“甲”专班"), display(" 縣 民政局(退役军人事务局)。")
    ('“甲”专班', '县民政局（退役军人事务局）')
    """
    shown = text
    while True:
        before = shown
        joined = "".join(unicodedata.normalize("NFKC", without_mark(shown)).split())
        shown = _paired(simplified(joined.translate(_WIDE))).strip(_EDGES)
        if shown == before:
            return shown


def _paired(text: str) -> str:
    """Return straight quotation marks as pairs, and drop one that lost its other half at an end."""
    if '"' in text:
        opened = False
        chars = []
        for char in text:
            if char == '"':
                char, opened = ("”" if opened else "“"), not opened
            chars.append(char)
        text = "".join(chars)
    if text.endswith("“") or (text.endswith("”") and "“" not in text):
        text = text[:-1]
    if text.startswith("”") or (text.startswith("“") and "”" not in text):
        text = text[1:]
    return text
