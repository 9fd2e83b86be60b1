"""Bullets before tasks, labels, headings and cells, whatever mark they are."""

from __future__ import annotations

from typing import Any

import pytest

from kg import pipeline
from kg.emit import as_json
from kg.parse.bullets import unbulleted, without_bullet
from kg.parse.lines import Line, RawLine
from tests.read.package import docx, p

TITLE = "潮湾县2024年重点工作责任分解\n"
MARKS = ["•", "▪ ", "■", "◆", "○", "●", "➢ ", "-", "―", "－", "* ", "· ", "l ", "Ø ", "\uf06c"]


def line(text: str) -> Line:
    return Line(text, range(len(text)))


def raw(*cells: str) -> RawLine:
    whole = "".join(cells)
    return RawLine(tuple(map(line, cells)), 0, line(whole))


def told(text: str) -> dict[str, Any]:
    return as_json(pipeline.convert(text.encode(), name="notice.txt"))


def tasks(notice: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [
        (task["section"], task["number"], task["text"], [unit["text"] for unit in task["units"]])
        for task in notice["tasks"]
    ]


@pytest.mark.parametrize("mark", MARKS)
def test_before_a_label(mark: str) -> None:
    text = (
        f"{TITLE}一、重点工作\n1.新建公园3座。\n{mark}责任单位：县住建局、县财政局\n{mark}完成时限：10月底前\n"
        f"2.新建学校1所。\n{mark}责任单位：县教育局\n{mark}完成时限：11月底前\n"
    )
    notice = told(text)
    assert tasks(notice) == [
        ("一、重点工作", "1", "新建公园3座。", ["县住建局", "县财政局"]),
        ("一、重点工作", "2", "新建学校1所。", ["县教育局"]),
    ]
    assert [task["deadline"]["text"] for task in notice["tasks"]] == ["10月底前", "11月底前"]


@pytest.mark.parametrize("mark", MARKS)
def test_before_a_task(mark: str) -> None:
    text = f"{TITLE}一、重点工作\n{mark}新建公园3座。（县住建局）\n{mark}新建学校1所。（县教育局）\n"
    assert tasks(told(text)) == [
        ("一、重点工作", None, "新建公园3座。", ["县住建局"]),
        ("一、重点工作", None, "新建学校1所。", ["县教育局"]),
    ]


@pytest.mark.parametrize("mark", MARKS)
def test_before_a_number(mark: str) -> None:
    text = f"{TITLE}{mark}1.新建公园3座。（县住建局）\n{mark}2.新建学校1所。（县教育局）\n"
    assert [number for _, number, _, _ in tasks(told(text))] == ["1", "2"]


@pytest.mark.parametrize("mark", [mark for mark in MARKS if mark != "* "])  # Markdown's mark of a list
def test_before_a_heading(mark: str) -> None:
    text = (
        f"{TITLE}{mark}重点工作\n1.新建公园3座。（县住建局）\n2.改造道路5条。（县住建局）\n"
        f"{mark}民生实事\n1.新建学校1所。（县教育局）\n2.新建医院1所。（县卫生健康局）\n"
    )
    assert [(section, number) for section, number, _, _ in tasks(told(text))] == [
        *((heading.strip(), number) for heading in ("重点工作", "民生实事") for number in "12"),
    ]


CELLS = (
    ("1", "新建公园3座", "县住建局、县财政局"),
    ("2", "新建学校1所", "县教育局"),
    ("3", "植树9亩", "县林业局"),
)
HEADS = ("序号", "工作内容", "责任单位")
DRESSES = {"tabs": "\t".join, "pipes": lambda row: f"| {' | '.join(row)} |", "a cell a line": "\n".join}


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("mark", [mark for mark in MARKS if mark not in ("●", "* ")])  # these mark who leads
def test_before_cells(mark: str, dress: str) -> None:
    rows = [HEADS, *((number, mark + words, mark + who) for number, words, who in CELLS)]
    assert tasks(told(TITLE + "\n".join(map(DRESSES[dress], rows)))) == [
        (None, number, words, who.split("、")) for number, words, who in CELLS
    ]


def test_in_a_file_of_word() -> None:
    lines = [
        "潮湾县2024年重点工作责任分解",
        "1.新建公园3座。",
        "▪责任单位：县住建局",
        "2.植树9亩。",
        "▪责任单位：县林业局",
    ]
    notice = as_json(pipeline.convert(docx("".join(map(p, lines))), name="notice.docx"))
    assert [units for _, _, _, units in tasks(notice)] == [["县住建局"], ["县林业局"]]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("•新建公园", "新建公园"),
        ("★新建公园", "新建公园"),
        ("★县住建局、县财政局", "★县住建局、县财政局"),  # the one that leads
        ("▪县住建局、县财政局", "县住建局、县财政局"),
        ("•", "•"),
        ("-3℃", "-3℃"),
        ("1.新建公园", "1.新建公园"),
    ],
)
def test_what_is_left_of_a_cell(text: str, left: str) -> None:
    assert without_bullet(line(text)).text == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("•责任单位：县住建局", "责任单位：县住建局"),
        ("•一、重点工作", "一、重点工作"),
        ("•县住建局、县财政局", "县住建局、县财政局"),
        ("•新建公园3座", "•新建公园3座"),  # here it is the item's number
        ("责任单位：县住建局", "责任单位：县住建局"),
    ],
)
def test_what_is_left_of_a_line(text: str, left: str) -> None:
    (found,) = unbulleted([raw(text)])
    assert (found.line.text, [cell.text for cell in found.cells]) == (left, [left])


def test_a_row_of_cells_is_left_to_its_table() -> None:
    row = raw("•责任单位：", "县住建局")
    assert unbulleted([row]) == [row]


@pytest.mark.parametrize("stroke", ["丨", "｜", "│", " 丨 "])
def test_a_stroke_behind_a_label_is_its_colon(stroke: str) -> None:
    text = (
        TITLE + "PART 01\n产业强县\n"
        f"① 新建公园3座。\n牵头{stroke}县住建局\n协同{stroke}县财政局、县园林局\n完成时限{stroke}6月底前\n"
        f"② 新建学校2所。\n责任单位{stroke}县教育局\n"
    )
    found = told(text)["tasks"]
    assert [task["text"] for task in found] == ["新建公园3座。", "新建学校2所。"]
    assert [[(unit["text"], unit["role"]) for unit in task["units"]] for task in found] == [
        [("县住建局", "lead"), ("县财政局", "support"), ("县园林局", "support")],
        [("县教育局", "responsible")],
    ]
    assert found[0]["deadline"]["text"] == "6月底前"


def test_a_stroke_behind_other_words_stays() -> None:
    (found,) = unbulleted([raw("政务服务丨县教育局通知")])
    assert found.line.text == "政务服务丨县教育局通知"
