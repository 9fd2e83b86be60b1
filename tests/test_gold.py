"""Conversion against gold that people read from the texts; nothing here is loosened to pass."""

from pathlib import Path

import pytest

from kg.evaluate import Evaluation, evaluate
from tests.conftest import suites_path

GOLD = Path(__file__).parent / "gold"


def f1(result: Evaluation) -> dict[str, float]:
    return {kind: score.f1 for kind, score in result.total.scores.items()}


def test_the_real_notice() -> None:
    result = evaluate(GOLD / "shengsi-2024-5")
    scores = result.total.scores
    differences = "\n".join(line for one in result.files for line in one.differences)
    for kind in ("tasks", "units", "roles", "leaders", "projects"):
        assert scores[kind].f1 == 1, differences
    assert scores["targets"].f1 >= 0.97, differences
    assert scores["targets"].wrong == 0, differences


def test_the_layouts() -> None:
    result = evaluate(GOLD / "layouts")
    differences = "\n".join(line for one in result.files for line in one.differences)
    found = f1(result)
    assert found["units"] >= 0.98, differences
    assert found["roles"] >= 0.98, differences
    assert found["leaders"] >= 0.98, differences
    assert found["targets"] >= 0.95, differences
    assert found["bounds"] >= 0.97, differences
    assert found["projects"] >= 0.98, differences


def test_two_central_documents() -> None:
    result = evaluate(suites_path("central-notices"))
    differences = "\n".join(line for one in result.files for line in one.differences)
    found = f1(result)
    assert found["tasks"] == 1, differences
    assert found["units"] >= 0.98, differences
    assert found["roles"] >= 0.98, differences
    assert result.total.scores["targets"].wrong == 0, differences


@pytest.mark.parametrize("own", sorted(p.name for p in GOLD.glob("own*")))
def test_own_notices(own: str) -> None:
    result = evaluate(GOLD / own)
    differences = "\n".join(line for one in result.files for line in one.differences)
    found = f1(result)
    for kind, least in {
        "tasks": 0.98,
        "units": 0.98,
        "roles": 0.98,
        "leaders": 0.98,
        "targets": 0.95,
        "bounds": 0.97,
        "projects": 0.98,
    }.items():
        assert found[kind] >= least, f"{kind} {found[kind]}\n{differences}"
