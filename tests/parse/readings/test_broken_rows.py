"""Rows of cells parted by tabs whose lines end within the cells."""

import pytest

from kg.parse.readings import broken_rows
from tests.parse.readings.seen import rows, tables

HEAD = "序号\t工作内容\t责任单\n位\n"


def test_cells_broken_inside_words_below_headings_of_rows() -> None:
    page = f"""\
潮湾县2024年重点工作责任表
{HEAD}一、改善民生
1\t新建公园3
座，改造小区12
个\t县住
建局、县财政
局
2\t新建学校1所\t县教育局
二、兴修水利
3\t新建水厂1座。\t县水利局
、各乡镇人民
政府
4\t疏浚河道5公
里\t县水利局
潮湾县人民政府
2024年1月5日
"""
    (table,) = tables(broken_rows, page)
    assert table.name == "broken-rows"
    assert table.rows == (
        "# 一、改善民生",
        "1|新建公园3座，改造小区12个|responsible=县住建局、县财政局",
        "2|新建学校1所|responsible=县教育局",
        "# 二、兴修水利",
        "3|新建水厂1座。|responsible=县水利局、各乡镇人民政府",
        "4|疏浚河道5公里|responsible=县水利局",
    )


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(
            "工作内容\t牵头单\n位\t配合单位\t序号\n新建公园3\n座\t县住建局\t县财政\n局\t1\n"
            "新建学校1所\t县教育局\t\t2\n新建水厂1座，疏浚河\n道5公里\t县水利局\t县财政局\t3\n",
            [
                "1|新建公园3座|lead=县住建局|support=县财政局",
                "2|新建学校1所|lead=县教育局",
                "3|新建水厂1座，疏浚河道5公里|lead=县水利局|support=县财政局",
            ],
            id="the number stands last",
        ),
        pytest.param(
            "工作内容\t完成时限\t责任单位\n新建公园3座，改造老旧\n小区5个\t10月底\t县住建\n局\n"
            "新建学校1所\t8月底\t县教育局、县财政\n局\n新建水厂1座\t年底\t县水利局\n",
            [
                "|新建公园3座，改造老旧小区5个|deadline=10月底|responsible=县住建局",
                "|新建学校1所|deadline=8月底|responsible=县教育局、县财政局",
                "|新建水厂1座|deadline=年底|responsible=县水利局",
            ],
            id="no number",
        ),
        pytest.param(
            "领域\t序号\t工作内容\t责任单位\n民生\t1\t新建公园3座，改造老旧\n小区5个\t县住建\n局\n"
            "\t2\t新建学校1所\t县教育局\n水利\t3\t新建水厂1\n座\t县水利局\n",
            [
                "# 民生",
                "1|新建公园3座，改造老旧小区5个|responsible=县住建局",
                "2|新建学校1所|responsible=县教育局",
                "# 水利",
                "3|新建水厂1座|responsible=县水利局",
            ],
            id="a merged cell before the number",
        ),
        pytest.param(
            f"{HEAD}1\t新建公园3\n座\t县住建局\n2\t整治河道5\n公里\n3\t新建学校1所\t县教育\n局\n{HEAD}"
            "4\t新建水厂1座\t县水利局\n",
            [
                "1|新建公园3座|responsible=县住建局",
                "2|整治河道5公里",
                "3|新建学校1所|responsible=县教育局",
                "4|新建水厂1座|responsible=县水利局",
            ],
            id="a row without its last cell, the headings again",
        ),
        pytest.param(
            "谁来干\t干什么\t什么时候干完\t顺号\n县住建局、县城\n管局\t新建公园3\n座\t10月\t1\n"
            "县教育局\t新建学校1所\t8月\t2\n县水利局\t新建水厂1\n座\t年底\t3\n",
            [
                "1|新建公园3座|responsible=县住建局、县城管局|deadline=10月",
                "2|新建学校1所|responsible=县教育局|deadline=8月",
                "3|新建水厂1座|responsible=县水利局|deadline=年底",
            ],
            id="a heading of numbers that nothing knows",
        ),
        pytest.param(
            "类别\t工作内容\t责任单位\t序号\n民生\t新建公园3\n座\t县住建局\t一\n\t新建学校1所，改造\n校舍\t"
            "园区税\n务分局\t二\n水利\t新建水厂1座\t县水利局\n县财政局\t三\n",
            [
                "# 民生",
                "一|新建公园3座|responsible=县住建局",
                "二|新建学校1所，改造校舍|responsible=园区税务分局",
                "# 水利",
                "三|新建水厂1座|responsible=县水利局、县财政局",
            ],
            id="numbers in words, an empty first cell, bodies in lines of their own",
        ),
        pytest.param(
            "序号\t工作内容\t责任单位\n1\t新建公园3座\t县住建局\n2\t新建学校1所\t县教育局\n3\t新建水厂1座\t县水利局\n",
            [],
            id="whole lines are rows that another reading knows",
        ),
        pytest.param(
            "责任领导\t序号\t工作任务\t落实局办\t完成时限\n一、改善民生\t\t\t\t\n县委常委、副\n县长王安\t1\t新建公园3\n座\t"
            "县住建局\t12月底前\n县委常委、副\n县长王安\t2\t新建学校1所\t县教育局、县\n财政局\t8月\n副县长李明远\t3\t"
            "新建水厂1\n座\t县水利局\t年底\n",
            [
                "# 一、改善民生",
                "1|新建公园3座|leader=县委常委、副县长王安|responsible=县住建局|deadline=12月底前",
                "2|新建学校1所|leader=县委常委、副县长王安|responsible=县教育局、县财政局|deadline=8月",
                "3|新建水厂1座|leader=副县长李明远|responsible=县水利局|deadline=年底",
            ],
            id="a first cell broken before the number, bodies under a heading that nothing knows",
        ),
        pytest.param("甲\t乙\n丙\n丁\t戊\n己\n", [], id="no known headings"),
    ],
)
def test_rows(page: str, expected: list[str]) -> None:
    assert rows(broken_rows, page) == expected
