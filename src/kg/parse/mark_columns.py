"""Columns that are bodies, whose cells mark what each does: ★ below 县住建局.

    序号 | 任务        | 县住建局 | 县财政局      序号 | 任务        | 牵头单位 | 配合单位
    1    | 新建公园3座 | ★        | ○             1    | 新建公园3座 | 县住建局 | 县财政局

    unmarked(rows, words) -> rows     such columns made into columns of bodies

What a mark means is told around the table (注：★为牵头单位); else a full one leads and a hollow one helps.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce

from kg.parse.bodies import names_bodies
from kg.parse.cell_alignment import is_blank
from kg.parse.lines import EMPTY, Line
from kg.registry.patterns import load, rule

_LEAST = 2  # columns that are bodies
_HEADS = 3  # rows among which they are looked for

Row = tuple[Line, ...]


def unmarked(rows: tuple[Row, ...], words: Iterable[str]) -> tuple[Row, ...]:
    """Return the rows of a table, its marked columns as columns of the bodies that lead, help and answer.

    Args:
        rows: the cells, headings among them.
        words: the lines around the table, which may tell what the marks mean.
    """
    for at, row in enumerate(rows[:_HEADS]):
        marked = [
            i for i, cell in enumerate(row) if names_bodies(cell.text) and _holds_marks(rows[at + 1 :], i)
        ]
        if len(marked) >= _LEAST:
            return _by_role(rows, at, marked, words)
    return rows


def _holds_marks(rows: Sequence[Row], column: int) -> bool:
    texts = [row[column].text for row in rows if len(row) > column]
    marks = [text for text in texts if text and not is_blank(text)]
    return bool(marks) and all(rule("tables.mark").fullmatch(mark) for mark in marks)


def _above(rows: tuple[Row, ...], column: int) -> Line:
    """Return the last words of a column above."""
    return next((row[column] for row in reversed(rows) if column < len(row) and row[column].text), EMPTY)


def _by_role(rows: tuple[Row, ...], at: int, marked: list[int], words: Iterable[str]) -> tuple[Row, ...]:
    printed = {row[i].text for row in rows[at + 1 :] for i in marked if len(row) > i and row[i].text}
    roles = _roles({mark for mark in printed if not is_blank(mark)}, words)
    used = sorted({*roles.values()})
    names = load("tables").words["headings_of_marks"]
    others = [i for i in range(max(map(len, rows))) if i not in marked]
    found: list[Row] = []
    for n, row in enumerate(rows[at:]):
        if len(row) == 1:  # it heads rows
            found.append(row)
            continue
        cells = [row[i] if i < len(row) else EMPTY for i in others]
        if n == 0:
            cells = [
                cell if cell.text else _above(rows[:at], i) for i, cell in zip(others, cells, strict=True)
            ]
            place = row[marked[0]].at[0]
            cells += [Line(names[role], [place] * len(names[role])) for role in used]
        else:
            heads = [(rows[at][i], roles.get(row[i].text)) for i in marked if i < len(row)]
            for role in used:
                cells.append(reduce(Line.listed, (head for head, told in heads if told == role), EMPTY))
        found.append(tuple(cells))
    return tuple(found)


def _roles(marks: set[str], words: Iterable[str]) -> dict[str, int]:
    """Return what each mark says of its body: 0 it leads, 1 it helps, 2 it answers."""
    told = {
        match["mark"]: _meaning(match["means"])
        for text in words
        for match in rule("tables.mark_means").finditer(text)
    }
    solid = load("tables").words["full_marks"]
    found: dict[str, int] = {}
    for mark in marks:
        if mark in told:
            found[mark] = told[mark]
        elif len(mark) > 1 or len(marks) == 1:
            found[mark] = _meaning(mark)
        else:
            found[mark] = 0 if mark in solid else 1
    return found


def _meaning(words: str) -> int:
    if rule("unit-lists.leads").search(words):
        return 0
    return 1 if rule("unit-lists.helps").search(words) else 2
