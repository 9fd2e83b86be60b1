"""Lists whose line breaks are not where their items begin."""

import pytest

from kg.parse.lines import raw_lines
from kg.parse.run_on_items import one_by_one, with_their_words
from kg.read import read


def cut(page: str) -> list[str]:
    return [raw.line.text for raw in one_by_one(raw_lines(read(page.encode(), name="a.txt")))]


def joined(page: str) -> list[str]:
    return [raw.line.text for raw in with_their_words(raw_lines(read(page.encode(), name="a.txt")))]


A, B, C = (
    "新建公园三座并投入使用（县住建局负责）",
    "改造老旧小区五个（县城管局负责）",
    "新建学校（县教育局负责）",
)

SHORT = "1.公园（县住建局负责）2.小区（县城管局负责）"
PARK, SCHOOL = ["新建公园。", "责任单位：县住建局"], ["新建学校。", "责任单位：县教育局"]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(f"一、{A}二、{B}三、{C}", [f"一、{A}", f"二、{B}", f"三、{C}"], id="一、"),
        pytest.param(f"（一）{A}（二）{B}", [f"（一）{A}", f"（二）{B}"], id="（一）"),
        pytest.param(f"1.{A}2.{B}3.{C}", [f"1.{A}", f"2.{B}", f"3.{C}"], id="1."),
        pytest.param(f"（1）{A}（2）{B}", [f"（1）{A}", f"（2）{B}"], id="（1）"),
        pytest.param(f"①{A}②{B}③{C}", [f"①{A}", f"②{B}", f"③{C}"], id="①"),
        pytest.param(f"一是{A}二是{B}三是{C}", [f"一是{A}", f"二是{B}", f"三是{C}"], id="一是"),
        pytest.param(f"第一件，{A}第二件，{B}", [f"第一件，{A}", f"第二件，{B}"], id="第一件"),
        pytest.param(f"实事：1.{A}2.{B}", ["实事：", f"1.{A}", f"2.{B}"], id="words above"),
        pytest.param(
            f"一、{A}二、城建：1.{B}2.{C}",
            [f"一、{A}", "二、城建：", f"1.{B}", f"2.{C}"],
            id="items in items",
        ),
        pytest.param(f"1.{A}3.{B}", [f"1.{A}3.{B}"], id="numbers that do not count up"),
        pytest.param(
            "1.新建公园三座并投入使用；2.改造老旧小区五个；3.新建学校一所并投入使用，改善办学条件。",
            ["1.新建公园三座并投入使用；2.改造老旧小区五个；3.新建学校一所并投入使用，改善办学条件。"],
            id="items that do not say who",
        ),
        pytest.param(SHORT, [SHORT], id="a short line"),
    ],
)  # fmt: skip
def test_items_in_one_line(page: str, expected: list[str]) -> None:
    assert cut(page) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(
            ["1", *PARK, "2", *SCHOOL],
            ["1 新建公园。", PARK[1], "2 新建学校。", SCHOOL[1]],
            id="numbers above the words",
        ),
        pytest.param(["1", *PARK, "1", *SCHOOL], None, id="numbers that do not count up"),
        pytest.param(["1", PARK[0], "2", SCHOOL[0]], None, id="nobody is named"),
        pytest.param(["1", *PARK], None, id="one number"),
        pytest.param(
            ["序号", "工作内容", "责任单位", "1", *PARK, "2", *SCHOOL], None, id="headings of columns above"
        ),
        pytest.param(
            ["1", "一、公园。（县住建局）", "2", "二、学校。（县教育局）"], None, id="numbers of pages"
        ),
    ],
)
def test_numbers_in_lines_of_their_own(lines: list[str], expected: list[str] | None) -> None:
    assert joined("\n".join(lines)) == (lines if expected is None else expected)


def test_full_width_numbers_count_items_in_one_line_too() -> None:
    pieces = [f"４．{A}", f"５．{B}完成投资１．５亿元（县财政局负责）", f"６．{C}"]
    assert cut("".join(pieces)) == pieces
