"""Figures for the eye, and the exact ones beside them."""

from decimal import Decimal

import pytest

from kg.ledger.figures import exact, money, promise, rounded


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("26.666666666666", "26.67"),
        ("1234.5", "1,234.5"),
        ("0.0123456", "0.0123"),
        ("-26.666", "-26.67"),
        ("0.005", "0.005"),
        ("0", "0"),
        ("1000000", "1,000,000"),
    ],
)
def test_two_decimals_or_three_digits(value: str, shown: str) -> None:
    assert exact(rounded(Decimal(value))) == shown


@pytest.mark.parametrize(
    ("yuan", "lang", "shown", "whole"),
    [
        ("916123456.78", "zh", "9.16 亿元", "916,123,456.78 元"),
        ("88450000", "zh", "8,845 万元", "88,450,000 元"),
        ("9999.5", "zh", "9,999.5 元", "9,999.5 元"),
        ("916123456.78", "en", "¥916.12 M", "¥916,123,456.78"),
        ("0", "zh", "0 元", "0 元"),
    ],
)
def test_money(yuan: str, lang: str, shown: str, whole: str) -> None:
    assert money(Decimal(yuan), lang) == (shown, whole)


@pytest.mark.parametrize(
    ("change", "bound", "said"),
    [("increase", "ge", "增长 ≥ 6 %"), ("decrease", "le", "下降 ≤ 6 %"), ("level", "eq", "6 %")],
)
def test_what_a_target_promises(change: str, bound: str, said: str) -> None:
    assert promise(change, bound, Decimal(6), "%", "zh") == said
