"""The rows of canned queries that say ``by_notice``: kept by notice, put together, sorted and paged here.

One table a query: a column for each of its own, as a value to sort by (a number, or text), and the
row's terms beside them, so that what is told is what the store said, term by term.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import Any

from kg.query.definition import CannedQuery
from kg.query.given import as_sent
from kg.query.paired import key_of, link_of, paired, pairing
from kg.query.ranked import rank_of
from kg.query.values import number
from kg.store.base import Bindings, Blank, Iri, Literal, Store, Term

Row = tuple[Term | None, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a whole: ``total`` is how many the whole has."""

    rows: tuple[Row, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Order:
    """What a reader sorts by: a column, and how IRIs in it read."""

    column: str
    downwards: bool
    shown: Callable[[Term], str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows of a whole a reader wants, and in which order."""

    graphs: tuple[int, ...] | None = None  # of some notices
    order: Order | None = None  # else the query's own
    limit: int | None = None
    offset: int = 0
    text: str = ""  # stands in the words of the row
    chosen: Mapping[str, Term] = field(default_factory=dict)  # by column, or by parameter (``query.paired``)


Facets = Mapping[str, tuple[tuple[Term, int], ...]]
"""By column or parameter, the values that rows have and how many rows do, the most frequent first."""

Pair = tuple[str, Term, Term]
"""A parameter, the row that it is about by its key, and a value that fulfils it there."""


class Answers:
    """The rows of one canned query, as kept by notice or as some answer had them."""

    def __init__(self, query: CannedQuery) -> None:
        self.query = query
        self._keys = query.by_notice.order if query.by_notice is not None else ()
        self._shown = len(query.columns)
        ordered = [name for name, _ in self._keys if name not in query.columns]
        self._names = [*query.columns, *ordered]
        self._rank = None if query.ranked is None else self._names.index(query.ranked)
        self._table = '"rows of ' + query.name.replace('"', "") + '"'
        self._paired = paired(query)
        self._pairs = self._table.replace("rows", "values", 1)
        key = key_of(query)
        self._key = None if key is None else self._names.index(key)

    def create(self, sql: sqlite3.Connection) -> None:
        """Make the table."""
        columns = ", ".join(f"c{at}" for at in range(len(self._names))) + ", rank INTEGER"
        sql.execute(f"CREATE TABLE {self._table} (graph INTEGER, terms TEXT, words TEXT, {columns})")
        sql.execute(f'CREATE INDEX {self._table[:-1]} by graph" ON {self._table} (graph)')
        if self._paired:
            sql.execute(f"CREATE TABLE {self._pairs} (graph INTEGER, param TEXT, key TEXT, value TEXT)")
            sql.execute(f'CREATE INDEX {self._pairs[:-1]} by value" ON {self._pairs} (param, value)')
            sql.execute(f'CREATE INDEX {self._pairs[:-1]} by graph" ON {self._pairs} (graph)')
        if self._keys:
            sql.execute(f'CREATE INDEX {self._table[:-1]} in order" ON {self._table} ({self._order()})')

    def read(self, store: Store) -> list[Row]:
        """Ask a store that holds one notice for its rows."""
        assert self.query.by_notice is not None
        text = as_sent(self.query.by_notice.text, self.query.own_params, ())
        answer = store.query(text, default_graph="union")
        assert isinstance(answer, Bindings)
        places = [answer.variables.index(name) for name in self._names]
        return [tuple(row[at] for at in places) for row in answer.rows]

    def read_pairs(self, store: Store, rows: Iterable[Row]) -> list[Pair]:
        """Ask a store that holds one notice which values its rows have for parameters no column shows."""
        kept, found = list(rows), set()
        for name in self._paired:
            assert self._key is not None
            answer = store.query(pairing(self.query, name), default_graph="union")
            assert isinstance(answer, Bindings)
            values: dict[Term, list[Term]] = {}
            for link, value in answer.rows:
                if link is not None and value is not None:
                    values.setdefault(link, []).append(value)
            at = self._names.index(link_of(self.query, name) or "")
            for row in kept:
                key, own = row[self._key], row[at]
                if key is not None and own is not None:
                    found |= {(name, key, value) for value in values.get(own, ())}
        return sorted(found, key=lambda pair: (pair[0], pair[1].value, pair[2].value))

    def put(
        self, sql: sqlite3.Connection, graph: int, rows: Iterable[Row], pairs: Iterable[Pair] = ()
    ) -> None:
        """Replace the rows of one graph."""
        if self._paired:
            sql.execute(f"DELETE FROM {self._pairs} WHERE graph = ?", (graph,))
            sql.executemany(
                f"INSERT INTO {self._pairs} VALUES (?, ?, ?, ?)",
                [(graph, name, key.value, value.value) for name, key, value in pairs],
            )
        sql.execute(f"DELETE FROM {self._table} WHERE graph = ?", (graph,))
        marks = ", ".join("?" * (len(self._names) + 4))
        sql.executemany(
            f"INSERT INTO {self._table} VALUES ({marks})",
            [(graph, terms_of(row), words_of(row), *map(sortable, row), self._ranked(row)) for row in rows],
        )

    def _ranked(self, row: Row) -> int | None:
        return None if self._rank is None else rank_of(row[self._rank])

    def page(self, sql: sqlite3.Connection, wanted: Wanted) -> Page:
        """Return the rows that are wanted, and how many the whole has."""
        where, values = self._where(wanted)
        total = sql.execute(f"SELECT COUNT(*) FROM {self._table} {where}", values).fetchone()[0]
        limit = wanted.limit
        if self.query.by_notice is not None and self.query.by_notice.limit is not None:
            total = min(total, self.query.by_notice.limit)
            limit = max(0, min(total - wanted.offset, total if limit is None else limit))
        keys = self._order()
        if wanted.order is not None:
            sql.create_function("shown", 1, _shown(wanted.order.shown), deterministic=False)
            keys = f"{self._chosen(wanted.order)}, {keys}"
        found = sql.execute(
            f"SELECT terms FROM {self._table} {where} ORDER BY {keys} LIMIT ? OFFSET ?",
            (*values, -1 if limit is None else limit, wanted.offset),
        )
        return Page(tuple(row_of(terms)[: self._shown] for (terms,) in found), total)

    def facets(self, sql: sqlite3.Connection, columns: Iterable[str], wanted: Wanted) -> Facets:
        """Count the values of columns among the rows that are wanted, whatever is chosen in that column."""
        told = {}
        for column in columns:
            if column in self._paired:
                told[column] = self._values(sql, column, wanted)
                continue
            at = self._names.index(column)
            where, values = self._where(wanted, but=column)
            found = sql.execute(
                f"SELECT json_extract(terms, '$[{at}]'), COUNT(*) FROM {self._table} "
                f"{where or 'WHERE 1'} AND c{at} IS NOT NULL GROUP BY c{at} ORDER BY 2 DESC, 1",
                values,
            )
            told[column] = tuple((_term(json.loads(term)), int(number)) for term, number in found)
        return told

    def _values(self, sql: sqlite3.Connection, name: str, wanted: Wanted) -> tuple[tuple[Term, int], ...]:
        """Count the values of a parameter that no column shows; they are all IRIs."""
        where, values = self._where(wanted, but=name)
        found = sql.execute(
            f"SELECT value, COUNT(*) FROM {self._pairs} WHERE param = ? "
            f"AND key IN (SELECT c{self._key} FROM {self._table} {where}) GROUP BY value ORDER BY 2 DESC, 1",
            (name, *values),
        )
        return tuple((Iri(value), int(number)) for value, number in found)

    def _where(self, wanted: Wanted, but: str = "") -> tuple[str, list[Any]]:
        """Return the condition that rows fulfil, with its values."""
        tests: list[str] = []
        values: list[Any] = []
        if wanted.graphs is not None:
            tests.append(f"graph IN ({', '.join(map(str, wanted.graphs))})")
        for part in wanted.text.lower().split():
            tests.append("instr(words, ?)")
            values.append(part)
        for column, term in wanted.chosen.items():
            if column in self._paired and column != but:
                tests.append(f"c{self._key} IN (SELECT key FROM {self._pairs} WHERE param = ? AND value = ?)")
                values += [column, term.value]
            elif column != but:
                tests.append(f"c{self._names.index(column)} = ?")
                values.append(sortable(term))
        return ("WHERE " + " AND ".join(tests) if tests else ""), values

    def _order(self) -> str:
        """Return the query's own order; SPARQL has what is unbound first, as SQLite has."""
        keys = [(self._names.index(name), down) for name, down in self._keys]
        said = [f"c{at}{' DESC' if down else ''}" for at, down in keys]
        if self._rank is not None:
            said.insert(1, "rank")  # as ``kg.query.ranked`` says
        return ", ".join(said) or "rowid"

    def _chosen(self, order: Order) -> str:
        """Return the reader's order: numbers before words, and what is blank last either way."""
        at = self._names.index(order.column)
        down = " DESC" if order.downwards else ""
        column = f"c{at}"
        words = f"shown(json_extract(terms, '$[{at}]'))"
        value = f"CASE WHEN typeof({column}) = 'text' THEN {words} ELSE {column} END"
        return f"({column} IS NULL), (typeof({column}) = 'text'){down}, {value}{down}"


def listed(
    query: CannedQuery, rows: Iterable[Row], columns: Iterable[str], wanted: Wanted
) -> tuple[Page, Facets]:
    """Return what is wanted of an answer that is not kept: its page, and the facets of its columns."""
    passing = Answers(replace(query, by_notice=None))
    with closing(sqlite3.connect(":memory:")) as sql:
        passing.create(sql)
        passing.put(sql, 0, rows)
        return passing.page(sql, wanted), passing.facets(sql, columns, wanted)


def words_of(row: Row) -> str:
    """Return what of a row can be read, in small letters."""
    return "\n".join(term.value for term in row if isinstance(term, Literal)).lower()


def sortable(term: Term | None) -> float | int | str | None:
    """Return a term as a value of SQLite that sorts as the term does."""
    if term is None:
        return None
    value = number(term)
    if value is None:
        return term.value
    return int(value) if value == int(value) else float(value)


def terms_of(row: Row) -> str:
    """Return a row as text, term by term."""
    return json.dumps([None if term is None else _told(term) for term in row], ensure_ascii=False)


def _told(term: Term) -> list[str | None]:
    if isinstance(term, Literal):
        return [term.value, term.language, term.datatype]
    return [term.value] if isinstance(term, Iri) else [term.value, None]


def _term(told: list[Any]) -> Term:
    if len(told) == 3:
        return Literal(*told)
    return Iri(told[0]) if len(told) == 1 else Blank(told[0])


def row_of(terms: str) -> Row:
    """Return the row that a text tells."""
    return tuple(None if told is None else _term(told) for told in json.loads(terms))


def _shown(shown: Callable[[Term], str]) -> Callable[[str], str]:
    return lambda told: shown(_term(json.loads(told)))
