"""Layouts that no pattern names: read by what they hold, in each dress they come in."""

from typing import Any

import pytest

from kg import pipeline
from kg.emit import as_json
from tests.read.package import docx, p

HEAD = "关于印发2024年重点工作责任分解的通知\n一、重点工作\n"
TITLE = "潮湾县2024年重点工作责任分解\n"
ROWS = (
    ("1", "新建公园3座", "县住建局、县财政局"),
    ("2", "改造老旧小区5个", "县住建局"),
    ("3", "新建学校1所", "县教育局"),
)
TASKS = [("1", ["县住建局", "县财政局"]), ("2", ["县住建局"]), ("3", ["县教育局"])]


def told(text: str) -> dict[str, Any]:
    return as_json(pipeline.convert(text.encode(), name="notice.txt"))


def units(text: str) -> list[tuple[str, list[str]]]:
    return [(task["number"], [unit["text"] for unit in task["units"]]) for task in told(text)["tasks"]]


HEADINGS = [("序号", "工作内容", "承接"), ("次序", "做什么", "谁来做"), ()]
DRESSES = {
    "tabs": lambda rows: "\n".join("\t".join(row) for row in rows),
    "pipes": lambda rows: "\n".join("| " + " | ".join(row) + " |" for row in rows),
    "a cell a line": lambda rows: "\n".join("\n".join(row) for row in rows),
}


@pytest.mark.parametrize("headings", HEADINGS, ids=["known", "strange", "none"])
@pytest.mark.parametrize("dress", DRESSES)
def test_a_table_is_read_by_its_cells(dress: str, headings: tuple[str, ...]) -> None:
    rows = [headings, *ROWS] if headings else list(ROWS)
    assert units(TITLE + DRESSES[dress](rows)) == TASKS


@pytest.mark.parametrize("word", ["承接单位", "承接方", "交办给"])
def test_a_label_is_told_by_the_bodies_behind_it(word: str) -> None:
    text = f"{HEAD}1.新建公园3座。{word}：县住建局\n2.改造老旧小区5个。{word}：县住建局、县财政局"
    assert units(text) == [("1", ["县住建局"]), ("2", ["县住建局", "县财政局"])]


SECOND_WORDS = [
    "负责处室（单位）",
    "单位（部门）",
    "责任部门(单位)",
    "责任单位",
    "经手口",
    "经手口（人）",
    "处（科）室",
]


@pytest.mark.parametrize("brackets", ["【】", "[]", "〖〗", "［］"])
@pytest.mark.parametrize("word", SECOND_WORDS)
def test_a_label_in_brackets_of_its_own_may_have_a_second_word(word: str, brackets: str) -> None:
    label = f"{brackets[0]}{word}{brackets[1]}"
    text = f"{HEAD}1.新建公园3座。\n{label}县住建局\n2.改造老旧小区5个。\n{label}县住建局、县财政局"
    assert units(text) == [("1", ["县住建局"]), ("2", ["县住建局", "县财政局"])]


@pytest.mark.parametrize("label", ["（负责处室（单位））", "（经手口）"])
def test_a_name_that_took_a_label_with_it_is_told(label: str) -> None:
    lines = "\n".join(f"{number}.{words}。\n{label}县住建局" for number, words, _ in ROWS)
    found = told(HEAD + lines)["findings"]
    doubts = [one for one in found if one["code"] == "doubtful-name"]
    assert [(one["severity"], label in one["message"]) for one in doubts] == [("warning", True)]
    assert doubts[0]["evidence"]


@pytest.mark.parametrize(("lead", "support", "until"), [("主攻", "协同", "攻克"), ("牵总", "会办", "交账")])
def test_rare_words_for_who_leads_who_helps_and_until_when(lead: str, support: str, until: str) -> None:
    rows = [("序号", "攻坚内容", "挂帅领导", f"{lead}单位", f"{support}单位", f"{until}时间")]
    rows += [(n, words, "", "县住建局", "县财政局", "6月30日") for n, words, _ in ROWS]
    lines = "\n".join(
        f"{n}.{words}。\n{lead}单位：县住建局\n{support}单位：县财政局\n{until}时间：6月30日"
        for n, words, _ in ROWS
    )
    for text in (TITLE + DRESSES["pipes"](rows), TITLE + DRESSES["tabs"](rows), HEAD + lines):
        for task in told(text)["tasks"]:
            assert [(u["text"], u["role"]) for u in task["units"]] == [
                ("县住建局", "lead"),
                ("县财政局", "support"),
            ]
            assert task["deadline"]["text"] == "6月30日"


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("heading", ["实施主体", "建设单位"])
def test_who_builds_answers_where_a_table_of_tasks_names_nobody_else(heading: str, dress: str) -> None:
    text = TITLE + DRESSES[dress]([("序号", "改造任务", heading), *ROWS])
    assert units(text) == TASKS


def test_words_that_only_look_like_labels_are_none() -> None:
    text = f"{HEAD}1.重点抓好：新建公园3座。责任单位：县住建局\n2.新建学校1所。责任单位：县教育局"
    assert [task["text"] for task in told(text)["tasks"]] == ["重点抓好：新建公园3座。", "新建学校1所。"]


def test_cells_broken_over_lines_with_a_group_at_its_first_row() -> None:
    lines = (
        "序号 重点任务 主要内容 牵头部门 责任单位 1 1.改善道路 新建城乡公路20公 里，补齐断头路。 "
        "县交通运 输局 县财政局、县自 然资源局，各乡镇 人民政府 2 修复危桥6座。 县交通运输局 "
        "县财政局 3 2.改善供水 新建水厂1座。 县水利局 —"
    )
    found = told(HEAD + lines.replace(" ", "\n"))["tasks"]
    assert [(t["number"], t["section"], t["text"]) for t in found] == [
        ("1", "1.改善道路", "新建城乡公路20公里，补齐断头路。"),
        ("2", "1.改善道路", "修复危桥6座。"),
        ("3", "2.改善供水", "新建水厂1座。"),
    ]
    assert [[(u["text"], u["role"]) for u in t["units"]] for t in found] == [
        [
            ("县交通运输局", "lead"),
            ("县财政局", "support"),
            ("县自然资源局", "support"),
            ("各乡镇人民政府", "support"),
        ],
        [("县交通运输局", "lead"), ("县财政局", "support")],
        [("县水利局", "lead")],
    ]


def test_the_units_end_at_the_first_full_stop() -> None:
    text = (
        f"{HEAD}1.新建公园3座。责任单位：县住建局、各乡镇人民政府、园区管委会。上述事项各乡镇、街道均须办理，"
        "下文从略）\n2.新建学校1所。责任单位：县教育局"
    )
    # The sentence behind the list covers what follows.
    assert units(text) == [
        ("1", ["县住建局", "各乡镇人民政府", "园区管委会"]),
        ("2", ["县教育局", "各乡镇、街道"]),
    ]


def test_a_task_that_names_nobody_among_others_is_a_task() -> None:
    text = f"{HEAD}1.目标。建成投用。\n2.新建公园3座。责任单位：县住建局\n3.新建学校1所。责任单位：县教育局"
    assert units(text) == [("1", []), ("2", ["县住建局"]), ("3", ["县教育局"])]


def test_a_heading_without_number_names_the_leader_of_what_stands_below() -> None:
    text = (
        "关于印发2024年重点工作责任分解的通知\n秦怀远副县长牵头重点工作\n1.新建公园3座。责任单位：县住建局\n"
        "2.新建学校1所。责任单位：县教育局\n陆明川副县长牵头重点工作\n1.新建水厂1座。责任单位：县水利局\n"
        "2.新建泵站2座。责任单位：县水利局"
    )
    leaders = [[leader["name"] for leader in task["leaders"]] for task in told(text)["tasks"]]
    assert leaders == [["秦怀远"], ["秦怀远"], ["陆明川"], ["陆明川"]]


@pytest.mark.parametrize("body", ["县发改局", "县商务局"])
def test_a_body_above_items_answers_for_them(body: str) -> None:
    text = f"{HEAD}{body}：1.新增项目60项。2.争取资金3.8亿元。\n县水利局：1.新建水厂1座。2.新建泵站2座。"
    assert units(text) == [("1", [body]), ("2", [body]), ("1", ["县水利局"]), ("2", ["县水利局"])]


def test_labels_in_brackets_of_their_own() -> None:
    text = (
        f"{HEAD}1、新建公园3座。\n【责任部门】县住建局（牵头）、县财政局【完成时间】10月底\n"
        "2、新建学校1所。\n【责任部门】县教育局【完成时间】9月底"
    )
    assert units(text) == [("1", ["县住建局", "县财政局"]), ("2", ["县教育局"])]
    assert [task["deadline"]["text"] for task in told(text)["tasks"]] == ["10月底", "9月底"]


ROWS_OF_LINES = {
    "blanks": (
        "1 新增托位600个，建成驿站4处。 县卫健局、县妇联 10月底",
        "2 新建学校1所。 县教育局 8月底",
        "3 改造小区5个。 县住建局 12月底",
    ),
    "nothing between": (
        "1新增托位600个，建成驿站4处。县卫健局、县妇联10月底",
        "2新建学校1所。县教育局8月底",
        "3改造小区5个。县住建局12月底",
    ),
    "over lines": (
        "1新增托位600个，建成驿站",
        "4处。县卫健局、县妇联10月底",
        "2新建学校1所。县教育局",
        "8月底",
        "3改造小区5个。县住建局12月底",
    ),
}


@pytest.mark.parametrize("dress", ROWS_OF_LINES)
def test_rows_that_end_with_bodies_and_a_deadline(dress: str) -> None:
    found = told(TITLE + "\n".join(ROWS_OF_LINES[dress]))["tasks"]
    assert [[unit["text"] for unit in task["units"]] for task in found] == [
        ["县卫健局", "县妇联"],
        ["县教育局"],
        ["县住建局"],
    ]
    assert [task["deadline"]["text"] for task in found] == ["10月底", "8月底", "12月底"]


def page_of(rows: list[tuple[str, ...]], dress: str, title: str = TITLE) -> tuple[bytes, str]:
    """Return a notice whose table has these rows, and the name of its file; <br> breaks a cell."""
    if dress == "html":
        cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
        made = f"<h1>{title}</h1><table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>".encode()
    elif dress == "docx":
        broken = [["".join(map(p, cell.split("<br>"))) for cell in row] for row in rows]
        cells = ("".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in broken)
        made = docx(p(title.strip()) + f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>")
    else:
        return (title + DRESSES[dress](rows)).encode(), "a.txt"
    return made, f"a.{dress}"


def tasks_of(rows: list[tuple[str, ...]], dress: str, title: str = TITLE) -> list[dict[str, Any]]:
    data, name = page_of(rows, dress, title)
    return list(as_json(pipeline.convert(data, name=name))["tasks"])


def read(dress: str, rows: list[tuple[str, str]], title: str = TITLE) -> list[dict[str, Any]]:
    """Return the tasks of rows of words and bodies, in a table or as paragraphs."""
    if dress == "text":
        lines = (f"{n}.{words}。{who}" for n, (words, who) in enumerate(rows, 1))
        return list(told(HEAD + "\n".join(lines))["tasks"])
    numbered = [(str(n), *row) for n, row in enumerate(rows, 1)]
    return tasks_of([("序号", "工作内容", "责任单位"), *numbered], dress, title)


def bodies(tasks: list[dict[str, Any]]) -> list[list[str]]:
    return [[unit["text"] for unit in task["units"]] for task in tasks]


def leaders(tasks: list[dict[str, Any]]) -> list[list[str]]:
    return [[leader["name"] for leader in task["leaders"]] for task in tasks]


TABLES = ["tabs", "pipes", "a cell a line", "html", "docx"]
EVERY = ["text", *TABLES]


@pytest.mark.parametrize("dress", EVERY)
def test_who_answers_at_the_level_above_is_not_tasked(dress: str) -> None:
    rows = [
        ("新建公园3座", "（省财政厅负责）（市里分工：市财政局、商务局承担）"),
        ("新建学校1所", "（省教育厅负责）（市里分工：市教育局承担）"),
    ]
    found = read(dress, rows, TITLE.replace("县", "市"))
    assert bodies(found) == [["市财政局", "商务局"], ["市教育局"]]


@pytest.mark.parametrize("dress", TABLES)
def test_a_column_of_the_level_above_is_not_tasked(dress: str) -> None:
    rows = [
        ("序号", "工作内容", "省级责任单位", "市级责任单位"),
        ("1", "新建公园3座", "省财政厅", "市财政局"),
    ]
    rows += [("2", "新建学校1所", "省教育厅", "市教育局"), ("3", "新建泵站2座", "省水利厅", "市水利局")]
    assert bodies(tasks_of(rows, dress, TITLE.replace("县", "市"))) == [
        ["市财政局"],
        ["市教育局"],
        ["市水利局"],
    ]


@pytest.mark.parametrize("dress", EVERY)
def test_verbs_in_cells_give_roles(dress: str) -> None:
    rows = [
        ("新建公园3座", "（县住建局牵头，县财政局配合）"),
        ("改造小区5个", "（县住建局、县民政局按职责分工负责）"),
        ("新建学校1所", "由县教育局负责"),
    ]
    bare = [(words, who if dress == "text" else who.strip("（）")) for words, who in rows]
    found = [[(unit["text"], unit["role"]) for unit in task["units"]] for task in read(dress, bare)]
    assert found == [
        [("县住建局", "lead"), ("县财政局", "support")],
        [("县住建局", "responsible"), ("县民政局", "responsible")],
        [("县教育局", "responsible")],
    ]


@pytest.mark.parametrize("dress", ["html", "docx"])
def test_lines_of_a_cell_part_bodies_and_figures_but_no_word(dress: str) -> None:
    rows = [
        ("新建公园3座<br>改造公厕2座", "县住建局<br>县财政局"),
        ("新建学校1所", "县教<br>育局<br>县自然资<br>源局"),
    ]
    found = read(dress, rows)
    assert bodies(found) == [["县住建局", "县财政局"], ["县教育局", "县自然资源局"]]
    assert [target["value"] for target in found[0]["targets"]] == [3, 2]
    assert found[0]["text"] == "新建公园3座改造公厕2座"


@pytest.mark.parametrize("dress", EVERY)
def test_a_sentence_covers_what_follows(dress: str) -> None:
    once = "县住建局、园区管委会。上述事项各乡镇、街道均须办理，下文从略"
    rows = [("新建公园3座", once), ("新建学校1所", "县教育局"), ("新建泵站2座", "县水利局")]
    if dress == "text":
        rows = [(words, f"责任单位：{who}") for words, who in rows]
    assert bodies(read(dress, rows)) == [
        ["县住建局", "园区管委会"],
        ["县教育局", "各乡镇、街道"],
        ["县水利局", "各乡镇、街道"],
    ]


@pytest.mark.parametrize("dress", TABLES)
def test_leaders_of_a_chapter_of_a_table_go_to_its_rows(dress: str) -> None:
    rows: list[tuple[str, ...]] = [("序号", "工作内容", "责任单位")]
    rows += [
        ("一、城建工作（牵头领导：王安、李平）",),
        *ROWS[:2],
        ("二、社会事业（牵头领导：赵明）",),
        ROWS[2],
    ]
    found = tasks_of(rows, dress)
    assert leaders(found) == [["王安", "李平"], ["王安", "李平"], ["赵明"]]
    assert [task["number"] for task in found] == ["1", "2", "3"]


@pytest.mark.parametrize("dress", TABLES)
def test_a_column_of_leaders(dress: str) -> None:
    names = ("王安", "李平", "赵明")
    rows = [("序号", "工作内容", "责任领导", "责任单位")]
    rows += [(number, words, name, who) for (number, words, who), name in zip(ROWS, names, strict=True)]
    assert leaders(tasks_of(rows, dress)) == [[name] for name in names]


def test_a_lone_heading_of_bodies_above_loose_cells() -> None:
    """The other headings were lost: the bodies still stand below the words, and nothing fails."""
    rows = "".join(f"新建公园{n}座，改造提升老旧小区。\n县住建局、县财政局\n" for n in range(1, 5))
    found = units(f"潮湾县2024年重点工作责任分解\n责任单位\n{rows}")
    assert [names for _, names in found] == [["县住建局", "县财政局"]] * 4
