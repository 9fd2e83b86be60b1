"""Two sides → what was carried on, changed, new, dropped, split, merged, and what changed in it.

    compare(before, after)                   two notices: years, or levels, or any two
    compare(before, after, versions=True)    two versions of one notice

An item is the ``same`` where its words, bodies, leaders, deadline and money are: of another year
with the years in its words and deadline moved on, of another place with bodies of the same types of
department and leaders left aside. The heading it stands under is told among the changes, but makes
no other item of it; its number may shift and is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal

from kg.compare import parties, targets
from kg.compare.values import Entry, Side
from kg.compare.wording import plain
from kg.emit.terms import number
from kg.likeness import METHOD, Item, matches

Relation = Literal["same", "changed", "new", "dropped", "split", "merged"]
RELATIONS: tuple[Relation, ...] = ("changed", "split", "merged", "new", "dropped", "same")
_PLACING = "section"  # a change of this field makes no item another


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that differs; None where a side does not say it."""

    field: str
    a: str | None
    b: str | None


@dataclass(frozen=True, slots=True)
class Match:
    """Items of both sides that are one work; a side may be empty."""

    relation: Relation
    a: tuple[Entry, ...]
    b: tuple[Entry, ...]
    score: float
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True)
class Comparison:
    """What two sides have in common and what not."""

    a: Side
    b: Side
    versions: bool
    tasks: tuple[Match, ...]
    projects: tuple[Match, ...]
    method: str = METHOD

    @property
    def matches(self) -> tuple[Match, ...]:
        """Tasks and projects."""
        return self.tasks + self.projects

    @cached_property
    def targets(self) -> tuple[targets.TargetPair, ...]:
        """The targets of both sides, paired where they are of one thing."""
        return targets.pairs((match.a, match.b) for match in self.matches)

    @cached_property
    def units(self) -> tuple[parties.Share, ...]:
        """What each body, or each type of department across places, has to do."""
        return parties.units(self.a, self.b, across=_across(self.a, self.b, self.versions))

    @cached_property
    def leaders(self) -> tuple[parties.Share, ...]:
        """What each leader has to see to."""
        return parties.leaders(self.a, self.b)

    def count(self, kind: str, relation: Relation) -> int:
        """Return how many groups of tasks, or of projects, have a relation."""
        return sum(match.relation == relation for match in (self.tasks if kind == "task" else self.projects))


def compare(before: Side, after: Side, *, versions: bool = False) -> Comparison:
    """Return how two sides go together.

    Args:
        before: The earlier notice or version, or that of the level above.
        after: The later one.
        versions: They are versions of one notice.
    """
    rule = _Rule(before, after, versions)
    tasks, projects = (rule.matched(before.of(kind), after.of(kind)) for kind in ("task", "project"))
    return Comparison(before, after, versions, tasks, projects)


def items(before: Side, after: Side, *, versions: bool = False) -> tuple[list[Item], list[Item]]:
    """Return all items of two sides as the matcher gets them."""
    rule = _Rule(before, after, versions)
    return (
        [rule.item(entry, before, rule.years) for entry in before.entries],
        [rule.item(entry, after) for entry in after.entries],
    )


def _across(before: Side, after: Side, versions: bool) -> bool:
    """Say whether the sides are of two places, whose bodies and leaders are not the same ones."""
    return not versions and before.place != after.place


class _Rule:
    """What counts as a change between two sides."""

    def __init__(self, before: Side, after: Side, versions: bool) -> None:
        self.a, self.b, self.versions = before, after, versions
        self.across = _across(before, after, versions)
        known = before.years and after.years and not versions
        self.years = after.years[0] - before.years[0] if known else 0

    def matched(self, before: Sequence[Entry], after: Sequence[Entry]) -> tuple[Match, ...]:
        one = [self.item(entry, self.a, self.years) for entry in before]
        other = [self.item(entry, self.b) for entry in after]
        return tuple(
            self._match([before[i] for i in found.before], [after[j] for j in found.after], found.score)
            for found in matches(one, other, versions=self.versions)
        )

    def item(self, entry: Entry, side: Side, years: int = 0) -> Item:
        """Return an item as the matcher gets it; its key is its place, whatever notice it is in."""
        return Item(
            entry.iri.removeprefix(side.iri),
            plain(entry.words, years),
            entry.section,
            frozenset(key for body in entry.bodies for key in body.keys),
            frozenset(name for target in entry.targets for name in target.names),
        )

    def _match(self, before: list[Entry], after: list[Entry], score: float) -> Match:
        changes = tuple(self._changes(before, after)) if before and after else ()
        relation: Relation
        if not before or not after:
            relation = "dropped" if before else "new"
        elif len(before) > 1 or len(after) > 1:
            relation = "split" if len(after) > 1 else "merged"
        else:
            relation = "changed" if any(one.field != _PLACING for one in changes) else "same"
        return Match(relation, tuple(before), tuple(after), score, changes)

    def _changes(self, before: list[Entry], after: list[Entry]) -> Iterable[FieldChange]:
        """Yield the fields that differ; of several items on a side what they say together."""
        one, other = (_together(entry.words for entry in side) for side in (before, after))
        if plain(one or "", self.years) != plain(other or "", 0):
            yield FieldChange("text", one, other)
        yield from self._parties_changed(before, after)
        for name in ("deadline", "progressGoal", "benefit", "owner", "department", "stage"):
            said = [_together(_said(e, name) for e in side) for side in (before, after)]
            if plain(_dated(said[0], self.years), self.years) != plain(said[1] or ""):
                yield FieldChange(name, *said)
        for name in ("totalInvestment", "fiscalFunds", "higherLevelFunds", "plannedInvestment"):
            one, other = (_money(side, name) for side in (before, after))
            if one != other:
                yield FieldChange(name, one, other)
        headings = [_together(dict.fromkeys(e.section for e in side)) for side in (before, after)]
        if plain(headings[0] or "", self.years) != plain(headings[1] or ""):
            yield FieldChange(_PLACING, *headings)

    def _parties_changed(self, before: list[Entry], after: list[Entry]) -> Iterable[FieldChange]:
        """Yield whether other bodies answer or, within one place, other leaders lead."""
        bodies = [{key for entry in side for key in self._bodies(entry)} for side in (before, after)]
        if bodies[0] != bodies[1]:
            yield FieldChange("units", _bodies_said(before), _bodies_said(after))
        led = [{leader.iri: leader.name for e in side for leader in e.leaders} for side in (before, after)]
        if not self.across and led[0].keys() != led[1].keys():
            yield FieldChange("leaders", *("、".join(names.values()) or None for names in led))

    def _bodies(self, entry: Entry) -> set[tuple[str, str]]:
        """Return who answers for an item and how, in terms that both sides share."""
        if self.across:
            return {(key, "") for body in entry.bodies for key in body.keys}
        return {(body.identity, body.role) for body in entry.bodies}


def _together(texts: Iterable[str | None]) -> str | None:
    return "\n".join(text for text in texts if text) or None


def _said(entry: Entry, field: str) -> str | None:
    return entry.deadline or entry.deadline_text if field == "deadline" else entry.fields.get(field)


def _dated(text: str | None, years: int) -> str:
    """Return a day so many years on, and other words as they are."""
    if text and years and text[:4].isdigit() and text[4:5] == "-":
        return f"{int(text[:4]) + years:04d}{text[4:]}"
    return text or ""


def _bodies_said(entries: Iterable[Entry]) -> str | None:
    """Return the bodies of items as a reader sees them, who leads told where the text tells it."""
    marks = {"lead": "（牵头）", "support": "（配合）"}
    names = dict.fromkeys(body.name + marks.get(body.role, "") for e in entries for body in e.bodies)
    return "、".join(names) or None


def _money(side: Iterable[Entry], name: str) -> str | None:
    """Return what the items of a side come to together."""
    found = _sum(entry.money.get(name) for entry in side)
    return None if found is None else number(found)


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    given = [amount for amount in amounts if amount is not None]
    return sum(given, Decimal(0)) if given else None
