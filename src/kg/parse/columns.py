"""What the columns of a table hold: by their headings, and by their cells where these tell more.

read_columns(grid) -> Columns, number of heading rows
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

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
    """Return the columns of a table and the number of its heading rows (0: no headings)."""
    rows = grid.rows
    for first in range(min(4, len(rows))):
        if not is_header(rows[first]):
            continue
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
        return Columns(_by_contents(kinds, rows[skip:]), headings, unit), skip
    return Columns([]), 0


def _by_contents(kinds: list[str], rows: tuple[tuple[Line, ...], ...]) -> list[str]:
    """Return the kinds of the columns, where their cells tell more than their headings."""
    found = list(kinds)
    for i, kind in enumerate(kinds):
        if kind == "responsible" and _measured(rows, i):
            found[i] = "measure"
        elif kind.startswith("other") and "body" in kinds and _is_prose(rows, i):
            found[i] = "body"
    if _groups(found, rows):
        found[found.index("body")] = "topic" if "category" in found else "category"
    return found


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
