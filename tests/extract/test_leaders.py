"""Leaders in headings, lines and cells."""

import pytest

from kg.extract.leaders import find_leaders, leaders_of_heading, oversees
from kg.parse.lines import clean


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("一、杨松县长牵头重点工作", [("杨松", "县长")]),
        ("二、宋晖常务副县长牵头重点工作", [("宋晖", "常务副县长")]),
        ("七、朱云飞副县长、马梁副县长牵头重点工作", [("朱云飞", "副县长"), ("马梁", "副县长")]),
        ("(一)林知行副市长牵头重点工作", [("林知行", "副市长")]),
        ("一、沈怀瑾省长主抓重点工作", [("沈怀瑾", "省长")]),
        ("三 幸福惠街（责任领导 党工委副书记 柳 影）", [("柳影", "党工委副书记")]),
        ("一、工业方面（县委常委、常务副县长 周明）", [("周明", "县委常委、常务副县长")]),
        ("二、农牧方面(副县长高川)", [("高川", "副县长")]),
        ("三、推行“两长”（河长、林长）制", []),
        ("八、各乡镇人民政府，县政府直属各单位共同落实工作", []),
        ("一、保障公共安全", []),
        ("（一）坚持常态化疫情防控", []),
    ],
)
def test_headings(heading: str, expected: list[tuple[str, str]]) -> None:
    found = leaders_of_heading(clean(heading, 0, len(heading)))
    assert [(m.name, m.post) for m in found] == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("王　安", [("王安", None)]),
        ("王安（县水利局局长）", [("王安", "县水利局局长")]),
        ("王安(县水利局党组书记)、李明", [("王安", "县水利局党组书记"), ("李明", None)]),
        ("副市长王安、李明", [("王安", "副市长"), ("李明", None)]),
        ("县委常委、常务副县长王安", [("王安", "县委常委、常务副县长")]),
        ("副省长司马青", [("司马青", "副省长")]),
        ("王知白郭书远", [("王知白", None), ("郭书远", None)]),
        ("欧阳明华", [("欧阳明华", None)]),
        ("阮清和副区长", [("阮清和", "副区长")]),
        ("张和平副县长和王安", [("张和平", "副县长"), ("王安", None)]),
    ],
)
def test_cells(cell: str, expected: list[tuple[str, str | None]]) -> None:
    assert [(m.name, m.post) for m in find_leaders(clean(cell, 0, len(cell)))] == expected


def read(text: str, *, strict: bool = False) -> list[tuple[str, str | None]]:
    return [(m.name, m.post) for m in find_leaders(clean(text, 0, len(text)), strict=strict)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "副县长 王安 副县长 李明", [("王安", "副县长"), ("李明", "副县长")], id="posts and names by turns"
        ),
        pytest.param("副县长王安 副县长李明", [("王安", "副县长"), ("李明", "副县长")], id="whole ones"),
        pytest.param("王安 副县长 李明 副县长", [("王安", "副县长"), ("李明", "副县长")], id="names first"),
        pytest.param(
            "王安副县长、李明副县长", [("王安", "副县长"), ("李明", "副县长")], id="names first, listed"
        ),
        pytest.param("王安（副县长）、李明", [("王安", "副县长"), ("李明", None)], id="a post in brackets"),
        pytest.param("县委常委 常务副县长 王安", [("王安", "县委常委、常务副县长")], id="two posts in a row"),
        pytest.param("县委常委、副县长 王安", [("王安", "县委常委、副县长")], id="two posts, listed"),
        pytest.param("县委常委、副县长、王安", [("王安", "县委常委、副县长")], id="the name listed, too"),
        pytest.param("王安副县长、县委常委", [("王安", "副县长、县委常委")], id="a further post behind"),
        pytest.param(
            "王安副县长、县委常委、李明", [("王安", "副县长"), ("李明", "县委常委")], id="a post of the next"
        ),
        pytest.param("王安、副县长", [("王安", None)], id="a post behind a bare name"),
        pytest.param("副县长（挂职）王安", [("王安", "副县长")], id="asides"),
        pytest.param("王安（女）", [("王安", None)], id="an aside of a person"),
        pytest.param("分管副县长、王安", [("王安", None)], id="nobody's post"),
        pytest.param("言慕白副市长、王安", [("言慕白", "副市长"), ("王安", None)], id="a rare surname"),
        pytest.param("常务副县长", [], id="a post alone"),
        pytest.param("县财政局", [], id="a body"),
        pytest.param("王知白郭书远周明", [("王知白", None), ("郭书远", None), ("周明", None)], id="glued"),
        pytest.param("王知 白郭书", [("王知", None), ("白郭书", None)], id="glued, parted by a gap"),
        pytest.param("王知白局郭", [], id="glued with a body"),
        pytest.param("由王安副县长牵头", [("王安", "副县长")], id="within other words"),
        pytest.param("买买提·艾力、扎西顿珠", [("买买提·艾力", None), ("扎西顿珠", None)], id="long names"),
        pytest.param("县公安局局长雷震", [("雷震", "县公安局局长")], id="a post with its body"),
        pytest.param("", [], id="nothing"),
        pytest.param("、、", [], id="marks"),
    ],
)
def test_lists(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("王安、李明", []),
        ("副县长王安、李明", [("王安", "副县长")]),
        ("副县长、王安", [("王安", "副县长")]),
        ("王知白郭书远", []),
        ("由王安副县长牵头", [("王安", "副县长")]),
        ("县委常委、保障公共安全", []),
    ],
)
def test_names_without_posts_where_posts_are_needed(
    text: str, expected: list[tuple[str, str | None]]
) -> None:
    assert read(text, strict=True) == expected


def test_where_a_leader_stands() -> None:
    text = "责任领导 县委常委、副县长 王 安，李明"
    first, second = find_leaders(clean(text, 5, len(text)))
    assert "".join(text[s.start : s.end] for s in first.spans) == "县委常委、副县长 王 安"
    assert "".join(text[s.start : s.end] for s in second.spans) == "李明"
    text = "王安副县长、县委常委"
    (only,) = find_leaders(clean(text, 0, len(text)))
    assert [text[s.start : s.end] for s in only.spans] == ["王安副县长", "县委常委"]
    text = "由王安副县长牵头"
    (only,) = find_leaders(clean(text, 0, len(text)))
    assert [text[s.start : s.end] for s in only.spans] == ["王安副县长"]


@pytest.mark.parametrize(
    ("word", "overseen"),
    [("分管领导", True), ("联系领导", True), ("责任领导", False), ("", False), (None, False)],
)
def test_who_oversees(word: str | None, overseen: bool) -> None:
    assert oversees(word) is overseen


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("县长 杨松", [("杨松", "县长")]),
        ("杨松县长", [("杨松", "县长")]),
        ("1.杨松县长的有关工作安排与部署", []),
        ("工业方面（责任领导：副县长周明）", [("周明", "副县长")]),
        ("工业方面（周明）", []),
        ("工业方面（县领导：周明）", [("周明", None)]),
        ("工业方面（周明副县长牵头）", [("周明", "副县长")]),
        ("工业方面（3项）", []),
        ("", []),
        (
            "县委副书记、县长艾尔肯·吐尔逊领战",
            [("艾尔肯·吐尔逊", "县委副书记、县长")],
        ),
        ("副县长古丽娜尔·赛买提包抓", [("古丽娜尔·赛买提", "副县长")]),
        ("第二部分  副州长其美措分管", [("其美措", "副州长")]),
        (
            "副州长高启岷、州长助理索南仁青分管",
            [("高启岷", "副州长"), ("索南仁青", "州长助理")],
        ),
        ("副县长孔维桢、王安挂帅", [("孔维桢", "副县长"), ("王安", None)]),
        ("县财政局局长办公会牵头", []),
    ],
)
def test_more_headings(heading: str, expected: list[tuple[str, str | None]]) -> None:
    assert [(m.name, m.post) for m in leaders_of_heading(clean(heading, 0, len(heading)))] == expected
