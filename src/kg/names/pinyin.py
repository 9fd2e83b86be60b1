"""Names as they are typed: full pinyin and initials. Slow to import; never on the conversion path."""

from __future__ import annotations

from functools import lru_cache

from kg.names.normal import normal


@lru_cache(maxsize=8192)
def pinyin(text: str) -> str:
    """Return the name in pinyin without tones or spaces: 县财政局 → xiancaizhengju."""
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(normal(text))).lower()


@lru_cache(maxsize=8192)
def initials(text: str) -> str:
    """Return the first letters of the syllables: 县财政局 → xczj."""
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(normal(text), style=Style.FIRST_LETTER)).lower()
