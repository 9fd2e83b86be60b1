"""Cells, each in a line of its own, below headings that nothing knows or below none."""

import pytest

from kg.parse.readings import loose_cells
from tests.parse.readings.seen import rows, tables

HEAD = "次序\n做什么\n谁来做\n"
CELLS = "1\n新建公园3座。\n县住建局、县财政局\n2\n改造小区5个。\n县住建局\n3\n新建学校1所。\n县教育局\n"
READ = [
    "1|新建公园3座。|responsible=县住建局、县财政局",
    "2|改造小区5个。|responsible=县住建局",
    "3|新建学校1所。|responsible=县教育局",
]


def test_headings_that_nothing_knows_are_claimed() -> None:
    (table,) = tables(loose_cells, f"正文说明如下。\n{HEAD}{CELLS}")
    assert table.name == "loose-cells"
    assert table.lines == ("次序", "县教育局")
    assert list(table.rows) == READ


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(CELLS, READ, id="no headings"),
        pytest.param(
            "新建公园3座，改造广场。\n县住建局、县财政局\n6月底前\n改造老旧小区5个。\n县住建局\n年底前\n"
            "新建学校1所并投入使用。\n县教育局\n9月底前\n",
            [
                "|新建公园3座，改造广场。|responsible=县住建局、县财政局|deadline=6月底前",
                "|改造老旧小区5个。|responsible=县住建局|deadline=年底前",
                "|新建学校1所并投入使用。|responsible=县教育局|deadline=9月底前",
            ],
            id="no numbers",
        ),
        pytest.param(CELLS.split("3\n新")[0], [], id="two rows are too few"),
        pytest.param(
            CELLS.replace("县住建局、县财政局", "尽快完成")
            .replace("县住建局", "尽快开工")
            .replace("县教育局", "抓紧"),
            [],
            id="no bodies",
        ),
    ],
)
def test_rows(page: str, expected: list[str]) -> None:
    assert rows(loose_cells, page) == expected
