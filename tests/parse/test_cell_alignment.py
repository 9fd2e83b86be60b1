"""Cells that lost their table, dealt back into its columns."""

import pytest

from kg.parse.cell_alignment import deal, deal_row, fits, sewn
from kg.parse.lines import Line, clean


def line(text: str) -> Line:
    return clean(text, 0, len(text))


def lines(*texts: str) -> list[Line]:
    return [line(text) for text in texts]


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("number", ["3", "12*", "7 ＊"], ["1200", "新建", "3.5"]),
        ("total", ["300", "1,200.5", "3"], ["新建", "300万元"]),
        ("nature", ["新建", "续建", "改扩建/迁建"], ["新建公园3座", "完成"]),
        ("deadline", ["6月底前", "2024年12月", "年底", "2024.3-2024.12", "长期"], ["县住建局", "新建3座"]),
        ("deadline", ["2024年" + "完成" * 6], ["2024年" + "完成" * 7]),
        ("responsible", ["县住建局", "县住建局、县财政局"], ["新建公园", "新建公园3座，改造广场2个。"]),
        ("leader", ["王安", "副县长王安", "王安、李明", "王知白郭书远"], ["县住建局", "新建公园3座"]),
        ("name", ["县第三小学扩建工程"], ["新建公园3座。", "县住建局", "300"]),
        ("body", ["新建公园三座并投用"], ["县住建局", "300"]),
        ("note", ["说明"], ["300", "县住建局"]),
    ],
)  # fmt: skip
def test_what_suits_a_column(kind: str, good: list[str], bad: list[str]) -> None:
    assert [text for text in good if fits(kind, text) <= 0] == []
    assert [text for text in bad if fits(kind, text) > 0] == []


@pytest.mark.parametrize("kind", ["number", "total", "deadline", "responsible", "leader", "body"])
@pytest.mark.parametrize("blank", ["—", "——", "-", "/", "无"])
def test_a_blank_suits_every_column(kind: str, blank: str) -> None:
    assert fits(kind, blank) == 1


def test_a_long_text_suits_bodies_least() -> None:
    assert fits("responsible", "新建公园") > fits("responsible", "新建公园3座，改造广场2个。")
    assert fits("body", "新建公园三座并投用") > fits("body", "新建公园")
    assert fits("name", "甲" * 40) > fits("name", "甲" * 41)


@pytest.mark.parametrize(
    ("left", "right", "text"),
    [
        ("县财政局", "县税务局", "县财政局、县税务局"),
        ("市政府办", "公室", "市政府办公室"),
        ("县财政局、", "县税务局", "县财政局、县税务局"),
        ("县财政局", "，县税务局", "县财政局，县税务局"),
        ("县人力资源和", "社会保障局", "县人力资源和社会保障局"),
        ("新建公园", "县税务局", "新建公园县税务局"),
    ],
)
def test_lines_of_a_cell_of_bodies(left: str, right: str, text: str) -> None:
    assert sewn(line(left), line(right)).text == text


KINDS = ("number", "body", "lead", "support", "deadline")


@pytest.mark.parametrize(
    ("cells", "rows"),
    [
        pytest.param(
            ["1", "新建公园三座并投用。", "县住建局", "县财政局", "6月底"],
            [["1", "新建公园三座并投用。", "县住建局", "县财政局", "6月底"]],
            id="a cell a column",
        ),
        pytest.param(
            ["1", "新建公园三座并投用。", "县住建局", "6月底"],
            [["1", "新建公园三座并投用。", "县住建局", "", "6月底"]],
            id="an empty column",
        ),
        pytest.param(
            ["1", "新建公园三座并投用。", "县住建局", "县财政局", "县税务局", "6月底"],
            [["1", "新建公园三座并投用。", "县住建局", "县财政局、县税务局", "6月底"]],
            id="several lines of supporting bodies",
        ),
        pytest.param(
            ["1", "新建公园三座并投用。", "县住建局", "县财政局", "改造广场两个并投用。", "县城管局", "年底"],
            [
                ["1", "新建公园三座并投用。", "县住建局", "县财政局", ""],
                ["", "改造广场两个并投用。", "县城管局", "", "年底"],
            ],
            id="a second row below a merged number",
        ),
        pytest.param(
            ["1", "新建公园三座并投用。", "—", "县财政局", "/"],
            [["1", "新建公园三座并投用。", "", "县财政局", ""]],
            id="marks for empty cells",
        ),
    ],
)  # fmt: skip
def test_deal(cells: list[str], rows: list[list[str]]) -> None:
    assert [[cell.text for cell in row] for row in deal(lines(*cells), KINDS)] == rows


@pytest.mark.parametrize(
    ("cells", "rows"),
    [
        pytest.param(
            ["1", "新建城乡公路二十公", "里，补齐断头路。", "县交通运输局", "县财政局、县自", "然资源局"],
            [["1", "新建城乡公路二十公里，补齐断头路。", "县交通运输局", "县财政局、县自然资源局", ""]],
            id="lines end within cells",
        ),
        pytest.param(
            ["1", "新建公园三座并投用。", "县住建局", "县财政局", "6月底"],
            [["1", "新建公园三座并投用。", "县住建局", "县财政局", "6月底"]],
            id="and need not",
        ),
    ],
)
def test_deal_with_wrapped_lines(cells: list[str], rows: list[list[str]]) -> None:
    assert [[cell.text for cell in row] for row in deal(lines(*cells), KINDS, wrapped=True)] == rows


MONEY = ["number", "name", "total", "planned", "responsible"]


@pytest.mark.parametrize(
    ("cells", "rows"),
    [
        (["合计", "300", "100"], [["合计", "", "300", "100", ""]]),
        (["合计", "300"], [["合计", "", "300", "", ""]]),
        (
            ["一、交通", "300", "100", "1", "南环线", "30", "10", "县交通局"],
            [["一、交通", "", "300", "100", ""], ["1", "南环线", "30", "10", "县交通局"]],
        ),
        (["一、交通"], [["一、交通", "", "", "", ""]]),
        (["序号", "项目名称", "总投资"], []),
        ([], []),
        (["1", "南环线", "300", "100", "县交通局"], [["1", "南环线", "300", "100", "县交通局"]]),
    ],
)  # fmt: skip
def test_a_heading_or_total_takes_the_money_behind_it(cells: list[str], rows: list[list[str]]) -> None:
    assert [[cell.text for cell in row] for row in deal_row(lines(*cells), MONEY)] == rows
