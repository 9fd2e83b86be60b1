"""Tables as they are handed on: over pages, with a column of units; in whatever dress."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from kg import pipeline
from kg.emit import as_json
from kg.parse.lines import room

HEAD = "潮湾县人民政府关于下达2024年责任目标的通知\n潮政发〔2024〕7号\n潮湾县2024年责任目标\n"
Row = Sequence[str]
DRESSES: dict[str, Callable[[Row], str]] = {
    "tabs": "\t".join,
    "bars": lambda row: f"| {' | '.join(row)} |",
    "a cell a line": "\n".join,
    "blanks": lambda row: "".join(cell + " " * (36 - room(cell)) for cell in row).rstrip(),
}


def tasks(rows: Sequence[Row | str], dress: str) -> list[dict[str, Any]]:
    """Return the tasks of a table; what is no row stands in a line of its own."""
    lines = [row if isinstance(row, str) else DRESSES[dress](row) for row in rows]
    told: list[dict[str, Any]] = as_json(pipeline.convert((HEAD + "\n".join(lines)).encode(), name="a.txt"))[
        "tasks"
    ]
    return told


COLUMNS = ("序号", "工作任务", "责任单位", "配合单位")
ROWS = (
    ("1", "新建公园3座。", "县住建局", "县财政局、县园林局"),
    ("2", "改造老旧小区6个。", "县住建局", "县气象局、县城管局"),
    ("3", "新建学校2所。", "县教育局", "县财政局"),
    ("4", "修复危桥4座。", "县交通运输局", "县财政局"),
)


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("again", [True, False], ids=["headings again", "no headings"])
@pytest.mark.parametrize(
    "mark", ["续表", "（续表）", "续上表", "续表1", "（接上页）", "（续）", "接下页\n续表"]
)
def test_what_is_printed_where_a_table_goes_on_is_no_cell(mark: str, again: bool, dress: str) -> None:
    rows = [COLUMNS, *ROWS[:2], mark, *([COLUMNS] if again else []), *ROWS[2:]]
    found = tasks(rows, dress)
    assert [task["text"] for task in found] == [row[1] for row in ROWS]
    assert ["、".join(unit["text"] for unit in task["units"]) for task in found] == [
        "、".join(row[2:]) for row in ROWS
    ]


AIMS = (
    ("1", "新培育国家高新技术企业", "家", "42", "55", "县科技局", "县税务局"),
    ("2", "规上工业企业研发活动覆盖率", "%", "31.6", "≥36", "县科技局", "县统计局"),
    ("3", "万人发明专利拥有量", "件", "4.8", "5.5左右", "县市场监管局", "县科技局"),
    ("4", "新开工亿元以上产业项目", "个", "97", "不少于110", "县发改局", "县财政局"),
)
AIMED = [("eq", 55, "家"), ("ge", 36, "%"), ("approx", 5.5, "件"), ("ge", 110, "个")]


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize(
    ("unit", "past", "aim"),
    [
        ("计量单位", "2023年实绩", "2024年目标"),
        ("单位", "2023年完成", "2024年目标"),
        ("计量单位", "2023年完成数", "目标值"),
        ("单位", "上年实绩", "2024年计划"),
        ("指标单位", "2023年基数", "全年目标"),
    ],
)
def test_a_column_in_what_the_figures_are(unit: str, past: str, aim: str, dress: str) -> None:
    head = ("序号", "指标名称", unit, past, aim, "责任单位", "配合单位")
    found = tasks([head, *AIMS], dress)
    assert [task["text"][:6] for task in found] == [row[1][:6] for row in AIMS]
    assert [[(t["bound"], t["value"], t["unit"]) for t in task["targets"]] for task in found] == [
        [one] for one in AIMED
    ]
    units = [[(unit["text"], unit["role"]) for unit in task["units"]] for task in found]
    assert units == [[(row[5], "responsible"), (row[6], "support")] for row in AIMS]


@pytest.mark.parametrize("between", ["\n", "\n\n", "\n\n\n"], ids=["no", "a", "two"])
def test_rows_that_are_even_are_not_wrapped_lines(between: str) -> None:
    """Long cells beside short ones look like a page whose lines break off; blank lines part them or not."""
    rows = [
        ("1", "服务业增加值增长9.5%以上，占地区生产总值比重提高1个百分点", "市发改委", "市统计局"),
        ("2", "新增限额以上商贸企业120家，电子商务交易额突破150亿元", "市商务局", "市工商局、市统计局"),
        ("3", "建设物流园区3个，社会物流总费用与GDP的比率降到17%以下", "市交通局、市经信委", "市发改委"),
        ("4", "打造“老味道”餐饮品牌", "市商务局", "市旅游局、市饮食服务行业协会"),
        ("5", "家政服务从业人员培训不少于5000人次，持证上岗率达到80%", "市人社局", "市妇联、市总工会"),
    ]
    head = ("任务编号", "任务内容", "主办单位", "协办单位")
    lines = [cell for row in (head, *rows[:3], head, *rows[3:]) for cell in row]
    text = HEAD.replace("\n", between) + between.join(lines) + "\n"
    found = as_json(pipeline.convert(text.encode(), name="a.txt"))["tasks"]
    assert [task["text"] for task in found] == [row[1] for row in rows]
    units = [
        ["、".join(u["text"] for u in task["units"] if u["role"] == role) for role in ("lead", "support")]
        for task in found
    ]
    assert units == [list(row[2:]) for row in rows]


GROUPED = (
    "经济运行",
    ("A1", "≥26亿元", "完成园区固定资产投资", "经济发展局", "规划建设局"),
    ("A2", "增长10%左右", "提升制造业总产值", "经济发展局", "各直属公司"),
    "开发建设",
    ("B1", "1860亩", "完成北片区土地报批", "规划建设局", "自然资源分局"),
    ("B2", "由7个工作日压减到3个工作日", "施工许可办理时间", "行政审批局", "规划建设局"),
    "服务保障",
    ("C1", "350套", "筹集面向人才的公租房", "社会事业局", "临空开发公司"),
)


@pytest.mark.parametrize("dress", ["tabs", "bars", "blanks"])
def test_names_of_groups_without_numbers_and_figures_before_the_words(dress: str) -> None:
    rows = [("编号", "年度目标值", "工作任务", "责任部门", "协助部门"), *GROUPED]
    as_rows = [(row, "", "", "", "") if isinstance(row, str) and dress == "bars" else row for row in rows]
    found = tasks(as_rows, dress)
    items = [row for row in GROUPED if not isinstance(row, str)]
    assert [(task["number"], task["text"]) for task in found] == [(row[0], row[2]) for row in items]
    assert [task["section"] for task in found] == ["经济运行"] * 2 + ["开发建设"] * 2 + ["服务保障"]
    assert [[unit["text"] for unit in task["units"]] for task in found] == [list(row[3:]) for row in items]
    values = [[(t["bound"], t["value"], t["unit"]) for t in task["targets"]] for task in found]
    assert values == [
        [("ge", 26, "亿元")],
        [("approx", 10, "%")],
        [("eq", 1860, "亩")],
        [("le", 3, "个工作日")],
        [("eq", 350, "套")],
    ]


def test_the_end_of_a_cell_that_ran_over_names_no_group() -> None:
    rows = [COLUMNS, ("1", "新建公园3座。", "县住建局", "县财政局、县园"), "林局", *ROWS[1:]]
    units = [[unit["text"] for unit in task["units"]] for task in tasks(rows, "tabs")]
    assert units[0] == ["县住建局", "县财政局", "县园林局"]
    assert len(units) == len(ROWS)


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("stroke", ["／", "/", " / "])
def test_leaders_and_bodies_of_one_cell(stroke: str, dress: str) -> None:
    rows = [
        ("编号", "事项", "责任人及单位", "办结时间"),
        ("01", "新增规上工业企业11家。", f"沈立成{stroke}县工信局", "12月"),
        ("02", "招引亿元以上项目30个。", f"沈立成、柯念真{stroke}县商务局、各乡镇", "12月"),
        ("03", "新建高标准农田3.2万亩。", f"涂望春{stroke}县农业农村局", "11月"),
        ("04", "新增公办园学位540个。", f"柯念真{stroke}县教育局", "8月"),
    ]
    found = tasks(rows, dress)
    assert [[leader["name"] for leader in task["leaders"]] for task in found] == [
        ["沈立成"], ["沈立成", "柯念真"], ["涂望春"], ["柯念真"],
    ]  # fmt: skip
    assert [[unit["text"] for unit in task["units"]] for task in found] == [
        ["县工信局"], ["县商务局", "各乡镇"], ["县农业农村局"], ["县教育局"],
    ]  # fmt: skip


HALVES = (
    ("序号", "工作任务", "责任单位") * 2,
    ("1", "新建公园3座", "县住建局", "3", "修复危桥6座", "县交通局"),
    ("2", "改造小区12个", "县住建局、县城管局", "4", "新建学校2所", "县教育局"),
    ("", "", "", "5", "培训教师90人", "县教育局"),
)


@pytest.mark.parametrize("dress", ["tabs", "bars", "blanks"])
def test_two_halves_of_a_table_beside_each_other(dress: str) -> None:
    whole = HALVES if dress != "blanks" else HALVES[:-1]
    found = tasks(whole, dress)
    assert [task["text"] for task in found] == [
        "新建公园3座",
        "改造小区12个",
        "修复危桥6座",
        "新建学校2所",
        *(["培训教师90人"] if dress != "blanks" else []),
    ]
    assert [unit["text"] for unit in found[1]["units"]] == ["县住建局", "县城管局"]


@pytest.mark.parametrize("dress", ["tabs", "bars", "a cell a line"])
@pytest.mark.parametrize(
    "group", ["城市建设（牵头县领导：{}）", "城市建设（责任领导：副县长{}）", "副县长{}牵头"]
)
def test_rows_of_groups_that_name_leaders(group: str, dress: str) -> None:
    names = ("王安", "李明轩")
    rows: list[Row | str] = [COLUMNS]
    for i, row in enumerate(ROWS):
        rows += [group.format(names[i // 2])] if i % 2 == 0 else []
        rows.append(row)
    found = tasks(rows, dress)
    assert [task["text"] for task in found] == [row[1] for row in ROWS]
    assert [[one["name"] for one in task["leaders"]] for task in found] == [[names[i // 2]] for i in range(4)]


@pytest.mark.parametrize("dress", ["tabs", "bars"])
@pytest.mark.parametrize(
    "parts",
    [
        ("一季度", "二季度", "三季度", "四季度"),
        ("第一季度", "第二季度"),
        ("上半年", "下半年"),
        ("1-3月", "4-6月"),
    ],
)
def test_rows_of_what_becomes_of_a_task_within_the_year_are_none(parts: Sequence[str], dress: str) -> None:
    rows: list[Row | str] = [COLUMNS]
    for row in ROWS:
        rows += [row, *(("", part, f"完成{n}成", "") for n, part in enumerate(parts, 1))]
    found = tasks(rows, dress)
    assert [(task["number"], task["text"]) for task in found] == [row[:2] for row in ROWS]
    assert ["、".join(unit["text"] for unit in task["units"]) for task in found] == [
        "、".join(row[2:]) for row in ROWS
    ]
