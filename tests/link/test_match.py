"""What is certain and what is not, where several places have bodies of one name."""

from __future__ import annotations

import pytest

from kg.identity import place_path, unit_path
from kg.link.entities import Entities, Entity
from kg.link.match import Condition, Matcher
from kg.model import Place
from kg.resolve import Resolver

CODE = "https://w3id.org/zeren/code#"


def unit(division: str, label: str, place: str, kind: str = "government-department") -> Entity:
    return Entity(unit_path(division, label), "unit", label, values={"place": [place], "kind": [CODE + kind]})


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    """The registry, a second county of the tables, and a county that no table knows."""
    daishan = place_path("330921", "")
    invented = place_path(None, "桃花岛县")
    more = [
        Entity(daishan, "place", "岱山县", values={"code": ["330921"], "level": [CODE + "county"]}),
        Entity(invented, "place", "桃花岛县", values={"level": [CODE + "county"]}),
        unit("330921", "县财政局", daishan),
        unit("330921", "县海岛办", daishan, "coordinating-body"),
        unit("桃花岛县", "县生态搬迁指挥部", invented, "coordinating-body"),
    ]
    known = Entities.of_registry()
    return Matcher(Entities([*known.by_path.values(), *more], known.base))


def names(matcher: Matcher, name: str, *conditions: Condition) -> list[tuple[str, str | None, bool]]:
    found = matcher.find(name, ["unit"], conditions)
    return [(m.entity.label, m.entity.first("place"), m.certain) for m in found]


def test_a_name_that_two_counties_have_is_certain_of_neither(matcher: Matcher) -> None:
    found = names(matcher, "县财政局")
    assert {place for _, place, _ in found} == {"place/330921", "place/330922"}
    assert not any(certain for _, _, certain in found)


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("岱山县财政局", "place/330921"),
        ("嵊泗县财政局", "place/330922"),
        ("浙江省舟山市岱山县财政局", "place/330921"),
        ("岱山财政局", "place/330921"),
    ],
)
def test_the_place_in_the_name_decides(matcher: Matcher, name: str, place: str) -> None:
    assert names(matcher, name)[0] == ("县财政局", place, True)


@pytest.mark.parametrize(("value", "place"), [("岱山县", "330921"), ("330922", "330922"), ("嵊泗", "330922")])
def test_a_condition_decides(matcher: Matcher, value: str, place: str) -> None:
    assert names(matcher, "县财政局", Condition("place", (value,))) == [("县财政局", f"place/{place}", True)]


def test_a_body_that_only_a_notice_named(matcher: Matcher) -> None:
    assert names(matcher, "县海岛办")[0][2]
    assert names(matcher, "岱山县海岛办")[0][2]
    assert names(matcher, "桃花岛县生态搬迁指挥部")[0][2]
    assert names(matcher, "嵊泗县海岛办") == []


def test_nobody_s_place(matcher: Matcher) -> None:
    for name in ("定海区财政局", "东屿县财政局", "桃花源县财政局", "江苏省财政厅"):
        assert not names(matcher, name)
    assert names(matcher, "县财政局", Condition("place", ("定海区",))) == []


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("舟山市生态环境局", "市生态环境局"),
        ("市生态环境局", "市生态环境局"),
        ("浙江省人民政府", "省政府"),
        ("省政府", "省政府"),
        ("海关总署", "海关总署"),
        ("国家信访局", "国家信访局"),
        ("信访局", "县信访局"),
        ("财政局", "县财政局"),
    ],
)
def test_a_place_does_not_hide_its_superiors_bodies(matcher: Matcher, name: str, label: str) -> None:
    first = matcher.find(name, ["unit"], [Condition("place", ("嵊泗县",))])[0]
    assert (first.entity.label, first.certain) == (label, True)


def test_scores_and_limits(matcher: Matcher) -> None:
    for name in ("县财政局", "财政局", "县文旅局", "xczj", "县财证局"):
        found = matcher.find(name, ["unit"], limit=3)
        assert len(found) <= 3
        scores = [m.score for m in found]
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 100 for score in scores)
        assert sum(m.certain for m in found) <= 1
    assert matcher.find("县财政局", limit=0) == []


def test_what_a_resolver_makes_anew_is_nobody_s() -> None:
    place = Place("place/330922", "嵊泗县", "330922", "county", None)
    made = Resolver(place).unit("县太空局").unit
    assert Entities.of_registry().get(made.iri) is None


@pytest.mark.parametrize(
    "name", ["", " ", "。", "（", "（）", "\x00", "县", "局", "\ud800", "a", "县" * 400, "🏝️"]
)
def test_odd_names_find_nothing_and_break_nothing(matcher: Matcher, name: str) -> None:
    assert not any(m.certain for m in matcher.find(name))


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("330922", "嵊泗县"),
        ("330922202", "枸杞乡"),
        ("Q58324", "舟山市"),
        ("wikidata:Q58324", "舟山市"),
        ("113309220026431300", "县发改局"),
        ("https://w3id.org/zeren/unit/f87c7551df", "县发改局"),
        ("unit/f87c7551df", "县发改局"),
    ],
)
def test_identifiers_are_certain(matcher: Matcher, code: str, label: str) -> None:
    found = matcher.find(code)
    assert [(m.entity.label, m.score, m.certain) for m in found] == [(label, 100.0, True)]


@pytest.mark.parametrize(
    "name",
    [
        "林知远副县长",
        "县长林知远",
        "县委常委林知远",
        "林知远常务副县长",
        "县政府党组成员林知远",
        "县委书记林知远同志",
        "二级调研员林知远",
        "林知远副秘书长",
        "区委委员、主任林知远先生",
        "林知远",
    ],
)
def test_a_leader_is_found_by_the_name_with_its_posts(name: str) -> None:
    leader = Entity("leader/lin", "leader", "林知远")
    known = Entities([leader, Entity("leader/wen", "leader", "闻人静")], Entities.of_registry().base)
    found = Matcher(known).find(name, ["leader"])
    assert [match.entity for match in found] == [leader]


def test_other_words_beside_a_name_are_no_post() -> None:
    leader = Entity("leader/lin", "leader", "林知远")
    assert Matcher(Entities([leader], Entities.of_registry().base)).find("林知远公园", ["leader"]) == []
