"""The table of indicators: proven by its examples; unknown words keep themselves."""

from __future__ import annotations

import csv

import pytest

from kg import resources
from kg.errors import DataError
from kg.identity import indicator_path
from kg.registry.indicator_tables import build
from kg.registry.indicators import indicators

with resources.data("registry", "indicators.csv").open(encoding="utf-8", newline="") as _file:
    ROWS = list(csv.DictReader(_file))
with resources.data("registry", "quantity-kinds.csv").open(encoding="utf-8", newline="") as _file:
    KINDS = {row["key"] for row in csv.DictReader(_file)}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["key"])
def test_examples(row: dict[str, str]) -> None:
    assert row["label_en"]
    assert row["kind"][0].isupper() or row["kind"] in KINDS
    for printed in row["examples"].split("|"):
        assert indicators().find(printed) == (row["label"], indicator_path(row["label"])), printed
    for printed in row["not_examples"].split("|"):
        assert indicators().find(printed)[0] != row["label"], printed


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("全社会 R&D 经费投入", "R&D经费投入"),
        ("全市规上工业增加值增速", "规模以上工业增加值"),
        ("ＧＤＰ", "地区生产总值"),
        ("pm2.5浓度", "PM2.5平均浓度"),
        ("海上风电 项目开工，", "海上风电项目开工"),
        ("“家门口青少年宫”", "“家门口青少年宫”"),
    ],
)
def test_find(printed: str, label: str) -> None:
    assert indicators().find(printed) == (label, indicator_path(label))


def test_a_form_stands_once() -> None:
    row = {**ROWS[0], "key": "a", "label": "甲乙", "broader": ""}
    name = {"name": "丙丁", "key": "a", "relation": "exact", "reason": "简称"}
    with pytest.raises(DataError, match="同为“丙丁”"):
        build([row, {**row, "key": "b", "label": "丙丁"}], [name])
