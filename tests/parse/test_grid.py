"""What headings of columns say, and what stands around a table."""

import pytest

from kg.parse.grid import (
    blank_parted,
    column_kind,
    group_line,
    group_name,
    heads_rows,
    is_page_mark,
    row_number,
    unit_above,
    unit_stated,
)
from kg.parse.lines import RawLine, clean


def raw(text: str) -> RawLine:
    line = clean(text, 0, len(text))
    return RawLine((line,), 0, line)


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("序 号", "number"),
        ("责任（配合）单位", "responsible"),
        ("牵头县领导", "leader"),
        ("牵头单位", "lead"),
        ("配合单位", "support"),
        ("完成时限", "deadline"),
        ("总投资（万元）", "total"),
        ("2024年计划投资", "planned"),
        ("甲乙丙", None),
        ("", None),
        ("责任单位" * 8, None),
    ],
)
def test_headings(heading: str, kind: str | None) -> None:
    assert column_kind(heading) == kind


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1.", 1),
        ("07", 7),
        ("A-3", 3),
        ("一-2", 2),
        ("2—11", 11),
        ("Ⅱ-4", 4),
        ("ZD-2024-05", 5),
        ("B06", 6),
        ("（A）8", 8),
        ("第九项", 9),
        ("Q3", None),
        ("2024-12", None),
        ("3.5", None),
        ("一", None),
        ("PM2.5", None),
        ("A-1新建", None),
    ],
)
def test_numbers_and_codes_count_rows(cell: str, number: int | None) -> None:
    assert row_number(cell) == number


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("单位：万元", "万元"),
        ("金额单位:亿元", "亿元"),
        ("总投资（万元）", "万元"),
        ("投资（单位：千元）", "千元"),
        ("单位：美元", "美元"),
        ("单位：万美元", "万美元"),
        ("责任单位：县财政局", None),
        ("投资5亿元", None),
        ("单位：个", None),
    ],
)
def test_a_unit_of_money(text: str, unit: str | None) -> None:
    assert unit_stated(text) == unit


@pytest.mark.parametrize(
    ("above", "unit"),
    [
        (["单位：万元"], "万元"),
        (["单位：万元", "附件", "一览表", "说明"], "万元"),
        (["单位：万元", "附件", "一览表", "说明", "再说明"], None),
        (["单位：亿元", "单位：万元"], "万元"),
        ([], None),
    ],
)
def test_the_unit_above_a_table(above: list[str], unit: str | None) -> None:
    assert unit_above([raw(text) for text in [*above, "序号"]], len(above)) == unit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("— 3 —", True),
        ("第3页", True),
        ("3", True),
        ("-12-", True),
        ("第 3 页 / 共 12 页", True),
        ("3/12", True),
        ("第3页共12页", True),
        ("1234", False),
        ("第3页，续表", False),
        ("一", False),
    ],
)
def test_page_marks(text: str, expected: bool) -> None:
    assert is_page_mark(text) is expected


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("一、教育惠民（3个）", "教育惠民"),
        ("（二）交通（12 项）", "交通"),
        ("十一．其他(4件)", "其他"),
        ("教育惠民", "教育惠民"),
        ("3个", "3个"),
        ("教育（含幼教）", "教育（含幼教）"),
        ("教育（ 3 项）", "教育"),
    ],
)
def test_names_of_groups(heading: str, name: str) -> None:
    assert group_name(heading) == name


@pytest.mark.parametrize(
    ("text", "group", "heads"),
    [
        ("二、乡村振兴", True, True),
        ("（二）乡村振兴", True, True),
        ("二是乡村振兴", False, False),
        ("副县长王安牵头重点工作", False, True),
        ("新建公园3座。", False, False),
        ("一、" + "甲" * 58, False, False),
        ("一、" + "甲" * 57, True, True),
    ],
)
def test_lines_that_head_rows(text: str, group: bool, heads: bool) -> None:
    line = clean(text, 0, len(text))
    assert group_line(line) is group
    assert heads_rows(line) is heads


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("1 新建公园。 县住建局", ["1", "新建公园。", "县住建局"]),
        ("新建公园", ["新建公园"]),
        ("完成 LNG 气化站　县住建局", ["完成", "LNG", "气化站", "县住建局"]),
    ],
)
def test_cells_that_blanks_part(text: str, cells: list[str]) -> None:
    assert [cell.text for cell in blank_parted(clean(text, 0, len(text)))] == cells
