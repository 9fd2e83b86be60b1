"""What VoID counts: of each graph at load, of the shared graphs once writes rest; added up when told."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable

from kg.kept.excerpt import Tally
from kg.link.void import Figures
from kg.store.base import Bindings, Store
from kg.store.operations import Dataset

_HOUSED = ("text", "unit", "group", "person", "place", "indicator")
_SHARED = "shared figures"  # a key of meta: the state that the shared graphs were counted at, and the counts


def create(sql: sqlite3.Connection) -> None:
    """Make the table."""
    sql.execute(
        "CREATE TABLE figure (graph INTEGER PRIMARY KEY, triples INTEGER, subjects INTEGER, typed INTEGER,"
        " classes TEXT, properties TEXT)"
    )


def put(sql: sqlite3.Connection, graph: int, tally: Tally) -> None:
    """Replace what was counted of one graph."""
    sql.execute(
        "INSERT OR REPLACE INTO figure VALUES (?, ?, ?, ?, ?, ?)",
        (
            graph,
            tally.triples,
            tally.subjects,
            tally.typed,
            json.dumps(tally.classes),
            json.dumps(tally.properties),
        ),
    )


def drop(sql: sqlite3.Connection, graph: int) -> None:
    """Forget one graph."""
    sql.execute("DELETE FROM figure WHERE graph = ?", (graph,))


def count_shared(store: Store, graphs: Iterable[str], derived: str) -> str:
    """Count the shared graphs; return it as ``keep_shared`` takes it.

    ``derived`` is the one of them that mostly says more of what others describe: of its subjects
    those count that no other graph has.
    """
    graphs = sorted(graphs)
    whole = Dataset(default=tuple(graphs))
    describing = Dataset(default=tuple(graph for graph in graphs if graph != derived))
    tally = Tally(
        subjects=_one(store, "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s ?p ?o }", describing)
        + _one(store, _alone(derived, "?s ?p ?o"), Dataset()),
        typed=_one(store, "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?c }", describing)
        + _one(store, _alone(derived, "?s a ?c"), Dataset()),
    )
    tally.classes = _pairs(store, "SELECT ?x (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?x } GROUP BY ?x", whole)
    tally.properties = _pairs(store, "SELECT ?x (COUNT(*) AS ?n) WHERE { ?s ?x ?o } GROUP BY ?x", whole)
    sizes = {
        graph: _one(store, f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}", Dataset())
        for graph in graphs
    }
    told = {
        "subjects": tally.subjects,
        "typed": tally.typed,
        "classes": tally.classes,
        "properties": tally.properties,
        "graphs": sizes,
    }
    return json.dumps(told)


def keep_shared(sql: sqlite3.Connection, state: str, counted: str) -> None:
    """Keep what was counted of the shared graphs at a state."""
    sql.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_SHARED, f"{state}\n{counted}"))


def shared_state(sql: sqlite3.Connection) -> str | None:
    """Return the state that the shared graphs were counted at."""
    found = sql.execute("SELECT value FROM meta WHERE key = ?", (_SHARED,)).fetchone()
    return str(found[0]).partition("\n")[0] if found else None


def total(sql: sqlite3.Connection) -> Figures:
    """Add everything up."""
    kept = sql.execute("SELECT value FROM meta WHERE key = ?", (_SHARED,)).fetchone()[0]
    shared = json.loads(str(kept).partition("\n")[2])
    subjects, typed = shared["subjects"], shared["typed"]
    classes, properties = Counter(shared["classes"]), Counter(shared["properties"])
    graphs = {graph: size for graph, size in shared["graphs"].items() if size}
    for iri, triples, own, own_typed, own_classes, own_properties in sql.execute(
        "SELECT iri, triples, subjects, typed, classes, properties FROM figure JOIN graph ON id = graph"
    ):
        graphs[iri] = triples
        subjects, typed = subjects + own, typed + own_typed
        classes.update(json.loads(own_classes))
        properties.update(json.loads(own_properties))
    return Figures(sum(graphs.values()), subjects, typed, dict(classes), dict(properties), graphs)


def _alone(graph: str, pattern: str) -> str:
    """Return the count of subjects that are described in one graph alone.

    Things of the registry have a graph of their own: only others are looked for there.
    """
    base = graph.rpartition("graph/")[0]
    others = " && ".join(f'!STRSTARTS(STR(?s), "{base}{kind}/")' for kind in _HOUSED)
    return (
        f"SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE {{ GRAPH <{graph}> {{ {pattern} FILTER({others}) }} "
        f"FILTER NOT EXISTS {{ GRAPH ?g {{ ?s ?q ?v }} FILTER(?g != <{graph}>) }} }}"
    )


def _one(store: Store, text: str, dataset: Dataset) -> int:
    return _counted(store, text, dataset)[0][-1]


def _pairs(store: Store, text: str, dataset: Dataset) -> Counter[str]:
    return Counter(dict(_counted(store, text, dataset)))


def _counted(store: Store, text: str, dataset: Dataset) -> list[tuple[str, int]]:
    answer = store.query(text, dataset=dataset)
    assert isinstance(answer, Bindings)
    return [
        (row[0].value, int(row[-1].value))
        for row in answer.rows
        if row[0] is not None and row[-1] is not None
    ]
