"""What a reading missed or invented, where it stands in the text, and whether anything points there.

    wrongs(gold, got, text) -> [Wrong(kind, words, spans, told)]

A wrong fact is told where a finding that doubts the reading, or an unread part, lies over its words
in the text: of a missed body or figure its own words, of a missed task how it begins, of an invented
fact its evidence. What damage took out of a text is not missed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.evaluate.scoring.notice import pair_tasks
from kg.evaluate.scoring.parties import ROLES
from kg.evaluate.scoring.targets import pair_targets
from kg.evaluate.scoring.words import flat, squeezed, unit_key

Json = Mapping[str, Any]
Spans = Sequence[tuple[int, int]]
_BEGINNING = 14  # characters without white space by which a task is found
# What these findings say is true of a notice that is read well.
_NO_DOUBT = {
    *("unknown-members", "second-name", "name-variant", "former-name", "foreign-unit", "width"),
    *("no-document-number", "no-title", "no-date", "no-issuer", "no-jurisdiction", "doubtful-jurisdiction"),
    *("missing-annex", "total-mismatch", "target-in-past"),
}


@dataclass(frozen=True)
class Wrong:
    """One fact that was missed (``-``) or invented (``+``)."""

    sign: str
    kind: str  # tasks, units, roles, targets
    words: str
    spans: Spans  # where it stands in the text
    told: bool


class Flat:
    """A text without white space and marks, which damage moves or takes away; each character traceable."""

    def __init__(self, text: str) -> None:
        self.at = [i for i, char in enumerate(text) if _kept(char)]
        self.text = "".join(text[i] for i in self.at)

    def find(self, words: str, start: int = 0, end: int | None = None) -> tuple[int, int] | None:
        """Return where words stand in the text, looked for between two characters of the text."""
        low = bisect_left(self.at, start)
        high = len(self.at) if end is None else bisect_left(self.at, end)
        wanted = "".join(filter(_kept, words))
        found = self.text.find(wanted, low, high) if wanted else -1
        return (self.at[found], self.at[found + len(wanted) - 1] + 1) if found >= 0 else None


def _kept(char: str) -> bool:
    return char.isalnum() or char in ".%‰"


def wrongs(gold: Json, got: Json | None, text: str) -> list[Wrong]:
    """Return every wrong fact of a reading; ``got`` is None where the text was refused as no notice."""
    if got is None:
        # Refused with a sentence: whatever it holds is told.
        return [Wrong("-", "tasks", task["text"], (), True) for task in gold["tasks"]]
    return list(_Account(gold, got, text).wrongs())


class _Account:
    def __init__(self, gold: Json, got: Json, text: str) -> None:
        self._gold, self._got, self._flat = gold, got, Flat(text)
        self._doubts = list(_doubts(got))
        self._length = len(text)

    def wrongs(self) -> Iterator[Wrong]:
        pairs, missed, extra = pair_tasks(self._gold["tasks"], self._got["tasks"])
        places = self._places()
        for task in missed:
            if place := places.get(id(task)):
                yield self._wrong("-", "tasks", task["text"], [place])
                pairs.append((task, None))
        for task in extra:
            yield self._wrong("+", "tasks", task["text"], _evidence(task))
        for expected, found in pairs:
            if place := places.get(id(expected)):
                yield from self._units(expected, found, place)
                yield from self._targets(expected, found, place)
        for found in extra:
            for unit in found["units"]:
                yield self._wrong("+", "units", unit["text"], _evidence(unit))
            for target in found["targets"]:
                yield self._wrong("+", "targets", target["text"], _evidence(target))

    def _places(self) -> dict[int, tuple[int, int]]:
        """Return of each gold task the stretch of text from its beginning to that of the next."""
        starts: dict[int, int] = {}
        before = 0
        for task in self._gold["tasks"]:
            beginning = squeezed(task["text"])[:_BEGINNING]
            if found := self._flat.find(beginning, before) or self._flat.find(beginning):
                before = starts[id(task)] = found[0]
        edges = sorted({*starts.values(), self._length})
        return {key: (start, next(e for e in edges if e > start)) for key, start in starts.items()}

    def _units(self, gold: Json, got: Json | None, place: tuple[int, int]) -> Iterator[Wrong]:
        bodies = {unit_key(text): role for role in ROLES for text in gold.get(role) or ()}
        sets = {unit_key(text) for text in gold.get("collectives") or ()}
        either = {unit_key(text) for text in flat(gold.get("collectiveAlternatives"))}
        roles = {unit_key(k): set(flat(v)) for k, v in (gold.get("roleAlternatives") or {}).items()}
        found = {unit_key(unit["text"]): unit for unit in got["units"]} if got else {}
        for text in [*bodies, *sets]:
            if text not in found and text not in either and (words := self._flat.find(text, *place)):
                yield self._wrong("-", "units", text, [words])
        for text, unit in found.items():
            if text not in bodies and text not in sets and text not in either:
                yield self._wrong("+", "units", text, _evidence(unit))
            elif text in bodies and unit["role"] != bodies[text] and unit["role"] not in roles.get(text, ()):
                yield self._wrong("-", "roles", text, _evidence(unit))

    def _targets(self, gold: Json, got: Json | None, place: tuple[int, int]) -> Iterator[Wrong]:
        _, missed, extra = pair_targets(gold.get("targets") or [], got["targets"] if got else [])
        for target in missed:
            value = f"{float(target['value']):.10f}".rstrip("0").rstrip(".")
            if words := self._flat.find(value + target["unit"], *place) or self._flat.find(value, *place):
                yield self._wrong("-", "targets", f"{target['indicator']} {value}{target['unit']}", [words])
        for target in extra:
            yield self._wrong("+", "targets", target["text"], _evidence(target))

    def _wrong(self, sign: str, kind: str, words: str, spans: Spans) -> Wrong:
        told = any(begin < end_ and start < end for start, end_ in spans for begin, end in self._doubts)
        return Wrong(sign, kind, words, spans, told)


def _doubts(got: Json) -> Iterator[tuple[int, int]]:
    for part in got["reading"]["unread"]:
        yield part["start"], part["end"]
    for finding in got["findings"]:
        if finding["code"] not in _NO_DOUBT:
            yield from _evidence(finding)


def _evidence(fact: Json) -> list[tuple[int, int]]:
    return [(span["start"], span["end"]) for span in fact.get("evidence") or ()]


def shares(found: Sequence[Wrong]) -> dict[str, tuple[int, int]]:
    """Return of each kind, and of all, how many are told and how many there are."""
    whole, told = Counter(w.kind for w in found), Counter(w.kind for w in found if w.told)
    table = {kind: (told[kind], whole[kind]) for kind in ("tasks", "units", "roles", "targets")}
    return {**table, "all": (sum(told.values()), sum(whole.values()))}
