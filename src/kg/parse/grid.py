"""A table's cells before they are read, and what the headings of its columns say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from kg.parse.bodies import names_bodies
from kg.parse.lines import Line, RawLine
from kg.registry import patterns
from kg.registry.patterns import rule

BODIES = ("lead", "responsible", "support", "owner")
MONEY = ("total", "planned", "fiscal", "upward", "self")
_LONGEST_GROUP = 60  # characters of a heading of rows
_LONGEST_COLUMN = 30  # of a column's heading
_ABOVE = 4  # lines above a table that may state its unit of money
_LEAST_HEADINGS = 3  # that have run together


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
    bare = "".join(heading.split())
    if not bare or len(bare) > _LONGEST_COLUMN:
        return None
    for name, pattern in patterns.load("columns").patterns.items():
        if pattern.search(bare):
            return name
    without = rule("tables.aside").sub("", bare)  # 责任（配合）单位
    return column_kind(without) if without != bare else None


def unit_stated(text: str) -> str | None:
    """Return the unit of money that a line or heading states: 单位：万元."""
    match = rule("tables.unit_line").search(text) or rule("tables.unit_bracket").search(text)
    return match["unit"] if match else None


def unit_above(lines: Sequence[RawLine], first: int) -> str | None:
    """Return the unit of money that one of the lines above a table states."""
    units = (unit_stated(raw.line.text) for raw in reversed(lines[max(0, first - _ABOVE) : first]))
    return next(filter(None, units), None)


def is_page_mark(text: str) -> bool:
    """Tell whether a line is a page's number: — 3 —, 第3页."""
    return rule("tables.page_mark").fullmatch(text) is not None


def is_number(text: str) -> bool:
    """Tell whether a cell counts its row: 12, 12*."""
    return rule("tables.row_number").fullmatch(text) is not None


def is_sum(text: str) -> bool:
    """Tell whether a cell holds a bare figure: 1,200.5."""
    return rule("tables.sum").fullmatch(text) is not None


def blank_parted(line: Line) -> list[Line]:
    """Cut a line where blanks stood in the text as read."""
    cuts = [i for i in range(1, len(line)) if line.gap(i) or line.text[i - 1] == " "]
    return [line.part(a, b) for a, b in pairwise([0, *cuts, len(line)])]


def group_name(heading: str) -> str:
    """Return the name of a group without its number and count: 一、教育惠民（3个）."""
    return rule("tables.count_behind").sub("", rule("tables.group_number").sub("", heading))


def group_line(line: Line) -> bool:
    """Tell whether a line heads rows by its number: 二、乡村振兴."""
    return len(line) < _LONGEST_GROUP and rule("tables.heads_group").match(line.text) is not None


def heads_rows(line: Line) -> bool:
    """Tell whether a line in the midst of a table heads the rows below it: 二、乡村振兴."""
    led = rule("leaders.heading").search(line.text) is not None
    return group_line(line) or (led and not names_bodies(line.text))


def split_headings(head: Line) -> list[Line]:
    """Cut headings that ran together, the longest known ones first; nothing where a word is left."""
    words = list(rule("tables.headings").finditer(head.text))
    whole = "".join(match.group() for match in words) == head.text
    return [head.part(*match.span()) for match in words] if whole and len(words) >= _LEAST_HEADINGS else []


def first_heading() -> str:
    """Return the heading of the column that counts the rows: it begins a table, printed or not."""
    return patterns.load("tables").words["first_heading"][0]
