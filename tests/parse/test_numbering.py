"""The number before a heading or item."""

import pytest

from kg.parse.lines import clean
from kg.parse.numbering import bare_number, number_of


@pytest.mark.parametrize(
    ("text", "style", "printed", "value", "words"),
    [
        ("一、杨松县长牵头", "cn", "一", 1, "杨松县长牵头"),
        ("（二十一）支持", "cn-paren", "（二十一）", 21, "支持"),
        ("1.2024 年嵊泗县非机动车", "num", "1", 1, "2024年嵊泗县非机动车"),
        ("12、推进", "num", "12", 12, "推进"),
        ("3-2 新改建城市道路", "dashed", "3-2", 2, "新改建城市道路"),
        ("2—11、推进", "dashed", "2—11", 11, "推进"),
        ("1－4【县财政局】推进", "dashed", "1－4", 4, "【县财政局】推进"),
        ("2.3.3 3月底前完成", "dotted", "2.3.3", 3, "3月底前完成"),
        ("(4)新建", "num-paren", "(4)", 4, "新建"),
        ("3）完成", "num-half", "3", 3, "完成"),
        ("②各科室", "circled", "②", 2, "各科室"),
        ("第五条　管好小型水利设施", "article", "第五条", 5, "管好小型水利设施"),
        ("第三条　生态修复", "article", "第三条", 3, "生态修复"),
        ("第12条　茶园扩面", "article", "第12条", 12, "茶园扩面"),
        ("第二章 重点工作", "part", "第二章", 2, "重点工作"),
    ],
)
def test_styles(text: str, style: str, printed: str, value: int, words: str) -> None:
    line = clean(text, 0, len(text))
    number = number_of(line)
    assert number
    assert (number.style, number.text.rstrip("）"), number.value) == (style, printed.rstrip("）"), value)
    assert line.text[number.end :] == words


@pytest.mark.parametrize(
    "text",
    [
        "2024年2月18日",
        "1.5万亩",
        "第七届全国文明城市",
        "一般公共预算",
        "（本文有删减）",
        "3.5公里",
        "任务3、4项",
        "1-6月完成投资",
        "3-5 年内建成",
        "2—3 个项目",
        "5-10公里",
        "1-3新建",
        "甲县",
        "第二条管廊建成投用",
        "第一条生产线投产",
    ],
)
def test_not_numbers(text: str) -> None:
    assert number_of(clean(text, 0, len(text))) is None


def test_a_number_without_its_mark_counts_in_sequence_only() -> None:
    text = "3 完成老旧小区改造"
    line = clean(text, 0, len(text))
    assert bare_number(line, 3, None) is not None
    assert bare_number(line, 5, None) is None
