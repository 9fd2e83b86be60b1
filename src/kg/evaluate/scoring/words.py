"""How words of gold and of a conversion are compared, and how a difference is named."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

Json = Mapping[str, Any]


def squeezed(text: str | None) -> str:
    """Return the text without white space."""
    return re.sub(r"\s", "", text or "")


def unit_key(text: str) -> str:
    """Return a body's printed string without white space and closing full stop."""
    return squeezed(text).rstrip("。.")


def form(text: str) -> str:
    """Return the text without white space, full-width characters as half-width ones."""
    return unicodedata.normalize("NFKC", squeezed(text))


def bare(text: str) -> str:
    """Return the text without white space, quotation marks and the like."""
    return re.sub(r"\W", "", form(text))


def flat(given: Any) -> Iterator[str]:
    """Yield the strings of a string, a list or lists in a list."""
    if isinstance(given, str):
        yield given
    elif isinstance(given, Mapping):
        for key, value in given.items():
            yield key
            yield from flat(value)
    else:
        for one in given or ():
            yield from flat(one)


def where(task: Json | None, other: Json | None) -> str:
    """Name an item in a list of differences: its number and how it begins."""
    given = task or other or {}
    return f"{given.get('number')} {given.get('text', given.get('name', ''))[:10]}"
