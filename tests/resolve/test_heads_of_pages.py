"""Heads as pages and traditional texts print them: bullets before labels, a number in 發 and 號."""

from __future__ import annotations

import pytest

from kg import pipeline

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
