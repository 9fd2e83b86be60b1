"""The name of what a figure measures, cut out of the words before it."""

import pytest

from kg.extract.indicators import (
    LONGEST,
    begins_with_verb,
    is_verb,
    last_noun,
    noun_left,
    without_amounts,
    without_verb,
)


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        ("确保全年完成固定资产投资", "固定资产投资"),
        ("力争实现港口货物吞吐量", "港口货物吞吐量"),
        ("其中10亿元以上项目", "10亿元以上项目"),
        ("基本建成绿道", "绿道"),
        ("新建人行天桥", "人行天桥"),
        ("新增城镇就业", "新增城镇就业"),
        ("建设项目", "建设项目"),
        ("改造提升老旧小区", "老旧小区"),
        ("高标准农田建设", "高标准农田建设"),
        ("到位资金", "到位资金"),
        ("建成区绿化率", "建成区绿化率"),
        ("普及率提高到", "普及率"),
        ("低保标准由每人每年5200元提高到", "低保标准"),
        ("用水量较2020年", "用水量"),
        ("PM2.5浓度较2023年", "PM2.5浓度"),
        ("承诺时限较法定时限", "承诺时限"),
        ("一般公共预算收入同口径", "一般公共预算收入"),
        ("每个乡镇建设标准化照料中心", "标准化照料中心"),
        ("各村至少建成广场", "广场"),
        ("每个县（市、区）培育龙头企业", "龙头企业"),
        ("每千人口执业（助理）医师数", "每千人口执业（助理）医师数"),
        ("乡镇(街道)养老中心", "乡镇(街道)养老中心"),
        ("工业投资（含技改投资）", "工业投资"),
        ("新（改）建敬老院", "敬老院"),
        ("、", None),
        ("完成", None),
        ("新建", None),
        ("路", None),
        ("", None),
        ("具有自主知识产权并且能够长期持续创新的企业紧缺人才", "企业紧缺人才"),
        ("“拎包入驻”合同", "“拎包入驻”合同"),
        ("拎包入驻”合同", "拎包入驻”合同"),
        ("拎包入驻合同”", "拎包入驻合同"),
        ("确保确保确保完成完成投资", "投资"),
    ],
)
def test_noun_left(left: str, expected: str | None) -> None:
    assert noun_left(left) == expected


def test_a_long_name_is_what_stands_behind_its_last_word() -> None:
    assert LONGEST == 24
    short = "面向重点人群开展的家庭医生签约服务覆盖比率高"
    assert len(short) < LONGEST
    assert noun_left(short) == short
    long = "面向城乡各类重点人群持续开展的家庭医生签约服务覆盖比率高"
    assert len(long) > LONGEST
    assert noun_left(long) == "家庭医生签约服务覆盖比率高"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("具有自主知识产权的企业紧缺人才", "企业紧缺人才"),
        ("企业紧缺人才", "企业紧缺人才"),
        ("人才的量", "人才的量"),
        ("人才的数量值", "数量值"),
        ("甲、" + "乙" * 23, "甲、" + "乙" * 23),
        ("甲、" + "乙" * 24, "乙" * 24),
    ],
)
def test_last_noun(text: str, expected: str) -> None:
    noun = last_noun(text)
    assert noun == (expected if len(text) <= LONGEST or "的" in text else expected.rsplit("、", 1)[-1])


@pytest.mark.parametrize(
    ("text", "verb"), [("改造提升", True), ("新建", True), ("建", True), ("地区", False), ("", False)]
)
def test_is_verb(text: str, verb: bool) -> None:
    assert is_verb(text) is verb


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("新建停车位", True),
        ("新增停车位", True),
        ("净增企业", True),
        ("建筑面积", False),
        ("生产总值", False),
    ],
)
def test_begins_with_verb(text: str, begins: bool) -> None:
    assert begins_with_verb(text) is begins


@pytest.mark.parametrize(
    ("noun", "expected"),
    [("开工项目", "项目"), ("新建改造项目", "项目"), ("新建路", "新建路"), ("亿元以上项目", "亿元以上项目")],
)
def test_without_verb(noun: str, expected: str) -> None:
    assert without_verb(noun) == expected


def test_without_amounts() -> None:
    assert without_amounts("投资3.5亿元的项目30个") == "投资项目"
