"""Likeness of wordings by their pairs of characters (Dice's coefficient).

    Likeness(["build 幼儿园", " 农村公路"]).nearest(form) -> (line, score), the likest first

Nothing is worked out before it is asked for: where a pair stands is found in the joined lines.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate, chain, takewhile
from operator import itemgetter

from kg.registry.indicator_forms import Form, differences

_SHORTEST = 3  # characters of a thing that may be like another
_REORDERED = 6  # characters of a thing that means the same in another order
_KEPT = 64  # things whose likest are kept, for one is asked of more than once
_SAME_PAIRS = 0.4  # likeness of what has only another order, at the least


class Likeness:
    """Forms as the tables write them (``verb thing``), by likeness to another."""

    def __init__(self, lines: Iterable[str]) -> None:
        parted = [line.partition(" ") for line in lines]
        self._forms = [Form(verb, thing) for verb, _, thing in parted if len(thing) >= _SHORTEST]
        self._text = "\n".join(form.thing for form in self._forms)
        self._starts = array("L", accumulate((len(form.thing) + 1 for form in self._forms), initial=0))
        self._lines_of: dict[str, array[int]] = {}
        self._sizes: dict[int, int] = {}
        self._ranked = lru_cache(_KEPT)(self._rank)

    def reordered(self, form: Form) -> Form | None:
        """Return the form of the same characters in another order: 城区老旧燃气管网 is 城区燃气老旧管网."""
        if len(form.thing) < _REORDERED:  # 投资项目 is no 项目投资
            return None
        letters = sorted(form.thing)
        likest = takewhile(lambda one: one[1] >= _SAME_PAIRS, self.nearest(form))
        return next((other for other, _ in likest if sorted(other.thing) == letters), None)

    def nearest(self, form: Form) -> Iterator[tuple[Form, float]]:
        """Yield the forms of the same verb that differ in no word that tells apart, the likest first."""
        apart = differences(form.thing)
        for score, i in self._ranked(form):
            if differences(self._forms[i].thing) == apart:
                yield self._forms[i], score

    def _rank(self, form: Form) -> list[tuple[float, int]]:
        """Return likeness and number of the forms of this verb that share a pair, the likest first."""
        own = pairs(form.thing)
        shared = Counter(chain.from_iterable(map(self._with, own)))
        scored = [
            (round(2 * common / (len(own) + self._size(i)), 3), i)
            for i, common in shared.items()
            if self._forms[i].verb == form.verb
        ]
        scored.sort(key=itemgetter(0), reverse=True)
        return scored

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
