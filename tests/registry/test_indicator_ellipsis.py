"""Words that leave their thing to the indicator before them."""

from collections.abc import Mapping
from typing import Any

import pytest

from kg.registry import patterns
from kg.registry.indicator_ellipsis import Whole, whole


@pytest.mark.parametrize("row", patterns.load("indicator-forms").raw["elided"], ids=lambda row: row["after"])
def test_rows(row: Mapping[str, Any]) -> None:
    assert row["examples"]
    for example in row["examples"]:
        said, full = example.split("=")
        printed, former = said.split(" ")
        assert whole(printed, former) == Whole(full, bool(row.get("shares")))


@pytest.mark.parametrize(
    ("printed", "former"),
    [
        ("总产", ""),
        ("总产", "农药使用量"),
        ("茶叶产量", "粮食播种面积"),  # has a thing of its own
        ("10亿元以上", "学校"),
        ("竣工", "农村公路"),
        ("省级", "示范村"),
        ("逾期率", "安置房"),
    ],
)
def test_what_has_no_other_thing(printed: str, former: str) -> None:
    assert whole(printed, former) is None
