"""How well words that someone typed fit a text: the search as a SPARQL function.

kg:matches(?text, "发改局")   1.0 all words stand in it, 0.9 with look-alikes, 0.8 abbreviated,
                             0.7 by pinyin or initials, 0.0 not at all
"""

from __future__ import annotations

from functools import lru_cache

from kg.names.abbreviations import shortens
from kg.names.normal import fold, normal

_LONGEST_NAME = 30


@lru_cache(maxsize=1024)
def matches(text: str, query: str) -> float:
    """Return the score of ``query``, words separated by spaces, in ``text``.

    >>> [matches("嵊泗县发展和改革局", q) for q in ("发展 改革", "嵎泗县", "发改局", "财政局")]
    [1.0, 0.9, 0.8, 0.0]
    """
    scores = [_word(text, word) for word in query.split()]
    return min(scores) if scores else 0.0


def _word(text: str, word: str) -> float:
    form, typed = normal(text).lower(), normal(word).lower()
    if not typed:
        return 0.0
    if typed in form:
        return 1.0
    if fold(typed) in fold(form):
        return 0.9
    if len(form) > _LONGEST_NAME:
        return 0.0
    if any(shortens(typed, form[at:]) for at in range(min(len(form), 6))):
        return 0.8
    if typed.isascii() and typed.isalpha() and len(typed) >= 2:
        from kg.names.pinyin import initials, pinyin

        if typed in pinyin(text) or typed in initials(text):
            return 0.7
    return 0.0
