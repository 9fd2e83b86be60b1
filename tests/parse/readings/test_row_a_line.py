"""Rows that keep their lines, the bodies behind the words."""

import pytest

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
