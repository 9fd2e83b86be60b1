"""Rows of cells parted by tabs."""

import pytest

from kg.parse.readings import tabs
from tests.parse.readings.seen import rows, tables

HEAD = "序号\t工作内容\t责任单位\n"


def test_page_marks_headings_and_cells_that_run_over() -> None:
    page = f"""\
{HEAD}1\t新建公园3座。\t县住建局
— 3 —
一、改善民生
2\t改造小区5个。\t县住建局、
县财政局
3\t新建学校1所。\t县教育局
附件2
4\t新建水厂1座。\t县水利局
"""
    (table,) = tables(tabs, page)
    assert table.name == "tabs"
    assert table.lines[1] == "3新建学校1所。县教育局"
    assert table.rows == (
        "1|新建公园3座。|responsible=县住建局",
        "# 一、改善民生",
        "2|改造小区5个。|responsible=县住建局、县财政局",
        "3|新建学校1所。|responsible=县教育局",
    )


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(
            f"{HEAD}1\t新建公园3座。\t县住建局\n", ["1|新建公园3座。|responsible=县住建局"], id="one row"
        ),
        pytest.param(
            f"{HEAD}1\t新建公园3座。\t县住建局\n副县长王安牵头重点工作\n2\t新建学校1所。\t县教育局\n",
            [
                "1|新建公园3座。|responsible=县住建局",
                "2|新建学校1所。|responsible=县教育局|leader=副县长王安牵头重点工作",
            ],
            id="a leader heads rows",
        ),
        pytest.param(
            f"{HEAD}1\t新建公园3座。\t县住建局\n单位：万元\n2\t新建学校1所。\t县教育局\n",
            ["1|新建公园3座。|responsible=县住建局"],
            id="a unit of money begins another table",
        ),
        pytest.param(
            f"{HEAD}1\t新建公园3座。\t县住建局\n2024年民生实事责任分解表\n2\t新建学校1所。\t县教育局\n",
            ["1|新建公园3座。|responsible=县住建局"],
            id="a title begins another table",
        ),
        pytest.param(
            f"{HEAD}1\t新建公园3座。\t县住建局\n{'各单位要加强领导' * 5}，\n2\t新建学校1所。\t县教育局\n",
            ["1|新建公园3座。|responsible=县住建局"],
            id="a long paragraph is no cell",
        ),
        pytest.param(
            "序号\t工作内容\t责任单位\t完成时限\n1\t新建公园。\t县住建局\t6月底\n正文\n甲\t乙\n",
            ["1|新建公园。|responsible=县住建局|deadline=6月底"],
            id="a cell does not run over into a narrower row",
        ),
        pytest.param(HEAD, [], id="headings alone"),
        pytest.param("正文甲\n正文乙\n", [], id="no tab"),
    ],
)
def test_rows(page: str, expected: list[str]) -> None:
    assert rows(tabs, page) == expected


@pytest.mark.parametrize("end", ["\n", " \n"])
def test_a_line_ends_within_a_cell(end: str) -> None:
    page = (
        "序号\t工作内容\t牵头单位\t配合单位\t时限\n1\t新建公园3座。\t县住建局\t县财政局\t6月底前\n"
        f"2\t收购烤烟62{end}万担，建设烟站。\t县烟草局\t县财政局\t年底前\n3\t新建学校1所。\t县教育局\t县住建局\t年底前\n"
    )
    assert rows(tabs, page) == [
        "1|新建公园3座。|lead=县住建局|support=县财政局|deadline=6月底前",
        "2|收购烤烟62万担，建设烟站。|lead=县烟草局|support=县财政局|deadline=年底前",
        "3|新建学校1所。|lead=县教育局|support=县住建局|deadline=年底前",
    ]


def test_rows_that_lack_their_last_cells_stay_apart() -> None:
    page = (
        "序号\t工作内容\t牵头单位\t配合单位\n1\t新建公园3座。\t县住建局\t县财政局\n2\t新建学校1所。\n"
        "3\t新建水厂1座。\t县水利局\n"
    )
    assert [row.split("|")[0] for row in rows(tabs, page)] == ["1", "2", "3"]


def test_columns_of_quarters_do_not_hide_the_headings() -> None:
    page = (
        "序号\t工作内容\t一季度\t二季度\t三季度\t四季度\t责任单位\n1\t新建公园3座。\t选址\t开工\t封顶\t验收\t县住建局\n"
        "2\t新建学校1所。\t选址\t开工\t封顶\t验收\t县教育局\n"
    )
    assert rows(tabs, page) == [
        "1|新建公园3座。|responsible=县住建局",
        "2|新建学校1所。|responsible=县教育局",
    ]


@pytest.mark.parametrize("title", ["表2 重点项目计划\n", ""], ids=["titled", "at once"])
def test_headings_of_another_kind_begin_another_table(title: str) -> None:
    page = (
        f"{HEAD}1\t新建公园3座。\t县住建局\n2\t新建学校1所。\t县教育局\n{title}"
        "项目编码\t项目名称\t建设性质\t总投资（万元）\t责任单位\n"
        "XM-01\t县城环路\t新建\t9800\t县交通局\nXM-02\t第二水厂\t续建\t4500\t县水利局\n"
    )
    assert [len(table.rows) for table in tables(tabs, page)] == [2, 2]


@pytest.mark.parametrize(
    "line", ["分管领导：王安", "牵头领导:副县长王安", "责任领导：王安、李明远"], ids=["name", "post", "two"]
)
def test_a_label_with_a_leader_heads_rows(line: str) -> None:
    page = (
        f"工作内容\t责任单位\t序号\n{line}\n新建公园3座\t县住建局\t1\n改造小区5个\t\t2\n"
        "分管领导：赵一鸣\n新建学校1所\t县教育局\t3\n"
    )
    who = line.replace(":", "：").split("：")[1]
    assert rows(tabs, page) == [
        f"1|新建公园3座|responsible=县住建局|leader={who}",
        f"2|改造小区5个|leader={who}",
        "3|新建学校1所|responsible=县教育局|leader=赵一鸣",
    ]


STATED = "序号\t工作内容\t责任单位\t分管领导\n1\t新建公园3座\t县住建局\t王安\n2\t改造小区5个\t\t\n"


@pytest.mark.parametrize(
    ("note", "second"),
    [
        pytest.param("注：空白单元格同上一行。", "县住建局|leader=王安", id="all"),
        pytest.param("注：责任单位、分管领导两栏空白的，与上一行相同。", "县住建局|leader=王安", id="both"),
        pytest.param("表中分管领导栏未填的，与上一项相同。", "|leader=王安", id="one"),
        pytest.param("注：责任单位空白的由县政府办公室另行确定。", "", id="something else"),
    ],
)
def test_what_empty_cells_mean_is_stated(note: str, second: str) -> None:
    page = f"{STATED}3\t新建学校1所\t县教育局\t王安\n4\t新建水厂1座\t县水利局\t王安\n{note}\n"
    said = f"|responsible={second}" if second.startswith("县") else second
    assert rows(tabs, page)[1] == f"2|改造小区5个{said}"


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (1, 2, 3, 0)])
def test_headings_below_each_other_have_a_task_a_column(order: tuple[int, ...]) -> None:
    table = [
        ["序号", "1", "2", "3"],
        ["工作内容", "新建公园3座", "新建学校1所", "改造小区5个"],
        ["责任单位", "县住建局", "县教育局", "县住建局、县财政局"],
        ["完成时限", "6月底", "全年", "12月底"],
    ]
    page = "".join("\t".join(table[i]) + "\n" for i in order)
    assert rows(tabs, page) == [
        "1|新建公园3座|responsible=县住建局|deadline=6月底",
        "2|新建学校1所|responsible=县教育局|deadline=全年",
        "3|改造小区5个|responsible=县住建局、县财政局|deadline=12月底",
    ]
