"""How a figure is compared and moved."""

import pytest

from kg.extract.comparators import bound_before, bound_behind, far_bound, is_rate, moved, moved_behind


@pytest.mark.parametrize(
    ("left", "bound", "length"),
    [
        ("覆盖率不低于", "ge", 3), ("覆盖率达到", "ge", 2), ("用时不超过", "le", 3), ("控制在", "le", 3),
        ("产值突破", "gt", 2), ("低于", "lt", 2), ("约", "approx", 1), ("保持在", "eq", 3),
        ("不低于 ", "ge", 4), ("新建", None, 0), ("至少建成", "ge", 0), ("", None, 0),
    ],
)  # fmt: skip
def test_before(left: str, bound: str | None, length: int) -> None:
    assert bound_before(left) == (bound, length)


@pytest.mark.parametrize(
    ("after", "bound", "length"),
    [
        ("以上。", "ge", 2), ("及以上，", "ge", 3), ("以内", "le", 2), ("内办结", "le", 1),
        ("左右", "approx", 2),
        (" 以上", "ge", 3), ("的学校", None, 0), ("多，", "ge", 1), ("多个", None, 0), ("", None, 0),
    ],
)  # fmt: skip
def test_behind(after: str, bound: str | None, length: int) -> None:
    assert bound_behind(after) == (bound, length)


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        ("占比不低于新房总量的", ("ge", 8)),
        ("不超过总额的 ", ("le", 7)),
        ("新建", None),
        ("不低于", None),
    ],
)
def test_far(left: str, expected: tuple[str, int] | None) -> None:
    assert far_bound(left) == expected


@pytest.mark.parametrize("unit", ["%", "％", "‰", "倍", "番", "成", "个百分点", "基点"])
def test_rates(unit: str) -> None:
    assert is_rate(unit)


@pytest.mark.parametrize("unit", ["个", "万元", "公里", "/10万"])
def test_no_rates(unit: str) -> None:
    assert not is_rate(unit)


@pytest.mark.parametrize(
    ("left", "unit", "compared", "expected"),
    [
        pytest.param("财政收入增长", "%", False, ("increase", 4), id="grows"),
        pytest.param("日常支出压减", "%", False, ("decrease", 4), id="shrinks"),
        pytest.param("能耗增幅下降", "%", False, ("decrease", 4), id="the nearest verb counts"),
        pytest.param("能耗下降、收入增长", "%", False, ("increase", 7), id="of two"),
        pytest.param("财政收入增长了", "%", False, ("increase", 4), id="words between"),
        pytest.param("普及率提高到", "%", False, ("level", 0), id="a level is reached"),
        pytest.param("增长极建设", "%", False, ("level", 0), id="no verb of this figure"),
        pytest.param("森林覆盖率", "%", False, None, id="none"),
        pytest.param("新增", "人", False, None, id="counted anew"),
        pytest.param("就业净增", "人", False, None, id="净增 is no such verb"),
        pytest.param("城镇新增加", "个", False, ("level", 0), id="新 before the verb"),
        pytest.param("科技创新提升", "%", False, ("increase", 4), id="新 of another word"),
        pytest.param("道路整治提升", "条", False, ("level", 0), id="roads are counted"),
        pytest.param("补助标准提高", "元", False, ("increase", 4), id="an amount of money"),
        pytest.param("提高", "元", False, ("level", 0), id="nothing is named"),
        pytest.param("压减非急需支出", "%", False, ("decrease", 7), id="verb before its object"),
        pytest.param("提高机械化率", "%", False, ("increase", 6), id="a rate behind its verb"),
        pytest.param("提高产量", "%", False, ("level", 0), id="no rate behind it"),
        pytest.param("压减非急需支出", "%", True, ("level", 0), id="compared: a level"),
        pytest.param("压减非急需支出", "亩", False, ("level", 0), id="no rate"),
        pytest.param("压减非急需支出到", "%", False, ("level", 0), id="reaches"),
        pytest.param(
            "压减支出增长点提升规模", "%", False, ("decrease", 11), id="early verb wins over a stray one"
        ),
    ],
)
def test_moved(left: str, unit: str, compared: bool, expected: tuple[str, int] | None) -> None:
    assert moved(left, unit, compared) == expected


@pytest.mark.parametrize(
    ("after", "start", "expected"),
    [
        ("以上增长，", 2, ("increase", 4)),
        ("的下降", 0, ("decrease", 3)),
        ("增长点", 0, None),
        ("以上", 2, None),
    ],
)
def test_moved_behind(after: str, start: int, expected: tuple[str, int] | None) -> None:
    assert moved_behind(after, start) == expected
