"""One work in other words is found, and works that only sound alike are left alone."""

from __future__ import annotations

import re

import pytest
import yaml

from kg import pipeline, resources
from kg.resolve.reworded_findings import same_words
from tests.validate.carriers import HEAD

ROWS = yaml.safe_load(resources.data("validation", "synonyms.yml").read_text("utf-8"))["rows"]
ITEMS = (
    ("新建口袋公园3个，改造老旧小区12个。", "县住建局"),
    ("新建公办幼儿园2所，新增学位720个。", "县教育局"),
    ("改造农村公路58公里，9月30日前完工。", "县交通局"),
    ("推进城乡供水一体化建设，铺设供水管网26公里。", "县水利局"),
    ("深化“最多跑一次”改革，推动政务服务事项全程网办。", "县政务服务局"),
    ("加强食品安全监管，开展农贸市场食品抽检1200批次。", "县市场监管局"),
    ("完善养老服务体系，建设镇级养老服务中心4个。", "县民政局"),
    ("加强金融领域风险监测、化解。", "县财政局"),
)


def said_of(words: str) -> list[str]:
    items = "".join(f"{n}.{said}\n责任单位：{unit}\n" for n, (said, unit) in enumerate(ITEMS, 1))
    text = f"{HEAD}2024年重点工作责任分解\n\n一、重点工作\n\n{items}9.{words}\n责任单位：县发改局\n"
    found = pipeline.validate(text.encode(), name="notice.txt", engine="quick").entries
    return [one.rule.id for one in found if one.severity != "info"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["words"][:8])
def test_rows_of_synonyms(row: dict[str, str]) -> None:
    for pairs, right in ((row["examples"], True), (row["not_examples"], False)):
        for one, two in (pair.split("=") for pair in pairs):
            assert re.search(row["words"], one) or re.search(row["words"], two)
            assert (same_words(one) == same_words(two)) is right


@pytest.mark.parametrize(
    "words",
    [
        "老旧小区改造12个，口袋公园新建3个。",
        "完成12个老旧小区改造提升，建成口袋公园三个。",
        "新建公立幼儿园两所，增加学位720个。",
        "实施农村公路提升改造工程，改造里程58公里。",
        "完成58公里农村公路的改造任务。",
        "敷设供水管道26公里，加快城乡一体化供水建设。",
        "推动政务服务事项全程网办，深化“最多跑一次”改革。",
        "持续深化“最多跑一次”改革，实现政务服务事项全程网上办理。",
        "开展农贸市场食品抽样检验1200批次，强化食品安全监督管理。",
        "健全养老服务体系，建成镇级养老服务中心4个。",
        "完善养老服务体系，建设镇级养老服务中心。",
    ],
)
def test_one_work_in_other_words(words: str) -> None:
    assert said_of(words) == ["task-twice"]


@pytest.mark.parametrize(
    "words",
    [
        "新建停车场3个，改造农贸市场12个。",
        "新建公办小学2所，新增学位900个。",
        "改造农村危桥58座，9月30日前完工。",
        "推进城乡污水处理一体化建设，铺设污水管网26公里。",
        "深化医药卫生体制改革，推动优质医疗资源下沉。",
        "加强药品安全监管，开展药品抽检1200批次。",
        "完善托育服务体系，建设镇级托育服务中心4个。",
        "完善养老服务体系，培训养老护理员200人。",
        "推进城乡供水管网巡检，检修供水管网120公里。",
        "加强房地产领域风险监测、化解。",
    ],
)
def test_works_that_sound_alike(words: str) -> None:
    assert said_of(words) == []
