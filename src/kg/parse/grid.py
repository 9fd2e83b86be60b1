"""A table's cells before they are read, and what the headings of its columns say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from kg.identity import ordinal
from kg.parse.bodies import names_bodies
from kg.parse.labels import opens_with_label
from kg.parse.lines import Line, RawLine, room
from kg.registry import patterns
from kg.registry.patterns import rule

BODIES = ("lead", "responsible", "support", "owner")
MONEY = ("total", "planned", "fiscal", "upward", "self")
_LONGEST_BARE_GROUP = 12  # characters
_LONGEST_GROUP = 60  # characters of a heading of rows
_LONGEST_LEADER = 24  # of a leader's name and post
_LONGEST_COLUMN = 30  # of a column's heading
_NEAR, _NEAR_BELOW = 24, 6  # lines around a table that may say what its empty cells mean
_ABOVE = 4  # lines above a table that may state its unit of money
_LONGEST_WORD = 6  # of a heading between those that are known
LEAST_GAP = 2  # columns between cells
_LEAST_HEADINGS = 3  # that have run together


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's cells, row by row; ``first``/``last`` are the indices of its lines."""

    first: int
    last: int
    rows: tuple[tuple[Line, ...], ...]
    unit: str | None  # 万元, where a line above states it once
    legend: Mapping[str, str] = field(
        default_factory=dict
    )  # what the letter says a heading means, by heading
    spans_stated: bool = False  # merged cells stand in every row that they cover
    blanks: str = ""  # the sentence that says whose empty cells are those of the row above


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


def heads_alone(cell: Line) -> bool:
    """Tell whether a cell is a heading: words that one holds, no figure and no body."""
    words = cell.text
    return bool(column_kind(words)) and not (rule("tables.figure").search(words) or names_bodies(words))


def unit_stated(text: str) -> str | None:
    """Return the unit of money that a line or heading states: 单位：万元."""
    match = rule("tables.unit_line").search(text) or rule("tables.unit_bracket").search(text)
    return match["unit"] if match else None


def unit_above(lines: Sequence[RawLine], first: int) -> str | None:
    """Return the unit of money that one of the lines above a table states."""
    units = (unit_stated(raw.line.text) for raw in reversed(lines[max(0, first - _ABOVE) : first]))
    return next(filter(None, units), None)


def legend_above(lines: Sequence[RawLine], first: int) -> dict[str, str]:
    """Return what the text above a table says its headings mean: “承接”为牵头单位."""
    return {
        match["heading"]: kind
        for raw in lines[:first]
        for match in rule("tables.legend").finditer(raw.line.text)
        if (kind := column_kind(match["means"]))
    }


def blanks_stated(lines: Sequence[RawLine], first: int, last: int) -> str:
    """Return the sentence near a table that says what empty cells mean: 责任单位栏空白的，与上一行相同."""
    near = [*lines[max(0, first - _NEAR) : first], *lines[last + 1 : last + 1 + _NEAR_BELOW]]
    found = (rule("tables.blanks_stated").search(raw.line.text) for raw in near)
    return next((match.group() for match in found if match), "")


def stands_behind(line: Line) -> bool:
    """Tell whether a line is a note below a table, or the imprint."""
    return bool(rule("frames.note").search(line.text) or rule("tables.behind").search(line.text))


def halves_heading(text: str) -> bool:
    """Tell whether words are the second half of a heading that its narrow column breaks: 单位."""
    return rule("tables.bare_heading").fullmatch(text) is not None


def is_page_mark(text: str) -> bool:
    """Tell whether a line is a page's number: — 3 —, 第3页."""
    return rule("tables.page_mark").fullmatch(text) is not None


def is_number(text: str) -> bool:
    """Tell whether a cell counts its row: 12, 12*, （3）, ④."""
    return rule("tables.row_number").fullmatch(text) is not None


def row_number(text: str) -> int | None:
    """Return the number by which a cell counts its row: 12*, （3）, ④; None where it counts none."""
    return ordinal(text) if is_number(text) else None


def is_sum(text: str) -> bool:
    """Tell whether a cell holds a bare figure: 1,200.5."""
    return rule("tables.sum").fullmatch(text) is not None


def blank_parted(line: Line) -> list[Line]:
    """Cut a line where blanks stood in the text as read."""
    cuts = [i for i in range(1, len(line)) if line.gap(i) or line.text[i - 1] == " "]
    return [line.part(a, b) for a, b in pairwise([0, *cuts, len(line)])]


def wide_parted(content: str, line: Line) -> list[Line]:
    """Cut a line where blanks two columns wide, or a wide blank, stood in the text as read."""
    cuts = [0]
    for i in range(1, len(line)):
        gap = content[line.at[i - 1] + (line.text[i - 1] != " ") : line.at[i]]
        if gap.isspace() and room(gap) >= LEAST_GAP:
            cuts.append(i)
    return [line.part(a, b) for a, b in pairwise([*cuts, len(line)])]


def group_name(heading: str) -> str:
    """Return the name of a group without its number and count: 一、教育惠民（3个）."""
    return rule("tables.count_behind").sub("", rule("tables.group_number").sub("", heading))


def group_line(line: Line) -> bool:
    """Tell whether a line heads rows by its number: 二、乡村振兴."""
    return len(line) < _LONGEST_GROUP and rule("tables.heads_group").match(line.text) is not None


def heads_rows(line: Line) -> bool:
    """Tell whether a line in the midst of a table heads the rows below it: 二、乡村振兴."""
    led = rule("leaders.heading").search(line.text) is not None and not names_bodies(line.text)
    return group_line(line) or labels_leader(line) or led or _brackets_leader(line.text)


def _brackets_leader(text: str) -> bool:
    """Tell whether a short line ends with a bracket that names a leader: 城市建设（牵头县领导：王安）."""
    match = rule("leaders.bracket").search(text) if len(text) < _LONGEST_GROUP else None
    return match is not None and not any(names_bodies(who) for who in match.groups() if who)


def may_name_group(line: Line) -> bool:
    """Tell whether a line could name a group without a number: a few words, neither bodies nor figures."""
    few = len(line) <= _LONGEST_BARE_GROUP and not rule("tables.no_name").search(line.text)
    return few and not names_bodies(line.text) and column_kind(line.text) is None


def labels_leader(line: Line) -> bool:
    """Tell whether a line is a label with the name of a leader, and nothing else: 分管领导：王安."""
    label = opens_with_label(line)
    return (
        label is not None
        and label[0] == "leader"
        and 0 < len(line) - label[2] <= _LONGEST_LEADER
        and not rule("outline.says_more").search(line.text, label[2])
    )


def split_headings(head: Line) -> list[Line]:
    """Cut headings that ran together, the longest known ones first; nothing where other words are left."""
    words = list(rule("tables.headings").finditer(head.text))
    if len(words) < _LEAST_HEADINGS:
        return []
    bounds = sorted({0, *(place for match in words for place in match.span()), len(head)})
    found = [head.part(a, b) for a, b in pairwise(bounds)]
    known = {head.text[slice(*match.span())] for match in words}
    # 任务分工 between two of them is one, too; 牵头 before 责任单位 is none.
    rest = [word.text for word in found if word.text not in known]
    long = all(2 < len(text) <= _LONGEST_WORD for text in rest if text != found[0].text)
    return found if long and all(map(column_kind, rest)) else []


def begins_table(line: Line) -> bool:
    """Tell whether a line begins with the heading that counts rows, or with its half: 编 above 号."""
    return column_kind(line.text[:2]) == "number" or line.text[0] in patterns.load("tables").words["above_no"]


def first_heading() -> str:
    """Return the heading of the column that counts the rows: it begins a table, printed or not."""
    return patterns.load("tables").words["first_heading"][0]
