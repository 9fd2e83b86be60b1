"""Projects told in labelled paragraphs, and lists that hold tasks beside them."""

from __future__ import annotations

from typing import Any

import pytest

from kg import pipeline
from kg.emit import as_json

TITLE = "关于下达2024年重点工程和城建任务的通知\n"
TASKS = "一、城建任务\n1.新建公园3座。责任单位：县住建局\n2.植树9亩。责任单位：县林业局\n"
PROJECTS = (
    "二、重点工程\n{0}项目名称：东河大桥（新建）\n建设内容：桥长486米。\n总投资：9800万元。年度计划投资：4500万元。"
    "年度目标：主体完工。\n项目业主：县城投公司。主管部门：县住建局。\n"
    "{1}项目名称：县医院病房楼（续建）\n建设内容：建筑面积2.4万平方米。\n总投资：7200万元。年度目标：封顶。\n"
    "项目业主：县医院。主管部门：县卫生健康局。\n"
)


def told(text: str) -> dict[str, Any]:
    return as_json(pipeline.convert(text.encode(), name="notice.txt"))


@pytest.mark.parametrize("numbers", [("1.", "2."), ("（一）", "（二）"), ("•", "•")])
def test_projects_in_a_chapter_behind_tasks(numbers: tuple[str, str]) -> None:
    notice = told(TITLE + TASKS + PROJECTS.format(*numbers))
    assert [(task["number"], task["text"]) for task in notice["tasks"]] == [
        ("1", "新建公园3座。"),
        ("2", "植树9亩。"),
    ]
    told_of = [
        (
            project["name"],
            project["constructionType"],
            project["investment"]["total"],
            project["progressGoal"],
            project["owner"],
            project["department"],
        )
        for project in notice["projects"]
    ]
    assert told_of == [
        ("东河大桥", "新建", 9800, "主体完工", "县城投公司", "县住建局"),
        ("县医院病房楼", "续建", 7200, "封顶", "县医院", "县卫生健康局"),
    ]


def test_tasks_in_a_chapter_behind_projects() -> None:
    text = TITLE + PROJECTS.format("1.", "2.").replace("二、", "一、") + TASKS.replace("一、", "二、")
    notice = told(text)
    assert [project["name"] for project in notice["projects"]] == ["东河大桥", "县医院病房楼"]
    assert [task["section"] for task in notice["tasks"]] == ["二、城建任务"] * 2


@pytest.mark.parametrize(
    ("printed", "name", "nature"),
    [
        ("县体育场（改扩建）", "县体育场", "改扩建"),
        ("县体育场(新建)", "县体育场", "新建"),
        ("县体育场（一期）", "县体育场（一期）", None),
        ("县体育场", "县体育场", None),
    ],
)
def test_a_bracket_behind_a_name_may_say_what_is_new(printed: str, name: str, nature: str | None) -> None:
    text = f"{TITLE}1.项目名称：{printed}\n总投资：4300万元。\n项目业主：县教育体育局。\n"
    (project,) = told(text)["projects"]
    assert (project["name"], project["constructionType"]) == (name, nature)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("县第二水厂。建设内容：新建水厂一座。总投资：7600万元。责任单位：县水利局。", "县第二水厂"),
        ("县第二水厂。建设规模：日供水3万吨。总投资：7600万元。责任单位：县水利局。", "县第二水厂"),
        ("新建水厂一座。总投资：7600万元。责任单位：县水利局。", None),  # a task that states its cost
        ("县第二水厂。建设内容：新建水厂一座。责任单位：县水利局。", None),
    ],
)
def test_words_that_name_a_project_without_a_label(words: str, name: str | None) -> None:
    notice = told(f"{TITLE}一、重点工程\n1.{words}\n2.{words}\n")
    assert [project["name"] for project in notice["projects"]] == ([name] * 2 if name else [])
    assert len(notice["tasks"]) == (0 if name else 2)


@pytest.mark.parametrize("goal", ["年度目标：主体封顶", "2024年目标：主体封顶", "主体封顶"])
def test_clauses_with_words_of_their_own(goal: str) -> None:
    page = (
        f"{TITLE}一、重点工程\n（一）东河小学迁建项目。新建。建设内容：教学楼3栋、体育馆1座。总投资18600万元，"
        f"2024年计划投资7000万元。{goal}。业主单位：县城投公司。责任单位：县教育局。\n"
        f"（二）环湖路改造工程。续建。建设内容：道路拓宽3.4公里。总投资24500万元，2024年计划投资11200万元。{goal}。"
        "业主单位：县城建集团。责任单位：县住建局。\n"
    )
    projects = told(page)["projects"]
    assert [(one["content"], one["progressGoal"]) for one in projects] == [
        ("教学楼3栋、体育馆1座", "主体封顶"),
        ("道路拓宽3.4公里", "主体封顶"),
    ]


@pytest.mark.parametrize("heading", ["附：配套的重点项目（2个）", "二、重点工程"])
@pytest.mark.parametrize("nature", ["建设性质：新建。", "", "项目类别：民生。建设性质：新建。"])
@pytest.mark.parametrize("numbers", [("项目1  ", "项目2  "), ("1.", "2."), ("（一）", "（二）")])
def test_a_name_alone_before_the_labels(numbers: tuple[str, str], nature: str, heading: str) -> None:
    """A name may be followed by any label: 县第二水厂。建设性质：新建。建设内容：…。总投资：…."""
    notice = told(
        TITLE + TASKS + f"{heading}\n"
        f"{numbers[0]}县第二水厂。{nature}建设内容：日供水能力3万吨。总投资：6800万元。2024年计划投资：4000万元。"
        "形象进度：主体完工。建设单位：县自来水公司。责任部门：县水利局。\n"
        f"{numbers[1]}和顺苑小区。{nature}建设内容：住宅楼14栋。总投资：11500万元。2024年计划投资：5200万元。"
        "形象进度：竣工交付。建设单位：县城投公司。责任部门：县住建局。\n"
    )
    assert [task["number"] for task in notice["tasks"]] == ["1", "2"]
    found = [
        (one["name"], one["content"], one["investment"]["planned"], one["progressGoal"], one["department"])
        for one in notice["projects"]
    ]
    assert found == [
        ("县第二水厂", "日供水能力3万吨", 4000, "主体完工", "县水利局"),
        ("和顺苑小区", "住宅楼14栋", 5200, "竣工交付", "县住建局"),
    ]
