"""Amounts: numbers with their units, and numbers that are none."""

import pytest

from kg.extract.amounts import find_amounts, number


def seen(text: str) -> list[str]:
    """Value and unit of each amount, the end of a range behind a dash, and the words it stands for."""
    return [
        f"{a.value}{'-' + str(a.upper) if a.upper else ''} {a.unit} {text[a.start : a.end]}"
        for a in find_amounts(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新建公园3座。", ["3 座 3座"]),
        ("完成投资1.5亿元，新增1,200人。", ["1.5 亿元 1.5亿元", "1200 人 1,200人"]),
        ("完成1 200 人培训。", ["1200 人 1 200 人"]),
        ("增长5%—6%。", ["5-6 % 5%—6%"]),
        ("新增3至5家。", ["3-5 家 3至5家"]),
        ("建设两座水厂、三条道路。", ["2 座 两座", "3 条 三条"]),
        ("培训一百二十人。", ["120 人 一百二十人"]),
        ("造林1.5万亩。", ["1.5 万亩 1.5万亩"]),
        ("压减至20日以内。", ["20 日 20日"]),
        ("5个工作日内办结。", ["5 个工作日 5个工作日"]),
        ("盆景900万盆。", ["900 万盆 900万盆"]),
        ("供水、供热时限分别压缩至4、6个工作日。", ["4 个工作日 4", "6 个工作日 6个工作日"]),
        ("引进3个、5家企业。", ["3 个 3个", "5 家 5家"]),
    ],
)
def test_amounts(text: str, expected: list[str]) -> None:
    assert seen(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2024年3月5日印发。",
        "推进“三个”行动。",
        "经三路改造。",
        "G318线。",
        "v2.0版。",
        "第七届运动会。",
        "3月底前完成。",
        "文号5号。",
    ],
)
def test_none(text: str) -> None:
    assert seen(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5 000", 5000),
        ("1,200", 1200),
        ("十二", 12),
        ("二十", 20),
        ("两百", 200),
        ("一百零五", 105),
        ("1.5", 1.5),
        ("九", 9),
    ],
)
def test_values(text: str, value: float) -> None:
    assert float(number(text)) == value
