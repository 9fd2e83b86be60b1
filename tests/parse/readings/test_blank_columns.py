"""Columns that blanks keep apart, their cells several lines high."""

import pytest

from kg.parse.readings import blank_columns
from tests.parse.readings.seen import rows, tables

HEAD = "序号    工作内容                责任单位          完成时限\n"
FIRST = "1       新建公园3座，改造      县住建局、        6月底前\n        广场2个。              县财政局\n"
SECOND = "2       修复危桥6座。          县交通运          年底前\n                               输局\n"
MIDDLE = """\
        新建公园3座，改造      县住建局、
1       广场2个，绿化          县财政局          6月底前
        道路3公里。
        修复危桥
2       6座。                  县交通运输局      年底前
"""
READ = [
    "1|新建公园3座，改造广场2个。|responsible=县住建局、县财政局|deadline=6月底前",
    "2|修复危桥6座。|responsible=县交通运输局|deadline=年底前",
]


def test_cells_of_several_lines() -> None:
    (table,) = tables(blank_columns, f"前言如下。\n{HEAD}{FIRST}{SECOND}请认真落实。\n")
    assert table.name == "blank-columns"
    assert table.lines[1] == "输局"
    assert list(table.rows) == READ


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(
            HEAD + MIDDLE,
            [
                "1|新建公园3座，改造广场2个，绿化道路3公里。|responsible=县住建局、县财政局|deadline=6月底前",
                "2|修复危桥6座。|responsible=县交通运输局|deadline=年底前",
            ],
            id="numbers in the middle of their rows",
        ),
        pytest.param(
            HEAD + "\n" + MIDDLE.replace("        修复", "\n        修复").replace("公里。", "公里"),
            [
                "1|新建公园3座，改造广场2个，绿化道路3公里|responsible=县住建局、县财政局|deadline=6月底前",
                "2|修复危桥6座。|responsible=县交通运输局|deadline=年底前",
            ],
            id="blank lines part the rows",
        ),
        pytest.param(
            f"{HEAD}一、城市建设\n{FIRST}二、交通\n{SECOND}",
            ["# 一、城市建设", READ[0], "# 二、交通", READ[1]],
            id="groups",
        ),
        pytest.param(
            f"{HEAD}1       新建公园3座。                            6月底前\n{SECOND}",
            ["1|新建公园3座。|deadline=6月底前", READ[1]],
            id="an empty cell",
        ),
        pytest.param(HEAD + FIRST, [], id="one row"),
        pytest.param("序号    工作内容\n1       新建公园。\n2       修桥。\n", [], id="two columns"),
        pytest.param(
            HEAD.replace("内容", "甲").replace("单位", "乙").replace("时限", "丙") + FIRST + SECOND,
            [],
            id="unknown",
        ),
    ],
)
def test_rows(page: str, expected: list[str]) -> None:
    assert rows(blank_columns, page) == expected
