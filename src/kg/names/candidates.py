"""Which units a name may mean, each with a score and the reasons for it.

    index = NameIndex(units)
    candidates("县文广旅体局", index) -> Candidate(unit, 1.0, ("same-name",)), …

Scores are honest: 1 is the name itself, 0.9 and above is safe to accept when nothing else comes
near, below 0.8 a person has to look. A name that is nobody's finds nobody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.model import Unit
from kg.names.abbreviations import closeness, likeness, shortens
from kg.names.normal import fold, normal

# Least share of common characters at which two names are worth showing to a person.
_LIKE = 0.8
_SURE = 0.9


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit that a name may mean; ``reasons`` are local names in ``kgc:``."""

    unit: Unit
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Name:
    form: str
    score: float
    reason: str


class NameIndex:
    """The names of a set of units, ready to be asked many times."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self.units: dict[str, Unit] = {}
        self._names: dict[str, list[_Name]] = {}
        self._by_form: dict[str, dict[str, _Name]] = {}
        self._by_fold: dict[str, set[str]] = {}
        self._by_end: dict[str, list[str]] = {}
        self._spoken: dict[str, set[str]] | None = None
        for unit in units:
            self.add(unit)

    def add(self, unit: Unit) -> None:
        """Take one more unit in, under all its names."""
        self.units[unit.iri] = unit
        names = [_Name(normal(unit.label), 1.0, "same-name")]
        if unit.full:
            names.append(_Name(normal(unit.full), 1.0, "full-name"))
        names += [_Name(normal(alt), 0.98, "registered-alias") for alt in unit.alt]
        names += [_Name(normal(hidden), 0.95, "look-alike") for hidden in unit.hidden]
        self._names[unit.iri] = names
        for name in names:
            best = self._by_form.setdefault(name.form, {})
            if unit.iri not in best or best[unit.iri].score < name.score:
                best[unit.iri] = name
            self._by_fold.setdefault(fold(name.form), set()).add(unit.iri)
        if names[0].form:
            self._by_end.setdefault(names[0].form[-1], []).append(unit.iri)
        self._spoken = None

    def named(self, form: str) -> dict[str, _Name]:
        """Return the units that bear exactly this normal form."""
        return self._by_form.get(form, {})

    def folded(self, form: str) -> set[str]:
        """Return the units one of whose names looks like this one."""
        return self._by_fold.get(fold(form), set())

    def ending(self, char: str) -> list[str]:
        """Return the units whose label ends in ``char``."""
        return self._by_end.get(char, [])

    def names(self, iri: str) -> list[_Name]:
        """Return the names of one unit."""
        return self._names[iri]

    def spoken(self, letters: str) -> set[str]:
        """Return the units whose pinyin or initials are ``letters``; loads pypinyin."""
        if self._spoken is None:
            from kg.names.pinyin import initials, pinyin

            self._spoken = {}
            for iri, names in self._names.items():
                for name in names:
                    for key in (pinyin(name.form), initials(name.form)):
                        self._spoken.setdefault(key, set()).add(iri)
        return self._spoken.get(letters, set())


def candidates(mention: str, scope: NameIndex, limit: int = 5) -> list[Candidate]:
    """Return the units that ``mention`` may mean, best first."""
    form = normal(mention)
    if not form:
        return []
    found: dict[str, Candidate] = {}

    def offer(iri: str, score: float, *reasons: str) -> None:
        if iri not in found or found[iri].score < score:
            found[iri] = Candidate(scope.units[iri], round(score, 3), reasons)

    for iri, name in scope.named(form).items():
        reasons = (name.reason,) if form == mention else (name.reason, "width")
        offer(iri, name.score, *reasons)
    if form.isascii():
        letters = form.lower()
        if letters.isalnum() and len(letters) >= 3:
            hits = scope.spoken(letters)
            for iri in hits:
                offer(iri, 0.9 if len(hits) == 1 else 0.6, "pinyin")
        return _ranked(found, limit)
    if not found:
        for iri in scope.folded(form):
            offer(iri, _SURE, "look-alike")
    if not found:
        for iri in scope.ending(form[-1]):
            _compare(form, iri, scope, offer)
        _share(found)
    return _ranked(found, limit)


def _compare(form: str, iri: str, scope: NameIndex, offer: object) -> None:
    assert callable(offer)
    label = scope.names(iri)[0].form
    if form[0] != label[0]:
        return
    for name in scope.names(iri)[:2]:
        stem, full = form[1:], name.form[1:] if name.form[0] == form[0] else name.form
        if name.reason == "full-name" and (cut := name.form.find(form[1:2])) > 0:
            full = name.form[cut:]
        if shortens(stem, full):
            offer(iri, 0.7 + 0.25 * closeness(stem, full), "abbreviation")
    like = likeness(form[1:], label[1:])
    if like >= _LIKE and abs(len(form) - len(label)) <= 1:
        offer(iri, 0.75 * like, "near-spelling")


def _share(found: dict[str, Candidate]) -> None:
    """Lower the scores of rivals: an abbreviation of two names is certain of neither."""
    strong = [iri for iri, candidate in found.items() if candidate.reasons == ("abbreviation",)]
    if len(strong) > 1:
        for iri in strong:
            one = found[iri]
            found[iri] = Candidate(one.unit, round(min(one.score, 0.7), 3), one.reasons)


def _ranked(found: dict[str, Candidate], limit: int) -> list[Candidate]:
    ranked = sorted(found.values(), key=lambda c: (-c.score, c.unit.iri))
    return ranked[:limit]
