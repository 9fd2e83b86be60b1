"""Words of texts typed with one wrong character: 高标淮农田 for 高标准农田.

    corrected(sql, "高标淮农田")   → "高标准农田", None where no text has anything like it

A character counts as slipped where the texts have another in its place; in three characters only one
that sounds or looks alike.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterator

from kg.names import fold, normal

_SHORTEST, _LONGEST = 3, 12
_ALIKE_BELOW = 4  # characters: in shorter words the wrong one has to sound or look alike
_MOST_TEXTS = 400
_MOST_TRIED = 3  # words of a query
_RUN = re.compile(r"[一-鿿]+")


def corrected(sql: sqlite3.Connection, query: str) -> str | None:
    """Return a query with each word that no text has as texts have it but for one character."""
    tried, changed = 0, False
    words = []
    for word in query.split():
        form = normal(word)
        if tried < _MOST_TRIED and _SHORTEST <= len(form) <= _LONGEST and _RUN.fullmatch(form):
            tried += 1
            if not _is_there(sql, form) and (better := _likest(sql, form)):
                word, changed = better, True
        words.append(word)
    return " ".join(words) if changed else None


def phrase(text: str) -> str:
    """Return the expression by which FTS5 finds characters that stand together."""
    return '"' + " ".join(text) + '"'


def _is_there(sql: sqlite3.Connection, form: str) -> bool:
    return (
        sql.execute("SELECT 1 FROM texts WHERE texts MATCH ? LIMIT 1", (phrase(form),)).fetchone() is not None
    )


def _likest(sql: sqlite3.Connection, form: str) -> str | None:
    """Return what most texts have where a word has one character wrong."""
    found: Counter[str] = Counter()
    for at, (before, after) in enumerate(_around(form)):
        rule = re.compile(f"{before}([一-鿿]){after}")
        wanted = " AND ".join(phrase(part) for part in (before, after) if part)
        for label, also in sql.execute(
            "SELECT entry.label, entry.also FROM texts JOIN entry ON entry.id = texts.rowid"
            " WHERE texts MATCH ? LIMIT ?",
            (wanted, _MOST_TEXTS),
        ):
            for char in set(rule.findall(normal(f"{label} {also}"))):
                alike = _alike(form[at], char)
                if alike or len(form) >= _ALIKE_BELOW:
                    found[f"{before}{char}{after}"] += 10 if alike else 1
    return max(found, key=lambda word: (found[word], word)) if found else None


def _around(form: str) -> Iterator[tuple[str, str]]:
    for at in range(len(form)):
        yield form[:at], form[at + 1 :]


def _alike(one: str, other: str) -> bool:
    """Say whether two characters sound alike or look alike."""
    from kg.names.pinyin import pinyin

    return pinyin(one) == pinyin(other) or fold(one) == fold(other)
