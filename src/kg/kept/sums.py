"""The rows of canned queries by notice that add up: one row for what agrees in all but the sums.

Whole numbers are kept as numbers and decimals as their text, so that sums are exact, and of the
datatype that SPARQL gives them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from decimal import Decimal

from kg.kept.answers import Answers, Page, Row, Wanted, row_of, sortable, terms_of
from kg.query.definition import CannedQuery
from kg.store.base import XSD, Literal, Term

_INTEGER, _DECIMAL = XSD + "integer", XSD + "decimal"


class Sums(Answers):
    """The kept rows of one canned query with sums."""

    def __init__(self, query: CannedQuery) -> None:
        super().__init__(query)
        assert query.by_notice is not None
        self._limit = query.by_notice.limit
        self._sums = [self._names.index(name) for name in query.by_notice.sums]
        self._others = [at for at in range(len(self._names)) if at not in self._sums]

    def create(self, sql: sqlite3.Connection) -> None:
        """Make the table; ``terms`` are those that rows agree in."""
        columns = ", ".join(f"c{at}" for at in range(len(self._names)))
        sql.execute(f"CREATE TABLE {self._table} (graph INTEGER, terms TEXT, {columns})")
        sql.execute(f'CREATE INDEX {self._table[:-1]} by graph" ON {self._table} (graph)')

    def put(self, sql: sqlite3.Connection, graph: int, rows: Iterable[Row]) -> None:
        """Replace the rows of one graph."""
        sql.execute(f"DELETE FROM {self._table} WHERE graph = ?", (graph,))
        marks = ", ".join("?" * (len(self._names) + 2))
        sql.executemany(
            f"INSERT INTO {self._table} VALUES ({marks})", [(graph, *self._values(row)) for row in rows]
        )

    def page(self, sql: sqlite3.Connection, wanted: Wanted) -> Page:
        """Return the sums over all notices, or over one; in the query's order, within its limit."""
        sql.create_aggregate("exactly", 1, _Total)  # type: ignore[arg-type]
        where, values = self._where(wanted)
        totals = ", ".join(f"exactly(c{at})" for at in self._sums)
        found = sql.execute(
            f"SELECT terms, COUNT(*) OVER (), {totals} FROM {self._table} {where} GROUP BY terms "
            f"ORDER BY {self._order()} LIMIT ?",
            (*values, -1 if self._limit is None else self._limit),
        ).fetchall()
        if not found and not self._others:  # sums of nothing are nought, and SPARQL says so in one row
            found = [(terms_of(()), 1, *(0 for _ in self._sums))]
        rows = tuple(self._row(terms, sums) for terms, _, *sums in found)
        return Page(rows[wanted.offset :][: wanted.limit], min(found[0][1], len(rows)) if found else 0)

    def _order(self) -> str:
        keys = []
        for name, down in self._keys:
            at = self._names.index(name)
            key = f"CAST(exactly(c{at}) AS NUMERIC)" if at in self._sums else f"MIN(c{at})"
            keys.append(f"{key}{' DESC' if down else ''}")
        return ", ".join(keys)

    def _values(self, row: Row) -> list[object]:
        cells = [_number(cell) if at in self._sums else sortable(cell) for at, cell in enumerate(row)]
        return [terms_of(tuple(row[at] for at in self._others)), *cells]

    def _row(self, terms: str, sums: Iterable[int | str | None]) -> Row:
        cells: dict[int, Term | None] = dict(zip(self._others, row_of(terms), strict=True))
        for at, total in zip(self._sums, sums, strict=True):
            kind = _INTEGER if isinstance(total, int) else _DECIMAL
            cells[at] = None if total is None else Literal(str(total), None, kind)
        return tuple(cells[at] for at in range(self._shown))


def _number(term: Term | None) -> int | str | None:
    if not isinstance(term, Literal):
        return None
    return int(term.value) if term.datatype == _INTEGER else term.value


class _Total:
    """Adds up as SPARQL does: whole numbers make a whole one, else the sum is a decimal."""

    def __init__(self) -> None:
        self._whole: int | None = None
        self._parts: Decimal | None = None

    def step(self, value: int | str | None) -> None:
        """Take one value."""
        if isinstance(value, int):
            self._whole = (self._whole or 0) + value
        elif value is not None:
            self._parts = (self._parts or Decimal(0)) + Decimal(value)

    def finalize(self) -> int | str | None:
        """Return the sum: text where it is a decimal."""
        if self._parts is None:
            return self._whole
        text = f"{self._parts + (self._whole or 0):f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
