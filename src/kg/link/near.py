"""Which body of one place a name may mean that is none of theirs: its end left out, a letter or a sound off.

``names`` are the forms of the place's bodies without the place (财政局 → the county's finance bureau).
"""

from __future__ import annotations

from collections.abc import Mapping

from kg.link.entities import Entity
from kg.link.matches import Match
from kg.link.sounds import spelt
from kg.names.abbreviations import closeness, one_edit, shortens
from kg.names.normal import fold

_LEAST_CLOSENESS = 0.5  # of a registered short name, of a full name that the registry does not hold
_ENDINGS = ("局", "公司", "中心", "办", "办公室", "委", "会", "院")


def completed(stem: str, names: Mapping[str, Entity]) -> Match | None:
    """Return the one body whose name is ``stem`` with what was left out of it, if there is just one."""
    whole = [names[stem + ending] for ending in _ENDINGS if stem + ending in names]
    if len(stem) > 1 and (entity := _only(whole)):
        return Match(entity, 66.0, ("suffix",))
    if len(stem) < 3:
        return None
    tails = [entity for name, entity in names.items() if len(name) > len(stem) and name.endswith(stem)]
    if entity := _only(tails):
        return Match(entity, 70.0, ("abbreviation",))
    ended = _ended(stem)
    longer = [
        entity
        for name, entity in names.items()
        if not entity.full and shortens(name, ended) and closeness(name, ended) >= _LEAST_CLOSENESS
    ]
    if entity := _only(longer):
        return Match(entity, 72.0, ("abbreviation",))
    return None


def alike(stem: str, names: Mapping[str, Entity], place: str) -> list[tuple[Entity, float, str]]:
    """Return the bodies whose names differ by a letter or sound the same, with score and reason.

    Args:
        stem: A name without its place.
        names: The bodies of the place.
        place: The short name of the place; the letter that differs may not be one of it.
    """
    near: dict[str, tuple[Entity, float, str]] = {}
    for name, entity in names.items():
        other_place = place in name and fold(place) not in fold(stem)
        if name[-1] == stem[-1] and not other_place and one_edit(stem, name):
            score = 58.0 if min(len(stem), len(name)) <= 4 else 70.0
            if entity.path not in near or near[entity.path][1] < score:
                near[entity.path] = (entity, score, "near-spelling")
    if len(near) == 1:
        return list(near.values())
    sound = spelt(stem)
    same = {e.path: e for name, e in names.items() if len(name) == len(stem) and spelt(name) == sound}
    return [(entity, 78.0, "pinyin") for entity in same.values()] or list(near.values())


def _only(found: list[Entity]) -> Entity | None:
    paths = {entity.path: entity for entity in found}
    return next(iter(paths.values())) if len(paths) == 1 else None


def _ended(stem: str) -> str:
    """Return a stem with the short form of its ending: 国有资产管理办公室 → 国有资产管理办."""
    for long, short in (("办公室", "办"), ("委员会", "委"), ("有限公司", "公司"), ("有限责任公司", "公司")):
        if stem.endswith(long) and len(stem) > len(long) + 1:
            return stem[: -len(long)] + short
    return stem
