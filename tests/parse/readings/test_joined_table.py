"""A table whose cells have run together into one line."""

import pytest

from kg.parse.readings import joined_table
from tests.parse.readings.seen import rows, tables

HEAD = "2024年重点项目计划表单位：万元序号项目名称建设性质总投资2024年计划投资责任单位"
FIRST = "1城区公园新建30001000县住建局"
REST = "2第二水厂续建500200县水利局3县第三小学新建800400县教育局"
READ_REST = [
    "2|第二水厂|responsible=县水利局|total=500|planned=200",
    "3|县第三小学|responsible=县教育局|total=800|planned=400",
]
READ = [
    "1|城区公园|responsible=县住建局|total=3000|planned=1000",
    "2|第二水厂|responsible=县水利局|total=1200|planned=600",
    "3|县第三小学|responsible=县教育局、县住建局|total=800|planned=400",
]


def test_the_sums_of_a_total_tell_how_to_cut_money() -> None:
    page = f"{HEAD}合计50002000{FIRST}2第二水厂续建1200600县水利局3县第三小学新建800400县教育局、县住建局"
    (table,) = tables(joined_table, page)
    assert table.name == "joined-table"
    assert list(table.rows) == READ


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(
            f"{HEAD}合计51002000{FIRST}{REST}",
            [READ[0], *READ_REST],
            id="sums that nothing adds up to",
        ),
        pytest.param(
            f"{HEAD}1城区公园新建300100县住建局{REST}",
            ["1|城区公园|responsible=县住建局|total=300|planned=100", *READ_REST],
            id="no total, and one plausible cut",
        ),
        pytest.param(f"{HEAD}1城区公园新建1111县住建局{REST}", [], id="two plausible cuts"),
        pytest.param(
            "序号项目名称总投资责任领导责任单位1城区公园工程300王安县住建局2第二水厂工程500李明县水利局3三小工程800王安县教育局",
            [],
            id="leaders or part of a name",
        ),
        pytest.param(f"{HEAD}说明城区公园新建300100县住建局第二水厂续建500200县水利局", [], id="no numbers"),
        pytest.param("序号项目名称总投资1城区公园300", [], id="a short line"),
        pytest.param(
            "序号工作内容责任单位1新建城区公园并投入使用县住建局2改造第二水厂并通水运行县水利局3新建县第三小学并招生办学县教育局",
            [],
            id="no money",
        ),
    ],
)  # fmt: skip
def test_rows(page: str, expected: list[str]) -> None:
    assert sorted(rows(joined_table, page)) == sorted(expected)
