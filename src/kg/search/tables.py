"""Where the index is kept: what each graph says of a thing, and from it one entry a thing.

A body is named by the registry and by every notice that charges it; what one graph says can be
replaced without asking the others. Names are kept in the forms that ``kg.search.names`` compares,
texts as the words that FTS5 ranks, and beside them the marks of who has to do with an item: its
bodies, leaders and towns, and the year.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.search import words
from kg.search.names import forms_of

NAMED = frozenset({"unit", "leader", "place", "group", "notice", "indicator", "theme"})


@dataclass(frozen=True, slots=True)
class Said:
    """What a graph says of one thing: its label, and another name of it or its text."""

    iri: str
    kind: str
    label: str
    also: str = ""
    involved: bool = False  # a notice names it: goes before what the registry alone knows
    place: str = ""  # the government's, by its name
    field: str = ""  # of a department: a key of ``department-types.csv``
    by: str = ""  # of an item: the marks of its bodies, leaders, towns and year


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found: its label, and its other names or its text."""

    iri: str
    kind: str
    label: str
    also: tuple[str, ...] = ()
    involved: bool = False
    place: str = ""
    fields: tuple[str, ...] = ()
    by: tuple[str, ...] = ()


def mark(thing: str) -> str:
    """Return the word by which the index knows a thing that items name: of its IRI, or of a year."""
    return "m" + hashlib.sha256(thing.encode()).hexdigest()[:15]


def create(sql: sqlite3.Connection) -> None:
    """Make the tables."""
    for statement in (
        "CREATE TABLE said (graph INTEGER, iri TEXT, kind TEXT, label TEXT, also TEXT, involved INTEGER,"
        " place TEXT, field TEXT, by TEXT)",
        "CREATE INDEX said_by_graph ON said (graph)",
        "CREATE INDEX said_by_iri ON said (iri)",
        "CREATE TABLE entry (id INTEGER PRIMARY KEY, iri TEXT UNIQUE, kind TEXT, label TEXT, also TEXT,"
        " involved INTEGER, place TEXT, fields TEXT, by TEXT)",
        "CREATE INDEX entry_by_place ON entry (place)",
        "CREATE TABLE name (entry INTEGER, own INTEGER, form TEXT, folded TEXT, spelt TEXT, letters TEXT)",
        "CREATE INDEX name_by_entry ON name (entry)",
        "CREATE INDEX name_by_form ON name (form)",
        "CREATE VIRTUAL TABLE texts USING fts5(label, also, by, tokenize='unicode61')",
    ):
        sql.execute(statement)


def said_in(sql: sqlite3.Connection, graphs: Iterable[int], iris: Iterable[str]) -> set[str]:
    """Return which things some graphs say something of."""
    found = sql.execute(
        f"SELECT DISTINCT iri FROM said WHERE graph IN ({', '.join(map(str, graphs))}) "
        "AND iri IN (SELECT value FROM json_each(?))",
        (json.dumps([*iris]),),
    )
    return {iri for (iri,) in found}


def put(sql: sqlite3.Connection, graph: int, said: Iterable[Said], *, replace: bool = True) -> None:
    """Replace what one graph says, or add to it."""
    rows = set(said)
    if replace:
        touched = {iri for (iri,) in sql.execute("SELECT DISTINCT iri FROM said WHERE graph = ?", (graph,))}
        sql.execute("DELETE FROM said WHERE graph = ?", (graph,))
    else:
        touched = set()
        rows -= _already(sql, graph, {row.iri for row in rows})
    touched |= {row.iri for row in rows}
    sql.executemany(
        "INSERT INTO said VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        sorted(
            (graph, row.iri, row.kind, row.label, row.also, row.involved, row.place, row.field, row.by)
            for row in rows
        ),
    )
    fresh = [pair for iri in sorted(touched) if (pair := _changed(sql, iri)) is not None]
    # Names first: texts are cut by them.
    words.learn(name for _, e in fresh if e is not None and e.kind in NAMED for name in (e.label, *e.also))
    for row, entry in fresh:
        if row is not None:
            _take_out(sql, row)
        if entry is not None:
            _put_in(sql, row, entry)


def _already(sql: sqlite3.Connection, graph: int, iris: Iterable[str]) -> set[Said]:
    found = sql.execute(
        "SELECT iri, kind, label, also, involved, place, field, by FROM json_each(?) AS want"
        " JOIN said ON iri = want.value WHERE graph = ?",
        (json.dumps(sorted(iris)), graph),
    )
    return {
        Said(iri, kind, label, also, bool(involved), place, field, by)
        for iri, kind, label, also, involved, place, field, by in found
    }


def _changed(sql: sqlite3.Connection, iri: str) -> tuple[int | None, Entry | None] | None:
    """Return the entry of a thing with its row as it was, where it is another now."""
    was = sql.execute("SELECT id FROM entry WHERE iri = ?", (iri,)).fetchone()
    before = next(entries(sql, [was[0]]), (0, None))[1] if was else None
    now = _joined(sql, iri)
    return None if now == before else (was[0] if was else None, now)


def _joined(sql: sqlite3.Connection, iri: str) -> Entry | None:
    """Return what all graphs together say of a thing."""
    found = sql.execute(
        "SELECT kind, label, also, involved, place, field, by FROM said WHERE iri = ?"
        " ORDER BY kind, label, also, place, field, by",
        (iri,),
    ).fetchall()
    if not found:
        return None
    kind, label = found[0][:2]
    also = dict.fromkeys(row[2] for row in found if row[2] and row[2] != label)
    place = next((row[4] for row in found if row[4]), "")
    fields = dict.fromkeys(row[5] for row in found if row[5])
    by = sorted({mark for row in found for mark in row[6].split()})
    return Entry(iri, kind, label, tuple(also), any(row[3] for row in found), place, tuple(fields), tuple(by))


def _take_out(sql: sqlite3.Connection, row: int) -> None:
    for statement in (
        "DELETE FROM entry WHERE id = ?",
        "DELETE FROM name WHERE entry = ?",
        "DELETE FROM texts WHERE rowid = ?",
    ):
        sql.execute(statement, (row,))


def _put_in(sql: sqlite3.Connection, row: int | None, entry: Entry) -> None:
    also = json.dumps(entry.also, ensure_ascii=False)
    made = sql.execute(
        "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            row,
            entry.iri,
            entry.kind,
            entry.label,
            also,
            entry.involved,
            entry.place,
            f" {' '.join(entry.fields)} ",
            " ".join(entry.by),
        ),
    ).lastrowid
    sql.execute(
        "INSERT INTO texts(rowid, label, also, by) VALUES (?, ?, ?, ?)",
        (
            made,
            " ".join(words.words(entry.label)),
            " ".join(words.words("，".join(entry.also))),
            " ".join(entry.by),
        ),
    )
    if entry.kind in NAMED:
        sql.executemany(
            "INSERT INTO name VALUES (?, ?, ?, ?, ?, ?)",
            [
                (made, form.own, form.form, form.folded, form.spelt, form.letters)
                for form in forms_of(entry.label, entry.also)
            ],
        )


def entries(sql: sqlite3.Connection, rows: Iterable[int]) -> Iterator[tuple[int, Entry]]:
    """Yield entries with their rows."""
    listed = json.dumps(list(rows))
    for row, iri, kind, label, also, involved, place, fields, by in sql.execute(
        "SELECT entry.id, iri, kind, label, also, involved, place, fields, by FROM json_each(?) AS want"
        " JOIN entry ON entry.id = want.value",
        (listed,),
    ):
        yield (
            row,
            Entry(
                iri,
                kind,
                label,
                tuple(json.loads(also)),
                bool(involved),
                place,
                tuple(fields.split()),
                tuple(by.split()),
            ),
        )


def items_of(sql: sqlite3.Connection, thing: str) -> int:
    """Return how many items name a thing."""
    found = sql.execute("SELECT COUNT(*) FROM texts WHERE texts MATCH ?", (f'by : "{mark(thing)}"',))
    return int(found.fetchone()[0])


def places(sql: sqlite3.Connection) -> list[str]:
    """Return the places of all entries, the longest names first."""
    found = sql.execute("SELECT DISTINCT place FROM entry WHERE place != ''")
    return sorted((str(place) for (place,) in found), key=lambda name: (-len(name), name))
