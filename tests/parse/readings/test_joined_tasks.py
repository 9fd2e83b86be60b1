"""A table of tasks whose cells have run together into one line."""

import pytest

from kg.parse.readings import joined_rows as joined_tasks
from tests.parse.readings.seen import rows, tables

HEAD = "2024年重点工作任务分解表序号目标任务分管领导主抓部门协抓部门"
FIRST = "1新建初中校舍1.1万平方米，小学辍学率控制在0.5%以内。陆明义县教育局县财政局、县监察局"
SECOND = "2参合率达到95%以上，改扩建卫生院4所；配备设备。陆明义县卫生局县财政局"
THIRD = "3转移农村劳动力就业6500人次，开展培训。李明县人社局县扶贫办、县总工会"
READ = [
    "1|新建初中校舍1.1万平方米，小学辍学率控制在0.5%以内。|leader=陆明义|lead=县教育局|support=县财政局、县监察局",
    "2|参合率达到95%以上，改扩建卫生院4所；配备设备。|leader=陆明义|lead=县卫生局|support=县财政局",
    "3|转移农村劳动力就业6500人次，开展培训。|leader=李明|lead=县人社局|support=县扶贫办、县总工会",
]
TIMED = "序号项目内容责任单位完成时限1新建公办中心幼儿园3所，改造农村薄弱学校食堂14个。县教育局8月底"
REST = "2完成农村危房改造1150户。县住建局、县残联12月底前3整治城区小街小巷11条，改造管网。县城管局全年"


def test_leaders_and_two_columns_of_bodies() -> None:
    (table,) = tables(joined_tasks, f"前言。\n{HEAD}{FIRST}{SECOND}{THIRD}\n主题词：分解\n")
    assert table.name == "joined-tasks"
    assert list(table.rows) == READ


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(
            TIMED + REST,
            [
                "1|新建公办中心幼儿园3所，改造农村薄弱学校食堂14个。|responsible=县教育局|deadline=8月底",
                "2|完成农村危房改造1150户。|responsible=县住建局、县残联|deadline=12月底前",
                "3|整治城区小街小巷11条，改造管网。|responsible=县城管局|deadline=全年",
            ],
            id="a deadline ends the row",
        ),
        pytest.param(
            TIMED.replace("8月底", "汛前")
            + REST.replace("12月底前", "清明节前")
            .replace("全年", "上半年")
            .replace("改造管网", "改造供水管网"),
            [
                "1|新建公办中心幼儿园3所，改造农村薄弱学校食堂14个。|responsible=县教育局|deadline=汛前",
                "2|完成农村危房改造1150户。|responsible=县住建局、县残联|deadline=清明节前",
                "3|整治城区小街小巷11条，改造供水管网。|responsible=县城管局|deadline=上半年",
            ],
            id="a deadline by seasons and festivals",
        ),
        pytest.param(
            HEAD + FIRST + SECOND.replace("县财政局", "") + THIRD,
            [READ[0], READ[1].replace("|support=县财政局", ""), READ[2]],
            id="an empty last cell",
        ),
        pytest.param(HEAD + FIRST + SECOND, [], id="two rows are too few"),
        pytest.param(HEAD + FIRST + SECOND + THIRD.replace("3转", "4转"), [], id="numbers that do not go on"),
        pytest.param(
            (HEAD + FIRST + SECOND + THIRD).replace("分管领导", "说明"), [], id="an unknown heading"
        ),
    ],
)
def test_rows(page: str, expected: list[str]) -> None:
    assert rows(joined_tasks, page) == expected
