"""A form for each task: headings with their cells, over and over."""

import pytest

from kg.parse.readings import records
from tests.parse.readings.seen import rows, tables

FIRST = (
    "任务编号\t1\n任务内容\t新建公园3座。\n牵头单位\t县住建局\n"
    "配合单位\t县财政局、县教育局\n完成时限\t6月底前\n"
)
SECOND = "任务编号\t2\n任务内容\t新建学校1所。\n牵头单位\t县教育局\n完成时限\t年底前\n"
READ = [
    "1|新建公园3座。|lead=县住建局|support=县财政局、县教育局|deadline=6月底前",
    "2|新建学校1所。|lead=县教育局|deadline=年底前",
]


def test_each_form_is_a_row() -> None:
    (table,) = tables(records, f"潮湾县任务单\n{FIRST}{SECOND}请认真落实。\n")
    assert (table.name, table.lines) == ("records", ("任务编号1", "完成时限年底前"))
    assert list(table.rows) == READ


def test_two_headings_in_a_row() -> None:
    page = (FIRST + SECOND).replace("局\n完成", "局\t完成")
    assert page.count("\t") == 11
    assert rows(records, page) == READ


@pytest.mark.parametrize(
    "page",
    [
        FIRST,  # one form alone
        "任务内容\t完成时限\n新建公园3座。\t6月底前\n新建学校1所。\t年底前\n",
        "牵头单位\t县住建局\n配合单位\t县财政局\n牵头单位\t县教育局\n配合单位\t县民政局\n",  # no task
        "任务内容\t新建公园3座。\n完成时限\t6月底前\n任务内容\t新建学校1所。\n完成时限\t年底前\n",  # nobody
    ],
)
def test_what_is_no_row_of_forms(page: str) -> None:
    assert rows(records, page) == []
