"""Names as they are shown: printed words, free of what is no part of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.names.abbreviations import one_edit
from kg.names.display import display


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("“甲”专班", "“甲”专班", id="quotation marks stay"),
        pytest.param('"甲"专班', "“甲”专班", id="straight ones are paired"),
        pytest.param("「甲」专班", "“甲”专班", id="corner ones too"),
        pytest.param("《办法》起草专班", "《办法》起草专班", id="titles stay"),
        pytest.param("县财政局”", "县财政局", id="half a pair is dropped"),
        pytest.param("①县财政局", "县财政局", id="circled number"),
        pytest.param("⑴ 县财政局", "县财政局", id="number in brackets"),
        pytest.param("（2）县财政局", "县财政局", id="bracketed number"),
        pytest.param("3.县财政局", "县财政局", id="number with a dot"),
        pytest.param("★县财政局", "县财政局", id="star"),
        pytest.param("12345热线办", "12345热线办", id="a number of the name"),
        pytest.param("110联动中心", "110联动中心", id="another"),
        pytest.param("县民政局(退役军人事务局)。", "县民政局（退役军人事务局）", id="widths, closing stop"),
        pytest.param("縣 財政局", "县财政局", id="traditional, spaces"),
    ],
)
def test_display(text: str, expected: str) -> None:
    assert display(text) == expected


NAMES = st.text('县市省财政局委办“”"「」《》（）()①⑴1.、★ 　·-—。', max_size=14)


@given(NAMES)
def test_display_is_idempotent(text: str) -> None:
    assert display(display(text)) == display(text)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("发改局", "发政局", True),
        ("改发局", "发改局", True),
        ("交通运局", "交通运输局", True),
        ("发改局", "发改局", False),
        ("住建局", "住房建设局", False),
        ("", "局", True),
    ],
)
def test_one_edit(one: str, other: str, expected: bool) -> None:
    assert one_edit(one, other) is one_edit(other, one) is expected
