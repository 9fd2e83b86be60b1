"""The table of divisions of all times: ``data/registry/places/divisions.tsv``, searched where it lies.

    code    name    since    until    successors    source
    330104  江干区           2021-04  330102 330114  gb hand 国函〔2021〕29号
    330102  上城区                                   gb

The table is kept as one string: a lookup reads a few lines of it, and no table of seven thousand
objects is ever built. Dates are years, months or days; empty is "before 1980" or "still".
Both ends belong to the row, so that in the year of a reform the old name and the new one stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from kg.registry.rows import wrong

COUNTRY = "100000"
_GONE = ("当时已经撤销，去向不能绕成一圈，请改正", "it was gone by then; mend the circle")
_NOWHERE = ("在表中找不到，请改正", "it is not in the table; mend it")
_COLUMNS = 6  # those of a Row, and the source
_DAY = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-3]\d)?)?")
_BASE_DAY = "2023-06-30"  # whoever bore a code on this day has ``place/CODE`` to itself


class Row(NamedTuple):
    """One name of one code."""

    code: str
    name: str
    since: str
    until: str
    successors: str  # codes, separated by blanks


def stands(row: Row, day: str | None) -> bool:
    """Return whether a row was in force at some time of a day, month or year; None is today."""
    if day is None:
        return not row.until
    return not (later(row.since, day) or (row.until and later(day, row.until)))


def distance(row: Row, day: str | None) -> int:
    """Return how many years a row is away from a day; 0 where it stands, or might by its dates."""
    if stands(row, day):
        return 0
    year = int(day[:4]) if day else 9999
    if row.since and (day is not None and later(row.since, day)):
        return max(1, int(row.since[:4]) - year)
    return max(1, year - int(row.until[:4])) if row.until else 0


def later(one: str, other: str) -> bool:
    """Return whether a date is certainly after another, dates being years, months or days."""
    shared = min(len(one), len(other))
    return one[:shared] > other[:shared]


class Divisions:
    """Lookups by code and by name over all times."""

    def __init__(self, path: Path) -> None:
        self._path = path
        head, self._text = path.read_text(encoding="utf-8").split("\n", 1)
        if head.split("\t")[:5] != list(Row._fields):
            columns = " ".join(Row._fields)
            raise wrong(path, "", f"应为列名 {columns}", f"the columns should be named {columns}", 1)
        self._text = "\n" + self._text.rstrip("\n") + "\n"
        self._rows: dict[str, tuple[Row, ...]] = {}

    def rows(self, code: str) -> tuple[Row, ...]:
        """Return every row of a code, the earliest first."""
        if code not in self._rows:
            self._rows[code] = tuple(self._lines(f"{code}\t"))
        return self._rows[code]

    def below(self, digits: str) -> Iterator[Row]:
        """Yield every row whose code begins with ``digits``, in the order of codes."""
        yield from self._lines(digits)

    def named(self, name: str) -> Iterator[Row]:
        """Yield every row of a full name."""
        yield from self._found(f"\t{name}\t")

    def beginning(self, name: str) -> Iterator[Row]:
        """Yield every row whose name begins with ``name``."""
        yield from self._found(f"\t{name}")

    def holder(self, code: str, day: str | None = None) -> Row | None:
        """Return who bore a code on a day; else who bore it last, or first where it is younger."""
        rows = self.rows(code)
        # In the year of a change the new name counts.
        for row in reversed(rows):
            if stands(row, day):
                return row
        past = [row for row in rows if row.until and (day is None or later(day, row.until))]
        return past[-1] if past else (rows[0] if rows else None)

    def former_name(self, row: Row) -> str | None:
        """Return the name of a row whose code's IRI belongs to another name, None where it has it itself."""
        rows = self.rows(row.code)
        known = [r for r in rows if stands(r, _BASE_DAY)] or [
            r for r in rows if not later(r.since, _BASE_DAY)
        ]
        base = (known or rows)[-1]
        return None if row.name == base.name else row.name

    def successors(self, row: Row) -> list[Row]:
        """Return what a row became: for each code the name that stood after the change.

        A successor outlives what it follows, so that no chain of them comes back to its beginning.

        Raises:
            DataError: a successor is not in the table, or was gone by then (a circle).
        """
        found = []
        for code in row.successors.split():
            after = [
                r
                for r in self.rows(code)
                if (r.code, r.name) != (row.code, row.name) and (not r.until or later(r.until, row.until))
            ]
            if not after:
                why = _GONE if self.rows(code) else _NOWHERE
                raise wrong(self._path, f"{row.code} {row.name} successors {code}", *why)
            found.append(after[0])
        return found

    def _first(self, start: str) -> int:
        """Return where the first line that begins with ``start`` or sorts behind it begins, by halving."""
        low, high = 0, len(self._text) - 1
        while low < high:
            line = self._text.rfind("\n", 0, (low + high) // 2 + 1)
            if self._text[line + 1 : line + 1 + len(start)] < start:
                low = self._text.find("\n", line + 1)
            else:
                high = line
        return low

    def _lines(self, start: str) -> Iterator[Row]:
        """Yield the rows of the lines that begin with ``start``; they lie together."""
        at = self._first(start)
        while self._text.startswith(start, at + 1):
            end = self._text.find("\n", at + 1)
            if end < 0:
                break
            yield _row(self._path, self._text[at + 1 : end])
            at = end

    def _found(self, key: str) -> Iterator[Row]:
        at = self._text.find(key)
        while at >= 0:
            end = self._text.find("\n", at)
            yield _row(self._path, self._text[at - 6 : end])
            at = self._text.find(key, end)

    def check(self) -> None:
        """Check every line, which no lookup does: a lookup reads few of them, by halving.

        Raises:
            DataError: a line has more or fewer cells, a date that is none, or does not stand in the order of
                codes; a successor is not in the table.
        """
        before = ""
        for number, line in enumerate(self._text.strip("\n").split("\n"), 2):
            row = _row(self._path, line)
            slip = _slip(row, line, before)
            if slip:
                raise wrong(self._path, row.name, *slip, line=number)
            before = row.code
            if row.successors:
                self.successors(row)


def _slip(row: Row, line: str, before: str) -> tuple[str, str] | None:
    cells = line.count("\t") + 1
    if cells != _COLUMNS:
        return _miscounted(cells)
    if row.code < before:
        return f"代码应按次序排列，{row.code} 不在 {before} 之后", f"{row.code} does not follow {before}"
    for name, day in (("since", row.since), ("until", row.until)):
        if day and not _DAY.fullmatch(day):
            return f"{name} 应为年、月或日，如 2021-04", f"{name} should be a year, month or day: 2021-04"
    return None


def _miscounted(cells: int) -> tuple[str, str]:
    zh = f"有 {cells} 格，应有 {_COLUMNS} 格，以制表符分隔"
    return zh, f"{cells} cells, not {_COLUMNS}, parted by tabs"


def _row(path: Path, line: str) -> Row:
    cells = line.split("\t")
    if len(cells) < _COLUMNS - 1:
        raise wrong(path, f"“{line}”", *_miscounted(len(cells)))
    return Row(*cells[:5])


def latest(rows: Iterable[Row]) -> list[Row]:
    """Leave out what another row of the same name succeeded: a county that only changed its code."""
    found = list(rows)
    names = {(row.name, row.code) for row in found}
    return [
        r
        for r in found
        if not any((r.name, code) in names for code in r.successors.split() if code != r.code)
    ]


__all__ = ["COUNTRY", "Divisions", "Row", "distance", "later", "latest", "stands"]
