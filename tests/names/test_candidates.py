"""Candidates: scores a person can trust, and nobody for a stranger."""

import pytest

from kg.names import NameIndex, candidates, closeness, shortens
from kg.registry.units import registry

INDEX = NameIndex(record.unit for record in registry().records("330922"))


@pytest.mark.parametrize(
    ("mention", "label", "least", "reason"),
    [
        ("县发改局", "县发改局", 1.0, "same-name"),
        ("嵊泗县人力资源和社会保障局", "县人力社保局", 1.0, "full-name"),
        ("县人社局", "县人力社保局", 0.8, "abbreviation"),
        ("嵎泗海事处", "嵊泗海事处", 0.9, "look-alike"),
        ("縣財政局", "县财政局", 1.0, "same-name"),
        ("xczj", "县财政局", 0.9, "pinyin"),
        ("xianjiaoyuju", "县教育局", 0.9, "pinyin"),
        ("县农林农业局", "县农业农村局", 0.5, "near-spelling"),
    ],
)
def test_first_candidate(mention, label, least, reason):
    first = candidates(mention, INDEX)[0]
    assert (first.unit.label, reason in first.reasons) == (label, True)
    assert first.score >= least


def test_a_doubtful_one_says_so():
    assert candidates("县农林农业局", INDEX)[0].score < 0.8


@pytest.mark.parametrize(
    "mention", ["县水文站", "云岚县财政局", "阿里巴巴", "x", "", "县体育中心", "县工商局"]
)
def test_nobody_for_a_name_that_is_not_ours(mention):
    assert [c for c in candidates(mention, INDEX) if c.score >= 0.8] == []


def test_every_name_in_the_registry_finds_its_unit_first():
    for iri, unit in INDEX.units.items():
        for name in (unit.label, unit.full or unit.label, *unit.alt, *unit.hidden):
            assert candidates(name, INDEX)[0].unit.iri == iri, name


def test_abbreviations():
    assert shortens("文广旅体局", "文化和广电旅游体育局")
    assert closeness("文广旅体局", "文化和广电旅游体育局") > 0.9
    assert not shortens("工商联", "工商行政管理局")
    assert not shortens("财政局", "财政局")
