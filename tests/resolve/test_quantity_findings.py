"""What fits and what does not: units of things by their data, and sound sentences that look like faults."""

from __future__ import annotations

import pytest
import yaml

from kg import pipeline, resources
from kg.registry.measures import measures
from kg.resolve import quantity_findings
from tests.validate.carriers import CARRIERS

ROWS = yaml.safe_load(resources.data("validation", "measures.yml").read_text("utf-8"))["rows"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["things"][:12])
def test_rows_of_things_and_measures(row: dict[str, list[str]]) -> None:
    kinds = {measure.kind for measure in measures().forms.values() if measure is not None}
    assert set(row["kinds"]) <= kinds
    for pair in (*row["examples"], *row["not_examples"]):
        thing, unit = pair.split("=")
        known = quantity_findings._row(thing)
        assert known is not None
        assert quantity_findings._fits(unit, known) == (pair in row["examples"]), pair


@pytest.mark.parametrize(
    "words",
    [
        "改造老旧小区12个，其中城区5个、乡镇2个",
        "改造老旧小区12个（城区8个、乡镇4个）",
        "改造老旧小区12个（含续建3个）",
        "改造老旧小区10—12个",
        "改造老旧小区12个，1—9月完成8个",
        "改造老旧小区12个，办理时限由5个工作日压减到2个工作日",
        "人均补助资金500元",
        "每亩安排补助资金80元",
        "长江岸线复绿860亩",
        "建成绿道12公里、面积3公顷",
        "地区生产总值增长6%，力争6.5%",
        "城乡居民收入分别增长7%和8%",
        "投资完成率110%以上",
        "2020年改造的7个小区6月底前竣工",
        "2000年以前建成的房屋改造12栋",
        "2023年新建公园8个，今年新建公园9个",
    ],
)
def test_sound_words_are_left_alone(words: str) -> None:
    text = CARRIERS["items"].replace("改造老旧小区12个", words)
    found = pipeline.validate(text.encode(), name="notice.txt", engine="quick").entries
    assert [(one.rule.id, one.message) for one in found if one.severity != "info"] == []
