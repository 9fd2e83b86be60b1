"""A table as people read it: names in place of keys, within a scope of area, level and year.

The keys that join tables say nothing to a reader: ``unit`` becomes the IRI of the unit and
``unit_label`` its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kg.tables import engine
from kg.tables.mapping import Column, Table, Tables

_NAMES = ("label", "name", "title", "text")  # of the thing that a row is, the first that a table has


@dataclass(frozen=True, slots=True)
class Scope:
    """Which notices: of a place with its subordinates, of a level, of a year; None: all."""

    area: str | None = None  # IRI
    level: str | None = None  # IRI
    year: int | None = None

    def values(self) -> dict[str, Any]:
        """Return the parameters of a question."""
        return {"area": self.area, "level": self.level, "year": self.year}


@dataclass(frozen=True, slots=True)
class Shown:
    """One column as it is shown: ``label`` where it names the thing of the column before."""

    name: str
    column: Column
    label: bool = False

    @property
    def is_iri(self) -> bool:
        """Whether the column holds the IRI of a thing; its name, where there is one, stands beside it."""
        return (self.column.type == "key" and not self.label) or self.name == "iri"

    @property
    def is_code(self) -> bool:
        """Whether the column holds a code: an IRI that has a label."""
        return self.column.type == "iri" and not self.is_iri

    def heading(self, lang: str) -> str:
        """Return what a reader sees above it."""
        text = self.column.en if lang == "en" else self.column.zh
        iri = self.column.type == "key" and not self.label
        unit = f"（{self.column.unit}）" if self.column.unit else ""
        return f"{text} (IRI)" if iri else f"{text}{unit}"


# Places within the area, itself among them; a cycle ends by UNION.
_BELOW = """
  WITH RECURSIVE below(key) AS (
    SELECT key FROM places WHERE iri = $area
    UNION SELECT place.key FROM places place JOIN below ON place.within = below.key)
"""
IN_SCOPE = f"""(
  SELECT notice.key FROM notices notice LEFT JOIN places seat ON seat.key = notice.jurisdiction
  WHERE ($area IS NULL OR notice.jurisdiction IN ({_BELOW} SELECT key FROM below))
    AND ($level IS NULL OR seat.level = $level)
    AND ($year IS NULL OR notice.year = $year))"""
"""The keys of the notices in scope, of the parameters ``$area``, ``$level`` and ``$year``."""


def selection(table: Table, tables: Tables) -> tuple[str, tuple[Shown, ...]]:
    """Return the question for a table's rows within a scope, and the columns of its answer."""
    chosen: list[str] = []
    shown: list[Shown] = []
    joins: list[str] = []
    for column in table.columns:
        if column.name == "key":
            continue
        own = f"rows.{engine.name(column.name)}"
        if column.type != "key" or not column.tables:
            chosen.append(f"{own} AS {engine.name(column.name)}")
            shown.append(Shown(column.name, column))
            continue
        aliases = {f"{column.name}_{other}": tables[other] for other in column.tables}
        for alias, other in aliases.items():
            joins.append(f"LEFT JOIN {other.name} {engine.name(alias)} ON {engine.name(alias)}.key = {own}")
        iris = (f"{engine.name(alias)}.iri" for alias in aliases)
        chosen.append(f"coalesce({', '.join(iris)}) AS {engine.name(column.name)}")
        shown.append(Shown(column.name, column))
        if names := _named(aliases):
            chosen.append(f"coalesce({', '.join(names)}) AS {engine.name(column.name + '_label')}")
            shown.append(Shown(f"{column.name}_label", column, label=True))
    scope = f"WHERE rows.notice IN {IN_SCOPE}" if table.scoped else ""
    order = ", ".join(f"rows.{engine.name(column.name)}" for column in table.columns)
    text = f"SELECT {', '.join(chosen)} FROM {table.name} rows {' '.join(joins)} {scope} ORDER BY {order}"
    return text, tuple(shown)


def _named(aliases: Mapping[str, Table]) -> list[str]:
    found = []
    for alias, other in aliases.items():
        name = _name(other.columns)
        if name is None:
            return []
        found.append(f"{engine.name(alias)}.{engine.name(name)}")
    return found


def _name(columns: Iterable[Column]) -> str | None:
    known = {column.name for column in columns}
    return next((name for name in _NAMES if name in known), None)
