"""Sets of bodies and their members."""

import json

import pytest

from kg.registry.places import invented, places
from kg.resolve import Resolver, groups
from tests.conftest import ROOT

LAYOUTS = sorted((ROOT.parent / "shared/corpus/layouts").glob("*.gold.json"))


@pytest.mark.parametrize(
    "mention",
    """
    各乡镇人民政府 各县（区）政府 功能区管委会 市属各国有企业 各功能区管委会 县属有关部门
    其他对口工作责任单位 各专委办 区创文工作领导小组成员单位 各街办(新区) 各镇(街道)
    全区经济运行各专班 区直各部门 各相关单位 等有关部门 等部门 市级各有关部门 各县市区政府
    街道办事处 县级各部门 省、市属在嵊单位 各有关单位 各市级垂管单位 县政府直属各单位
    各省、自治区、直辖市人民政府 市直有关单位 相关部门 县属国有企业
    """.split(),  # noqa: SIM905
)
def test_collectives(mention):
    assert Resolver(None).is_collective(mention)


@pytest.mark.parametrize(
    "mention",
    [
        "县财政局",
        "菜园镇人民政府",
        "东屿县政府",
        "县医共体",
        "碧湖经济开发区",
        "市直机关工委",
        "县城投公司",
        "县人民医院",
        "科创走廊管委会",
        "县委组织部",
        "县安委办",
        "团县委",
        "湖东街道办事处",
        "市机关事务局",
        "县精神文明指导中心",
        "数字经济领导小组办公室",
    ],
)
def test_bodies_are_no_collectives(mention):
    assert not Resolver(None).is_collective(mention)


@pytest.mark.parametrize(
    ("code", "mention", "count", "complete"),
    [
        pytest.param("330922", "各乡镇人民政府", 7, True, id="all townships of a county"),
        pytest.param("330922", "各乡镇", 7, True, id="without the word government"),
        pytest.param("330900", "各县（区）人民政府", 4, True, id="all counties of a city"),
        pytest.param("330900", "各县(区)政府、功能区管委会", 4, False, id="and others besides"),
        pytest.param("330922", "县属有关部门", 0, False, id="unknown members"),
        pytest.param("330922", "各业务主管单位", 0, False, id="units, not places"),
        pytest.param("330922", "各双拥工作领导小组成员单位", 0, False, id="a leading group"),
        pytest.param("330000", "各市人民政府", 11, True, id="all cities of a province"),
    ],
)
def test_members(code, mention, count, complete):
    resolver = Resolver(places().by_code(code))
    group = resolver.group(mention, "notice/x")
    assert (len(group.members), group.members_complete) == (count, complete)
    assert all(resolver.known(iri) for iri in group.members)
    assert group.version_of
    assert group.version_of != group.iri


def test_members_are_the_bodies_that_mentions_resolve_to():
    resolver = Resolver(places().by_code("330922"))
    assert resolver.unit("嵎山镇人民政府").unit.iri in resolver.group("各乡镇人民政府", "notice/x").members


def test_members_of_an_invented_place_are_unknown():
    group = Resolver(invented("澜屿市")).group("各县（区）人民政府", "notice/x")
    assert (group.members, group.members_complete) == ((), False)


@pytest.mark.skipif(not LAYOUTS, reason="the shared corpus is not beside the checkout")
def test_corpus_collectives_and_bodies():
    resolver = Resolver(None)
    for path in LAYOUTS:
        gold = json.loads(path.read_text("utf-8"))
        for task in gold["tasks"]:
            for mention in task.get("collectives", []):
                assert resolver.is_collective(mention), (path.name, mention)
            # The gold lists 全区经济运行各专班 among the bodies; 各 makes it a set all the same.
            bodies = [m for m in (*task["lead"], *task["support"], *task["responsible"]) if "各" not in m]
            for mention in bodies:
                assert not resolver.is_collective(mention), (path.name, mention)


def test_county_level_cities_are_members_and_zones_are_not():
    found = groups.members("各县（市、区）人民政府", places().by_code("340100"), places())
    names = [p.name for p in found.places]
    assert "巢湖市" in names
    assert "合肥高新技术产业开发区" not in names
