"""The bodies of one place under all the names that they go by there.

scope = Scope(place, word_of(place), place.code, registry)
scope.names.literal["县人社保局"]   what the registry holds
scope.prefixes                      what may stand before a body's name and mean this place
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from kg.model import Place, Unit
from kg.names.normal import fold, normal
from kg.registry.departments import Named
from kg.registry.patterns import load, rule
from kg.registry.place_names import short_name, suffixes
from kg.registry.units import Record, Registry


@dataclass(slots=True)
class Names:
    """The registered names of one place, by full form and by what follows the place's word."""

    records: list[Record] = field(default_factory=list)
    literal: dict[str, tuple[Unit, str]] = field(default_factory=dict)
    stems: dict[str, tuple[Unit, str]] = field(default_factory=dict)
    named: dict[tuple[str, str], Unit] = field(default_factory=dict)  # (short name, ending) of a kind
    ended: dict[str, Record] = field(default_factory=dict)  # by IRI: a reform ended these

    @property
    def units(self) -> list[Unit]:
        """The registered bodies of today."""
        return [record.unit for record in self.records if record.until is None]


class Scope:
    """The bodies of one place; a superior's names are read when a mention first asks for them."""

    def __init__(self, place: Place | None, word: str, key: str | None, registry: Registry) -> None:
        self.place = place
        self.word = word  # 县, 市, 省; empty for the country
        self.key = key  # what identity hashes: the division's code or name
        self._registry = registry

    def after(self, form: str) -> str:
        """Return what follows the place's name or word: 嵊泗县财政局, 县财政局 → 财政局."""
        for prefix in (self.place.name if self.place else "", self.word):
            if prefix and form.startswith(prefix) and len(form) > len(prefix):
                return form[len(prefix) :]
        return ""

    def prefix_of(self, form: str) -> str | None:
        """Return the longest prefix of a form that means this place and leaves a name."""
        return next((p for p in self.prefixes_of(form) if len(form) > len(p) + 1), None)

    def prefixes_of(self, form: str) -> list[str]:
        """Return what stands before a form and means this place, the longest first."""
        found = [p for p in self.prefixes if form.startswith(p)]
        return [p for p in found if len(p) > 1] if rule("mentions.no_level").match(form) else found

    @cached_property
    def names(self) -> Names:
        """The registered names of this place."""
        names, place, kinds = Names(), self.place, self._registry.departments
        filled = kinds.filled(place, self.word)
        for record in self._registry.records(place.code) if place and place.code else ():
            unit = record.unit
            names.records.append(record)
            if record.until is not None:
                names.ended[unit.iri] = record
            written = [(unit.label, "same-name"), (unit.full or unit.label, "full-name")]
            written += [(alt, "registered-alias") for alt in unit.alt]
            written += [(hidden, "look-alike") for hidden in unit.hidden]
            for name, reason in written:
                form = normal(name)
                names.literal.setdefault(form, (unit, reason))
                rest = self.after(form)
                if rest:
                    names.stems.setdefault(rest, (unit, reason))
                if (kind := kinds.by_form.get(rest) or filled.get(form)) and record.until is None:
                    names.named.setdefault((kind.name.short, kind.ending), unit)
        return names

    def successor(self, kind: Named, names: Iterable[str]) -> Unit | None:
        """Return the registered body that became of a kind: one of the short names, else of its types."""
        by_short = {short: unit for (short, _), unit in self.names.named.items()}
        return next((by_short[short] for short in names if short in by_short), None) or self.of_kind(kind)

    def of_kind(self, kind: Named) -> Unit | None:
        """Return the one registered body of today that does what this kind does, if one alone does."""
        types = set(kind.name.types)
        found = [unit for unit in self.names.units if types & set(unit.departments)]
        return found[0] if len(found) == 1 else None

    @cached_property
    def folded(self) -> dict[str, set[str]]:
        """The names by their look-alike form."""
        table: dict[str, set[str]] = {}
        for form in self.names.literal:
            table.setdefault(fold(form), set()).add(form)
        return table

    @cached_property
    def prefixes(self) -> tuple[str, ...]:
        """What may stand before a body's name and mean this place, the longest first."""
        words = [self.word]
        if self.word:
            words += [own + self.word for own in load("mentions").words["own"]]
            words += [row.suffix for row in suffixes() if row.spoken and row.suffix[-1] == self.word]
        if self.place:
            words.append(self.place.name)
            if (short := short_name(self.place.name)) != self.place.name:
                words.append(short)
        return tuple(sorted((w for w in words if w), key=len, reverse=True))
