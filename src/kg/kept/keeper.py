"""Brings the kept file after its store, graph by graph, and tells from it.

    kept = Kept(FOLDER/kept.sqlite, catalog, base)
    kept.follow(store, lambda: True)            read what the writes since the last time changed
    kept.page("workload", store)                → Page, facets; None while not of the store's state
    kept.find(store, "发改局")                   → Found

A write marks the graphs that it changed as stale, in one transaction with the state that it led to;
then each stale graph is read and its rows replaced, in one transaction a graph. Whatever ends in
between, the file knows what is still to be read. A raw update may have changed any graph, so all are
stale after it, and until they are read again lists and figures come from the store itself.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from pathlib import Path

from kg.kept import figures
from kg.kept.answers import Answers, Facets, Page, Wanted
from kg.kept.excerpt import Excerpt
from kg.kept.file import File
from kg.link.void import Figures
from kg.query import Catalog
from kg.search import Found, Said, SearchIndex
from kg.search.tables import mark
from kg.store.base import Answer, Bindings, Store
from kg.store.changes import UNKNOWN, Change
from kg.store.operations import Dataset
from kg.store.surroundings import shared_graphs
from kg.version import __version__

_FORM = "8"  # of the tables
_PATIENCE_S = 5.0  # how long a reader waits until the last writes are read
_A_GRAPH_S = 0.02  # and so much longer for each graph, of all of which the store would be asked
_LONGEST_PATIENCE_S = 25.0
_FEW = 5  # graphs, for which a reader waits
_NEARLY_ALL = 50  # as many may be left to be read where readers do not wait for the present
_LARGE = 100  # graphs, of all of which nobody asks who waits for a page
# A name, a slip that no dictionary knows, an indicator's other name, a question.
_ASKED_FIRST = ("发改委", "教肓局", "社零", "谁负责修路")
_LOOK_AGAIN_S = 30.0  # at a server to which others may write unseen


def kept_beside(store: Store, catalog: Catalog) -> Kept:
    """Open what is kept of a store: in its folder, or a passing file where it has none."""
    path = store.folder / "kept.sqlite" if store.folder is not None else None
    return Kept(path, catalog, store.base)


class Kept:
    """The file of one store, and what follows the store into it."""

    name = "kept"

    def __init__(self, path: Path | None, catalog: Catalog, base: str) -> None:
        self._shared = shared_graphs(base)
        self._answers: dict[str, Answers] = {
            query.name: Answers(query) for query in catalog if query.by_notice is not None
        }
        self._texts = catalog.get("search-notice").text
        self._whose = catalog.get("search-whose").text
        self._names = catalog.get("search-registry").text
        self._themes = catalog.get("search-themes").text
        self._questions = [
            Said(f"{base}queries/{query.name}", "query", query.title_zh, also)
            for queries in catalog.questions().values()
            for query in queries
            for also in (query.answers_zh, query.title, query.answers)
        ]
        self._index = SearchIndex()
        self._following, self._counting = threading.Lock(), threading.Lock()
        self._looked: float | None = None  # when a server of others was last looked at
        self._file = File(path, self._made_by(base), self._create, figures.counted_in)
        self._number = self._graphs()

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _made_by(self, base: str) -> str:
        """Return a digest of all that shapes the file's contents."""
        texts = [f"{one.query.ranked}\n{one.query.text}" for one in self._answers.values()]
        said = "\n".join(
            [
                _FORM,
                __version__,
                base,
                *sorted(self._answers),
                *texts,
                self._texts,
                self._whose,
                self._names,
                self._themes,
            ]
        )
        return hashlib.sha256(said.encode()).hexdigest()

    def _create(self, sql: sqlite3.Connection) -> None:
        sql.execute(
            "CREATE TABLE graph (id INTEGER PRIMARY KEY, iri TEXT UNIQUE, stale INTEGER, size INTEGER)"
        )
        for answers in self._answers.values():
            answers.create(sql)
        self._index.create(sql)
        figures.create(sql)

    # --- following ------------------------------------------------------------------------------

    def follow(self, store: Store, going_on: Callable[[], bool]) -> None:
        """Read what changed; see ``kg.store.following.Keeper``."""
        with self._following:
            self._looked = None
            self._note(store)
            while going_on() and (stale := self._stale(1)):
                self._read(store, stale[0])

    def settle(self, store: Store, going_on: Callable[[], bool] = lambda: True) -> None:
        """Count the shared graphs too, which each load changes: when writes rest, and beside ``follow``."""
        with self._counting:
            state = store.state
            with self._file.reading() as sql:
                known = figures.shared_state(sql)
            if state is not None and known != state:
                counted = figures.count_shared(store, self._shared.values(), self._shared["derived"])
                with self._file.writing() as sql:
                    figures.keep_shared(sql, state, counted)

    def _note(self, store: Store) -> None:
        """Mark as stale what was written since the state that is noted, and note the state."""
        before, now = self._state(), store.state
        if now is None:
            self._compare(store)
            return
        if before == now:
            return
        change = store.changes_since(before) if before else None
        self._mark(store, UNKNOWN if change is None else change, now)

    def _mark(self, store: Store, change: Change, now: str) -> None:
        there = set(store.graphs()) - set(self._shared.values()) | {self._shared["registry"]}
        everything = change.everything or bool(change.replaced & set(self._shared.values()))
        with self._file.writing() as sql:
            known = {iri for (iri,) in sql.execute("SELECT iri FROM graph")}
            for graph in known - there:
                self._forget(sql, graph)
            changed = there if everything else (change.replaced & there) | (there - known)
            _stale(sql, changed)
            sql.execute("INSERT OR REPLACE INTO meta VALUES ('state', ?)", (now,))
        self._number = len(there)

    def _compare(self, store: Store) -> None:
        """Find out by the sizes of its graphs what was written to a server to which others may write."""
        answer = store.query("SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
        assert isinstance(answer, Bindings)
        sizes = {row[0].value: int(row[1].value) for row in answer.rows if row[0] and row[1]}
        others = set(self._shared.values()) - {self._shared["registry"]}
        there = {g: n for g, n in sizes.items() if g.startswith(store.base) and g not in others}
        there.setdefault(self._shared["registry"], 0)
        with self._file.writing() as sql:
            known = dict(sql.execute("SELECT iri, size FROM graph").fetchall())
            for graph in known.keys() - there.keys():
                self._forget(sql, graph)
            _stale(sql, {graph for graph, size in there.items() if known.get(graph) != size})
            sql.executemany("UPDATE graph SET size = ? WHERE iri = ?", [(n, g) for g, n in there.items()])
        self._looked, self._number = time.monotonic(), len(there)

    def _forget(self, sql: sqlite3.Connection, graph: str) -> None:
        row = sql.execute("SELECT id FROM graph WHERE iri = ?", (graph,)).fetchone()[0]
        for answers in self._answers.values():
            answers.put(sql, row, ())
        self._index.put(sql, row, ())
        figures.drop(sql, row)
        sql.execute("DELETE FROM graph WHERE id = ?", (row,))

    def _read(self, store: Store, graph: str) -> None:
        """Replace what is kept of one graph."""
        if graph == self._shared["registry"]:
            said = _said(store.query(self._names, dataset=_only(graph)))
            said += _said(store.query(self._themes, dataset=_only(self._shared["ontology"])))
            said += self._questions
            with self._file.writing() as sql:
                row = _fresh(sql, graph)
                self._index.put(sql, row, said)
            return
        excerpt = Excerpt(store, graph)
        try:
            rows = {name: answers.read(excerpt.store) for name, answers in self._answers.items()}
            pairs = {
                name: answers.read_pairs(excerpt.store, rows[name]) for name, answers in self._answers.items()
            }
            said = _said(excerpt.store.query(self._texts), excerpt.store.query(self._whose))
            named = _said(excerpt.store.query(self._names))
            tally = excerpt.tally()
        finally:
            excerpt.close()
        with self._file.writing() as sql:
            row = _fresh(sql, graph)
            for name, answers in self._answers.items():
                answers.put(sql, row, rows[name], pairs[name])
            # A load adds bodies to the registry, which stay there when the notice goes.
            registry = sql.execute(
                "SELECT id FROM graph WHERE iri = ?", (self._shared["registry"],)
            ).fetchone()
            self._index.add(sql, registry[0], named)
            self._index.put(sql, row, said)
            figures.put(sql, row, tally)

    # --- telling --------------------------------------------------------------------------------

    def page(
        self,
        name: str,
        store: Store,
        *,
        notices: Collection[str] | None = None,
        wanted: Wanted | None = None,
        facets: Iterable[str] = (),
        lagging: bool = False,
    ) -> tuple[Page, Facets] | None:
        """Return rows of a canned query that says ``by_notice``; None where the store is to be asked.

        ``lagging``: as far as the last writes are read, without waiting for them. ``notices``: of these
        alone. Beside the rows how many of all have which value in the columns of ``facets``.
        """
        answers = self._answers.get(name)
        if answers is None or not (self._is_current(store, lagging) or (lagging and self._is_nearly())):
            return None
        wanted = wanted or Wanted()
        with self._file.reading() as sql:
            if notices is not None:
                graphs = _ids(sql, notices, store.base)
                if len(graphs) < len(set(notices)):
                    return None
                wanted = replace(wanted, graphs=graphs)
            return answers.page(sql, wanted), answers.facets(sql, facets, wanted)

    def figures(self, store: Store) -> Figures | None:
        """Return what VoID counts, counting first what is not; None where much would have to be read."""
        if not self._is_current(store) and (store.state is None or len(self._stale(_FEW + 1)) > _FEW):
            return None
        self.follow(store, lambda: True)
        self.settle(store)
        with self._file.reading() as sql:
            return figures.total(sql)

    def counted_before(self, store: Store) -> Figures | None:
        """Return what VoID last counted, where much is to be read before it can be counted anew."""
        if store.state is None:
            return None
        with self._file.reading() as sql:
            counted = figures.shared_state(sql)
        if len(self._stale(_FEW + 1)) <= _FEW and (counted == store.state or not self.is_large()):
            return None
        with self._file.reading() as sql:
            return figures.before(sql)

    def size(self, store: Store) -> int | None:
        """Return how many quads the store holds; None where not everything of this state is counted."""
        with self._file.reading() as sql:
            counted = store.state is not None and figures.shared_state(sql) == store.state
        return found.triples if counted and (found := self.figures(store)) else None

    def find(
        self,
        store: Store,
        query: str,
        *,
        kind: str | None = None,
        limit: int = 20,
        offset: int = 0,
        notices: Collection[str] | None = None,
        lagging: bool = False,
    ) -> tuple[Found, bool]:
        """Return what a search finds, and whether everything that the store holds was searched.

        ``lagging``: do not wait for that. ``notices``: what these alone name or say.
        """
        current = self._is_current(store, lagging)
        if store.state is None and not self._looked_lately():
            self.follow(store, lambda: True)
        with self._file.reading() as sql:
            graphs = None if notices is None else _ids(sql, notices, store.base)
            found = self._index.find(sql, query, kind=kind, limit=limit, offset=offset, graphs=graphs)
        return found, current or store.state is None

    def _looked_lately(self) -> bool:
        return self._looked is not None and time.monotonic() - self._looked < _LOOK_AGAIN_S

    def warm(self) -> None:
        """Read what a search needs, dictionary and registry, before somebody waits for it."""
        with self._file.reading() as sql:
            for asked in _ASKED_FIRST:
                self._index.find(sql, asked, limit=1)

    def _is_nearly(self) -> bool:
        """Say whether little is left to be read: the last notices, not a whole corpus after an upgrade."""
        return len(self._stale(_NEARLY_ALL + 1)) <= min(_NEARLY_ALL, self._graphs() // 2)

    def is_large(self) -> bool:
        """Say whether asking the whole of the store would keep a reader waiting."""
        return self._number > _LARGE

    def _graphs(self) -> int:
        with self._file.reading() as sql:
            return int(sql.execute("SELECT COUNT(*) FROM graph").fetchone()[0])

    def _patience_s(self) -> float:
        """Return how long a reader waits: reading a few notices is quicker than asking a large store."""
        return min(_LONGEST_PATIENCE_S, _PATIENCE_S + _A_GRAPH_S * self._graphs())

    def _is_current(self, store: Store, lagging: bool = False) -> bool:
        """Say whether the file is of the store's state; wait for that where little is to be read.

        ``lagging``: without waiting; reading a notice itself would take a reader longer.
        """
        until = time.monotonic() + self._patience_s()
        while store.state is not None:
            if self._state() == store.state and not self._stale(1):
                return True
            if lagging or time.monotonic() > until or len(self._stale(_FEW + 1)) > _FEW:
                return False
            if self._following.acquire(timeout=0.05):
                self._following.release()
                self.follow(store, lambda: time.monotonic() < until and len(self._stale(_FEW + 1)) <= _FEW)
        return False

    def _state(self) -> str | None:
        with self._file.reading() as sql:
            found = sql.execute("SELECT value FROM meta WHERE key = 'state'").fetchone()
        return str(found[0]) if found else None

    def _stale(self, most: int) -> list[str]:
        """Return some of the graphs that are to be read."""
        with self._file.reading() as sql:
            found = sql.execute("SELECT iri FROM graph WHERE stale ORDER BY id LIMIT ?", (most,)).fetchall()
        return [str(iri) for (iri,) in found]


def _stale(sql: sqlite3.Connection, graphs: Iterable[str]) -> None:
    sql.executemany(
        "INSERT INTO graph (iri, stale) VALUES (?, 1) ON CONFLICT (iri) DO UPDATE SET stale = 1",
        [(graph,) for graph in sorted(graphs)],
    )


def _fresh(sql: sqlite3.Connection, graph: str) -> int:
    sql.execute("UPDATE graph SET stale = 0 WHERE iri = ?", (graph,))
    return int(sql.execute("SELECT id FROM graph WHERE iri = ?", (graph,)).fetchone()[0])


def _ids(sql: sqlite3.Connection, notices: Iterable[str], base: str) -> tuple[int, ...]:
    """Return the numbers of the graphs of notices, as far as they are known."""
    graphs = json.dumps([_graph_of(notice, base) for notice in notices])
    found = sql.execute("SELECT id FROM graph WHERE iri IN (SELECT value FROM json_each(?))", (graphs,))
    return tuple(int(number) for (number,) in found)


def _only(graph: str) -> Dataset:
    return Dataset(default=(graph,))


def _graph_of(notice: str, base: str) -> str:
    return f"{base}graph/{notice.removeprefix(f'{base}notice/')}"


def _said(answer: Answer, whose: Answer | None = None) -> list[Said]:
    """Return the rows of ``search-registry`` or ``search-notice``, with those of ``search-whose``."""
    assert isinstance(answer, Bindings)
    by: dict[str, set[str]] = {}
    for row in whose.dicts() if isinstance(whose, Bindings) else ():
        by.setdefault(row["item"].value, set()).add(mark(row["who"].value))
    found = []
    for row in answer.dicts():
        told = {name: term.value for name, term in row.items() if term is not None}
        found.append(
            Said(
                told["item"],
                told["kind"],
                told["label"],
                told.get("also", ""),
                told.get("involved") in ("true", "1"),
                told.get("place", ""),
                told.get("field", "").rpartition("#department-")[2],
                " ".join(sorted(by.get(told["item"], ()))),
            )
        )
    return found
