"""What notices name: places, bodies, people, posts, indicators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Place:
    """A division of the country, or a place of one that the tables do not know (no code)."""

    iri: str
    name: str  # full: 嵊泗县
    code: str | None  # GB/T 2260, 6 digits, or 9 for townships
    level: Literal["country", "province", "city", "county", "township", "village", "zone", "unknown"]
    parent: str | None  # IRI path
    since: str | None = None  # a year, month or day; None: always, as far as is known
    until: str | None = None  # None: still
    successors: tuple[str, ...] = ()  # IRI paths of the Places that a former one became


@dataclass(frozen=True, slots=True)
class Unit:
    """A body that can be held responsible."""

    iri: str
    label: str  # canonical short name: 县发改局
    full: str | None  # 嵊泗县发展和改革局, where it is certain
    kind: str  # local name in kgc:, e.g. government-department
    jurisdiction: str | None  # IRI path of the Place served
    part_of: str | None = None  # IRI path of the parent Unit
    alt: tuple[str, ...] = ()  # genuine other names
    hidden: tuple[str, ...] = ()  # misreadings
    identifiers: tuple[str, ...] = ()
    confirmed: bool = True  # False: not in the registry, made from this notice
    departments: tuple[str, ...] = ()  # keys of data/registry/department-types.csv
    replaced_by: str | None = None  # IRI path of the Unit that a reform made of it
    reform: str | None = None  # the source of that reform, where no row of the registry tells it


@dataclass(frozen=True, slots=True)
class UnitGroup:
    """A set of bodies as one notice uses it: 各乡镇人民政府."""

    iri: str
    label: str
    members: tuple[str, ...]  # IRI paths of Units
    members_complete: bool
    version_of: str | None  # IRI path of the place's standing collective


@dataclass(frozen=True, slots=True)
class Leader:
    """A person who leads."""

    iri: str
    name: str


@dataclass(frozen=True, slots=True)
class Post:
    """A post of a body: 常务副县长 of one county, whoever holds it."""

    iri: str
    label: str  # without 代, （挂职）: 常务副县长
    full: str | None  # 嵊泗县常务副县长, where the place is known
    body: str | None  # IRI path of the Unit, where the title says it
    jurisdiction: str | None  # IRI path of the Place


@dataclass(frozen=True, slots=True)
class Indicator:
    """What a target measures."""

    iri: str
    label: str
