"""Chinese numerals, both ways; words of scale."""

import csv

import pytest

from kg import numerals
from kg.registry.measures import scales
from tests.conftest import ROOT


@pytest.mark.parametrize("number", [1, 3, 9, 10, 11, 19, 20, 34, 99, 100])
def test_a_numeral_is_read_as_it_is_written(number):
    assert numerals.value(numerals.written(number)) == number


@pytest.mark.parametrize(
    ("number", "word"),
    [
        (0, "〇"),
        (10, "十"),
        (14, "十四"),
        (110, "一百一十"),
        (1005, "一千零五"),
        (100_000, "100000"),
        (-1, "-1"),
    ],
)
def test_written(number, word):
    assert numerals.written(number) == word


def test_sums_of_money_are_written_in_full():
    assert numerals.written(10, numerals.LEGAL_DIGITS, numerals.LEGAL_UNITS) == "壹拾"


@pytest.mark.parametrize(("word", "number"), [("两", 2), ("两百", 200), ("零", 0), ("一百二十三", 123)])
def test_value(word, number):
    assert numerals.value(word) == number


def test_a_word_that_is_no_numeral_is_refused():
    with pytest.raises(KeyError):
        numerals.value("甲")


@pytest.mark.parametrize(
    ("printed", "year"), [("二〇二四", "2024"), ("二○一九", "2019"), ("二ＯO四", "2004")]
)
def test_the_digits_of_a_year(printed, year):
    assert numerals.digits(printed) == year


@pytest.mark.parametrize(
    "row",
    list(csv.DictReader((ROOT / "data/registry/scales.csv").read_text("utf-8").splitlines())),
    ids=lambda row: row["word"],
)
def test_a_word_of_scale(row):
    assert row["word"] in row["examples"]
    assert scales()[row["word"]] == int(row["times"])
    behind = list(scales())[list(scales()).index(row["word"]) + 1 :]
    assert [longer for longer in behind if longer.startswith(row["word"])] == []
