"""Divisions: lookups, levels, short names, places that nobody knows."""

import subprocess
import sys
from pathlib import Path

import pytest

from kg import resources
from kg.errors import DataError
from kg.identity import digest
from kg.registry.divisions import Divisions, later
from kg.registry.places import (
    Places,
    invented,
    level_by_suffix,
    level_of_code,
    places,
    short_name,
    spoken_name,
)


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
    folder = resources.data("registry", "places")
    towns = [line.split("\t")[0] for line in (folder / "townships.tsv").read_text("utf-8").splitlines()]
    assert towns == sorted(set(towns))
    assert {len(code) for code in towns} == {9}
    rows = [line.split("\t") for line in (folder / "divisions.tsv").read_text("utf-8").splitlines()[1:]]
    assert {len(row) for row in rows} == {6}
    assert rows == sorted(rows, key=lambda row: (row[0], row[2], row[3] or "9"))
    names = [(row[0], row[1]) for row in rows]
    assert len(names) == len(set(names))
    standing = [row[0] for row in rows if not row[3]]
    assert len(standing) == len(set(standing))  # a code has one bearer today


def test_the_rows_of_a_code_are_found_by_halving_the_table():
    table = Divisions(resources.data("registry", "places", "divisions.tsv"))
    lines = resources.data("registry", "places", "divisions.tsv").read_text("utf-8").splitlines()[1:]
    by_code: dict[str, list[str]] = {}
    for line in lines:
        by_code.setdefault(line[:6], []).append(line.split("\t")[1])
    assert {code: [row.name for row in table.rows(code)] for code in by_code} == by_code
    assert [len(table.rows(code)) for code in ("000000", "330000", "999999")] == [0, 1, 0]
    assert sum(1 for _ in table.below("")) == len(lines)
    assert sum(1 for _ in table.below("33")) == sum(line.startswith("33") for line in lines)


def test_every_row_has_its_dates_its_source_and_successors_that_stand_after_it():
    table = Divisions(resources.data("registry", "places", "divisions.tsv"))
    for row in table.below(""):
        assert not (row.since and row.until) or not later(row.since, row.until), row
        assert not row.successors or row.until, row
        assert len(table.successors(row)) == len(row.successors.split()), row
    without = [row for row in table.below("") if row.until >= "2000" and not row.successors]
    assert without == []


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


# --- at another time ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "day", "codes"),
    [
        pytest.param("江干区", "2018-06-01", ["330104"], id="abolished in 2021"),
        pytest.param("江干区", None, [], id="today it is none"),
        pytest.param("崇文区", "2009", ["110103"], id="abolished in 2010"),
        pytest.param("钱塘区", "2018", [], id="not yet"),
        pytest.param("桥东区", "2018", ["130502", "130702"], id="two bearers, one of them renamed since"),
        pytest.param("公主岭市", "2019-12-31", ["220381"], id="a code that changed"),
        pytest.param("公主岭市", "2020", ["220184"], id="in the year of the change the new code"),
        pytest.param("蓟县", "2016-03-01", ["120225"], id="in the year of the change the old name"),
        pytest.param("蓟州区", "2016-11-01", ["120119"], id="and the new one"),
        pytest.param("通州区", "2005", ["110112"], id="before another place took the name"),
        pytest.param("襄樊市", "2008", ["420600"], id="a city under its former name"),
        pytest.param("香港特别行政区", "1996", [], id="before its time"),
        pytest.param("恩施州", "2020", ["422800"], id="an autonomous prefecture as it is called"),
        pytest.param("内蒙古", "2020", ["150000"], id="an autonomous region as it is called"),
    ],
)
def test_divisions_of_a_day(name, day, codes):
    assert [p.code for p in places().at(day).named(name)] == codes


@pytest.mark.parametrize(
    ("name", "day", "after"),
    [
        ("江干区", "2018", ["上城区", "钱塘区"]),
        ("下城区", "2018", ["拱墅区"]),
        ("三元区", "2020", ["三元区"]),
        ("梅列区", "2020", ["三元区"]),
        ("莱芜市", "2018", ["济南市"]),
        ("巢湖市", "2010", ["合肥市", "芜湖市", "马鞍山市"]),
        ("桥东区", "2018", ["襄都区"]),
        ("余杭县", "1990", ["余杭市", "余杭市", "余杭区"]),
        ("锡山市", "1999", ["锡山区", "惠山区"]),
        ("渝北区", "2025-06-01", ["两江新区", "北碚区"]),
    ],
)
def test_what_a_former_division_became(name, day, after):
    place = next(p for p in places().at(day).named(name) if p.until)
    assert [p.name for p in places().after(place)] == after


def test_a_code_that_several_names_bore_has_an_iri_for_each():
    then, now = places().at("2018").by_code("130502"), places().by_code("130502")
    assert (then.name, now.name) == ("桥东区", "襄都区")
    assert now.iri == "place/130502"
    assert then.iri == f"place/130502-{digest('place', '桥东区', length=4)}"
    assert [places().by_path(p.iri) for p in (then, now)] == [then, now]


def test_the_children_of_a_day():
    names = [p.name for p in places().at("2018").children("330100")]
    assert {"江干区", "下城区"} < set(names)
    assert "钱塘区" not in names
    assert [p.name for p in places().at("2021-06").children("330100")].count("上城区") == 1
    assert "江干区" not in [p.name for p in places().at("2021-06").children("330100")]
    assert [p.name for p in places().at("2018").chain(places().at("2018").named("莱城区")[0])] == [
        "莱城区", "莱芜市", "山东省", "中华人民共和国",
    ]  # fmt: skip


def test_divisions_younger_than_the_base_list():
    assert {
        n: [p.code for p in places().named(n)] for n in ("西沙区", "和康县", "和安县", "岑岭县", "草湖市")
    } == {
        "西沙区": ["460302"],
        "和康县": ["653228"],
        "和安县": ["653229"],
        "岑岭县": ["653132"],
        "草湖市": ["659013"],
    }
    assert [p.code for p in places().at("2025").named("渝北区")] == ["500112"]


@pytest.mark.parametrize(
    ("name", "within", "day", "full", "code"),
    [
        ("合肥高新区", None, None, "合肥高新技术产业开发区", "340176"),
        ("高新区", "340100", None, "合肥高新技术产业开发区", "340176"),
        ("经开区", "340300", None, "蚌埠市经济开发区", "340372"),
        ("兰州新区", None, None, "兰州新区", "620171"),
        ("雄安新区", None, None, "河北雄安新区", None),
        ("钱塘新区", None, "2020", "杭州钱塘新区", None),
        ("农八师", None, None, "新疆生产建设兵团第八师", None),
    ],
)
def test_zones_in_every_form_of_their_names(name, within, day, full, code):
    tables = places().at(day)
    zone = tables.zone(name, tables.by_code(within) if within else None)
    assert (zone.name, zone.code) == (full, code)
    assert tables.by_path(zone.iri) == zone
    assert tables.chain(zone)[-1].code == "100000"


def test_a_zone_of_no_known_city_is_told_apart_by_none():
    assert places().zone("高新区") is None
    assert places().zone("钱塘新区") is None  # a district since 2021


def test_every_zone_lies_somewhere():
    for zone in places()._tables.zones.uncoded:
        assert places()._tables.zone_parent(zone.parent), zone.name
        assert zone.level in ("zone", "province", "city")


@pytest.mark.parametrize(
    ("full", "spoken"),
    [
        ("凉山彝族自治州", "凉山州"),
        ("景宁畲族自治县", "景宁县"),
        ("广西壮族自治区", "广西"),
        ("嵊泗县", "嵊泗县"),
    ],
)
def test_how_autonomous_places_are_called(full, spoken):
    assert spoken_name(full) == spoken


HEAD = "code\tname\tsince\tuntil\tsuccessors\tsource\n100000\t中华人民共和国\t\t\t\t\n"


def table(folder: Path, *rows: str) -> Places:
    (folder / "divisions.tsv").write_text(HEAD + "".join(row + "\n" for row in rows), "utf-8")
    (folder / "zones.tsv").write_text("name\n", "utf-8")
    (folder / "short-names.tsv").write_text("", "utf-8")
    return Places(folder)


def test_a_table_that_leads_in_a_circle_is_refused_in_a_sentence(tmp_path):
    tables = table(
        tmp_path,
        "990101\t甲县\t\t2001\t990102\t",
        "990102\t乙县\t2001\t2003\t990101\t",
    )
    with pytest.raises(DataError, match="绕成一圈"):
        tables.after(tables.at("2000").named("甲县")[0])


def test_a_successor_that_the_table_lacks_is_named(tmp_path):
    tables = table(tmp_path, "990101\t甲县\t\t2001\t990109\t")
    with pytest.raises(DataError, match="990109"):
        tables.at("2000").named("甲县")


def test_a_table_without_its_columns_is_refused(tmp_path):
    (tmp_path / "divisions.tsv").write_text("100000\t中华人民共和国\n", "utf-8")
    with pytest.raises(DataError, match="列名"):
        Places(tmp_path)


HEAD = "code\tname\tsince\tuntil\tsuccessors\tsource\n"
OLD, NEW = "330929\t清漪县\t1987\t2025-01\t330989\thand", "330989\t清漪市\t2025-01\t\t\thand"


def test_every_line_of_the_divisions_is_sound() -> None:
    Divisions(resources.data("registry", "places", "divisions.tsv")).check()


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param([OLD, NEW], None, id="sound"),
        pytest.param([NEW, OLD], "第 3 行 清漪县：代码应按次序", id="out of order"),
        pytest.param([OLD.replace("2025-01", "2025年"), NEW], "第 2 行.*：until 应为年", id="no date"),
        pytest.param([OLD, NEW.replace("\thand", "")], "第 3 行.*：有 5 格，应有 6", id="a cell too few"),
        pytest.param([OLD, "330989\t清漪市\t2025-01"], "：有 3 格，应有 6 格", id="three cells"),
        pytest.param([OLD], "successors 330989：在表中找不到", id="no successor"),
    ],
)
def test_a_wrong_line_of_the_divisions_is_told(tmp_path: Path, lines: list[str], said: str | None) -> None:
    path = tmp_path / "divisions.tsv"
    path.write_text(HEAD + "\n".join(lines) + "\n", "utf-8")
    if said is None:
        Divisions(path).check()
        return
    with pytest.raises(DataError, match=said):
        Divisions(path).check()
