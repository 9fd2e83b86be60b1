"""Tables of a sheet as rows of cells, whatever was read out of them: what adds up is seen in the print.

    for table in tables(sheet): table.rows, table.values, table.heads

Rows are lines with tabs or bars; a short line between two rows is a group's heading. Only a table whose
rows are of one width is taken: of one that lost cells nobody knows which number stands where.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from kg.parse.lines import Line, bar_cells, clean, tab_cells
from kg.proof.sheet import Sheet
from kg.registry.patterns import rule

_HEADING = 16  # characters of a line that may stand between two rows: a group's heading
_SMALLEST = 3  # rows below which nothing is seen of how a table adds up
_LARGEST = 400  # rows and columns of a table that is looked at
_LABELS = 3  # cells at the beginning of a row in which its label stands
_MOSTLY = Decimal("0.6")  # share of the rows that hold a number in a column of values


@dataclass(frozen=True)
class Table:
    """Rows of one width; ``values`` has the numbers by row and column."""

    rows: tuple[tuple[Line, ...], ...]

    @cached_property
    def values(self) -> Mapping[tuple[int, int], Decimal]:
        """The numbers of the columns that are added up: no shares, no serial numbers, no years."""
        found = {
            (r, c): value
            for r, row in enumerate(self.rows)
            for c, cell in enumerate(row)
            if (value := _number(cell.text)) is not None
        }
        return {place: value for place, value in found.items() if place[1] in self._summed(found)}

    def _summed(self, found: Mapping[tuple[int, int], Decimal]) -> frozenset[int]:
        first = self.first(found)
        width = len(self.rows[0])
        kept = []
        for column in range(1, width):
            head = "".join(row[column].text for row in self.rows[:first])
            filled = [r for r in range(first, len(self.rows)) if self.rows[r][column].text]
            numbers = [r for r in filled if (r, column) in found]
            if (
                not rule("figures.not_summed").search(head)
                and numbers
                and (len(numbers) >= _MOSTLY * len(filled))
            ):
                kept.append(column)
        serial = _serial(found, first, len(self.rows))
        return frozenset(column for column in kept if column != serial)

    def first(self, found: Mapping[tuple[int, int], Decimal] | None = None) -> int:
        """Return the first row that holds a number: those above are the head."""
        return min((r for r, _ in (self.values if found is None else found)), default=len(self.rows))

    @cached_property
    def columns(self) -> tuple[int, ...]:
        """The columns of values, from left to right."""
        return tuple(sorted({column for _, column in self.values}))

    def head(self, column: int) -> str:
        """Return what stands above the numbers of a column."""
        return "".join(row[column].text for row in self.rows[: self.first()])

    @cached_property
    def totals(self) -> tuple[int, ...]:
        """The rows that add up others, by their label: 合计, 小计."""
        return tuple(r for r in range(len(self.rows)) if self._labels(r, "figures.total_label"))

    @cached_property
    def groups(self) -> tuple[int, ...]:
        """The rows that head a group and may hold its sums: 一, （二）, where others are numbered 1, 2."""
        heads = tuple(
            r
            for r in range(self.first(), len(self.rows))
            if rule("figures.group_number").match(self.rows[r][0].text) and r not in self.totals
        )
        return heads if len(heads) < len(self.rows) - self.first() - len(self.totals) else ()

    def _labels(self, row: int, name: str) -> bool:
        return any(
            rule(name).match(re.sub(r"\s", "", cell.text)) is not None for cell in self.rows[row][:_LABELS]
        )


def tables(sheet: Sheet) -> Iterator[Table]:
    """Yield the tables of a sheet that are of one width, in order."""
    raw = next(iter(sheet.parts.get("raw", ())), None)
    if raw is None:
        return
    run: list[tuple[Line, ...]] = []
    for row in _rows(raw):
        if len(row) > 1:
            if run and len(run[-1]) == 1 and (len(row) != len(run[-2]) or _begins(run, row)):
                yield from _table(run)  # a title, and another table
                run = []
            run.append(row)
        elif not run or len(row[0].text) > _HEADING or len(run[-1]) == 1:
            yield from _table(run)
            run = []
        else:
            run.append(row)
    yield from _table(run)


def _begins(run: Sequence[tuple[Line, ...]], row: tuple[Line, ...]) -> bool:
    """Tell whether a row below a line of its own heads another table: behind numbers, it has none."""
    return any(_number(cell.text) is not None for cell in run[-2]) and not any(
        any(char.isdigit() for char in cell.text) for cell in row
    )


def _rows(raw: Line) -> Iterator[tuple[Line, ...]]:
    start = 0
    for said in raw.text.splitlines(keepends=True):
        end = start + len(said)
        if said.strip() and not rule("figures.ruled_line").match(said.strip()):
            cells = tab_cells(raw.text, start, end)
            cells = (bar_cells(clean(raw.text, start, end)) or cells) if len(cells) == 1 else cells
            yield tuple(Line(cell.text, [raw.at[i] for i in cell.at]) for cell in cells)
        start = end


def _table(run: Sequence[tuple[Line, ...]]) -> Iterator[Table]:
    rows = [row for row in run if len(row) > 1]
    if not _SMALLEST <= len(rows) <= _LARGEST:
        return
    width = Counter(len(row) for row in rows).most_common(1)[0][0]
    blank = Line("", ())
    # The last cells of a row may be left out where they are empty.
    even = [(*row, *[blank] * (width - len(row))) for row in rows]
    if width <= _LARGEST and all(len(row) == width for row in even):
        yield Table(tuple(even))


def _number(text: str) -> Decimal | None:
    match = rule("figures.cell_number").fullmatch(text)
    return Decimal(re.sub(r"[,，\s]", "", match["number"])) if match else None


def _serial(found: Mapping[tuple[int, int], Decimal], first: int, end: int) -> int | None:
    """Return the column that counts the rows, if there is one."""
    for column in (0, 1):
        numbers = [found[r, column] for r in range(first, end) if (r, column) in found]
        if len(numbers) > 1 and numbers == [Decimal(i) for i in range(1, len(numbers) + 1)]:
            return column
    return None
