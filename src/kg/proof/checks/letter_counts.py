"""How much a letter says is to be done, against the total of the one table that shares it out.

改造农村危房620户, and a table 农村危房改造任务分配表 whose column 改造户数（户） comes to 602. The letter and
the table's title and head must speak of the same thing, in the same unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from kg.model import Span
from kg.proof.sheet import Sheet
from kg.proof.slips import Slip
from kg.proof.tables import Table, tables
from kg.registry.patterns import rule

_FEWEST = 3  # rows that make a sum
_NEAR = (Decimal("0.8"), Decimal("1.25"))  # of the sum, between which the letter means it
_SHARED = 2  # pairs of characters that letter and table must share
_TITLE = 3  # lines above a table in which its title stands


def letter_counts(sheet: Sheet) -> Iterator[Slip]:
    """Find an amount of the letter that differs from the total of the table that shares it out."""
    for table in tables(sheet):
        units: dict[str, list[int]] = {}
        for column in table.columns:
            unit = rule("figures.column_unit").search(table.head(column))
            units.setdefault(unit["form"] if unit else "", []).append(column)
        for form, columns in units.items():
            if form and not table.groups:
                yield from _differing(sheet, table, columns, form)


def _differing(sheet: Sheet, table: Table, columns: list[int], form: str) -> Iterator[Slip]:
    """Compare what the letter says in one unit with the column of it whose head is the nearest."""
    made = {column: _sums(table, column) for column in columns}
    title = _title(sheet, table)
    for line in sheet.parts.get("letter", ()):
        for match in rule("figures.letter_count").finditer(line.text):
            number, name = Decimal(match["number"]), match["name"]
            column = max(columns, key=lambda one: len(_shared(name, table.head(one))))
            if match["form"] != form or len(_shared(name, title + table.head(column))) < _SHARED:
                continue
            if any(number in sums for sums, _ in made.values()) or not made[column][0]:
                continue
            sums, place = made[column]
            if _NEAR[0] * sums[-1] <= number <= _NEAR[1] * sums[-1]:
                values = {"sum": f"{sums[-1].normalize():f}{form}"}
                yield Slip(line.span(*match.span("mark")), None, (place,), values)


def _shared(one: str, two: str) -> set[tuple[str, str]]:
    return {*pairwise(one)} & {*pairwise(two)}


def _sums(table: Table, column: int) -> tuple[list[Decimal], Span]:
    """Return what a column comes to, by its rows and by its total, and where it says so."""
    rows = [r for r, c in table.values if c == column and r not in table.totals]
    totals = [r for r in table.totals if (r, column) in table.values]
    places = [*totals, *rows]
    span = table.rows[places[0]][column].span()
    if len(rows) < _FEWEST:
        return [], span
    made = sum((table.values[r, column] for r in rows), Decimal(0))
    return [made, *(table.values[r, column] for r in totals)], span


def _title(sheet: Sheet, table: Table) -> str:
    """Return the lines above a table."""
    first = next(cell.at[0] for row in table.rows for cell in row if cell.text)
    raw = sheet.parts["raw"][0]
    above = [re.sub(r"\s", "", line) for line in raw.text[: raw.at.index(first)].splitlines()]
    return "".join([line for line in above if line][-_TITLE:])
