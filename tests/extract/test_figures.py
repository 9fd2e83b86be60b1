"""A figure and the words around it, as the judges see them."""

from decimal import Decimal

import pytest

from kg.extract.figures import Figure, acted, ends, hedged
from kg.extract.non_targets import holding, is_progress, verdict
from kg.extract.targets import figures
from kg.parse.lines import clean


def seen(text: str, number: int = 0) -> Figure:
    return figures(clean(text, 0, len(text)), 2024)[number]


@pytest.mark.parametrize(
    "rest", ["", "，", "。", "、", "）", "和", "及", "以及", "等", " ", "5家", ".", "：", "！"]
)
def test_the_clause_ends(rest: str) -> None:
    assert ends(rest)


@pytest.mark.parametrize("rest", ["人行天桥", "5G基站", "3—6岁", "3岁以下", ".5", "的"])
def test_the_clause_goes_on(rest: str) -> None:
    assert not ends(rest)


def test_words() -> None:
    assert acted("新建")
    assert not acted("地区")
    assert hedged("确保")
    assert hedged("力争")
    assert not hedged("完成")


def test_the_words_around() -> None:
    text = "推进改革。去年“三大”行动，改造（含2处）公园不低于5座以上的绿地，再建3座"
    figure = seen(text, 1)
    assert (figure.text, figure.amount.value) == ("5座", Decimal(5))
    assert figure.left == figure.before
    assert figure.bare == "改造（含2处）公园"
    assert figure.before == "改造（含2处）公园不低于"
    assert figure.after == "以上的绿地，再建3座"
    assert figure.rest == "的绿地，再建3座"
    assert figure.behind == "的绿地，"
    assert figure.marked == "不低于5座以上"
    assert figure.clause == "改造（含2处）公园不低于5座以上的绿地，"
    assert figure.sentence == "去年“三大”行动，改造（含2处）公园不低于"
    assert figure.around("piece") == figure.around("clause")
    assert figure.around("clause") == ("改造（含2处）公园", "的绿地，")
    assert figure.around("sentence") == ("去年“”行动，改造（含2处）公园", "的绿地，再建3座")
    assert (figure.bound, figure.bound_behind) == ("ge", "ge")


def test_a_piece_begins_behind_the_target_before() -> None:
    figure = seen("新建公园5座以上、不低于3座广场。", 1)
    assert (figure.before, figure.left, figure.bare) == ("新建公园5座以上、不低于", "、不低于", "、")
    assert figure.around("piece") == ("、", "广场")


def test_words_are_bounded() -> None:
    figure = seen("甲" * 500 + "5座" + "乙" * 500)
    assert {len(figure.before), len(figure.left), len(figure.sentence)} == {160}
    assert {len(figure.after), len(figure.behind)} == {120}


@pytest.mark.parametrize(
    ("text", "number", "traits"),
    [
        ("新建公园5座。", 0, {"counted", "closing"}),
        ("增长5%。", 0, {"rate", "closing", "moved"}),
        ("财政收入增长5%。", 0, {"rate", "closing", "moved"}),
        ("投资达到5亿元。", 0, {"money", "closing", "compared"}),
        ("投资5亿元以上。", 0, {"money", "closing", "compared-behind"}),
        ("购置车一辆。", 0, {"counted", "closing", "chinese", "of-one"}),
        ("推进一期5座。", 0, {"chinese", "of-one", "counted", "weak", "ordinal-unit", "closing"}),
        ("新建公园5座、广场3座。", 1, {"counted", "closing", "second"}),
        ("新建公园（5座）。", 0, {"counted", "closing", "bracketed"}),
        ("登记3天办结。", 0, {"lasting", "weak", "served"}),
        ("登记3个月办结。", 0, {"lasting", "weak", "served"}),
        ("建校60周年。", 0, {"lasting", "closing", "never"}),
        ("提升至5级。", 0, {"closing", "never", "weak", "ordinal-unit"}),
    ],
)
def test_traits(text: str, number: int, traits: set[str]) -> None:
    assert seen(text, number).traits == traits


@pytest.mark.parametrize(
    ("text", "promises"),
    [
        ("安排1200万元启动费。", True), ("设立0.8亿元周转资金。", True), ("投资3000万元新建水厂。", True),
        ("投资3000万元。", True), ("投资3000万元的水厂。", False), ("建成3000万元水厂。", False),
        ("安排1200人启动费。", False), ("总投资3000万元。", False), ("安排3000万元项目。", False),
    ],
)  # fmt: skip
def test_promises(text: str, promises: bool) -> None:
    assert seen(text).promises is promises


@pytest.mark.parametrize(
    ("text", "number", "places"),
    [
        ("向3个新城配置教师20名。", 0, True), ("向3个。", 0, False), ("向3个以上新城配置教师。", 0, False),
        ("位于3公里处。", 0, False), ("新建3个水厂。", 0, False),
        ("向3个新城、5个镇配置教师20名。", 1, True), ("向3个新城、新建5个镇校。", 1, False),
        ("向3个新城、5个镇配置教师，新建5个校区。", 2, False),
    ],
)  # fmt: skip
def test_counts_places(text: str, number: int, places: bool) -> None:
    assert seen(text, number).counts_places is places


def test_rules() -> None:
    assert verdict(seen("新建公园5座。")) is None
    assert holding(seen("新建公园5座。")) == []
    found = seen("去年给予企业5万元奖励。")
    assert {rule.name for rule in holding(found)} == {"past", "past-sentence", "grant", "granted-behind"}
    assert verdict(found) in holding(found)
    (rule, *_) = holding(seen("查处案件，处以5万元。"))
    assert (rule.name, rule.category, rule.direction, rule.scope) == ("penalty", "policy", "both", "clause")


@pytest.mark.parametrize(
    ("text", "year", "progress"),
    [
        ("2023年粮食总产9.58亿斤。", 2024, True), ("2024年粮食总产9.58亿斤。", 2024, False),
        ("2023年完成改革，2024年粮食总产9.58亿斤。", 2024, False), ("2023年粮食总产9.58亿斤。", None, False),
        ("较2023年增产9.58亿斤。", 2024, False), ("粮食总产9.58亿斤，2023年建成。", 2024, False),
    ],
)  # fmt: skip
def test_progress(text: str, year: int | None, progress: bool) -> None:
    assert is_progress(seen(text), year) is progress


@pytest.mark.parametrize(
    ("text", "aims"),
    [
        pytest.param("森林覆盖率65%。", True, id="a rate at the end"),
        pytest.param("65%。", False, id="a rate of nothing"),
        pytest.param("人行天桥3座。", True, id="a noun with its count"),
        pytest.param("桥3座。", False, id="too short a noun"),
        pytest.param("其中共3座。", True, id="a sum") ,
        pytest.param("低保标准提高到每人600元。", True, id="a standard that is raised"),
        pytest.param("发给每人600元。", False, id="a rate for each"),
        pytest.param("推进3个以上水厂。", True, id="a floor with an action"),
        pytest.param("全县3个以上水厂。", False, id="a floor without"),
        pytest.param("将3个以上水厂纳入统筹。", True, id="the action follows"),
        pytest.param("将3个以上水厂的水。", False, id="none follows"),
        pytest.param("问题100%整改。", True, id="a share done"),
        pytest.param("力争75%的行政村通车。", True, id="a share that is hoped for"),
        pytest.param("全县75%的行政村。", False, id="a share that is none"),
        pytest.param("推进75%解决率。", True, id="a rate named behind"),
        pytest.param("建设110千伏变电站。", False, id="a specification"),
        pytest.param("硬化500米道路。", True, id="a length that is no specification"),
        pytest.param("硬化100米道路。", False, id="a short one is"),
        pytest.param("完成不低于110千伏变电站。", False, id="a specification that is compared"),
        pytest.param("投资110万千瓦以上，", True, id="a capacity that is reached"),
        pytest.param("28个贫困村退出。", True, id="what becomes of them"),
        pytest.param("全县28个贫困村退出。", True, id="of all that a place has"),
        pytest.param("涉及28个贫困村退出。", False, id="of some that exist"),
        pytest.param("剩余线索11条全部办结。", True, id="what becomes of all"),
        pytest.param("剩余11条线索全部办结。", True, id="of those that are left"),
        pytest.param("支持300名教师、1000名学生。", True, id="an action"),
        pytest.param("对3个小区实施供气。", True, id="the action follows those it is for"),
        pytest.param("对3个小区。", False, id="no action follows"),
        pytest.param("力争3个项目。", True, id="hoped for"),
        pytest.param("全县3个项目。", False, id="neither done nor hoped for"),
        pytest.param("新建三座水厂。", True, id="a Chinese numeral"),
        pytest.param("全县三座水厂。", False, id="that nothing is done to"),
        pytest.param("甲、乙三座水厂。", True, id="behind names"),
        pytest.param("购置一辆车。", True, id="one thing"),
        pytest.param("全县一辆车。", False, id="one that nothing is done to"),
        pytest.param("推进全县农村一辆车。", False, id="an action far off"),
        pytest.param("建立一个平台。", False, id="one of a turn of speech"),
        pytest.param("实施一表申请、建一套材料。", False, id="a slogan"),
    ],
)  # fmt: skip
def test_aims(text: str, aims: bool) -> None:
    from kg.extract.aims import is_aim

    figure = seen(text)
    assert (verdict(figure) is None and is_aim(figure)) is aims
