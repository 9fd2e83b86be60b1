"""Rows that keep their lines, the bodies behind the words."""

import pytest

from kg import pipeline
from kg.emit import as_json
from kg.parse.readings import row_a_line
from tests.parse.readings.seen import rows, tables

THREE = "1 新建公园3座。 县住建局、县财政局\n2改造老旧小区5个县住建局\n3 新建学校1所。 县教育局\n"
READ = [
    "1|新建公园3座。|responsible=县住建局、县财政局",
    "2|改造老旧小区5个|responsible=县住建局",
    "3|新建学校1所。|responsible=县教育局",
]


def test_numbers_groups_and_rows_of_several_lines() -> None:
    page = """\
前言。
1 新建公园3座。 县住建局、县财政局
2改造老旧小区5个县住建局
一、民生实事
3 新建学校1所，增加学位，
改善办学条件。 县教育局
4 新建水厂1座。 县水利局
正文。
"""
    (table,) = tables(row_a_line, page)
    assert table.name == "row-a-line"
    assert table.lines == ("1新建公园3座。县住建局、县财政局", "4新建水厂1座。县水利局")
    assert table.rows == (
        "1|新建公园3座。|responsible=县住建局、县财政局",
        "2|改造老旧小区5个|responsible=县住建局",
        "# 一、民生实事",
        "3|新建学校1所，增加学位，改善办学条件。|responsible=县教育局",
        "4|新建水厂1座。|responsible=县水利局",
    )


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(THREE, READ, id="the last row ends the page"),
        pytest.param(f"任务 责任单位\n{THREE}", READ, id="headings above"),
        pytest.param(
            "新建公园并改造广场。 县住建局\n改造老旧小区5个。 县城管局\n新建学校1所投用。 县教育局\n",
            [
                "|新建公园并改造广场。|responsible=县住建局",
                "|改造老旧小区5个。|responsible=县城管局",
                "|新建学校1所投用。|responsible=县教育局",
            ],
            id="no numbers",
        ),
        pytest.param(THREE + "五、其他\n正文\n", READ, id="a group with nothing below it is none"),
        pytest.param(THREE.replace("3 新", "4 新"), [], id="the numbers stop"),
        pytest.param(THREE.split("3 新")[0], [], id="two rows are too few"),
        pytest.param(THREE.replace("县教育局", "改善条件"), [], id="a line without bodies"),
        pytest.param(
            THREE.replace("2改造老旧小区5个县", "2改造老旧小区5个，县"), [], id="bodies that a comma joins"
        ),
        pytest.param(THREE.replace("县教育局", "责任单位：县教育局"), [], id="a label says who"),
        pytest.param(THREE.replace("县教育局", "（县教育局负责）"), [], id="a bracket says who"),
        pytest.param(THREE.replace("新建公园3座", "新园"), [], id="too few words"),
    ],
)
def test_rows(page: str, expected: list[str]) -> None:
    assert rows(row_a_line, page) == expected


def test_headings_above_are_claimed() -> None:
    (table,) = tables(row_a_line, f"正文。\n任务 责任单位\n{THREE}")
    assert table.lines[0] == "任务责任单位"
    (table,) = tables(row_a_line, f"正文。\n主要 说明 甲乙\n{THREE}")
    assert table.lines[0].startswith("1")


GLUED = (
    ("新建城区公园3座，改造老旧小区12个", "王安", ("县住建局", "县财政局", "县自然资源局"), "10月底"),
    ("引进亿元以上项目8个，完成固定资产投资增长7%", "王安", ("县商务局", "县发改局"), "12月底前"),
    ("新建改建农村公路45公里，实施危桥改造6座", "李明华", ("县交通运输局", "各乡镇人民政府"), "11月底"),
    ("新增城镇就业3200人", "李明华", ("县人社局", "县教育局"), "全年"),
)


def glued(*, ends: str, led: bool, timed: bool, width: int) -> str:
    """Return rows in which nothing parts the cells, two columns of bodies among them, broken at a width."""
    lines = []
    for n, (words, leader, (first, *others), until) in enumerate(GLUED, 1):
        row = f"{n}{words}{ends}{leader if led else ''}{first}{'、'.join(others)}{until if timed else ''}"
        cuts = range(0, len(row), width)
        lines += [row[i : i + width] for i in cuts]
    return "\n".join(lines)


@pytest.mark.parametrize("width", [11, 14, 17, 19, 23, 30, 200])
@pytest.mark.parametrize("timed", [True, False])
@pytest.mark.parametrize("led", [True, False])
@pytest.mark.parametrize("ends", ["。", ""])
def test_rows_without_headings_in_which_nothing_parts_the_cells(
    ends: str, led: bool, timed: bool, width: int
) -> None:
    page = "潮湾县2024年重点任务分工\n" + glued(ends=ends, led=led, timed=timed, width=width) + "\n"
    tasks = as_json(pipeline.convert(page.encode(), name="notice.txt"))["tasks"]
    assert [
        (
            task["text"],
            [unit["text"] for unit in task["units"]],
            [leader["name"] for leader in task["leaders"]],
            task["deadline"]["text"] if task["deadline"] else None,
        )
        for task in tasks
    ] == [
        (words + ends, list(units), [leader] if led else [], until if timed else None)
        for words, leader, units, until in GLUED
    ]
