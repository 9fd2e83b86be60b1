"""Linear weights by maximum entropy, from a kept library: a chain of one item in CRFsuite is just that."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import pycrfsuite

Features = Mapping[str, float]


def weights(examples: Iterable[tuple[Features, str]], *, ridge: float) -> dict[tuple[str, str], float]:
    """Return the weight of each (feature, label) that the examples teach.

    Args:
        examples: features with the label that is right for them.
        ridge: how strongly weights are held near zero (L2).
    """
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({"c1": 0.0, "c2": ridge, "max_iterations": 300, "feature.possible_transitions": False})
    for features, label in examples:
        trainer.append([dict(features)], [label])
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "weights")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        found = {(str(k[0]), str(k[1])): float(v) for k, v in tagger.info().state_features.items()}
        tagger.close()
    return found
