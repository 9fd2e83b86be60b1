"""What ``kg.likeness`` weighs by: ``python -m tests.training.likeness`` writes both tables.

frequencies.tsv   how many tasks of the gold hold each pair of characters
weights.yml       a logistic regression over all pairs of items of ``tests/compare/pairs/first``;
                  the pairs in ``second`` are not looked at: they measure what was learned
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from kg import resources
from kg.likeness import grams, scoring
from kg.likeness.scoring import FEATURES, features, prepare
from tests.compare.aligned import pairs, sides
from tests.conftest import ROOT

LEAST = 3  # tasks; what is rarer weighs as what was never seen
_HEAD = """\
# Made by `python -m tests.training.likeness`: a pair of characters, and the tasks of the gold
# that hold it, if at least {least} do; without one: all tasks.
"""
_WEIGHTS = """\
# Made by `python -m tests.training.likeness`: a logistic regression over {pairs} pairs of items, {ones} of
# them one work, of the aligned lists in tests/compare/pairs/first.
features:
{features}
intercept: {intercept}
# From this score on two items may be one. Of the {lists} lists, each read with weights learned from the
# others (before there was rare_bodies), 0.2 and 0.3 gave the best F1 of pairs (0.98), 0.5 gave 0.97.
pair: 0.3
# From this score on an item that was left over may join one that has a partner, if that partner leaves
# over at least so much of its words. Of the items left over there 17 of 18 parts had 0.65 and 0.19 or
# more, and one of all others (a blood bank beside a hospital's building).
join: 0.5
rest: 0.15
"""


def frequencies() -> str:
    """Return the text of the table; its first row counts the tasks, each wording once."""
    texts = set()
    for path in sorted((ROOT / "tests/gold").rglob("*.json")):
        told = json.loads(path.read_text("utf-8"))
        if isinstance(told, dict):
            texts.update(task["text"] for task in told.get("tasks", ()) if task.get("text"))
    found: Counter[str] = Counter()
    for text in texts:
        found.update(grams.counts(text).keys())
    rows = sorted((gram, n) for gram, n in found.items() if n >= LEAST)
    return _HEAD.format(least=LEAST) + "".join(f"{gram}\t{n}\n" for gram, n in [("", len(texts)), *rows])


def learned() -> str:
    """Return the text of the weights."""
    from sklearn.linear_model import LogisticRegression

    rows: list[tuple[float, ...]] = []
    ones: list[bool] = []
    aligned = pairs("first")
    for pair in aligned:
        for i, j, said in features(*prepare(*sides(pair))):
            rows.append(said)
            ones.append((i + 1, j + 1) in pair.links)
    model: Any = LogisticRegression(C=10, max_iter=1000).fit(rows, ones)
    return _WEIGHTS.format(
        pairs=len(rows),
        ones=sum(ones),
        lists=len(aligned),
        features="\n".join(
            f"  {name}: {weight:.2f}" for name, weight in zip(FEATURES, model.coef_[0], strict=True)
        ),
        intercept=f"{model.intercept_[0]:.2f}",
    )


if __name__ == "__main__":
    resources.data(*grams.PATH).write_text(frequencies(), "utf-8")
    grams._weights.cache_clear()
    resources.data(*scoring.PATH).write_text(learned(), "utf-8")
