"""The places that a text names: those below the notice's place, beside it and above it.

A township counts by its full name, and by its short one (菜园金平区域, 花鸟南岙) where that is no
everyday word and no part of a longer name (小洋山, 洋山深水港).
"""

from __future__ import annotations

import re
from functools import cache

from kg import resources
from kg.model import Place
from kg.registry.patterns import load
from kg.registry.places import Places, short_name


@cache
def _everyday_words() -> frozenset[str]:
    path = resources.data("registry", "places", "everyday-words.txt")
    return frozenset(path.read_text(encoding="utf-8").split())


class Finder:
    """One compiled pattern for all the places that a notice of one jurisdiction may name."""

    def __init__(self, jurisdiction: Place | None, tables: Places) -> None:
        self._places: dict[str, Place] = {}
        if jurisdiction is None:
            self._pattern = None
            return
        full: dict[str, Place] = {}
        for place in tables.chain(jurisdiction):
            if place.level != "country":
                full.setdefault(place.name, place)
        short: dict[str, Place] = {}
        if jurisdiction.code:
            for place in self._around(jurisdiction, tables):
                full.setdefault(place.name, place)
            for place in self._below(jurisdiction, tables):
                full.setdefault(place.name, place)
                name = short_name(place.name)
                if name not in full and name not in _everyday_words() and len(name) >= 2:
                    if name in short:
                        del short[name]
                    else:
                        short[name] = place
        self._places = {**short, **full}
        longest = sorted(full, key=len, reverse=True)
        parts = ["|".join(map(re.escape, longest))]
        if short:
            names = "|".join(map(re.escape, sorted(short, key=len, reverse=True)))
            other = load("places").variables  # what makes another name of a short one
            parts.append(f"(?<!{other['before']})(?:{names})(?!{other['behind']})")
        self._pattern = re.compile("|".join(p for p in parts if p))

    @staticmethod
    def _below(place: Place, tables: Places) -> list[Place]:
        assert place.code
        if place.level in ("county", "zone"):
            return tables.townships(place.code)
        if place.level in ("city", "province", "country"):
            return tables.children(place.code)
        return []

    @staticmethod
    def _around(place: Place, tables: Places) -> list[Place]:
        above = tables.parent(place)
        if above is None or above.code is None or above.level == "country":
            return []
        return tables.children(above.code)

    def find(self, text: str) -> list[tuple[Place, int, int]]:
        """Return the places in the order of the text."""
        if self._pattern is None:
            return []
        return [(self._places[m.group()], m.start(), m.end()) for m in self._pattern.finditer(text)]
