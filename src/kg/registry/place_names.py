"""What a place's name tells by itself: its level, and how it is written short.

What names end with stands in ``data/registry/place-suffixes.csv``, longest first where one ends another.

level_by_suffix("碧湖区")  -> "county"      short_name("景宁畲族自治县") -> "景宁"
spoken_name("恩施土家族苗族自治州") -> "恩施州"
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from kg import resources
from kg.registry.rows import read_rows

Level = Literal[
    "country", "province", "city", "county", "township", "village", "zone", "unknown"
]  # as in kg.model.Place


@dataclass(frozen=True, slots=True)
class Suffix:
    """What names of places end with.

    ``word`` stands for such a place in its own notices (嵊泗县 → 县); ``spoken`` is how it is called,
    with ``{s}`` for its short name; ``peoples``: those that it is named for are no part of the short name.
    """

    suffix: str
    level: Level
    word: str
    spoken: str
    peoples: bool
    examples: tuple[str, ...]


@cache
def suffixes() -> tuple[Suffix, ...]:
    """Return the suffixes in the order in which they are tried."""
    path = resources.data("registry", "place-suffixes.csv")
    columns = ("suffix", "level", "word", "spoken", "peoples", "examples")
    return tuple(
        Suffix(
            row["suffix"],
            row["level"],  # type: ignore[arg-type]
            row["word"] or row["suffix"][-1],
            row["spoken"],
            row["peoples"] == "yes",
            tuple(row["examples"].split("|")),
        )
        for row in read_rows(path, columns, ("suffix", "level", "examples"))
    )


@cache
def _peoples() -> tuple[str, ...]:
    """The peoples that autonomous places are named for; longest first where one begins another."""
    path = resources.data("registry", "places", "peoples.txt")
    return tuple(path.read_text(encoding="utf-8").split())


@lru_cache(maxsize=8192)
def level_by_suffix(name: str) -> Level:
    """Return the level that a name's suffix tells: 碧湖区 → county, 澜屿市 → city."""
    found = (row.level for row in suffixes() if name.endswith(row.suffix) and len(name) > len(row.suffix))
    return next(found, "unknown")


@lru_cache(maxsize=8192)
def suffix_of(name: str) -> Suffix | None:
    """Return what a name ends with."""
    return next((row for row in suffixes() if name.endswith(row.suffix)), None)


@lru_cache(maxsize=8192)
def short_name(name: str) -> str:
    """Return a name without the suffix of its level: 嵊泗县 → 嵊泗, 景宁畲族自治县 → 景宁."""
    found = suffix_of(name)
    if found is None:
        return name
    stem = name[: -len(found.suffix)]
    if found.peoples:
        stem = _without_peoples(stem)
    # 东区, 城区, 郊区 and the like are nothing without their suffix.
    return stem if len(stem) >= 2 else name


def spoken_name(name: str) -> str:
    """Return how an autonomous place is called: 恩施州, 景宁县, 鄂温克旗, 广西; others by their name.

    >>> [spoken_name(n) for n in ("凉山彝族自治州", "新疆维吾尔自治区", "鄂伦春自治旗", "嵊泗县")]
    ['凉山州', '新疆', '鄂伦春旗', '嵊泗县']
    """
    found, stem = suffix_of(name), short_name(name)
    return found.spoken.replace("{s}", stem) if found and found.spoken and stem != name else name


def written_names(name: str) -> tuple[str, ...]:
    """Return how the name of a place is written: in full, as it is called, and without its peoples.

    >>> written_names("湘西土家族苗族自治州")
    ('湘西土家族苗族自治州', '湘西州', '湘西自治州')
    >>> written_names("嵊泗县")
    ('嵊泗县',)
    """
    found = suffix_of(name)
    bare = (short_name(name) + found.suffix,) if found and found.peoples else ()
    return tuple(dict.fromkeys((name, spoken_name(name), *bare)))


def _without_peoples(stem: str) -> str:
    cut = True
    while cut:
        cut = False
        for people in _peoples():
            if stem.endswith(people) and len(stem) - len(people) >= 2:
                stem, cut = stem[: -len(people)], True
    return stem
