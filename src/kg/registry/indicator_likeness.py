"""Likeness of wordings by their pairs of characters (Dice's coefficient).

    Likeness(["build 幼儿园", " 农村公路"]).nearest(form) -> (line, score), the likest first

Nothing is worked out before it is asked for: where a pair stands is found in the joined lines.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import accumulate

from kg.registry.indicator_forms import Form, differences

_SHORTEST = 3  # characters of a thing that may be like another


class Likeness:
    """Forms as the tables write them (``verb thing``), by likeness to another."""

    def __init__(self, lines: Iterable[str]) -> None:
        parted = [line.partition(" ") for line in lines]
        self._forms = [Form(verb, thing) for verb, _, thing in parted if len(thing) >= _SHORTEST]
        self._text = "\n".join(form.thing for form in self._forms)
        self._starts = array("L", accumulate((len(form.thing) + 1 for form in self._forms), initial=0))
        self._lines_of: dict[str, array[int]] = {}
        self._sizes: dict[int, int] = {}

    def nearest(self, form: Form) -> Iterator[tuple[Form, float]]:
        """Yield the forms of the same verb that differ in no word that tells apart, the likest first."""
        own = pairs(form.thing)
        shared = Counter(i for pair in own for i in self._with(pair))
        scored = [
            (round(2 * common / (len(own) + self._size(i)), 3), i)
            for i, common in shared.items()
            if self._forms[i].verb == form.verb
        ]
        apart = differences(form.thing)
        for score, i in sorted(scored, key=lambda one: -one[0]):
            if differences(self._forms[i].thing) == apart:
                yield self._forms[i], score

    def _with(self, pair: str) -> array[int]:
        """Return the numbers of the things that hold a pair, each once."""
        if (found := self._lines_of.get(pair)) is None:
            found = self._lines_of[pair] = array("L", dict.fromkeys(self._standing(pair)))
        return found

    def _standing(self, pair: str) -> Iterator[int]:
        at = self._text.find(pair)
        while at >= 0:
            line = bisect_right(self._starts, at) - 1
            yield line
            at = self._text.find(pair, self._starts[line + 1])

    def _size(self, i: int) -> int:
        if (found := self._sizes.get(i)) is None:
            found = self._sizes[i] = len(pairs(self._forms[i].thing))
        return found


def pairs(text: str) -> set[str]:
    """Return the pairs of neighbouring characters of a text."""
    return {text[i : i + 2] for i in range(len(text) - 1)}
