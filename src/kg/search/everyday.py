"""Everyday words for what notices say in an office's: 看病 is 就医, 医疗 or 卫生院; sewage is 污水.

    alternatives("老人吃饭")   → [["老人", "老年", …], ["吃饭", "食堂", "助餐", …]]

Rows of ``data/registry/everyday-words.csv``, and the names of one indicator in the catalogue. A word
that stands for nothing (``-``) may be left out: 停车问题; one of a single character counts by itself
alone, never within a word of the dictionary.
"""

from __future__ import annotations

import re
from functools import cache

from kg import resources
from kg.names import normal
from kg.registry.indicator_tables import exact_names
from kg.registry.indicators import indicators
from kg.registry.rows import read_rows
from kg.search import words

COLUMNS = ("word", "meant", "examples", "not_examples")
LEFT_OUT = "-"
_MOST_NAMES = 24
_PLURALS = ("s", "es")


@cache
def _everyday() -> dict[str, tuple[str, ...]]:
    """Return for each everyday word those of notices."""
    rows = read_rows(resources.data("registry", "everyday-words.csv"), COLUMNS, COLUMNS)
    return {row["word"]: tuple(row["meant"].lower().split("|")) for row in rows}


@cache
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(
        (word for word in _everyday() if len(word) > 1), key=lambda word: (-len(word), word)
    )
    latin = "|".join(re.escape(word) for word in longest_first if word.isascii())
    others = "|".join(re.escape(word) for word in longest_first if not word.isascii())
    return re.compile(f"((?<![a-z0-9])(?:{latin})(?:{'|'.join(_PLURALS)})?(?![a-z0-9])|{others})")


def alternatives(query: str) -> list[list[str]]:
    """Return the words of a query, each with what may stand for it; empty where nothing may.

    An everyday word is kept whole, other words are those of the dictionary.
    """
    text = " ".join(map(normal, query.lower().split()))
    found: list[list[str]] = []
    known = False
    for at, part in enumerate(_pattern().split(text)):
        every = [part] if at % 2 else [word for cut in words.query_words(part) for word in cut]
        for word in every:
            meant = _meant(word)
            known = known or bool(meant)
            if LEFT_OUT not in meant:
                found.append([word, *meant])
    if known and found:
        return found
    names = _names_of_indicator(query)
    return [[text, *names]] if names else []


def one_word_for(query: str) -> str | None:
    """Return the only word that notices have for an everyday one, None where there are several or none."""
    meant = _meant(normal(query).lower() if not query.isascii() else " ".join(query.lower().split()))
    return meant[0] if len(meant) == 1 and meant[0] != LEFT_OUT else None


def _meant(word: str) -> tuple[str, ...]:
    """Return what a word may stand for, also where it has the ending of a plural."""
    table = _everyday()
    singular = [word.removesuffix(plural) for plural in _PLURALS] if word.isascii() else []
    return next((table[form] for form in (word, *singular) if form in table), ())


def _names_of_indicator(query: str) -> list[str]:
    """Return the other names of the indicator that a query names, whether notices call it so or not."""
    known = indicators().known(query)
    return [] if known is None else [known.label, *_exact_names().get(known.key, ())][:_MOST_NAMES]


@cache
def _exact_names() -> dict[str, list[str]]:
    return exact_names()
