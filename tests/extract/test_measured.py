"""What a figure measures, told by the words around it."""

import pytest

from kg.extract.measured import noun_right
from kg.extract.sentences import Sentence
from kg.extract.targets import find_targets
from kg.parse.lines import clean


def sentence(text: str) -> Sentence:
    return Sentence(clean(text, 0, len(text)), 0, len(text), "")


def named(text: str) -> list[tuple[str, str]]:
    """Return indicator and words of each target."""
    targets, _, _ = find_targets(clean(text, 0, len(text)), text)
    return [(t.indicator, t.text) for t in targets]


@pytest.mark.parametrize(
    ("text", "start", "expected"),
    [
        pytest.param("3座人行天桥", 2, ("人行天桥", 6), id="to the end"),
        pytest.param("3座人行天桥，2座", 2, ("人行天桥", 6), id="to the mark"),
        pytest.param("75%的 行政村", 3, ("行政村", 7), id="的 and blanks are skipped"),
        pytest.param("3笔“拎包入驻”合同", 2, ("“拎包入驻”合同", 10), id="a quotation"),
        pytest.param("3个（小型）水库", 2, ("（小型）水库", 8), id="a bracket within"),
        pytest.param("3个水库（小型）", 2, ("水库", 4), id="a bracket behind"),
        pytest.param("3座，", 2, (None, 0), id="nothing"),
        pytest.param("3座桥", 2, (None, 0), id="too short"),
        pytest.param("3万户5万名贫困人口", 3, ("5万名贫困人口", 10), id="a figure at its beginning"),
        pytest.param("3个行政村和5个社区", 2, ("行政村", 5), id="up to the next figure"),
        pytest.param("3个行政村达到5个", 2, ("行政村", 5), id="a predicate is cut"),
        pytest.param(
            "15名能够紧跟前沿、引领产业的专业技术人才", 3, ("专业技术人才", 21), id="a list runs on"
        ),
        pytest.param("15件“一件事一次办”事项", 3, ("“一件事一次办”事项", 13), id="figures in a quotation"),
        pytest.param(
            "3个能够满足群众就近看病就医需要的卫生院", 2, ("卫生院", 20), id="the noun of a long phrase"
        ),
    ],
)
def test_behind(text: str, start: int, expected: tuple[str | None, int]) -> None:
    assert noun_right(sentence(text), start) == expected


def test_a_name_behind_is_bounded() -> None:
    noun, end = noun_right(sentence("3个" + "甲" * 300), 2)
    assert noun == "甲" * 24
    assert end == 2 + 120


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("新建3座人行天桥。", [("人行天桥", "新建3座人行天桥")], id="behind"),
        pytest.param("新建人行天桥3座。", [("人行天桥", "新建人行天桥3座")], id="before"),
        pytest.param("森林覆盖率65%以上。", [("森林覆盖率", "森林覆盖率65%以上")], id="with its comparator"),
        pytest.param("完成80%以上工程量。", [("工程量", "完成80%以上工程量")], id="a share of a work"),
        pytest.param("政务服务80%以上网办率。", [("政务服务", "政务服务80%以上")], id="a rate named before"),
        pytest.param(
            "力争75%的行政村通客车。", [("行政村通客车", "力争75%的行政村通客车")], id="what a share is of"
        ),
        pytest.param(
            "力争75%以上的行政村通客车。",
            [("行政村通客车", "力争75%以上的行政村通客车")],
            id="a share with a floor",
        ),
        pytest.param("一般登记5个工作日内办结。", [("一般登记办结", "一般登记5个工作日内")], id="a service"),
        pytest.param(
            "完成签约1200户。", [("签约", "完成签约1200户")], id="an action that is itself what is counted"
        ),
        pytest.param(
            "企业上市2家、新增3家。",
            [("企业上市", "企业上市2家"), ("新增企业上市", "新增3家")],
            id="a verb before what was counted",
        ),
        pytest.param("建成公园2座，3座。", [("公园", "建成公园2座"), ("公园", "3座")], id="the same goes on"),
        pytest.param(
            "实现1.9万户5.7万名贫困人口脱贫。",
            [("贫困人口脱贫", "实现1.9万户5.7万名贫困人口脱贫"), ("贫困人口脱贫", "5.7万名贫困人口脱贫")],
            id="both count the same",
        ),
        pytest.param("公园建设，完成3座。", [("公园建设", "完成3座")], id="the clause before names it"),
        pytest.param(
            "公园建设（含2处绿地），完成3座。",
            [("公园建设", "完成3座")],
            id="without its brackets",
        ),
        pytest.param("安排200亿元支持老区。", [("安排", "安排200亿元")], id="money for something"),
        pytest.param("人均增收1000元。", [("人均增收", "人均增收1000元")], id="a verb that holds its noun"),
        pytest.param("财政收入增长5%。", [("财政收入", "财政收入增长5%")], id="the verb is no part of it"),
    ],
)
def test_what_is_measured(text: str, expected: list[tuple[str, str]]) -> None:
    assert named(text) == expected


def test_what_names_nothing_is_not_understood() -> None:
    text = "超3%。"
    targets, _, unread = find_targets(clean(text, 0, len(text)), text)
    assert targets == []
    assert [u.text for u in unread] == ["3%"]
    (span,) = unread[0].spans
    assert text[span.start : span.end] == "3%"
