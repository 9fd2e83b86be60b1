"""Sets of bodies: 各乡镇人民政府, 县属有关部门, …成员单位, and who belongs to them."""

from __future__ import annotations

from dataclasses import dataclass

from kg.identity import group_path
from kg.model import Place, UnitGroup
from kg.names.normal import normal
from kg.registry.levels import words_of
from kg.registry.patterns import load
from kg.registry.places import Places

_SETS = ("all", "concerned", "members", "areas", "enterprises")


@dataclass(frozen=True, slots=True)
class Members:
    """The places whose governments a collective means, and whether these are all it means."""

    places: tuple[Place, ...]
    complete: bool


NOBODY = Members((), False)


def is_collective(form: str) -> bool:
    """Return whether a mention in its normal form is a set of bodies."""
    words = load("collectives")
    return any(words[name].search(form) for name in _SETS)


def members(form: str, jurisdiction: Place | None, tables: Places) -> Members:
    """Return the members that the tables of divisions know."""
    words = load("collectives")
    if jurisdiction is None or jurisdiction.code is None or not form.startswith(words.words["each"]):
        return NOBODY
    extra, towns = bool(words["and_others"].search(form)), words["towns"].search(form)
    if towns and not words["departments"].search(form):
        return _townships(form, jurisdiction, tables, extra)
    if not towns and words["not_places"].search(form):
        return NOBODY
    if words["divisions"].search(form) and jurisdiction.level in ("city", "province"):
        return _divisions(form, jurisdiction, tables, extra)
    return NOBODY


def _townships(form: str, place: Place, tables: Places, extra: bool) -> Members:
    assert place.code
    if place.level not in ("county", "zone") and tables.children(place.code, "county"):
        return NOBODY
    rows = [row for row in load("collectives").raw["townships"] if row["said"] in form]
    endings = tuple(end for row in rows for end in row["ends"])
    found = tuple(t for t in tables.townships(place.code) if t.name.endswith(endings))
    return Members(found, bool(found) and not extra)


def _divisions(form: str, place: Place, tables: Places, extra: bool) -> Members:
    assert place.code
    found: list[Place] = []
    if place.level == "province" and any(word in form for word in words_of("city")):
        found += tables.children(place.code, "city")
    if place.level == "city" or any(word in form for word in words_of("county")):
        found += tables.children(place.code, "county")
    return Members(tuple(found), bool(found) and not extra)


def unit_group(
    label: str, notice: str, owner: str | None, units: tuple[str, ...], complete: bool
) -> UnitGroup:
    """Return the collective as one notice uses it, a version of its place's standing one.

    ``label`` is shown as printed; what is the same to a reader has one path.
    """
    form = normal(label)
    standing = group_path(owner, form) if owner else None
    return UnitGroup(group_path(notice, form), label, units, complete, standing)
