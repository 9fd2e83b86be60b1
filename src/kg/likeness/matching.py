"""Two lists → which items go together: one assignment for the whole list, then joins.

1. Items with the same words are one.
2. Of the others those are paired whose scores (``kg.likeness.scoring``) are the greatest together.
3. An item that is left over joins a pair where its words stand in what one of the two has and the
   other does not: 新建农村公路25公里、改造危桥6座 became two tasks (split), or two became it (merged).
   With a paragraph it is likened by those of its clauses that are most like it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kg.likeness.assignment import assign
from kg.likeness.grams import Grams, covered, joined, without
from kg.likeness.scoring import Item, Prepared, features, part_features, parts, prepare, weights

__all__ = ["METHOD", "Item", "Match", "matches"]
METHOD = "bigrams-assignment-3"
"""Names how items are matched; a new number where the same lists may be matched otherwise."""
_MOST = 12  # of the likest partners of an item so many are weighed: the walk stays short

_Scores = Mapping[tuple[int, int], float]


@dataclass(frozen=True, slots=True)
class Match:
    """Items of two lists, by position, that are the same work; one side may be empty."""

    before: tuple[int, ...]
    after: tuple[int, ...]
    score: float  # 0–1: of the weakest pair in it; 1 of an item that has no like


@dataclass(slots=True)
class _Group:
    """Items of the two lists, by position, that go together; it grows on one side at most."""

    sides: tuple[list[int], list[int]]
    scores: list[float] = field(default_factory=list)


def matches(before: Sequence[Item], after: Sequence[Item], *, versions: bool = False) -> list[Match]:
    """Return how the items of two lists go together, each item once, in the order of ``after``.

    Args:
        before: The earlier list, or that of the level above.
        after: The later one.
        versions: They are versions of one list: what is left over at the same place was rewritten there.
    """
    lists = prepare(before, after)
    said = {(i, j): told for i, j, told in features(*lists)}
    scores = {pair: weights().score(told) for pair, told in said.items()}
    pairs = dict.fromkeys(_same_words(before, after), 1.0)
    taken = ({i for i, _ in pairs}, {j for _, j in pairs})
    free = {
        pair: score
        for pair, score in scores.items()
        if score >= weights().pair and pair[0] not in taken[0] and pair[1] not in taken[1]
    }
    pairs |= {pair: scores[pair] for pair in assign(_likest(free)).items()}
    groups = [_Group(([i], [j]), [score]) for (i, j), score in pairs.items()]
    _join(groups, lists, said)
    if versions:
        groups += _at_the_same_place(groups, before, after, scores)
    return _ordered(groups, len(before), len(after))


def _same_words(before: Sequence[Item], after: Sequence[Item]) -> list[tuple[int, int]]:
    """Pair the items whose words are the same: of words that stand twice those at the same place first."""
    left: dict[str, list[int]] = {}
    for j, item in enumerate(after):
        left.setdefault(item.text, []).append(j)
    pairs: dict[int, int] = {}
    for placed in (True, False):
        for i, item in enumerate(before):
            if i in pairs or not (found := left.get(item.text)):
                continue
            twin = next((j for j in found if after[j].key == item.key), None if placed else found[0])
            if twin is not None:
                found.remove(twin)
                pairs[i] = twin
    return list(pairs.items())


def _likest(scores: _Scores) -> _Scores:
    """Keep the likest partners of each item."""
    kept: set[tuple[int, int]] = set()
    for side in (0, 1):
        of: dict[int, list[tuple[float, tuple[int, int]]]] = {}
        for pair, score in scores.items():
            of.setdefault(pair[side], []).append((-score, pair))
        for found in of.values():
            kept |= {pair for _, pair in sorted(found)[:_MOST]}
    return {pair: score for pair, score in scores.items() if pair in kept}


def _join(
    groups: list[_Group],
    lists: tuple[list[Prepared], list[Prepared]],
    said: Mapping[tuple[int, int], tuple[float, ...]],
) -> None:
    """Let items that are left over join groups, those first whose words are most wanted there."""
    of = tuple({item: group for group in groups for item in group.sides[side]} for side in (0, 1))

    def rest(group: _Group, side: int, new: int) -> float:
        """Return the share of an item's words that stand in the one it joins and in none beside it."""
        whole = lists[1 - side][group.sides[1 - side][0]].words
        taken = joined(lists[side][one].words for one in group.sides[side])
        return covered(lists[side][new].words, without(whole, taken))

    wanted = []
    read: dict[tuple[int, int], list[Grams]] = {}  # the parts of each item, by side and position
    for pair, told in said.items():
        if (pair[0] in of[0]) == (pair[1] in of[1]):
            continue
        one, other = (lists[side][pair[side]] for side in (0, 1))
        longer = 0 if len(one.words) > len(other.words) else 1
        cut = read.get((longer, pair[longer]))
        if cut is None:
            cut = read[longer, pair[longer]] = parts(lists[longer][pair[longer]])
        score = weights().score(part_features(one, other, told, cut) if cut else told)
        if score >= weights().join:
            side = 1 if pair[0] in of[0] else 0  # of the one that is left over
            group = of[1 - side][pair[1 - side]]
            wanted.append((-rest(group, side, pair[side]), -score, pair, side, group))
    for _, score, pair, side, group in sorted(wanted, key=lambda one: one[:3]):
        new = pair[side]
        if (
            new not in of[side]
            and len(group.sides[1 - side]) == 1
            and rest(group, side, new) >= weights().rest
        ):
            group.sides[side].append(new)
            group.scores.append(-score)
            of[side][new] = group


def _at_the_same_place(
    groups: list[_Group], before: Sequence[Item], after: Sequence[Item], scores: _Scores
) -> list[_Group]:
    """Pair what is left over in two versions and stands at the same place."""
    taken = tuple({item for group in groups for item in group.sides[side]} for side in (0, 1))
    left = {item.key: j for j, item in enumerate(after) if j not in taken[1]}
    return [
        _Group(([i], [left[item.key]]), [scores.get((i, left[item.key]), 0.0)])
        for i, item in enumerate(before)
        if i not in taken[0] and item.key in left
    ]


def _ordered(groups: list[_Group], befores: int, afters: int) -> list[Match]:
    """Return the groups in the order of the later list, then what has no like there."""
    made = [
        Match(tuple(sorted(group.sides[0])), tuple(sorted(group.sides[1])), round(min(group.scores), 3))
        for group in groups
    ]
    held = tuple({item for group in groups for item in group.sides[side]} for side in (0, 1))
    made += [Match((), (j,), 1.0) for j in range(afters) if j not in held[1]]
    made.sort(key=lambda match: match.after[0])
    return made + [Match((i,), (), 1.0) for i in range(befores) if i not in held[0]]
