"""The ledger read back: one row an item, one page wide, codes that lead to the graph, no formula."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import Any

import pytest
from openpyxl import load_workbook

from kg.ledger.book import FORMAT, book
from kg.ledger.entries import Body, Entry, Ledger, Named, Notice
from kg.ledger.scopes import chapters_of, of_leader, of_notice, of_unit
from kg.workbook import KEYS
from tests import loaded

BASE = "https://w3id.org/zeren/"
NOTICE = f"{BASE}notice/330922-2024-59976130"
UNIT = f"{BASE}unit/f87c7551df"
LEADER = f"{BASE}person/d86b288d34"


def ask(name: str, /, **values: str | None) -> Any:
    given = {key: value for key, value in values.items() if value}
    return loaded.catalog().run(name, given, loaded.two()).dicts()


def page(iri: str) -> str:
    return iri.replace(BASE, "http://zeren.test/")


def opened(ledger: Ledger, lang: str = "zh") -> Any:
    return load_workbook(io.BytesIO(book(ledger, lang, page)))


def heads(sheet: Any) -> list[str]:
    upper, lower = ([cell.value for cell in row] for row in sheet.iter_rows(min_row=3, max_row=4))
    return [low or up for up, low in zip(upper, lower, strict=True)]


def test_one_row_an_item_under_heads_that_repeat() -> None:
    ledger = of_notice(ask, NOTICE)
    made = opened(ledger)
    sheet = made.worksheets[0]
    assert sheet["A1"].value == "嵊泗县2024年任务台账"
    assert sheet.max_row == 4 + 163
    told = heads(sheet)
    assert told[:6] == ["编码", "序号", "章节", "责任领导", "任务", "目标值"]
    assert told[-4:] == ["进展情况", "完成值", "存在问题", "下步打算"]
    assert all(
        cell.value is None for row in sheet.iter_rows(min_row=5, min_col=len(told) - 3) for cell in row
    )
    first = dict(zip(told, (cell.value for cell in sheet[5]), strict=True))
    assert first | {"任务": ""} == first | {
        "编码": "1-1", "序号": 1, "责任领导": "杨松", "任务": "", "目标值": "一般公共预算收入 增长 ≥ 3 %",
        "牵头单位": "县财政局",
    }  # fmt: skip
    assert (
        sheet["A5"].hyperlink.target
        == f"http://zeren.test/notice/330922-2024-59976130/{ledger.entries[0].iri[len(NOTICE) + 1 :]}"
    )
    setup = sheet.page_setup
    assert (setup.orientation, setup.paperSize, setup.fitToWidth, setup.fitToHeight) == ("landscape", 9, 1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$3:$4"
    assert sheet.auto_filter.ref.startswith("A4:")
    assert {"A1:" + sheet.cell(1, len(told)).coordinate, "A3:A4"} <= {
        str(r) for r in sheet.merged_cells.ranges
    }


def test_codes_lead_to_the_graph_and_are_unlike() -> None:
    ledger = of_notice(ask, NOTICE)
    made = opened(ledger)
    sheet, hidden = made.worksheets
    assert (hidden.title, hidden.sheet_state) == (KEYS, "hidden")
    rows = list(hidden.iter_rows(values_only=True))
    assert rows[0][0] == FORMAT
    codes = [row[0] for row in rows[2:]]
    assert codes == [cell.value for cell in sheet["A"][4:]]
    assert len(set(codes)) == 163
    assert all(re.fullmatch(r"\d+-\d+(-\d+)?", code) for code in codes)
    assert {row[1] for row in rows[2:]} == {entry.iri for entry in ledger.entries}
    assert all(re.fullmatch("[0-9a-f]{16}", row[3]) for row in rows[2:])
    shown = [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert not [text for text in shown if "://" in text]


def test_the_digest_follows_the_words() -> None:
    entry = of_notice(ask, NOTICE).entries[0]
    assert entry.digest == of_notice(ask, NOTICE).entries[0].digest
    for change in ({"text": "别的事"}, {"bodies": ()}, {"targets": ()}, {"deadline_text": "6月底前"}):
        assert replace(entry, **change).digest != entry.digest
    assert replace(entry, code="9-9").digest == entry.digest


def test_columns_that_are_empty_throughout_are_left_out() -> None:
    chapters = chapters_of(ask, NOTICE)
    tasks = opened(of_notice(ask, NOTICE, chapters[0].iri)).worksheets[0]
    projects = opened(of_notice(ask, NOTICE, chapters[8].iri)).worksheets[0]
    assert "总投资（万元）" not in heads(tasks)
    assert "责任领导" not in heads(projects)
    at = heads(projects).index("总投资（万元）") + 1
    money = [row[0].value for row in projects.iter_rows(min_row=5, min_col=at, max_col=at)]
    assert money
    assert all(isinstance(value, int | float) for value in money)
    assert tasks["A1"].value == f"嵊泗县2024年：{chapters[0].name}任务台账"


def test_a_unit_leads_first_then_by_rank_of_leaders() -> None:
    ledger, notices = of_unit(ask, UNIT)
    assert [notice.label for notice in notices] == [loaded.NUMBER, loaded.NEXT_NUMBER]
    assert [notice.label for notice in ledger.notices] == [loaded.NEXT_NUMBER]  # the newest year
    roles = [entry.own_role for entry in ledger.entries]
    assert roles == sorted(roles, key=["lead", "support", "responsible", "collective"].index)
    supported = [entry.leaders[0].name for entry in ledger.entries if entry.own_role == "support"]
    assert supported[0] == "杨松"  # the head, though an executive deputy has more of them
    assert of_unit(ask, UNIT, "2024")[0].notices[0].label == loaded.NUMBER
    assert not of_unit(ask, UNIT, "1999")[0].entries


def test_a_leader_has_the_items_that_name_them() -> None:
    ledger = of_leader(ask, LEADER, "2024")
    assert ledger.entries
    assert all(any(leader.iri == LEADER for leader in entry.leaders) for entry in ledger.entries)


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://a.test")'])
def test_words_that_a_spreadsheet_would_run_stay_words(words: str) -> None:
    entry = Entry(
        "i", "1-1", "n", False, words, Named("c", words), words, words, 0, None, None, words, None, None,
        bodies=(Body("b", words, "lead"),),
    )  # fmt: skip
    made = load_workbook(io.BytesIO(book(Ledger(words, [Notice("n", words, words)], [entry]), "zh")))
    cells = [cell for sheet in made for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert [cell for cell in made.worksheets[0][5] if cell.value == words and cell.quotePrefix]


def test_long_rows_are_high_enough() -> None:
    long = "县级有关部门、" * 200
    entry = Entry("i", "1-1", "n", False, "1", Named("c", "章"), long, long, 0, None, None, "", None, None)
    sheet = load_workbook(
        io.BytesIO(book(Ledger("长", [Notice("n", "号", "题")], [entry]), "zh"))
    ).worksheets[0]
    column = heads(sheet).index("任务")
    per_line = sheet.column_dimensions["ABCDEFG"[column]].width * 7 / 13.5
    assert sheet.row_dimensions[5].height / 13.5 >= len(long) / per_line


def test_both_languages() -> None:
    sheet = opened(of_notice(ask, NOTICE), "en").worksheets[0]
    assert heads(sheet)[:3] == ["Code", "No.", "Chapter"]
