"""Two versions of a notice side by side: which commitments are new, gone or reworded.

    change = compare(before, after)
    change.added, change.dropped, change.reworded     commitments
    change.duties, change.targets                     within commitments that both have

Which commitment is which, ``kg.likeness`` says, as for ``kg diff``: by words, bodies and indicators,
then by place. Of a new or a dropped one the duties and targets are not counted again.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TypeVar

from kg import likeness
from kg.store.versions.saying import Item, Said

_Key = TypeVar("_Key", bound=tuple[str, ...])
_ALIKE = 0.5  # Dice of two commitments' pairs of characters, from which on their notices may be one
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
    """Return how two versions differ; of a split or merged commitment the further parts are new or gone."""
    added = dropped = reworded = duties = targets = 0
    for match in likeness.matches(*(list(map(_item, said.items)) for said in (before, after)), versions=True):
        both = min(len(match.before), len(match.after))
        added += len(match.after) - both
        dropped += len(match.before) - both
        for i, j in zip(match.before, match.after, strict=False):
            old, new = before.items[i], after.items[j]
            reworded += old.words != new.words or old.own != new.own
            duties += _differing(old.duties, new.duties)
            targets += _differing(old.targets, new.targets)
    return Change(added, dropped, reworded, duties, targets)


def _item(item: Item) -> likeness.Item:
    """Return a commitment as the matcher gets it."""
    bodies, indicators = ({name for name, *_ in found} for found in (item.duties, item.targets))
    return likeness.Item(item.iri, item.words, "", frozenset(bodies), frozenset(indicators))


def is_another(before: Said, after: Said) -> bool:
    """Say whether two texts are so far apart that they are not one notice: nothing they list is alike."""
    if before.items and after.items:
        return not _any_alike(before.items, after.items) and not _near(before.title, after.title, _ONE_TITLE)
    return bool(before.title and after.title) and not _near(before.title, after.title, _TITLES_ALIKE)


def _any_alike(before: tuple[Item, ...], after: tuple[Item, ...]) -> bool:
    old, new = ([_bigrams(item.words) for item in items] for items in (before, after))
    return any(_dice(one, other) >= _ALIKE for one in old for other in new)


def _near(one: str, other: str, least: float) -> bool:
    return titles_alike(one, other) >= least


def titles_alike(one: str, other: str) -> float:
    """Return how alike two titles are by their pairs of characters (Dice): 0 to 1, 0 where one is empty."""
    return _dice(_bigrams(one), _bigrams(other)) if one and other else 0.0


def _differing(old: Counter[_Key], new: Counter[_Key]) -> int:
    """Count what differs: one put in the place of another is one change."""
    return max((old - new).total(), (new - old).total())


def _bigrams(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(max(1, len(text) - 1)))


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
