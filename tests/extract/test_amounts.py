"""Amounts: numbers with units, ranges, dates that are none, numbers that share a unit."""

from decimal import Decimal

import pytest

from kg.extract.amounts import find_amounts, number


def read(text: str) -> list[tuple[str, str, str]]:
    """Return value, unit and the words of every amount."""
    return [(str(a.value), a.unit, text[a.start : a.end]) for a in find_amounts(text)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5", 5), ("5 000", 5000), ("1,200", 1200), ("1.5", Decimal("1.5")), ("三", 3), ("十", 10),
        ("十二", 12),
        ("二十", 20), ("两百", 200), ("一百二十三", 123), ("九十九", 99), ("百", 100), ("两百零五", 205),
    ],
)  # fmt: skip
def test_number(text: str, value: Decimal | int) -> None:
    assert number(text) == value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("完成1.5万亩", [("1.5", "万亩", "1.5万亩")]),
        ("增长 5 %", [("5", "%", "5 %")]),
        ("1,200套和5 000人次", [("1200", "套", "1,200套"), ("5000", "人次", "5 000人次")]),
        ("三个、十二座、两百户", [("3", "个", "三个"), ("12", "座", "十二座"), ("200", "户", "两百户")]),
        ("下降0.5个百分点", [("0.5", "个百分点", "0.5个百分点")]),
        ("2024年3月18日", []),
        ("3月、18日、5号", []),
        ("延长2年", [("2", "年", "2年")]),
        ("连续3个月", [("3", "个月", "3个月")]),
        ("公告压缩至20日", [("20", "日", "20日")]),
        ("不超过20日的", [("20", "日", "20日")]),
        ("20日内办结", [("20", "日", "20日")]),
        ("20日内部会议", []),
        ("截至20日", []),
        ("第3个、第三个", [("3", "个", "3个")]),
        ("每三个", []),
        ("新建30多个、300 余家", [("30", "个", "30多个"), ("300", "家", "300 余家")]),
        ("十余个、50多万元", [("10", "个", "十余个"), ("50", "万元", "50多万元")]),
        ("5000多万参保群众", []),
        ("经三路、纬八路", []),
        ("新建3路", [("3", "路", "3路")]),
        ("三月、二年、五日", []),
        ("12万贫困户", [("12", "万", "12万")]),
        ("达到200万以上", [("200", "万", "200万")]),
        ("十二万贫困户", []),
        ("3万平方米", [("3", "万平方米", "3万平方米")]),
        ("A3个、3.5.2个、+3个、3×4米", []),
        ("G60个", []),
        ("“三个一百”", []),
    ],
)
def test_amounts(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "value", "upper"),
    [("增长5—6%", 5, 6), ("增长5%—6%", 5, 6), ("3至5个", 3, 5), ("3到5个", 3, 5), ("3~5个", 3, 5)],
)
def test_ranges(text: str, value: int, upper: int) -> None:
    (amount,) = find_amounts(text)
    assert (amount.value, amount.upper) == (value, upper)
    assert amount.end == len(text)


def test_what_an_amount_knows() -> None:
    digits, chinese = find_amounts("新建3座、改造五座")
    assert (digits.chinese, chinese.chinese) == (False, True)
    assert (digits.upper, digits.shares) == (None, 0)
    assert (digits.behind, chinese.behind) == (digits.end, chinese.end)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("盆景900万垛", [("900", "万垛", "900万垛")]),
        ("剪纸80帧，", [("80", "帧", "80帧")]),
        ("戏曲60出以上", [("60", "出", "60出")]),
        ("戏曲60出左右", [("60", "出", "60出")]),
        ("宣传页2万页）", [("2", "万页", "2万页")]),
        ("征集60出戏", []),
        ("第60出", []),
        ("第2万页", []),
        ("六十出", []),
        ("318线、2035年、12345热线", []),
        ("3万余", [("3", "万", "3万")]),
    ],
)
def test_any_character_counts_at_the_end_of_a_clause(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("分别压缩至4、6个工作日", [("4", "个工作日", "4"), ("6", "个工作日", "6个工作日")]),
        ("分别压缩至3个、1个工作日", [("3", "个工作日", "3个"), ("1", "个工作日", "1个工作日")]),
        ("分别为1、2和3座", [("1", "座", "1"), ("2", "座", "2"), ("3", "座", "3座")]),
        ("分别达到42万、18万亩", [("42", "万亩", "42万"), ("18", "万亩", "18万亩")]),
        ("分别增长0.5、1.5个百分点", [("0.5", "个百分点", "0.5"), ("1.5", "个百分点", "1.5个百分点")]),
        ("各新增3、5座", [("3", "座", "3"), ("5", "座", "5座")]),
        ("压缩至4、6个工作日", [("6", "个工作日", "6个工作日")]),
        ("分别完成第4、6项", [("6", "项", "6项")]),
        ("分别新增3个、5家", [("3", "个", "3个"), ("5", "家", "5家")]),
        ("分别完成。改造4、6座", [("6", "座", "6座")]),
        ("分别在4月、6座", [("6", "座", "6座")]),
    ],
)
def test_numbers_that_share_the_unit_of_the_last(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert read(text) == expected


def test_what_follows_a_number_that_shares_follows_the_last() -> None:
    text = "分别压缩至4、6个工作日以内"
    first, last = find_amounts(text)
    assert text[first.behind :] == text[last.behind :] == "以内"
    assert (first.shares, last.shares) == (last.end, 0)
    assert first.upper is None


def test_the_pattern_of_figures_reads_its_examples() -> None:
    from kg.registry.patterns import load

    row = load("amounts").raw["figure"]
    assert row["why"]
    assert [example for example in row["examples"] if not find_amounts(example)] == []
    assert [example for example in row["not_examples"] if find_amounts(example)] == []
