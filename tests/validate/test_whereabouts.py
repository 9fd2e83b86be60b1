"""Where an entry stands in the file as it lies open: pages, headings, paragraphs, tables."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg import pipeline
from kg.validate import Report, render
from kg.validate.whereabouts import Place
from tests.read.package import docx, p
from tests.validate import word_files as files

FIXTURES = Path(__file__).resolve().parent.parent / "read" / "fixtures"
ROWS = (("序号", "工作内容", "责任单位"), ("1", "新建公园1座", "县住建局"), ("2", "新建水库2座", "县水利局"))
TABLE = "".join(
    f"<w:tr>{''.join(f'<w:tc><w:tcPr/>{p(words)}</w:tc>' for words in row)}</w:tr>"
    for row in (
        ("序号", "工作内容", "责任单位"),
        ("1", "新建公园1座", "县住建局"),
        ("2", "新建水库2座", "县水利局"),
    )
)
DRAFT = docx(
    p("嵊泗县人民政府办公室关于印发2024年重点工作责任分解的通知")
    + p("")
    + p("各乡镇人民政府：")
    + f"<w:tbl>{TABLE}</w:tbl>"
    + p("一、重点工作")
    + p("3.新建码头1座。责任单位：县交通局")
    + p("附：无")
)


@pytest.fixture(scope="module")
def report() -> Report:
    return pipeline.validate(DRAFT, name="草稿.docx")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("关于印发", Place(paragraph=1)),
        ("各乡镇", Place(paragraph=2)),  # the blank one is not counted
        ("工作内容", Place(table=1, row=1, column=2)),
        ("县水利局", Place(table=1, row=3, column=3)),
        ("新建码头", Place(heading="一、重点工作", paragraph=4)),
        ("附：无", Place(paragraph=5)),  # after the last item: under no heading
    ],
)
def test_a_docx_has_paragraphs_and_tables(report: Report, words: str, expected: Place) -> None:
    assert report.text is not None
    assert report.whereabouts is not None
    assert report.whereabouts.place(report.text.index(words)) == expected


@pytest.mark.parametrize("form", ["pdf", "ofd"])
def test_pages_ascend_and_the_first_word_is_on_the_first(form: str) -> None:
    report = pipeline.validate(FIXTURES / f"shengsi-2024-5.{form}")
    assert report.whereabouts is not None
    assert report.text is not None
    pages = [report.whereabouts.place(at).page or 0 for at in range(0, len(report.text), 50)]
    assert pages[0] == 1
    assert pages == sorted(pages)
    assert pages[-1] > 10
    for entry in json.loads(render(report, "json"))["entries"]:
        for mark in entry["evidence"]:
            assert mark["place"]["page"] >= 1
            assert mark["place"]["paragraph"] is None


def test_every_report_says_it() -> None:
    draft = files.made("merged cells")
    report = pipeline.validate(draft, name="草稿.docx")
    place = {"page": None, "heading": None, "paragraph": 1, "table": None, "row": None, "column": None}
    first = json.loads(render(report, "json"))["entries"][0]
    assert first["evidence"][0]["place"] == place
    location = json.loads(render(report, "sarif"))["runs"][0]["results"][0]["locations"][0]
    assert location["properties"] == {"paragraph": 1}
    assert {"name": "第 1 段"} in location["logicalLocations"]
    for form in ("text", "html", "junit"):
        assert "第 1 段" in render(report, form)
    assert "paragraph 1" in render(report, "text", "en")


def test_a_text_has_lines_alone(report: Report) -> None:
    assert report.text is not None
    told = pipeline.validate(report.text.encode(), name="草稿.txt")
    places = [told.place(mark) for entry in told.entries for mark in entry.marks]
    assert places
    assert {(place.page, place.paragraph, place.table) for place in places} == {(None, None, None)}
    assert "第 1 行第 1 列：" in render(told, "text")
