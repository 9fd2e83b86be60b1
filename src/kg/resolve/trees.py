"""Trees that were learned, as data: what they say of features.

    load("confidence.json").sum({"agreement": 0.9, …}) -> float

A file of ``data/reading`` holds the names of the features, where to start, and trees: nested lists
``[feature, threshold, low, high]`` with numbers as leaves. ``python -m tests.training`` grows them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg import resources


@dataclass(frozen=True, slots=True)
class Trees:
    """A sum of regression trees over named features."""

    names: Sequence[str]
    start: float
    trees: Sequence[Any]

    def sum(self, found: Mapping[str, float]) -> float:
        """Return the start and the leaves that the features lead to; a feature that is absent is 0."""
        values = [found.get(name, 0.0) for name in self.names]
        total = self.start
        for tree in self.trees:
            node = tree
            while isinstance(node, list):
                index, threshold, low, high = node
                node = low if values[index] <= threshold else high
            total += node
        return total


@cache
def load(name: str) -> Trees:
    """Return the trees of ``data/reading/NAME``, read once."""
    model = json.loads(resources.data("reading", name).read_text("utf-8"))
    return Trees(model["features"], model["start"], model["trees"])
