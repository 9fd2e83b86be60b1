"""The same tasks set in many layouts, for the law that the layout changes nothing.

    LAYOUTS["pipe table"](tasks) -> (suffix of the file, text, gold)

The tasks come from gold read by people; what is set here is only how a page presents them.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Task = dict[str, Any]
Layout = Callable[[list[Task]], tuple[str, str, dict[str, Any]]]

_GOLD = Path(__file__).parent / "gold"
_DIGITS = "一二三四五六七八九十"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_CHAPTERS = ("聚焦产业升级", "聚焦乡村振兴", "聚焦民生改善", "聚焦城乡建设", "聚焦改革开放", "聚焦生态环保")
_HEAD = (
    "澄江县人民政府办公室关于印发2024年政府重点工作责任分解的通知\n"
    "澄政办发〔2024〕6号\n"
    "各乡镇人民政府，县政府各部门：\n"
    "《2024年政府重点工作责任分解》已经县政府同意，现印发给你们，请认真贯彻执行。\n"
    "澄江县人民政府办公室\n2024年2月20日\n2024年政府重点工作责任分解\n"
)
NUMBERS: dict[str, Callable[[int], str]] = {
    "1.": lambda n: f"{n}.",
    "1、": lambda n: f"{n}、",
    "1．": lambda n: f"{n}．",
    "1)": lambda n: f"{n}）",
    "（1）": lambda n: f"（{n}）",
    "（一）": lambda n: f"（{chinese(n)}）",
    "①": lambda n: _CIRCLED[n - 1],
}


def chinese(n: int) -> str:
    """Return ``n`` below a hundred in Chinese numerals.

    >>> [chinese(n) for n in (3, 10, 12, 40)]
    ['三', '十', '十二', '四十']
    """
    if n <= 10:
        return _DIGITS[n - 1]
    tens, ones = divmod(n, 10)
    return (chinese(tens) if tens > 1 else "") + "十" + (_DIGITS[ones - 1] if ones else "")


def contents() -> Iterator[tuple[str, list[Task]]]:
    """Yield (name of the notice, its tasks) for gold whose tasks say who and are told plainly."""
    for path in sorted([*_GOLD.glob("own/*.gold.json"), *_GOLD.glob("own4/*.gold.json")]):
        tasks = [task for task in map(_plain, json.loads(path.read_text("utf-8"))["tasks"]) if task]
        if len(tasks) >= 5:
            yield path.name.split("-")[0], tasks[:20]


def _plain(given: Task) -> Task | None:
    """Return a task that any layout can hold, or None."""
    task = dict(given, text=re.sub(r"\s+", "", given["text"]))
    bodies = task["lead"] + task["support"] + task["responsible"] + task["collectives"]
    told = len(task["text"]) >= 8 and not re.search(r"[|<&*]|单位：|牵头|^\d", task["text"])
    if not bodies or not told or (task["support"] and not task["lead"]):
        return None
    if any(re.search(r"[\s；;|<]|等|和", body) for body in bodies):
        return None
    task["leader"] = [name for name in task.get("leader") or [] if re.fullmatch("[一-龥]{2,4}", name)]
    for key in ("roleAlternatives", "leaderTitle", "leaderTitles"):
        task.pop(key, None)  # a layout may leave the leaders out
    return task


def _gold(tasks: list[Task], *, leaders: bool = True, leads: bool = True) -> dict[str, Any]:
    """Return gold for numbered tasks: where one label names who leads, the rest support."""
    made = []
    for n, task in enumerate(tasks, 1):
        one = dict(task, number=str(n))
        if not leads:
            one["responsible"] = task["lead"] + task["support"] + task["responsible"]
            one["lead"], one["support"] = [], []
        elif task["lead"]:
            one["support"], one["responsible"] = task["support"] + task["responsible"], []
        if not leaders:
            one["leader"] = []
        made.append(one)
    return {"tasks": made, "projects": []}


def _who(task: Task) -> tuple[list[str], list[str]]:
    return task["lead"], task["support"] + task["responsible"] + task["collectives"]


def _labelled(task: Task, words: tuple[str, str, str], colon: str, separator: str) -> list[str]:
    lead, rest = _who(task)
    if not lead:
        return [f"{words[2]}{colon}{separator.join(rest)}"]
    return [f"{words[0]}{colon}{separator.join(lead)}"] + (
        [f"{words[1]}{colon}{separator.join(rest)}"] if rest else []
    )


def _chapters(tasks: list[Task]) -> Iterator[tuple[str, list[tuple[int, Task]]]]:
    numbered = list(enumerate(tasks, 1))
    for i in range(0, len(tasks), 4):
        yield f"{chinese(i // 4 + 1)}、{_CHAPTERS[i // 4 % 6]}", numbered[i : i + 4]


def lines(
    number: str = "1.",
    words: tuple[str, str, str] = ("牵头单位", "配合单位", "责任单位"),
    colon: str = "：",
    separator: str = "、",
    between: str = "\n",
) -> Layout:
    """A paragraph, then a line for the leader and for each label."""

    def layout(tasks: list[Task]) -> tuple[str, str, dict[str, Any]]:
        parts = [_HEAD]
        for heading, numbered in _chapters(tasks):
            parts.append(heading + "\n")
            for n, task in numbered:
                said = [f"牵头领导{colon}{'、'.join(task['leader'])}"] if task["leader"] else []
                said += _labelled(task, words, colon, separator)
                parts.append(f"{NUMBERS[number](n)}{task['text']}\n{between.join(said)}\n")
        return ".txt", "".join(parts), _gold(tasks)

    return layout


def bracket(opening: str, closing: str, colon: str, between: str) -> Layout:
    """The labels in a bracket behind the sentence."""

    def layout(tasks: list[Task]) -> tuple[str, str, dict[str, Any]]:
        parts = [_HEAD]
        for heading, numbered in _chapters(tasks):
            parts.append(heading + "\n")
            for n, task in numbered:
                said = between.join(_labelled(task, ("牵头单位", "配合单位", "责任单位"), colon, "、"))
                parts.append(f"{n}.{task['text']}{opening}{said}{closing}\n")
        return ".txt", "".join(parts), _gold(tasks, leaders=False)

    return layout


def verbs(number: str) -> Layout:
    """A牵头，B、C配合 in a bracket."""

    def layout(tasks: list[Task]) -> tuple[str, str, dict[str, Any]]:
        parts = [_HEAD]
        for n, task in enumerate(tasks, 1):
            lead, rest = _who(task)
            said = f"{'、'.join(rest)}按职责分工负责"
            if lead:
                said = f"{'、'.join(lead)}牵头" + (f"，{'、'.join(rest)}配合" if rest else "")
            text = task["text"] if task["text"][-1] in "。；！" else task["text"] + "。"
            parts.append(f"{NUMBERS[number](n)}{text}（{said}）\n")
        return ".txt", "".join(parts), _gold(tasks, leaders=False)

    return layout


_HEADINGS = ("序号", "工作任务", "牵头领导", "牵头单位", "责任单位")


def _rows(tasks: list[Task]) -> Iterator[list[str]]:
    for heading, numbered in _chapters(tasks):
        yield [heading]
        for n, task in numbered:
            lead, rest = _who(task)
            yield [str(n), task["text"], "、".join(task["leader"]), "、".join(lead), "、".join(rest)]


def tabs(tasks: list[Task]) -> tuple[str, str, dict[str, Any]]:
    """A table parted by tabs, chapters in rows of their own."""
    body = "\n".join("\t".join(row) for row in (_HEADINGS, *_rows(tasks)))
    return ".txt", f"{_HEAD}{body}\n", _gold(tasks)


def pipes(tasks: list[Task]) -> tuple[str, str, dict[str, Any]]:
    """A table of Markdown."""
    rows = [list(_HEADINGS), ["---"] * 5, *(row + [""] * (5 - len(row)) for row in _rows(tasks))]
    return ".md", _HEAD + "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n", _gold(tasks)


def web(tasks: list[Task]) -> tuple[str, str, dict[str, Any]]:
    """A table of HTML with headings across all columns."""

    def cells(row: list[str]) -> str:
        if len(row) == 1:
            return f'<tr><td colspan="5">{row[0]}</td></tr>'
        return "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>"

    table = "".join(cells(row) for row in (list(_HEADINGS), *_rows(tasks)))
    head = "".join(f"<p>{line}</p>" for line in _HEAD.strip().split("\n"))
    return ".html", f"<html><body>{head}<table>{table}</table></body></html>", _gold(tasks)


def cells_in_lines(between: str) -> Layout:
    """Number, task, leader and units, each in a line: what text extraction leaves of a table."""

    def layout(tasks: list[Task]) -> tuple[str, str, dict[str, Any]]:
        rows = [["序号", "重点工作", "责任领导", "责任单位"]]
        for n, task in enumerate(tasks, 1):
            lead, rest = _who(task)
            rows.append([str(n), task["text"], "、".join(task["leader"]), "、".join(lead + rest)])
        body = between.join(cell for row in rows for cell in row if cell)
        return ".txt", f"{_HEAD}{body}\n", _gold(tasks, leads=False)

    return layout


def rule(tasks: list[Task]) -> tuple[str, str, dict[str, Any]]:
    """The covering letter says that the unit listed first leads."""
    head = _HEAD.replace("请认真贯彻执行。", "请认真贯彻执行。责任单位中排在第一位的为牵头单位。")
    parts, made = [head], []
    for n, task in enumerate(tasks, 1):
        bodies = task["lead"] + task["support"] + task["responsible"]
        parts.append(f"{n}.{task['text']}\n责任单位：{'、'.join(bodies + task['collectives'])}\n")
        roles = {"lead": bodies[:1], "support": bodies[1:], "responsible": [], "leader": []}
        made.append(task | roles | {"number": str(n)})
    return ".txt", "".join(parts), {"tasks": made, "projects": []}


def unbroken(indent: str) -> Layout:
    """The whole notice in one line, as archives keep it; an indent may be left of each paragraph."""

    def layout(tasks: list[Task]) -> tuple[str, str, dict[str, Any]]:
        suffix, text, gold = bracket("（", "）", "：", "；")(tasks)
        return suffix, indent.join(text.strip().split("\n")), gold

    return layout


def barred(tasks: list[Task]) -> tuple[str, str, dict[str, Any]]:
    """A cell a line, each closed by a bar; a cell of several units is several lines."""
    rows = [["序号", "重点工作", "责任单位", "备注"]]
    for n, task in enumerate(tasks, 1):
        lead, rest = _who(task)
        rows.append([str(n), task["text"], "\n".join(lead + rest), "—"])
    body = "\n".join(f"{cell} |" for row in rows for cell in row)
    return ".txt", f"{_HEAD}{body}\n", _gold(tasks, leaders=False, leads=False)


def blanks(tasks: list[Task]) -> tuple[str, str, dict[str, Any]]:
    """Rows that keep their lines, their cells parted by blanks."""
    rows = ["序号 工作任务 责任单位"]
    for n, task in enumerate(tasks, 1):
        lead, rest = _who(task)
        text = task["text"] if task["text"][-1] in "。；！" else task["text"] + "。"
        rows.append(f"{n} {text} {'、'.join(lead + rest)}")
    return ".txt", _HEAD + "\n".join(rows) + "\n", _gold(tasks, leaders=False, leads=False)


LAYOUTS: dict[str, Layout] = {
    **{f"label lines, {number}": lines(number) for number in NUMBERS},
    "label lines, half-width colon": lines(colon=":"),
    "label lines, commas": lines(separator="，"),
    "labels in one line": lines("1、", between="；"),
    "labels parted by a wide space": lines("1、", between="　"),
    "labels with blank lines": lines(between="\n\n"),
    "主办, 协办, 承办": lines(words=("主办单位", "协办单位", "承办单位")),
    "departments": lines(words=("牵头部门", "配合部门", "责任部门")),
    "牵头 and 责任": lines(words=("牵头单位", "责任单位", "责任单位")),
    "（…）": bracket("（", "）", "：", "；"),
    "(…)": bracket("(", ")", ":", ";"),
    "[…]": bracket("[", "]", "：", "；"),
    "【…】": bracket("【", "】", "：", "，"),
    "verbs, （一）": verbs("（一）"),
    "verbs, 1.": verbs("1."),
    "tabs": tabs,
    "pipes": pipes,
    "html": web,
    "a cell a line": cells_in_lines("\n"),
    "a cell a line, blank lines": cells_in_lines("\n\n"),
    "the first leads": rule,
    "no line breaks": unbroken(""),
    "no line breaks, indents": unbroken("　　"),
    "a cell a line, each with a bar": barred,
    "rows parted by blanks": blanks,
}
