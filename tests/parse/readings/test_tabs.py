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
