"""Forms of a name under which spellings meet.

    normal(text)  widths, spaces, brackets, traditional characters: what is the same to a reader
    fold(text)    look-alike characters on top: what a recognition error may have made of it

``normal`` never merges two names that a reader would tell apart; ``fold`` may, so whoever uses
it must find exactly one name behind it. Both are idempotent.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

from kg import resources
from kg.names import script

_BRACKETS = {
    "(": "（", ")": "）", "[": "（", "]": "）", "〔": "（", "〕": "）", "【": "（", "】": "）",
    '"': "“", "”": "“", "„": "“", "「": "“", "」": "“", "『": "“", "』": "“", "《": "", "》": "",
    ",": "，", ";": "；", ":": "：", "​": "", "‌": "", "‍": "", "\ufeff": "", "­": "",
    "·": "", "•": "", "・": "", "—": "-", "–": "-", "－": "-",
}  # fmt: skip
_EDGES = "。.；，、：“！"


@cache
def _table() -> dict[int, str]:
    return str.maketrans({**script.table(), **_BRACKETS})


@cache
def _look_alikes() -> dict[int, str]:
    table: dict[str, str] = {}
    text = resources.data("registry", "look-alikes.csv").read_text(encoding="utf-8")
    for line in text.splitlines()[1:]:
        chars = line.split(",", 1)[0]
        table.update(dict.fromkeys(chars[1:], chars[0]))
    return str.maketrans(table)


@lru_cache(maxsize=8192)
def normal(text: str) -> str:
    """Return the form that a name has for every reader: 縣財政局 , 县 财政局 → 县财政局.

    >>> normal(" 縣 民政局(退役军人事务局)。")
    '县民政局（退役军人事务局）'
    """
    form = _once(text)
    if form == text:
        return form
    # What was left out may have stood between characters that combine now.
    while (again := _once(form)) != form:
        form = again
    return form


def _once(text: str) -> str:
    joined = "".join(unicodedata.normalize("NFKC", text).split()).translate(_table())
    return joined.strip(_EDGES)


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Return the normal form with every look-alike character replaced by one of its class."""
    return normal(normal(text).translate(_look_alikes()))
