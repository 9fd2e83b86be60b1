"""Trees grown by scikit-learn, stored as nested lists: [feature, threshold, low, high] or a leaf."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from tests.training.corpus import Case


def fitted(model: Any, rows: Sequence[tuple[dict[str, float], Any, Case]], sound: int) -> list[str]:
    """Fit a model to the rows, a sound notice counting ``sound`` times; return the names of its features."""
    names = sorted({name for found, _, _ in rows for name in found})
    model.fit(
        table([found for found, _, _ in rows], names),
        [truth for _, truth, _ in rows],
        sample_weight=[sound if case.damage is None else 1 for _, _, case in rows],
    )
    return names


def stored(model: Any, names: Sequence[str], start: float) -> bytes:
    """Return the file of a fitted gradient boosting: its features, its start, one tree a line."""
    grown = [_nested(one.tree_, 0, model.learning_rate) for one in model.estimators_[:, 0]]
    trees = ",\n  ".join(json.dumps(tree) for tree in grown)
    words = json.dumps(list(names), ensure_ascii=False)
    return f'{{"features": {words},\n "start": {round(start, 5)},\n "trees": [\n  {trees}\n]}}\n'.encode()


def table(rows: Sequence[dict[str, float]], names: Sequence[str]) -> Any:
    """Return the rows as a matrix, a column a feature; one that is absent is 0."""
    return np.array([[found.get(name, 0.0) for name in names] for found in rows])


def _nested(tree: Any, node: int, rate: float) -> Any:
    if tree.children_left[node] < 0:
        return round(float(tree.value[node, 0, 0]) * rate, 5)
    low, high = tree.children_left[node], tree.children_right[node]
    threshold = round(float(tree.threshold[node]), 5)
    return [int(tree.feature[node]), threshold, _nested(tree, low, rate), _nested(tree, high, rate)]
