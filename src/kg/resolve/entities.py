"""The bodies, sets, leaders, posts and places that one notice names, each kept once.

Entities(resolver, owner, place).unit(unit) -> its path; what it belongs to is kept, too
"""

from __future__ import annotations

from kg import model
from kg.resolve.resolver import Resolver


class Entities:
    """Gathers what a notice names, by path."""

    def __init__(self, resolver: Resolver, owner: str, jurisdiction: model.Place | None) -> None:
        self._resolver = resolver
        self._owner = owner
        self._jurisdiction = jurisdiction
        self.units: dict[str, model.Unit] = {}
        self.groups: dict[str, model.UnitGroup] = {}
        self.leaders: dict[str, model.Leader] = {}
        self.posts: dict[str, model.Post] = {}
        self.places: dict[str, model.Place] = {}

    def addressee(self, text: str, spans: tuple[model.Span, ...]) -> model.Addressee:
        """Return a body or set of bodies that a notice is sent to, or that issues it."""
        if self._resolver.is_collective(text):
            return model.Addressee(text, self.group(text).iri, spans)
        return model.Addressee(text, self.unit(self._resolver.unit(text).unit), spans)

    def unit(self, unit: model.Unit) -> str:
        """Keep a body, what it is part of, and the place that it serves; return its path."""
        if unit.iri not in self.units:
            self.units[unit.iri] = unit
            for path in (unit.part_of, unit.replaced_by):
                self.known(path)
            if unit.jurisdiction:
                self._place_of(unit.jurisdiction)
        return unit.iri

    def known(self, path: str | None) -> None:
        """Keep the body of a path, if one is known."""
        if path and (unit := self._resolver.known(path)):
            self.unit(unit)

    def group(self, mention: str) -> model.UnitGroup:
        """Keep a set of bodies and its members."""
        group = self._resolver.group(mention, self._owner)
        if group.iri not in self.groups:
            self.groups[group.iri] = group
            for member in group.members:
                self.known(member)
        return self.groups[group.iri]

    def leader(self, name: str) -> model.Leader:
        """Keep a leader."""
        leader = self._resolver.leader(name)
        return self.leaders.setdefault(leader.iri, leader)

    def post(self, post: model.Post) -> None:
        """Keep a post and the body that it is held in."""
        self.posts.setdefault(post.iri, post)
        self.known(post.body)

    def place(self, place: model.Place) -> None:
        """Keep a place, and what it lies in; of a former division, what it became is told too."""
        if place.iri not in self.places:
            self.places[place.iri] = place
            for path in (place.parent, *place.successors):
                if path:
                    self._place_of(path)

    def _place_of(self, iri: str) -> None:
        if iri in self.places:
            return
        place = self._resolver.place(iri)
        if place is None and self._jurisdiction and self._jurisdiction.iri == iri:
            place = self._jurisdiction
        if place is not None:
            self.place(place)
