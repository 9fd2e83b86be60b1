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
        "安排资金800万元，用于甲岭镇道路300万元、乙泉镇道路500万元",
        "安排资金800万元，用于支持农村公路建设，其中危桥改造补助400万元、养护300万元",
        "安排资金500万元，重点用于教育200万元、医疗200万元等方面",
        "安排资金800万元，主要用于甲岭镇道路300万元等项目",
        "总投资5000万元，分两期实施，一期投资2600万元",
        "总投资1.2亿元，年度计划投资8000万元，已完成投资2500万元",
        "产值达到120亿元，税收、利润分别为12亿元、8亿元",
        "新建绿道36公里，县道改造12公里、乡道改造20公里",
        "新增就业3500人，城镇失业人员再就业2000人、农村转移就业1200人",
        "改造小区12个，涉及楼栋45个、单元楼道120个",
        "建设综合体1个，包括停车位300个、商铺120个",
        "建成公园3个、绿道12公里，包括城东绿道5公里、城西绿道7公里",
        "培育县级龙头企业20家，市级龙头企业10家、省级龙头企业3家",
        "完成固定资产投资120亿元，工业投资50亿元，基础设施投资40亿元",
        "上半年完成120户，下半年完成130户，全年完成250户",
        "增加值增长6%，一季度增长5%、二季度增长6%",
        "由12家增加到15家，新增3家",
        "能耗由8吨降至5吨，审批从60天至30天逐步压缩",
        "12月至次年3月开展防火，每年11月至3月供暖",
        "11月—3月开展冬季攻坚",
        "2023年11月至2024年3月开展整治",
        "5—10月、11—12月开展整治",
        "上半年6月底前完工，下半年9月底前投用",
        "第三季度（7—9月）完成招标",
        "一季度4月15日前报送进展",
        "为15月龄以下幼儿接种，工期15个月",
        "近15月的数据，13个月内完成",
        "公路K15至K10段改造，第12至15项",
        "2024—2025年度",
        "每户补助2万元，120户共补助240万元",
        "完成投资48亿元，一季度、二季度、三季度分别完成10亿元、14亿元、13亿元，四季度完成11亿元",
        "学前教育毛入园率达到102%",
        "资金按中央60%、省级30%、县级10%的比例分担",
        "资金按省级30%、市级20%的比例配套",
        "投资3亿元以上，其中民间投资1亿元以上、基础设施投资1.5亿元以上",
    ],
)
def test_sound_words_are_left_alone(words: str) -> None:
    text = CARRIERS["items"].replace("改造老旧小区12个", words)
    found = pipeline.validate(text.encode(), name="notice.txt", engine="quick").entries
    assert [(one.rule.id, one.message) for one in found if one.severity != "info"] == []
