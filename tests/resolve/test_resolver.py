"""What a mention means, read by hand from the real notice and the invented layouts."""

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.identity import unit_path
from kg.registry.places import invented, places
from kg.resolve import Resolver
from tests.conftest import ROOT

GOLD = json.loads((ROOT / "tests/gold/shengsi-2024-5/gold.json").read_text("utf-8"))
ITEMS = [*GOLD["tasks"], *GOLD["projects"]]
COLLECTIVES = {mention for item in ITEMS for mention in item["collectives"]}
MENTIONS = sorted({mention for item in ITEMS for mention in item["units"]})


@pytest.fixture(scope="module")
def shengsi():
    return Resolver(places().by_code("330922"), owner="notice/x")


@pytest.fixture
def lanyu():
    return Resolver(invented("澜屿市"), owner="notice/y")


@pytest.mark.parametrize("mention", MENTIONS)
def test_every_unit_of_the_real_notice(shengsi, mention):
    assert shengsi.is_collective(mention) == (mention in COLLECTIVES)
    if mention in COLLECTIVES:
        return
    canonical = GOLD["canonical"][mention]
    found = shengsi.unit(mention)
    if isinstance(canonical, str):
        assert found.unit.label == canonical
        assert found.resolution not in ("guessed", "unresolved")
        assert found.unit.confirmed
    else:
        assert (found.unit.label, found.resolution) == (canonical["name"], "guessed")
        assert found.confidence < Decimal("0.8")
    assert (found.confidence == 1) == (found.resolution == "exact")


@pytest.mark.parametrize(
    ("mention", "label", "resolution"),
    [
        ("县人社保局", "县人力社保局", "alias"),
        ("嵎山镇人民政府", "嵊山镇人民政府", "repaired"),
        ("嵊泗县审汁局", "县审计局", "repaired"),
        ("嵊泗县市埸监督管理局", "县市场监督管理局", "repaired"),
        ("岱山县审汁局", "县审汁局", "unresolved"),
        ("县民政局（退役军人事务局）", "县民政局", "bracket"),
        ("县民政局(退役军人事务局)", "县民政局", "bracket"),
        ("嵊泗县发展和改革局", "县发改局", "exact"),
        ("舟山市生态环境局嵊泗分局", "市生态环境局嵊泗分局", "exact"),
        ("县 财政局。", "县财政局", "exact"),
        ("縣財政局", "县财政局", "exact"),
        ("巿财政局", "市财政局", "repaired"),
        ("财政局", "县财政局", "alias"),
        ("菜园镇", "菜园镇人民政府", "alias"),
        ("莱园镇人民政府", "菜园镇人民政府", "repaired"),
        ("县文旅局", "县文广旅体局", "guessed"),
        ("县体育中心", "县体育中心", "unresolved"),
        ("嵊泗县体育中心", "县体育中心", "unresolved"),
        ("海关总署", "海关总署", "exact"),
    ],
)
def test_in_shengsi(shengsi, mention, label, resolution):
    found = shengsi.unit(mention)
    assert (found.unit.label, found.resolution) == (label, resolution)


def test_a_second_name_in_brackets_is_kept(shengsi):
    assert shengsi.unit("县民政局（退役军人事务局）").also_named == "退役军人事务局"


def test_a_body_of_a_higher_level_belongs_to_its_own_division(shengsi):
    zhoushan = Resolver(places().by_code("330900"))
    assert shengsi.unit("市财政局").unit == zhoushan.unit("市财政局").unit == zhoushan.unit("财政局").unit
    assert shengsi.unit("舟山市财政局").unit.jurisdiction == "place/330900"
    assert shengsi.unit("省农业农村厅").unit.jurisdiction == "place/330000"
    branch = shengsi.unit("市生态环境局嵊泗分局").unit
    assert branch.part_of == zhoushan.unit("市生态环境局").unit.iri


def test_one_name_in_two_counties_is_two_bodies():
    one, other = (Resolver(places().by_code(code)) for code in ("330922", "330921"))
    assert one.unit("县财政局").unit.iri != other.unit("县财政局").unit.iri
    assert one.unit("县财政局").unit.label == other.unit("县财政局").unit.label
    first, second = (Resolver(invented(name)) for name in ("云岚县", "岚云县"))
    assert first.unit("县财政局").unit.iri != second.unit("县财政局").unit.iri


def test_unnamed_places_of_two_notices_stay_apart():
    one, other = Resolver(None, owner="notice/1"), Resolver(None, owner="notice/2")
    assert one.unit("区卫健局").unit.iri != other.unit("区卫健局").unit.iri
    assert one.unit("区卫健局").unit.iri == one.unit("区卫生健康局").unit.iri


@pytest.mark.parametrize(
    ("mention", "label", "resolution"),
    [
        ("财政局", "市财政局", "alias"),
        ("市财政局(市国资委)", "市财政局", "bracket"),
        ("市商务局(市粮食和物资储备局)", "市商务局", "bracket"),
        ("市发改委", "市发改委", "exact"),
        ("市发展和改革委员会", "市发改委", "alias"),
        ("东屿县政府", "东屿县人民政府", "alias"),
        ("望川市政府", "望川市人民政府", "alias"),
        ("科创走廊管委会", "科创走廊管委会", "unresolved"),
        ("建设局", "市建设局", "alias"),
        ("工商联", "市工商联", "alias"),
        ("省牵头办", "省牵头办", "unresolved"),
    ],
)
def test_in_an_invented_city(lanyu, mention, label, resolution):
    found = lanyu.unit(mention)
    assert (found.unit.label, found.resolution, found.unit.confirmed) == (label, resolution, False)


@pytest.mark.parametrize(
    ("mention", "name"),
    [
        ("中共桐庐县委", "县委"),
        ("中国共产党桐庐县委员会", "县委"),
        ("中共桐庐县委办公室", "县委办"),
        ("中国共产党桐庐县委员会组织部", "县委组织部"),
        ("中共浙江省委宣传部", "省委宣传部"),
        ("中共杭州市委办公厅", "市委办公厅"),
        ("县委办", "县委办"),
        ("县府办", "县府办"),
        ("桐庐县人民政府办公室", "县府办"),
        ("浙江省杭州市桐庐县财政局", "县财政局"),
        ("国网浙江省电力有限公司桐庐县供电公司", "县供电公司"),
        ("国网浙江桐庐县供电有限公司", "县供电公司"),
        ("国网桐庐供电公司", "县供电公司"),
        ("供电公司", "县供电公司"),
        ("县农业农村局（县乡村振兴局、县委农办）", "县农业农村局"),
        ("县人民政府（财政局）", "县财政局"),
        ("县政府（办公室）", "县府办"),
        ("③县财政局", "县财政局"),
        ("县委、县政府", "县委、县政府"),  # two bodies that were not parted are no government
    ],
)
def test_long_and_bracketed_names_of_a_county_that_no_registry_holds(mention, name):
    assert Resolver(places().by_code("330122"), issued="2023-03-01").unit(mention).name == name


def test_what_a_reform_ended_is_doubtful_afterwards():
    place = places().by_code("330922")
    later, earlier = Resolver(place, year=2024), Resolver(place, year=2015)
    assert (later.unit("县农业局").unit.label, later.unit("县农业局").resolution) == (
        "县农业农村局",
        "guessed",
    )
    assert earlier.unit("县农业局").unit.label == "县农业局"


def test_central_names_for_the_state_council():
    resolver = Resolver(places().by_code("100000"))
    for short, full in (
        ("发展改革委", "国家发展和改革委员会"),
        ("药监局", "国家药品监督管理局"),
        ("海关总署", "中华人民共和国海关总署"),
    ):
        assert resolver.unit(short).unit == resolver.unit(full).unit
        assert resolver.unit(short).resolution == "exact"


def test_new_bodies_hash_their_division_and_name(shengsi):
    assert shengsi.unit("县体育中心").unit.iri == unit_path("330922", "县体育中心")


def test_a_branch_is_part_of_its_parent():
    resolver = Resolver(invented("云岚县"))
    branch = resolver.unit("市水文中心云岚分中心").unit
    assert branch.kind == "branch-office"
    assert resolver.known(branch.part_of).label == "市水文中心"


def test_leaders_lose_padding(shengsi):
    assert shengsi.leader("王 安") == shengsi.leader("王安")
    assert shengsi.leader("王安").iri != Resolver(places().by_code("330921")).leader("王安").iri


@settings(deadline=None)
@given(
    st.one_of(st.sampled_from(MENTIONS), st.text("县市省财政局委办（）各、嵊泗嵎农林业村公司分", max_size=14))
)
def test_resolving_is_deterministic_and_never_fails(mention):
    place = places().by_code("330922")
    first, second = Resolver(place), Resolver(place)
    second.unit("县农业农村局")
    assert first.unit(mention) == second.unit(mention)
    assert 0 < first.unit(mention).confidence <= 1
    assert isinstance(first.is_collective(mention), bool)
