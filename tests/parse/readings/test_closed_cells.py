"""One cell a line, each closed by a bar."""

import pytest

from kg.parse.readings import closed_cells
from tests.parse.readings.seen import rows, tables

HEAD = "序号 |\n工作内容 |\n责任单位 |\n"
FIRST = "1 |\n新建公园3座。 |\n县住建局 |\n"
SECOND = "2 |\n改造小区5个。 |\n县住建局、县财政局 |\n"
UNCOUNTED = """\
工作内容 |
责任单位 |
完成时限 |
|
{}新建公园3座。 |
县住建局 |
6月底前 |
|
改造小区5个。 |
县住建局 |
年底前 |
|
"""
READ = ["1|新建公园3座。|responsible=县住建局", "2|改造小区5个。|responsible=县住建局、县财政局"]


def test_the_number_begins_a_row() -> None:
    (table,) = tables(closed_cells, f"前言\n{HEAD}{FIRST}{SECOND}正文\n")
    assert table.name == "closed-cells"
    assert table.lines == ("序号 |", "县住建局、县财政局 |")
    assert list(table.rows) == READ


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param((HEAD + FIRST + SECOND).replace("县住建局 |", "县住建局 ||"), READ, id="several bars"),
        pytest.param((HEAD + FIRST + SECOND).replace("|", "｜"), READ, id="full-width bars"),
        pytest.param(HEAD + FIRST + HEAD + SECOND, READ, id="headings again"),
        pytest.param(
            HEAD + "1 |\n新建公园3座。 |\n" + HEAD + SECOND,
            ["1|新建公园3座。", READ[1]],
            id="headings again below a row without bodies",
        ),
        pytest.param(HEAD + FIRST + "一、民生 |\n" + SECOND, [READ[0], "# 一、民生", READ[1]], id="a group"),
        pytest.param(
            UNCOUNTED.format(""),
            [
                "|新建公园3座。|responsible=县住建局|deadline=6月底前",
                "|改造小区5个。|responsible=县住建局|deadline=年底前",
            ],
            id="a bar alone ends a row",
        ),
        pytest.param(
            UNCOUNTED.format("城市建设 |\n"),
            [
                "# 城市建设",
                "|新建公园3座。|responsible=县住建局|deadline=6月底前",
                "|改造小区5个。|responsible=县住建局|deadline=年底前",
            ],
            id="one cell more than columns heads the row",
        ),
        pytest.param(HEAD + "1 |\n新建公园3座。 |\n", [], id="five cells are too few"),
        pytest.param("甲 | 乙 |\n" + HEAD + FIRST, [READ[0]], id="cells in one line are another table"),
        pytest.param("甲 |\n乙 |\n丙 |\n丁 |\n戊 |\n己 |\n", [], id="no known headings"),
        pytest.param((HEAD + FIRST + SECOND).replace("|", ""), [], id="no bar"),
    ],
)
def test_rows(page: str, expected: list[str]) -> None:
    assert rows(closed_cells, page) == expected
