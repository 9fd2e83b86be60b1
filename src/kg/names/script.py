"""Traditional and simplified characters, one for one.

    simplified("責任單位") -> "责任单位"     as many characters as before
    is_traditional(text)  -> whether a text is set in traditional characters

What may stand for several characters, and the words of other regions, are left alone.
"""

from __future__ import annotations

from functools import cache

from kg import resources
from kg.registry.rows import read_pairs

_LEAST_SHARE = 0.05  # of all characters: a simplified text holds a few in names at most


@cache
def table() -> dict[str, str]:
    """Return traditional → simplified, from ``data/registry/traditional.txt``."""
    return dict(read_pairs(resources.data("registry", "traditional.txt")))


@cache
def _translation() -> dict[int, str]:
    return str.maketrans(table())


def simplified(text: str) -> str:
    """Return ``text`` with traditional characters made simplified."""
    return text.translate(_translation())


def is_traditional(text: str) -> bool:
    """Tell whether a text is set in traditional characters, by its first few thousand."""
    head = text[:4000]
    if not head:
        return False
    chars = table()
    return sum(char in chars for char in head) > _LEAST_SHARE * len(head)
