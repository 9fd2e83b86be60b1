"""The things that a name can be linked to: of the registry, or of everything a store holds.

    Entities.of_registry()       bodies, places and indicators that this installation knows
    Entities.of_store(store)     those and whatever the notices added: leaders, collectives, tasks

An entity's ``values`` are what a property constraint is compared with: identifiers below the base
(``place/330922``), codes or words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from kg import vocab
from kg.model import Place, Unit
from kg.registry.indicators import indicators
from kg.registry.places import places
from kg.registry.units import registry
from kg.store.base import Bindings, Iri, Store
from kg.store.surroundings import lines_of, shared_graphs, tokens
from kg.tokens import words

Kind = Literal["unit", "leader", "place", "indicator", "task", "group"]

CLASSES: Mapping[Kind, str] = {
    "unit": vocab.kg("Unit"),
    "leader": vocab.kg("Leader"),
    "place": vocab.kg("Place"),
    "indicator": vocab.kg("Indicator"),
    "task": vocab.kg("Task"),
    "group": vocab.kg("StandingGroup"),
}
"""The types that can be asked for, and their classes."""

_LABEL = vocab.expand("rdfs:label")
_FULL = vocab.expand("skos:prefLabel")
_ALSO = {vocab.expand("skos:altLabel"): "alt", vocab.expand("skos:hiddenLabel"): "hidden"}
_VALUES = {
    vocab.kg("jurisdiction"): "place",
    vocab.kg("kind"): "kind",
    vocab.kg("partOf"): "partOf",
    vocab.kg("code"): "code",
    vocab.kg("level"): "level",
    vocab.kg("within"): "within",
    vocab.expand("dcterms:identifier"): "identifier",
}
_TYPE = f"<{vocab.expand('rdf:type')}>"
_READ = tuple(f"<{name}>" for name in (_LABEL, _FULL, *_ALSO, *_VALUES))
_ROWS = 10_000_000


@dataclass(slots=True)
class Entity:
    """One thing with its names."""

    path: str  # below the base
    kind: Kind
    label: str = ""
    full: str | None = None
    alt: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    values: dict[str, list[str]] = field(default_factory=dict)

    def first(self, name: str) -> str | None:
        """Return a property's first value."""
        found = self.values.get(name)
        return found[0] if found else None

    @property
    def names(self) -> Iterator[str]:
        """Yield every genuine name, the label first."""
        yield self.label
        if self.full:
            yield self.full
        yield from self.alt


class Entities:
    """The entities by path and by type."""

    def __init__(self, found: Iterable[Entity], base: str, store: Store | None = None) -> None:
        self.base = base
        self.by_path: dict[str, Entity] = {entity.path: entity for entity in found if entity.label}
        self._store = store

    @classmethod
    def of_registry(cls, base: str = vocab.BASE) -> Entities:
        """Return what ``data/registry`` holds."""
        return cls([*_units(), *_places(), *_indicators()], base)

    @classmethod
    def of_store(cls, store: Store) -> Entities:
        """Return what a store holds, with the registry's rows whether or not it was loaded."""
        found = {entity.path: entity for entity in [*_units(), *_places(), *_indicators()]}
        found.update((entity.path, entity) for entity in _stored(store))
        return cls(found.values(), store.base, store)

    def of_kind(self, kind: Kind) -> list[Entity]:
        """Return the entities of a type, in the order of their paths."""
        return self._by_kind.get(kind, []) if kind != "task" else self.tasks

    def get(self, name: str) -> Entity | None:
        """Return the entity of a path or an IRI."""
        path = name.removeprefix(self.base)
        found = self.by_path.get(path)
        if found is None and path.startswith("notice/"):
            found = self._tasks_by_path.get(path)
        return found

    @cached_property
    def _by_kind(self) -> dict[Kind, list[Entity]]:
        table: dict[Kind, list[Entity]] = {}
        for path in sorted(self.by_path):
            entity = self.by_path[path]
            table.setdefault(entity.kind, []).append(entity)
        return table

    @cached_property
    def tasks(self) -> list[Entity]:
        """The tasks, read when first asked for."""
        if self._store is None:
            return []
        rows = _rows(
            self._store,
            "SELECT ?s ?text ?notice ?number WHERE { ?s a ?class ; kg:text ?text ; kg:inNotice ?notice . "
            "OPTIONAL { ?s kg:numberText ?number } }",
            CLASSES["task"],
        )
        found = []
        for iri, text, notice, number in rows:
            values = {"notice": [notice.removeprefix(self.base)], "number": [number] if number else []}
            found.append(Entity(iri.removeprefix(self.base), "task", text, values=values))
        return sorted(found, key=lambda e: e.path)

    @cached_property
    def _tasks_by_path(self) -> dict[str, Entity]:
        return {entity.path: entity for entity in self.tasks}

    def place(self, path: str) -> Place | None:
        """Return the place of a path: of the tables of divisions, or one that a notice invented."""
        if known := places().by_path(path):
            return known
        entity = self.by_path.get(path)
        if entity is None or entity.kind != "place":
            return None
        level = (entity.first("level") or "unknown").removeprefix(vocab.KGC)
        return Place(path, entity.label, None, level, entity.first("within"))  # type: ignore[arg-type]

    @cached_property
    def jurisdictions(self) -> list[Place]:
        """The places whose bodies are known: counties, cities, provinces, the country."""
        paths = {
            path
            for e in self.of_kind("unit")
            for path in e.values.get("place", ())
            if path.startswith("place/")
        }
        found = [place for path in sorted(paths) if (place := self.place(path))]
        return [p for p in found if p.level in ("county", "city", "province", "country")]


def _units() -> Iterator[Entity]:
    for record in registry().all_records():
        yield _unit(record.unit)


def _unit(unit: Unit) -> Entity:
    values = {"kind": [vocab.KGC + unit.kind]}
    if unit.jurisdiction:
        values["place"] = [unit.jurisdiction]
    if unit.part_of:
        values["partOf"] = [unit.part_of]
    if unit.identifiers:
        values["identifier"] = list(unit.identifiers)
    return Entity(unit.iri, "unit", unit.label, unit.full, list(unit.alt), list(unit.hidden), values)


def _places() -> Iterator[Entity]:
    served = {r.unit.jurisdiction for r in registry().all_records() if r.unit.jurisdiction}
    seen: set[str] = set()
    for path in sorted(served):
        for place in places().chain(places().by_path(path)):
            if place.iri not in seen:
                seen.add(place.iri)
                values = {"level": [vocab.KGC + place.level], "code": [place.code or ""]}
                if place.parent:
                    values["within"] = [place.parent]
                yield Entity(place.iri, "place", place.name, values=values)


def _indicators() -> Iterator[Entity]:
    for known in indicators().by_key.values():
        yield Entity(known.path, "indicator", known.label, alt=[known.label_en] if known.label_en else [])


def _stored(store: Store) -> Iterator[Entity]:
    """Yield what the registry's graph describes, which holds whatever notices name."""
    kinds = {f"<{class_}>": kind for kind, class_ in CLASSES.items() if kind != "task"}
    found: dict[str, Entity] = {}
    said: dict[bytes, list[bytes]] = {name.encode(): [] for name in (_TYPE, *_READ)}
    for line in lines_of(store, shared_graphs(store.base)["registry"]):
        if (lines := said.get(line.split(b" ", 2)[1])) is not None:
            lines.append(line)
    for line in said[_TYPE.encode()]:
        subject, _, value = tokens(line)
        if value in kinds:
            found[subject] = Entity(subject[1:-1].removeprefix(store.base), kinds[value])
    # The label first: another one becomes a further name.
    for name in _READ:
        for line in said[name.encode()]:
            subject, _, value = tokens(line)
            if (entity := found.get(subject)) is not None:
                _tell(entity, name[1:-1], words(value), store.base)
    for entity in found.values():
        if entity.full == entity.label:
            entity.full = None  # skos:prefLabel of a body whose full name is not known
        yield entity


def _tell(entity: Entity, name: str, value: str, base: str) -> None:
    if name == _LABEL:
        if not entity.label or not value.isascii():
            entity.alt += [entity.label] if entity.label else []
            entity.label = value
        else:
            entity.alt.append(value)
    elif name == _FULL:
        entity.full = value
    elif name in _ALSO:
        getattr(entity, _ALSO[name]).append(value)
    else:
        entity.values.setdefault(_VALUES[name], []).append(value.removeprefix(base))


def _rows(store: Store, text: str, class_: str) -> Iterator[tuple[str, ...]]:
    text = f"PREFIX kg: <{vocab.KG}> " + text.replace("?class", f"<{class_}>")
    answer = store.query(text, default_graph="union", max_rows=_ROWS)
    assert isinstance(answer, Bindings)
    for row in answer.rows:
        if isinstance(row[0], Iri):
            yield tuple(term.value if term is not None else "" for term in row)
