"""One assignment for a whole list: the pairs whose scores are the greatest together.

    assign({(0, 0): 0.9, (0, 1): 0.8, (1, 0): 0.8})      → {0: 1, 1: 0}

Nobody must be paired, and nobody is paired twice. Few pairs have a score at all, so the graph is
walked and no matrix is built: shortest augmenting paths with potentials (Jonker and Volgenant,
1987). A library of it would bring 216 MB (scipy 1.17 with numpy) for these lines; a test compares
them with scipy's own ``linear_sum_assignment``.
"""

from __future__ import annotations

from collections.abc import Mapping
from heapq import heappop, heappush


def assign(scores: Mapping[tuple[int, int], float]) -> dict[int, int]:
    """Return for each left node that is paired the right one.

    Args:
        scores: Of the pairs that may be, each above 0.

    Returns:
        The pairs with the greatest sum; of several such choices always the same one.
    """
    edges: dict[int, list[tuple[int, float]]] = {}
    for (left, right), score in sorted(scores.items()):
        edges.setdefault(left, []).append((right, score))
    # Potentials: left + right ≥ score of each pair, = of each pair that is made.
    lefts = {left: max(score for _, score in found) for left, found in edges.items()}
    rights = {right: 0.0 for _, right in scores}
    made: dict[int, int] = {}
    for start in edges:
        _augment(start, edges, lefts, rights, made)
    return {left: right for right, left in sorted(made.items(), key=lambda pair: pair[1])}


def _augment(
    start: int,
    edges: Mapping[int, list[tuple[int, float]]],
    lefts: dict[int, float],
    rights: dict[int, float],
    made: dict[int, int],
) -> None:
    """Pair one more left node along the cheapest path, or leave the cheapest on that way unpaired."""
    reached = {start: 0.0}  # left nodes, by what it costs to free their pair
    settled: dict[int, float] = {}  # right nodes
    before: dict[int, int] = {}  # right node → the left node that it was reached from
    heap: list[tuple[float, int, int]] = []
    left, cost = start, 0.0
    best, end_left, end_right = lefts[start], start, None  # to leave ``start`` itself unpaired
    while True:
        for right, score in edges[left]:
            if right not in settled:
                heappush(heap, (cost + lefts[left] + rights[right] - score, right, left))
        while heap and heap[0][1] in settled:
            heappop(heap)
        if not heap or heap[0][0] >= best:
            break
        cost, right, via = heappop(heap)
        settled[right], before[right] = cost, via
        if right not in made:
            best, end_left, end_right = cost, via, right
            break
        left = made[right]
        reached[left] = cost
        if cost + lefts[left] < best:
            best, end_left, end_right = cost + lefts[left], left, None
    for node, far in reached.items():
        lefts[node] -= max(0.0, best - far)
    for node, far in settled.items():
        rights[node] += max(0.0, best - far)
    _turn(start, end_left, end_right, before, made)


def _turn(start: int, left: int, right: int | None, before: Mapping[int, int], made: dict[int, int]) -> None:
    """Pair every left node of the path with the right one that it was left by."""
    of = {partner: node for node, partner in made.items()}
    if right is None:  # ``left`` gives its pair up
        if left == start:
            return
        right = of.pop(left)
        left = before[right]
    while True:
        former = of.get(left)
        made[right] = left
        if left == start:
            return
        assert former is not None
        right, left = former, before[former]
