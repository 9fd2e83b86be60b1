"""Prefixes that need not be declared: those of ``kg.vocab``, which all our texts use.

undeclared(text) -> {"kg": "https://…"}      what a text uses without saying what it means
completed(text) -> str                       the text that any server understands
"""

from __future__ import annotations

from functools import lru_cache
from string import ascii_letters

from kg.store.lexer import tokens
from kg.vocab import PREFIXES

_KEPT = 64 * 2**10  # longer texts come once


def undeclared(text: str) -> dict[str, str]:
    """Return the known prefixes that a text uses and does not declare."""
    return dict(_cached(text)) if len(text) < _KEPT else _undeclared(text)


def completed(text: str) -> str:
    """Return a text with the declarations that it lacks, on its first line: lines keep their numbers."""
    missing = undeclared(text)
    return "".join(f"PREFIX {name}: <{iri}> " for name, iri in missing.items()) + text


def _undeclared(text: str) -> dict[str, str]:
    return _exactly(text) if _may_lack(text) else {}


_cached = lru_cache(maxsize=512)(_undeclared)


def _may_lack(text: str) -> bool:
    """Say whether a name in use looks undeclared; strings and comments are looked at too."""
    used: set[str] = set()
    declared: set[str] = set()
    for part in text.split(":"):
        before = part.rstrip(ascii_letters)
        word = part[len(before) :]
        if word in PREFIXES:
            line = before[before.rfind("\n") + 1 :]
            declares = before[-16:].rstrip()[-6:].upper() == "PREFIX" and "#" not in line
            (declared if declares else used).add(word)
    return not used <= declared


def _exactly(text: str) -> dict[str, str]:
    declared: set[str] = set()
    found: dict[str, str] = {}
    declaring = False
    for token in tokens(text):
        if token.kind == "pname":
            prefix = token.text.partition(":")[0]
            if declaring:
                declared.add(prefix)
            elif prefix in PREFIXES and prefix not in declared:
                found[prefix] = PREFIXES[prefix]
        declaring = token.kind == "word" and token.text.upper() == "PREFIX"
    return found
