"""Names as they sound: pinyin and initials, without tones or spaces."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


def letters_of(form: str) -> str:
    """Return typed letters without tones, spaces or apostrophes: Xiàn Cáizhèng Jú → xiancaizhengju."""
    plain = unicodedata.normalize("NFD", form.lower())
    return "".join(c for c in plain if "a" <= c <= "z").replace("v", "u")


@lru_cache(maxsize=65536)
def spelt(text: str) -> str:
    """Return the pinyin of a name, letters only."""
    from kg.names.pinyin import pinyin

    return letters_of(pinyin(text))


@lru_cache(maxsize=65536)
def initials_of(text: str) -> str:
    """Return the first letters of the pinyin of a name."""
    from kg.names.pinyin import initials

    return letters_of(initials(text))
