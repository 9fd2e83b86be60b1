"""Tables whose bars no longer stand at the ends of lines."""

import pytest

from kg.parse.readings import stray_bars
from tests.parse.readings.seen import rows, tables

PAGE = """\
序号
| 工作内容
| 责任单位
|
1
| 新建公园3座。
| 县住建局
|
2
| 改造小区5个，
改造广场。
| 县住建局、
县财政局
|
3
| 新建学校1所。
| 县教育局
|
"""
READ = [
    "1|新建公园3座。|responsible=县住建局",
    "2|改造小区5个，改造广场。|responsible=县住建局、县财政局",
    "3|新建学校1所。|responsible=县教育局",
]


def test_a_cell_may_be_several_lines() -> None:
    (table,) = tables(stray_bars, f"前言\n{PAGE}正文\n")
    assert table.name == "stray-bars"
    assert table.lines == ("序号", "|")
    assert list(table.rows) == READ


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(PAGE.replace("|", "｜"), READ, id="full-width bars"),
        pytest.param(
            PAGE.replace("序号\n| 工作内容\n| 责任单位\n", "工作内容\n| 责任单位\n| 完成时限\n")
            .replace("|\n1\n| ", "|\n1\n| ")
            .replace("县住建局\n|", "县住建局\n| 6月底\n|"),
            [
                "1|新建公园3座。|responsible=县住建局|deadline=6月底",
                "2|改造小区5个，改造广场。|responsible=县住建局、县财政局",
                "3|新建学校1所。|responsible=县教育局",
            ],
            id="the numbers have no heading",
        ),
        pytest.param(
            "序号\n| 工作内容\n|\n1\n| 新建公园3座。\n|\n2\n| 新建学校。\n|\n3\n| 新建水厂。\n|\n",
            [],
            id="two headings",
        ),
        pytest.param(
            "序号\n| 工作内容\n| 责任单位\n|\n1\n| 新建公园3座。\n| 县住建局\n", [], id="too few bars"
        ),
        pytest.param(PAGE.replace("序号", "顺序"), [], id="the first heading is unknown"),
    ],
)
def test_rows(page: str, expected: list[str]) -> None:
    assert rows(stray_bars, page) == expected
