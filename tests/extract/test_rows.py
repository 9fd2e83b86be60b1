"""Figures in a row: what they share, and what each of them measures."""

from decimal import Decimal

import pytest

from kg.extract.amounts import find_amounts
from kg.extract.facts import TargetFact
from kg.extract.rows import Rows, completed, named, names_of
from kg.extract.sentences import Sentence
from kg.model import Bound, Span
from kg.parse.lines import clean


def rows(text: str) -> Rows:
    sentence = Sentence(clean(text, 0, len(text)), 0, len(text), "")
    return Rows(sentence, list(find_amounts(text)))


def fact(indicator: str, bound: Bound = "eq") -> TargetFact:
    return TargetFact(indicator, "level", bound, Decimal(1), "个", "plain", "", (Span(0, 1),))


def test_which_figures_stand_in_a_row() -> None:
    found = rows("投资3亿元，分别增长5%以上、6%和8%，建桥3座、修路5公里")
    assert [found.first(i) for i in range(6)] == [0, 1, 1, 1, 4, 5]
    assert [found.size(i) for i in range(6)] == [1, 3, 3, 3, 1, 1]


def test_standards_for_each_stand_in_a_row() -> None:
    found = rows("低保标准分别提高至每人每月620元、每人每年5400元")
    assert found.first(1) == 0


@pytest.mark.parametrize(
    ("text", "index", "bound"),
    [
        ("分别达到5万头、10万只", 1, "ge"),
        ("分别达到5万头、10万只", 0, None),
        ("达到5万头、10万只", 1, None),
        ("养殖分别5万头、10万只", 1, None),
        ("投资达到3亿元，分别养殖5万头、10万只", 2, None),
    ],
)
def test_a_comparator_before_the_first_holds_for_all(text: str, index: int, bound: str | None) -> None:
    assert rows(text).bound(index) == bound


@pytest.mark.parametrize(
    ("text", "index", "bound", "before", "after"),
    [
        ("甲、乙分别下降3%、5%以上", 1, "ge", ["eq"], ["ge"]),
        ("甲、乙下降3%、5%以上", 1, "ge", ["eq"], ["eq"]),
        ("甲、乙分别下降3%、5%", 1, "eq", ["eq"], ["eq"]),
        ("甲分别下降3%以上", 0, "ge", ["eq"], ["eq"]),
        ("甲、乙、丙分别下降3%、4%、5%以上", 2, "ge", ["eq", "eq"], ["ge", "ge"]),
        ("甲、乙、丙分别下降3%、4%、5%以上", 2, "ge", ["eq", "le"], ["eq", "le"]),
        ("甲、乙分别下降3%、5%以上", 1, "ge", ["eq", "eq"], ["eq", "ge"]),
    ],
)
def test_a_comparator_behind_the_last_holds_for_all(
    text: str, index: int, bound: Bound, before: list[Bound], after: list[Bound]
) -> None:
    targets = [fact("甲", b) for b in before]
    rows(text).share_bound(index, bound, targets, 0)
    assert [target.bound for target in targets] == after


def test_a_comparator_holds_for_no_target_of_an_earlier_sentence() -> None:
    targets = [fact("甲"), fact("乙")]
    rows("甲、乙、丙分别下降3%、4%、5%以上").share_bound(2, "ge", targets, 1)
    assert [target.bound for target in targets] == ["eq", "ge"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("工业投资、技改投资分别增长5%、6%", ["工业投资", "技改投资"]),
        ("供水、供热接入时限分别压缩至4、6个工作日", ["供水接入时限", "供热接入时限"]),
        ("工业投资、技改投资增长5%、6%", [None, None]),
        ("工业投资分别增长5%、6%", ["工业投资", None]),
        ("种植30亩茶叶、油茶面积分别达到5亩、6亩", [None, "30亩茶叶", "油茶面积"]),
    ],
)
def test_each_figure_has_its_name(text: str, names: list[str | None]) -> None:
    found = rows(text)
    assert [found.name(i, [], 0) for i in range(len(names))] == names


def test_what_was_named_before_is_meant_in_turn() -> None:
    text = "接待游客100万人次、实现收入10亿元，同比分别增长5%、8%"
    found = rows(text)
    targets = [fact("别的"), fact("游客"), fact("收入")]
    assert found.name(2, targets, 1) == "游客"
    assert found.name(3, [*targets, fact("游客")], 1) == "收入"
    assert found.name(2, targets[:2], 1) is None
    assert found.name(2, targets, 2) is None


@pytest.mark.parametrize(
    ("left", "names"),
    [
        ("签约率、履约率均", ["签约率", "履约率"]),
        ("起数和人数分别", ["起数", "人数"]),
        ("签约率和履约率都", ["签约率", "履约率"]),
        ("生态环保和水利投资、交通投资均", ["生态环保和水利投资", "交通投资"]),
        ("工业投资、就业率均", ["工业投资", "就业率"]),
        ("工业企业、就业率均", []),
        ("工业投资、就业人数分别", ["工业投资", "就业人数"]),
        ("签约率均", []),
        ("签约率、履约率", ["签约率", "履约率"]),
        ("签约量、履约量", []),
        ("人均", []),
        ("开标率、公开率保持在", ["开标率", "公开率"]),
        ("开标率、公开率和办结率达到", ["开标率", "公开率", "办结率"]),
    ],
)
def test_names_that_share_one_figure(left: str, names: list[str]) -> None:
    assert rows(left + "95%").all_alike(left, 0) == names


def test_names_share_no_figure_of_a_row() -> None:
    text = "签约率、履约率均95%、98%"
    assert rows(text).all_alike("签约率、履约率均", 0) == []
    assert rows(text).all_alike("签约率、履约率均", 1) == ["签约率", "履约率"]


def test_counts_in_a_list_of_rates_are_no_rates() -> None:
    left = "开标率、公开率保持在"
    assert rows(left + "95个").all_alike(left, 0) == []


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["供水", "供热接入时限"], ["供水接入时限", "供热接入时限"]),
        (["一", "二类医疗器械备案"], ["一类医疗器械备案", "二类医疗器械备案"]),
        (["果蔬", "肉类产地低温处理率"], ["果蔬产地低温处理率", "肉类产地低温处理率"]),
        (["PM10", "PM2.5平均浓度"], ["PM10平均浓度", "PM2.5平均浓度"]),
        (["氮氧化物", "PM2.5平均浓度"], ["氮氧化物", "PM2.5平均浓度"]),
        (["城镇居民", "农村居民人均可支配收入"], ["城镇居民人均可支配收入", "农村居民人均可支配收入"]),
        (["茶叶", "油茶", "中药材种植面积"], ["茶叶种植面积", "油茶种植面积", "中药材种植面积"]),
        (["光电子", "虾稻食品三大产业产值"], ["光电子产业产值", "虾稻食品产业产值"]),
        (["工业投资", "技改投资"], ["工业投资", "技改投资"]),
        (["工业", "技改投资"], ["工业投资", "技改投资"]),
        (["甲", "乙"], ["甲", "乙"]),
        (["供水接入时限"], ["供水接入时限"]),
        ([], []),
        (["东部", "西部水厂"], ["东部", "西部水厂"]),
        (["电力", "水力时限"], ["电力时限", "水力时限"]),
        (["电力", "风光时限"], ["电力", "风光时限"]),
        (["大电力", "水力时限"], ["大电力", "水力时限"]),
        (["电力", "水力率"], ["电力", "水力率"]),
    ],
)
def test_parallel_names_are_completed(names: list[str], expected: list[str]) -> None:
    assert completed(names) == expected


def test_names() -> None:
    assert names_of("工业投资、技改投资和民间投资，") == ["工业投资", "技改投资", "民间投资"]
    assert names_of("及时率及合格率") == ["及时率", "合格率"]
    assert named("确保完成工业投资") == "工业投资"
    assert named(" 建 ") == "建"
