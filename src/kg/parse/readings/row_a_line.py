"""Rows that keep their lines, the bodies behind the words, with or without a number and a blank.

    1 新建公园3座。 县住建局、县财政局
    2改造老旧小区5个县住建局

No heading is needed: what stands at the end of each line names bodies, and what stands before it does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from kg.parse.bodies import names_bodies, surely_bodies
from kg.parse.columns import Columns
from kg.parse.grid import Grid, blank_parted, column_kind, group_line, unit_above
from kg.parse.labels import cut
from kg.parse.lines import EMPTY, Line, RawLine
from kg.parse.page import Page
from kg.parse.readings.reading import Reading, table

_LEAST_ROWS = 3
_LEAST_WORDS = 6  # characters of a task
_LONGEST_ROW = 8  # lines
_KINDS = ("number", "body", "responsible")
_NUMBER = re.compile(r"(\d{1,3})(?:\s|[.．、](?!\d)|(?=[一-龥“《]))\s?")
_LEVEL = re.compile(r"[省市县区州旗镇乡各]|中国|国网")


def propose(page: Page) -> Iterator[Reading]:
    """Yield the stretches of lines that each end with bodies."""
    i = 0
    while i < len(page.lines):
        rows, stop = _rows(page.lines, i)
        if sum(len(row) > 1 for row in rows) < _LEAST_ROWS:
            i += 1
            continue
        first = i - _heading_lines(page.lines, i)
        grid = Grid(first, stop - 1, tuple(_filled(row) for row in rows), unit_above(page.lines, i))
        found = table("row-a-line", grid, Columns(list(_KINDS)))
        if found:
            yield found
        i = stop


def _filled(row: tuple[Line, ...]) -> tuple[Line, ...]:
    return row if len(row) > 1 else (row[0], EMPTY, EMPTY)


def _rows(lines: Sequence[RawLine], start: int) -> tuple[list[tuple[Line, ...]], int]:
    """Return the rows from ``start`` on, and the line behind them; a row may run over several lines."""
    rows: list[tuple[Line, ...]] = []
    i = start
    number = 0
    while i < len(lines):
        if rows and group_line(lines[i].line) and len(lines[i].line) < 30:
            rows.append((lines[i].line,))
            i += 1
            continue
        found = _row(lines, i, number + 1)
        if found is None:
            break
        row, i = found
        if row[0].text:
            number = int(row[0].text)
        rows.append(row)
    while rows and len(rows[-1]) == 1:
        rows.pop()
        i -= 1
    return rows, i


def _row(lines: Sequence[RawLine], start: int, expected: int) -> tuple[tuple[Line, ...], int] | None:
    """Return the row that begins at ``start``, and the line behind it."""
    if len(lines[start].cells) > 1:
        return None
    line = lines[start].line
    counted = _NUMBER.match(line.text)
    if counted and int(counted[1]) != expected:
        return None
    number = line.part(0, counted.end(1)) if counted else EMPTY
    whole = line.part(counted.end()) if counted else line
    found = None
    for i in range(start, min(start + (_LONGEST_ROW if counted else 1), len(lines))):
        if i > start:
            following = _NUMBER.match(lines[i].line.text)
            if len(lines[i].cells) > 1 or (following and int(following[1]) == expected + 1):
                return None
            whole = whole.sew(lines[i].line)
        if at := _bodies_behind(whole):
            found = (number, whole.part(0, at), whole.part(at)), i + 1
        if not counted or (i + 1 < len(lines) and _begins(lines[i + 1].line, expected + 1)):
            return found if found and found[1] == i + 1 else None
    return found  # the last row: what follows it begins no other


def _begins(line: Line, expected: int) -> bool:
    number = _NUMBER.match(line.text)
    return (number is not None and int(number[1]) == expected) or group_line(line)


def _bodies_behind(line: Line) -> int:
    """Return where the bodies at the end of a row begin, or 0 where it ends otherwise."""
    if len(cut(line)) > 1:
        return 0  # a label or bracket says who
    return _end_of_words(line.text, tuple(i for i in range(1, len(line)) if line.gap(i)))


@lru_cache(maxsize=4096)
def _end_of_words(text: str, gaps: tuple[int, ...]) -> int:
    """Return the first place behind words from which nothing but bodies follows, or 0.

    Behind a blank or the end of a sentence a name is known by its ending; where nothing parts the
    cells, only a level begins one.
    """
    for i in range(_LEAST_WORDS, len(text) - 2):
        parted = text[i - 1] in "。；; " or i in gaps
        if text[i - 1] in "、，," or not (parted or _LEVEL.match(text, i)):
            continue
        rest = text[i:].strip()
        if names_bodies(rest) if parted else surely_bodies(rest):
            return i
    return 0


def _heading_lines(lines: Sequence[RawLine], first: int) -> int:
    """Return 1 where the line above the rows holds the headings of such a table."""
    if first == 0:
        return 0
    words = blank_parted(lines[first - 1].line)
    return int(len(words) > 1 and sum(column_kind(word.text) is not None for word in words) * 2 >= len(words))
