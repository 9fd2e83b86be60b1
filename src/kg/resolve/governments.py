"""Governments and offices by the names of their places, and whose place it is.

    governments.of(place)                    菜园镇 → 菜园镇人民政府
    governments.named("湖东街道办")           the government that a name means, the place alone too
    governments.stranger(found, place, …)    a body of a place that is not this notice's, in doubt

A township that is none of the notice's own place is doubted, and what may be meant is named.
"""

from __future__ import annotations

from functools import cache

from kg import resources
from kg.model import NameDoubt, Place, Unit
from kg.registry.patterns import rule
from kg.registry.places import level_by_suffix, short_name
from kg.registry.rows import read_rows
from kg.resolve.resolution import DERIVED, EXACT, NEW, REPAIRED, Resolution
from kg.resolve.view import View, same_short

_TOWNSHIPS_OF = "2021"  # the table is of today: in an older notice another township may have been
_STREET = "街道"


def government_name(place: Place) -> str:
    """Return what the government of a place is called: 湖东街道 → 湖东街道办事处."""
    rows = (row for row in _rows() if place.name.endswith(row["ends"]) and row["level"] in ("", place.level))
    return place.name + next(rows)["adds"]


@cache
def _rows() -> tuple[dict[str, str], ...]:
    path = resources.data("registry", "government-names.csv")
    return tuple(read_rows(path, ("ends", "level", "adds", "examples"), ("examples",)))


def _place_and_office(form: str) -> tuple[str, str]:
    """Return the place that a name begins with, and its office: 湖东街办 → 湖东街道, 街办."""
    match = rule("mentions.government").match(form)
    if match is None:
        return form, ""
    return match["place"] + (_STREET if match["street"] else ""), match["office"]


class Governments:
    """The governments around a notice.

    Args:
        view: The places around it.
        when: Its date, None where it is not known.
    """

    def __init__(self, view: View, when: str | None) -> None:
        self._view = view
        self._when = when

    def of(self, place: Place) -> Unit:
        """Return the government (or the office) of a place: 菜园镇 → 菜园镇人民政府."""
        label = government_name(place)
        scope = self._view.keeper(place)
        if registered := scope.names.literal.get(label):
            return registered[0]
        kind = {"township": "township-government", "zone": "zone-administration"}.get(
            place.level, "government"
        )
        types = () if place.level == "zone" else ("government",)
        return self._view.make(scope, label, kind, place, full=label, departments=types)

    def found(self, place: Place, form: str) -> Resolution:
        """The government of a place by its name."""
        unit = self.of(place)
        scope = self._view.keeper(place)
        name = unit.label if place.level == "township" else self._view.shown(unit, scope)
        if form in (unit.label, unit.full):
            found = Resolution(unit, "exact", EXACT, ("same-name",), name=name)
        else:
            found = Resolution(unit, "alias", DERIVED, ("suffix",), name=name)
        return self.stranger(found, place, "")

    def stranger(self, found: Resolution, place: Place, rest: str) -> Resolution:
        """Doubt a body of a place that is neither below the notice's own nor above it."""
        if not self._view.foreign(place):
            return found
        own = self._view.own
        meant: tuple[str, ...] = ()
        if (kind := self._view.registry.departments.by_form.get(rest)) and kind.fits(own.place, own.word):
            unit = own.names.named.get((kind.name.short, kind.ending))
            meant = (unit.label if unit else kind.label(own.place, own.word),)
        return found.doubted(NameDoubt("foreign-unit", meant, of=place.name), "foreign-unit")

    def named(self, form: str) -> Resolution | None:
        """The government of a named place: 嵊山镇人民政府, 望川市政府, 湖东街道办; or the place alone."""
        name, office = _place_and_office(form)
        level = level_by_suffix(name)
        if level not in ("province", "city", "county", "township"):
            return None
        own = self._view.place
        if own and name.startswith(own.name) and len(name) > len(own.name) + 1:
            name = name[len(own.name) :]
        if level == "township":
            return None if self._view.leading(name) else self._township(name, form)
        if not office and not self._view.tables.find(name):
            return None
        return self.found(self._view.named(name), form)

    def _township(self, name: str, form: str) -> Resolution | None:
        """The government of a township: the notice's own, one of another county, or of no table."""
        view = self._view
        if place := view.town(name):
            unit = self.of(place)
            if form in (unit.label, unit.full):
                reason = "same-name" if form == unit.label else "full-name"
                return Resolution(unit, "exact", EXACT, (reason,))
            if not same_short(short_name(place.name), short_name(name)):
                return Resolution(unit, "repaired", REPAIRED, ("look-alike",))
            return Resolution(unit, "alias", DERIVED, ("suffix",))
        if not view.towns():
            unit = self.of(view.named(name))
            sure = form == unit.label
            return Resolution(
                unit,
                "exact" if sure else "alias",
                EXACT if sure else DERIVED,
                ("same-name" if sure else "suffix",),
            )
        elsewhere = view.town_elsewhere(name)
        county = self._view.tables.parent(elsewhere) if elsewhere else None
        unit = self.of(elsewhere or view.named(name))
        doubt = NameDoubt(
            "unknown-township",
            view.towns_alike(name),
            of=county.name if county else None,
            sure=self._when is None or self._when >= _TOWNSHIPS_OF,
        )
        if elsewhere:
            return Resolution(unit, "alias", DERIVED, ("suffix",)).doubted(doubt, "unknown-township")
        return Resolution(unit, "unresolved", NEW, ("unknown-township",), doubt=doubt)

    def town_of(self, place: Place, rest: str) -> Resolution | None:
        """岱山县衢山镇人民政府: a township of another county, by that county's name."""
        name, _ = _place_and_office(rest)
        towns = [t for t in self._view.tables.find(name, place) if t.name == name and t.level == "township"]
        if len(towns) != 1:
            return None
        unit = self.of(towns[0])
        return Resolution(unit, "alias", DERIVED, ("place-prefix",), name=unit.label)
