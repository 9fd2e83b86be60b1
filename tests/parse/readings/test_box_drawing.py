"""Tables drawn with box characters."""

import pytest

from kg.parse.readings import box_drawing
from tests.parse.readings.seen import rows, tables

RULED = """\
单位：万元
┌────┬──────┬──────┐
│序号│工作内容│责任单位│
├────┼──────┼──────┤
│1│新建公园3座，│县住建局、│
││改造广场2个。│县财政局│
├────┼──────┼──────┤
│2│改造老旧小区5个。│县住建局│
└────┴──────┴──────┘
请认真落实。
"""


def test_a_rule_ends_a_row_and_cells_wrap() -> None:
    (table,) = tables(box_drawing, RULED)
    assert table.name == "box-drawing"
    assert table.lines == ("┌────┬──────┬──────┐", "└────┴──────┴──────┘")
    assert table.rows == (
        "1|新建公园3座，改造广场2个。|responsible=县住建局、县财政局",
        "2|改造老旧小区5个。|responsible=县住建局",
    )


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(
            "│序号│工作内容│责任单位│\n│1│新建公园3座。│县住建局│\n│2*│新建学校1所。│县教育局│\n",
            ["1|新建公园3座。|responsible=县住建局", "2*|新建学校1所。|responsible=县教育局"],
            id="no rules: a number begins a row",
        ),
        pytest.param(
            "║序号║工作内容║责任单位║\n║1║新建公园3座，║县住建局║\n║║改造广场。║║\n║2║新建学校1所。║县教育局║\n",
            ["1|新建公园3座，改造广场。|responsible=县住建局", "2|新建学校1所。|responsible=县教育局"],
            id="no rules: an empty first cell goes on",
        ),
        pytest.param(
            "┃序号┃工作内容┃责任单位┃\n┃1┃新建公园3座。┃━━━┃\n┃2┃新建学校1所。┃县教育局┃\n",
            ["1|新建公园3座。", "2|新建学校1所。|responsible=县教育局"],
            id="a cell that only holds a rule is empty",
        ),
        pytest.param(
            "├────┼──────┼──────┤\n│序号│工作内容│责任单位│\n│1│新建公园3座。│县住建局│\n"
            "├────┼──────┼──────┤\n│2│新建学校1所。│县教育局│\n正文│到此\n",
            ["1|新建公园3座。|responsible=县住建局", "2|新建学校1所。|responsible=县教育局"],
            id="one bar is no row",
        ),
        pytest.param(
            "+---+---+---+\n| 序号 | 工作内容 | 责任单位 |\n+===+===+===+\n"
            "| 1 | 新建公园3座， | 县住建局、 |\n"
            "|  | 改造广场。 | 县财政局 |\n+---+---+---+\n| 2 | 新建学校。 | 县教育局 |\n+---+---+---+\n",
            [
                "1|新建公园3座，改造广场。|responsible=县住建局、县财政局",
                "2|新建学校。|responsible=县教育局",
            ],
            id="plain bars between rules of plus and minus",
        ),
        pytest.param("│序号│工作内容│责任单位│\n", [], id="headings alone, and no line below"),
        pytest.param("│序号│工作内容│责任单位│\n正文\n", [], id="headings alone"),
        pytest.param("甲│乙\n丙│丁\n", [], id="one bar a line"),
        pytest.param("────────\n正文一\n────────\n正文二\n", [], id="rules between paragraphs"),
    ],
)
def test_rows(page: str, expected: list[str]) -> None:
    assert rows(box_drawing, page) == expected
