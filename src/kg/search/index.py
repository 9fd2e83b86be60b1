"""The index: names compared one by one, texts ranked by SQLite's FTS5 (BM25)."""

from __future__ import annotations

import sqlite3
import threading
import weakref
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.names import closeness, fold, normal, shortens
from kg.search import words

# Of equal scores the kind that a reader more likely means goes first.
KINDS = ("unit", "leader", "place", "notice", "group", "project", "target", "task")
_NAMED = {"unit", "leader", "place", "group", "notice"}
_AREA = "县市省区州"
_TEXT_SCORE = 40.0
_TEXT_SPREAD = 15.0
_MOST_HITS = 2000
_INVOLVED = 6.0
_CERTAIN = 88.0


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found: its label, and its other names or its text."""

    iri: str
    kind: str
    label: str
    also: tuple[str, ...] = ()
    involved: bool = False  # a notice names it: goes before what the registry alone knows


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


@dataclass(slots=True)
class _Names:
    """The forms that one thing is found by."""

    forms: tuple[str, ...]  # the label's first
    folded: tuple[str, ...]
    # Pinyin and initials of the label and of its other names, with and without the leading 县.
    spelt: tuple[frozenset[str], frozenset[str]]
    letters: tuple[frozenset[str], frozenset[str]]


class SearchIndex:
    """Everything that can be found, of one state of the store."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sql = sqlite3.connect(":memory:", check_same_thread=False)
        weakref.finalize(self, self._sql.close)  # Python 3.13 warns of one that is left open
        self._sql.execute("CREATE VIRTUAL TABLE texts USING fts5(label, also, tokenize='unicode61')")
        self._entries: dict[int, Entry] = {}
        self._rows: dict[str, int] = {}
        self._names: dict[int, _Names] = {}
        self._next = 1
        self.state: str | None = None

    def __len__(self) -> int:
        return len(self._entries)

    def update(self, entries: Iterable[Entry], state: str | None) -> None:
        """Make the index hold exactly ``entries``; what did not change is not read again."""
        wanted = {entry.iri: entry for entry in entries}
        with self._lock:
            gone = [row for iri, row in self._rows.items() if wanted.get(iri) != self._entries[row]]
            for row in gone:
                del self._rows[self._entries.pop(row).iri]
                self._names.pop(row, None)
            self._sql.executemany("DELETE FROM texts WHERE rowid = ?", [(row,) for row in gone])
            fresh = [entry for iri, entry in wanted.items() if iri not in self._rows]
            words.learn(
                name for entry in fresh if entry.kind in _NAMED for name in (entry.label, *entry.also)
            )
            rows = []
            for entry in fresh:
                row, self._next = self._next, self._next + 1
                self._rows[entry.iri] = row
                self._entries[row] = entry
                if entry.kind in _NAMED:
                    self._names[row] = _names_of(entry)
                rows.append(
                    (row, " ".join(words.words(entry.label)), " ".join(words.words("，".join(entry.also))))
                )
            self._sql.executemany("INSERT INTO texts(rowid, label, also) VALUES (?, ?, ?)", rows)
            self.state = state

    def find(self, query: str, *, kind: str | None = None, limit: int = 20, offset: int = 0) -> Found:
        """Return what ``query`` finds, best first.

        Args:
            query: names, abbreviations, pinyin or initials, or words of a text; several words
                all have to be there, unless nothing has them all.
            kind: one of ``KINDS``, to see only these.
        """
        query = query.strip()[:200]
        if not normal(query):
            return Found((), (), 0)
        with self._lock:
            scores = self._texts(query)
            for row, score in self._by_name(query):
                scores[row] = max(score, scores.get(row, 0.0))
            for row in scores:
                if self._entries[row].involved:
                    scores[row] += _INVOLVED if scores[row] < _CERTAIN else 0.5
            hits = sorted(
                (
                    (-score, KINDS.index(self._entries[row].kind), len(self._entries[row].label), row)
                    for row, score in scores.items()
                )
            )
            entries = [(self._entries[row], -score) for score, _, _, row in hits]
        counted = Counter(entry.kind for entry, _ in entries)
        facets = tuple((name, counted[name]) for name in KINDS if counted[name])
        if kind:
            entries = [pair for pair in entries if pair[0].kind == kind]
        page = entries[offset : offset + limit]
        return Found(
            tuple(Hit(e.iri, e.kind, e.label, "；".join(e.also[:3]), score) for e, score in page),
            facets,
            len(entries),
        )

    def _by_name(self, query: str) -> Iterable[tuple[int, float]]:
        form, folded = normal(query), fold(query)
        letters = query.lower().replace(" ", "")
        latin = letters.isascii() and letters.isalpha()
        for row, names in self._names.items():
            score = _by_letters(letters, names) if latin else _by_form(form, folded, names)
            if score:
                yield row, score

    def _texts(self, query: str) -> dict[int, float]:
        typed = words.query_words(query)
        if not typed:
            return {}
        every = " AND ".join(f'"{word}"' for part in typed for word in part)
        ranked = self._match(every)
        if not ranked:
            some = " OR ".join(f'"{word}"' for part in typed for word in part if len(word) > 1)
            ranked = self._match(some) if some else []
        if not ranked:
            return {}
        best = min(rank for _, rank in ranked) or -1.0
        parts = [normal(part).lower() for part in query.split()]
        scores = {}
        for row, rank in ranked:
            entry = self._entries[row]
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

    def _match(self, expression: str) -> list[tuple[int, float]]:
        found = self._sql.execute(
            "SELECT rowid, bm25(texts, 2.0, 1.0) FROM texts WHERE texts MATCH ? ORDER BY 2 LIMIT ?",
            (expression, _MOST_HITS),
        )
        return [(int(row), float(rank)) for row, rank in found]


def _names_of(entry: Entry) -> _Names:
    from kg.names.pinyin import initials, pinyin

    forms = tuple(dict.fromkeys(normal(name) for name in (entry.label, *entry.also) if name))
    own, others = _with_bare(forms[:1]), _with_bare(forms[1:])
    return _Names(
        forms=forms,
        folded=tuple(dict.fromkeys(fold(form) for form in forms)),
        spelt=(frozenset(map(pinyin, own)), frozenset(map(pinyin, others))),
        letters=(frozenset(map(initials, own)), frozenset(map(initials, others))),
    )


def _with_bare(forms: Iterable[str]) -> list[str]:
    return [name for form in forms for name in (form, form[1:]) if name == form or _area(form)]


def _area(form: str) -> bool:
    return form[:1] in _AREA and len(form) > 2


def _by_form(form: str, folded: str, names: _Names) -> float:
    if form == names.forms[0]:
        return 100.0
    if form in names.forms:
        return 97.0
    if folded in names.folded:
        return 95.0
    if any(_area(name) and name[1:] == form for name in names.forms):
        return 92.0
    if len(form) < 2:
        return 0.0
    tail = max((_covers(form, name) for name in names.forms), default=0.0)
    if tail:
        return 62 + 20 * tail
    short = max((_shortening(form, name) for name in names.forms), default=0.0)
    if short:
        return 50 + 25 * short
    if len(form) >= 3 and any(folded in name for name in names.folded):
        return 58.0
    return 0.0


def _shortening(form: str, name: str) -> float:
    """Return how well ``form`` abbreviates ``name`` or what follows the name of its area."""
    if len(form) < 3 or form[-1] != name[-1]:
        return 0.0
    starts = [at for at, char in enumerate(name[:6]) if char == form[0]]
    return max(
        (closeness(form, name[at:]) * (1 if at <= 3 else 0.7) for at in starts if shortens(form, name[at:])),
        default=0.0,
    )


def _covers(form: str, name: str) -> float:
    """Return the share of ``name`` that ``form`` is, a beginning or an end more than a middle."""
    if form not in name:
        return 0.0
    share = len(form) / len(name)
    return share if name.startswith(form) or name.endswith(form) else share * 0.8


def _by_letters(letters: str, names: _Names) -> float:
    for known, score in zip((*names.spelt, *names.letters), (94.0, 90.0, 93.0, 89.0), strict=True):
        if letters in known:
            return score
    every = [name for known in (*names.letters, *names.spelt) for name in known]
    if len(letters) >= 2 and any(name.startswith(letters) for name in every):
        return 70.0
    if len(letters) >= 4 and any(letters in name for known in names.spelt for name in known):
        return 60.0
    if len(letters) >= 3 and any(_skips(letters, name) for known in names.letters for name in known):
        return 50.0
    return 0.0


def _skips(letters: str, name: str) -> bool:
    """Say whether initials leave some of a name's out, first and last kept: wjj of wsjkj."""
    if letters[0] != name[:1] or letters[-1] != name[-1:]:
        return False
    rest = iter(name)
    return all(letter in rest for letter in letters)


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
