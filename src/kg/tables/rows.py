"""Rows from quads: those of one notice, and those of the registry.

    rows = notice_rows(facts, notice)       facts of its graph, the registry beneath them
    rows = registry_rows(facts)

A row is a tuple of plain values as JSON holds them (decimals and dates as text), in the order of
the table's columns; a column whose path has several values and does not say which is an error.
"""

from __future__ import annotations

import hashlib
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


def key(iri: str) -> int:
    """Return the 64-bit number of an IRI: the front of its SHA-256."""
    return int.from_bytes(hashlib.sha256(iri.encode()).digest()[:8])


def notice_rows(facts: Triples, notice: str, mapping: Tables) -> Rows:
    """Return the rows of every table of one notice.

    Args:
        facts: Of its own graph and of what is derived from it, the registry beneath.
        notice: The token of its IRI.
        mapping: The tables.

    Raises:
        DataError: a value is not of its column's type, or there are several.
    """
    scope = tuple(_value(column, facts, notice, None) for column in mapping.scope)
    return {table.name: list(_rows(table, facts, scope)) for table in mapping.of("notice")}


def registry_rows(facts: Triples, mapping: Tables) -> Rows:
    """Return the rows of every table of the registry."""
    return {table.name: list(_rows(table, facts, ())) for table in mapping.of("registry")}


def _rows(table: Table, facts: Triples, scope: Row) -> Iterator[Row]:
    columns = table.columns[len(SCOPE) :] if table.scoped else table.columns
    for thing in _things(table, facts):
        values: Iterable[str | None] = (None,)
        if table.each:
            values = dict.fromkeys(end for path in table.each for end in walk(facts, thing, path))
        for value in values:
            yield scope + tuple(_value(column, facts, thing, value) for column in columns)


def _things(table: Table, facts: Triples) -> list[str]:
    found = dict.fromkeys(thing for name in table.classes for thing in facts.subjects(_TYPE, name))
    return sorted(found)


def _value(column: Column, facts: Triples, thing: str, value: str | None) -> Value:
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
    return _plain(column, found[0])


def _plain(column: Column, token: str) -> Value:
    if column.type in ("key", "iri"):
        if token[0] != "<":
            raise _unfit(column, token)
        iri = token[1:-1]
        return key(iri) if column.type == "key" else iri
    text = words(token)
    if column.type == "text":
        return text[: column.first] if column.first else text
    try:
        if column.type in ("integer", "year"):
            return int(text)
        if column.type == "boolean":
            return {"true": True, "1": True, "false": False, "0": False}[text]
        if column.type == "date":
            return date.fromisoformat(text).isoformat()
        number = Decimal(text)
    except (ValueError, ArithmeticError, KeyError):
        raise _unfit(column, token) from None
    if not number.is_finite() or number.adjusted() > 19:
        raise _unfit(column, token)
    return f"{number:f}"


def _several(column: Column, thing: str, found: list[str]) -> DataError:
    return DataError(
        f"{thing} 的“{column.zh}”有 {len(found)} 个值；请改正图，或在 data/tables 中为它另立一表。",
        f"{thing} has {len(found)} values of {column.name}; mend the graph, or give it a table of its own "
        "in data/tables.",
    )


def _unfit(column: Column, token: str) -> DataError:
    shown = token[:60]
    return DataError(
        f"{shown} 不能作为“{column.zh}”（{column.type}）；请改正图中的值。",
        f"{shown} is no {column.type} for {column.name}; mend the value in the graph.",
    )
