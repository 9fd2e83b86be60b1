"""The bodies that are known: rows of ``data/registry/units/CODE.csv``.

    Registry.records("330922")  the rows of one division, each a Unit with its history and examples
    Registry.departments        what any county, city or province has: 人社局 is 人力资源和社会保障局

Files are read when first asked for: converting a county's notice reads that county, its
superiors and nothing else. ``id`` is written once and never computed again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path

from kg import resources
from kg.identity import place_path
from kg.model import Place, Unit
from kg.registry.departments import Departments, word_of
from kg.registry.places import places
from kg.registry.rows import read_rows, unknown, wrong

_COLUMNS = (
    "id", "label", "full", "aliases", "hidden", "kind", "part_of", "place",
    "since", "until", "replaced_by", "examples", "source", "notes",
)  # fmt: skip
_ID = re.compile(r"[0-9a-f]{10}")


@dataclass(frozen=True, slots=True)
class Record:
    """One row: the unit, when it existed, and mentions that must resolve to it."""

    unit: Unit
    division: str  # code of the division whose file holds it
    since: str | None
    until: str | None
    replaced_by: str | None  # IRI path of the Unit that took over
    examples: tuple[str, ...]
    source: str
    notes: str


class Registry:
    """Everything in ``data/registry`` about bodies."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._records: dict[str, tuple[Record, ...]] = {}

    def records(self, code: str) -> tuple[Record, ...]:
        """Return the rows of one division; none where nobody has written its file yet."""
        if code not in self._records:
            path = self._folder / "units" / f"{code}.csv"
            rows = read_rows(path, _COLUMNS, ("id", "label", "kind", "place")) if path.is_file() else []
            place = places().by_code(code)
            for row in rows:
                _check(row, path, self.kinds)
            self._records[code] = tuple(self._record(row, code, place) for row in rows)
        return self._records[code]

    def _record(self, row: dict[str, str], code: str, place: Place | None) -> Record:
        record = _record(row, code)
        unit = record.unit
        told = self.department_types(unit.label, unit.kind, place)
        if not told and unit.full:
            told = self.department_types(unit.full, unit.kind, place)
        return replace(record, unit=replace(unit, departments=told, replaced_by=record.replaced_by))

    def department_types(self, name: str, kind: str, place: Place | None) -> tuple[str, ...]:
        """Return what a body of a place is for, by its name: keys of ``department-types.csv``."""
        if kind in ("government", "township-government"):
            return ("government",)
        return self.departments.types_of(name, place, word_of(place))

    def divisions(self) -> list[str]:
        """Return the codes of the divisions that have a file."""
        return sorted(path.stem for path in (self._folder / "units").glob("*.csv"))

    def all_records(self) -> Iterator[Record]:
        """Yield every row of every division."""
        for code in self.divisions():
            yield from self.records(code)

    def unit(self, iri: str) -> Unit | None:
        """Return the registered unit of an IRI path."""
        return self._by_iri.get(iri)

    @cached_property
    def _by_iri(self) -> dict[str, Unit]:
        return {record.unit.iri: record.unit for record in self.all_records()}

    @cached_property
    def departments(self) -> Departments:
        """The kinds of department that every place may have."""
        return Departments(self._folder)

    @cached_property
    def _kind_rows(self) -> list[dict[str, str]]:
        columns = ("kind", "label_zh", "label_en", "suffixes", "examples")
        return read_rows(self._folder / "unit-kinds.csv", columns, ("kind", "label_zh", "label_en"))

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of body that there are."""
        return frozenset(row["kind"] for row in self._kind_rows)

    @cached_property
    def _kinds(self) -> list[tuple[str, str]]:
        pairs = [
            (suffix, row["kind"])
            for row in self._kind_rows
            for suffix in row["suffixes"].split("|")
            if suffix
        ]
        return sorted(pairs, key=lambda pair: -len(pair[0]))

    def kind_of(self, name: str) -> str:
        """Return the kind that a name's ending tells, ``organization`` where it tells none."""
        bare = name.split("（", 1)[0] or name
        return next((kind for suffix, kind in self._kinds if bare.endswith(suffix)), "organization")


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)


def _check(row: dict[str, str], path: Path, kinds: frozenset[str]) -> None:
    if not _ID.fullmatch(row["id"]):
        zh = f"“{row['id']}”不是十位十六进制的 id，见 data/registry/units/README.md 的命令"
        en = f"{row['id']} is no id of ten hexadecimal digits; data/registry/units/README.md has the command"
        raise wrong(path, f"{row['label']} id", zh, en)
    if row["kind"] not in kinds:
        raise unknown(path, f"{row['label']} kind", row["kind"], kinds)


def _record(row: dict[str, str], code: str) -> Record:
    unit = Unit(
        iri=f"unit/{row['id']}",
        label=row["label"],
        full=row["full"] or None,
        kind=row["kind"],
        jurisdiction=place_path(row["place"], ""),
        part_of=f"unit/{row['part_of']}" if row["part_of"] else None,
        alt=_split(row["aliases"]),
        hidden=_split(row["hidden"]),
    )
    return Record(
        unit=unit,
        division=code,
        since=row["since"] or None,
        until=row["until"] or None,
        replaced_by=f"unit/{row['replaced_by']}" if row["replaced_by"] else None,
        examples=_split(row["examples"]),
        source=row["source"],
        notes=row["notes"],
    )


@cache
def registry() -> Registry:
    """Return the registry of this installation."""
    return Registry(resources.data("registry"))
