"""Leaders in headings, lines and cells."""

import pytest

from kg.extract.leaders import find_leaders, leaders_of_heading
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
