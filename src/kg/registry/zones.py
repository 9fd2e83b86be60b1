"""Development zones, new areas and the 兵团: what issues notices without being a division.

    Zones.find("合肥高新区")           -> the row of 340176 合肥高新技术产业开发区
    Zones.find("高新区", "340100")     -> the same, in a city that is known
    Zones.find("雄安新区")             -> a zone without a code

A zone is written in many ways: with or without its city, 高新技术产业开发区 or 高新区. Those that
the statistics number stand in ``divisions.tsv``, the others in ``zones.tsv``.
"""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from kg.registry import patterns
from kg.registry.divisions import Divisions, Row, stands
from kg.registry.place_names import Level, short_name


class Zone(NamedTuple):
    """A zone that has no code."""

    name: str
    level: Level
    parent: str  # the division's code, or the name of another zone
    since: str
    until: str
    successors: str
    also: str  # other names, separated by blanks
    source: str


def is_zone(code: str) -> bool:
    """Return whether a code of six digits is one that the statistics give to a zone."""
    return code[4:] in _ZONE_NUMBERS


_ZONE_NUMBERS = frozenset(str(n) for n in range(71, 80))


class Zones:
    """Lookups by every form of a zone's name."""

    def __init__(self, path: Path, divisions: Divisions) -> None:
        self._path = path
        self._divisions = divisions

    @cached_property
    def uncoded(self) -> tuple[Zone, ...]:
        """The zones of ``zones.tsv``."""
        lines = self._path.read_text(encoding="utf-8").splitlines()[1:]
        return tuple(Zone(*line.split("\t")) for line in lines)  # type: ignore[arg-type]

    @cached_property
    def by_name(self) -> dict[str, Zone]:
        """The zones of ``zones.tsv`` by their names."""
        return {zone.name: zone for zone in self.uncoded}

    def find(self, name: str, within: str | None, day: str | None) -> Row | Zone | None:
        """Return the one zone of a name that stood on a day, below ``within`` where that is given."""
        found = [
            zone
            for zone in self._forms.get(self._form(name, within), ())
            if within is None or self._lies_in(zone, within)
        ]
        standing = [zone for zone in dict.fromkeys(found) if self._stood(zone, day)]
        return standing[0] if len(standing) == 1 else None

    @staticmethod
    def _stood(zone: Row | Zone, day: str | None) -> bool:
        return stands(Row("", zone.name, zone.since, zone.until, ""), day)

    def _lies_in(self, zone: Row | Zone, code: str) -> bool:
        above = zone.code if isinstance(zone, Row) else zone.parent
        while not above[:1].isdigit():
            above = self.by_name[above].parent
        return above.startswith(code if code == above else re.sub(r"(?:00){1,2}$", "", code))

    @cached_property
    def _forms(self) -> dict[str, list[Row | Zone]]:
        table: dict[str, list[Row | Zone]] = {}
        for row in self._divisions.below(""):
            if is_zone(row.code):
                self._enter(table, row, row.name, row.code)
        for zone in self.uncoded:
            for name in (zone.name, *zone.also.split()):
                self._enter(table, zone, name, zone.parent)
        return table

    def _enter(self, table: dict[str, list[Row | Zone]], zone: Row | Zone, name: str, code: str) -> None:
        for form in dict.fromkeys((_reduced(name), self._form(name, code if code[:1].isdigit() else None))):
            table.setdefault(form, []).append(zone)

    def _form(self, name: str, code: str | None) -> str:
        """Return a name without the province's and the city's, its kind written short."""
        form = _reduced(name)
        for step in (code[:2] + "0000", code[:4] + "00") if code else ():
            if row := self._divisions.holder(step):
                for written in (row.name, short_name(row.name)):
                    if form.startswith(written) and len(form) > len(written) + 1:
                        form = form[len(written) :]
                        break
        return form


def _reduced(name: str) -> str:
    """Return a name with its kind written short."""
    for row in patterns.load("zones").raw["kinds"]:
        for written in row["written"]:
            name = name.replace(written, row["short"])
    return name
