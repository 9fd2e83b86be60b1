"""What VoID counts: of each graph at load, of the shared graphs once writes rest; added up when told."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict

from kg.kept.excerpt import Tally
from kg.link.void import Figures
from kg.store.base import Bindings, Store
from kg.store.surroundings import batches, lines_of
from kg.vocab import expand

_HOUSED = ("text", "unit", "group", "person", "place", "indicator")
_COMPARED = b"compared/"
_TYPE = f"<{expand('rdf:type')}>".encode()
_BEFORE = "counted before"  # a key of meta: what the file that this one took the place of had counted
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
    those count that no other graph has. Their triples are read once: the same counts asked as queries
    take ten times as long at a thousand notices.
    """
    seen = _Seen()
    sizes = {graph: seen.read(lines_of(store, graph)) for graph in graphs if graph != derived}
    beside = _Seen(seen.classes, seen.properties)
    sizes[derived] = beside.read(lines_of(store, derived))
    alone = _alone(store, beside.subjects - seen.subjects, derived)
    told = {
        "subjects": len(seen.subjects) + len(alone),
        "typed": len(seen.typed) + len((beside.typed - seen.typed) & alone),
        "classes": Counter(class_.strip(b"<>").decode() for _, class_ in seen.classes),
        "properties": {name.strip(b"<>").decode(): count for name, count in seen.properties.items()},
        "graphs": sizes,
    }
    return json.dumps(told)


class _Seen:
    """What triples name as subject, by class and by property."""

    def __init__(
        self, classes: set[tuple[bytes, bytes]] | None = None, properties: Counter[bytes] | None = None
    ) -> None:
        self.subjects: set[bytes] = set()
        self.typed: set[bytes] = set()
        self.classes = set() if classes is None else classes
        self.properties: Counter[bytes] = Counter() if properties is None else properties

    def read(self, lines: Iterable[bytes]) -> int:
        """Take in triples; return how many."""
        count = 0
        for line in lines:
            subject, predicate, value = line.split(b" ", 2)
            count += 1
            self.subjects.add(subject)
            self.properties[predicate] += 1
            if predicate == _TYPE:
                self.typed.add(subject)
                self.classes.add((subject, value))
        return count


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


def counted_in(sql: sqlite3.Connection) -> dict[str, str]:
    """Return what a file that goes knows and the next one shall keep, as rows of its meta."""
    with contextlib.suppress(sqlite3.Error, TypeError, KeyError, ValueError):  # it is of another form
        found = before(sql) if shared_state(sql) is None else total(sql)
        if found is not None:
            return {_BEFORE: json.dumps(asdict(found))}
    return {}


def before(sql: sqlite3.Connection) -> Figures | None:
    """Return what was last counted of everything, here or in the file before."""
    if shared_state(sql) is not None:
        return total(sql)
    found = sql.execute("SELECT value FROM meta WHERE key = ?", (_BEFORE,)).fetchone()
    return Figures(**json.loads(found[0])) if found else None


def _alone(store: Store, subjects: Iterable[bytes], derived: str) -> set[bytes]:
    """Return those of the subjects of ``derived`` that no other graph describes.

    Things of the registry have a graph of their own, and parts of a notice stand in its graph: only
    others are looked for. Comparisons are named below their notice, and stand in ``derived``.
    """
    base = derived.rpartition("graph/")[0]
    housed = tuple(f"<{base}{kind}/".encode() for kind in _HOUSED)
    notice, standing = f"<{base}notice/".encode(), {graph.encode() for graph in store.graphs()}
    graph = f"{base}graph/".encode()

    def stands(subject: bytes) -> bool:
        id_, _, part = subject.removeprefix(notice).rstrip(b">").partition(b"/")
        return subject.startswith(notice) and graph + id_ in standing and not part.startswith(_COMPARED)

    asked = {subject for subject in subjects if not subject.startswith(housed) and not stands(subject)}
    found = set(asked)
    for values in batches(sorted(subject.decode() for subject in asked if subject.startswith(b"<"))):
        answer = store.query(
            f"SELECT DISTINCT ?s WHERE {{ VALUES ?s {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} "
            f"FILTER(?g != <{derived}>) }}"
        )
        assert isinstance(answer, Bindings)
        found -= {row[0].n3.encode() for row in answer.rows if row[0] is not None}
    return found
