"""Heads by who issues: offices of all levels, in one line or two, what they pass on, and damaged numbers."""

from __future__ import annotations

import pytest

from kg import pipeline
from kg.emit import as_json

LIST = "2024年重点工作责任分解\n一、重点工作\n1.新建公园3座。\n责任单位：县住建局\n"
LETTER = "各乡镇人民政府，县政府各部门：\n现印发给你们，请认真执行。\n"
ACT = "关于印发2024年重点工作责任分解的通知"
OFFICE = "嵊泗县人民政府办公室"


def head(text: str) -> dict[str, object]:
    said: dict[str, object] = as_json(pipeline.convert(text.encode(), name="通知.txt"))["notice"]
    return said


@pytest.mark.parametrize(
    ("issuer", "code"),
    [
        ("锡林郭勒盟行政公署办公室", "152500"),
        ("阿里地区行署办公室", "542500"),
        ("中共阿里地委办公室", "542500"),
        ("第八师石河子市办公室", "659001"),
        ("新疆生产建设兵团第三师办公室", None),
        ("新疆生产建设兵团办公厅", None),
        ("嵊泗县人大常委会办公室", "330922"),
        ("嵊泗县纪委监委", "330922"),
        ("中共嵊泗县委组织部", "330922"),
        ("嵊泗县政务服务中心", "330922"),
        ("舟山市消防救援支队", "330900"),
        ("嵊泗县总工会", "330922"),
        ("嵊泗县人民法院", "330922"),
        ("嵊泗县菜园镇党政综合办公室", "330922100"),
        ("嵊泗县农业农村局党组", "330922"),
        ("嵊泗县供销合作社联合社", "330922"),
    ],
)
def test_who_issues_above_the_title_and_below_the_letter(issuer: str, code: str | None) -> None:
    above = f"甲办发〔2024〕5号\n{issuer}\n关于印发2024年重点工作\n责任分解的通知\n"
    said = head(f"{above}{LETTER}{issuer}\n2024年3月4日\n{LIST}")
    assert (said["title"], said["issuers"]) == (issuer + ACT, [issuer])
    assert (said["issued"], said["jurisdictionCode"]) == ("2024-03-04", code)
    assert said["jurisdiction"]


@pytest.mark.parametrize(
    "lines",
    [
        "中国共产党河北雄安新区工作委员会\n党政办公室",
        "舟山高新技术产业园区管理委员会\n综合办公室",
        "嵊泗县人民政府\n办公室",
        "嵊泗县\n人民政府办公室",
        "嵊泗县人民\n政府办公室",
        "嵊泗县创建国家卫生县城工作\n领导小组办公室",
        "新疆生产建设兵团第十四师昆玉市\n发展和改革委员会",
    ],
)
def test_an_office_over_two_lines(lines: str) -> None:
    name = lines.replace("\n", "")
    above = head(f"{lines}\n关于印发2024年重点工作\n责任分解的通知\n{LETTER}{LIST}")
    assert (above["title"], above["issuers"]) == (name + ACT, [name])
    signed = head(f"{ACT}\n{LETTER}{lines}\n2024年3月4日\n{LIST}")
    assert (signed["issuers"], signed["issued"]) == ([name], "2024-03-04")


@pytest.mark.parametrize(("above", "issued"), [("二〇二四年三月四日\n", "2024-03-04"), ("", "2024-03-06")])
def test_the_day_of_print_is_that_of_issue_where_nothing_else_tells_it(above: str, issued: str) -> None:
    said = head(f"{OFFICE}{ACT}\n{LETTER}{above}主题词：任务 分解 通知\n{OFFICE}　　2024年3月6日印发\n{LIST}")
    assert (said["issued"], said["issuers"]) == (issued, [OFFICE])


@pytest.mark.parametrize("seal", ["（印章）", "(公章)", " （盖章）"])
def test_a_seal_behind_who_signs_or_the_day_is_no_part_of_it(seal: str) -> None:
    for signature in (f"{OFFICE}{seal}\n2024年3月4日", f"{OFFICE}\n2024年3月4日{seal}"):
        said = head(f"{ACT}\n{LETTER}{signature}\n{LIST}")
        assert (said["issuers"], said["issued"]) == ([OFFICE], "2024-03-04")


def test_a_branch_signs_with_others() -> None:
    said = head(f"{ACT}\n{LETTER}嵊泗县财政局　嵊泗县教育局\n中国人民银行嵊泗县支行\n2024年3月4日\n{LIST}")
    assert said["issuers"] == ["嵊泗县财政局", "嵊泗县教育局", "中国人民银行嵊泗县支行"]


@pytest.mark.parametrize(
    "title",
    [
        f"{OFFICE}转发县农业农村局等部门\n关于2024年渔业发展任务\n分工意见的通知",
        f"{OFFICE}转发县农业农村局、县水利局\n《关于2024年水利建设\n任务安排的意见》的通知",
        f"{OFFICE}转发县农业农村局、\n县水利局关于2024年渔业工作\n任务分工意见的通知",
        f"{OFFICE}关于做好2024年清明期间防火工作任务\n分工的通知",
        f"{OFFICE}\n关于印发嵊泗县渔业三年行动计划\n（2022—2024年）2024年度任务分工方案的通知",
        f"{OFFICE}关于印发嵊泗县促进消费若干措施\n和任务分解表的通知",
        f"{OFFICE}\n关于贯彻浙政发〔2023〕3号文件\n进一步做好稳增长工作的实施意见",
        f"{OFFICE}\n关于落实舟政办发〔2023〕3号\n2024年任务分工的通知",
    ],
)
def test_titles_that_seem_to_end_or_cite(title: str) -> None:
    said = head(f"嵊政办发〔2024〕5号\n{title}\n{LETTER}{OFFICE}\n2024年3月4日\n{LIST}")
    assert said["title"] == title.replace("\n", "")
    assert (said["documentNumber"], said["issuers"]) == ("嵊政办发〔2024〕5号", [OFFICE])
    assert said["forYear"] == 2024


def test_a_plan_that_is_issued_keeps_its_own_title() -> None:
    said = head(f"{OFFICE}印发关于促进消费的若干措施\n嵊政办发〔2024〕5号\n{LETTER}{LIST}")
    assert said["title"] == f"{OFFICE}印发关于促进消费的若干措施"


@pytest.mark.parametrize(
    "number",
    [
        "嵊政办发2024 5号",
        "嵊政办发〔2O24〕5号",
        "嵊政办发〔2024〕1O号",
        "嵊政办发〔2024年〕5号",
        "嵊政办发〔二〇二四〕五号",
        "嵊政办发[2024]-5号",
        "嵊政办发(24)5号",
        "嵊政办发〔2024〕5-1号",
        "嵊政办发第72号",
        "嵊政办发72号",
    ],
)
@pytest.mark.parametrize("label", ["", "文号：", "颁发文号："])
def test_damaged_numbers_alone_and_behind_a_label(number: str, label: str) -> None:
    said = head(f"{label}{number}\n{OFFICE}{ACT}\n{LETTER}{LIST}")
    assert (said["documentNumber"], said["title"]) == (number, OFFICE + ACT)


@pytest.mark.parametrize(
    ("printed", "number"),
    [("嵊政办发[2024] 5号", "嵊政办发[2024]5号"), ("嵊政办发 (2024) 第 5 号", "嵊政办发(2024)第5号")],
)
def test_a_number_has_no_spaces_but_those_that_part_figures(printed: str, number: str) -> None:
    assert head(f"{printed}\n{OFFICE}{ACT}\n{LETTER}{LIST}")["documentNumber"] == number


@pytest.mark.parametrize("line", ["山海路72号", "嵊政办2024", "电话：5081号", "第72号"])
def test_what_is_no_number(line: str) -> None:
    assert head(f"{line}\n{OFFICE}{ACT}\n{LETTER}{LIST}")["documentNumber"] is None


@pytest.mark.parametrize(
    "fields",
    [
        f"发文：{OFFICE}\n文号：嵊政办发〔2024〕5号\n成文：2024年3月4日",
        f"颁发机关：{OFFICE}\n颁发日期：2024年3月4日\n颁发文号：嵊政办发〔2024〕5号",
        f"发文部门：{OFFICE}\n发文时间：2024.03.04\n文件号：嵊政办发〔2024〕5号",
        f"公开主体：{OFFICE}\n生成日期：2024-03-05\n成文日期：2024-03-04\n编号：嵊政办发〔2024〕5号",
        f"起草单位：县发改局\n制发：{OFFICE}\n制发时间：2024-03-04\n发文编号：嵊政办发〔2024〕5号",
        f"发文单位：{OFFICE}　成文：2024年3月4日　字号：嵊政办发〔2024〕5号",
    ],
)
def test_labels_of_boxes(fields: str) -> None:
    said = head(f"{fields}\n\n{ACT}\n{LETTER}{LIST}")
    assert (said["title"], said["issuers"]) == (ACT, [OFFICE])
    assert (said["documentNumber"], said["issued"]) == ("嵊政办发〔2024〕5号", "2024-03-04")


@pytest.mark.parametrize(
    ("above", "signature", "issuers"),
    [
        (
            "第六师　五家渠市",
            "新疆生产建设兵团第六师\n五家渠市人民政府",
            ["新疆生产建设兵团第六师", "五家渠市人民政府"],
        ),
        ("县委县政府", "中共嵊泗县委\n嵊泗县人民政府", ["中共嵊泗县委", "嵊泗县人民政府"]),
        (OFFICE, f"{OFFICE}\n嵊泗县财政局", [OFFICE]),
    ],
)
def test_joint_issuers_are_named_as_they_sign(above: str, signature: str, issuers: list[str]) -> None:
    said = head(f"{above}{ACT}\n{LETTER}{signature}\n2024年3月4日\n{LIST}")
    assert said["issuers"] == issuers


def test_a_channel_above_a_body_is_no_part_of_its_name() -> None:
    said = head(f"嵊泗县政务公开\n财政局{ACT}\n{LETTER}财政局\n2024年3月4日\n{LIST}")
    assert said["issuers"] == ["财政局"]
