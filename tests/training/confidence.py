"""The confidence: what F1 follows from how a notice looks when it is read, sound or damaged.

The witness that is asked about a set was taught by the others: on what it learnt from it agrees too well.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from unittest.mock import patch

from sklearn.ensemble import GradientBoostingRegressor

from kg.emit import as_json
from kg.evaluate import compare
from kg.extract import extract
from kg.parse import witness
from kg.parse.parse import parse
from kg.resolve.confidence import features
from kg.resolve.notice import assemble
from tests.training.corpus import Case
from tests.training.judge import f1
from tests.training.shared import over
from tests.training.trees import fitted, stored
from tests.training.witness import tagger_of

PATH = "reading", "confidence.json"
FOLDS = 4
_SOUND = 4  # how much a sound notice counts
_GROWN: dict[str, Any] = {
    # The mean is to be expected, not the median: most notices are sound, and by the median a fifth of those
    # that were read below 0.9 at first, learned without their sets, were sure of themselves.
    "loss": "squared_error",
    "n_estimators": 240,
    "max_depth": 4,
    "max_features": 0.35,
    "learning_rate": 0.06,
    "subsample": 0.6,
    "min_samples_leaf": 8,
    "random_state": 0,
}

Example = tuple[dict[str, float], float, Case]


def examples(found: Sequence[Case], folds: int = FOLDS) -> list[Example]:
    """Return features and F1 of each case, its witness taught by the sets of the other folds."""
    groups = sorted({case.group for case in found})
    rows: list[Example] = []
    for fold in range(folds):
        held = set(groups[fold::folds])
        others = [case for case in found if case.group not in held]
        with tagger_of(others) as tagger, patch.object(witness, "_tagger", lambda: tagger):
            inside = [case for case in found if case.group in held]
            rows += [(*told, case) for told, case in zip(over(_seen, inside), inside, strict=True)]
    return rows


def seen(case: Case) -> Example:
    """Return how a case looks when it is read, and how well it was read."""
    return (*_seen(case), case)


def _seen(case: Case) -> tuple[dict[str, float], float]:
    facts = extract(parse(case.text))
    notice = assemble(facts)
    good = f1(compare(case.name, case.gold, as_json(notice)).scores)
    return dict(features(facts, notice.findings)), good


def learned(found: Sequence[Case]) -> bytes:
    """Return the file of trees that the cases grow."""
    model = GradientBoostingRegressor(**_GROWN)
    # Where nothing was read the witness alone is asked.
    seen_items = [row for row in examples(found) if not row[0].get("judge nothing")]
    names = fitted(model, seen_items, _SOUND)
    return stored(model, names, float(model.init_.constant_[0, 0]))
