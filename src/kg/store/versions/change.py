"""Two versions of a notice side by side: which commitments are new, gone or reworded.

    change = compare(before, after)
    change.added, change.dropped, change.reworded     commitments
    change.duties, change.targets                     within commitments that both have

A commitment is the same one by its words, then by words that are mostly the same, then by its
place. Of a new or a dropped one the duties and targets are not counted again.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TypeVar

from kg.store.versions.saying import Item, Said

_Key = TypeVar("_Key", bound=tuple[str, ...])
_ALIKE = 0.5  # Dice of two texts' pairs of characters, from which on they are one text reworded
# From which on two titles are one: mostly frame (…关于印发…的通知), so that little else may differ.
_ONE_TITLE = 0.85
_TITLES_ALIKE = 0.6  # where nothing is listed that could be compared


@dataclass(frozen=True, slots=True)
class Change:
    """How one version differs from the one before."""

    added: int
    dropped: int
    reworded: int
    duties: int
    targets: int

    @property
    def tasks(self) -> int:
        """Commitments that are new, gone or reworded."""
        return self.added + self.dropped + self.reworded

    def text(self, lang: str = "zh") -> str:
        """Say it in one sentence without a stop."""
        if not any((self.tasks, self.duties, self.targets)):
            return "only words outside the items differ" if lang == "en" else "只有事项以外的文字不同"
        if lang == "en":
            return (
                f"items: {self.added} new, {self.dropped} dropped, {self.reworded} changed; "
                f"units: {self.duties} changed; targets: {self.targets} changed"
            )
        return (
            f"事项新增 {self.added}、取消 {self.dropped}、改动 {self.reworded}；"
            f"责任单位变动 {self.duties} 处；指标变动 {self.targets} 个"
        )


def compare(before: Said, after: Said) -> Change:
    """Return how two versions differ."""
    pairs = _pairs(before.items, after.items)
    reworded = duties = targets = 0
    for old, new in pairs:
        reworded += old.words != new.words or old.own != new.own
        duties += _differing(old.duties, new.duties)
        targets += _differing(old.targets, new.targets)
    return Change(len(after.items) - len(pairs), len(before.items) - len(pairs), reworded, duties, targets)


def is_another(before: Said, after: Said) -> bool:
    """Say whether two texts are so far apart that they are not one notice: nothing they list is alike."""
    if before.items and after.items:
        return not _same(before.items, after.items) and not _near(before.title, after.title, _ONE_TITLE)
    return bool(before.title and after.title) and not _near(before.title, after.title, _TITLES_ALIKE)


def _near(one: str, other: str, least: float) -> bool:
    return likeness(one, other) >= least


def likeness(one: str, other: str) -> float:
    """Return how alike two texts are by their pairs of characters (Dice): 0 to 1, 0 where one is empty."""
    return _dice(_bigrams(one), _bigrams(other)) if one and other else 0.0


def _differing(old: Counter[_Key], new: Counter[_Key]) -> int:
    """Count what differs: one put in the place of another is one change."""
    return max((old - new).total(), (new - old).total())


def _pairs(before: tuple[Item, ...], after: tuple[Item, ...]) -> list[tuple[Item, Item]]:
    pairs = _same(before, after)
    old_left = [item for item in before if item.iri not in {old.iri for old, _ in pairs}]
    new_left = {item.iri: item for item in after if item.iri not in {new.iri for _, new in pairs}}
    for item in old_left:  # rewritten wholly, at the same place
        if found := new_left.pop(item.iri, None):
            pairs.append((item, found))
    return pairs


def _same(before: tuple[Item, ...], after: tuple[Item, ...]) -> list[tuple[Item, Item]]:
    """Return the commitments that both have, by their words."""
    pairs: list[tuple[Item, Item]] = []
    left: dict[str, list[Item]] = {}
    for item in after:
        left.setdefault(item.words, []).append(item)
    unmatched = []
    for item in before:
        found = left.get(item.words)
        if not found:
            unmatched.append(item)
            continue
        # Words that stand twice: the one at the same place is it.
        twin = next((one for one in found if one.iri == item.iri), found[0])
        found.remove(twin)
        pairs.append((item, twin))
    rest = [item for items in left.values() for item in items]
    return pairs + _alike(unmatched, rest)


def _alike(before: list[Item], after: list[Item]) -> list[tuple[Item, Item]]:
    """Pair what is mostly the same, the nearest first."""
    old_grams = [_bigrams(item.words) for item in before]
    new_grams = [_bigrams(item.words) for item in after]
    scored = [
        (score, before[i].iri == after[j].iri, i, j)
        for i, old in enumerate(old_grams)
        for j, new in enumerate(new_grams)
        if (score := _dice(old, new)) >= _ALIKE
    ]
    pairs, taken_old, taken_new = [], set(), set()
    for _, _, i, j in sorted(scored, key=lambda one: (-one[0], not one[1], one[2], one[3])):
        if i not in taken_old and j not in taken_new:
            taken_old.add(i)
            taken_new.add(j)
            pairs.append((before[i], after[j]))
    return pairs


def _bigrams(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(max(1, len(text) - 1)))


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
