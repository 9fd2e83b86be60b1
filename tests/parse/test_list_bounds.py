"""Where the lists of a notice begin, what titles them, and what closes the page."""

import pytest

from kg.parse.lines import clean, raw_lines
from kg.parse.list_bounds import first_list, footer, is_list_title, page_numbers
from kg.read import read

TASK = "新建公园三座并投入使用。\n责任单位：县住建局\n"


@pytest.mark.parametrize(
    ("page", "tables", "first"),
    [
        pytest.param(f"2024年重点工作分解\n一、城建\n1.{TASK}", [], "2024年重点工作分解", id="a title"),
        pytest.param(f"一、城建\n1.{TASK}", [], "一、城建", id="a heading"),
        pytest.param(TASK, [], "新建公园三座并投入使用。", id="the sentence above a label"),
        pytest.param("序号\n1\n", [1], "序号", id="a table"),
        pytest.param("一、请落实。\n二、请报送。\n序号\n1\n", [3], "一、请落实。", id="above a table"),
        pytest.param("新建公园。（县住建局）\n", [], "新建公园。（县住建局）", id="a bracket"),
    ],
)  # fmt: skip
def test_the_first_list(page: str, tables: list[int], first: str) -> None:
    text = read(f"前言。\n{page}".encode(), name="a.txt")
    lines = raw_lines(text)
    assert lines[first_list(lines, tables, text.content)].line.text == first


def test_no_list() -> None:
    text = read("前言。\n请落实。\n".encode(), name="a.txt")
    lines = raw_lines(text)
    assert first_list(lines, [], text.content) == len(lines)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024年重点工作责任分解", True),
        ("2024年民生实事项目责任分解表", True),
        ("关于印发2024年重点工作责任分解的通知", False),
        ("一、2024年重点工作责任分解", False),
        ("附件2024年重点工作责任分解", False),
        ("各乡镇人民政府", False),
    ],
)
def test_titles_of_lists(text: str, expected: bool) -> None:
    assert is_list_title(clean(text, 0, len(text))) is expected


@pytest.mark.parametrize(
    ("page", "closing"),
    [
        ("扫一扫在手机打开当前页\n主办：县政府办公室\n", ["扫一扫在手机打开当前页", "主办：县政府办公室"]),
        ("主办：县政府办公室\n附则。\n", []),
        ("", []),
    ],
)  # fmt: skip
def test_what_closes_a_saved_page(page: str, closing: list[str]) -> None:
    lines = raw_lines(read((TASK + page).encode(), name="a.txt"))
    assert [lines[i].line.text for i in sorted(footer(lines, 0))] == closing


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("— 3 —", {0}),
        ("第3页", {0}),
        ("3", set()),
        ("甲", set()),
        ("县住建局、\n3\n县财政局", {1}),
        ("县住建局\n3\n县财政局", set()),
    ],
)
def test_page_numbers(text: str, expected: set[int]) -> None:
    assert page_numbers(raw_lines(read(text.encode(), name="a.txt"))) == expected


def test_navigation_above_the_way_to_a_page_is_no_list() -> None:
    page = "1. 栏目导航\n您现在的位置:政府信息公开 >> 县政府办\n前言。\n1.建设政府门户网站。\n2.新建公园。\n"
    text = read(page.encode(), name="a.txt")
    lines = raw_lines(text)
    assert lines[first_list(lines, [], text.content)].line.text == "1.建设政府门户网站。"
