"""The divisions of the country and its zones, from ``data/registry/places``, at any time since 1980.

    country 100000 → province 330000 → city 330900 → county 330922 → township 330922100

    places()                    as things stand today
    places().at("2018-06-01")   as they stood that day: 江干区 lies in 杭州市

The level follows from the code. A place that the tables do not know gets no code and the level
that its suffix tells. Townships are those of today.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from kg import resources
from kg.identity import former_place_path, place_path
from kg.model import Place
from kg.registry.divisions import COUNTRY, Divisions, Row, distance, latest, stands
from kg.registry.place_names import Level, level_by_suffix, short_name, spoken_name, suffixes
from kg.registry.zones import Zone, Zones, is_zone

_LAST = frozenset("省市区县州盟旗国岛域城会")  # what a division's full name ends with
_VIEWS = 64  # days whose lookups are kept
_DIGITS = {"province": 2, "city": 4, "county": 6, "zone": 6, "township": 9}


def level_of_code(code: str) -> Level:
    """Return the level that a division's code tells."""
    if len(code) == 9:
        return "township"
    if code == COUNTRY:
        return "country"
    if code.endswith("0000"):
        return "province"
    if code.endswith("00"):
        return "city"
    return "zone" if is_zone(code) else "county"


def make(code: str | None, name: str, level: Level | None = None, parent: str | None = None) -> Place:
    """Return a ``Place`` with its path and level."""
    return Place(
        iri=place_path(code, name, parent),
        name=name,
        code=code,
        level=level or (level_of_code(code) if code else level_by_suffix(name)),
        parent=parent,
    )


def invented(name: str, parent: Place | None = None) -> Place:
    """Return a place that the tables do not know: no code, the level by its suffix, its superior's own."""
    return make(None, name, parent=parent.iri if parent else None)


def stored(path: str, name: str, code: str | None, parent: str | None, day: str | None) -> Place:
    """Return a place as a store tells it: a division as it stood on a day, or one that no table knows."""
    known = places().at(day).by_code(code) if code else None
    return known or Place(path, name, code, level_by_suffix(name), parent)


class _Tables:
    """The files and the places made of them, shared by the views of all days."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.divisions = Divisions(folder / "divisions.tsv")
        self.zones = Zones(folder / "zones.tsv", self.divisions)
        self.made: dict[Row, Place] = {}
        self.views: dict[str | None, Places] = {}
        self._townships: bytes | None = None
        self._short: dict[str, list[str]] | None = None

    @property
    def townships(self) -> bytes:
        """The township table, read when first needed; bytes are searched faster than decoded."""
        if self._townships is None:
            self._townships = b"\n" + (self.folder / "townships.tsv").read_bytes()
        return self._townships

    @property
    def abbreviations(self) -> dict[str, list[str]]:
        if self._short is None:
            self._short = {}
            for line in (self.folder / "short-names.tsv").read_text(encoding="utf-8").splitlines():
                code, name = line.split("\t")
                self._short.setdefault(name, []).append(code)
        return self._short

    def place(self, row: Row) -> Place:
        """Return the place of a row, with what it became."""
        if row not in self.made:
            parent = self.parent_row(row)
            self.made[row] = Place(
                iri=self.path(row),
                name=row.name,
                code=row.code,
                level=level_of_code(row.code),
                parent=self.path(parent) if parent else None,
                since=row.since or None,
                until=row.until or None,
                successors=tuple(self.path(s) for s in self.divisions.successors(row)),
            )
        return self.made[row]

    def zone(self, zone: Zone) -> Place:
        """Return the place of a zone that has no code."""
        return Place(
            iri=place_path(None, zone.name),
            name=zone.name,
            code=None,
            level=zone.level,
            parent=self.zone_parent(zone.parent).iri,
            since=zone.since or None,
            until=zone.until or None,
            successors=tuple(
                self.path(row) for code in zone.successors.split() if (row := self.divisions.holder(code))
            ),
        )

    def zone_parent(self, key: str) -> Place:
        """Return the place above a zone: a division's code, or another zone's name."""
        row = self.divisions.holder(key) if key.isdigit() else None
        return self.place(row) if row else self.zone(self.zones.by_name[key])

    def path(self, row: Row) -> str:
        """Return the IRI path of a row: of a code that several names bore, one has it to itself."""
        former = self.divisions.former_name(row)
        return former_place_path(row.code, former) if former else place_path(row.code, row.name)

    def parent_row(self, row: Row) -> Row | None:
        """Return the row one level up while ``row`` stood: 东城区 lies directly in 北京市."""
        if row.code == COUNTRY:
            return None
        return self.above(row.code, row.until or None)

    def above(self, code: str, day: str | None) -> Row | None:
        for step in (code[:6], code[:4] + "00", code[:2] + "0000"):
            if step != code:
                rows = self.divisions.rows(step)
                if held := [row for row in rows if stands(row, day)] or (rows if len(code) == 9 else ()):
                    return held[-1]
        return self.divisions.holder(COUNTRY)


class Places:
    """Lookups in the tables of divisions, as they stood on one day.

    >>> [p.name for p in places().find("嵊泗")], len(places().townships("330922"))
    (['嵊泗县'], 7)
    >>> places().find("江干区"), [p.code for p in places().at("2018").find("江干区")]
    ([], ['330104'])
    """

    def __init__(self, folder: Path, *, day: str | None = None, tables: _Tables | None = None) -> None:
        self._tables = tables or _Tables(folder)
        self._day = day
        self._codes: dict[str, Place | None] = {}

    def at(self, day: str | None) -> Places:
        """Return the tables as they stood on a day (or in a month or year); None is today."""
        views = self._tables.views
        if day not in views:
            while len(views) >= _VIEWS:
                views.pop(next(iter(views)))
            views[day] = (
                self if day == self._day else Places(self._tables.folder, day=day, tables=self._tables)
            )
        return views[day]

    def by_code(self, code: str) -> Place | None:
        """Return the place of a code of 6 or 9 digits: who bore it that day, or else last."""
        if code not in self._codes:
            self._codes[code] = self._by_code(code)
        return self._codes[code]

    def by_path(self, path: str) -> Place | None:
        """Return the place of an IRI path, of whatever time."""
        key = path.removeprefix("place/")
        code = key.partition("-")[0]
        if not code.isdigit():
            return next(
                (
                    self._tables.zone(z)
                    for z in self._tables.zones.uncoded
                    if place_path(None, z.name) == path
                ),
                None,
            )
        if len(code) == 9:
            return self.by_code(code)
        rows = [row for row in self._tables.divisions.rows(code) if self._tables.path(row) == path]
        return self._tables.place(rows[-1]) if rows else None

    def parent(self, place: Place) -> Place | None:
        """Return the place one level up; of an unknown place nothing is known."""
        return self.by_path(place.parent) if place.parent else None

    def chain(self, place: Place | None) -> list[Place]:
        """Return the place, its superiors and the country, from below."""
        found: list[Place] = []
        while place is not None:
            found.append(place)
            place = self.parent(place)
        return found

    def after(self, place: Place) -> list[Place]:
        """Return every place that a former one became, step by step, the nearest first."""
        found: dict[str, Place] = {}
        front = list(place.successors)
        while front:
            path = front.pop(0)
            if path not in found and (step := self.by_path(path)):
                found[path] = step
                front += step.successors
        return list(found.values())

    def children(self, code: str, level: Level | None = None) -> list[Place]:
        """Return the divisions directly below ``code``, or all below it of one level."""
        if level == "township" or (level is None and level_of_code(code) in ("county", "zone")):
            return self.townships(code)
        found = [p for p in self._below(code) if (p.level == level if level else self._is_child(p, code))]
        if not found and level is None and level_of_code(code) == "city":
            return self.townships(code)  # 东莞, 中山 and 儋州 have no counties
        return found

    def townships(self, code: str) -> list[Place]:
        """Return every township below a county, city or province, in the order of their codes."""
        first, end = self._rows_of(self._prefix(code))
        if first < 0:
            return []
        lines = self._tables.townships[first + 1 : end].decode().split("\n")
        return [self._township(*line.split("\t")) for line in lines]

    def find(self, name: str, within: Place | str | None = None) -> list[Place]:
        """Return the places of a name, with or without its suffix, highest level first.

        ``within`` keeps those below one place and admits townships without their suffix
        (菜园 in 嵊泗县); without it townships are found by their full names only.
        """
        code = within.code if isinstance(within, Place) else within
        start = self._prefix(code) if code else ""
        found = [place for place in self._in_divisions(name) if str(place.code).startswith(start)]
        level = level_by_suffix(name)
        if level in ("township", "zone") or (start and level == "unknown" and len(name) >= 2):
            found += self._in_townships(name, start)
        # A full name beats a short one: 海南省 is not 海南藏族自治州.
        return sorted(found, key=lambda p: (p.name != name, len(p.code or ""), p.code or ""))

    def named(self, name: str) -> list[Place]:
        """Return the divisions that bear a full name, or are called by it (恩施州), that day."""
        rows = [row for row in self._bearers(name) if stands(row, self._day)]
        return [self._tables.place(row) for row in latest(rows)]

    def nearest(self, name: str) -> list[Place]:
        """Return the divisions that bear a name at the time nearest to that day: before it or after."""
        rows = self._bearers(name)
        if not rows:
            return []
        least = min(distance(row, self._day) for row in rows)
        return [self._tables.place(row) for row in latest(r for r in rows if distance(r, self._day) == least)]

    def _bearers(self, name: str) -> list[Row]:
        """Return the rows of all times of a full name, or of the name that a place is called by."""
        tables = self._tables
        rows = list(tables.divisions.named(name)) if name[-1:] in _LAST else []
        if len(name) > 2 and any(row.spoken and row.word == name[-1] for row in suffixes()):
            rows += [row for row in tables.divisions.beginning(name[:-1]) if spoken_name(row.name) == name]
        if len(name) > 1:
            rows += [
                row for code in tables.abbreviations.get(name, ()) for row in tables.divisions.rows(code)
            ]
        return list(dict.fromkeys(rows))

    def zone(self, name: str, within: Place | None = None) -> Place | None:
        """Return the one zone, new area or division of the 兵团 of a name in any of its forms."""
        zone = self._tables.zones.find(name, within.code if within else None, self._day)
        return (
            self._tables.place(zone) if isinstance(zone, Row) else (self._tables.zone(zone) if zone else None)
        )

    def place(self, name: str, within: Place | None = None) -> Place:
        """Return the one place of a name, or an invented one where none or several bear it."""
        found = self.find(name, within)
        exact = [p for p in found if p.name == name] or found
        return exact[0] if len(exact) == 1 else invented(name, within)

    def short_names(self, code: str) -> list[str]:
        """Return the short names of a division: its stem, and its abbreviations (浙)."""
        place = self.by_code(code)
        if place is None:
            return []
        listed = [n for n, codes in self._tables.abbreviations.items() if code in codes]
        stem = short_name(place.name)
        return [stem, *(n for n in listed if n != stem)]

    def divisions(self) -> Iterator[Place]:
        """Yield country, provinces, cities and counties of that day in the order of their codes."""
        return self._of(self._tables.divisions.below(""))

    def _by_code(self, code: str) -> Place | None:
        if len(code) == 9:
            table = self._tables.townships
            at = table.find(f"\n{code}\t".encode())
            return (
                None if at < 0 else self._township(code, table[at + 11 : table.find(b"\n", at + 1)].decode())
            )
        row = self._tables.divisions.holder(code, self._day)
        return self._tables.place(row) if row else None

    def _township(self, code: str, name: str) -> Place:
        parent = self._tables.above(code, None)
        return make(code, name, parent=self._tables.path(parent) if parent else None)

    def _of(self, rows: Iterable[Row]) -> Iterator[Place]:
        """Yield the places of the rows that stand that day; where two share a code, the later one."""
        found: dict[str, Row] = {}
        for row in rows:
            if stands(row, self._day):
                found[row.code] = row
        gone = {
            row.code
            for row in found.values()
            if row.until and self._day and row.until.startswith(self._day[: len(row.until)])
        }
        for row in found.values():
            if row.code not in gone:
                yield self._tables.place(row)

    @staticmethod
    def _prefix(code: str) -> str:
        """Return the digits that all codes below ``code`` begin with."""
        level = level_of_code(code)
        return "" if level == "country" else code[: _DIGITS[level]]

    def _below(self, code: str) -> list[Place]:
        return [p for p in self._of(self._tables.divisions.below(self._prefix(code))) if p.code != code]

    def _is_child(self, place: Place, code: str) -> bool:
        return bool(place.parent) and place.parent == getattr(self.by_code(code), "iri", None)

    def _in_divisions(self, name: str) -> list[Place]:
        """Return the divisions whose full or short name is ``name``."""
        tables = self._tables
        rows = [tables.divisions.holder(code, self._day) for code in tables.abbreviations.get(name, ())]
        rows += [
            row
            for row in tables.divisions.beginning(name)
            if row.name == name or (len(name) >= 2 and short_name(row.name) == name)
        ]
        standing = dict.fromkeys(row for row in rows if row and stands(row, self._day))
        return [tables.place(row) for row in latest(standing)]

    def _in_townships(self, name: str, start: str) -> list[Place]:
        """Return the townships of a full or short name whose codes begin with ``start``."""
        table, key = self._tables.townships, f"\t{name}".encode()
        first, last = self._rows_of(start)
        found: list[Place] = []
        at = table.find(key, first, last + 1) if first >= 0 else -1
        while at >= 0:
            full = table[at + 1 : table.find(b"\n", at)].decode()
            if full == name or (start and short_name(full) == name):
                found.append(self._township(table[at - 9 : at].decode(), full))
            at = table.find(key, at + 1, last + 1)
        return found

    def _rows_of(self, start: str) -> tuple[int, int]:
        """Return where the townships whose codes begin with ``start`` begin and end in the table."""
        table, key = self._tables.townships, b"\n" + start.encode()
        if not start:
            return 0, len(table) - 1
        first = table.find(key)
        return (first, table.find(b"\n", table.rfind(key) + 1)) if first >= 0 else (-1, -1)


@cache
def places() -> Places:
    """Return the tables of this installation, as things stand today."""
    return Places(resources.data("registry", "places"))


__all__ = [
    "COUNTRY",
    "Level",
    "Places",
    "invented",
    "level_by_suffix",
    "level_of_code",
    "make",
    "places",
    "short_name",
    "spoken_name",
]
