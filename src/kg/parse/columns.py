"""What the columns of a table hold: by their headings, and by their cells where these tell more.

read_columns(grid) -> Columns, number of heading rows; no kinds where neither tells

A table whose headings nothing knows (次序, 做什么, 谁来做), or that has none, is read by its cells.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from kg.parse.bodies import names_bodies
from kg.parse.cell_alignment import fits, is_blank
from kg.parse.grid import BODIES, MONEY, Grid, column_kind, is_number, is_sum, unit_stated
from kg.parse.levels import above_another
from kg.parse.lines import Line
from kg.parse.numbering import number_of
from kg.registry.measures import measures
from kg.registry.patterns import load, rule

_LONGEST_HEADING = 14
_LONGEST_KNOWN = 30  # characters of a cell in a row of known headings
_SHORTEST_TASK = 6  # characters, on average
_SHORTEST_PROSE = 14
_MOST = 1.4  # five cells of seven
_TELLING = ("number", "responsible", "leader", "deadline", "nature")
_TITLES_ABOVE = 4  # rows among which the headings are looked for
_ENDS = ("。", "；", ";")
_STEMS = ("support", "lead")
_MOST_FIGURES = 0.4  # of the cells of a column that says what is to be done
_LEAST_FIGURES = 0.8  # of those of one that says how much of it

PERIOD = "-period"  # ends the kind of a column that says how far a part of the year gets

Row = tuple[Line, ...]
_PLAN = "计划"


@dataclass
class Columns:
    """The kinds of the columns, with their headings as printed."""

    kinds: list[str]
    headings: dict[str, str] = field(default_factory=dict)
    unit: str | None = None
    by_headings: bool = False  # known headings say what the columns hold

    @property
    def is_projects(self) -> bool:
        """A table of projects names them and their money."""
        kinds = set(self.kinds)
        return bool({"name", "content"} & kinds) and bool({"total", "planned", "fiscal"} & kinds)


def is_header(cells: Row) -> bool:
    """Tell whether a row holds headings: several known ones, no long cell."""
    filled = [cell for cell in cells if cell.text]
    if len(filled) < 2 or is_number(filled[0].text) or any(_counts(cell.text) for cell in filled):
        return False  # a row with a figure, though its words may be those of headings
    if any(len(cell) > _LONGEST_KNOWN or cell.text.endswith(_ENDS) or number_of(cell) for cell in filled):
        return False
    if len(filled) == 2 and names_bodies(filled[1].text) and column_kind(filled[1].text) in MONEY:
        return False  # 配合单位 before 县财政局, which heads no money
    known = [column_kind(cell.text) for cell in filled]
    told = len(known) - known.count(None)
    # 序号 | 任务 | 一季度 | 二季度 | 三季度 | 四季度 | 责任单位, or 序号 | 任务 | 县住建局 | 各乡镇
    others = [cell.text for cell, kind in zip(filled, known, strict=True) if kind is None]
    return told >= 2 and (
        told * 2 >= len(filled) or (told > 2 and known[0] == "number") or all(map(names_bodies, others))
    )


def _counts(text: str) -> bool:
    """Tell whether a cell is a figure, or begins with an amount: 24.6亿元."""
    return is_sum(text) or rule("tables.amount").match(text) is not None


def read_columns(grid: Grid) -> tuple[Columns, int]:
    """Return the columns of a table and the number of its heading rows.

    The columns have no kinds where neither headings nor cells tell what they hold.
    """
    for first, row in enumerate(grid.rows[:_TITLES_ABOVE]):
        if is_header(row):
            return _by_headings(grid, first)
    return _by_cells(grid)


def _kind_below(above: str, lower: str) -> str | None:
    """Return what a heading below another says of its column."""
    kind = column_kind(lower) or (column_kind(above + lower) if lower else None)
    return "total" if kind == "planned" and column_kind(above) == "total" else kind


def _kind_of(above: str, top: str, lower: str) -> str | None:
    """Return what a column holds by its headings; 上半年计划 heads no others, and is no plan of the year."""
    kind = _kind_below(above, lower) or column_kind(top)
    is_part = kind in ("group", "planned") and not lower and rule("tables.period").match(top)
    return None if is_part else kind


def _by_headings(grid: Grid, first: int) -> tuple[Columns, int]:
    cells = [cell.text for cell in grid.rows[first]]
    width = max(map(len, grid.rows))
    below = [cell.text for cell in grid.rows[first + 1]] if first + 1 < len(grid.rows) else []
    two = _goes_on(cells, below)
    kinds: list[str] = []
    heads: list[str] = []
    unit = grid.unit
    above = ""
    for i in range(width):
        top = cells[i] if i < len(cells) else ""
        lower = below[i] if two and i < len(below) and below[i] != top else ""
        above = top or above
        kind = grid.legend.get(top) or _kind_of(above, top, lower)
        unit = unit or unit_stated(lower or top)
        kinds.append(kind or f"other{i}")
        heads.append("".join((lower or top).split()))
    skip = first + 1 + two
    kinds = _one_planned(kinds, cells, below if two else [])
    found = _by_contents(kinds, _first(kinds, heads), grid.rows[skip:])
    headings = _first(found, heads)
    found = _answering(_told_roles(found, cells, headings, grid.legend), headings)
    found = _building(found, cells)
    headings |= {"owner": cells[found.index("owner")]} if "owner" in found[: len(cells)] else {}
    found = [_part_of_year(kind, headings) for kind in found]
    return Columns(found, headings, unit, by_headings=True), skip


def _first(kinds: list[str], heads: list[str]) -> dict[str, str]:
    """Return the heading of each kind of column, of several the first."""
    return dict(reversed([*zip(kinds, heads, strict=True)]))


def _part_of_year(kind: str, headings: dict[str, str]) -> str:
    """一季度 … 四季度: how far a part of the year gets is known, though it says nothing of the whole task."""
    is_part = kind.startswith("other") and rule("tables.period").match(headings.get(kind, ""))
    return f"{kind}{PERIOD}" if is_part else kind


def _one_planned(kinds: list[str], above: list[str], below: list[str]) -> list[str]:
    """Of several columns of a year's money the last is that of the plan: those before tell what was spent."""
    planned = [i for i, kind in enumerate(kinds) if kind == "planned"]
    told = [i for i in planned if _PLAN in "".join(row[i] for row in (above, below) if i < len(row))]
    kept = (told or planned)[-1:]
    return [f"other{i}" if i in planned and i not in kept else kind for i, kind in enumerate(kinds)]


def _goes_on(cells: list[str], below: list[str]) -> bool:
    """Tell whether headings take two rows: 责任 over 谁来抓 and 谁配合."""
    known = sum(column_kind(text) is not None for text in below)
    if not below or below[0] not in ("", cells[0]):
        return False
    # One known heading is enough where the others, too, stand below what nothing knows.
    free = all(i >= len(cells) or not column_kind(cells[i]) for i, text in enumerate(below) if text)
    return known >= 2 or (known == 1 and free and max(map(len, below)) <= _LONGEST_HEADING)


def _told_roles(
    kinds: list[str], tops: list[str], headings: dict[str, str], legend: Mapping[str, str]
) -> list[str]:
    """Return the kinds, columns of bodies told apart by level and by who leads and who helps."""
    found = _by_stems(_levelled(kinds, tops, headings), tops, headings, legend)
    return [_leading(kind, found, headings, legend) for kind in found]


def _by_stems(
    kinds: list[str], tops: list[str], headings: dict[str, str], legend: Mapping[str, str]
) -> list[str]:
    """扛旗单位 | 帮扶单位: where several columns name bodies, one character of a heading tells who helps."""
    found = list(kinds)
    who = [i for i, kind in enumerate(kinds[: len(tops)]) if kind in BODIES]
    for i in who if len(who) > 1 else ():
        if found[i] != "responsible" or column_kind(tops[i]) or tops[i] in legend:
            continue
        role = next((role for role in _STEMS if rule(f"tables.{role}_stem").search(tops[i])), None)
        if role is not None:
            found[i] = role
            headings.setdefault(role, tops[i])
            others = (tops[j] for j in who if found[j] == "responsible")
            headings |= {"responsible": next(others, "")} if headings["responsible"] == tops[i] else {}
    return found


def _levelled(kinds: list[str], tops: list[str], headings: dict[str, str]) -> list[str]:
    """省级责任单位 | 市级责任单位: the first is of the level above, which the document judges once more."""
    bodies = [i for i, kind in enumerate(kinds[: len(tops)]) if kind in BODIES]
    found = list(kinds)
    for i, above in zip(bodies, above_another([tops[i] for i in bodies]), strict=True):
        if above and "upper" not in found:
            found[i] = "upper"
            headings["upper"] = tops[i]
            headings[kinds[i]] = next(tops[j] for j in bodies if kinds[j] == kinds[i] and j != i)
    return found


def _leading(kind: str, kinds: list[str], headings: dict[str, str], legend: Mapping[str, str]) -> str:
    """Return "lead" for who answers beside who helps, unless heading or letter says 责任: 承接 | 协同."""
    told = headings.get("responsible", "")
    alone = kind == "responsible" and "support" in kinds and "lead" not in kinds
    if not alone or not told or told in legend or rule("tables.answers").search(told):
        return kind
    headings["lead"] = told
    return "lead"


def _answering(kinds: list[str], headings: dict[str, str]) -> list[str]:
    """实施主体 alone in a table of tasks names who answers for them; beside projects or sums, who builds."""
    alone = [kind for kind in kinds if kind in BODIES] == ["owner"]
    if not alone or "body" not in kinds or {"name", "total", "planned", "content", "site"} & set(kinds):
        return kinds
    headings["responsible"] = headings.pop("owner")
    return ["responsible" if kind == "owner" else kind for kind in kinds]


def _building(kinds: list[str], tops: list[str]) -> list[str]:
    """实施单位 beside another column of who answers, in a table of money, names who builds."""
    who = [i for i, kind in enumerate(kinds[: len(tops)]) if kind == "responsible"]
    builds = next((i for i in who if rule("tables.builds").search(tops[i])), None)
    if len(who) < 2 or builds is None or not {*MONEY} & {*kinds}:
        return kinds
    return ["owner" if i == builds else kind for i, kind in enumerate(kinds)]


def _by_cells(grid: Grid) -> tuple[Columns, int]:
    """Return the columns of a table by what its cells hold, its first row headings or not."""
    rows = grid.rows
    width = max(map(len, rows), default=0)
    skip = int(len(rows) > 1 and _may_head(rows[0]))
    kinds = _told([_column(rows[skip:], i) for i in range(width)])
    if len(rows) < 2 or not {"body", "responsible"} <= set(kinds):
        return Columns([]), 0
    headings: dict[str, str] = {}
    tops = ["".join(cell.text.split()) for cell in rows[0]] if skip else []
    for i, heading in enumerate(tops):
        kinds[i] = _by_word(column_kind(heading), kinds[i])
        headings.setdefault(kinds[i], heading)
    headings.setdefault("progress", load("tables").words["aims_heading"][0])  # no heading is printed
    return Columns(_told_roles(kinds, tops, headings, grid.legend), headings, grid.unit), skip


def _by_word(known: str | None, told: str) -> str:
    """Return the kind of a column whose cells tell one and whose heading may know it better."""
    better = known in BODIES if told == "responsible" else told.startswith("other")
    return known if known and better else told


def _may_head(cells: Row) -> bool:
    """Tell whether a row could hold headings that nothing knows: short words, all but one of them filled."""
    texts = [cell.text for cell in cells]
    filled = [rule("tables.year").sub("", text) for text in texts if text]
    short = all(len(text) <= _LONGEST_HEADING and not text.endswith(_ENDS) for text in filled)
    if not short or len(filled) < max(2, len(texts) - 1):
        return False
    return all(
        column_kind(text) is not None
        or rule("tables.heads_bodies").fullmatch(text) is not None
        or not (names_bodies(text) or rule("tables.figure").search(text))
        for text in filled
    )


def _column(rows: tuple[Row, ...], column: int) -> list[str]:
    return [row[column].text for row in rows if len(row) > column and row[column].text]


def told_by(cells: list[str]) -> str | None:
    """Return what most cells of a column say it holds, or None where they are plain words."""
    for kind in _TELLING:
        if cells and _MOST * sum(fits(kind, text) > 0 for text in cells) >= len(cells):
            return kind
    return None


def _told(columns: list[list[str]]) -> list[str]:
    """Return a kind a column: what its cells say, and of the columns of words the longest is the task."""
    found = [told_by(cells) for cells in columns]
    words = [i for i, kind in enumerate(found) if kind is None and columns[i]]
    lengths = {i: sum(map(len, columns[i])) / len(columns[i]) for i in words}
    body = max(words, key=lambda i: lengths[i], default=-1)
    if body >= 0 and lengths[body] >= _SHORTEST_TASK:
        aims = next((i for i in words if _aims([columns[j] for j in words if j < i], columns[i])), None)
        if aims is not None:
            found[aims] = "progress"
            body = max((i for i in words if i < aims), key=lambda i: lengths[i])
        found[body] = "body"
        groups = columns[words[0]]
        if words[0] < body and (len(groups) < len(columns[body]) or len(set(groups)) < len(groups)):
            found[words[0]] = "category"
    return [kind or f"other{i}" for i, kind in enumerate(found)]


def _aims(before: list[list[str]], cells: list[str]) -> bool:
    """Tell whether a column says in figures how much is to be done of what one before it names."""
    told = [text for text in cells if not is_blank(text)]
    long = [column for column in before if column and sum(map(len, column)) >= _SHORTEST_TASK * len(column)]
    distinct = [column for column in long if len({*column}) == len(column) >= len(told)]
    figures = _share_of_figures(told) >= _LEAST_FIGURES and not all(map(is_sum, told))
    return figures and any(_share_of_figures(column) <= _MOST_FIGURES for column in distinct)


def _share_of_figures(cells: list[str]) -> float:
    return sum(rule("tables.figure").search(text) is not None for text in cells) / max(1, len(cells))


def _told_by_cells(
    kind: str, cells: list[str], kinds: list[str], headings: dict[str, str], before: list[list[str]]
) -> str:
    """Return what a column is by its cells, where they tell more than its heading; ``before`` tell tasks."""
    other = kind.startswith("other")
    if (kind in ("responsible", "body") or other) and _are_units(cells):
        return "measure"
    if kind == "group" and "planned" not in kinds and all(is_sum(text) or is_blank(text) for text in cells):
        return "planned"  # 2022年计划 that heads no others
    if not other:
        return kind
    if "body" in kinds:
        if "progress" not in kinds and _aims(before, cells):
            return "progress"
        if _are_prose(cells):
            return "body"
    told = None if rule("tables.time").search(headings.get(kind, "")) else told_by(cells)
    if told == "responsible" or (told in ("number", "leader", "deadline") and told not in kinds):
        return told
    return kind


def _each_by_cells(kinds: list[str], headings: dict[str, str], columns: list[list[str]]) -> list[str]:
    """Return the kinds of the columns, each by its own cells where they tell more than its heading."""
    bodies = [i for i, kind in enumerate(kinds) if kind == "body"]
    found = [
        _told_by_cells(kind, columns[i], kinds, headings, [columns[j] for j in bodies if j < i])
        for i, kind in enumerate(kinds)
    ]
    if "progress" not in found and "measure" in found:  # 计量单位 | 2024年计划
        found = ["progress" if kind == "group" else kind for kind in found]
    if "progress" not in found and len(bodies) == 2 and _aims([columns[bodies[1]]], columns[bodies[0]]):
        found[bodies[0]] = "progress"  # 年度目标值 | 工作任务
    return found


def _by_contents(kinds: list[str], headings: dict[str, str], rows: tuple[Row, ...]) -> list[str]:
    """Return the kinds of the columns, where their cells tell more than their headings."""
    columns = [_column(rows, i) for i in range(len(kinds))]
    found = _each_by_cells(kinds, headings, columns)
    if not set(found) & {"body", "name", "content"}:
        # Headings that nothing knows: 序号 | 做什么 | 责任单位
        rest = [cells if kind.startswith("other") else [] for kind, cells in zip(found, columns, strict=True)]
        found = [new if new == "body" else kind for new, kind in zip(_told(rest), found, strict=True)]
    elif "category" not in found:
        for i in range(min(found.index(kind) for kind in ("body", "name", "content") if kind in found)):
            if found[i].startswith("other") and _spans_rows(columns[i], len(rows)):
                found[i] = "category"
    if _groups(found, rows):
        found[found.index("body")] = "topic" if "category" in found else "category"
    elif _heads_contents(found, rows):
        found[found.index("body")], found[found.index("content")] = "category", "body"
    return found


def _spans_rows(cells: list[str], rows: int) -> bool:
    """Tell whether short words stand for several rows each: merged, or the same again."""
    short = all(len(text) <= _LONGEST_HEADING and not text.endswith(_ENDS) for text in cells)
    return bool(cells) and short and len({*cells}) < rows and not any(map(is_sum, cells))


def _heads_contents(kinds: list[str], rows: tuple[Row, ...]) -> bool:
    """Tell whether 重点任务 heads the rows of 主要内容 behind it: its short cells stand for several rows."""
    if not {"content", "body"} <= set(kinds) or {"category", "name", *MONEY} & set(kinds):
        return False
    groups, told = _column(rows, kinds.index("body")), _column(rows, kinds.index("content"))
    short = all(len(text) <= _LONGEST_HEADING and not text.endswith(_ENDS) for text in groups)
    return bool(groups) and short and len(groups) < len(told)


def _are_prose(cells: list[str]) -> bool:
    """Tell whether a column with a heading that nothing knows holds what is to be done."""
    verb = rule("targets.verb")
    said = sum(
        len(text) > _SHORTEST_PROSE and bool(verb.match(text) or text.endswith(_ENDS)) for text in cells
    )
    return len(cells) > 1 and 2 * said > len(cells)


def _are_units(cells: list[str]) -> bool:
    """Tell whether a column headed 单位 holds units of measure: 亿元, %, 个."""
    return 2 * sum(cell in measures().forms for cell in cells) > len(cells)


def _groups(kinds: list[str], rows: tuple[Row, ...]) -> bool:
    """Tell whether the first of two columns of words spans rows: 重点任务 beside 工作措施."""
    if kinds.count("body") != 2:
        return False
    first = kinds.index("body")
    second = kinds.index("body", first + 1)
    values = [row[first].text for row in rows if len(row) > second and row[second].text]
    return any(a and b in ("", a) for a, b in pairwise(values))
