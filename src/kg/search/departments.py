"""Which departments a typed name may mean, whatever they are called where a notice names them.

    by_field(sql, "发改委")             → the county's 县发改局, which no notice calls 发改委
    by_field(sql, "education bureau")   → 县教育局

By the types of ``data/registry/department-names.csv``, which the registry's units bear.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator

from kg.names import normal
from kg.registry.patterns import load
from kg.registry.units import registry

_SCORE = 86.0
_STEM_SCORE = 84.0  # the field alone: 财政
_LONGEST_PREFIX = 8  # characters of a place or level before the department's own name


def by_field(sql: sqlite3.Connection, query: str) -> Iterator[tuple[int, float]]:
    """Yield the rows of departments of the type that a query names, with a score."""
    for key, score in _in_english(query):
        yield from _bodies(sql, (key,), "", score)
    form = normal(query)
    for start in range(min(_LONGEST_PREFIX, max(len(form) - 1, 0)) + 1):
        types, score = _meant(form[start:])
        if types:
            yield from _bodies(sql, types, form[:start], score)
            return


def _in_english(query: str) -> Iterator[tuple[str, float]]:
    """Yield the types that a query names in English, the less it leaves out the better."""
    rules = load("asking")
    if not query.isascii() or not rules["english_body"].search(query):
        return
    typed = _content(rules["english_body"].sub(" ", query))
    for kind in registry().departments.types.values():
        words = _content(kind.label_en)
        if typed and typed <= words:
            yield kind.key, _SCORE - 2.0 * len(words - typed)


def _content(english: str) -> set[str]:
    """Return the words of a field's name in English that say what it is."""
    return set(re.findall(r"[a-z]+", load("asking")["english_joints"].sub(" ", english.lower())))


def _meant(name: str) -> tuple[tuple[str, ...], float]:
    departments = registry().departments
    if types := departments.types_of(name, None, ""):
        return types, _SCORE
    known = departments.by_short.get(name)
    return (known.types, _STEM_SCORE) if known is not None else ((), 0.0)


def _bodies(
    sql: sqlite3.Connection, types: tuple[str, ...], prefix: str, score: float
) -> Iterator[tuple[int, float]]:
    """Yield the bodies of a type; before it the query may name their level or their place."""
    test = " AND ".join("instr(fields, ?)" for _ in types)
    for row, label, place, fields in sql.execute(
        f"SELECT id, label, place, fields FROM entry WHERE kind = 'unit' AND {test}",
        [f" {key} " for key in types],
    ):
        if not prefix or label.startswith(prefix) or place.startswith(prefix):
            # A body of this field alone before one that has others too.
            yield row, score - 0.5 * (len(fields.split()) - len(types))
