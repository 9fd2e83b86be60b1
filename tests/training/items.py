"""Which items are read wrongly: what gold misses in them or does not hold, in sound and damaged notices."""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import Any

from sklearn.ensemble import GradientBoostingClassifier

from kg.emit import as_json
from kg.extract import extract
from kg.parse.parse import parse
from kg.resolve.item_doubts import FILE, Features, item_features
from kg.resolve.notice import assemble
from tests.silence.told import wrongs
from tests.training.corpus import Case
from tests.training.shared import over
from tests.training.trees import fitted, stored

PATH = "reading", FILE
_SOUND = 3  # how much an item of a sound notice counts
_GROWN: dict[str, Any] = {
    "n_estimators": 120,
    "max_depth": 4,
    "learning_rate": 0.08,
    "subsample": 0.7,
    "min_samples_leaf": 20,
    "random_state": 0,
}

Example = tuple[Features, bool, Case]


def seen(case: Case) -> list[Example]:
    """Return of each item of a case how it looks, and whether anything in it is wrong."""
    return [(*told, case) for told in _seen(case)]


def _seen(case: Case) -> list[tuple[Features, bool]]:
    facts = extract(parse(case.text))
    notice = assemble(facts)
    assert notice.reading is not None
    wrong = [span for one in wrongs(case.gold, as_json(notice), case.text.content) for span in one.spans]
    return [
        (found, any(s.start < end and start < s.end for s in item.spans for start, end in wrong))
        for item, found in item_features(facts, notice.reading.confidence)
    ]


def learned(found: Sequence[Case]) -> bytes:
    """Return the file of trees that the cases grow."""
    model = GradientBoostingClassifier(**_GROWN)
    rows = [(*row, case) for case, told in zip(found, over(_seen, found), strict=True) for row in told]
    names = fitted(model, rows, _SOUND)
    share = float(model.init_.class_prior_[1])
    return stored(model, names, log(share / (1 - share)))
