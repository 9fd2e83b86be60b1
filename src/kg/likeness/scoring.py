"""How likely two items are the same work: seven features under learned weights.

The weights are those of a logistic regression over every pair of items of the aligned lists in
``tests/compare/pairs/first`` (``python -m tests.training.likeness``), in ``data/likeness/weights.yml``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp, log

from kg import resources
from kg.errors import DataError
from kg.likeness.grams import Grams, alike, covered, grams, joined

PATH = ("likeness", "weights.yml")
_SUBJECT = 30  # characters of a sentence that only names what its item is about, at most
_CLAUSES = 3  # that are read together, at most
_PARAGRAPH = 4  # clauses of a text of which parts are read, at least
_CLAUSE_END = re.compile("[，,；;。]")
FEATURES = ("words", "held", "held_both", "bodies", "rare_bodies", "indicators", "headings")


@dataclass(frozen=True, slots=True)
class Item:
    """One task or project, as far as its likeness to others goes."""

    key: str  # names it in its list; in another version of it the item at the same place
    text: str
    heading: str = ""
    bodies: frozenset[str] = frozenset()  # keys that both lists use: types of department, or units
    indicators: frozenset[str] = frozenset()  # labels


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learned."""

    features: tuple[float, ...]  # in the order of FEATURES
    intercept: float
    pair: float  # the least score of two items that are one
    join: float  # of an item that was left over and one that is paired already
    rest: float  # the least share of its words that must stand in what that one's partner leaves over

    def score(self, features: Sequence[float]) -> float:
        """Return how likely a pair with these features is one work, 0–1."""
        sum_ = self.intercept + sum(w * f for w, f in zip(self.features, features, strict=True))
        return 1 / (1 + exp(-sum_))


@cache
def weights() -> Weights:
    """Return the weights of this installation."""
    path = resources.data(*PATH)
    told = resources.read_yaml(path)
    try:
        return Weights(
            tuple(float(told["features"][name]) for name in FEATURES),
            *(float(told[name]) for name in ("intercept", "pair", "join", "rest")),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(
            f"{path} 有误：{error}。请重新安装本软件包。", f"{path} is wrong: {error}; install it again."
        ) from error


@dataclass(frozen=True, slots=True)
class Prepared:
    """An item with its words weighed."""

    item: Item
    words: Grams
    subject: Grams  # of the short sentence that it begins with, where others follow
    heading: Grams
    indicators: tuple[Grams, ...]


def prepare(before: Sequence[Item], after: Sequence[Item]) -> tuple[list[Prepared], list[Prepared]]:
    """Weigh the words of two lists; what stands in most of their items (为民办实事：) weighs less."""
    both = [grams(item.text) for item in (*before, *after)]
    held = Counter(gram for words in both for gram in words)
    most = log(1 + len(both))
    local = {gram: log(1 + len(both) / n) / most for gram, n in held.items()}
    made = [
        Prepared(
            item,
            {gram: weight * local[gram] for gram, weight in words.items()},
            {gram: weight * local.get(gram, 1.0) for gram, weight in grams(_subject(item.text)).items()},
            grams(item.heading),
            tuple(grams(label) for label in sorted(item.indicators)),
        )
        for item, words in zip((*before, *after), both, strict=True)
    ]
    return made[: len(before)], made[len(before) :]


def features(
    before: Sequence[Prepared], after: Sequence[Prepared]
) -> Iterator[tuple[int, int, tuple[float, ...]]]:
    """Yield the features of every two items that share a word; the others are not alike."""
    bodies = _rarity(before, after)
    index: dict[str, list[int]] = {}
    for j, other in enumerate(after):
        for gram in other.words:
            index.setdefault(gram, []).append(j)
    for i, one in enumerate(before):
        for j in sorted({j for gram in one.words for j in index.get(gram, ())}):
            other = after[j]
            yield (
                i,
                j,
                (
                    *_words(one, other),
                    _bodies(one.item.bodies, other.item.bodies, bodies),
                    max((bodies[body] for body in one.item.bodies & other.item.bodies), default=0.0),
                    max((alike(a, b) for a in one.indicators for b in other.indicators), default=0.0),
                    alike(one.heading, other.heading),
                ),
            )


def _words(one: Prepared, other: Prepared) -> tuple[float, float, float]:
    """Return how alike the words are, and the greater and the lesser share that the other holds.

    Two long items that begin with their subjects are as alike as these, whatever each tells of it.
    """
    return max(
        (alike(a, b), max(shares), min(shares))
        for a, b in ((one.words, other.words), (one.subject, other.subject))
        if (shares := (covered(a, b), covered(b, a)))
    )


def part_features(
    one: Prepared, other: Prepared, said: Sequence[float], parts: Sequence[Grams]
) -> tuple[float, ...]:
    """Return the features of two items, of the longer the words of its part most like the other.

    A paragraph that takes up six short tasks is like none of them as a whole.

    Args:
        one: An item.
        other: An item of the other list.
        said: Their features.
        parts: The parts of the longer of the two.
    """
    short = min(one, other, key=lambda item: len(item.words)).words
    found = (
        (alike(short, part), max(shares), min(shares))
        for part in parts
        if (shares := (covered(short, part), covered(part, short)))
    )
    return (*max((*found, tuple(said[:3]))), *said[3:])


def parts(item: Prepared) -> list[Grams]:
    """Return the words of every one to three clauses of a paragraph that stand together."""
    clauses = [grams(clause) for clause in _CLAUSE_END.split(item.item.text) if clause.strip()]
    if len(clauses) < _PARAGRAPH:
        return []
    together = (
        joined(clauses[at : at + size])
        for size in range(1, _CLAUSES + 1)
        for at in range(len(clauses) - size + 1)
    )
    return [{gram: item.words[gram] for gram in some if gram in item.words} for some in together]


def _subject(text: str) -> str:
    """Return the short sentence that opens a longer text: 推进“双随机、一公开”监管。加强…; or nothing."""
    opening, _, rest = text.partition("。")
    return opening if rest.strip() and len(opening) <= _SUBJECT else ""


def _rarity(before: Sequence[Prepared], after: Sequence[Prepared]) -> dict[str, float]:
    """Return what each body tells, up to 1: the fewer items of either list name it, the more."""
    named = [Counter(body for one in side for body in one.item.bodies) for side in (before, after)]
    return {body: 1 / max(side[body] for side in named) for body in {*named[0], *named[1]}}


def _bodies(one: frozenset[str], other: frozenset[str], rarity: dict[str, float]) -> float:
    """Return Dice's coefficient of two sets of bodies, weighed."""
    whole = sum(rarity[body] for body in one) + sum(rarity[body] for body in other)
    return 2 * sum(rarity[body] for body in one & other) / whole if whole else 0.0
