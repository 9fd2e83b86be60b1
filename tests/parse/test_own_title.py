"""Titles as pages print them: act in marks, file names, a title in the navigation, one in two lines."""

from __future__ import annotations

import pytest

from kg import pipeline
from kg.emit import as_json

LIST = "一、重点工作\n1.新建公园3座。\n责任单位：县住建局\n"
TITLE = "关于印发2024年重点工作的通知"


def notice(page: str) -> dict[str, object]:
    said: dict[str, object] = as_json(pipeline.convert((page + LIST).encode(), name="通知.txt"))["notice"]
    return said


@pytest.mark.parametrize(
    ("page", "title", "issuers"),
    [
        (
            "临溪县人民政府办公室《关于认真办理2024年为民实事》的通知\n",
            "临溪县人民政府办公室《关于认真办理2024年为民实事》的通知",
            ["临溪县人民政府办公室"],
        ),
        (f"临政办发〔2024〕5号：{TITLE}.pdf\n", TITLE, []),
        (f"{TITLE}_政策文件_临溪县人民政府\n", TITLE, []),
        (f"| {TITLE} |\n", TITLE, []),
        (f"政务服务丨临溪县人民政府{TITLE}\n", f"临溪县人民政府{TITLE}", ["临溪县人民政府"]),
        (
            f"1. 栏目导航\n2. 联系我们\n首页 > 政策文件\n临溪县人民政府{TITLE}\n各乡镇：\n",
            f"临溪县人民政府{TITLE}",
            ["临溪县人民政府"],
        ),
        (
            "临溪县人民政府关于印发《<政府工作报告>重点任务》的通知\n",
            "临溪县人民政府关于印发《<政府工作报告>重点任务》的通知",
            ["临溪县人民政府"],
        ),
        ("附件：1.2024年临溪县重点工作责任分解\n", "2024年临溪县重点工作责任分解", []),
        (
            "关于在新城开展\n2024年重点工作的实施方案\n为改善环境，制定本方案。\n",
            "关于在新城开展2024年重点工作的实施方案",
            [],
        ),
        ("贯彻落实《关于促进消费》的情况\n2024年临溪县重点工作安排\n", "2024年临溪县重点工作安排", []),
    ],
)
def test_titles(page: str, title: str, issuers: list[str]) -> None:
    said = notice(page)
    assert (said["title"], said["issuers"]) == (title, issuers)


@pytest.mark.parametrize("label", ["责任部门", "责任单位", "牵头单位"])
def test_a_label_of_the_box_begins_no_list(label: str) -> None:
    box = (
        f"索 引 号:\n1/2024-5\n发布机构:\n临溪县人民政府办公室\n{label}:\n县府办\n生成日期:\n2024年2月10日\n"
    )
    page = f"{box}临溪县人民政府办公室{TITLE}\n临政办发〔2024〕5号\n各乡镇人民政府：\n请落实。\n"
    said = notice(page)
    assert said["title"] == f"临溪县人民政府办公室{TITLE}"
    assert said["documentNumber"] == "临政办发〔2024〕5号"


@pytest.mark.parametrize(
    ("page", "year"),
    [
        ("临政发〔2021〕5号\n临溪县人民政府关于印发“十四五”规划任务分工的通知\n", None),
        ("临政发〔2006〕5号\n关于落实第十一个五年规划纲要工作分工的通知\n", None),
        ("临政发〔2021〕5号\n关于印发“十四五”规划2022年重点工作的通知\n", 2022),
        ("临政发〔2021〕5号\n关于印发十五项重点工作责任分工的通知\n", 2021),
        ("关于印发重点工作责任分工的通知\n各乡镇：\n报告定了2019年的目标，到2025年见效。\n", 2019),
        ("关于印发重点工作责任分工的通知\n各乡镇：\n2018年以来成效明显，到2025年见效。\n", None),
        ("关于印发重点工作责任分工的通知\n各乡镇：\n2018年做得好，2019年要更好。\n", None),
    ],
)
def test_the_year_that_it_is_for(page: str, year: int | None) -> None:
    assert notice(page)["forYear"] == year
