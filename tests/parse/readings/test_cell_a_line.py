"""Headings, then cells, each in a line of its own."""

import pytest

from kg.parse.readings import cell_a_line
from tests.parse.readings.seen import rows, tables

HEAD = "序号\n工作内容\n责任单位\n完成时限\n"


def lines(page: str, name: str = "cell-a-line") -> list[str]:
    return [row for table in tables(cell_a_line, page) if table.name == name for row in table.rows]


def test_rows_groups_and_where_the_table_ends() -> None:
    page = f"""\
单位：万元
{HEAD}1
新建公园3座。
县住建局
6月底前
2
改造小区5个。
县住建局
县财政局
年底前
一、改善民生
3
新建学校1所。
县教育局
附件2：其他
4
"""
    plain, wrapped = tables(cell_a_line, page)
    assert (plain.name, wrapped.name) == ("cell-a-line", "wrapped-cells")
    assert plain.lines == ("序号", "县教育局")
    assert plain.rows == wrapped.rows
    assert plain.rows == (
        "1|新建公园3座。|responsible=县住建局|deadline=6月底前",
        "2|改造小区5个。|responsible=县住建局、县财政局|deadline=年底前",
        "# 一、改善民生",
        "3|新建学校1所。|responsible=县教育局",
    )


def test_lines_end_within_cells() -> None:
    page = """\
序号
重点任务
牵头部门
责任单位
1
新建城乡公路20公
里，补齐断头路。
县交通运输局
县财政局、县自
然资源局
2
修复危桥6座。
县交通运输局
县财政局
"""
    assert lines(page, "wrapped-cells") == [
        "1|新建城乡公路20公里，补齐断头路。|lead=县交通运输局|responsible=县财政局、县自然资源局",
        "2|修复危桥6座。|lead=县交通运输局|responsible=县财政局",
    ]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(
            f"{HEAD}1\n一是新建公园3座。\n二是改造广场2个。\n市财政局\n(市国资委)\n6月底\n",
            ["1|一是新建公园3座。二是改造广场2个。|responsible=市财政局(市国资委)|deadline=6月底"],
            id="lines that go on with the cell above",
        ),
        pytest.param(
            f"{HEAD}1\n新建公园3座。\n县住建局\n6月底\n第3页\n{HEAD}2\n新建学校1所。\n县教育局\n9月底\n",
            [
                "1|新建公园3座。|responsible=县住建局|deadline=6月底",
                "2|新建学校1所。|responsible=县教育局|deadline=9月底",
            ],
            id="the headings again on the next page",
        ),
        pytest.param(
            "序号\n工作内容\n责任\n单位\n完成时限\n1\n新建公园3座。\n县住建局\n6月底\n",
            ["1|新建公园3座。|responsible=县住建局|deadline=6月底"],
            id="a heading in two lines",
        ),
        pytest.param(
            f"{HEAD}副县长王安牵头重点工作\n1\n新建公园3座。\n县住建局\n6月底\n",
            ["1|新建公园3座。|responsible=县住建局|deadline=6月底|leader=副县长王安牵头重点工作"],
            id="a leader heads rows",
        ),
        pytest.param(
            "序号\n工作内容\n责任单位\n1*\n新建公园3座。\n县住建局\n2\n新建学校1所。\n—\n",
            ["1*|新建公园3座。|responsible=县住建局", "2|新建学校1所。"],
            id="a mark behind a number, an empty cell",
        ),
        pytest.param(
            "序号\n项目名称\n总投资\n资金来源\n财政资金\n责任单位\n1\n新建公园\n300\n100\n县住建局\n",
            ["1|新建公园|responsible=县住建局|total=300|fiscal=100"],
            id="sources over the columns of money",
        ),
        pytest.param(
            "序号\n项目名称\n总投资\n资金来源\n责任单位\n1\n新建公园\n300\n县级配套\n县住建局\n",
            ["1|新建公园|responsible=县住建局|total=300"],
            id="sources in a column of their own",
        ),
        pytest.param("序号\n工作内容\n1\n新建公园3座。\n", [], id="two headings"),
        pytest.param("工作内容\n责任单位\n完成时限\n新建公园3座。\n县住建局\n6月底\n", [], id="no number"),
        pytest.param(
            "序号：\n工作内容\n责任单位\n1\n新建公园3座。\n县住建局\n", [], id="a heading ends with no colon"
        ),
    ],
)
def test_rows(page: str, expected: list[str]) -> None:
    assert lines(page) == expected


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        pytest.param(
            ("300", "100", "1200", "600"), ["total=300|planned=100", "total=1200|planned=600"], id="plain"
        ),
        pytest.param(
            ("30", "10", "12", "6"), ["total=30|planned=10", "total=12|planned=6"], id="like numbers of rows"
        ),
        pytest.param(
            ("30", "2", "12", "6"), ["total=30|planned=2", "total=12|planned=6"], id="the next row's number"
        ),
    ],
)
def test_amounts_are_no_numbers_of_rows(amounts: tuple[str, ...], expected: list[str]) -> None:
    head = "序号\n项目名称\n总投资\n（万元）\n2024年计划投资\n责任单位\n"
    page = head + "1\n新建公园\n{}\n{}\n县住建局\n2\n新建水厂\n{}\n{}\n县水利局\n".format(*amounts)
    found = [row.split("|", 3)[3] for row in lines(page)]
    assert found == expected


def test_totals_take_the_money_behind_them() -> None:
    head = "序号\n项目名称\n总投资\n2024年计划投资\n责任单位\n"
    page = f"{head}1\n新建公园\n300\n100\n县住建局\n合计\n300\n100\n"
    table = tables(cell_a_line, page)[0]
    assert table.totals == ("合计|total=300|planned=100",)
    assert rows(cell_a_line, page)[0] == "1|新建公园|responsible=县住建局|total=300|planned=100"
