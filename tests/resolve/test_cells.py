"""What a cell says: its parts, its amounts, an empty mark."""

from decimal import Decimal

import pytest

from kg.parse.dates import iso_date
from kg.parse.lines import Line, clean
from kg.resolve.cells import (
    as_fact,
    cut_bodies,
    cut_cell,
    document_number,
    is_empty,
    written,
    yuan_factor,
)


def line(text: str) -> Line:
    return clean(text, 0, len(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("乡镇政府推荐、县人大代表推荐", ["乡镇政府推荐", "县人大代表推荐"]),
        ("群众推荐；部门推荐/代表推荐", ["群众推荐", "部门推荐", "代表推荐"]),
        ("群众推荐", ["群众推荐"]),
        ("、群众推荐、", ["群众推荐"]),
        ("", []),
    ],
)
def test_a_cell_that_lists_several(text: str, expected: list[str]) -> None:
    assert [part.text for part in cut_cell(line(text))] == expected


def test_no_cell_lists_nothing() -> None:
    assert cut_cell(None) == []
    assert cut_bodies(None) == []
    assert as_fact(None) is None
    assert document_number(None) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("各乡镇人民政府，县直各单位", ["各乡镇人民政府", "县直各单位"]),
        ("各委、办、厅、局，县法院", ["各委、办、厅、局", "县法院"]),
        ("委、办", ["委、办"]),
    ],
)
def test_those_that_a_notice_is_sent_to(text: str, expected: list[str]) -> None:
    assert [part.text for part in cut_bodies(line(text))] == expected


@pytest.mark.parametrize("mark", ["", "—", "/", "无", " - ", "——"])
def test_marks_of_an_empty_cell(mark: str) -> None:
    assert is_empty(line(mark))
    assert written(line(mark)) is None


def test_a_cell_that_says_something() -> None:
    assert not is_empty(line("县水务集团"))
    assert written(line("县水务集团")) is not None
    fact = as_fact(line("县水务集团"))
    assert fact is not None
    assert (fact.value, [(span.start, span.end) for span in fact.evidence]) == ("县水务集团", [(0, 5)])


@pytest.mark.parametrize(
    ("unit", "factor"),
    [
        ("元", 1),
        ("千元", 1000),
        ("万元", 10_000),
        ("百万元", 10**6),
        ("千万元", 10**7),
        ("亿元", 10**8),
        ("吨", None),
        (None, None),
    ],
)
def test_units_of_money(unit: str | None, factor: int | None) -> None:
    assert yuan_factor(unit) == (None if factor is None else Decimal(factor))


@pytest.mark.parametrize(
    ("text", "number"),
    [("临政办发〔2024〕 5 号", "临政办发〔2024〕5号"), ("临政办发〔２０２４〕５号", "临政办发〔2024〕5号")],
)
def test_document_numbers(text: str, number: str) -> None:
    assert document_number(line(text)) == number


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2024年2月8日", "2024-02-08"),
        ("2024-02-08", "2024-02-08"),
        ("二〇二四年二月十八日", "2024-02-18"),
        ("近日", None),
    ],
)
def test_days(text: str, date: str | None) -> None:
    assert iso_date(line(text)) == date
