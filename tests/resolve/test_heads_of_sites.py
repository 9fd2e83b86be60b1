"""Heads as portals, copies on other sites and offices print them."""

from __future__ import annotations

import pytest

from kg import pipeline
from kg.emit import as_json

LIST = "2024年重点工作责任分解\n一、重点工作\n1.新建公园3座。\n责任单位：县住建局\n"
LETTER = "各乡镇人民政府，县政府各部门：\n现印发给你们，请认真执行。\n"
TITLE = "嵊泗县人民政府办公室关于印发重点工作责任分解的通知"
OFFICE = ["嵊泗县人民政府办公室"]

Head = dict[str, object]


def head(text: str) -> Head:
    said: Head = as_json(pipeline.convert(text.encode(), name="通知.txt"))["notice"]
    return said


def check(page: str, **expected: object) -> None:
    said = head(page)
    assert {name: said[name] for name in expected} == expected


MENUS = "政府信息公开\n1. 规范性文件库\n1. 目录\n2. 县人民政府\n3. 县人民政府办公室\n2. 政协提案\n"
HEADED = "嵊泗县2024年重点工作实施方案\n"
ISSUED = "嵊泗县人民政府办公室关于印发《嵊泗县2024年重点工作实施方案》的通知"


@pytest.mark.parametrize(
    ("page", "title"),
    [
        pytest.param(f"{MENUS}{TITLE}\n{LETTER}{LIST}", TITLE, id="numbered menus above"),
        pytest.param(
            f"{HEADED}基本介绍\n• 中文名：重点工作实施方案\n• 印发时间：2024年2月1日\n"
            f"通知\n{ISSUED}\n{LETTER}{LIST}",
            ISSUED,
            id="an encyclopedia heads its page by what is issued",
        ),
        pytest.param(
            "关于推进重点工作的实施办法\n发布时间:2024-06-19\n嵊泗县人民政府办公室\n印发《关于推进重点工作\n"
            f"的实施办法》的通知\n{LETTER}{LIST}",
            "嵊泗县人民政府办公室印发《关于推进重点工作的实施办法》的通知",
            id="the letter below the heading, broken over lines",
        ),
        pytest.param(
            f"第一篇:嵊泗县人民政府办公室文件\n嵊泗县人民政府办公室关于加强\n就业工作的通知\n{LETTER}一、做好就业。\n",
            "嵊泗县人民政府办公室关于加强就业工作的通知",
            id="first of several in a collection",
        ),
        pytest.param(
            f"关于报送进展情况的通知\n27.01.2024 02:20\n{OFFICE[0]}关于报送\n进展情况的通知\n{LETTER}{LIST}",
            "嵊泗县人民政府办公室关于报送进展情况的通知",
            id="heading without its issuer, then with it over two lines",
        ),
        pytest.param(f"本站转载:最新消息... {TITLE}\n{LETTER}{LIST}", TITLE, id="slogans in the line"),
        pytest.param(f"嵊政办发〔2024〕5号《{TITLE}》\n{LETTER}{LIST}", TITLE, id="number before marks"),
        pytest.param(
            f"嵊泗县人民政府印发嵊泗县促进渔业若干措施的通知\n{LETTER}{LIST}",
            "嵊泗县人民政府印发嵊泗县促进渔业若干措施的通知",
            id="no 关于 in it",
        ),
        pytest.param(f"公文名称：{TITLE}\n公文类型：通知\n{LETTER}{LIST}", TITLE, id="another label"),
        pytest.param(
            "嵊泗县2024年水利建设实施意见 各乡镇人民政府，县政府各部门： 2023年遭遇台风，现提出实施意见。"
            "一、坚持建设。二、清理渠道。",
            "嵊泗县2024年水利建设实施意见",
            id="a plan and its letter in one line",
        ),
        pytest.param(
            f"{TITLE[:10]}关于印发《{'甲' * 40}》《{'乙' * 40}》的通知\n{LETTER}{LIST}",
            f"{TITLE[:10]}关于印发《{'甲' * 40}》《{'乙' * 40}》的通知",
            id="two long names",
        ),
        pytest.param(
            "嵊泗县贯彻《关于加强新时代\n街道工作的意见》的任务分解方案\n1.健全机制。\n责任单位：县民政局\n",
            "嵊泗县贯彻《关于加强新时代街道工作的意见》的任务分解方案",
            id="broken within the marks",
        ),
        pytest.param(
            "嵊泗县人民政府办公室\n关于\n印发《嵊泗县2024年重点工作责任分解》\n的通知\n" + LETTER + LIST,
            "嵊泗县人民政府办公室关于印发《嵊泗县2024年重点工作责任分解》的通知",
            id="over four lines",
        ),
        pytest.param(f"{TITLE}（有效）\n{LETTER}{LIST}", TITLE, id="whether it is in force"),
        pytest.param(f"【规范性文件】{TITLE}\n{LETTER}{LIST}", TITLE, id="its class before it"),
        pytest.param(
            "主送：各镇人民政府\n标题：嵊泗县2024年水利建设任务分工\n日期：2024-03-12\n1.加固水库4座。\n责任单位：县水利局\n",
            "嵊泗县2024年水利建设任务分工",
            id="a plan whose title has a label",
        ),
    ],
)
def test_titles(page: str, title: str) -> None:
    check(page, title=title)


@pytest.mark.parametrize(
    ("signed", "issued"),
    [
        ("嵊泗县人民政府办公室\n202491\n", "2024-09-01"),
        ("嵊泗县人民政府办公室\n2024610\n", "2024-06-10"),
        ("嵊泗县人民政府办公室\n2024111\n", None),  # 11 January or 1 November
        ("嵊泗县人民政府办公室\n202411\n", None),  # or November
        ("嵊泗县人民政府办公室\n\n(此件发至乡)                  2024年6月13日\n", "2024-06-13"),
        ("\n\n                     二0二四年九月二十六日\n\n", "2024-09-26"),
    ],
)
def test_days_of_issue(signed: str, issued: str | None) -> None:
    check(f"{TITLE}\n\n\n{LETTER}{signed}{LIST}", issued=issued)


@pytest.mark.parametrize(
    ("fields", "issued"),
    [("信息时效期：2029-05-06 签署日期：2024-04-28\n", "2024-04-28"), ("信息时效期：2029-05-06\n", None)],
)
def test_the_day_of_signing_is_that_of_issue(fields: str, issued: str | None) -> None:
    check(f"索引号：430S00/2024-0457 所属机构：县政府办公室\n{fields}{TITLE}\n{LETTER}{LIST}", issued=issued)


@pytest.mark.parametrize(
    ("page", "number"),
    [
        (f"上一篇：{TITLE}（嵊政办发〔2020〕88号）\n{TITLE}\n嵊政办发〔2024〕9号\n", "嵊政办发〔2024〕9号"),
        (f"等级 特急·明电   嵊政办明电〔2024〕15号   嵊机发  号\n{TITLE}\n", "嵊政办明电〔2024〕15号"),
        (f"{TITLE}\n（嵊政办发〔2024〕\n15号）\n", "嵊政办发〔2024〕15号"),
        (f"{TITLE}\n嵊泗县人民政府令第12号\n", "嵊泗县人民政府令第12号"),
        (f"{TITLE}\n嵊泗县人民政府\n嵊府令第 12 号\n", "嵊府令第12号"),
        (f"{TITLE}\n根据省政府令第12号\n", None),
        (f"临 政 办 发 〔2024〕 5 号\n{TITLE}\n", "临政办发〔2024〕5号"),
    ],
)
def test_numbers(page: str, number: str | None) -> None:
    check(page + LETTER + LIST, documentNumber=number)


@pytest.mark.parametrize(
    ("page", "issuers"),
    [
        (
            f"关于印发责任分解的通知\n2024-09-03 17:40 来源：嵊泗县人民政府办公室\n{LETTER}",
            ["嵊泗县人民政府办公室"],
        ),
        (
            "来源：嵊泗县政府办公室 | 日期：2024-02-18\n舟山市嵊泗县人民政府办公室\n关于印发责任分解的通知\n",
            ["舟山市嵊泗县人民政府办公室"],
        ),
        (
            f"关于印发责任分解的通知\n{LETTER}嵊泗县“十四五”规划工作领导小组办公室\n2024年9月1日\n",
            ["嵊泗县“十四五”规划工作领导小组办公室"],
        ),
        (
            f"关于印发责任分解的通知\n{LETTER}嵊泗县高技能人才工作联席会议办公室\n2024年9月1日\n",
            ["嵊泗县高技能人才工作联席会议办公室"],
        ),
    ],
)
def test_issuers(page: str, issuers: list[str]) -> None:
    check(page + LIST, issuers=issuers, jurisdiction="嵊泗县")


def test_what_stands_above_the_addressees_is_no_list_but_a_list_may_name_whom_it_is_for() -> None:
    listed = f"{LIST}各乡镇人民政府：\n2.清理河道。\n"
    said = as_json(pipeline.convert((f"{TITLE}\n" + listed).encode(), name="通知.txt"))
    assert [task["number"] for task in said["tasks"]] == ["1", "2"]


@pytest.mark.parametrize(
    "number", ["嵊泗县人民政府令\n第5号", "嵊泗县人民政府令 第5号", "（嵊泗县人民政府令第5号）"]
)
def test_an_order_names_who_issues_it(number: str) -> None:
    page = (
        f"{number}\n《嵊泗县城市绿化管理办法》已经通过，现予公布。\n县长 李和\n2020年3月18日\n"
        "嵊泗县城市绿化管理办法\n第一条 为加强绿化，制定本办法。\n"
    )
    check(
        page,
        documentNumber="嵊泗县人民政府令第5号",
        title="嵊泗县城市绿化管理办法",
        issuers=["嵊泗县人民政府"],
        issued="2020-03-18",
        jurisdictionCode="330922",
    )
