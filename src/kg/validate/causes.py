"""Causes before consequences: one mistake is one entry, what follows from it is folded under it.

    folded(entries, places) -> entries, each with its ``consequences``

What may follow from what, and where it must stand, is data (``data/validation/causes.yml``). Nothing
is dropped: every entry is a cause or stands once under one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from kg import identity, resources
from kg.errors import DataError
from kg.tokens import words
from kg.validate.catalogue import rules
from kg.validate.entries import KG, Places
from kg.validate.report import Entry, order

_NUMBER = re.compile(r"[（(]?(\d+|[一二三四五六七八九十百]+)")
_IN_LIST, _IN_SECTION, _STATED, _NUMBERED = (
    f"<{KG}{name}>" for name in ("inList", "inSection", "statedTotal", "number")
)

_NEAR = 6  # lines
_LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"


@dataclass(frozen=True, slots=True)
class Follows:
    """One row: what may follow from what, and where it stands to it."""

    rules: frozenset[str]
    causes: frozenset[str]
    where: str


def folded(entries: Sequence[Entry], places: Places) -> tuple[Entry, ...]:
    """Return the causes in reading order, each with all that follows from it, directly or not."""
    ordered = sorted(entries, key=order)
    standing = _Standing(places)
    cause_of = {
        number: cause
        for number, entry in enumerate(ordered)
        if (cause := _cause(number, entry, ordered, standing)) is not None
    }
    held: dict[int, list[Entry]] = {}
    for number in range(len(ordered)):
        if (root := _root(number, cause_of)) != number:
            held.setdefault(root, []).append(ordered[number])
    return tuple(
        replace(entry, consequences=tuple(held.get(number, ())))
        for number, entry in enumerate(ordered)
        if _root(number, cause_of) == number
    )


def _root(number: int, cause_of: Mapping[int, int]) -> int:
    """Return the first cause; entries that would follow from each other are one circle, led by its first."""
    seen = [number]
    while (cause := cause_of.get(seen[-1])) is not None:
        if cause in seen:
            return min(seen[seen.index(cause) :])
        seen.append(cause)
    return seen[-1]


def _cause(number: int, entry: Entry, entries: Sequence[Entry], standing: _Standing) -> int | None:
    """Return which entry one follows from: of several the nearest before it, else the first behind."""
    found = [
        other
        for other, cause in enumerate(entries)
        if other != number
        and any(
            entry.rule.id in row.rules
            and cause.rule.id in row.causes
            and standing.fits(row.where, entry, cause)
            for row in _rows()
        )
    ]
    before = [other for other in found if other < number]
    return max(before) if before else min(found, default=None)


class _Standing:
    """How two entries stand to each other in a notice."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._data = places.data
        self._known: dict[str, Callable[[Entry, Entry], bool]] = {
            "here": self._here,
            "sum": self._sum,
            "number": self._number,
            "after": self._after,
            "near": self._near,
            "beside": lambda entry, cause: self._near(entry, cause) or self._near(cause, entry),
            "list": self._list,
            "leader": self._leader,
            "notice": lambda entry, cause: True,
        }

    def fits(self, where: str, entry: Entry, cause: Entry) -> bool:
        """Tell whether an entry stands to its cause as a row wants."""
        return self._known[where](entry, cause)

    def _here(self, entry: Entry, cause: Entry) -> bool:
        if entry.focus == cause.focus:
            return True
        item = self._item(entry)
        if item is not None and item == self._item(cause):
            return True
        return any(
            a.span.start < b.span.end and b.span.start < a.span.end for a in entry.marks for b in cause.marks
        )

    def _sum(self, entry: Entry, cause: Entry) -> bool:
        item = self._item(cause)
        parts = self._data.subjects(_STATED, f"<{entry.focus}>")
        if item is None or not {*parts} & {*self._above(item)}:
            return False
        mine, other = entry.values.get("difference"), cause.values.get("difference")
        return mine is None or other is None or mine == other

    def _number(self, entry: Entry, cause: Entry) -> bool:
        mine, other = self._value(entry), self._value(cause)
        if mine is None or other is None or entry.mark is None or cause.mark is None:
            return False
        if not self._siblings(entry, cause):
            return False
        behind = entry.mark.span.start > cause.mark.span.start
        gap = cause.rule.id == "number-gap"
        return behind and (mine == other if gap else mine == other + 2 and entry.rule.id == "number-gap")

    def _after(self, entry: Entry, cause: Entry) -> bool:
        if entry.mark is None or cause.mark is None or not self._siblings(entry, cause):
            return False
        return entry.mark.span.start >= cause.mark.span.start

    def _near(self, entry: Entry, cause: Entry) -> bool:
        if entry.mark is None or cause.mark is None:
            return False
        return 0 <= entry.mark.line - cause.mark.line <= _NEAR

    def _list(self, entry: Entry, cause: Entry) -> bool:
        item = self._item(entry)
        listed = self._data.value(item, _IN_LIST) if item is not None else None
        if listed is None or cause.mark is None:
            return False
        return any(
            mark.span.start <= cause.mark.span.start < mark.span.end for mark in self._places.marks(listed)
        )

    def _leader(self, entry: Entry, cause: Entry) -> bool:
        name = self._data.value(f"<{entry.focus}>", _LABEL)
        return name is not None and cause.mark is not None and words(name) == cause.mark.words

    def _siblings(self, entry: Entry, cause: Entry) -> bool:
        """Two items of one section, or two headings of one list."""
        one, two = self._item(entry), self._item(cause)
        if one is None or two is None:
            return one is two
        return self._above(one)[:1] == self._above(two)[:1]

    def _item(self, entry: Entry) -> str | None:
        return self._places.item_of(f"<{entry.focus}>", entry.mark)

    def _above(self, item: str) -> list[str]:
        """Return the section and the list of an item, nearest first."""
        return [*self._data.objects(item, _IN_SECTION), *self._data.objects(item, _IN_LIST)]

    def _value(self, entry: Entry) -> int | None:
        item = self._item(entry)
        known = self._data.value(item, _NUMBERED) if item is not None else None
        if known is not None and words(known).isdigit():
            return int(words(known))
        match = _NUMBER.match(entry.mark.words) if entry.mark else None
        return identity.ordinal(match[1]) if match else None


@cache
def _rows() -> tuple[Follows, ...]:
    path = resources.data("validation", "causes.yml")
    rows = resources.read_yaml(path)["follows"]
    known = {rule.id for rule in rules().values()}
    for row in rows:
        if strange := {*row["rules"], *row["from"]} - known:
            name = min(strange)
            raise DataError(
                f"{path.name} 提到的规则“{name}”不存在；请改正名称。",
                f"{path.name} names a rule “{name}” that does not exist; correct it.",
            )
    return tuple(Follows(frozenset(row["rules"]), frozenset(row["from"]), row["where"]) for row in rows)
