"""Rows that flow on over the ends of lines."""

import pytest

from kg.parse.readings import flowing_rows
from tests.parse.readings.seen import rows, tables

ROWS = [
    "1|新建公园3座，改造老旧小区5个|responsible=县住建局",
    "2|新建学校1所，新增学位900个|responsible=县教育局、县财政局",
    "3|新建水厂1座，疏浚河道5公里|responsible=县水利局",
    "4|城镇新增就业3000人|responsible=县人社局",
]
PARTED = (
    "1 新建公园3座，改造老旧小区5个 县住建局 2 新建学\n校1所，新增学位900个 县教育局、县财政局 3 新建\n"
    "水厂1座，疏浚河道5公里 县水利局 4 城镇新增就业3000人 县人社局\n"
)


def test_numbers_within_lines_begin_rows() -> None:
    page = f"责任分解表\n序号 工作内容 责任单位\n{PARTED}潮湾县人民政府\n2024年3月1日\n"
    (table,) = tables(flowing_rows, page)
    assert table.name == "flowing-rows"
    assert list(table.rows) == ROWS


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(
            "序号工作内容责任单位" + PARTED.replace(" ", "").replace("\n", "") + "\n",
            ROWS,
            id="all in one line",
        ),
        pytest.param(
            "序号 重点任务 牵头单位 完成时限\n1 新建公园3座，改造小区5个 县住建局 10月底 2 新建学校1所，\n"
            "新增学位900个 县教育局 8月底前 3 新建水厂1座，\n疏浚河道5公里 县水利局 年底\n",
            [
                "1|新建公园3座，改造小区5个|lead=县住建局|deadline=10月底",
                "2|新建学校1所，新增学位900个|lead=县教育局|deadline=8月底前",
                "3|新建水厂1座，疏浚河道5公里|lead=县水利局|deadline=年底",
            ],
            id="a deadline closes the row",
        ),
        pytest.param(
            "序号 工作内容 责任单位\n1 新建公园3座，改造小区5个 县住建局\n"
            "2 新建学校1所，新增学位900个 县教育局\n3 新建水厂1座，疏浚河道5公里 县水利局\n",
            [],
            id="rows that begin lines are another reading's",
        ),
        pytest.param(
            "序号 工作内容 责任单位\n1 新建公园3座 2 新建学校1所 3 新建水厂1座 4 改造\n小区5个\n",
            [],
            id="no bodies",
        ),
        pytest.param(
            "序号 工作内容 责任单位\n一、惠民生\n1 新建公园3座，改造老旧小区5个 县住建局 2 新建学\n"
            "校1所，新增学位900个 县教育局、县财政局\n二、兴水利\n3 新建水厂1座，疏浚河道5公里 县水利局 "
            "4 城镇新增\n就业3000人 县人社局\n",
            ["# 一、惠民生", *ROWS[:2], "# 二、兴水利", *ROWS[2:]],
            id="headings of rows",
        ),
        pytest.param(
            "序号 工作内容 责任单位\n1 新建公园3座，改造小区5个 县住建局 2 PM2.5浓\n"
            "度下降5%左右 县生态环境局\n"
            "序号 工作内容 责任单位\n3 新建水厂1座，疏浚河道5公里 县水利局 4 城镇\n新增就业3000人 县人社局\n",
            [
                "1|新建公园3座，改造小区5个|responsible=县住建局",
                "2|PM2.5浓度下降5%左右|responsible=县生态环境局",
                *ROWS[2:],
            ],
            id="letters behind a number, the headings again",
        ),
        pytest.param("工作内容 责任单位\n" + PARTED, [], id="no heading that counts"),
    ],
)
def test_rows(page: str, expected: list[str]) -> None:
    assert rows(flowing_rows, page) == expected
