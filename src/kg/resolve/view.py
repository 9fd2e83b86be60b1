"""The places around a notice and their bodies, as its own place sees them.

view = View(county, None, registry, tables)
view.own, view.above["市"]        the bodies of the notice's place and of its superiors
view.leading("岱山县财政局")       -> (岱山县, "财政局")
view.foreign(place)               whether a place is neither below nor above the notice's own
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.identity import place_key, unit_path
from kg.model import Place, Unit
from kg.names.normal import fold, normal
from kg.registry.departments import word_of
from kg.registry.levels import division_ends, level_words, words_of
from kg.registry.patterns import rule
from kg.registry.places import COUNTRY, Places, invented, level_by_suffix, short_name
from kg.registry.units import Registry
from kg.resolve.scopes import Scope

_RANK = ("country", "province", "city", "county")
_LONGEST_PLACE = 15
# Long names whose groups together are the usual one: 中国共产党嵊泗县委员会 → 嵊泗县委.
_LONGHAND = ("party_committee", "provincial_grid", "grid")
COUNTRY_WORD = words_of("country")[0]


def _above(word: str) -> str:
    found = level_words().get(word)
    return found.above if found else ""


def same_short(town: str, name: str) -> bool:
    """Return whether two short names are one, the peoples of a township aside: 莪山畲族, 莪山."""
    return town == name or (town.startswith(name) and bool(rule("mentions.peoples").match(town[len(name) :])))


class View:
    """Where names are looked for, from near to far, and what is made of those that nobody knows.

    Args:
        own: The notice's place, None where the text names none.
        owner: What keeps the bodies of an unnamed place apart from those of every other one.
        registry: What is known of bodies.
        tables: The tables of divisions.
    """

    def __init__(self, own: Place | None, owner: str | None, registry: Registry, tables: Places) -> None:
        self.place = own
        self.key = place_key(own.iri, own.code, own.name) if own else owner
        self.registry = registry
        self.tables = tables
        self.chain = tables.chain(own)
        self.made: dict[str, Unit] = {}
        self.served: dict[str, Place] = {}
        self._scopes: dict[str, Scope] = {}
        self.own = self._scope(own, word_of(own), self.key)
        self.above = self._superiors()

    # --- scopes -----------------------------------------------------------------------------------

    @property
    def scopes(self) -> Iterator[Scope]:
        """Yield the own bodies, then those of the superiors from below."""
        yield self.own
        yield from self.above.values()

    def of(self, place: Place) -> Scope:
        """Return the bodies of a place."""
        return self._scope(place, word_of(place), place_key(place.iri, place.code, place.name))

    def keeper(self, place: Place) -> Scope:
        """Return the scope whose key a place's own body gets.

        A township's body is keyed by its county, so that it keeps its key when the township's code changes.
        """
        if place.level == "township" and place.code:
            county = self.tables.by_code(place.code[:6])
            return self._scope(county, word_of(county), place.code[:6])
        return self.of(place) if place.code or place.level in ("province", "city", "county") else self.own

    def _scope(self, place: Place | None, word: str, key: str | None) -> Scope:
        name = key or "?"
        if name not in self._scopes:
            self._scopes[name] = Scope(place, word, key, self.registry)
        return self._scopes[name]

    def _superiors(self) -> dict[str, Scope]:
        """Return the scopes of the superior places by the word that means them: 市, 省, 国家."""
        found: dict[str, Scope] = {}
        if self.place is None:
            words = words_of("province", "city", "county", "township")
            return {word: self._scope(None, word, f"{self.key or 'x'}/{word}") for word in words}
        for place in self.chain[1:]:
            word = COUNTRY_WORD if place.code == COUNTRY else word_of(place)
            if word and word != self.own.word and word not in found:
                found[word] = self._scope(place, word, place.code)
        word = _above(self.own.word)
        while COUNTRY_WORD not in found and word and self.key:
            # The superiors of an unknown place are unknown, and still not the place itself.
            found.setdefault(word, self._scope(None, word, f"{self.key}/{word}"))
            word = _above(word)
        return found

    # --- names of places --------------------------------------------------------------------------

    def readings(self, form: str) -> Iterator[str]:
        """Yield a name, and again without what goes before it: 中共, superiors (浙江省舟山市嵊泗县…)."""
        yield form
        rest = form
        long = next((match for name in _LONGHAND if (match := rule(f"mentions.{name}").match(form))), None)
        if long:
            rest = "".join(long.groups())
        for place in self.chain[1:-1]:
            if match := rule("mentions.supplier").match(rest):
                shorter = match["grid"] + match["rest"].removeprefix(short_name(place.name))
                rest = shorter if rule("mentions.supplier").match(shorter) else rest
        rest = rule("mentions.party_prefix").sub("", rest)
        for place in reversed(self.chain[1:]):
            after = rest.removeprefix(place.name)
            if after != rest and (led := self.leading(after)) and led[0].level in ("city", "county"):
                rest = after
        if rest != form:
            yield rest
        for word, scope in self.above.items():
            name = scope.place.name if scope.place else ""
            if name and rest.startswith(name):
                yield word + rest[len(name) :]

    def leading(self, form: str) -> tuple[Place, str] | None:
        """Return the division whose full name begins a form, and what follows it."""
        for length in range(min(len(form) - 1, _LONGEST_PLACE), 1, -1):
            name = form[:length]
            if name[-1] not in division_ends():
                continue
            places = self._named(name)
            if len(places) == 1:
                return places[0], form[length:]
        return None

    def unknown_leading(self, form: str) -> tuple[Place, str] | None:
        """Return a place that no table knows and whose name begins a form: 东屿县财政局."""
        match = rule("mentions.unknown_place").match(form)
        if match is None or len(match[1]) < 3 or form.startswith(self.own.prefixes or ("\0",)):
            return None
        return self.named(match[1]), form[match.end() :]

    def _named(self, name: str) -> list[Place]:
        """Return the divisions of a name that day: of several, those below or beside the own place."""
        found = [p for p in self.tables.named(name) if p.level in ("province", "city", "county")]
        for area in self.chain[:-1] if len(found) > 1 else []:
            if within := [p for p in found if self._lies_in(p, area)]:
                return within
        return found

    def _lies_in(self, place: Place, area: Place) -> bool:
        return any(above.iri == area.iri for above in self.tables.chain(place))

    def named(self, name: str) -> Place:
        """Return the place of a name seen from here: below, beside or above, else one of no code."""
        if level_by_suffix(name) in ("province", "city", "county"):
            found = self._named(name)
            return found[0] if len(found) == 1 else invented(name, self._superior_of(name))
        return self.town(name) or self.town_elsewhere(name) or invented(name, self.place)

    def _superior_of(self, name: str) -> Place | None:
        """Return the own place where an unknown county or city may lie in it: none lies in a county."""
        own = self.place
        lies = own is not None and _RANK.index(level_by_suffix(name)) > _RANK.index(
            own.level if own.level in _RANK else "county"
        )
        return own if lies else None

    def towns(self) -> list[Place]:
        """Return the townships of the own county or city, none where they are not known."""
        own = self.place
        if own is None or own.code is None or own.level not in ("county", "city", "zone"):
            return []
        return self.tables.townships(own.code)

    def town(self, name: str) -> Place | None:
        """Return the own township of a name: as printed, by its short name, or mended (莱园镇)."""
        towns = self.towns()
        for found in (
            [town for town in towns if town.name == name],
            [t for t in towns if t.name[-1] == name[-1] and same_short(short_name(t.name), short_name(name))],
            [town for town in towns if fold(town.name) == fold(name)],
        ):
            if len(found) == 1:
                return found[0]
        return None

    def town_elsewhere(self, name: str) -> Place | None:
        """Return the one township of this name in the superior city, or below a province of its own."""
        own = self.place
        areas = self.chain[1:-1] if own and own.code else []
        if own and own.code and own.level == "province":
            areas = [own]
        for area in areas:
            found = [p for p in self.tables.find(name, area) if p.name == name]
            if len(found) == 1:
                return found[0]
        return None

    def towns_alike(self, name: str) -> tuple[str, ...]:
        """Return the own townships that a wrong name may mean, the likeliest first."""
        short = short_name(name)
        found: list[tuple[int, str]] = []
        for town in self.towns():
            other = short_name(town.name)
            wrong = sum(a != b for a, b in zip(short, other, strict=False))
            if short == other or (len(short) == len(other) and wrong == 1 and len(short) > 1):
                found.append(
                    (0 if fold(short) == fold(other) else 1 + (town.name[-1] != name[-1]), town.name)
                )
        return tuple(town for _, town in sorted(found)[:3])

    def town_like(self, name: str) -> bool:
        """Return whether a name may be that of a township or of its government."""
        return rule("mentions.town_like").search(name) is not None

    def is_body(self, rest: str) -> bool:
        """Return whether what follows a place's name may be a body of it, by its ending."""
        return len(rest) > 2 and self.registry.kind_of(rest) != "organization"

    def names_own(self, rest: str) -> bool:
        """Return whether words after a superior's name hold the own place's: 市…局嵊泗管理处 is of 嵊泗."""
        own = self.place
        short = short_name(own.name) if own else ""
        return len(short) > 1 and short in rest

    def below(self, place: Place) -> bool:
        """Return whether a place is the own one or lies in it."""
        return self.place is not None and self._lies_in(place, self.place)

    def foreign(self, place: Place) -> bool:
        """Return whether a place is known to be neither the own one, nor below, nor above it."""
        if self.place is None or self.place.code is None or self.place.level == "country":
            return False
        return not self.below(place) and all(place.iri != above.iri for above in self.chain)

    # --- bodies -----------------------------------------------------------------------------------

    def shown(self, unit: Unit, scope: Scope) -> str:
        """Return the canonical name as the notice must say it: 县财政局, or another county's 岱山县财政局."""
        if scope.place is None or scope in tuple(self.scopes):
            return unit.label
        if unit.kind == "government":
            return unit.full or unit.label
        rest = unit.label.removeprefix(scope.word)
        return scope.place.name + rest if rest != unit.label else unit.label

    def make(
        self,
        scope: Scope,
        label: str,
        kind: str,
        place: Place | None,
        *,
        full: str | None = None,
        departments: tuple[str, ...] | None = None,
        part_of: str | None = None,
        replaced_by: str | None = None,
        reform: str | None = None,
        apart_from: str | None = None,
    ) -> Unit:
        """Return the body of a scope and label; a registered one of the same identity stands for it.

        ``apart_from`` is a path that it must not have, though its label is the same.
        """
        iri = unit_path(scope.key, normal(label))  # what is the same to a reader has one path
        if iri == apart_from:
            iri = unit_path(scope.key, f"{normal(label)}\n{apart_from}")
        if place is not None:
            self.served[place.iri] = place
        if iri not in self.made:
            known = self.registry.unit(iri) if scope.key and scope.key.isdigit() else None
            if departments is None:
                departments = self.registry.departments.types_of(label, scope.place, scope.word)
            self.made[iri] = known or Unit(
                iri,
                label,
                full,
                kind,
                place.iri if place else None,
                part_of=part_of,
                confirmed=False,
                departments=departments,
                replaced_by=replaced_by,
                reform=reform,
            )
        return self.made[iri]
