"""Tables whose cells tell what unknown headings do not: in whatever dress, wherever the number is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from kg import pipeline
from kg.emit import as_json

HEAD = (
    "潮湾县人民政府办公室关于下达2024年攻坚清单的通知\n潮政办发〔2024〕7号\n各乡镇人民政府：\n现予下达。\n"
    "潮湾县2024年攻坚清单\n"
)
Row = Sequence[str]
DRESSES: dict[str, Callable[[Row], str]] = {
    "tabs": "\t".join,
    "bars": lambda row: f"| {' | '.join(row)} |",
    "a cell a line": lambda row: "\n".join(cell for cell in row if cell),
    "blanks": lambda row: "".join(cell + " " * (46 - 2 * len(cell)) for cell in row).rstrip(),
    "html": lambda row: "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>",
}
CELLS = (
    (
        "招大引强，推动产业延链补链",
        "引进亿元以上项目24个；到位资金38亿元以上",
        "县商务局",
        "县财政局、园区管委会",
    ),
    ("扩大有效投资，加快前期工作", "固定资产投资增长14%左右", "县发展和改革委员会", "各乡镇（街道）"),
    ("筹措资金保运转，防范债务风险", "争取上级资金不少于16亿元", "县财政局", ""),
    ("棉花提质增效，推广宽早优模式", "棉花播种面积65万亩；机采率98%以上", "县农业农村局", "县气象局"),
    ("高效节水提升，健全管护机制", "高效节水面积新增9万亩", "县水利局", "各乡镇（街道）"),
    ("推广通用语言，提升师资水平", "—", "县教育局", "县语委成员单位"),
)
COUNTS = [2, 1, 1, 2, 1, 0]


def read(rows: Sequence[Row], dress: str) -> list[dict[str, Any]]:
    lines = "\n".join(map(DRESSES[dress], rows))
    text = HEAD + lines + "\n"
    if dress == "html":
        text = "".join(f"<p>{line}</p>" for line in HEAD.split("\n")) + f"<table>{lines}</table>"
    notice = as_json(pipeline.convert(text.encode(), name="a.html" if dress == "html" else "a.txt"))
    told: list[dict[str, Any]] = notice["tasks"]
    return told


def check(tasks: list[dict[str, Any]], lead: str, support: str) -> None:
    assert [task["text"] for task in tasks] == [cells[0] for cells in CELLS]
    assert [[(unit["text"], unit["role"]) for unit in task["units"]] for task in tasks] == [
        [(cells[2], lead), *((name, support) for name in cells[3].split("、") if name)] for cells in CELLS
    ]
    assert [len(task["targets"]) for task in tasks] == COUNTS


HEADINGS = {
    "few known": ("战役", "攻坚课题", "全年要攻下的数", "主攻单位", "协同单位"),
    "none known": ("题号", "攻什么仗", "打下多少", "扛旗单位", "帮扶单位"),
    "bare stems": ("次", "攻坚课题", "军令状", "主战", "协战"),
    "all known": ("序号", "攻坚任务", "年度目标", "牵头单位", "配合单位"),
}


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("headings", HEADINGS.values(), ids=HEADINGS)
def test_headings(headings: Row, dress: str) -> None:
    numbered = [(str(i), *cells) for i, cells in enumerate(CELLS, 1)]
    check(read([headings, *numbered], dress), "lead", "support")


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("headings", [HEADINGS["none known"], HEADINGS["all known"]])
def test_the_number_stands_last(headings: Row, dress: str) -> None:
    numbered = [(*cells, str(i)) for i, cells in enumerate(CELLS, 1)]
    tasks = read([(*headings[1:], headings[0]), *numbered], dress)
    check(tasks, "lead", "support")
    assert [task["number"] for task in tasks] == list("123456")


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("headings", [HEADINGS["none known"], HEADINGS["all known"]])
def test_no_number(headings: Row, dress: str) -> None:
    check(read([headings[1:], *CELLS], dress), "lead", "support")


@pytest.mark.parametrize("dress", [dress for dress in DRESSES if dress != "blanks"])
def test_no_headings(dress: str) -> None:
    numbered = [(str(i), *cells) for i, cells in enumerate(CELLS, 1)]
    check(read(numbered, dress), "responsible", "responsible")


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("verb", ["领战", "包抓", "挂帅", "领衔", "牵头", "负责", "分管", "督战"])
@pytest.mark.parametrize("headings", [HEADINGS["few known"], HEADINGS["all known"]])
def test_rows_of_leaders(headings: Row, verb: str, dress: str) -> None:
    numbered: list[Row] = [(str(i), *cells) for i, cells in enumerate(CELLS, 1)]
    for at, leader in ((2, "县委常委、常务副县长孔维桢"), (0, "县委副书记、县长艾尔肯·吐尔逊")):
        numbered.insert(at, (f"{leader}{verb}", "", "", "", ""))
    tasks = read([headings, *numbered], dress)
    check(tasks, "lead", "support")
    assert [task["leaders"][0]["name"] for task in tasks] == ["艾尔肯·吐尔逊"] * 2 + ["孔维桢"] * 4
