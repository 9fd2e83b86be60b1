"""Every row of the table of measures: proven by its own examples, exact, and used as documented."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kg import resources
from kg.registry.measures import Measures, measures, scales

ROWS: list[dict[str, str]] = yaml.load(
    resources.data("registry", "measures.yml").read_bytes(), Loader=yaml.BaseLoader
)
NUMBER = r"(?P<n>[0-9]+(?:\.[0-9]+)?|[一二两三四五六七八九十]+)\s*"


def _found(phrase: str) -> list[tuple[str, str]]:
    """Read the measures of a phrase as (form, key)."""
    table = measures()
    return [
        (match["u"], table.forms[match["u"]].key)
        for match in re.finditer(f"{NUMBER}(?P<u>{table.pattern})", phrase)
    ]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["key"])
def test_row_is_proven_by_its_examples(row: dict[str, str]) -> None:
    matched: set[str] = set()
    for phrase in row["examples"].split("；"):
        forms = [form for form, key in _found(phrase) if key == row["key"]]
        assert forms, f"{phrase}: {_found(phrase)}"
        matched.update(forms)
    for form in row["forms"].split():
        assert any(found == form or found.endswith(form) for found in matched), f"no example has {form}"
    for phrase in row["not_examples"].split("；"):
        assert row["key"] not in {key for _, key in _found(phrase)}, phrase


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["key"])
def test_row_is_exact_and_complete(row: dict[str, str]) -> None:
    measure = measures().by_key[row["key"]]
    assert re.fullmatch(r"[A-Za-z][A-Za-z0-9-]*", measure.key)
    assert measure.factor == Fraction(row.get("factor", "1")) > 0
    base = measures().by_key[measure.base]
    assert base.base == base.key, "a base unit is its own base"
    assert base.factor == 1
    assert base.kind == measure.kind
    assert measure.label_zh
    assert measure.label_en
    assert row["examples"]
    assert row["not_examples"]


@pytest.mark.parametrize(
    ("value", "form", "normal", "key"),
    [
        ("1.5", "万亩", "10000000", "m2"),
        ("400", "亩", "266666.666666667", "m2"),
        ("1.17", "亿吨", "117000000", "t"),
        ("3", "万亿元", "3000000000000", "yuan"),
        ("3500", "万美元", "35000000", "usd"),
        ("14.5", "公里", "14500", "m"),
        ("100", "亿斤", "5000000", "t"),
        ("50", "%", "50", "percent"),
        ("5", "‰", "0.5", "percent"),
        ("0.5", "个百分点", "0.5", "point"),
        ("6", "亿单位", "600000000", "danwei"),
        ("120", "MW", "120000", "kW"),
        ("3", "个", "3", "ge"),
        ("15", "分钟", "0.25", "h"),
        ("2", "百万千瓦", "2000000", "kW"),
    ],
)
def test_normalize(value: str, form: str, normal: str, key: str) -> None:
    assert measures().normalize(Decimal(value), form) == (Decimal(normal), key)


def test_percentage_points_are_no_hundreds_of_points() -> None:
    assert _found("提高3百分点") == [("百分点", "point")]
    assert _found("3千米、5千瓦") == [("千米", "km"), ("千瓦", "kW")]


def test_unknown_form() -> None:
    with pytest.raises(KeyError):
        measures().normalize(Decimal(1), "万光年")


@given(
    st.decimals(min_value=0, max_value=10**7, places=4, allow_nan=False),
    st.sampled_from(sorted(measures().by_key)),
    st.sampled_from(["", *scales()]),
)
def test_normalized_values_are_short_and_right(value: Decimal, key: str, scale: str) -> None:
    measure = measures().by_key[key]
    form = next(form for form, found in measures().forms.items() if found == measure)
    normal, base = measures().normalize(value, scale + form)
    exact = Fraction(value) * scales().get(scale, 1) * measure.factor
    assert base == measure.base
    assert len(normal.as_tuple().digits) <= 16 or normal == normal.to_integral_value()
    assert abs(Fraction(normal) - exact) <= abs(exact) / 10**14


@pytest.mark.parametrize(
    ("form", "known"),
    [
        ("亿元", True),
        ("万亩", True),
        ("吨", True),
        ("亩万", False),
        ("万座山", False),
        ("无", False),
    ],
)
def test_a_form_is_one_whether_or_not_it_has_been_asked_for(form: str, known: bool) -> None:
    rows = yaml.load(resources.data("registry", "measures.yml").read_bytes(), Loader=yaml.CBaseLoader)
    forms = Measures(rows).forms
    assert (form in forms) is known
    for asked in ("亿元", "万亩"):
        assert forms[asked]
    assert (form in forms) is known
