"""A table's cells before they are read, and what the headings of its columns say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from kg.parse.lines import Line, RawLine
from kg.registry import patterns

MONEY = ("total", "planned", "fiscal", "upward", "self")
NUMBER_HEADING = frozenset("序编号项任N")  # 序号, 编号, 项目序号 …
TOTAL = re.compile(r"^(?:合\s?计|总\s?计|共\s?计|小\s?计|全[市县区省]合计)")


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's cells, row by row; ``first``/``last`` are the indices of its lines."""

    first: int
    last: int
    rows: tuple[tuple[Line, ...], ...]
    unit: str | None  # 万元, where a line above states it once
    spans_stated: bool = False  # merged cells stand in every row that they cover


@lru_cache(maxsize=4096)
def column_kind(heading: str) -> str | None:
    """Return what a column with this heading holds, or None where no pattern knows it."""
    bare = re.sub(r"\s", "", heading)
    if not bare or len(bare) > 30:
        return None
    for name, pattern in patterns.load("columns").patterns.items():
        if pattern.search(bare):
            return name
    without = _BRACKETED.sub("", bare)  # 责任（配合）单位
    return column_kind(without) if without != bare else None


_BRACKETED = re.compile(r"[（(][^（）()]{1,8}[)）]")


@cache
def _money_unit() -> re.Pattern[str]:
    return re.compile(r"(?:金额)?单位[：:]\s?(?P<unit>(?:亿|千万|百万|万|千)?(?:美)?元)")


def unit_stated(text: str) -> str | None:
    """Return the unit of money that a line or heading states: 单位：万元."""
    if "元" not in text:
        return None
    match = _money_unit().search(text) or re.search(
        r"[（(](?:单位[：:])?(?P<unit>(?:亿|万|千)?元)[）)]", text
    )
    return match["unit"] if match else None


def unit_above(lines: Sequence[RawLine], first: int) -> str | None:
    """Return the unit of money that one of the lines above a table states."""
    for i in range(first - 1, max(first - 5, -1), -1):
        unit = unit_stated(lines[i].line.text)
        if unit:
            return unit
    return None


def is_page_mark(text: str) -> bool:
    """Tell whether a line is a page's number: — 3 —, 第3页."""
    return bool(re.fullmatch(r"[-—－–\s]*第?\s?\d{1,3}\s?页?(?:\s?[/共]\s?\d{1,3}\s?页?)?[-—－–\s]*", text))


def blank_parted(line: Line) -> list[Line]:
    """Cut a line where blanks stood in the text as read."""
    cuts = [i for i in range(1, len(line)) if line.gap(i) or line.text[i - 1] == " "]
    parts = [line.part(a, b) for a, b in pairwise([0, *cuts, len(line)])]
    return [part for part in parts if part.text]


def group_name(heading: str) -> str:
    """Return the name of a group without its number and count: 一、教育惠民（3个）."""
    bare = re.sub(
        r"^(?:[（(][一二三四五六七八九十]{1,3}[)）][、.．]?|[一二三四五六七八九十]{1,3}[、.．])\s?",
        "",
        heading,
    )
    return re.sub(r"[（(]\s?\d{1,4}\s?(?:项|个|件)[)）]$", "", bare)


def group_line(line: Line) -> bool:
    """Tell whether a line heads rows by its number: 二、乡村振兴."""
    return (
        bool(re.match(r"[（(][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}、", line.text))
        and len(line) < 60
    )


def heads_rows(line: Line) -> bool:
    """Tell whether a line in the midst of a table heads the rows below it: 二、乡村振兴."""
    return group_line(line) or patterns.load("leaders")["heading"].search(line.text) is not None
