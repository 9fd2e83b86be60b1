"""Names as they are typed: full pinyin and initials. Slow to import; never on the conversion path."""

from __future__ import annotations

from functools import lru_cache

from kg.names.normal import normal

_KEPT = 2**16  # names of a thousand notices


def pinyin(text: str) -> str:
    """Return the name in pinyin without tones or spaces: 县财政局 → xiancaizhengju."""
    return "".join(syllables(text))


def initials(text: str) -> str:
    """Return the first letters of the syllables, with whatever else stands there: R&D经费 → r&djf."""
    found, at, form = [], 0, normal(text)
    for syllable in syllables(text):
        # What is no character comes through as it was, a run at a time.
        run = form.startswith(syllable, at) or form[at : at + len(syllable)].lower() == syllable
        found.append(syllable if run else syllable[:1])
        at += len(syllable) if run else 1
    return "".join(found)


@lru_cache(maxsize=_KEPT)
def syllables(text: str) -> tuple[str, ...]:
    """Return the syllables of a name, in lower case."""
    from pypinyin import lazy_pinyin

    return tuple(syllable.lower() for syllable in lazy_pinyin(normal(text)))
