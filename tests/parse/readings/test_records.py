"""A form for each task: headings with their cells, over and over."""

from itertools import product

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


TASKS = [
    ("新建公园3座，改造绿道5公里", "县住建局", "县财政局、县林业局", "6月底前", "王安"),
    ("新建学校1所", "县教育局", "县住建局", "全年", "李明远"),
    ("城镇新增就业2500人以上", "县人社局", "", "12月底", "李明远"),
]
LABELS = [
    ("工作任务", "责任单位", "配合单位", "完成时限", "分管领导"),
    ("实事内容", "承办单位", "参与单位", "完成时间", "责任领导"),
    ("内容", "牵头科室", "协同科室", "时间节点", "分管副县长"),
    ("任务", "牵头", "配合", "时限", "领导"),
]
ORDERS = [(0, 1, 2, 3, 4), (4, 1, 2, 3, 0), (1, 0, 2, 3, 4)]
NUMBERS = [
    "",
    "第{cn}件",
    "第{cn}项",
    "事项{cn}",
    "任务{cn}",
    "（{cn}）",
    "{n}.",
    "{n}",
    "【{n}】",
    "No.{n}",
]
LEAD = "潮湾县2024年重点工作分工\n现将重点工作分工如下：\n"


def seen(page: str) -> list[str]:
    """Return the rows that the reading sees, what they say of each task in the order of the alphabet."""
    return [in_order(row) for row in rows(records, page)]


def in_order(row: str) -> str:
    number, *words = row.split("|")
    return "|".join([number, *words[:1], *sorted(words[1:])])


def told(number: str = "", labels: tuple[str, ...] = LABELS[0]) -> list[str]:
    """Return what is to be read of the forms."""
    role = "lead" if labels[1][:2] == "牵头" else "responsible"
    found = []
    for i, (words, who, helps, until, leader) in enumerate(TASKS):
        support = f"|support={helps}" if helps else ""
        printed = counted(number, i).rstrip(".")
        found.append(in_order(f"{printed}|{words}|{role}={who}{support}|leader={leader}|deadline={until}"))
    return found


def counted(number: str, i: int) -> str:
    return number.format(cn="一二三"[i], n=i + 1)


def forms(
    labels: tuple[str, ...] = LABELS[0],
    order: tuple[int, ...] = ORDERS[0],
    number: str = "",
    colon: str = "：",
    between: str = "\n",
    empty: str = "",
) -> str:
    """Print the tasks as forms: a label with its cell, and what stands between them."""
    page = LEAD
    for i, task in enumerate(TASKS):
        parts = [labels[k] + colon + (task[k] or empty) for k in order if task[k] or empty]
        parts = ([f"序号{colon}{i + 1}"] if not number else []) + parts
        ahead = between.strip("\n") if between[:1] == "\n" else ""
        page += counted(number, i) + "\n" * bool(number)
        page += ahead + between.join(parts) + "\n\n"
    return page


@pytest.mark.parametrize("labels", LABELS)
@pytest.mark.parametrize(("order", "number", "colon"), [*product(ORDERS, NUMBERS, "：:　\t ")])
def test_a_label_a_line(labels: tuple[str, ...], order: tuple[int, ...], number: str, colon: str) -> None:
    read = seen(forms(labels, order, number, colon))
    assert read == told(number or "{n}", labels)


@pytest.mark.parametrize("between", ["|", "｜", " | ", "\t", "  ", "　", "；", "，", "\n\n", "\n- ", "\n· "])
@pytest.mark.parametrize("empty", ["", "无", "—"])
def test_labels_in_one_line_and_empty_cells(between: str, empty: str) -> None:
    for labels in LABELS:
        read = seen(forms(labels, between=between, empty=empty))
        assert [row.removesuffix(f"|support={empty}") for row in read] == told("{n}", labels)


def test_a_cell_stands_below_its_label() -> None:
    assert seen(forms(colon="\n", order=ORDERS[1])) == told("{n}")


def test_labels_in_brackets() -> None:
    page = forms(number="第{cn}件")
    for label in LABELS[0]:
        page = page.replace(label + "：", f"【{label}】")
    assert seen(page) == told("第{cn}件")


def test_headings_of_several_forms_and_titles_of_each() -> None:
    page = forms(number="第{cn}件", colon="　")
    grouped = page.replace("第一件", "一、城乡建设\n第一件").replace("第三件", "二、就业\n第三件")
    first, second, third = told("第{cn}件")
    assert seen(grouped) == ["# 一、城乡建设", first, second, "# 二、就业", third]
    titled = page.replace("件\n", "件　惠民便民\n")
    read = [in_order(row + "|title=惠民便民") for row in told("第{cn}件")]
    assert seen(titled) == read


def test_cells_that_run_over_into_the_next_line() -> None:
    page = forms(order=ORDERS[1], number="第{cn}件", colon="　")
    assert seen(page.replace("3座，", "3座，\n")) == told("第{cn}件")
    assert seen(forms(number="第{cn}件").replace("局、", "局、\n")) == told("第{cn}件")


@pytest.mark.parametrize(
    "page",
    [
        forms().replace("责任单位", "建设规模").replace("配合单位", "建设地点"),  # nobody is named
        "一、城乡建设\n1.新建公园3座。\n责任单位：县住建局\n2.新建学校1所。\n责任单位：县教育局\n",
        "督查事项一 公园\n新建公园3座。\n承办单位:县住建局 办结时限:10月\n督查事项二 学校\n新建学校1所。\n"
        "承办单位:县教育局 办结时限:8月\n",
        "1.公园攻坚\n目标：新建公园3座。\n责任单位：县住建局\n2.学校攻坚\n目标：新建学校1所。\n责任单位：县教育局\n",
    ],
)
def test_labelled_paragraphs_are_no_forms(page: str) -> None:
    assert seen(page) == []


def test_headings_and_colons_without_end() -> None:
    assert rows(records, "一、城乡建设\n" * 4000) == []
    assert rows(records, "甲" * 20000 + "：乙" * 20000) == []
