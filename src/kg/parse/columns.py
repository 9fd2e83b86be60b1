"""What the columns of a table hold: by their headings, and by their cells where these tell more.

read_columns(grid) -> Columns, number of heading rows; no kinds where neither tells

A table whose headings nothing knows (次序, 做什么, 谁来做), or that has none, is read by its cells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from kg.parse.bodies import names_bodies
from kg.parse.cell_alignment import BODIES, MONEY, fits
from kg.parse.grid import Grid, column_kind, unit_stated
from kg.parse.lines import Line
from kg.parse.numbering import number_of
from kg.registry import patterns
from kg.registry.measures import measures


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
        return ("name" in kinds or "content" in kinds) and bool(kinds & {"total", "planned", "fiscal"})


def is_header(cells: tuple[Line, ...]) -> bool:
    """Tell whether a row holds headings: several known ones, no long cell."""
    filled = [cell for cell in cells if cell.text]
    if len(filled) < 2 or any(len(cell) > 30 for cell in filled):
        return False
    if re.fullmatch(r"\d{1,4}[*＊]?", filled[0].text):
        return False  # a counted row, though its words may be those of headings
    if any(cell.text[-1] in "。；;" or number_of(cell) for cell in filled):
        return False
    known = sum(column_kind(cell.text) is not None for cell in filled)
    return known >= 2 and known * 2 >= len(filled)


def read_columns(grid: Grid) -> tuple[Columns, int]:
    """Return the columns of a table and the number of its heading rows.

    The columns have no kinds where neither headings nor cells tell what they hold.
    """
    rows = grid.rows
    for first in range(min(4, len(rows))):
        if is_header(rows[first]):
            return _by_headings(grid, first)
    return _by_cells(grid)


def _by_headings(grid: Grid, first: int) -> tuple[Columns, int]:
    rows = grid.rows
    cells = rows[first]
    width = max(len(row) for row in rows)
    kinds: list[str] = []
    headings: dict[str, str] = {}
    unit = grid.unit
    second = rows[first + 1] if first + 1 < len(rows) else ()
    below = [column_kind(cell.text) if cell.text else None for cell in second]
    two = (
        sum(k is not None for k in below) >= 2
        and (not second[0].text or second[0].text == cells[0].text)
        and not any(re.fullmatch(r"\d{1,3}", c.text) for c in second[:1])
    )
    above = ""
    for i in range(width):
        top = cells[i].text if i < len(cells) else ""
        above = top or above
        heading = top
        kind = column_kind(top) if top else None
        if two and i < len(second) and second[i].text and second[i].text != top:
            heading = second[i].text
            kind = below[i] or column_kind(above + heading) or kind
            if kind == "planned" and column_kind(above) == "total" and "年" not in above:
                kind = "total"
        unit = unit or unit_stated(heading) or unit_stated(above)
        kinds.append(kind or f"other{i}")
        headings.setdefault(kinds[-1], re.sub(r"\s", "", heading))
    skip = first + (2 if two else 1)
    found = _by_contents(kinds, rows[skip:])
    for kind, known in zip(found, kinds, strict=True):
        if kind != known and known in headings:
            headings.setdefault(kind, headings[known])
    return Columns(found, headings, unit, by_headings=True), skip


_LONGEST_HEADING = 14


def _by_cells(grid: Grid) -> tuple[Columns, int]:
    """Return the columns of a table by what its cells hold, its first row headings or not."""
    rows = grid.rows
    width = max((len(row) for row in rows), default=0)
    if len(rows) < 2 or width < 2:
        return Columns([]), 0
    skip = int(_may_head(rows[0]))
    kinds = _told([_column(rows[skip:], i) for i in range(width)])
    if not {"body", "responsible"} <= set(kinds):
        return Columns([]), 0
    headings: dict[str, str] = {}
    if skip:
        for i, cell in enumerate(rows[0]):
            heading = re.sub(r"\s", "", cell.text)
            kinds[i] = _by_word(column_kind(heading), kinds[i]) if heading else kinds[i]
            headings.setdefault(kinds[i], heading)
    return Columns(kinds, headings, grid.unit), skip


def _by_word(known: str | None, told: str) -> str:
    """Return the kind of a column whose cells tell one and whose heading may know it better."""
    if known is None or (told == "responsible" and known not in BODIES):
        return told
    return known if told == "responsible" or told.startswith("other") else told


def _may_head(cells: tuple[Line, ...]) -> bool:
    """Tell whether a row could hold headings that nothing knows: short words, all of them filled."""
    texts = [cell.text for cell in cells]
    return (
        all(0 < len(text) <= _LONGEST_HEADING and text[-1] not in "。；;" for text in texts)
        and not any(names_bodies(text) or re.search(r"\d", text) for text in texts)
        and len(set(texts)) == len(texts)
    )


def _column(rows: tuple[tuple[Line, ...], ...], column: int) -> list[str]:
    return [row[column].text for row in rows if len(row) > column and row[column].text]


_TELLING = ("number", "responsible", "leader", "deadline", "nature")


def told_by(cells: list[str]) -> str | None:
    """Return what most cells of a column say it holds, or None where they are plain words."""
    for kind in _TELLING:
        if cells and _MOST * sum(fits(kind, text) > 0 for text in cells) >= len(cells):
            return kind
    return None


_MOST = 1.4  # five cells of seven


def _told(columns: list[list[str]]) -> list[str]:
    """Return a kind a column: what its cells say, and of the columns of words the longest is the task."""
    found = [told_by(cells) for cells in columns]
    words = [i for i, kind in enumerate(found) if kind is None and columns[i]]
    lengths = {i: sum(map(len, columns[i])) / len(columns[i]) for i in words}
    body = max(words, key=lambda i: lengths[i], default=-1)
    if body >= 0 and lengths[body] >= _SHORTEST_TASK:
        found[body] = "body"
        before = [i for i in words if i < body]
        if before and _spans(columns[before[0]], columns[body]):
            found[before[0]] = "category"
    return [kind or f"other{i}" for i, kind in enumerate(found)]


_SHORTEST_TASK = 6  # characters, on average


def _spans(groups: list[str], tasks: list[str]) -> bool:
    """Tell whether a column's cells stand for several rows: they are fewer, or they repeat."""
    return len(groups) < len(tasks) or len(set(groups)) < len(groups)


def _by_contents(kinds: list[str], rows: tuple[tuple[Line, ...], ...]) -> list[str]:
    """Return the kinds of the columns, where their cells tell more than their headings."""
    found = list(kinds)
    for i, kind in enumerate(kinds):
        if kind == "responsible" and _measured(rows, i):
            found[i] = "measure"
        elif kind.startswith("other") and "body" in kinds and _is_prose(rows, i):
            found[i] = "body"
        elif kind.startswith("other"):
            told = told_by(_column(rows, i))
            if (told in ("responsible", "leader", "deadline") and told not in kinds) or told == "responsible":
                found[i] = told
    if not set(found) & {"body", "name", "content"}:
        # Headings that nothing knows: 序号 | 做什么 | 责任单位
        rest = [_column(rows, i) if kind.startswith("other") else [] for i, kind in enumerate(found)]
        found = [new if new == "body" else kind for new, kind in zip(_told(rest), found, strict=True)]
    if _groups(found, rows):
        found[found.index("body")] = "topic" if "category" in found else "category"
    elif _heads_contents(found, rows):
        found[found.index("body")], found[found.index("content")] = "category", "body"
    return found


def _heads_contents(kinds: list[str], rows: tuple[tuple[Line, ...], ...]) -> bool:
    """Tell whether 重点任务 heads the rows of 主要内容 behind it: its short cells stand for several rows."""
    if "content" not in kinds or "body" not in kinds or {"category", "name", *MONEY} & set(kinds):
        return False
    first, second = kinds.index("body"), kinds.index("content")
    groups, told = _column(rows, first), _column(rows, second)
    short = all(len(text) <= _LONGEST_HEADING and text[-1] not in "。；" for text in groups)
    return first < second and bool(groups) and short and len(groups) < len(told)


def _is_prose(rows: tuple[tuple[Line, ...], ...], column: int) -> bool:
    """Tell whether a column with a heading that nothing knows holds what is to be done."""
    cells = [row[column].text for row in rows if len(row) > column and row[column].text]
    verb = patterns.load("targets")["verb"]
    said = sum(len(text) > 14 and (verb.match(text) is not None or text[-1] in "。；;") for text in cells)
    return len(cells) > 1 and 2 * said > len(cells)


def _measured(rows: tuple[tuple[Line, ...], ...], column: int) -> bool:
    """Tell whether a column headed 单位 holds units of measure: 亿元, %, 个."""
    cells = [row[column].text for row in rows if len(row) > column and row[column].text]
    return bool(cells) and 2 * sum(cell in measures().forms for cell in cells) > len(cells)


def _groups(kinds: list[str], rows: tuple[tuple[Line, ...], ...]) -> bool:
    """Tell whether the first of two columns of words spans rows: 重点任务 beside 工作措施."""
    if kinds.count("body") != 2:
        return False
    first = kinds.index("body")
    second = kinds.index("body", first + 1)
    values = [row[first].text for row in rows if len(row) > second and row[second].text]
    return any(a and b in ("", a) for a, b in pairwise(values))
