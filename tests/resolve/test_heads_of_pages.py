"""Heads as pages and traditional texts print them: bullets before labels, a number in 發 and 號."""

from __future__ import annotations

import pytest

from kg import pipeline
from kg.emit import as_json
from kg.errors import NotANotice

LIST = "2024年重点工作责任分解\n一、重点工作\n1.新建公园3座。\n责任单位：区住建局\n"


@pytest.mark.parametrize("bullet", ["• ", "·", "● ", "★", ""])
@pytest.mark.parametrize("colon", [":", "："])
def test_an_issuer_behind_a_bullet(bullet: str, colon: str) -> None:
    fields = f"{bullet}发文单位{colon}区政府办\n{bullet}发文字号{colon}鼓政办〔2024〕3号\n"
    head = f"{fields}关于印发重点工作责任分解的通知\n"
    notice = pipeline.convert((head + LIST).encode(), name="通知.txt")
    assert [issuer.text for issuer in notice.issuers] == ["区政府办"]
    assert notice.document_number is not None
    assert notice.document_number.value == "鼓政办〔2024〕3号"


@pytest.mark.parametrize("issuer", ["大理白族自治州人民政府", "文山壯族苗族自治州人民政府"])
def test_a_number_in_traditional_script(issuer: str) -> None:
    head = f"州政發〔2020〕5號\n{issuer}關於印發2020年重點工作責任分解的通知\n各縣人民政府：\n"
    notice = pipeline.convert((head + LIST).encode(), name="通知.txt")
    assert notice.document_number is not None
    assert notice.document_number.value == "州政發〔2020〕5號"
    place = notice.places[notice.jurisdiction or ""]
    assert place.name.endswith("自治州")
    assert place.code is not None


def head(text: str) -> dict[str, object]:
    said = as_json(pipeline.convert(text.encode(), name="通知.txt"))["notice"]
    return {key: said[key] for key in ("title", "issuers", "issued", "forYear", "jurisdictionCode")}


def test_a_box_that_tells_when_a_document_ends_ends_the_field_before_it() -> None:
    box = (
        "发文日期: 2019-01-23 生效时间: 2019-01-23\n"
        "废止时间: 2020-01-23 名称: 太湖县人民政府关于印发《太湖县人民政府工作规则》的通知\n"
        "浏览次数: 590 内容概述:\n"
    )
    assert head(box + LIST) == {
        "title": "太湖县人民政府关于印发《太湖县人民政府工作规则》的通知",
        "issuers": ["太湖县人民政府"],
        "issued": "2019-01-23",
        "forYear": 2024,
        "jurisdictionCode": "340825",
    }


@pytest.mark.parametrize(
    ("signature", "issued"),
    [
        ("徐汇区人民政府办公室\n二OO六年九月三十日\n", "2006-09-30"),
        ("徐汇区人民政府办公室\n二○○六年九月三十日\n", "2006-09-30"),
        ("徐汇区人民政府办公室 2006年9月30日 (此件公开发布)\n", "2006-09-30"),
        ("徐汇区人民政府办公室\n2006年9月30日（此件依申请公开）\n", "2006-09-30"),
    ],
)
def test_a_letter_without_number_and_title_is_framed_by_who_and_when(signature: str, issued: str) -> None:
    letter = "区政府各委、办、局,各街道、华泾镇:\n现将有关事项通知如下,请认真贯彻执行。\n"
    assert head(letter + signature) == {
        "title": None,
        "issuers": ["徐汇区人民政府办公室"],
        "issued": issued,
        "forYear": 2006,
        "jurisdictionCode": "310104",
    }


@pytest.mark.parametrize("mark", ["附件:", "附件：1.", "附 件： 1、"])
def test_what_is_annexed_names_the_place_where_nothing_else_does(mark: str) -> None:
    letter = (
        "各镇政府(街道办事处),区政府直属局以上单位:\n现将工作任务分解下达:\n一、做好方案。\n二、按季报告。\n"
    )
    text = f"{letter}{mark}2007年三水区政府工作主要任务分解表\n二○○七年四月十三日\n"
    assert head(text)["jurisdictionCode"] == "440607"
    of_its_city = text.replace("三水区政府", "佛山市政府")
    assert head(of_its_city)["jurisdictionCode"] is None


def test_rules_and_announcements_are_titles_too() -> None:
    rules = head("盐政发〔2017〕40号\n盐池县人民政府工作规则\n第一章 总 则\n第一条 制定本规则。\n")
    assert (rules["title"], rules["jurisdictionCode"]) == ("盐池县人民政府工作规则", "640323")
    told = head(
        "重庆市人民政府关于控制尘污染的通告\n重庆市人民政府\n渝府令第 121 号\n现予发布。\n"
        "二○○一年十二月三十日\n"
    )
    assert (told["title"], told["issued"], told["forYear"]) == (
        "重庆市人民政府关于控制尘污染的通告",
        "2001-12-30",
        2001,
    )


@pytest.mark.parametrize(
    "page",
    [
        "首页 > 嵊泗县人民政府 > 信息公开\n{title}\n",
        "{title}_嵊泗县人民政府门户网站\n",
        "嵊泗县人民政府网站\n{title}\n",
        "{title}\n主办：嵊泗县人民政府办公室 承办：县大数据中心\n",
    ],
)
@pytest.mark.parametrize("issuer", ["县政府办公室", "县人民政府"])
def test_the_site_of_a_page_tells_whose_its_level_is(page: str, issuer: str) -> None:
    text = page.format(title=f"{issuer}关于印发重点工作责任分解的通知") + LIST
    assert head(text)["jurisdictionCode"] == "330922"


@pytest.mark.parametrize(
    "page",
    [
        "首页 > 舟山市人民政府 > 信息公开\n县政府办公室关于印发重点工作责任分解的通知\n",
        "首页 > 嵊泗县人民政府 > 信息公开\n关于印发重点工作责任分解的通知\n",
        "学习嵊泗县人民政府做法\n县政府办公室关于印发重点工作责任分解的通知\n",
    ],
)
def test_a_site_of_another_level_or_without_one_tells_nothing(page: str) -> None:
    assert head(page + LIST)["jurisdictionCode"] is None


def test_a_banner_names_an_issuer_in_full() -> None:
    page = "岱山县人民政府办公室文件\n岱政办发〔2024〕5号\n县政府办公室关于印发重点工作责任分解的通知\n"
    said = head(page + LIST)
    assert (said["issuers"], said["jurisdictionCode"]) == (["岱山县人民政府办公室"], "330921")


@pytest.mark.parametrize(
    ("report", "issuers"),
    [
        ("近日，浙江省人民政府办公厅发出通知，公布责任分解。", ["浙江省人民政府办公厅"]),
        ("日前,嵊泗县人民政府印发了分工方案。", ["嵊泗县人民政府"]),
        ("近日，省政府办公厅印发责任分解的通知。", []),
        ("近日，浙江省召开会议部署工作。", []),
        ("根据国务院办公厅印发的方案，制定本表。", []),
    ],
)
def test_a_report_tells_who_issued_what_it_reports(report: str, issuers: list[str]) -> None:
    assert head(f"{report}\n{LIST}")["issuers"] == issuers


@pytest.mark.parametrize(
    ("number", "addressees", "code"),
    [
        ("甘政发〔2022〕9号", "各市、自治州政府，兰州新区管委会，省直各部门：", "620000"),
        ("常政发〔2023〕1号", "各辖市、区政府，常州经开区管委会，市各部门：", "320400"),
        ("常政发〔2023〕1号", "各辖市、区政府，市各部门：", None),
        ("岳政发〔2023〕1号", "各街道办事处，区直各部门：", None),
    ],
)
def test_number_and_addressees_tell_a_place_together(number: str, addressees: str, code: str | None) -> None:
    page = f"{number}\n关于印发重点工作责任分解的通知\n{addressees}\n现印发给你们。\n"
    assert head(page + LIST)["jurisdictionCode"] == code


@pytest.mark.parametrize(
    ("page", "issuers"),
    [
        ("国务院办公厅关于印发2016年重点工作安排的通知\n国办发〔2016〕30号\n", ["国务院办公厅"]),
        ("國務院辦公廳關于印發2016年重點工作安排的通知\n國辦發〔2016〕30號\n", ["國務院辦公廳"]),
        ("关于印发重点任务分工的通知\n国办函〔2021〕11号\n国务院办公厅\n2021年8月3日\n", ["国务院办公厅"]),
        ("国 务 院 办 公 厅\n关于印发重点任务分工的通知\n", ["国务院办公厅"]),
        ("教育部办公厅关于开展课后服务工作的通知\n教基厅函〔2021〕28号\n", ["教育部办公厅"]),
        ("国家发展改革委 住房城乡建设部关于推进建设的通知\n", ["国家发展改革委", "住房城乡建设部"]),
        ("中共中央办公厅 国务院办公厅印发《关于推进建设的意见》\n", ["中共中央办公厅", "国务院办公厅"]),
        ("国务院安委会办公室关于印发重点任务分工的通知\n安委办〔2020〕3号\n", ["国务院安委会办公室"]),
    ],
)
def test_central_documents_are_the_countrys(page: str, issuers: list[str]) -> None:
    said = head(page + LIST)
    assert (said["issuers"], said["jurisdictionCode"]) == (issuers, "100000")


@pytest.mark.parametrize(
    ("page", "title", "issuers"),
    [
        (
            "县政府办公室转发县发改局等部门关于促进消费意见的通知\n",
            "县政府办公室转发县发改局等部门关于促进消费意见的通知",
            ["县政府办公室"],
        ),
        (
            "嵊泗县人民政府办公室\n批转县民政局关于养老服务意见的通知\n",
            "嵊泗县人民政府办公室批转县民政局关于养老服务意见的通知",
            ["嵊泗县人民政府办公室"],
        ),
        (
            "【嵊政办发〔2020〕8号】嵊泗县人民政府关于重点工作的通知\n",
            "嵊泗县人民政府关于重点工作的通知",
            ["嵊泗县人民政府"],
        ),
        (
            "嵊泗县突发环境事件应急预案\n嵊泗县人民政府\n2019年5月20日\n",
            "嵊泗县突发环境事件应急预案",
            ["嵊泗县人民政府"],
        ),
    ],
)
def test_what_is_passed_on_and_what_has_no_letter(page: str, title: str, issuers: list[str]) -> None:
    said = head(page + LIST)
    assert (said["title"], said["issuers"]) == (title, issuers)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("嵊泗县防汛防台应急预案\n1总则\n做好防汛。\n", "330922"),
        ("嵊泗县人民政府关于做好春耕工作的通知\n请各地抓好落实。\n", "330922"),
        ("温州市地震应急预案\n为减轻灾害制定。\n", "330300"),
    ],
)
def test_a_head_without_tasks_is_a_head(text: str, code: str) -> None:
    assert head(text)["jurisdictionCode"] == code


@pytest.mark.parametrize(
    "text",
    [
        "关于做好春耕工作的通知\n请各地抓好落实。\n",
        "嵊泗县今天天气很好。\n",
        "2024年假期安排\n请相互转告。\n",
    ],
)
def test_words_without_a_head_are_refused(text: str) -> None:
    with pytest.raises(NotANotice):
        head(text)
