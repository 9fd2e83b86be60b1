"""What the matcher weighs by is what the aligned pairs and the gold teach."""

from __future__ import annotations

import pytest
import yaml

from kg import resources
from kg.likeness import grams, scoring
from tests.training import likeness


def test_weights_are_those_of_the_aligned_pairs() -> None:
    """Within half a point: what the converter reads of the pairs may shift a little."""
    learned = yaml.safe_load(likeness.learned())
    kept = yaml.safe_load(resources.data(*scoring.PATH).read_text("utf-8"))
    assert kept["features"] == pytest.approx(learned["features"], abs=0.5)
    assert kept["intercept"] == pytest.approx(learned["intercept"], abs=0.5)
    assert all(weight > 0 for weight in kept["features"].values())
    rest = {"pair", "join", "rest"}
    assert {name: kept[name] for name in rest} == {name: learned[name] for name in rest}


def test_rare_words_weigh_more() -> None:
    weight = {gram: next(iter(grams.grams(gram).values())) for gram in ("新增", "海水", "饕餮")}
    assert weight["新增"] < weight["海水"] <= weight["饕餮"]
