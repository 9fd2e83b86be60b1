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


GROUPED = "类别\n序号\n工作内容\n责任领导\n牵头单位\n配合单位\n"


@pytest.mark.parametrize("helped", ["县财政局\n", ""], ids=["whole rows", "a last cell is missing"])
def test_the_first_column_names_groups(helped: str) -> None:
    page = (
        f"{GROUPED}稳增长\n1\n新建园区3座。\n王安\n县工信局\n{helped}2\n培育企业12家。\n县发改局\n县科技局\n"
        f"惠民生\n3\n新建学校1所。\n李明\n县教育局\n县住建局\n"
    )
    support = "|support=县财政局" if helped else ""
    assert lines(page) == [
        "# 稳增长",
        f"1|新建园区3座。|leader=王安|lead=县工信局{support}",
        "2|培育企业12家。|leader=王安|lead=县发改局|support=县科技局",
        "# 惠民生",
        "3|新建学校1所。|leader=李明|lead=县教育局|support=县住建局",
    ]


def test_a_group_is_named_behind_the_number_of_its_first_row() -> None:
    page = (
        "序号\n工作领域\n工作内容\n责任单位\n1\n一、工业\n新建园区3座。\n县工信局\n2\n培育企业12家。\n县发改局\n"
        "3\n二、民生\n新建学校1所。\n县教育局\n"
    )
    assert lines(page) == [
        "# 一、工业",
        "1|新建园区3座。|responsible=县工信局",
        "2|培育企业12家。|responsible=县发改局",
        "# 二、民生",
        "3|新建学校1所。|responsible=县教育局",
    ]


NAMED = "项目\n年度任务\n承办单位\n责任人\n"


def test_counted_names_begin_rows_up_to_the_next_table() -> None:
    page = (
        f"{NAMED}一、就业工程\n新增就业2万人。\n市人社局\n王安（市人社局局长）\n二、住房工程\n新建住房18套。\n市房产局\n"
        "李明（市房产局局长）\n三、供水工程\n新建水厂1座。\n市水利局\n张宏（市水利局局长）\n"
        "2009年市级重点项目计划表\n单位：亿元\n序号\n项目名称\n总投资\n牵头部门\n1\n热电工程\n27.6\n市发改委\n"
    )
    table = next(table for table in tables(cell_a_line, page) if "就业" in table.rows[0])
    assert table.lines == ("项目", "张宏（市水利局局长）")
    assert table.rows == (
        "一|新增就业2万人。|title=就业工程|responsible=市人社局|leader=王安（市人社局局长）",
        "二|新建住房18套。|title=住房工程|responsible=市房产局|leader=李明（市房产局局长）",
        "三|新建水厂1座。|title=供水工程|responsible=市水利局|leader=张宏（市水利局局长）",
    )


def test_two_counted_names_are_no_table() -> None:
    assert lines(f"{NAMED}一、就业工程\n新增就业2万人。\n市人社局\n王安\n") == []


@pytest.mark.parametrize(
    "codes",
    [
        ("A-1", "A-2", "B-1"),
        ("一-1", "一-2", "二-1"),
        ("01", "02", "03"),
        ("ZD-2024-01", "ZD-2024-02", "ZD-2024-03"),
        ("Ⅰ-1", "Ⅰ-2", "Ⅱ-1"),
        ("（A）1", "（A）2", "（B）1"),
        ("第1项", "第2项", "第3项"),
    ],
)
def test_codes_count_rows(codes: tuple[str, ...]) -> None:
    a, b, c = codes
    page = (
        "潮湾县2024年推进台账\n编号\n推进事项\n完成时限\n主责单位\n配合单位\n"
        f"{a}\n新建公路3公里\n6月底\n县交通局\n县财政局\n{b}\n改造农房20户，补助每户2万元\n年底\n县住建局\n无\n"
        f"{c}\n新建学校1所\n8月底\n县教育局\n（共3项）\n"
    )
    assert rows(cell_a_line, page)[:3] == [
        f"{a}|新建公路3公里|deadline=6月底|lead=县交通局|support=县财政局",
        f"{b}|改造农房20户，补助每户2万元|deadline=年底|lead=县住建局",
        f"{c}|新建学校1所|deadline=8月底|lead=县教育局",
    ]
