"""Rows that keep their lines, their cells parted by blanks."""

import pytest

from kg.parse.readings import blank_parted
from tests.parse.readings.seen import rows, tables

HEAD = "序号 工作内容 责任单位\n"
THREE = "1 新建公园3座。 县住建局\n2 改造小区5个。 县住建局、县财政局\n3 新建学校1所。 县教育局\n"


def test_a_heading_of_rows_and_a_name_that_nothing_knows() -> None:
    page = f"{HEAD}1 新建公园3座。 县住建局\n一、民生\n2 改造小区5个。 县住建局\n3 新建水厂。 某某工区\n正文"
    (table,) = tables(blank_parted, page)
    assert table.name == "blank-parted"
    assert table.lines == ("序号工作内容责任单位", "3新建水厂。某某工区")
    assert table.rows == (
        "1|新建公园3座。|responsible=县住建局",
        "# 一、民生",
        "2|改造小区5个。|responsible=县住建局",
        "3|新建水厂。|responsible=某某工区",
    )


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(
            HEAD + THREE,
            [
                "1|新建公园3座。|responsible=县住建局",
                "2|改造小区5个。|responsible=县住建局、县财政局",
                "3|新建学校1所。|responsible=县教育局",
            ],
            id="three rows",
        ),
        pytest.param(HEAD + THREE.split("3 ")[0], [], id="two rows are too few"),
        pytest.param(
            "序号 工作内容 责任单位 完成时限\n1 新建公园 3座。 县住建局 6月底\n2 改造小区。 县住建局 年底前\n"
            "3 新建学校。 县教育局 9月\n",
            [
                "1|新建公园3座。|responsible=县住建局|deadline=6月底",
                "2|改造小区。|responsible=县住建局|deadline=年底前",
                "3|新建学校。|responsible=县教育局|deadline=9月",
            ],
            id="a blank within the words",
        ),
        pytest.param(
            HEAD + THREE.replace("3 新", "5 新").replace("县教育局", "某某工区"), [], id="the numbers stop"
        ),
        pytest.param(HEAD + THREE.replace("县教育局", "完成3项"), [], id="the last cell is no body"),
        pytest.param("序号 责任单位 工作内容\n" + THREE, [], id="words are not behind the number"),
        pytest.param("序号 工作内容\n1 新建公园\n2 新建学校\n3 新建水厂\n", [], id="two columns"),
        pytest.param("工作内容 责任单位 完成时限\n" + THREE, [], id="no number"),
        pytest.param("序号 工作内容 备注\n" + THREE, [], id="a column that is no end of a row"),
    ],
)
def test_rows(page: str, expected: list[str]) -> None:
    assert rows(blank_parted, page) == expected


def test_rows_of_projects_have_a_cell_in_each_column() -> None:
    page = (
        "序号 项目名称 建设性质 建设内容 总投资 责任单位\n1 县城第三水厂 新建 日供水2万吨 9800 县水利局\n"
        "2 城区环路 续建 二级公路26公里 23600 县交通局\n3 中医院迁建 新建 住院楼一栋 12500 县卫生局\n"
        "合计 45900\n"
    )
    (table,) = tables(blank_parted, page)
    assert [row.partition("|")[0] for row in table.rows] == ["1", "2", "3"]
    assert "responsible=县交通局" in table.rows[1]
