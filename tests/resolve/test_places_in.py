"""Places in a text, and whose notice it is."""

import pytest

from kg.registry.places import places
from kg.resolve import Resolver, jurisdiction_of


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


@pytest.mark.parametrize(
    ("issuer", "title", "head", "expected"),
    [
        ("嵊泗县人民政府办公室", None, "", ("嵊泗县", "330922")),
        ("中共嵊泗县委办公室 嵊泗县人民政府办公室", None, "", ("嵊泗县", "330922")),
        ("浙江省舟山市嵊泗县人民政府", None, "", ("嵊泗县", "330922")),
        ("国务院", None, "", ("中华人民共和国", "100000")),
        (None, "国务院关于促进综合保税区高水平开放的若干意见", "", ("中华人民共和国", "100000")),
        ("澜屿市人民政府办公室", None, "", ("澜屿市", None)),
        ("义乌市人民政府", None, "", ("义乌市", "330782")),
        ("朝阳区人民政府", None, "长春市朝阳区", ("朝阳区", "220104")),
        (None, "关于印发碧湖区人民政府2023年重点工作的通知", "", ("碧湖区", None)),
        (None, "附件澜屿区2009年重点推进的3个重大项目情况表", "", ("澜屿区", None)),
        ("区人民政府办公室", "关于印发2020年区政府重点工作的通知", "区人民政府办公室\n关于", None),
        ("市政府", "2020年政府工作报告主要工作责任分解", "", None),
        (None, None, "一般性文字，没有地名。", None),
    ],
)
def test_jurisdiction(issuer, title, head, expected):
    place = jurisdiction_of(issuer, title, head)
    assert (place and (place.name, place.code)) == expected
