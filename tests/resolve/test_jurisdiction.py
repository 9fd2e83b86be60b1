"""Whose notice it is: heads with the place that a reader would name, as it stood on the day.

``heads.tsv`` holds a head a line: every prefecture and province, a hundred counties and as many
divisions that are gone, zones, the 兵团, departments, party offices, documents of superiors that
are passed on, and heads that name no place. Names and codes are those of the official lists.
"""

from collections import Counter
from pathlib import Path

import pytest

from kg.registry.places import places
from kg.resolve.jurisdiction import Head, jurisdiction_of

ROWS = [
    line.split("\t") for line in Path(__file__).with_name("heads.tsv").read_text("utf-8").splitlines()[1:]
]
KINDS = sorted({row[0] for row in ROWS})


def told(**head):
    found = jurisdiction_of(Head(**head))
    return (found.place.name, found.place.code) if found.place else None


@pytest.mark.parametrize("kind", KINDS)
def test_every_head_names_the_place_that_a_reader_would(kind):
    wrong = []
    for _, issuer, title, number, addressees, day, name, code in (r for r in ROWS if r[0] == kind):
        head = Head(
            issuers=(issuer,) if issuer else (),
            title=title or None,
            number=number or None,
            addressees=addressees or None,
            day=day,
        )
        place = jurisdiction_of(head).place
        if (place.name if place else "", (place.code if place else "") or "") != (name, code):
            wrong.append((head, place))
    assert wrong == []


def test_the_table_of_heads_covers_every_prefecture_and_all_kinds():
    count = Counter(row[0] for row in ROWS)
    prefectures = {p.code for p in places().divisions() if p.level == "city"}
    assert prefectures <= {row[7] for row in ROWS if row[0] == "prefecture"}
    assert count["county"] >= 100
    assert count["former"] >= 100
    assert all(count[kind] for kind in ("zone", "corps", "department", "party", "quoted", "none", "xzhou"))


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ({"issuers": ("中共嵊泗县委办公室", "嵊泗县人民政府办公室")}, ("嵊泗县", "330922")),
        ({"title": "国务院关于促进综合保税区高水平开放的若干意见"}, ("中华人民共和国", "100000")),
        ({"issuers": ("朝阳区人民政府",), "content": "长春市朝阳区人民政府"}, ("朝阳区", "220104")),
        (
            {"issuers": ("朝阳区人民政府",), "content": "索引号：11110105000000000A/2023-1"},
            ("朝阳区", "110105"),
        ),
        ({"issuers": ("鼓楼区人民政府",), "content": "由湖南路街道、江东街道牵头"}, ("鼓楼区", "320106")),
        ({"title": "关于印发碧湖区人民政府2023年重点工作的通知"}, ("碧湖区", None)),
        ({"titles": ("附件澜屿区2009年重点推进的3个重大项目情况表",)}, ("澜屿区", None)),
        ({"issuers": ("市政府",), "title": "2020年政府工作报告主要工作责任分解"}, None),
        ({"content": "一般性文字，没有地名。浙江省舟山市嵊泗县人民政府"}, None),
        ({"issuers": ("溫州市人民政府辦公室",), "number": "溫政辦發〔2020〕5號"}, ("温州市", "330300")),
        (
            {"title": "云港市优化营商环境条例（征求意见稿）", "content": "连云港市人民政府应当"},
            ("连云港市", "320700"),
        ),
        (
            {"title": "云港市优化营商环境条例（征求意见稿）", "content": "云港市人民政府应当"},
            ("云港市", None),
        ),
        ({"issuers": ("县政府办",), "title": "关于印发《嵊泗县2024年重点工作》的通知"}, ("嵊泗县", "330922")),
        ({"issuers": ("县政府办",), "title": "关于印发《浙江省2024年重点工作》的通知"}, None),
        ({"issuers": ("城关镇人民政府",), "number": "嵊城政〔2020〕1号"}, ("城关镇", None)),
    ],
)
def test_signs_of_a_place(head, expected):
    assert told(**head) == expected


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ({"issuers": ("澜屿市人民政府",)}, "unknown"),
        ({"issuers": ("鼓楼区人民政府",)}, "several"),
        ({"issuers": ("城关镇人民政府",)}, "several"),
        ({"issuers": ("朝阳区人民政府",), "content": "长春市朝阳区"}, "weak"),
        ({"issuers": ("县政府办",), "title": "关于印发《嵊泗县2024年重点工作》的通知"}, "weak"),
        ({"issuers": ("温州市人民政府",), "number": "穗府办〔2020〕3号"}, "number"),
        ({"issuers": ("嵊泗县人民政府",), "number": "浙政办发〔2020〕3号"}, None),
        ({"issuers": ("钱塘区人民政府",), "day": "2016-05-01"}, "time"),
        ({"issuers": ("江干区人民政府",), "day": "2024-05-01"}, "time"),
        ({"issuers": ("江干区人民政府",), "day": "2021-11-01"}, None),
        ({"issuers": ("嵊泗县人民政府",)}, None),
        ({"issuers": ("市卫健委",), "number": "穗卫〔2020〕3号"}, None),
        ({}, None),
    ],
)
def test_the_doubt_is_said_in_both_languages(head, kind):
    doubt = jurisdiction_of(Head(**head)).doubt
    assert (doubt and doubt.kind) == kind
    if doubt:
        told = doubt.finding(())
        assert told.code == "doubtful-jurisdiction"
        assert told.message.endswith("。")
        assert told.message_en.endswith(".")


@pytest.mark.parametrize(
    "prose",
    [
        "已经县",
        "为深入贯彻落实省",
        "《办法》经研究同意，请照办",
        "各单位每季度报送市政府",
        "请各市、县报省政府",
    ],
)
def test_running_words_name_no_place(prose):
    assert told(content=prose) is None
    assert told(title=prose) is None
    assert told(issuers=(prose,)) is None
    assert told(addressees=prose) is None


@pytest.mark.parametrize(
    "title",
    [
        "关于新增城区停车位的通知",
        "关于加快老城区雨污分流改造的通知",
        "关于做好建成县残疾人综合服务中心工作的通知",
        "关于成立由区长任组长的领导小组的通知",
        "2024年开发区重点工作及责任清单",
        "为确保市十五届人大六次会议票决通过的十方面民生实事落到实处",
        "关于对口支援新疆工作安排的通知",
        "关于交办县政府第14次常务会议议定事项的通知",
        "2024年下半年县政府重点工作",
    ],
)
def test_words_that_hold_a_name_by_chance_name_no_place(title):
    assert told(title=title) is None
    assert told(title=title, issuers=("办公室",)) is None


@pytest.mark.parametrize(
    "issuer", ["建成县残疾人综合服务中心", "责任单位：望川市政府、省自然资源厅", "城市建设办"]
)
def test_words_that_are_no_issuers_name_no_place(issuer):
    assert told(issuers=(issuer,)) is None


@pytest.mark.parametrize(
    ("day", "name", "code"),
    [("1995", "达县", "513021"), ("2012", "达县", "511721"), ("2014", "达川区", "511703")],
)
def test_the_code_is_that_of_the_day(day, name, code):
    assert told(issuers=(f"{name}人民政府",), day=day) == (name, code)
