"""The index: names compared one by one, texts ranked by SQLite's FTS5 (BM25)."""

from __future__ import annotations

import sqlite3
import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.names import normal
from kg.search import tables, words
from kg.search.names import by_name
from kg.search.tables import Entry, Said

# Of equal scores the kind that a reader more likely means goes first.
KINDS = ("unit", "leader", "place", "notice", "group", "project", "target", "task")
_TEXT_SCORE = 40.0
_TEXT_SPREAD = 15.0
_MOST_HITS = 2000
_INVOLVED = 6.0
_CERTAIN = 88.0


@dataclass(frozen=True, slots=True)
class Hit:
    """One result; ``score`` compares within one answer only."""

    iri: str
    kind: str
    label: str
    also: str
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a search."""

    hits: tuple[Hit, ...]
    facets: tuple[tuple[str, int], ...]
    total: int


class SearchIndex:
    """Everything that can be found, in a SQLite file that somebody else opens."""

    def __init__(self) -> None:
        self._learnt = False
        self._learning = threading.Lock()

    def create(self, sql: sqlite3.Connection) -> None:
        """Make the tables."""
        tables.create(sql)

    def put(self, sql: sqlite3.Connection, graph: int, said: Iterable[Said]) -> None:
        """Replace what one graph says of things; what is the same as before is not read again."""
        self.learn(sql)
        tables.put(sql, graph, said)

    def add(self, sql: sqlite3.Connection, graph: int, said: Iterable[Said]) -> None:
        """Add to what one graph says."""
        self.learn(sql)
        tables.put(sql, graph, said, replace=False)

    def learn(self, sql: sqlite3.Connection) -> None:
        """Read the dictionary, and the names in the file with it: once, since it takes a second."""
        with self._learning:
            if not self._learnt:
                words.learn(name for (name,) in sql.execute("SELECT DISTINCT form FROM name"))
                self._learnt = True

    def find(
        self,
        sql: sqlite3.Connection,
        query: str,
        *,
        kind: str | None = None,
        limit: int = 20,
        offset: int = 0,
    ) -> Found:
        """Return what ``query`` finds, best first.

        Args:
            sql: The file.
            query: names, abbreviations, pinyin or initials, or words of a text; several words
                all have to be there, unless nothing has them all.
            kind: one of ``KINDS``, to see only these.
            limit: how many hits to return.
            offset: how many hits to pass over.
        """
        query = query.strip()[:200]
        if not normal(query):
            return Found((), (), 0)
        self.learn(sql)
        ranked = _texts(sql, query)
        named = dict(by_name(sql, query))
        found = dict(tables.entries(sql, {*ranked, *named}))
        scores = _scores(query, found, ranked, named)
        hits = sorted(
            (-score, KINDS.index(found[row].kind), len(found[row].label), found[row].iri, row)
            for row, score in scores.items()
        )
        listed = [(found[row], -score) for score, *_, row in hits]
        counted = Counter(entry.kind for entry, _ in listed)
        facets = tuple((name, counted[name]) for name in KINDS if counted[name])
        if kind:
            listed = [pair for pair in listed if pair[0].kind == kind]
        return Found(
            tuple(
                Hit(e.iri, e.kind, e.label, "；".join(e.also[:3]), score)
                for e, score in listed[offset : offset + limit]
            ),
            facets,
            len(listed),
        )


def _scores(
    query: str, found: dict[int, Entry], ranked: dict[int, float], named: dict[int, float]
) -> dict[int, float]:
    """Return the score of each entry: by its text, or by its name where that says more."""
    scores = _by_text(query, found, ranked)
    for row, score in named.items():
        scores[row] = max(score, scores.get(row, 0.0))
    for row, score in scores.items():
        if found[row].involved:
            scores[row] = score + (_INVOLVED if score < _CERTAIN else 0.5)
    return scores


def _by_text(query: str, found: dict[int, Entry], ranked: dict[int, float]) -> dict[int, float]:
    best = min(ranked.values(), default=-1.0) or -1.0
    parts = [normal(part).lower() for part in query.split()]
    scores = {}
    for row, rank in ranked.items():
        entry = found[row]
        score = _TEXT_SCORE + _TEXT_SPREAD * (rank / best)
        label = normal(entry.label).lower()
        if label in parts or label == "".join(parts):
            score += 42
        elif all(part in label for part in parts):
            score += 20 if entry.kind == "project" else 12
        elif all(part in label + normal("，".join(entry.also)).lower() for part in parts):
            score += 6
        scores[row] = score
    return scores


def _texts(sql: sqlite3.Connection, query: str) -> dict[int, float]:
    """Return the entries whose words the query has, with what BM25 makes of them (low is good)."""
    typed = words.query_words(query)
    if not typed:
        return {}
    every = " AND ".join(f'"{word}"' for part in typed for word in part)
    ranked = _match(sql, every)
    if not ranked:
        some = " OR ".join(f'"{word}"' for part in typed for word in part if len(word) > 1)
        ranked = _match(sql, some) if some else {}
    return ranked


def _match(sql: sqlite3.Connection, expression: str) -> dict[int, float]:
    found = sql.execute(
        "SELECT rowid, bm25(texts, 2.0, 1.0) FROM texts WHERE texts MATCH ? ORDER BY 2, 1 LIMIT ?",
        (expression, _MOST_HITS),
    )
    return {int(row): float(rank) for row, rank in found}


def positions(text: str, query: str) -> Sequence[tuple[int, int]]:
    """Return where the words of ``query`` stand in ``text``, for marking."""
    lowered = text.lower()
    found: list[tuple[int, int]] = []
    typed = [part.lower() for part in query.split()]
    if not any(part in lowered for part in typed):
        typed = [word for part in words.query_words(query) for word in part if len(word) > 1]
    for part in typed:
        at = lowered.find(part)
        while part and at >= 0 and len(found) < 50:
            found.append((at, at + len(part)))
            at = lowered.find(part, at + len(part))
    return found
