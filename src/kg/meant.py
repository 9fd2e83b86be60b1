"""What a name that nobody knows may have meant, and how to say so in both languages.

near("lable", KEYS)              -> ["label"]: another case of it, or the likest
did_you_mean("lable", KEYS)      -> ("是否指 label", "did you mean label"), or None
one_of("x", KEYS)                -> the same, or ("可用：label、…", "there are label, …")
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

_MOST_NAMED = 40


def near(name: str, known: Iterable[str], *, most: int = 1, cutoff: float = 0.6) -> list[str]:
    """Return the names that are likest, best first; of ``cutoff`` likeness at least (difflib's ratio)."""
    there = list(known)
    same = sorted(one for one in there if one.casefold() == name.casefold())
    return same[:most] or difflib.get_close_matches(name, there, n=most, cutoff=cutoff)


def did_you_mean(
    name: str, known: Iterable[str], *, start: str = "", end: str = "", most: int = 1, cutoff: float = 0.6
) -> tuple[str, str] | None:
    """Return the question in Chinese and English, each name between ``start`` and ``end``."""
    found = [start + one + end for one in near(name, known, most=most, cutoff=cutoff)]
    return (f"是否指 {'、'.join(found)}", f"did you mean {', '.join(found)}") if found else None


def one_of(name: str, known: Iterable[str]) -> tuple[str, str]:
    """Return the question, or else which names there are."""
    there = list(known)
    shown = there[:_MOST_NAMED]
    return did_you_mean(name, there) or (f"可用：{'、'.join(shown)}", f"there are {', '.join(shown)}")
