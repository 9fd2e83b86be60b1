"""Heads as pages and traditional texts print them: bullets before labels, a number in 發 and 號."""

from __future__ import annotations

import pytest

from kg import pipeline
from kg.emit import as_json

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
