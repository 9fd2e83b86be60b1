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
    counts_no,
    counts_other,
    counts_standing,
    differences,
    for_each,
    form_of,
    has_verb,
    names_another,
    narrows,
    other_family,
    other_places,
    qualifications,
    qualified_otherwise,
    reaches,
    speaks_of_doing,
    summed,
    told_apart,
    verb_at_end,
    wider_forms,
    with_verb,
)
from kg.registry.measures import measures


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
        ("蔬菜总产量", "蔬菜产量"),
        ("黑臭水体消除比例", "黑臭水体消除率"),
        ("城镇新增就业上半年", "城镇新增就业"),
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
        ("男性占比", "男性率"),
        ("种植业产值", "产业产值"),
        ("总产值", "产值"),
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


_OTHER = ("人均", "非", "每村", "100", "林和", "县外", "再")  # what makes another thing of it


@pytest.mark.parametrize(
    ("thing", "wider", "word", "narrower"),
    [
        ("竹林法律明白人", "法律明白人", "竹林", (True, True)),
        ("农村法律明白人", "法律明白人", "农村", (False, True)),
        ("省级产业基地", "产业基地", "省级", (False, True)),
        ("县城污水集中处理率", "县城污水处理率", "集中", (True, True)),
        ("教师省级优秀奖励", "教师优秀奖励", "省级", (False, True)),
        *(
            (f"{word}法律明白人", "法律明白人", word, (False, False))
            for word in ["人均", "非", "每村", "100", "林和", "县外", "再"]
        ),
        ("政府出口债务余额", "政府债务余额", "出口", (False, False)),
    ],
)
def test_a_thing_is_a_kind_of_what_it_is_without_a_word(
    thing: str, wider: str, word: str, narrower: tuple[bool, bool]
) -> None:
    assert (Form("", wider), word) in wider_forms(Form("", thing))
    assert (narrows(word, False), narrows(word, True)) == narrower


def test_a_short_thing_has_kinds_where_a_verb_is_said_of_it() -> None:
    assert Form("build", "绿道") in [wider for wider, _ in wider_forms(Form("build", "环湖绿道"))]
    assert Form("", "绿道") not in [wider for wider, _ in wider_forms(Form("", "环湖绿道"))]


@pytest.mark.parametrize("thing", ["信访按期办结率", "环保事项", "纺织产业项目"])
def test_a_thing_too_wide_has_no_kinds(thing: str) -> None:
    wide = patterns.load("indicator-forms").raw["too_wide"]
    assert not {wider.thing for wider, _ in wider_forms(Form("build", thing))} & set(wide)


def test_words_of_scope_keep_things_apart() -> None:
    raw = patterns.load("indicator-forms").raw
    assert set(raw["places"]) <= set(raw["scopes"]) <= {word for row in raw["differences"] for word in row}


@pytest.mark.parametrize(
    ("wider", "text", "expected"),
    [
        ("污水处理率", "县城污水处理率", False),
        ("县城污水处理率", "县城污水集中处理率", False),
        ("城市污水处理率", "县城污水处理率", True),
        ("城市污水处理率", "污水处理率", True),
        ("县城污水处理率", "县城农村污水处理率", True),
        ("农村公厕", "省级农村公厕", False),
        ("老年食堂", "社区食堂", False),
    ],
)
def test_a_wider_thing_is_of_no_other_place(wider: str, text: str, expected: bool) -> None:
    assert other_places(wider, text) is expected


def test_words_that_tell_apart() -> None:
    assert told_apart("县城老年餐厅12个") == {"县城", "老年", "12"}


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
        ("县外到位资金", "省外到位资金"),
        ("入河排污口", "入海排污口"),
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


def test_verbs_of_one_family_come_to_one_thing() -> None:
    known = set(classes().values())
    families = patterns.load("indicator-forms").raw["families"]
    assert all(verb in known for row in families for verb in row)
    assert len({verb for row in families for verb in row}) == sum(map(len, families))
    assert other_family("build", "rebuild")
    assert other_family("extend", "enlarge")  # 新建、改扩建 is more than 改扩建
    assert not other_family("build", "add")
    assert not other_family("foster", "rebuild")  # one of them stands in no family


def test_units_of_what_a_label_ends_with() -> None:
    rows = patterns.load("indicator-forms").raw
    known = set(measures().by_key)
    assert {unit for row in rows["named"] for unit in row["units"]} | set(rows["standing"]) <= known
    assert counts_no("特困供养人员", "hu")
    assert counts_no("岗前培训", "xueshi")
    assert not counts_no("岗前培训", "renci")
    assert not counts_no("停车位", "hu")


def test_what_stands_by_its_unit() -> None:
    assert counts_standing("企业上云", "jia")
    assert not counts_standing("惠民演出", "chang")
    assert not counts_standing("汽车产量", "liang")


def test_words_around_an_indicator() -> None:
    assert for_each("每个县至少办好1所")
    assert not for_each("每年实施20项")
    assert summed("上云企业累计5000家")
    assert summed("三年累计新增60家")
    assert summed("五年内引进高层次人才60名")
    assert not summed("2023年新增60家")
    assert not summed("全年累计新增60家")
    assert reaches("年底前总数达到60户")
    assert names_another("智能工厂（车间）")
    assert not names_another("学位（个）")
    assert with_verb("年度完成", "投资") == "完成投资"
    assert with_verb("省级", "“投资”") == "投资"


@pytest.mark.parametrize(
    "row", patterns.load("indicator-forms").raw["qualified"], ids=lambda row: row["name"]
)
def test_what_qualifies_a_thing(row: Mapping[str, Any]) -> None:
    assert all(row["name"] in qualifications(words) for words in row["examples"])
    assert all(row["name"] not in qualifications(words) for words in row["not_examples"])


def test_what_a_short_name_may_leave_out() -> None:
    assert qualified_otherwise("上级专项资金", "向上争取资金")
    assert not qualified_otherwise("上级资金", "上级专项资金")
    assert qualified_otherwise("PM2.5浓度", "城区PM2.5平均浓度")
    assert qualified_otherwise("城区PM2.5浓度", "PM2.5平均浓度")


def test_a_verb_anywhere() -> None:
    assert has_verb("新增水土流失治理面积", "treat")
    assert not has_verb("新增公办幼儿园", "build")
    assert speaks_of_doing("农村改厕")
    assert not speaks_of_doing("高新技术企业")
