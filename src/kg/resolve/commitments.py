"""The parts of a commitment: who answers for it, who leads, what it aims at, where it is done.

Parts(resolver, entities, …).responsibilities(duties, owner) -> Responsibility, ...
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from kg import model
from kg.extract.duties import full_mention
from kg.extract.facts import AimFact, Duty, LeaderMention, TargetFact
from kg.extract.unit_lists import cut_list
from kg.parse.lines import Line
from kg.registry.indicator_ellipsis import whole
from kg.registry.measures import measures
from kg.resolve.alignment import aligned, verb_said
from kg.resolve.cells import as_deadline
from kg.resolve.entities import Entities
from kg.resolve.posts import Posts
from kg.resolve.resolver import Resolution, Resolver


class Parts:
    """Makes the parts of the commitments of one notice; what they name is kept among its entities."""

    def __init__(
        self,
        resolver: Resolver,
        entities: Entities,
        *,
        jurisdiction: model.Place | None,
        year: int | None,
    ) -> None:
        self._resolver = resolver
        self._entities = entities
        self._posts = Posts(resolver)
        self._jurisdiction = jurisdiction
        self._year = year

    # --- who ------------------------------------------------------------------------------------

    def responsibilities(self, duties: Sequence[Duty], owner: str) -> tuple[model.Responsibility, ...]:
        """Return who answers for a commitment, in printed order.

        Args:
            duties: the bodies and sets that it names.
            owner: its path.
        """
        resolved = self._resolved(duties)
        return tuple(
            self._responsibility(duty, f"{owner}/unit/{position}", position, resolution)
            for position, (duty, resolution) in enumerate(zip(duties, resolved, strict=True), 1)
        )

    def _responsibility(
        self, duty: Duty, iri: str, position: int, resolution: Resolution | None
    ) -> model.Responsibility:
        if resolution is None:
            group = self._entities.group(duty.mention)
            body, name = group.iri, group.label
        else:
            body, name = self._entities.unit(resolution.unit), resolution.name
        reasons = resolution.reasons if resolution else ("collective-word",)
        if resolution and duty.shares_suffix_of is not None:
            reasons = (*reasons, "shared-suffix")
        return model.Responsibility(
            iri,
            duty.mention,
            body,
            name,
            duty.role,
            duty.role_text,
            duty.basis,
            position,
            resolution is None,
            resolution.resolution if resolution else "exact",
            resolution.confidence if resolution else Decimal(1),
            reasons,
            resolution.also_named if resolution else None,
            duty.spans,
            resolution.doubt if resolution else None,
            resolution.judgement if resolution else None,
        )

    def _resolved(self, duties: Sequence[Duty]) -> list[Resolution | None]:
        """Resolve the bodies of one item, each list (what one label holds) by itself; no set."""
        out: list[Resolution | None] = [None] * len(duties)
        lists: dict[str | None, list[int]] = {}
        for i, duty in enumerate(duties):
            if not duty.collective:
                # What verbs say (A牵头，B配合) stands in one list; each label has its own.
                label = duty.role_text if duty.basis != "verb" else None
                lists.setdefault(label, []).append(i)
        for at in lists.values():
            found = self._resolver.listed([full_mention(duties[i]) for i in at])
            for i, resolution in zip(at, found, strict=True):
                out[i] = resolution
        return out

    def named(self, cell: Line | None) -> tuple[model.NamedBody, ...]:
        """Return the bodies that a cell names, each once."""
        mentions = [part.text for part in cut_list(cell)] if cell is not None else []
        bodies = [text for text in mentions if not self._resolver.is_collective(text)]
        resolved = dict(zip(bodies, self._resolver.listed(bodies), strict=True))
        found = []
        for text in dict.fromkeys(mentions):
            if (known := resolved.get(text)) is not None:
                iri = self._entities.unit(known.unit)
                found.append(
                    model.NamedBody(text, iri, known.name, False, known.resolution, known.confidence)
                )
            else:
                group = self._entities.group(text)
                found.append(model.NamedBody(text, group.iri, group.label, True, "exact", Decimal(1)))
        return tuple(found)

    def leaderships(self, leaders: Iterable[LeaderMention], owner: str) -> tuple[model.Leadership, ...]:
        """Return who leads or oversees, with the posts that they hold."""
        out = []
        for position, mention in enumerate(leaders, 1):
            leader = self._entities.leader(mention.name)
            posts = self._posts.held(mention.post)
            for post in posts:
                self._entities.post(post)
            out.append(
                model.Leadership(
                    f"{owner}/leader/{position}",
                    leader.iri,
                    leader.name,
                    mention.post,
                    "oversee" if mention.oversees else "lead",
                    position,
                    mention.spans,
                    tuple(post.iri for post in posts),
                )
            )
        return tuple(out)

    # --- what -----------------------------------------------------------------------------------

    def targets(self, targets: Iterable[TargetFact], owner: str) -> tuple[model.Target, ...]:
        """Return the targets of a commitment, normalized and aligned with the known indicators."""
        units = measures()
        out: list[model.Target] = []
        verb = head = of_head = ""  # said of the target before, and of the last that is no part of one
        for position, fact in enumerate(targets, 1):
            value, key = units.normalize(fact.value, fact.unit)
            said = verb if fact.joined or fact.of_which is not None else ""
            full = whole(fact.indicator, head)
            indicator, alignment = aligned(fact.indicator, fact.text, key, fact.change, said, full, of_head)
            words = full.words if full else fact.indicator
            verb = verb_said(words, fact.text) or (of_head if full and full.shares else said)
            if fact.of_which is None:  # what follows a part speaks of the whole again
                head, of_head = words, verb
            out.append(
                model.Target(
                    iri=f"{owner}/target/{position}",
                    indicator=indicator,
                    indicator_text=fact.indicator,
                    change=fact.change,
                    bound=fact.bound,
                    value=fact.value,
                    unit=fact.unit,
                    normalized_value=value,
                    normalized_unit=key,
                    strength=fact.strength,
                    text=fact.text,
                    evidence=fact.spans,
                    criterion=fact.criterion,
                    of_which=fact.of_which,
                    each_meeting=fact.each_meeting,
                    base=fact.base,
                    period=str(self._year) if self._year else None,
                    alignment=alignment,
                    baseline=_baseline(fact, key),
                    deadline=as_deadline(fact.until),
                )
            )
        return tuple(out)

    def aims(self, aims: Iterable[AimFact], owner: str) -> tuple[model.Aim, ...]:
        """Return the aims without a figure."""
        return tuple(
            model.Aim(f"{owner}/aim/{i}", aim.indicator, aim.text, aim.spans) for i, aim in enumerate(aims, 1)
        )

    # --- where ----------------------------------------------------------------------------------

    def places(self, *lines: Line | None) -> tuple[model.PlaceMention, ...]:
        """Return the places that words name, the notice's own left out."""
        found: dict[str, model.PlaceMention] = {}
        for line in lines:
            if line is None:
                continue
            for place, start, end in self._resolver.places_in(line.text):
                if self._jurisdiction and place.iri == self._jurisdiction.iri:
                    continue
                self._entities.place(place)
                span = line.span(start, end)
                known = found.get(place.iri)
                found[place.iri] = (
                    model.PlaceMention(place.iri, place.name, line.text[start:end], (span,))
                    if known is None
                    else replace(known, evidence=(*known.evidence, span))
                )
        return tuple(found.values())


def _baseline(fact: TargetFact, key: str) -> model.Baseline | None:
    """Return what a target sets out from, its value in the target's own unit too, where that is one."""
    if fact.baseline is None:
        return None
    value, unit = fact.baseline.value, fact.baseline.unit
    normal = None
    if value is not None and unit is not None:
        normal, other = measures().normalize(value, unit)
        normal = normal if other == key else None
    return model.Baseline(value, unit, normal, fact.baseline.period)
