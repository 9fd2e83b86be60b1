"""The index: names compared one by one, texts ranked by SQLite's FTS5 (BM25)."""

from __future__ import annotations

import re
import sqlite3
import threading
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from kg.names import normal
from kg.search import tables, words
from kg.search.reading import read
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
_MOST_COUNTED = 200
_MOST_NAMES = 3
_LATIN = re.compile(r"[A-Za-z][\x00-\x7f–]*$")
_Ranked = tuple[float, int, int, str, int]


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
    read_as: str = ""  # what was looked for instead, where no text has the words as typed
    words: tuple[str, ...] = ()  # by which texts were found


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
        asked = read(sql, query)
        found = dict(tables.entries(sql, asked.scores))
        hits = sorted(
            (-score, KINDS.index(found[row].kind), len(found[row].label), found[row].iri, row)
            for row, score in asked.scores.items()
        )
        listed = [(found[row], -score) for score, *_, row in _busiest_first(sql, hits, found)]
        if graphs is not None:
            inside = tables.said_in(sql, graphs, (entry.iri for entry, _ in listed))
            listed = [pair for pair in listed if pair[0].kind in OF_NO_NOTICE or pair[0].iri in inside]
        counted = Counter(entry.kind for entry, _ in listed)
        facets = tuple((name, counted[name]) for name in KINDS if counted[name])
        if kind:
            listed = [pair for pair in listed if pair[0].kind == kind]
        return Found(
            tuple(
                Hit(e.iri, e.kind, e.label, "；".join(_shown(e.also, query)), score, e.place)
                for e, score in listed[offset : offset + limit]
            ),
            facets,
            len(listed),
            asked.read_as,
            asked.words,
        )


def _busiest_first(sql: sqlite3.Connection, hits: list[_Ranked], found: dict[int, Entry]) -> list[_Ranked]:
    """Return the hits with those bodies and leaders first, of equally good ones, that most items name."""
    counted = {
        hit[-1]: tables.items_of(sql, found[hit[-1]].iri)
        for hit in hits[:_MOST_COUNTED]
        if found[hit[-1]].kind in ("unit", "leader")
    }
    first = sorted(hits[:_MOST_COUNTED], key=lambda hit: (*hit[:2], -counted.get(hit[-1], 0), *hit[2:]))
    return first + hits[_MOST_COUNTED:]


def _shown(also: Sequence[str], query: str) -> list[str]:
    """Return the other names that say most: those with the words typed, and English for English only."""
    parts = query.lower().split()
    first = [name for name in also if any(part in name.lower() for part in parts)]
    others = [name for name in also if name not in first and (query.isascii() or not _LATIN.match(name))]
    return [*first, *others][:_MOST_NAMES]


def positions(text: str, query: str, others: Sequence[str] = ()) -> Sequence[tuple[int, int]]:
    """Return where the words of ``query``, or else ``others``, stand in ``text``, for marking."""
    lowered = text.lower()
    found: list[tuple[int, int]] = []
    typed = [part.lower() for part in query.split()]
    if not any(part in lowered for part in typed):
        typed = [word for word in others if word in lowered]
    if not typed:
        typed = [word for part in words.query_words(query) for word in part if len(word) > 1]
    for part in typed:
        at = lowered.find(part)
        while part and at >= 0 and len(found) < 50:
            found.append((at, at + len(part)))
            at = lowered.find(part, at + len(part))
    return found
