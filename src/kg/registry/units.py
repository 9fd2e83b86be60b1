"""The bodies that are known: rows of ``data/registry/units/CODE.csv`` and the kinds of department.

    Registry.records("330922")  the rows of one division, each a Unit with its history and examples
    Registry.types              what any county, city or province has: 人社局 is 人力资源和社会保障局

Files are read when first asked for: converting a county's notice reads that county, its
superiors and nothing else. ``id`` is written once and never computed again.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from kg import resources
from kg.errors import DataError
from kg.identity import place_path
from kg.model import Place, Unit
from kg.registry.places import short_name

_LONG_SUFFIX = {"委": "委员会", "办": "办公室"}


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


@dataclass(frozen=True, slots=True)
class DepartmentType:
    """A kind of body that exists in one place at most once, with every way to write its name.

    A form without a placeholder follows a word for its place (县, 嵊泗县) or stands bare;
    ``{l}`` is the level's word (县), ``{p}`` the place's name (嵊泗县), ``{s}`` its short name (嵊泗).
    The suffix 无 among ``also`` lets the name stand without any.
    """

    short: str
    full: str
    others: tuple[str, ...]
    suffixes: tuple[str, str, str]  # province, city, county
    also: tuple[str, ...]
    kind: str
    since: str | None
    until: str | None
    successor: str | None
    examples: tuple[str, ...]
    notes: str

    @property
    def forms(self) -> Iterator[str]:
        """Yield every form, templates too."""
        suffixes = dict.fromkeys((*self.suffixes, *self.also))
        suffixes.pop("", None)
        if suffixes.keys() & {"局", "厅", "委"}:
            suffixes["局"] = None
        endings = [*suffixes, *(_LONG_SUFFIX[s] for s in suffixes if s in _LONG_SUFFIX)] or [""]
        endings = ["" if ending == "无" else ending for ending in endings]
        for core in dict.fromkeys((self.short, self.full, *self.others)):
            for ending in endings:
                yield core + ending

    def label(self, place: Place | None, word: str) -> str:
        """Return the canonical short name in a place whose level is called ``word``: 县人社局."""
        level = {"province": 0, "city": 1}.get(place.level if place else "", 2)
        if place is None:
            level = {"省": 0, "市": 1, "州": 1, "自治区": 0}.get(word, 2)
        suffix = self.suffixes[level] or self.suffixes[2] or self.suffixes[1]
        return fill(self.short + suffix, place, word, prefix=word)


def fill(form: str, place: Place | None, word: str, prefix: str) -> str:
    """Return a form with its placeholders filled, or after ``prefix`` where it has none."""
    if "{" not in form:
        return prefix + form
    name = place.name if place else word
    return form.replace("{l}", word).replace("{p}", name).replace("{s}", short_name(name) if place else word)


class Registry:
    """Everything in ``data/registry`` about bodies."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._records: dict[str, tuple[Record, ...]] = {}

    def records(self, code: str) -> tuple[Record, ...]:
        """Return the rows of one division; none where nobody has written its file yet."""
        if code not in self._records:
            path = self._folder / "units" / f"{code}.csv"
            rows = _rows(path) if path.is_file() else []
            self._records[code] = tuple(_record(row, code, path) for row in rows)
        return self._records[code]

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
    def types(self) -> tuple[DepartmentType, ...]:
        """The kinds of department, in the order of the file."""
        return tuple(_type(row) for row in _rows(self._folder / "department-types.csv"))

    def successors(self, type_: DepartmentType) -> Iterator[str]:
        """Yield the kinds of department that reforms made of one, the next first: 卫生, 卫计, 卫健."""
        by_short = {one.short: one for one in self.types}
        seen = {type_.short}
        after: DepartmentType | None = type_
        while after and after.successor and after.successor not in seen:
            seen.add(after.successor)
            yield after.successor
            after = by_short.get(after.successor)

    @cached_property
    def type_of_form(self) -> dict[str, DepartmentType]:
        """Every form without a placeholder, and the type it belongs to."""
        return {form: type_ for type_ in self.types for form in type_.forms if "{" not in form}

    @cached_property
    def forms_by_ends(self) -> dict[tuple[str, str], list[tuple[str, DepartmentType]]]:
        """The forms of :attr:`type_of_form` by their first and last characters."""
        table: dict[tuple[str, str], list[tuple[str, DepartmentType]]] = {}
        for form, type_ in self.type_of_form.items():
            table.setdefault((form[0], form[-1]), []).append((form, type_))
        return table

    @cached_property
    def templates(self) -> tuple[tuple[str, DepartmentType], ...]:
        """The forms with placeholders."""
        return tuple((form, type_) for type_ in self.types for form in type_.forms if "{" in form)

    @cached_property
    def _kinds(self) -> list[tuple[str, str]]:
        pairs = [
            (suffix, row["kind"])
            for row in _rows(self._folder / "unit-kinds.csv")
            for suffix in row["suffixes"].split("|")
            if suffix
        ]
        return sorted(pairs, key=lambda pair: -len(pair[0]))

    def kind_of(self, name: str) -> str:
        """Return the kind that a name's ending tells, ``organization`` where it tells none."""
        bare = name.split("（", 1)[0] or name
        return next((kind for suffix, kind in self._kinds if bare.endswith(suffix)), "organization")


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)


def _record(row: dict[str, str], code: str, path: Path) -> Record:
    if len(row["id"]) != 10 or not row["label"] or not row["kind"]:
        raise DataError(
            f"{path.name} 的一行缺 id、label 或 kind：{row['label'] or row['id']}。",
            f"A row of {path.name} lacks id, label or kind: {row['label'] or row['id']}.",
        )
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


def _type(row: dict[str, str]) -> DepartmentType:
    return DepartmentType(
        short=row["short"],
        full=row["full"],
        others=_split(row["others"]),
        suffixes=(row["province"], row["city"], row["county"]),
        also=_split(row["also"]),
        kind=row["kind"],
        since=row["since"] or None,
        until=row["until"] or None,
        successor=row["successor"] or None,
        examples=_split(row["examples"]),
        notes=row["notes"],
    )


@cache
def registry() -> Registry:
    """Return the registry of this installation."""
    return Registry(resources.data("registry"))
