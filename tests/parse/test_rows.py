"""A table's cells → its rows and items: merged cells, groups, totals, rows of leaders."""

import pytest

from kg.parse.lines import clean
from kg.parse.readings import stated_cells, tabs
from kg.parse.rows import measured, without_persons
from tests.parse.readings.seen import rows, tables

TASKS = "序号\t工作内容\t责任单位\n"
MERGED = ("县住建局", "", "", "县城管局", "", "")
PARK, SCHOOL = "1|新建公园。|responsible=县住建局", "2|新建学校。|responsible=县教育局"
BUILT = "1|公园|responsible=县住建局|total=30|planned=10"
WATER = "2|水厂|responsible=县水利局|total=50|planned=20"
MONEY = "序号\t项目名称\t总投资\t2024年计划投资\t责任单位\n"


SOME_EMPTY = ("县住建局", "县教育局", "", "县财政局", "县水利局", "县林业局", "县卫健局", "", "县司法局")
CARRIED = (*SOME_EMPTY[:2], "县教育局", *SOME_EMPTY[3:7], "县卫健局", "县司法局")


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(
            TASKS + "1\t新建公园。\t县住建局\n\t改造广场。\t县城管局\n2\t新建学校。\t县教育局\n",
            [PARK, "1|改造广场。|responsible=县城管局", SCHOOL],
            id="a number merged over two rows",
        ),
        pytest.param(
            TASKS + "1\t新建公园。\t县住建局\n\t\t县财政局\n2\t新建学校。\t县教育局\n",
            ["1|新建公园。|responsible=县住建局县财政局", "2|新建学校。|responsible=县教育局"],
            id="a cell that ran over a page's end",
        ),
        pytest.param(
            TASKS + "1\t新建公园。\t县住建局\n一、民生实事\n2\t新建学校。\t县教育局\n",
            [PARK, "# 一、民生实事", SCHOOL],
            id="a group",
        ),
        pytest.param(
            "序号\t项目名称\t总投资\t责任单位\n\t（一）城建类（1个）\t9600\t\n1\t环路\t9600\t县交通局\n"
            "\t（二）民生类（2个）\t9000\t\n2\t第三小学\t5600\t县教育局\n3\t康复楼\t3400\t县卫健局\n",
            ["# 城建类", "1|环路|responsible=县交通局|total=9600", "# 民生类",
             "2|第三小学|responsible=县教育局|total=5600", "3|康复楼|responsible=县卫健局|total=3400"],
            id="groups with their sums and no number",
        ),
        pytest.param(
            TASKS + "1\t新建公园。\t县住建局\n序号\t工作内容\t责任单位\n2\t新建学校。\t县教育局\n",
            [PARK, SCHOOL],
            id="the headings again",
        ),
        pytest.param(
            TASKS + "".join(f"{n}\t建公园{n}座。\t{body}\n" for n, body in enumerate(SOME_EMPTY, 1)),
            [f"{n}|建公园{n}座。|responsible={body}" for n, body in enumerate(CARRIED, 1)],
            id="two of nine cells of the only column of bodies are merged",
        ),
        pytest.param(
            "序号\t工作内容\t责任领导\t责任单位\n1\t新建公园。\t王安\t县住建局\n2\t新建学校。\t\t县教育局\n3\t新建水厂。\t李明\t县水利局\n",
            [
                "1|新建公园。|leader=王安|responsible=县住建局",
                "2|新建学校。|leader=王安|responsible=县教育局",
                "3|新建水厂。|leader=李明|responsible=县水利局",
            ],
            id="leaders merged over rows",
        ),
        pytest.param(
            "序号\t工作内容\t责任领导\t责任单位\n1\t新建公园。\t王安\t县住建局\n2\t新建学校。\t\t县教育局\n3\t新建水厂。\t李明\t县水利局\n"
            "4\t新建医院。\t李明\t县卫健局\n",
            [
                "1|新建公园。|leader=王安|responsible=县住建局",
                "2|新建学校。|responsible=县教育局",
                "3|新建水厂。|leader=李明|responsible=县水利局",
                "4|新建医院。|leader=李明|responsible=县卫健局",
            ],
            id="leaders repeated, so that an empty cell is none",
        ),
        pytest.param(
            TASKS + "".join(f"{i}\t新建公园{i}座。\t{unit}\n" for i, unit in enumerate(MERGED, 1)),
            [f"{i}|新建公园{i}座。|responsible=县{'住建' if i < 4 else '城管'}局" for i in range(1, 7)],
            id="bodies merged over rows",
        ),
        pytest.param(
            "牵头单位\t序号\t工作内容\n县住建局\t1\t新建公园。\n\t2\t改造广场。\n县教育局\t3\t新建学校。\n",
            ["1|新建公园。|lead=县住建局", "2|改造广场。|lead=县住建局", "3|新建学校。|lead=县教育局"],
            id="who leads merged in the first column",
        ),
        pytest.param(
            "序号\t指标\t单位\t目标值\t责任单位\n1\t工业投资\t亿元\t47\t县工信局\n2\t公园面积\t公顷\t30\t县住建局\n",
            ["1|工业投资47亿元|responsible=县工信局", "2|公园面积30公顷|responsible=县住建局"],
            id="name, unit and figure",
        ),
        pytest.param(
            TASKS + "1\t新建公园3座。（县财政局配合）\t县住建局\n",
            ["1|新建公园3座。|responsible=县财政局配合|responsible=县住建局"],
            id="a bracket in the words",
        ),
        pytest.param(
            TASKS + "1\t新建公园3座。\t牵头单位：县住建局；配合单位：县财政局\n",
            ["1|新建公园3座。|lead=县住建局|support=县财政局"],
            id="labels in a cell",
        ),
        pytest.param(
            "序号\t项目名称\t主要内容\t责任单位\n1\t城市更新\t新建公园3座。\t县住建局\n",
            ["1|新建公园3座。|title=城市更新|responsible=县住建局"],
            id="a title beside the words",
        ),
        pytest.param(
            "类别\t工作内容\t责任单位\n城建\t1.新建公园。\t县住建局\n\t2.改造广场。\t县城管局\n",
            ["# 城建", "1|新建公园。|responsible=县住建局", "2|改造广场。|responsible=县城管局"],
            id="numbers in the words, below a group in a column",
        ),
    ],
)  # fmt: skip
def test_rows(page: str, expected: list[str]) -> None:
    assert rows(tabs, page) == expected


def test_rows_that_share_a_number_and_count_themselves() -> None:
    page = "<table><tr><th>序号</th><th>任务</th><th>责任单位</th></tr><tr><td rowspan=2>1</td>"
    page += (
        "<td>1.新建公园。</td><td>县住建局</td></tr><tr><td>2.改造广场。</td><td>县城管局</td></tr></table>"
    )
    assert rows(stated_cells, page, ".html") == [
        "1|新建公园。|responsible=县住建局",
        "2|改造广场。|responsible=县城管局",
    ]


@pytest.mark.parametrize(
    ("page", "found", "totals"),
    [
        pytest.param(
            MONEY + "1\t公园\t30\t10\t县住建局\n2\t水厂\t50\t20\t县水利局\n合计\t\t80\t30\t\n",
            [BUILT, WATER],
            ("合计|total=80|planned=30",),
            id="a total",
        ),
        pytest.param(
            MONEY + "合计\t80\t30\t\t\n1\t公园\t30\t10\t县住建局\n",
            [BUILT],
            ("合计|total=80|planned=30",),
            id="a total whose sums stand too far left",
        ),
        pytest.param(
            MONEY + "一、交通\t\t30\t10\t\n1\t公园\t30\t10\t县住建局\n",
            ["# 交通", BUILT],
            ("一、交通|total=30|planned=10",),
            id="a group that states its sums",
        ),
        pytest.param(
            MONEY + "一\t交通（1个）\t30\t10\t\n1\t公园\t30\t10\t县住建局\n",
            ["# 交通", BUILT],
            ("交通（1个）|total=30|planned=10",),
            id="a group with its number in a cell of its own",
        ),
        pytest.param(
            MONEY + "一、交通\n1\t公园\t30\t10\t县住建局\n小计\t\t30\t10\t\n"
            "二、水利\n2\t水厂\t50\t20\t县水利局\n小计\t\t50\t20\t\n",
            ["# 一、交通", BUILT, "# 二、水利", WATER],
            ("小计|total=30|planned=10", "小计|total=50|planned=20"),
            id="a total a group",
        ),
    ],
)  # fmt: skip
def test_totals(page: str, found: list[str], totals: tuple[str, ...]) -> None:
    (table,) = tables(tabs, page)
    assert list(table.rows) == found
    assert table.totals == totals


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("工业投资47", "亿元", "工业投资47亿元"),
        ("优良天数比例不低于75.5", "%", "优良天数比例不低于75.5%"),
        ("参保率95以上", "%", "参保率95%以上"),
        ("集体收入（村均）≥18", "万元", "集体收入（村均）≥18万元"),
        ("增长率（%）6", "%", "增长率（%）6"),
        ("新建公园3座", "座", "新建公园3座"),
        ("2024", "年", "2024"),
    ],
)
def test_a_unit_of_measure_stands_behind_its_figure(text: str, unit: str, expected: str) -> None:
    content = unit + "\t" + text
    words = clean(content, len(unit) + 1, len(content))
    found = measured(words, clean(content, 0, len(unit)))
    assert found.text == expected
    assert found.span().start >= 0  # though the unit stands before its figure


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("县民政局 王安", "县民政局"),
        ("县民政局 王安、县财政局 李明", "县民政局、县财政局"),
        ("县民政局、县财政局", "县民政局、县财政局"),
        ("王安 李明", "王安李明"),
    ],
)
def test_bodies_without_their_heads(cell: str, expected: str) -> None:
    assert without_persons(clean(cell, 0, len(cell))).text == expected
