"""Rows that flow on like prose, wrapped at the page's width: the next row's number stands within a line.

    序号 工作内容 责任单位
    1 新建公园3座 县住建局 2 新建学
    校1所 县教育局、县财政局 3 新建水厂1
    座 县水利局

A number that counts on parts the rows where bodies, or a deadline behind them, end before it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from kg.parse.columns import Columns
from kg.parse.grid import BODIES, blank_parted, column_kind, group_line, split_headings, stands_behind
from kg.parse.lines import EMPTY, Line, RawLine
from kg.parse.list_bounds import is_list_title
from kg.parse.page import Page
from kg.parse.readings.reading import Cells, Reading, grid_of, table
from kg.parse.row_ends import row_cells
from kg.registry.patterns import rule

_LEAST_ROWS = 3
_LEAST_WITHIN = 2  # numbers that stand within a line
_LONGEST_HEAD = 40  # characters
_MOST_LINES = 120
_LONGEST_ROW = 240  # characters
_MARKS = {*"、，,；;"}
_KINDS = (("number", "body"), ("number", "content"), ("number", "name"))


def propose(page: Page) -> Iterator[Reading]:
    """Yield the tables whose rows flow on over the ends of lines."""
    i = 0
    while i < len(page.lines):
        stop = i + 1
        head, rest = _heading(page.lines[i])
        if head:
            stop = _stop(page.lines, i + 1)
            rows, within = _rows(rest, page.lines[i + 1 : stop])
            if sum(len(row) > 1 for row in rows) >= _LEAST_ROWS and within >= _LEAST_WITHIN:
                last = next(j for j in range(stop - 1, i - 1, -1) if page.lines[j].at <= _end(rows[-1]))
                kinds = ["number", "body", *(column_kind(cell.text) or "" for cell in head[2:])]
                told = {kind: cell.text for kind, cell in zip(kinds, head, strict=True)}
                full = [row if "deadline" in kinds else row[:3] for row in rows]
                grid = grid_of(page.lines, i, last, full, len(kinds))
                if found := table("flowing-rows", grid, Columns(kinds, told, by_headings=True), head):
                    yield found
                    stop = last + 1
        i = max(i + 1, stop if head else 0)


def _end(row: Cells) -> int:
    return max(cell.at[-1] for cell in row if cell.text)


def _heading(raw: RawLine) -> tuple[Cells, Line]:
    """Return the headings that a line begins with, and what stands behind them in it."""
    if len(raw.cells) > 1 or column_kind(raw.line.text[:2]) != "number":
        return (), EMPTY
    first = rule("tables.joined_first").search(raw.line.text)
    end = first.start() if first else len(raw.line)
    head = raw.line.part(0, end)
    words = (split_headings(head) or blank_parted(head)) if len(head) <= _LONGEST_HEAD else []
    kinds = [column_kind(word.text) for word in words]
    who = kinds[2:3]
    fit = tuple(kinds[:2]) in _KINDS and who and who[0] in BODIES and kinds[3:] in ([], ["deadline"])
    return (words, raw.line.part(end)) if fit else ((), EMPTY)


def _stop(lines: Sequence[RawLine], start: int) -> int:
    """Return the line behind those that may hold rows."""
    for i in range(start, min(len(lines), start + _MOST_LINES)):
        line = lines[i].line
        framed = any(
            rule(f"titles.{name}").search(line.text) for name in ("annex", "date", "cn_date", "furniture")
        )
        if len(lines[i].cells) > 1 or framed or stands_behind(line) or is_list_title(line):
            return i
    return min(len(lines), start + _MOST_LINES)


def _rows(rest: Line, lines: Sequence[RawLine]) -> tuple[list[Cells], int]:
    """Return the rows, and how many of their numbers stand within a line."""
    whole = rest
    begins = {rest.at[0]} if rest.text else set()
    groups: list[Line] = []
    for raw in lines:
        begins.add(raw.line.at[0])
        if _heading(raw)[0]:
            continue  # the headings again, on the next page
        if group_line(raw.line) and raw.line.text[-1] not in "。；":
            groups.append(raw.line)
        else:
            whole = whole.sew(raw.line)
    ends = [i for i in range(1, len(whole)) if whole.at[i] in begins] + [len(whole)]
    rows: list[Cells] = []
    within = 0
    place = 0
    while (row := _row(whole, place, len(rows) + 1, ends)) is not None:
        cells, following = row
        within += whole.at[place] not in begins
        rows.append(cells)
        place = following
    return _below(groups, rows), within


def _below(groups: Sequence[Line], rows: Sequence[Cells]) -> list[Cells]:
    """Return the rows, each heading that a line of its own holds above those behind it."""
    heads = [(group.at[0], (group,)) for group in groups]
    told = [(row[0].at[0], row) for row in rows]
    found: list[Cells] = [cells for _, cells in sorted([*heads, *told], key=lambda pair: pair[0])]
    while found and len(found[-1]) == 1:
        found.pop()
    return found


def _row(whole: Line, place: int, number: int, ends: Sequence[int]) -> tuple[Cells, int] | None:
    """Return the cells of the row that begins at a place, and where the next begins.

    The last row ends with the first line that ends with whole names.
    """
    mine = _number(number).match(whole.text, place)
    if mine is None:
        return None
    counted = whole.part(*mine.span("number"))
    for match in _number(number + 1).finditer(whole.text, mine.end(), mine.end() + _LONGEST_ROW):
        if cells := _told(counted, whole.part(mine.end(), match.start())):
            return cells, match.start()
    for end in ends[bisect_right(ends, mine.end()) :]:
        if end > mine.end() + _LONGEST_ROW:
            break
        open_ = whole.text[end - 1] in _MARKS or whole.text[end : end + 1] in _MARKS
        if not open_ and (cells := _told(counted, whole.part(mine.end(), end))):
            return cells, end
    return None


def _told(number: Line, words: Line) -> Cells | None:
    """Return the cells of a row that names bodies."""
    cells = row_cells(number, words)
    return cells if cells and cells[2].text else None


def _number(number: int) -> re.Pattern[str]:
    return re.compile(rf"(?<![\d.．])(?P<number>{number})[.．、]?\s?(?=[一-龥A-Z“《])")
