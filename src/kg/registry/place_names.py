"""What a place's name tells by itself: its level, and how it is written short.

level_by_suffix("碧湖区")  -> "county"      short_name("景宁畲族自治县") -> "景宁"
spoken_name("恩施土家族苗族自治州") -> "恩施州"
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

Level = Literal[
    "country", "province", "city", "county", "township", "village", "zone", "unknown"
]  # as in kg.model.Place

# The peoples that autonomous places are named for; longest first where one begins another.
_PEOPLES = re.findall(
    r"\S+",
    "蒙古族 回族 藏族 维吾尔 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族 土家族 哈尼族 哈萨克族 哈萨克 "
    "傣族 黎族 傈僳族 佤族 畲族 拉祜族 水族 东乡族 纳西族 景颇族 柯尔克孜 土族 达斡尔族 仫佬族 羌族 布朗族 "
    "撒拉族 毛南族 仡佬族 锡伯 阿昌族 普米族 塔吉克 怒族 鄂温克族 德昂族 保安族 裕固族 独龙族 鄂伦春 蒙古 "
    "各族",
)
# Longest first: 自治县 before 县, 街道办事处 before 街道.
_SUFFIXES: tuple[tuple[str, Level], ...] = (
    ("特别行政区", "province"),
    ("生产建设兵团", "province"),
    ("自治区", "province"),
    ("自治州", "city"),
    ("自治县", "county"),
    ("自治旗", "county"),
    ("街道办事处", "township"),
    ("民族乡", "township"),
    ("街道", "township"),
    ("苏木", "township"),
    ("地区", "city"),
    ("林区", "county"),
    ("特区", "county"),
    ("开发区", "zone"),
    ("高新区", "zone"),
    ("经开区", "zone"),
    ("保税区", "zone"),
    ("综保区", "zone"),
    ("度假区", "zone"),
    ("示范区", "zone"),
    ("合作区", "zone"),
    ("实验区", "zone"),
    ("管理区", "zone"),
    ("集聚区", "zone"),
    ("名胜区", "zone"),
    ("新片区", "zone"),
    ("产业园区", "zone"),
    ("工业园区", "zone"),
    ("园区", "zone"),
    ("新区", "zone"),
    ("省", "province"),
    ("市", "city"),
    ("州", "city"),
    ("盟", "city"),
    ("县", "county"),
    ("区", "county"),
    ("旗", "county"),
    ("镇", "township"),
    ("乡", "township"),
    ("村", "village"),
    ("社区", "village"),
)


def level_by_suffix(name: str) -> Level:
    """Return the level that a name's suffix tells: 碧湖区 → county, 澜屿市 → city."""
    if name.endswith("社区"):
        return "village"
    for suffix, level in _SUFFIXES:
        if name.endswith(suffix) and len(name) > len(suffix):
            return level
    return "unknown"


@lru_cache(maxsize=8192)
def short_name(name: str) -> str:
    """Return a name without the suffix of its level: 嵊泗县 → 嵊泗, 景宁畲族自治县 → 景宁."""
    for suffix, _ in _SUFFIXES:
        if name.endswith(suffix):
            stem = name[: -len(suffix)]
            if suffix.startswith(("自治", "民族")):
                stem = _without_peoples(stem)
            # 东区, 城区, 郊区 and the like are nothing without their suffix.
            return stem if len(stem) >= 2 else name
    return name


def spoken_name(name: str) -> str:
    """Return how an autonomous place is called: 恩施州, 景宁县, 鄂温克旗, 广西; others by their name.

    >>> [spoken_name(n) for n in ("凉山彝族自治州", "新疆维吾尔自治区", "鄂伦春自治旗", "嵊泗县")]
    ['凉山州', '新疆', '鄂伦春旗', '嵊泗县']
    """
    for suffix, short in (("自治州", "州"), ("自治县", "县"), ("自治旗", "旗"), ("自治区", "")):
        if name.endswith(suffix) and len(name) > len(suffix) + 1:
            stem = short_name(name)
            return stem if stem == name else stem + short
    return name


def _without_peoples(stem: str) -> str:
    cut = True
    while cut:
        cut = False
        for people in _PEOPLES:
            if stem.endswith(people) and len(stem) - len(people) >= 2:
                stem, cut = stem[: -len(people)], True
    return stem
