"""Targets without a plain figure, aims without any, and how far words commit."""

from decimal import Decimal

import pytest

from kg.extract import wordings
from kg.extract.facts import TargetFact
from kg.extract.sentences import Sentence
from kg.extract.targets import find_targets
from kg.parse.lines import clean


def sentence(text: str) -> Sentence:
    return Sentence(clean(text, 0, len(text)), 0, len(text), "")


def told(fact: TargetFact) -> tuple[str, str, str, str, str, str]:
    return (fact.indicator, fact.change, fact.bound, f"{fact.value}{fact.unit}", fact.strength, fact.text)


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("完成", "plain"), ("确保完成", "firm"), ("力争完成", "aspired"), ("力争、确保完成", "firm"),
        ("确保完成、力争", "aspired"), ("", "plain"),
    ],
)  # fmt: skip
def test_strength(text: str, strength: str) -> None:
    assert wordings.strength(text) == strength


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("工业投资（亿元）47", ("工业投资", "level", "eq", "47亿元", "plain", "工业投资（亿元）47")),
        ("水质比例（%）不低于75", ("水质比例", "level", "ge", "75%", "plain", "水质比例（%）不低于75")),
        ("能耗（单位：吨）47以下", ("能耗", "level", "le", "47吨", "plain", "能耗（单位：吨）47以下")),
        ("财政收入增长率（%）6.5", ("财政收入", "increase", "eq", "6.5%", "plain", "财政收入增长率（%）6.5")),
        ("能耗降幅（%）3", ("能耗", "decrease", "eq", "3%", "plain", "能耗降幅（%）3")),
        ("力争投资（亿元）47", ("投资", "level", "eq", "47亿元", "aspired", "力争投资（亿元）47")),
        ("人口自然增长率（‰）7", ("人口自然增长率", "level", "eq", "7‰", "plain", "人口自然增长率（‰）7")),
        ("工业增速（亿元）47", ("工业增速", "level", "eq", "47亿元", "plain", "工业增速（亿元）47")),
    ],
)  # fmt: skip
def test_stated_units(text: str, expected: tuple[str, ...]) -> None:
    assert [told(fact) for fact in wordings.stated_units(sentence(text))] == [expected]


@pytest.mark.parametrize(
    "text", ["学校（中心）47", "县（市）47", "工业投资（亿元）共计47", "工业投资（亿元）47个"]
)
def test_what_states_no_unit(text: str) -> None:
    assert list(wordings.stated_units(sentence(text))) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("产值翻一番", ("产值", "increase", "eq", "1番", "plain", "产值翻一番")),
        ("力争收入翻两番", ("收入", "increase", "eq", "2番", "aspired", "力争收入翻两番")),
        ("收入翻番", ("收入", "increase", "eq", "1番", "plain", "收入翻番")),
    ],
)
def test_doublings(text: str, expected: tuple[str, ...]) -> None:
    assert [told(fact) for fact in wordings.doublings(sentence(text), 2024)] == [expected]


@pytest.mark.parametrize("text", ["翻番", "实施“收入翻番”行动", "房屋翻修"])
def test_no_doublings(text: str) -> None:
    assert list(wordings.doublings(sentence(text), 2024)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("实现规划管控全覆盖", ("规划管控全覆盖", "level", "eq", "100%", "plain", "实现规划管控全覆盖")),
        ("确保书房全面覆盖，", ("书房全面覆盖", "level", "eq", "100%", "firm", "确保书房全面覆盖")),
    ],
)
def test_coverages(text: str, expected: tuple[str, ...]) -> None:
    assert [told(fact) for fact in wordings.coverages(sentence(text))] == [expected]


@pytest.mark.parametrize("text", ["实施“监管全覆盖”行动", "全覆盖的网络", "探索全覆盖、全过程服务"])
def test_no_coverages(text: str) -> None:
    assert list(wordings.coverages(sentence(text))) == []


def test_ranks() -> None:
    text = "力争满意度排名进入全市前3位。"
    (fact,), _, _ = find_targets(clean(text, 0, len(text)))
    assert told(fact) == ("满意度排名", "level", "le", "3位", "aspired", "力争满意度排名进入全市前3位")
    text = "推进改革，确保考核位次进入前5名。"
    (fact,), _, _ = find_targets(clean(text, 0, len(text)))
    assert fact.indicator == "考核位次"
    assert text[fact.spans[0].start : fact.spans[0].end] == "确保考核位次进入前5名"
    for text in ("进入全市前3位。", "排名进入前3个。", "排名前三名的县给予奖励。"):
        assert find_targets(clean(text, 0, len(text)))[0] == []


def test_aims() -> None:
    text = "居民收入与经济增长基本同步，外贸出口正增长"
    first, second = wordings.aims(sentence(text), [])
    assert (first.indicator, first.text) == ("居民收入", "居民收入与经济增长基本同步")
    assert (second.indicator, second.text) == ("外贸出口", "外贸出口正增长")
    assert text[second.spans[0].start : second.spans[0].end] == "外贸出口正增长"
    assert list(wordings.aims(sentence("地区生产总值增长6%"), [])) == []


def test_an_aim_in_the_words_of_a_target_is_none_of_its_own() -> None:
    text = "居民收入增长6%以上，与经济增长基本同步"
    whole = TargetFact("", "level", "eq", Decimal(1), "", "plain", "", sentence(text).ranges(0, len(text)))
    part = TargetFact("", "level", "eq", Decimal(1), "", "plain", "", sentence(text).ranges(0, 6))
    assert list(wordings.aims(sentence(text), [whole])) == []
    assert len(list(wordings.aims(sentence(text), [part]))) == 1
    assert len(list(wordings.aims(sentence(text), []))) == 1
