"""What a name may mean: candidates with scores, their reasons, and whether one is certain.

    matcher = Matcher(Entities.of_registry())
    matcher.find("嵊泗县财政局", kind="unit") -> [Match(县财政局, 100.0, ("full-name",), certain=True)]

Scores run from 0 to 100. At 90 and above, with no rival near it, a candidate is certain: only such
a one is chosen for a person (``match`` of the Reconciliation API, the filled column of a table).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from kg import vocab
from kg.link.entities import CLASSES, Entities, Entity, Kind
from kg.link.linksets import codes_by_path
from kg.link.matches import Match, best
from kg.link.units import UnitMatcher
from kg.model import Place
from kg.names.normal import fold, normal
from kg.registry.indicators import indicators
from kg.registry.patterns import rule
from kg.registry.places import places, short_name

SURE = 90.0
LEAST = 50.0
MAX_NAME = 500
KINDS: tuple[Kind, ...] = ("unit", "place", "leader", "indicator", "group", "task")
_NAME = re.compile(r"[一-龥·]{2,6}")


@dataclass(frozen=True, slots=True)
class Condition:
    """A property that a candidate is to have: one of the values."""

    name: str
    values: tuple[str, ...]


class Matcher:
    """Finds the entities that names may mean."""

    def __init__(self, entities: Entities) -> None:
        self.entities = entities

    def find(
        self,
        name: str,
        kinds: Sequence[Kind] = (),
        conditions: Sequence[Condition] = (),
        limit: int = 5,
    ) -> list[Match]:
        """Return candidates, best first; at most one of them is certain.

        Args:
            name: A name as somebody wrote it, an IRI of ours, or a code.
            kinds: The types asked for; all where none is given.
            conditions: What candidates must not contradict.
            limit: How many at most.
        """
        name = unicodedata.normalize("NFKC", name[: MAX_NAME * 4]).strip()
        if not name or (len(name) > MAX_NAME and "task" not in kinds):
            return []
        wanted = tuple(kinds) or KINDS
        within, unknown_place = self._within(conditions)
        if unknown_place:
            return []
        found = list(self._identified(name, wanted))
        if not found:
            for kind in wanted:
                found += self._of_kind(kind, name, within, asked=bool(kinds))
        judged = [m for match in best(found) if (m := self._judged(match, conditions, within)) is not None]
        judged = [m for m in best(judged) if m.score >= LEAST]
        return _decided(judged)[: max(limit, 0)]

    def _of_kind(self, kind: Kind, name: str, within: Place | None, asked: bool) -> Iterable[Match]:
        if kind == "unit":
            return self._units.find(name, within)
        if kind == "place":
            return self._places(name, within)
        if kind == "leader":
            return self._leaders(name)
        if kind == "indicator":
            return self._indicators(name)
        if kind == "group":
            return self._labelled("group", name)
        # Everybody's words would be compared with every sentence: only long words, or when asked for.
        return self._tasks(name) if asked or len(name) >= 12 else ()

    @cached_property
    def _units(self) -> UnitMatcher:
        return UnitMatcher(self.entities)

    # --- conditions -----------------------------------------------------------------------------

    def _within(self, conditions: Sequence[Condition]) -> tuple[Place | None, bool]:
        """Return the place that candidates must lie in, and whether one is named that is none of ours."""
        for condition in conditions:
            if condition.name != "place":
                continue
            for value in condition.values:
                if place := self.place_of(value):
                    return place, False
            return None, any(value.strip() for value in condition.values)
        return None, False

    def place_of(self, value: str) -> Place | None:
        """Return our place of an IRI, a code or a name."""
        value = value.strip()
        coded = [e for e in self._by_code.get(value.upper(), ()) if e.kind == "place"]
        entity = coded[0] if coded else self.entities.get(value)
        if entity is None or entity.kind != "place":
            found = [m for m in best(self._places(value, None)) if m.score >= SURE]
            if not found or (len(found) > 1 and found[1].score == found[0].score):
                return None
            entity = found[0].entity
        return self.entities.place(entity.path)

    def _judged(self, match: Match, conditions: Sequence[Condition], within: Place | None) -> Match | None:
        """Return a candidate in the light of the conditions; None where it lies elsewhere."""
        if within is not None and match.entity.kind == "place" and not self._inside(match.entity, within):
            return None
        for condition in conditions:
            if condition.name == "place":
                continue
            values = self.values(match.entity, condition.name)
            if not values:
                continue
            wanted = {_folded(value) for value in condition.values}
            if not wanted & {_folded(value) for value in values}:
                match = replace(match, score=match.score / 2, reasons=(*match.reasons, "contradicted"))
        return match

    def values(self, entity: Entity, name: str) -> list[str]:
        """Return a property's values in every form that a table may hold: IRI, path, label."""
        if name == "name":
            return list(entity.names)
        if name == "fullName":
            return [entity.full] if entity.full else []
        if name == "otherName":
            return list(entity.alt)
        found: list[str] = []
        for value in entity.values.get(name, ()):
            found.append(value)
            if value.startswith(vocab.KGC):
                found += [value.removeprefix(vocab.KGC), *self.code_labels.get(value, ())]
            elif other := self.entities.by_path.get(value):
                found += [self.entities.base + value, *other.names]
        return found

    @cached_property
    def code_labels(self) -> Mapping[str, tuple[str, ...]]:
        """The labels of codes, Chinese first."""
        return _code_labels()

    def _inside(self, entity: Entity, within: Place) -> bool:
        place = self.entities.place(entity.path)
        while place is not None:
            if place.iri == within.iri:
                return True
            place = self.entities.place(place.parent) if place.parent else None
        return False

    # --- identifiers ----------------------------------------------------------------------------

    def _identified(self, name: str, wanted: Sequence[Kind]) -> Iterator[Match]:
        named = self.entities.get(name)
        for entity in [named] if named else self._by_code.get(name.upper(), []):
            if entity.kind in wanted:
                yield Match(entity, 100.0, ("identifier",))

    @cached_property
    def _by_code(self) -> dict[str, list[Entity]]:
        table: dict[str, list[Entity]] = {}
        for entity in self.entities.by_path.values():
            for key in ("code", "identifier"):
                for value in entity.values.get(key, ()):
                    if value:
                        table.setdefault(value.upper(), []).append(entity)
        for path, codes in codes_by_path().items():
            for code in codes if path in self.entities.by_path else ():
                for key in (code.upper(), code.partition(":")[2].upper()):
                    known = table.setdefault(key, [])
                    if self.entities.by_path[path] not in known:
                        known.append(self.entities.by_path[path])
        return table

    # --- types ----------------------------------------------------------------------------------

    def _places(self, name: str, within: Place | None) -> Iterator[Match]:
        form = normal(name)
        exact = self._labels("place").get(form, [])
        for entity in exact:
            yield Match(entity, 100.0, ("same-name",))
        if exact or len(form) < 2:
            return
        chain, whole = self._chain(form, within)
        if whole is not None:
            placed = len(chain) > 1 or within is not None
            reason = "full-name" if form.endswith(whole.label) else "abbreviation"
            yield Match(whole, 98.0 if placed else 94.0, (reason,))
        elif chain:
            return
        elif form.isascii():
            yield from self._spoken_places(form)
        else:
            yield from self._alike_places(form)

    def _chain(self, form: str, within: Place | None) -> tuple[list[Place], Entity | None]:
        """Return the places that a form names one below the other, and ours if it ends in one of them."""
        rest = form
        chain: list[Place] = []
        while rest:
            found, length = _longest_place(rest, chain[-1] if chain else within)
            if not found:
                break
            ours = [p for p in found if p.iri in self.entities.by_path] or found
            chain.append(ours[0])
            rest = rest[length:]
            if not rest and len(ours) == 1:
                return chain, self.entities.by_path.get(ours[0].iri)
        return chain, None

    def _alike_places(self, form: str) -> Iterator[Match]:
        for entity in self.entities.of_kind("place"):
            if fold(entity.label) == fold(form):
                yield Match(entity, 90.0, ("look-alike",))
            elif short_name(entity.label) == form and entity.label.endswith(("镇", "乡", "街道")):
                yield Match(entity, 80.0, ("suffix",))

    def _spoken_places(self, form: str) -> Iterator[Match]:
        from kg.names.pinyin import pinyin

        letters = re.sub("[^a-z]", "", unicodedata.normalize("NFD", form.lower()))
        hits = []
        for entity in self.entities.of_kind("place"):
            names = (entity.label, short_name(entity.label))
            if len(letters) >= 4 and letters in [pinyin(n) for n in names]:
                hits.append((entity, letters == pinyin(entity.label)))
        for entity, whole in hits:
            yield Match(entity, (88.0 if whole else 78.0) - 12 * (len(hits) - 1), ("pinyin",))

    def _leaders(self, name: str) -> Iterator[Match]:
        form = normal(name)
        labels = self._labels("leader")
        exact = labels.get(form, [])
        for entity in exact:
            yield Match(entity, 100.0 if len(exact) == 1 else 80.0, ("same-name",))
        if exact:
            return
        if form.isascii():
            from kg.names.pinyin import pinyin

            letters = re.sub("[^a-z]", "", unicodedata.normalize("NFD", form.lower()))
            hits = [e for label, found in labels.items() for e in found if pinyin(label) == letters]
            for entity in hits:
                yield Match(entity, 80.0 if len(hits) == 1 else 60.0, ("pinyin",))
            return
        # 宋晖常务副县长, 县长杨松: the name with its post.
        for label, found in labels.items():
            if label in form and rule("leaders.beside_a_name").fullmatch(form.replace(label, "", 1)):
                for entity in found:
                    yield Match(entity, 95.0 if len(found) == 1 else 75.0, ("suffix",))

    def _indicators(self, name: str) -> Iterator[Match]:
        found = list(self._labelled("indicator", name))
        yield from found
        if found:
            return
        if (known := indicators().known(name)) and (entity := self.entities.by_path.get(known.path)):
            yield Match(entity, 96.0, ("registered-alias",))
            return
        form = normal(name)
        for label, entities in self._labels("indicator").items():
            if len(form) >= 5 and abs(len(label) - len(form)) <= 1 and _likeness(form, label) >= 0.85:
                for entity in entities:
                    yield Match(entity, 65.0, ("near-spelling",))

    def _labelled(self, kind: Kind, name: str) -> Iterator[Match]:
        form = normal(name)
        for entity in self._labels(kind).get(form, []):
            same = normal(entity.label) == form
            yield Match(entity, 100.0 if same else 97.0, ("same-name" if same else "registered-alias",))

    def _tasks(self, name: str) -> Iterator[Match]:
        form = _words(name)
        if len(form) < 6:
            return
        shared: dict[int, int] = {}
        grams = {form[i : i + 2] for i in range(len(form) - 1)}
        for gram in grams:
            for at in self._grams.get(gram, ()):
                shared[at] = shared.get(at, 0) + 1
        tasks = self.entities.tasks
        for at in sorted(shared, key=lambda i: -shared[i])[:50]:
            text, size = self._task_texts[at]
            if text == form:
                yield Match(tasks[at], 100.0, ("same-name",))
            elif form in text and len(form) >= 8:
                yield Match(tasks[at], 70.0 + 25 * len(form) / len(text), ("abbreviation",))
            else:
                like = 2 * shared[at] / (len(grams) + size)
                if like >= 0.6:
                    yield Match(tasks[at], 95 * like, ("near-spelling",))

    @cached_property
    def _task_texts(self) -> list[tuple[str, int]]:
        texts = [_words(task.label) for task in self.entities.tasks]
        return [(text, len({text[i : i + 2] for i in range(len(text) - 1)})) for text in texts]

    @cached_property
    def _grams(self) -> dict[str, list[int]]:
        table: dict[str, list[int]] = {}
        for at, (text, _) in enumerate(self._task_texts):
            for gram in {text[i : i + 2] for i in range(len(text) - 1)}:
                table.setdefault(gram, []).append(at)
        return table

    def _labels(self, kind: Kind) -> dict[str, list[Entity]]:
        if kind not in self._tables:
            table: dict[str, list[Entity]] = {}
            for entity in self.entities.of_kind(kind):
                for form in dict.fromkeys(normal(name) for name in entity.names):
                    table.setdefault(form, []).append(entity)
            self._tables[kind] = table
        return self._tables[kind]

    @cached_property
    def _tables(self) -> dict[Kind, dict[str, list[Entity]]]:
        return {}


def _decided(found: list[Match]) -> list[Match]:
    """Mark the one certain candidate, if there is one."""
    found = [replace(m, score=round(max(0.0, min(m.score, 100.0)), 1)) for m in found]
    if not found or found[0].score < SURE or "contradicted" in found[0].reasons:
        return found
    first = found[0]
    same_name = "same-name" in first.reasons or "identifier" in first.reasons
    for rival in found[1:]:
        margin = 5.0 if rival.entity.kind == first.entity.kind or not same_name else 0.5
        if first.score - rival.score < margin:
            return found
    return [replace(first, certain=True), *found[1:]]


def _longest_place(words: str, above: Place | None) -> tuple[list[Place], int]:
    """Return the places of the longest name that begins ``words``, and its length."""
    tables = places()
    for length in range(len(words), 1, -1):
        found = [
            place
            for place in tables.find(words[:length], above)
            if place.name == words[:length] or length == len(words) or len(place.code or "") == 6
        ]
        if found:
            return found, length
    return [], 0


def _words(text: str) -> str:
    return re.sub(r"[\W_]+", "", normal(text))


def _folded(value: str) -> str:
    return normal(value).casefold()


def _likeness(one: str, other: str) -> float:
    from kg.names.abbreviations import likeness

    return likeness(one, other)


def _code_labels() -> dict[str, tuple[str, ...]]:
    """Return the labels of ``ontology/codes.ttl``."""
    import pyoxigraph as ox

    from kg import resources

    label = ox.NamedNode(vocab.expand("skos:prefLabel"))
    found: dict[str, list[str]] = {}
    for quad in ox.parse(resources.ontology("codes.ttl").read_bytes(), format=ox.RdfFormat.TURTLE):
        if quad.predicate == label and isinstance(quad.subject, ox.NamedNode):
            value = quad.object
            if isinstance(value, ox.Literal):
                names = found.setdefault(quad.subject.value, [])
                names.insert(0 if value.language == "zh" else len(names), value.value)
    return {iri: tuple(names) for iri, names in found.items()}


def kind_of_type(name: str) -> Kind | None:
    """Return the type of a class IRI, a prefixed name or a word: kg:Unit, Unit, unit."""
    local = name.strip().rpartition("#")[2].removeprefix("kg:").lower()
    words: dict[str, Kind] = {
        "person": "leader",
        "people": "leader",
        "organization": "unit",
        "unitgroup": "group",
    }
    words |= {class_.rpartition("#")[2].lower(): kind for kind, class_ in CLASSES.items()}
    words |= {kind: kind for kind in CLASSES}
    return words.get(local)
