"""A canned query as it is sent: without the filters of parameters that are not given.

    FILTER(COALESCE(isBlank(?unit), true) || EXISTS { ?item kg:involvedUnit ?unit })
    FILTER(COALESCE(?total >= ?atLeast, true))

Both are true while the parameter is unbound; the files keep them so that each is a whole query that
runs by itself. Where the parameter is given, the test alone is sent. The answer is the same and comes
sooner, and servers that misread unbound variables in filters (Virtuoso drops rows, and fails on a
COALESCE over a count) have none to read.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from kg.store.lexer import tokens

_GUARD = re.compile(r"\s*COALESCE\(\s*isBlank\(\s*\?(\w+)\s*\)\s*,\s*true\s*\)\s*(\|\|)?", re.IGNORECASE)
_WHOLE = re.compile(r"\s*COALESCE\((.*),\s*true\s*\)\s*", re.IGNORECASE | re.DOTALL)


def as_sent(text: str, params: Collection[str], given: Collection[str]) -> str:
    """Return the query for these of its parameters."""
    return _as_sent(text, frozenset(params), frozenset(given))


@lru_cache(maxsize=1024)
def _as_sent(text: str, params: frozenset[str], given: frozenset[str]) -> str:
    tests = list(_tests(text))
    elsewhere = _pattern(text, tests)
    # A variable that the pattern binds too is tested whether its parameter is given or not.
    plain = {name for name in params if not re.search(rf"[?$]{name}\b", elsewhere)}
    pieces, at = [], 0
    for start, opening, end in tests:
        inner = text[opening + 1 : end - 1]
        guard, whole = _GUARD.match(inner), _WHOLE.fullmatch(inner)
        if guard:
            whole = None
            names = {guard[1]} & plain
        else:
            names = {name for name in plain if whole and re.search(rf"[?$]{name}\b", whole[1])}
        if names - given:
            pieces.append(text[at:start])
            at = end
        elif names and (whole or (guard and guard[2])):
            rest = whole[1] if whole else inner[guard.end() :].lstrip() if guard else inner
            pieces += [text[at : opening + 1], rest]
            at = end - 1
    return "".join([*pieces, text[at:]])


def _tests(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield each ``FILTER (…)`` and ``HAVING (…)``: where the word, the bracket and the end stand."""
    word: int | None = None
    open_at: tuple[int, int] | None = None
    depth = 0
    for token in tokens(text):
        if open_at is None:
            if word is not None and token.text == "(":
                open_at, depth = (word, token.start), 1
            word = token.start if token.text.upper() in ("FILTER", "HAVING") else None
        elif token.kind == "mark":
            depth += (token.text == "(") - (token.text == ")")
            if depth == 0:
                yield *open_at, token.end
                open_at = None


def _pattern(text: str, tests: list[tuple[int, int, int]]) -> str:
    """Return what stands in the outer group beside the filters."""
    kept, at = [], 0
    for start, _, end in tests:
        kept.append(text[at:start])
        at = end
    rest = "".join([*kept, text[at:]])
    return rest[rest.find("{") : rest.rfind("}") + 1]
