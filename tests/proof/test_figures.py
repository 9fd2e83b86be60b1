"""What the print of tables and names tells: rows of counted things, tables of one width, bounded work."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
import yaml

from kg import resources
from kg.parse.lines import Line
from kg.proof.checks.counts import named_counts, steps
from kg.proof.checks.order import number_order, posts
from kg.proof.checks.table_sums import table_sums
from kg.proof.sheet import Sheet
from kg.proof.tables import tables
from tests.proof.sheets import sheet

COUNTED = yaml.safe_load(resources.data("validation", "counted.yml").read_text("utf-8"))["rows"]


@pytest.mark.parametrize("row", COUNTED, ids=lambda row: row["examples"][0])
def test_rows_of_counted_things(row: dict[str, Any]) -> None:
    for pairs, right in ((row["examples"], True), (row["not_examples"], False)):
        for kind, name in (pair.split("=") for pair in pairs):
            assert re.fullmatch(row["kinds"], kind)
            assert (re.search(f"(?:{row['ends']})$", name) is not None) is right


def printed(text: str) -> Sheet:
    return Sheet(text, {"raw": (Line(text, range(len(text))),)})


def test_a_table_ends_where_another_width_begins_below_its_title() -> None:
    text = "镇\t户\n甲镇\t14\n乙镇\t11\n合计\t25\n任务表\n镇\t新建\t改建\n甲镇\t8\t6\n乙镇\t6\t5\n"
    assert [(len(one.rows), len(one.rows[0])) for one in tables(printed(text))] == [(4, 2), (3, 3)]


def test_serial_numbers_and_shares_are_not_added_up() -> None:
    text = "序号\t镇\t户\t完成率\n1\t甲镇\t14\t80\n2\t乙镇\t11\t90\n合计\t\t25\t85\n"
    (table,) = tables(printed(text))
    assert table.columns == (2,)
    assert table.totals == (3,)


def test_a_table_most_of_whose_sums_disagree_accuses_nobody() -> None:
    rows = "\n".join(f"{name}镇\t{n}\t{n * 7 % 11}\t{n * 5 % 13}" for n, name in enumerate("甲乙丙丁戊", 3))
    text = f"镇\t去年\t今年\t明年\n{rows}\n合计\t1\t2\t3\n"
    assert list(table_sums(printed(text))) == []


@pytest.mark.parametrize(
    "text",
    [
        "甲镇、" * 6000 + "5个乡镇，",
        "3个乡镇（" * 4000,
        "副县长" * 6000,
        "任务一" * 6000,
        "1\t2\t" * 6000,
        "各1所、4所（" * 4000,
        "强基、兴业" * 4000 + "三大工程",
        "“清风”" * 6000 + "三大行动",
        "两项措施：一是甲，二是乙" * 3000,
        "新建公园4个：东山公园、" * 3000,
    ],
    ids=["names", "brackets", "posts", "numbers", "cells", "each", "works", "quoted", "steps", "parks"],
)
def test_work_is_bounded(text: str) -> None:
    made = sheet(text)
    begun = time.process_time()
    for check in (named_counts, steps, number_order, posts, table_sums):
        assert len(list(check(made))) < 10
    assert time.process_time() - begun < 3
