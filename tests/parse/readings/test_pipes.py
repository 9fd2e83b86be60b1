"""Rows of cells parted by bars."""

import pytest

from kg.parse.readings import pipes
from tests.parse.readings.seen import rows, tables


def test_marks_of_markdown_are_no_words() -> None:
    page = """\
| 序号 | 工作内容 | 责任单位 |
|---|:---:|---|
| 1 | **新建公园3座**。 | 县住建局<br>县财政局 |
| 2 | __改造__`小区`5个。 | — |
|  | 改造广场&nbsp;2个。 | 县住建局 |
正文。
"""
    (table,) = tables(pipes, page)
    assert table.name == "pipes"
    assert table.lines == ("| 序号 | 工作内容 | 责任单位 |", "| | 改造广场2个。 | 县住建局 |")
    assert table.rows == (
        "1|新建公园3座。|responsible=县住建局县财政局",
        "2|改造小区5个。",
        "2|改造广场2个。|responsible=县住建局",
    )


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(
            "序号 | 工作内容 | 责任单位\n1 | 新建公园3座。 | 县住建局\n2 | 新建学校1所。 | 县教育局\n",
            ["1|新建公园3座。|responsible=县住建局", "2|新建学校1所。|responsible=县教育局"],
            id="no bars at the ends",
        ),
        pytest.param(
            "｜序号｜工作内容｜责任单位｜\n｜1｜新建公园3座。｜县住建局｜\n",
            ["1|新建公园3座。|responsible=县住建局"],
            id="full-width bars",
        ),
        pytest.param(
            "序号|工作内容|责任单位|\n1|新建公园3座。|县住建局|\n",
            ["1|新建公园3座。|responsible=县住建局"],
            id="a bar at the end alone",
        ),
        pytest.param(
            "|序号|工作内容|责任单位\n|1|新建公园3座。|县住建局\n",
            ["1|新建公园3座。|responsible=县住建局"],
            id="a bar at the beginning alone",
        ),
        pytest.param(
            "| 序号 | 工作内容 | 责任单位 |\n| 1 | 新建`公园3座。 | 县住建局 |\n",
            ["1|新建`公园3座。|responsible=县住建局"],
            id="a single mark is a damaged character",
        ),
        pytest.param(
            "| 序号 | 工作内容 | 责任单位 |\n| 1 | 新建公园3座。 | 无 |\n| 2 | 新建学校1所。 | / |\n",
            ["1|新建公园3座。", "2|新建学校1所。"],
            id="what says that a cell is empty",
        ),
        pytest.param("| 序号 | 工作内容 | 责任单位 |\n正文\n", [], id="headings alone"),
        pytest.param("| 序号 | 工作内容 | 责任单位 |\n|---|---|---|\n", [], id="headings over a rule"),
        pytest.param("首页 | 公开\n正文 | 打印\n", [], id="one bar a line"),
        pytest.param("正文甲\n正文乙\n", [], id="no bar"),
    ],
)
def test_rows(page: str, expected: list[str]) -> None:
    assert rows(pipes, page) == expected
