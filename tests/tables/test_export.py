"""Tables for people: names in place of keys, scopes, text that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from kg.errors import NotFound, TooLarge
from kg.tables import export
from kg.tables.export import table_of, workbook, write_csv
from kg.tables.mapping import mapping
from kg.tables.selecting import Scope
from kg.vocab import BASE, KGC
from tests.tables import made


def rows(name: str, scope: Scope | None = None) -> list[dict[str, str]]:
    out = io.BytesIO()
    write_csv(table_of(name), made.reader(), made.two()[1], scope or Scope(), out)
    return list(csv.DictReader(io.StringIO(out.getvalue().decode("utf-8-sig"))))


@pytest.mark.parametrize("table", mapping().tables, ids=lambda table: table.name)
def test_every_table_is_written_whole(table) -> None:  # type: ignore[no-untyped-def]
    assert len(rows(table.name)) == made.two()[1].rows(table.name)


def test_a_unit_is_told_by_its_iri_and_name() -> None:
    found = rows("unit_load")[0]
    assert found["unit"].startswith(f"{BASE}unit/")
    assert found["unit_label"]
    assert found["notice_label"].startswith("嵊泗县人民政府办公室")
    assert "key" not in found


def test_an_item_is_a_task_or_a_project() -> None:
    assert all(row["item"].startswith(f"{BASE}notice/") for row in rows("item_units"))


@pytest.mark.parametrize(
    ("scope", "years"),
    [
        pytest.param(Scope(year=2024), {"2024"}, id="year"),
        pytest.param(Scope(area=f"{BASE}place/330922"), {"2024", "2025"}, id="the county"),
        pytest.param(Scope(area=f"{BASE}place/330000"), {"2024", "2025"}, id="its province"),
        pytest.param(Scope(area=f"{BASE}place/330922100"), set(), id="a town below it"),
        pytest.param(Scope(level=KGC + "county", year=2025), {"2025"}, id="level and year"),
        pytest.param(Scope(level=KGC + "province"), set(), id="another level"),
    ],
)
def test_a_scope_keeps_its_notices_alone(scope: Scope, years: set[str]) -> None:
    assert {row["year"] for row in rows("tasks", scope)} == years


def test_a_sheet_says_what_the_csv_says() -> None:
    labels = {KGC + "fishery-facilities": "渔业设施"}
    made_of = workbook(table_of("projects"), made.reader(), made.two()[1], Scope(), "zh", labels)
    sheet, hidden = load_workbook(io.BytesIO(made_of)).worksheets
    head, *body = sheet.iter_rows(values_only=True)
    assert head[:2] == ("通知", "省级代码")
    told = rows("projects")
    assert not [cell for row in body for cell in row if "://" in str(cell)]
    assert body[0][head.index("类别")] == "渔业设施"
    assert hidden.sheet_state == "hidden"
    names, *keys = hidden.iter_rows(values_only=True)
    assert {"notice", "iri", "category"} <= set(names)
    assert [dict(zip(names, row, strict=True))["iri"] for row in keys] == [row["iri"] for row in told]
    at = head.index("总投资（元）")
    assert [Decimal(str(row[at])) for row in body] == [Decimal(row["total_investment"]) for row in told]


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_words_that_a_spreadsheet_would_run_stay_words(words: str) -> None:
    assert export._in_csv(words) == f"'{words}"


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "SHEET_ROWS", 100)
    with pytest.raises(TooLarge):
        workbook(table_of("tasks"), made.reader(), made.two()[1], Scope(), "zh", {})
    assert workbook(table_of("projects"), made.reader(), made.two()[1], Scope(year=2024), "en", {})


def test_a_table_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(NotFound, match="unit_pairs"):
        table_of("nothing")
