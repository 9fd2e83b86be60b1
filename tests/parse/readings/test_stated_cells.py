"""Tables whose cells the format itself states."""

import pytest

from kg.parse.readings import stated_cells
from tests.parse.readings.seen import rows, tables

HEAD = "<tr><th>序号</th><th>任务</th><th>责任单位</th></tr>"


def table(*lines: str) -> str:
    return "<table>" + HEAD + "".join(f"<tr>{line}</tr>" for line in lines) + "</table><p>正文</p>"


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(
            table(
                "<td>1</td><td>新建公园3座。</td><td>县住建局</td>",
                "<td>2</td><td>改造小区5个。</td><td></td>",
            ),
            ["1|新建公园3座。|responsible=县住建局", "2|改造小区5个。"],
            id="an empty cell",
        ),
        pytest.param(
            table(
                "<td rowspan=2>1</td><td>新建公园3座。</td><td>县住建局</td>",
                "<td>改造广场2个。</td><td>县城管局</td>",
            ),
            ["1|新建公园3座。|responsible=县住建局", "1|改造广场2个。|responsible=县城管局"],
            id="a number over two rows",
        ),
        pytest.param(
            table(
                "<td>1</td><td>新建公园3座。</td><td rowspan=2>县住建局</td>",
                "<td>2</td><td>改造广场2个。</td>",
            ),
            ["1|新建公园3座。|responsible=县住建局", "2|改造广场2个。|responsible=县住建局"],
            id="bodies over two rows",
        ),
        pytest.param(
            table("<td colspan=3>一、城市建设</td>", "<td>1</td><td>新建公园3座。</td><td>县住建局</td>"),
            ["# 一、城市建设", "1|新建公园3座。|responsible=县住建局"],
            id="a group over all columns",
        ),
        pytest.param("<table><tr><th>序号</th></tr><tr><td>1</td></tr></table>", [], id="one column"),
        pytest.param("<p>正文</p>", [], id="no table"),
    ],
)
def test_rows(page: str, expected: list[str]) -> None:
    assert rows(stated_cells, page, ".html") == expected


def test_what_is_claimed() -> None:
    page = "<p>前言</p>" + table("<td>1</td><td>新建公园3座。</td><td>县住建局</td>")
    (found,) = tables(stated_cells, page, ".html")
    assert (found.name, found.lines) == ("stated-cells", ("序号任务责任单位", "1新建公园3座。县住建局"))
