"""Pinyin that a page sets behind characters is no word of it; what else stands in brackets is."""

from __future__ import annotations

import pytest

from kg import pipeline
from kg.emit import as_json
from kg.parse.lines import raw_lines
from kg.read import read


def lines(text: str) -> list[str]:
    return [raw.line.text for raw in raw_lines(read(text.encode(), name="a.txt"))]


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("各縣(xiàn)區(qū)政府", "各縣區政府"),
        ("關(guān)于印發(fā)方案", "關于印發方案"),
        ("發(fā)給你們(men)，現(xiàn)將辦(bàn)法", "發給你們，現將辦法"),
        ("綠(lǜ)化", "綠化"),
    ],
)
def test_pinyin_behind_a_character_is_no_word(printed: str, meant: str) -> None:
    assert lines(printed) == [meant]


@pytest.mark.parametrize(
    "printed",
    ["新建污水管網12(km)", "裝機(MW)", "推廣應用程序(app)", "A(fā)", "關（guān）于", "區(qū", "們(men)"],
)
def test_other_brackets_stay(printed: str) -> None:
    assert lines(printed) == [printed]


def test_html_and_pinyin_stand_side_by_side() -> None:
    assert lines("<p>各縣(xiàn)政府</p><p>關(guān)于<!-- 區(qū) -->方案</p>") == ["各縣政府", "關于方案"]


def test_a_page_with_pinyin_is_read_and_printed_without_it() -> None:
    page = (
        "東嶼縣(xiàn)人民政府辦公室關(guān)于印發(fā)2024年重點工作責任分解的通知\n"
        "東政辦發(fā)〔2024〕5號(hào)\n各鄉(xiāng)鎮(zhèn)人民政府：\n現(xiàn)印發(fā)給你們。\n"
        "東嶼縣(xiàn)人民政府辦公室\n2024年2月8日\n一、重點工作\n1.新建公園3座。\n責任單位：縣(xiàn)住建局\n"
    )
    notice = pipeline.convert(page.encode(), name="通知.txt")
    said = as_json(notice)
    assert said["notice"]["title"] == "東嶼縣人民政府辦公室關于印發2024年重點工作責任分解的通知"
    assert said["notice"]["documentNumber"] == "東政辦發〔2024〕5號"
    assert said["notice"]["jurisdiction"] == "东屿县"
    assert [unit["text"] for unit in said["tasks"][0]["units"]] == ["縣住建局"]
    evidence = said["tasks"][0]["units"][0]["evidence"][0]
    assert notice.text.content[evidence["start"] : evidence["end"]] == "縣(xiàn)住建局"
