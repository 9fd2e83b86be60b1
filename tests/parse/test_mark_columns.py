"""Tables whose columns are bodies and whose cells mark what each does, in the dresses such tables come in."""

from __future__ import annotations

from typing import Any

import pytest

from kg import pipeline
from kg.emit import as_json
from kg.parse.lines import room

TITLE = "潮湾县2024年重点工作分工表\n"
HEAD = ("序号", "工作任务", "县住建局", "县教育局", "县财政局", "各乡镇")
ROWS = (
    ("1", "新建公园3座", "A", "", "B", ""),
    ("2", "新建学校2所", "B", "A", "B", "B"),
    ("3", "改造危房120户", "A", "", "B", "B"),
)
LEAD = {"1": ["县住建局"], "2": ["县教育局"], "3": ["县住建局"]}
HELP = {"1": ["县财政局"], "2": ["县住建局", "县财政局", "各乡镇"], "3": ["县财政局", "各乡镇"]}


def html(rows: list[tuple[str, ...]]) -> str:
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"


def padded(rows: list[tuple[str, ...]]) -> str:
    widths = [max(room(row[i]) for row in rows) + 3 for i in range(len(rows[0]))]
    lines = ("".join(c + " " * (w - room(c)) for c, w in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(lines)


DRESSES = {
    "tabs": ("txt", lambda rows: "\n".join("\t".join(row) for row in rows)),
    "pipes": ("md", lambda rows: "\n".join("| " + " | ".join(row) + " |" for row in rows)),
    "html": ("html", html),
    "columns of blanks": ("txt", padded),
}
MARKS = {
    "stars and rings, a note": ("★", "○", "注：★为牵头单位，○为配合单位"),
    "the other way round": ("○", "●", "注：标○的为牵头单位，标●的为配合单位"),
    "in quotes": ("▲", "△", "备注：“▲”表示主办单位，“△”表示协办单位"),
    "dashes": ("●", "◎", "说明：●——牵头单位；◎——配合单位"),
    "a tick": ("★", "√", "说明：★牵头，√参与"),
    "nothing said": ("●", "○", ""),
    "words": ("牵头", "配合", ""),
}


def read(rows: list[tuple[str, ...]], dress: str, *, above: str = "", below: str = "") -> dict[str, Any]:
    suffix, dressed = DRESSES[dress]
    parts = [TITLE, above and above + "\n", dressed(rows), below and "\n" + below]
    text = "".join(parts)
    if suffix == "html":
        text = f"<p>{TITLE}</p><p>{above}</p>{dressed(rows)}<p>{below}</p>"
    return as_json(pipeline.convert(text.encode(), name=f"notice.{suffix}"))


@pytest.mark.parametrize("where", ["above", "below"])
@pytest.mark.parametrize("marks", MARKS.values(), ids=MARKS)
@pytest.mark.parametrize("dress", DRESSES)
def test_marks(dress: str, marks: tuple[str, str, str], where: str) -> None:
    lead, helps, said = marks
    rows = [HEAD, *(tuple(cell.replace("A", lead).replace("B", helps) for cell in row) for row in ROWS)]
    notice = read(rows, dress, **{where: said})
    told = {
        role: {
            task["number"]: [unit["text"] for unit in task["units"] if unit["role"] == role]
            for task in notice["tasks"]
        }
        for role in ("lead", "support")
    }
    assert told == {"lead": LEAD, "support": HELP}
    assert [task["text"] for task in notice["tasks"]] == [row[1] for row in ROWS]
    assert not [one["message"] for one in notice["findings"] if one["code"].startswith("unread")]


@pytest.mark.parametrize("dress", DRESSES)
def test_one_mark_says_who_answers(dress: str) -> None:
    rows = [HEAD, *(tuple(cell.replace("A", "√").replace("B", "√") for cell in row) for row in ROWS)]
    notice = read(rows, dress)
    roles = {unit["role"] for task in notice["tasks"] for unit in task["units"]}
    assert roles == {"responsible"}
    assert [unit["text"] for unit in notice["tasks"][0]["units"]] == ["县住建局", "县财政局"]


@pytest.mark.parametrize("dress", ["tabs", "pipes"])
def test_headings_in_two_rows(dress: str) -> None:
    above = ("序号", "工作任务", "责任分工", "", "", "")
    rows = [
        above,
        ("", "", *HEAD[2:]),
        *(tuple(c.replace("A", "★").replace("B", "☆") for c in r) for r in ROWS),
    ]
    notice = read(rows, dress)
    assert [[u["text"] for u in task["units"] if u["role"] == "lead"] for task in notice["tasks"]] == [
        *LEAD.values()
    ]
