"""Rows that keep their lines, the bodies behind the words, with or without a number and a blank.

    1 新建公园3座。 县住建局、县财政局 12月底前
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
from kg.parse.readings.joined_rows import split_headings
from kg.parse.readings.reading import Reading, table
from kg.registry import patterns

_LEAST_ROWS = 3
_LEAST_WORDS = 6  # characters of a task
_LONGEST_ROW = 8  # lines
_LONGEST_GROUP = 30  # characters
_KINDS = ("number", "body", "responsible", "deadline")
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
    return row if len(row) > 1 else (row[0], *[EMPTY] * (len(_KINDS) - 1))


def _rows(lines: Sequence[RawLine], start: int) -> tuple[list[tuple[Line, ...]], int]:
    """Return the rows from ``start`` on, and the line behind them; a row may run over several lines."""
    rows: list[tuple[Line, ...]] = []
    i = start
    number = 0
    while i < len(lines):
        if _heads_rows(lines, i, number + 1):
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
    named = sum(len(row) > 1 and bool(row[2].text) for row in rows)
    counted = sum(len(row) > 1 for row in rows)
    return (rows, i) if 3 * named >= 2 * counted else ([], i)


def _heads_rows(lines: Sequence[RawLine], i: int, expected: int) -> bool:
    """Tell whether a short line stands above a row and is none: （一）稳住经济大盘, 第一类  幼有善育."""
    line = lines[i].line
    if len(lines[i].cells) > 1 or len(line) > _LONGEST_GROUP or line.text[-1] in "。；：:":
        return False
    counted = _NUMBER.match(lines[i + 1].line.text) if i + 1 < len(lines) else None
    return (
        counted is not None
        and int(counted[1]) == expected
        and _NUMBER.match(line.text) is None
        and (group_line(line) or not names_bodies(line.text))
        and len(blank_parted(line)) < 3
        and not _is_heading(line)
    )


def _row(lines: Sequence[RawLine], start: int, expected: int) -> tuple[tuple[Line, ...], int] | None:
    """Return the row that begins at ``start``, and the line behind it; a counted row may name nobody."""
    if len(lines[start].cells) > 1:
        return None
    line = lines[start].line
    counted = _NUMBER.match(line.text)
    if counted and int(counted[1]) != expected:
        return None
    number = line.part(0, counted.end(1)) if counted else EMPTY
    whole = line.part(counted.end()) if counted else line
    last = min(start + _LONGEST_ROW, len(lines)) if counted else start + 1
    end = next((i for i in range(start, last) if _ends(lines, i, expected + 1)), None)
    for i in range(start, last):
        if i > start:
            if len(lines[i].cells) > 1:
                return None
            whole = whole if _is_heading(lines[i].line) else whole.sew(lines[i].line)
        # The last row of all ends as soon as it names somebody.
        if i == end or (end is None and (row := _cells(number, whole)) and row[2].text):
            row = _cells(number, whole)
            return (row, i + 1) if row else None
    return None


def _cells(number: Line, whole: Line) -> tuple[Line, ...] | None:
    """Part a row into words, bodies and deadline; a counted row with a deadline may name nobody."""
    until = _deadline_behind(whole)
    names = whole.part(0, until)
    at = _bodies_behind(names) if names.text else 0
    if at:
        return number, names.part(0, at), names.part(at), whole.part(until)
    told = number.text and until < len(whole) and names.text and len(cut(names)) == 1
    return (number, names, EMPTY, whole.part(until)) if told else None


def _ends(lines: Sequence[RawLine], i: int, expected: int) -> bool:
    """Tell whether a counted row ends with line ``i``: the next number, or what heads it, stands below."""
    if i + 1 == len(lines):
        return False
    following = lines[i + 1].line
    counted = _NUMBER.match(following.text)
    if counted is not None and int(counted[1]) == expected:
        return True
    return group_line(following) or _heads_rows(lines, i + 1, expected)


def _is_heading(line: Line) -> bool:
    """Tell whether a line repeats the headings of the columns, run together or parted by blanks."""
    words = [cell.text for cell in blank_parted(line)]
    words = words if len(words) > 1 else split_headings(line.text)
    return len(words) > 1 and 2 * sum(column_kind(word) is not None for word in words) >= len(words)


def _deadline_behind(line: Line) -> int:
    """Return where the deadline that ends a row begins: its length where there is none."""
    match = patterns.load("deadlines")["closes_row"].search(line.text)
    return match.start() if match else len(line)


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
    return int(first > 0 and _is_heading(lines[first - 1].line))
