"""Rows from quads: those of one notice, and those of the registry.

    rows = notice_rows(facts, notice, mapping, gaps)    facts of its graph, the registry beneath them
    rows = registry_rows(facts, mapping, gaps)

A row is a tuple of plain values as JSON holds them (decimals and dates as text), in the order of
the table's columns; a column whose path has several values and does not say which is an error. A
value that is none of its column's type (the 30th of February) leaves a gap in its row, and is told.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from kg.errors import DataError
from kg.tables.mapping import SCOPE, Column, Table, Tables
from kg.tables.paths import walk
from kg.tokens import Triples, language, words
from kg.vocab import PREFIXES

Value = str | int | bool | None
Row = tuple[Value, ...]
Rows = Mapping[str, list[Row]]

_TYPE = f"<{PREFIXES['rdf']}type>"
_BITS = {"integer": 64, "year": 16}  # of the engine's types, the sign among them
_TOLD = 20  # gaps that the log names one by one
log = logging.getLogger("kg.tables")


def key(iri: str) -> int:
    """Return the 64-bit number of an IRI: the front of its SHA-256."""
    return int.from_bytes(hashlib.sha256(iri.encode()).digest()[:8])


class Gaps:
    """What was left out of rows."""

    def __init__(self) -> None:
        self.found: list[DataError] = []  # the first of them
        self.count = 0

    def leave(self, column: Column, thing: str, token: str) -> None:
        """Note that a row has no value where the graph has one that does not fit."""
        self.count += 1
        if len(self.found) < _TOLD:
            self.found.append(_unfit(column, thing, token))

    def tell(self) -> None:
        """Tell the log of them."""
        for error in self.found:
            log.warning("%s", error)
        if more := self.count - len(self.found):
            log.warning("表中另有 %d 处留空。 / %d more gaps in the tables.", more, more)


def notice_rows(facts: Triples, notice: str, mapping: Tables, gaps: Gaps) -> Rows:
    """Return the rows of every table of one notice.

    Args:
        facts: Of its own graph and of what is derived from it, the registry beneath.
        notice: The token of its IRI.
        mapping: The tables.
        gaps: Told of values that are not of their column's type.

    Raises:
        DataError: there are several values where the column takes one.
    """
    scope = tuple(_value(column, facts, notice, None, gaps) for column in mapping.scope)
    return {table.name: list(_rows(table, facts, scope, gaps)) for table in mapping.of("notice")}


def registry_rows(facts: Triples, mapping: Tables, gaps: Gaps) -> Rows:
    """Return the rows of every table of the registry."""
    return {table.name: list(_rows(table, facts, (), gaps)) for table in mapping.of("registry")}


def _rows(table: Table, facts: Triples, scope: Row, gaps: Gaps) -> Iterator[Row]:
    columns = table.columns[len(SCOPE) :] if table.scoped else table.columns
    for thing in _things(table, facts):
        values: Iterable[str | None] = (None,)
        if table.each:
            values = dict.fromkeys(end for path in table.each for end in walk(facts, thing, path))
        for value in values:
            yield scope + tuple(_value(column, facts, thing, value, gaps) for column in columns)


def _things(table: Table, facts: Triples) -> list[str]:
    found = dict.fromkeys(thing for name in table.classes for thing in facts.subjects(_TYPE, name))
    return sorted(found)


def _value(column: Column, facts: Triples, thing: str, value: str | None, gaps: Gaps) -> Value:
    if column.type == "flag":
        return value in walk(facts, thing, column.path)
    start = value if column.of_value else thing
    assert start is not None
    found = walk(facts, start, column.path) if column.path else [start]
    if column.language:
        found = [token for token in found if language(token) in (column.language, None)]
    if not found:
        return None
    if len(found) > 1:
        if not column.least:
            raise _several(column, thing, found)
        found = [min(found)]
    try:
        return _plain(column, found[0])
    except (ValueError, ArithmeticError, KeyError):
        gaps.leave(column, thing, found[0])
        return None


def _plain(column: Column, token: str) -> Value:
    """Return a value of the column's type; ValueError, ArithmeticError or KeyError where it is none."""
    if column.type in ("key", "iri"):
        if token[0] != "<":
            raise ValueError(token)
        iri = token[1:-1]
        return key(iri) if column.type == "key" else iri
    text = words(token)
    if column.type == "text":
        return text[: column.first] if column.first else text
    if column.type in ("integer", "year"):
        number = int(text)
        if number.bit_length() >= _BITS[column.type]:
            raise ValueError(token)
        return number
    if column.type == "boolean":
        return {"true": True, "1": True, "false": False, "0": False}[text]
    if column.type == "date":
        return date.fromisoformat(text).isoformat()
    decimal = Decimal(text)
    if not decimal.is_finite() or decimal.adjusted() > 19:
        raise ValueError(token)
    return f"{decimal:f}"


def _several(column: Column, thing: str, found: list[str]) -> DataError:
    return DataError(
        f"{thing} 的“{column.zh}”有 {len(found)} 个值；请改正图，或在 data/tables 中为它另立一表。",
        f"{thing} has {len(found)} values of {column.name}; mend the graph, or give it a table of its own "
        "in data/tables.",
    )


def _unfit(column: Column, thing: str, token: str) -> DataError:
    shown = token[:60]
    return DataError(
        f"{thing} 的“{column.zh}”是 {shown}，不能作为 {column.type}，表中留空；请改正图中的值。",
        f"{thing} has {shown} for {column.name}, which is no {column.type}: the tables have a gap there; "
        "mend the value in the graph.",
    )
