"""Divisions: lookups, levels, short names, places that nobody knows."""

import subprocess
import sys

import pytest

from kg import resources
from kg.registry.places import invented, level_by_suffix, level_of_code, places, short_name


@pytest.mark.parametrize(
    ("name", "within", "codes"),
    [
        pytest.param("嵊泗县", None, ["330922"], id="full name"),
        pytest.param("嵊泗", None, ["330922"], id="short name"),
        pytest.param("浙", None, ["330000"], id="abbreviation"),
        pytest.param("菜园", "330922", ["330922100"], id="township without suffix within its county"),
        pytest.param("菜园镇", "330900", ["330922100"], id="township within its city"),
        pytest.param("朝阳区", None, ["110105", "220104"], id="two bearers"),
        pytest.param("义乌市", None, ["330782"], id="a county-level city"),
        pytest.param("西双版纳", None, ["532800"], id="an autonomous prefecture"),
        pytest.param("澜屿市", None, [], id="an invented city"),
    ],
)
def test_find(name, within, codes):
    assert [p.code for p in places().find(name, within)] == codes


def test_full_names_come_before_short_ones():
    assert [p.name for p in places().find("海南")][:2] == ["海南区", "海南省"]
    assert places().find("海南省")[0].code == "460000"


def test_townships_of_a_county_are_complete_and_in_order():
    names = [p.name for p in places().townships("330922")]
    assert names == ["菜园镇", "嵊山镇", "洋山镇", "五龙乡", "黄龙乡", "枸杞乡", "花鸟乡"]


def test_chain_skips_levels_that_do_not_exist():
    chain = places().chain(places().by_code("110101"))
    assert [p.name for p in chain] == ["东城区", "北京市", "中华人民共和国"]


def test_children():
    assert [p.name for p in places().children("330900")] == ["定海区", "普陀区", "岱山县", "嵊泗县"]
    assert len(places().children("330000")) == 11
    assert len(places().children("100000")) == 34
    assert len(places().children("441900")) > 30  # a city without counties: its townships


def test_every_code_has_a_parent_that_exists():
    table = places()
    for place in table.divisions():
        assert place.code == "100000" or table.parent(place) is not None
    for town in table.townships("100000"):
        assert table.by_code(town.code[:6]) is not None


def test_tables_are_sorted_and_unique():
    for name, digits in (("divisions.tsv", 6), ("townships.tsv", 9)):
        lines = resources.data("registry", "places", name).read_text(encoding="utf-8").splitlines()
        codes = [line.split("\t")[0] for line in lines]
        assert codes == sorted(set(codes))
        assert {len(code) for code in codes} == {digits}


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("澜屿市", "city"),
        ("碧湖区", "county"),
        ("云海省", "province"),
        ("湖东街道", "township"),
        ("碧湖经济开发区", "zone"),
    ],
)
def test_invented_places_have_no_code_and_the_level_of_their_suffix(name, level):
    place = invented(name)
    assert (place.code, place.level) == (None, level)
    assert places().place(name) == place


def test_levels_and_short_names():
    assert [level_of_code(c) for c in ("100000", "330000", "330900", "330922", "330922100")] == [
        "country", "province", "city", "county", "township",
    ]  # fmt: skip
    assert [short_name(n) for n in ("嵊泗县", "景宁畲族自治县", "东区", "广西壮族自治区")] == [
        "嵊泗",
        "景宁",
        "东区",
        "广西",
    ]
    assert level_by_suffix("菜圃社区") == "village"


def test_lookup_imports_nothing_heavy():
    heavy = "('rdflib', 'jieba', 'pypinyin', 'pydantic')"
    code = f"import sys, kg.resolve; print([m for m in {heavy} if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "[]"
