"""Rows that keep their lines while their cells have run together."""

import pytest

from kg.parse.grid import split_headings
from kg.parse.lines import clean
from kg.parse.readings import joined_rows
from tests.parse.readings.seen import rows, tables

HEAD = "序号工作内容责任单位\n"


def test_a_category_before_and_progress_behind() -> None:
    page = """\
类别序号督办内容牵头单位完成情况
民生1新建学校1所。县教育局已开工
民生2改造小区5个；县住建局、县财政局正在推进
交通3新建公路20公里。县交通运输局
其他
"""
    (table,) = tables(joined_rows, page)
    assert table.name == "joined-rows"
    assert table.lines[1] == "交通3新建公路20公里。县交通运输局"
    assert table.rows == (
        "# 民生",
        "1|新建学校1所。|lead=县教育局",
        "2|改造小区5个；|lead=县住建局、县财政局",
        "# 交通",
        "3|新建公路20公里。|lead=县交通运输局",
    )


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(
            f"{HEAD}1新建学校1所。县教育局\n2改造小区5个。县住建局\n",
            ["1|新建学校1所。|responsible=县教育局", "2|改造小区5个。|responsible=县住建局"],
            id="no category",
        ),
        pytest.param(
            f"{HEAD}1新建学校1所。县教育局\n2改造小区5个。县住建局\n4新建水厂1座。县水利局\n",
            ["1|新建学校1所。|responsible=县教育局", "2|改造小区5个。|responsible=县住建局"],
            id="the numbers stop",
        ),
        pytest.param(
            f"{HEAD}1新建学校1所。县教育局\n2改造小区5个。县住建局\n3新建水厂1座。县水利局正在推进\n",
            ["1|新建学校1所。|responsible=县教育局", "2|改造小区5个。|responsible=县住建局"],
            id="words behind the bodies without a column for them",
        ),
        pytest.param(
            f"{HEAD}1新建学校1所。各县（市、区）政府\n2改造小区5个。县住建局、各镇（街道）\n",
            [
                "1|新建学校1所。|responsible=各县（市、区）政府",
                "2|改造小区5个。|responsible=县住建局、各镇（街道）",
            ],
            id="collectives with brackets",
        ),
        pytest.param(f"{HEAD}1新建学校1所。县教育局\n", [], id="one row is too few"),
        pytest.param(
            "序号责任单位工作内容\n1新建学校1所。县教育局\n2改造小区5个。县住建局\n", [], id="other order"
        ),
        pytest.param(
            "序号工作内容完成时限\n1新建学校1所。县教育局\n2改造小区5个。县住建局\n", [], id="no bodies"
        ),
        pytest.param(
            "工作内容责任单位备注\n1新建学校1所。县教育局\n2改造小区5个。县住建局\n", [], id="no number"
        ),
    ],
)
def test_rows(page: str, expected: list[str]) -> None:
    assert rows(joined_rows, page) == expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("序号工作内容责任单位", ["序号", "工作内容", "责任单位"]),
        ("序号项目名称总投资（万元）责任单位", ["序号", "项目名称", "总投资（万元）", "责任单位"]),
        ("序号建设规模及内容2024年计划投资备注", ["序号", "建设规模及内容", "2024年计划投资", "备注"]),
        ("序号牵头县领导责任单位", ["序号", "牵头县领导", "责任单位"]),
        ("序号工作内容", []),
        ("序号工作内容责任单位做什么", []),
        ("序号任务分工牵头单位责任单位", ["序号", "任务分工", "牵头单位", "责任单位"]),
        ("序号工作任务牵头责任单位", []),
        ("", []),
    ],
)
def test_headings_are_cut_where_every_word_is_known(head: str, expected: list[str]) -> None:
    assert [word.text for word in split_headings(clean(head, 0, len(head)))] == expected


@pytest.mark.parametrize("heading", ["分管区长", "分管领导", "牵头区领导", "责任人"])
def test_leaders_run_together_with_bodies_below_headings_that_tell(heading: str) -> None:
    page = (
        f"序号工作任务{heading}责任单位时限要求\n1新建公园3座。欧阳予安区住建局、区财政局6月底前\n"
        "2改造小区5个。王安区住建局年底前\n3新建学校1所。李明轩、王安区教育局年底前\n"
    )
    assert rows(joined_rows, page) == [
        "1|新建公园3座。|leader=欧阳予安|responsible=区住建局、区财政局|deadline=6月底前",
        "2|改造小区5个。|leader=王安|responsible=区住建局|deadline=年底前",
        "3|新建学校1所。|leader=李明轩、王安|responsible=区教育局|deadline=年底前",
    ]


@pytest.mark.parametrize("leader", ["钱仲衡", "司马榆", "王安"])
def test_leaders_behind_bodies_with_which_they_have_run_together(leader: str) -> None:
    page = (
        f"序号目标任务责任单位责任领导\n1新建公园3座。区住建局、区财政局{leader}\n"
        f"2改造小区5个。区住建局、各街道办事处{leader}\n3新建学校1所。区教育局{leader}\n"
    )
    assert rows(joined_rows, page) == [
        f"1|新建公园3座。|responsible=区住建局、区财政局|leader={leader}",
        f"2|改造小区5个。|responsible=区住建局、各街道办事处|leader={leader}",
        f"3|新建学校1所。|responsible=区教育局|leader={leader}",
    ]


def test_columns_of_two_bodies_of_which_one_may_name_nobody() -> None:
    page = """\
序号工作事项牵头单位配合单位
一、社会民生
1发放创业担保贷款2.3亿元。市人社局人
民银行漠川市中心支行、市财政局
第3页 共3页
序号工作事项牵头单位配合单位
2新建城市公园3个。市住建局无
3新建学校2所。市教育局—
4筹备群众文化活动。市文旅局其他有关单位
抄送：市委各部门。
"""
    assert rows(joined_rows, page) == [
        "# 一、社会民生",
        "1|发放创业担保贷款2.3亿元。|lead=市人社局|support=人民银行漠川市中心支行、市财政局",
        "2|新建城市公园3个。|lead=市住建局",
        "3|新建学校2所。|lead=市教育局",
        "4|筹备群众文化活动。|lead=市文旅局|support=其他有关单位",
    ]
