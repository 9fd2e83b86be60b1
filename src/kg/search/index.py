"""The index: names compared one by one, texts ranked by SQLite's FTS5 (BM25)."""

from __future__ import annotations

import sqlite3
import threading
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.names import normal
from kg.search import tables, words
from kg.search.departments import by_field
from kg.search.names import by_name, by_slip
from kg.search.tables import Entry, Said

# Of equal scores the kind that a reader more likely means goes first.
KINDS = (
    "unit",
    "leader",
    "place",
    "indicator",
    "theme",
    "notice",
    "group",
    "list",
    "section",
    "project",
    "task",
    "target",
    "query",
)
OF_NO_NOTICE = ("theme", "query")
_TEXT_SCORE = 40.0
_TEXT_SPREAD = 15.0
_MOST_HITS = 2000
_INVOLVED = 6.0
_CERTAIN = 88.0
_UNNAMED = 0.84  # of the score of a body or an indicator that no notice names
_NAMED_WELL = 60.0  # below it a slip of the hand explains the query better
_THEME = 69.0
_PART_OF_THEME = 86.0
_LABEL = {"project": 20.0, "theme": 20.0, "section": 20.0, "list": 20.0, "query": 20.0}
_LABEL_OF_OTHERS = 12.0


@dataclass(frozen=True, slots=True)
class Hit:
    """One result; ``score`` compares within one answer only."""

    iri: str
    kind: str
    label: str
    also: str
    score: float
    where: str = ""  # the government's place


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
        graphs: Collection[int] | None = None,
    ) -> Found:
        """Return what ``query`` finds, best first.

        Args:
            sql: The file.
            query: names, abbreviations, pinyin or initials, or words of a text; several words
                all have to be there, unless nothing has them all.
            kind: one of ``KINDS``, to see only these.
            limit: how many hits to return.
            offset: how many hits to pass over.
            graphs: of whose notices alone; what no notice says, a theme or a question, stays.
        """
        query = query.strip()[:200]
        if not normal(query):
            return Found((), (), 0)
        self.learn(sql)
        ranked, named = _read(sql, query)
        found = dict(tables.entries(sql, {*ranked, *named}))
        scores = _scores(query, found, ranked, named)
        hits = sorted(
            (-score, KINDS.index(found[row].kind), len(found[row].label), found[row].iri, row)
            for row, score in scores.items()
        )
        listed = [(found[row], -score) for score, *_, row in hits]
        if graphs is not None:
            inside = tables.said_in(sql, graphs, (entry.iri for entry, _ in listed))
            listed = [pair for pair in listed if pair[0].kind in OF_NO_NOTICE or pair[0].iri in inside]
        counted = Counter(entry.kind for entry, _ in listed)
        facets = tuple((name, counted[name]) for name in KINDS if counted[name])
        if kind:
            listed = [pair for pair in listed if pair[0].kind == kind]
        return Found(
            tuple(
                Hit(e.iri, e.kind, e.label, "；".join(e.also[:3]), score, e.place)
                for e, score in listed[offset : offset + limit]
            ),
            facets,
            len(listed),
        )


def _read(sql: sqlite3.Connection, query: str) -> tuple[dict[int, float], dict[int, float]]:
    """Return what has the words of a query, and what it names: as a whole, or after a place."""
    ranked, named = _texts(sql, query), _named(sql, query)
    if (placed := _placed(sql, query)) is not None:
        place, rest = placed
        there = {
            row
            for row, e in tables.entries(sql, {*_texts(sql, rest), *_named(sql, rest)})
            if e.place == place
        }
        ranked |= {row: rank for row, rank in _texts(sql, rest).items() if row in there}
        named |= {row: score for row, score in _named(sql, rest).items() if row in there}
    return ranked, named


def _placed(sql: sqlite3.Connection, query: str) -> tuple[str, str] | None:
    """Return the place that a query begins with and the rest of it: 青芜 统计局."""
    first, _, rest = query.partition(" ")
    for place in tables.places(sql):
        for name in (place, place[:-1]):
            if rest and first == name:
                return place, rest
            if len(name) > 1 and query.startswith(name) and len(query) > len(name):
                return place, query[len(name) :].strip()
    return None


def _named(sql: sqlite3.Connection, query: str) -> dict[int, float]:
    """Return what a query names, with a score up to 100."""
    named = dict(by_name(sql, query))
    for row, score in (*by_field(sql, query), *_by_theme(sql, query)):
        named[row] = max(score, named.get(row, 0.0))
    if max(named.values(), default=0.0) < _NAMED_WELL:
        for row, score in by_slip(sql, query):
            named[row] = max(score, named.get(row, 0.0))
    return named


def _by_theme(sql: sqlite3.Connection, query: str) -> Iterator[tuple[int, float]]:
    """Yield the themes that a query names in part, 就业 of 就业与社会保障, or has a word of: 科技创新."""
    form = normal(query)
    for row, label in sql.execute("SELECT id, label FROM entry WHERE kind = 'theme'"):
        if form in label.split("与"):
            yield row, _PART_OF_THEME
        elif any(1 < len(word) < len(label) and word in form for word in words.words(label)):
            yield row, _THEME


def _scores(
    query: str, found: dict[int, Entry], ranked: dict[int, float], named: dict[int, float]
) -> dict[int, float]:
    """Return the score of each entry: by its text, or by its name where that says more."""
    scores = _by_text(query, found, ranked)
    for row, score in named.items():
        scores[row] = max(score, scores.get(row, 0.0))
    for row, score in scores.items():
        entry = found[row]
        if entry.involved:
            scores[row] = score + (_INVOLVED if score < _CERTAIN else 0.5)
        elif entry.kind in ("unit", "indicator"):
            scores[row] = score * _UNNAMED
    return scores


def _by_text(query: str, found: dict[int, Entry], ranked: dict[int, float]) -> dict[int, float]:
    best = min(ranked.values(), default=-1.0) or -1.0
    parts = [normal(part).lower() for part in query.split()]
    scores = {}
    for row, rank in ranked.items():
        entry = found[row]
        score = _TEXT_SCORE + _TEXT_SPREAD * (rank / best)
        label = normal(entry.label).lower()
        if all(part in label for part in parts):
            score += _LABEL.get(entry.kind, _LABEL_OF_OTHERS)
        elif all(part in label + normal("，".join(entry.also)).lower() for part in parts):
            score += 6
        scores[row] = score
    return scores


def _texts(sql: sqlite3.Connection, query: str) -> dict[int, float]:
    """Return the entries whose words the query has, with what BM25 makes of them (low is good)."""
    typed = words.query_words(query)
    if not typed:
        return {}
    every = " AND ".join(_or_label(sql, word) for part in typed for word in part)
    ranked = _match(sql, every)
    if not ranked:
        some = " OR ".join(f'"{word}"' for part in typed for word in part if len(word) > 1)
        ranked = _match(sql, some) if some else {}
    return ranked


def _or_label(sql: sqlite3.Connection, word: str) -> str:
    """Return a word, or the words of the indicator that it is another name of: gdp, 固投."""
    meant = sql.execute(
        "SELECT label FROM name JOIN entry ON entry.id = name.entry"
        " WHERE form = ? COLLATE NOCASE AND NOT own AND kind = 'indicator' LIMIT 1",
        (word,),
    ).fetchone()
    if meant is None:
        return f'"{word}"'
    label = " AND ".join(f'"{part}"' for cut in words.query_words(meant[0]) for part in cut)
    return f'("{word}" OR ({label}))'


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
