"""What is meant by what somebody types: entities by words, pinyin or initials; types; properties.

Suggestions(matcher, describe).entities("xczj")
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeVar

from kg.link.entities import CLASSES, Entity, Kind
from kg.link.match import Matcher, kind_of_type
from kg.link.properties import PROPERTIES, TYPES, Property
from kg.names.normal import normal

_INSIDE = 3  # letters that are looked for within a name's sound
_AT_ONCE = 20
_HEARD = 2  # the rank from which a name only sounds like what is typed
K = TypeVar("K")


class Suggestions:
    """Completes names; ``describe`` gives the line that tells an entity from its namesakes."""

    def __init__(self, matcher: Matcher, describe: Callable[[Entity], str]) -> None:
        self._matcher, self._describe = matcher, describe

    def entities(self, prefix: str, kind: str | None = None, cursor: int = 0) -> dict[str, Any]:
        """Return entities whose names begin with, sound like or hold what is typed."""
        form = normal(prefix)
        wanted = kind_of_type(kind) if kind else None
        ranked: dict[str, tuple[int, int, Entity]] = {}
        for rank, name, entity in self._typed(form) if form else ():
            if wanted and entity.kind != wanted:
                continue
            known = ranked.get(entity.path)
            if known is None or (rank, len(name)) < known[:2]:
                ranked[entity.path] = (rank, len(name), entity)
        found = _by_turns(sorted(ranked.values(), key=lambda r: (r[0], r[1], r[2].path)))
        if len(found) < 10 and form:
            kinds = [wanted] if wanted else [k for k in TYPES if k != "task"]
            found += [m.entity for m in self._matcher.find(prefix, kinds) if m.entity.path not in ranked]
        return {"result": [self._suggested(entity) for entity in found[cursor : cursor + _AT_ONCE]]}

    def _suggested(self, entity: Entity) -> dict[str, Any]:
        return {
            "id": self._matcher.entities.base + entity.path,
            "name": entity.label[:200],
            "description": self._describe(entity),
            "notable": [{"id": TYPES[entity.kind][0], "name": TYPES[entity.kind][1]}],
        }

    def _typed(self, form: str) -> Iterator[tuple[int, str, Entity]]:
        """Yield what is meant by what is typed, with a rank: the beginning, a part, the sound of a name."""
        for name, entity in self._typed_names:
            if form in name:
                yield (0 if name.startswith(form) else 1), name, entity
        letters = form.replace(" ", "").casefold()
        if not letters.isascii() or not letters.isalpha():
            return
        for name, spelt, short, entity in self._spelt_names:
            if spelt.startswith(letters) or short.startswith(letters):
                yield 2, name, entity
            elif len(letters) >= _INSIDE and (letters in spelt or letters in short):
                yield 3, name, entity

    @cached_property
    def _spelt_names(self) -> list[tuple[str, str, str, Entity]]:
        """Each name in pinyin and by initials; made when somebody first types letters."""
        from kg.names.pinyin import initials, pinyin

        found = [(name, entity) for name, entity in self._typed_names if not name.isascii()]
        return [(name, pinyin(name), initials(name), entity) for name, entity in found]

    @cached_property
    def _typed_names(self) -> list[tuple[str, Entity]]:
        names = []
        for entity in self._matcher.entities.by_path.values():
            names += [(form, entity) for form in dict.fromkeys(normal(name) for name in entity.names)]
        return names

    def types(self, prefix: str, cursor: int = 0) -> dict[str, Any]:
        """Return the types whose names hold what is typed."""
        names = {kind: (kind, *own) for kind, own in TYPES.items()}
        return {"result": [type_of(kind) for kind in _holding(prefix, names)[cursor:]]}

    def properties(self, prefix: str, cursor: int = 0) -> dict[str, Any]:
        """Return the properties whose names hold what is typed."""
        names = {p: (p.key, p.label, p.label_en) for p in PROPERTIES}
        return {"result": [told_property(p) for p in _holding(prefix, names)[cursor:]]}


def type_of(kind: Kind) -> dict[str, str]:
    """Return a type as the API tells it."""
    return {"id": TYPES[kind][0], "name": TYPES[kind][1], "description": CLASSES[kind]}


def told_property(prop: Property) -> dict[str, str]:
    """Return a property as the API tells it."""
    return {"id": prop.key, "name": prop.label, "description": prop.label_en}


def _holding(typed: str, names: Mapping[K, Sequence[str]]) -> list[K]:
    """Return what is called so, then what has a name that begins so, then what has one that holds it."""
    form = typed.strip().casefold()
    same = [key for key, own in names.items() if any(n.casefold() == form for n in own)]
    begins = [key for key, own in names.items() if any(n.casefold().startswith(form) for n in own)]
    holds = [key for key, own in names.items() if any(form in n.casefold() for n in own)]
    return list(dict.fromkeys([*same, *begins, *holds]))


def _by_turns(ranked: Sequence[tuple[int, int, Entity]]) -> list[Entity]:
    """Return entities as ranked, the kinds in turn: many indicators do not hide the one body meant."""
    before: Counter[tuple[bool, Kind]] = Counter()
    turns = []
    for rank, length, entity in ranked:
        heard = rank >= _HEARD
        turns.append((heard, before[heard, entity.kind], rank, length, entity.path, entity))
        before[heard, entity.kind] += 1
    return [turn[-1] for turn in sorted(turns, key=lambda turn: turn[:-1])]
