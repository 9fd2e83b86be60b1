"""What has the words of a query, ranked by SQLite's FTS5 (BM25).

    found(sql, "污水处理")        → Texts(rows, parts): all that has the words, or what they stand for
    found(sql, "敬老院", by)      → the same of items that bear one mark of each set of ``by``

Where no text has the words as typed, those of an office are looked for that an everyday word stands
for, then the words with one character mended, then single characters, then any of the words.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.names import normal
from kg.search import words
from kg.search.everyday import alternatives
from kg.search.slips import corrected, phrase

_MOST_HITS = 2000
_MOST_CHARACTERS = 4  # of which all are looked for one by one
_OF_OTHER_WORDS, _OF_CHARACTERS, _OF_SOME = 0.9, 0.5, 0.3  # how sure what was found is meant
Marks = Sequence[frozenset[str]]


@dataclass(slots=True)
class Texts:
    """Rows with what BM25 makes of them (low is good), and the words that they were found by.

    ``parts``: for each word the forms of which one has to be there; ``sure`` from 1 down to 0.
    """

    rows: dict[int, float] = field(default_factory=dict)
    parts: list[list[str]] = field(default_factory=list)
    sure: float = 1.0
    read_as: str = ""
    indicators: tuple[str, ...] = ()  # that words are other names of
    words: tuple[str, ...] = ()  # of all parts, each by itself


def found(sql: sqlite3.Connection, query: str, by: Marks = ()) -> Texts:
    """Return what has the words of a query."""
    typed = [word for cut in words.query_words(query) for word in cut]
    if not typed:
        return Texts()
    literal = _as_typed(sql, query, typed, by)
    if literal.rows and _has_items(sql, literal.rows):
        return literal
    meant = alternatives(query)
    if meant and (rows := _match(sql, " AND ".join(map(_one_of, meant)), by)):
        return Texts(rows | literal.rows, meant, _OF_OTHER_WORDS)
    if literal.rows:
        return literal
    if (better := corrected(sql, query)) and (again := found(sql, better, by)).rows:
        again.read_as = better
        return again
    return _in_part(sql, literal.parts, typed, meant, by)


def _as_typed(sql: sqlite3.Connection, query: str, typed: list[str], by: Marks) -> Texts:
    """Return what has all words, or what one of them is another name of."""
    meant_by = {word: label for word in typed if (label := _indicator(sql, word))}
    parts = [[form] for form in (normal(part).lower() for part in query.split())]
    for forms in parts:
        forms += [label for word, label in meant_by.items() if word == forms[0]]
    rows = _match(sql, " AND ".join(_or_label(word, meant_by) for word in typed), by)
    said = tuple(part for word in typed for part in words.parts_of(word))
    return Texts(rows, parts, indicators=tuple(meant_by.values()), words=said)


def _in_part(
    sql: sqlite3.Connection, parts: list[list[str]], typed: list[str], meant: list[list[str]], by: Marks
) -> Texts:
    """Return what has the characters of a short query, or any of its words."""
    characters = [char for part in parts for char in part[0] if not char.isascii()]
    if 1 < len(characters) <= _MOST_CHARACTERS:
        together = " AND ".join(f'"{char}"' for char in characters)
        if rows := _match(sql, together, by):
            return Texts(rows, [[char] for char in characters], _OF_CHARACTERS)
    some = [f'"{word}"' for word in typed if len(word) > 1]
    some += [_phrases(form) for forms in meant for form in forms[1:]]
    return Texts(_match(sql, " OR ".join(some), by) if some else {}, parts, _OF_SOME)


def _one_of(forms: list[str]) -> str:
    """Return the expression that finds any of the forms."""
    return f"({' OR '.join(map(_phrases, forms))})"


def _has_items(sql: sqlite3.Connection, rows: dict[int, float]) -> bool:
    """Say whether there are tasks or projects among rows."""
    found = sql.execute(
        "SELECT 1 FROM json_each(?) AS row JOIN entry ON entry.id = row.value"
        " WHERE kind IN ('task', 'project') LIMIT 1",
        (json.dumps(list(rows)),),
    )
    return found.fetchone() is not None


def _phrases(form: str) -> str:
    """Return the expression that finds a form wherever its characters stand together."""
    cut = [phrase(run) if not run.isascii() else f'"{run}"' for run in words.runs(form)]
    return f"({' AND '.join(cut)})" if len(cut) != 1 else cut[0]


def _indicator(sql: sqlite3.Connection, word: str) -> str | None:
    """Return the indicator that a word is another name of: gdp, 固投."""
    found = sql.execute(
        "SELECT label FROM name JOIN entry ON entry.id = name.entry"
        " WHERE form = ? COLLATE NOCASE AND NOT own AND kind = 'indicator' LIMIT 1",
        (word,),
    ).fetchone()
    return str(found[0]) if found else None


def _or_label(word: str, meant_by: dict[str, str]) -> str:
    """Return a word, or the words of the indicator that it is another name of."""
    forms = [f'"{word}"']
    if len(word) > 2 and not word.isascii():
        # Words are cut by names as well, and some were learnt after a text was read.
        forms += [phrase(word), " AND ".join(f'"{part}"' for part in words.parts_of(word))]
    if word in meant_by:
        forms.append(" AND ".join(f'"{part}"' for cut in words.query_words(meant_by[word]) for part in cut))
    return f"({' OR '.join(f'({form})' for form in forms)})"


def _match(sql: sqlite3.Connection, expression: str, by: Marks) -> dict[int, float]:
    wanted = "".join(f" AND by : ({' OR '.join(sorted(marks))})" for marks in by)
    rows = sql.execute(
        "SELECT rowid, bm25(texts, 2.0, 1.0, 0.0) FROM texts WHERE texts MATCH ? ORDER BY 2, 1 LIMIT ?",
        (f"{{label also}} : ({expression}){wanted}", _MOST_HITS),
    )
    return {int(row): float(rank) for row, rank in rows}
