"""Places in a text."""

import pytest

from kg.registry.places import places
from kg.resolve import Resolver


@pytest.fixture(scope="module")
def shengsi():
    return Resolver(places().by_code("330922"))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "新建菜园金平区域、枸杞奇观村污水管道；更新维护五龙边礁村、花鸟南岙",
            ["菜园镇", "枸杞乡", "五龙乡", "花鸟乡"],
        ),
        ("启动黄龙南港2个废弃矿山", ["黄龙乡"]),
        ("协同推进洋山深水港区二期扩建工程", []),
        ("破局小洋山北侧", []),
        ("以小黄龙岛项目招引为突破口，促进大小黄龙岛", []),
        ("实施菜园镇、五龙乡跨乡镇土地综合整治", ["菜园镇", "五龙乡"]),
        ("居民用水享受舟山市区同等水价", ["舟山市"]),
        ("与普陀区合作", ["普陀区"]),
        ("一般公共预算收入增长3%以上", []),
    ],
)
def test_places_of_shengsi(shengsi, text, names):
    found = shengsi.places_in(text)
    assert [place.name for place, _, _ in found] == names
    for place, start, end in found:
        assert text[start:end] in place.name


def test_an_everyday_word_is_no_township():
    county = next(p for p in places().find("兴隆县"))
    assert Resolver(county).places_in("建设和平幸福的新城") == []


def test_no_place_without_a_jurisdiction():
    assert Resolver(None).places_in("菜园镇") == []


def test_places_are_those_of_the_notices_day():
    then = Resolver(places().by_code("330100"), issued="2018-03-01")
    assert [p.name for p, _, _ in then.places_in("江干区、下城区和余杭区")] == ["江干区", "下城区", "余杭区"]
    now = Resolver(places().by_code("330100"))
    assert [p.name for p, _, _ in now.places_in("江干区、下城区和余杭区")] == ["余杭区"]
