"""Sums of a table against its numbers: totals below, totals beside, and the cell where both are wrong.

What adds up is not told, it is seen: a total is one where most numbers agree with it, so that a table that
is understood wrongly accuses nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kg.proof.sheet import Sheet
from kg.proof.slips import Slip
from kg.proof.tables import Table, tables
from kg.registry.patterns import rule

_MOST = 3  # wrong sums of one table; of more, the table is understood wrongly
_NEAR = Decimal("0.25")  # by how much of itself a lone total may differ and still be meant as that sum
_HELD = 3  # rows that must agree before columns are taken to add up
_MOSTLY = Decimal("0.6")  # share of the rows that must
_ROW = ("本行各数", "the numbers of its row")
_COLUMN = ("本列各数", "the numbers of its column")
_BOTH = ("同行、同列各数", "its row and its column")


@dataclass(frozen=True, slots=True)
class _Wrong:
    """A sum at ``row``, ``column`` that its ``parts`` do not make."""

    row: int
    column: int
    parts: tuple[tuple[int, int], ...]
    made: Decimal
    off: Decimal  # what it has too much


def table_sums(sheet: Sheet) -> Iterator[Slip]:
    """Find totals of rows and columns that are not the sum of their numbers."""
    for table in tables(sheet):
        if len(table.columns) == 0:
            continue
        below, beside = list(_below(table)), list(_beside(table))
        found = list(_slips(table, below, beside))
        if len(found) <= _MOST:
            yield from found


# --- down the columns ---------------------------------------------------------------------------


def _below(table: Table) -> Iterator[_Wrong]:
    for row in (*table.totals, *table.groups):
        columns = [column for column in table.columns if (row, column) in table.values]
        ways = [[_column(table, row, column, rows) for column in columns] for rows in _added(table, row)]
        if not columns or not ways:
            continue
        best = min(ways, key=lambda way: (sum(one.off != 0 for one in way), sum(abs(one.off) for one in way)))
        wrong = [one for one in best if one.off != 0]
        agreed = len(best) - len(wrong)
        if len(best) == 1 and wrong:
            is_meant = abs(wrong[0].off) <= _NEAR * max(abs(wrong[0].made), Decimal(1))
            if is_meant and len(wrong[0].parts) >= _HELD:
                yield wrong[0]
        elif agreed >= len(wrong):
            yield from wrong


def _added(table: Table, row: int) -> Iterator[list[int]]:
    """Yield the sets of rows that a total may add up."""
    sums = {*table.totals, *table.groups}
    data = [r for r in range(table.first(), len(table.rows)) if r not in sums]
    if row in table.groups:
        following = min((r for r in sums if r > row), default=len(table.rows))
        yield [r for r in data if row < r < following]
        return
    before = [r for r in sums if r < row]
    for rows in (
        [r for r in data if r < row],
        [r for r in data if max(before, default=-1) < r < row],
        [r for r in before if r in table.totals],
        [r for r in before if r in table.groups],
        [r for r in data if r > row] if row == table.first() else [],
    ):
        if len(rows) > 1:
            yield rows


def _column(table: Table, row: int, column: int, rows: Sequence[int]) -> _Wrong:
    parts = tuple((r, column) for r in rows if (r, column) in table.values)
    return _made(table, row, column, parts)


def _made(table: Table, row: int, column: int, parts: tuple[tuple[int, int], ...]) -> _Wrong:
    made = sum((table.values[place] for place in parts), Decimal(0))
    said = table.values[row, column]
    off = said - made
    return _Wrong(row, column, parts, made, Decimal(0) if _rounded(off, [said, made], len(parts)) else off)


def _rounded(off: Decimal, numbers: Sequence[Decimal], parts: int) -> bool:
    """Tell whether a difference is that of rounded decimals."""
    places = max(-int(number.as_tuple().exponent) for number in numbers)
    return places > 0 and abs(off) <= Decimal(parts) / 2 * Decimal(10) ** -places


# --- along the rows -----------------------------------------------------------------------------


def _beside(table: Table) -> Iterator[_Wrong]:
    for place, column in enumerate(table.columns):
        blocks = [
            *_blocks(table.columns[:place], last=True),
            *_blocks(table.columns[place + 1 :], last=False),
        ]
        ways = [way for block in blocks if (way := _rows(table, column, block))]
        best = max(ways, key=lambda way: sum(one.off == 0 for one in way), default=None)
        if best is None:
            continue
        held = sum(one.off == 0 for one in best)
        named = rule("figures.total_head").search(table.head(column)) is not None
        wrong = [one for one in best if one.off != 0]
        if (
            held >= (2 if named else _HELD)
            and held >= _MOSTLY * len(best)
            and len(wrong) <= max(1, held // 3)
        ):
            yield from wrong


def _blocks(columns: Sequence[int], *, last: bool) -> Iterator[tuple[int, ...]]:
    """Yield the runs of at least two columns that touch the one that may add them up."""
    for length in range(2, len(columns) + 1):
        yield tuple(columns[-length:] if last else columns[:length])


def _rows(table: Table, column: int, block: tuple[int, ...]) -> list[_Wrong]:
    """Return how far each row's number is from the sum of a block, of the rows that hold numbers in both."""
    found = []
    for row in range(table.first(), len(table.rows)):
        parts = tuple((row, c) for c in block if (row, c) in table.values)
        if (row, column) in table.values and parts:
            found.append(_made(table, row, column, parts))
    telling = sum(sum(table.values[place] != 0 for place in one.parts) > 1 for one in found)
    return found if telling >= min(_HELD, len(found)) and telling > 1 else []


# --- both ---------------------------------------------------------------------------------------


def _slips(table: Table, below: Sequence[_Wrong], beside: Sequence[_Wrong]) -> Iterator[Slip]:
    """Yield one slip for each wrong number: where a row and a column are off alike, the cell of both."""
    left = list(below)
    for one in beside:
        crossing = next(((other, place) for other in left if (place := _crossing(one, other))), None)
        if crossing is None:
            yield _slip(table, (one.row, one.column), [one.parts[0]], one.made, _ROW)
        else:
            other, place = crossing
            left.remove(other)
            right = table.values[place] + (other.off if place in other.parts else -other.off)
            yield _slip(table, place, [(one.row, one.column), (other.row, other.column)], right, _BOTH)
    for other in left:
        yield _slip(table, (other.row, other.column), [other.parts[0]], other.made, _COLUMN)


def _crossing(one: _Wrong, other: _Wrong) -> tuple[int, int] | None:
    """Return the cell whose correction mends a row and a column."""
    if one.row == other.row:  # the row of totals
        if one.column == other.column and one.off == other.off:
            return (one.row, one.column)
        return (
            (other.row, other.column)
            if (other.row, other.column) in one.parts and one.off == -other.off
            else None
        )
    if (one.row, one.column) in other.parts and other.off == -one.off:
        return (one.row, one.column)
    shared = set(one.parts) & set(other.parts)
    return next(iter(shared)) if shared and other.off == one.off else None


def _slip(
    table: Table,
    place: tuple[int, int],
    others: Sequence[tuple[int, int]],
    right: Decimal,
    of: tuple[str, str],
) -> Slip:
    spans = tuple(table.rows[row][column].span() for row, column in others if (row, column) != place)
    values = {"of": of[0], "of_en": of[1], "sum": f"{right.normalize():f}"}
    return Slip(table.rows[place[0]][place[1]].span(), None, spans, values)
