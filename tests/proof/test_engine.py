"""What the packs put into a report: beside content, one mistake one entry, bounded, and mended by --fix."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kg import pipeline
from kg.errors import UsageError
from kg.model import Span
from kg.proof import ALL, load, wanted, with_packs
from kg.proof.engine import MOST, slips
from kg.proof.sheet import sheet_of
from kg.validate import FORMATS, Report, fix, render
from tests.proof.sheets import sheet

CARRIER = (Path(__file__).parent / "carriers" / "county.txt").read_text("utf-8")


def reported(text: str, packs: tuple[str, ...] = ALL, name: str = "草稿.txt") -> Report:
    return pipeline.validate(text.encode(), name=name, engine="quick", packs=packs)


def test_loading_looks_at_content_alone() -> None:
    text = CARRIER.replace("防范化解", "防犯化解").replace("清政办发〔2024〕12号", "清政办发[2024]12号")
    report = reported(text, ("content",))
    assert {entry.rule.pack for entry in report.entries} == {"content"}
    assert "document-number-form" in {entry.rule.id for entry in report.entries}


def test_a_closer_rule_stands_for_that_of_content() -> None:
    """The same brackets are one mistake: the rule of form has the repair and the clause."""
    text = CARRIER.replace("清政办发〔2024〕12号", "清政办发[2024]12号")
    ids = [entry.rule.id for entry in reported(text).entries]
    assert "number-brackets" in ids
    assert "document-number-form" not in ids


def test_entries_stand_in_reading_order_with_their_item() -> None:
    text = CARRIER.replace("防范化解", "防犯化解").replace("稳中有进。", "稳中有进。。")
    entries = reported(text, ("form", "proof")).entries
    assert [(e.rule.id, e.label, e.mark and e.mark.line) for e in entries] == [
        ("doubled-mark", "（一）、1", 25),
        ("wrong-word", "（二）、3", 30),
    ]


def test_packs_never_violate_and_never_stop_a_load() -> None:
    text = CARRIER.replace("防范", "防犯").replace("（其中", "（（其中").replace("。", "。。")
    report = reported(text, ("form", "proof"))
    assert report.entries
    assert report.conforms
    assert not report.broken
    assert {entry.rule.pack for entry in report.entries} <= {"form", "proof"}


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_carries_them(form: str) -> None:
    report = reported(CARRIER.replace("防范化解", "防犯化解"), ("form", "proof"))
    if form != "turtle":  # the graph holds what the shapes found
        assert "防犯" in render(report, form, "zh")


def test_certain_repairs_are_made() -> None:
    text = (
        CARRIER.replace("防范化解", "防犯化解")
        .replace("3.建设", "3、建设")
        .replace("责任单位：", "责任单位:")
    )
    mended, repairs = fix(reported(text, ("form", "proof")))
    assert mended == CARRIER
    assert len(repairs) == 2 + CARRIER.count("责任单位：")


def test_the_same_habit_is_one_entry() -> None:
    text = CARRIER.replace("责任单位：", "责任单位:")
    (entry,) = reported(text, ("proof",)).entries
    assert len(entry.marks) == CARRIER.count("责任单位：")
    assert f"{len(entry.marks)} 处" in entry.message


def test_a_traditional_notice_is_not_made_simplified() -> None:
    text = "清漪縣人民政府辦公室關於印發重點工作責任分解的通知\n\n各鄉鎮人民政府：\n\n" + (
        "一、產業發展\n1.新增規上工業企業12家，，完成技術改造投資。\n責任單位：縣發展和改革局\n"
    )
    report = reported(text, ("form", "proof"))
    assert [(entry.rule.id, entry.repair) for entry in report.entries] == [("doubled-mark", None)]


@pytest.mark.parametrize("mark", ["（", "）", "“", "”", "《", "》", "("])
def test_thousands_of_open_marks_are_bounded(mark: str) -> None:
    body = CARRIER.replace("严格落实", mark * 16_000 + "严格落实")
    report = reported(body, ("form", "proof"))
    assert len([entry for entry in report.entries if entry.rule.id.startswith("unclosed")]) <= MOST
    assert sum(report.hidden.values()) + len(report.entries) >= MOST or mark == "("


def test_a_repair_over_a_line_end_is_not_certain() -> None:
    notice = pipeline.convert(CARRIER.replace("防范化解", "防\n犯化解").encode(), name="草稿.txt")
    for entry in with_packs(Report("", None, None, ()), notice, ("proof",)).entries:
        assert entry.marks[0].words.count("\n") == 0 or entry.repair is None


def test_what_a_page_prints_is_left_alone_where_it_is_read_from_a_page() -> None:
    rule = next(rule for rule in load().rules if rule.id == "space-in-name")
    made = sheet({"text": "责任单位：县卫健 局", "lists": [["县卫健 局"]]})
    assert list(slips(rule, made))
    assert list(slips(rule, replace(made, media_type="application/pdf"))) == []


def test_older_documents_keep_the_form_of_their_time() -> None:
    rule = next(rule for rule in load().rules if rule.id == "issued-style")
    old = {"parts": {"issued": "二〇〇九年三月八日"}, "issued": "2009-03-08"}
    assert list(slips(rule, sheet(old))) == []


def test_packs_are_named() -> None:
    assert wanted(None) == ("content", "form", "proof")
    assert wanted("form, proof") == ("form", "proof")
    with pytest.raises(UsageError, match="spelling"):
        wanted("spelling")


def test_parts_of_a_letter() -> None:
    notice = pipeline.convert(CARRIER.encode(), name="草稿.txt")
    made = sheet_of(notice)
    said = {name: [line.text for line in lines] for name, lines in made.parts.items()}
    assert said["number"] == ["清政办发〔2024〕12号"]
    assert said["signed"] == ["清漪县人民政府办公室"]
    assert said["imprint"] == ["清漪县人民政府办公室2024年3月11日印发"]
    assert said["announced"] == ["附件：1.2024年重点工作任务分解", "2.2024年民生实事项目清单"]
    assert said["annex"] == ["附件1", "附件2"]
    assert said["note"] == ["（此件公开发布）"]
    assert [one.name for one in made.lists[0]] == ["县工信局", "县财政局", "县统计局"]
    for lines in made.parts.values():
        for line in lines:
            span: Span = line.span()
            assert made.content[span.start] == line.text[0]


def test_lines_of_a_cell_part_names() -> None:
    """A cell's line end is no mark in the text as read: 区国税局<br>区地税局 are two."""
    page = (
        "<h1>清漪区人民政府关于印发重点工作任务分解的通知</h1><p>2024年重点工作任务分解</p><table>"
        "<tr><th>序号</th><th>重点工作</th><th>责任单位</th></tr>"
        "<tr><td>1</td><td>新增规上工业企业12家。</td><td>区财政局<br/>区税务局</td></tr></table>"
    )
    report = reported(page, ("proof",), "草稿.html")
    assert "bodies-run-together" not in {entry.rule.id for entry in report.entries}
