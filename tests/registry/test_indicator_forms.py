"""One form for the wordings of one indicator; what never stands for one another stays apart."""

import re
from collections.abc import Mapping
from typing import Any

import pytest

from kg.registry import patterns
from kg.registry.indicator_forms import (
    Form,
    akin,
    apart,
    classes,
    counts_other,
    differences,
    form_of,
    reaches,
    verb_at_end,
    wider_forms,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("改造农村危房", "农村危房改造"),
        ("农村公路提质改造工程", "提质改造农村公路"),
        ("新建、改扩建公办幼儿园", "公办幼儿园新改扩建"),
        ("全市固定资产投资增速", "固定资产投资（不含农户）"),
        ("2024年“口袋公园”", "口袋公园"),
        ("茶园、果园", "茶园和果园"),
        ("完成老旧小区改造任务", "改造老旧小区"),
        ("ＧＤＰ", "gdp"),
        ("实施病险水库的除险加固", "病险水库除险加固"),
        ("规模以上工业企业净增", "净增规上工业企业"),
        ("国家高新技术企业", "高新技术企业"),
        ("国家4A级旅游景区", "AAAA级景区"),
        ("服务业增加值占地区生产总值的比例", "服务业增加值占GDP比重"),
        ("三年累计新增停车泊位", "新增停车位"),
        ("造林面积", "造林"),
        ("出栏生猪", "生猪出栏"),
        ("抽检食品", "食品监督抽检"),
        ("转移农村劳动力", "输转农村劳动力"),
        ("推广水肥一体化", "水肥一体化"),
    ],
)
def test_one_form(one: str, other: str) -> None:
    assert form_of(one) == form_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("新建农村公路", "改造农村公路"),
        ("新增停车位", "净增停车位"),
        ("开工安置房", "建成安置房"),
        ("农村公路", "农村公路养护"),
        ("竣工投产亿元以上项目", "竣工亿元以上项目"),
        ("高新技术企业总数", "新增高新技术企业"),
        ("4A级景区", "3A级景区"),
    ],
)
def test_another_verb_is_another_indicator(one: str, other: str) -> None:
    assert form_of(one) != form_of(other)


@pytest.mark.parametrize(
    "row", patterns.load("indicator-forms").raw["rewrites"], ids=lambda row: row["regex"]
)
def test_one_way_of_writing_a_threshold(row: Mapping[str, Any]) -> None:
    for example in row["examples"]:
        one, other = example.split("=")
        assert re.search(row["regex"], one)
        assert form_of(one) == form_of(other)


@pytest.mark.parametrize("printed", ["亿元项目", "超高压项目", "100亿元以上项目", "3000千万元以上项目"])
def test_what_is_no_other_way_of_writing_a_threshold(printed: str) -> None:
    assert form_of(printed).thing == printed


@pytest.mark.parametrize(
    ("thing", "wider", "scoped"),
    [
        ("竹林法律明白人", "法律明白人", False),
        ("农村法律明白人", "法律明白人", True),
        ("省级产业基地", "产业基地", True),
    ],
)
def test_a_thing_is_a_kind_of_what_it_ends_with(thing: str, wider: str, scoped: bool) -> None:
    assert Form("", wider) in wider_forms(Form("", thing), scoped)
    assert (Form("", wider) in wider_forms(Form("", thing), False)) != scoped


@pytest.mark.parametrize(
    "thing", ["人均法律明白人", "非法律明白人", "每村法律明白人", "100法律明白人", "林和法律明白人"]
)
def test_what_makes_another_thing_of_it(thing: str) -> None:
    assert Form("", "法律明白人") not in wider_forms(Form("", thing), True)


def test_a_thing_too_wide_has_no_kinds() -> None:
    assert Form("", "按期办结率") not in wider_forms(Form("", "信访按期办结率"), True)


def test_words_of_scope_keep_things_apart() -> None:
    raw = patterns.load("indicator-forms").raw
    assert set(raw["scopes"]) <= {word for row in raw["differences"] for word in row}


@pytest.mark.parametrize(
    ("printed", "form"),
    [
        ("建设用地", Form("", "建设用地")),
        ("建成区绿化覆盖率", Form("", "建成区绿化覆盖率")),
        ("改造", Form("", "改造")),
        ("全年", Form("", "全年")),
        ("（助理）医师", Form("", "(助理)医师")),
    ],
)
def test_what_is_no_verb_and_what_would_leave_nothing(printed: str, form: Form) -> None:
    assert form_of(printed) == form


def test_the_verb_before_an_indicator() -> None:
    assert verb_at_end("三是新建") == "build"
    assert verb_at_end("培育12条") == "foster"
    assert verb_at_end("县教育局完成") == ""
    assert verb_at_end("") == ""


def test_every_verb_has_one_class() -> None:
    assert classes()["改造"] == "rebuild"
    assert classes()["完成"] == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("出口总额", "进口总额"),
        ("进出口总额", "出口总额"),
        ("城镇常住居民收入", "农村常住居民收入"),
        ("污水处理率", "污水处理总量"),
        ("百亿级产业", "千亿级产业"),
        ("5G基站", "4G基站"),
        ("生猪存栏", "生猪出栏"),
        ("省级示范村", "市级示范村"),
    ],
)
def test_differences_tell_apart(one: str, other: str) -> None:
    assert differences(one) != differences(other)


def test_other_words_do_not() -> None:
    assert differences("老旧小区改造") == differences("老旧小区整治")


def test_what_reaches_a_number_stands_there() -> None:
    assert reaches("总数达到95家")
    assert not reaches("12户")


def test_akin_verbs_are_near_and_never_the_same() -> None:
    assert "built" in akin("build")
    assert "rebuild" not in akin("build")
    assert all(verb not in akin(verb) for verb in {*classes().values()})
    assert {other for verb in classes().values() for other in akin(verb)} <= {*classes().values()}


def test_persons_are_no_households() -> None:
    assert counts_other("人", "hu")
    assert not counts_other("人", "renci")
    assert not counts_other("学位", "hu")
    assert apart("人", "户")
    assert not apart("人", "学位")
    assert not apart(None, "户")
