"""Rows that keep their lines, the bodies behind the words, with or without a number and a blank.

    1 新建公园3座。 县住建局、县财政局 12月底前
    2改造老旧小区5个县住建局

No heading is needed: what stands at the end of each line names bodies, and what stands before it does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.parse.bodies import names_bodies, surely_bodies
from kg.parse.columns import Columns
from kg.parse.grid import BODIES, blank_parted, column_kind, group_line, split_headings
from kg.parse.lines import EMPTY, Line, RawLine
from kg.parse.list_bounds import is_list_title
from kg.parse.page import Page
from kg.parse.readings.reading import Cells, Reading, grid_of, table
from kg.parse.row_ends import row_cells
from kg.registry.patterns import rule

_LEAST_ROWS = 3
_COLONS = ("：", ":")  # behind the words of most rows: sentences that name bodies, no cells
_LONGEST_ROW = 8  # lines
_LONGEST_GROUP = 30  # characters
_LONGEST_LEADER = 12
_KINDS = ("number", "body", "responsible", "deadline")


def propose(page: Page) -> Iterator[Reading]:
    """Yield the stretches of lines that each end with bodies."""
    lines = page.lines
    i = 0
    while i < len(lines):
        rows, stop = _rows(lines, i)
        named = sum(len(row) > 1 and bool(row[2].text) for row in rows)
        counted = sum(len(row) > 1 for row in rows)
        introduced = sum(len(row) > 1 and row[1].text[-1:] in _COLONS for row in rows)
        if counted >= _LEAST_ROWS and 3 * named >= 2 * counted and 2 * introduced <= named:
            first = i - (i > 0 and _is_heading(lines[i - 1].line))
            led = _with_leaders(rows)
            kinds = [*_KINDS[:2], "leader", *_KINDS[2:]] if led else [*_KINDS]
            grid = grid_of(lines, first, stop - 1, led or rows, len(kinds))
            untold = not led and _heads_leaders(lines[first].line)  # names have run together with the bodies
            if not untold and (found := table("row-a-line", grid, Columns(kinds))):
                yield found
        i = max(i + 1, stop)


def _heads_leaders(line: Line) -> bool:
    """Tell whether headings that have run together name leaders before bodies: 任务分管区长责任单位."""
    words = split_headings(line) or blank_parted(line)
    kinds = [column_kind(word.text) or "" for word in words]
    behind = kinds[kinds.index("leader") :] if "leader" in kinds else []
    return bool(set(behind) & {*BODIES})


def _with_leaders(rows: Sequence[Cells]) -> list[Cells]:
    """Return the rows with leaders in a cell of their own, where most name one between words and bodies."""
    parted = [_led(row) if len(row) > 1 else None for row in rows]
    named = [row[2].text for row in parted if row]
    counted = sum(len(row) > 1 and bool(row[2].text) for row in rows)
    if len(named) < _LEAST_ROWS or 3 * len(named) < 2 * counted:
        return []
    return [
        led or ((*row[:2], EMPTY, *row[2:]) if len(row) > 1 else row)
        for row, led in zip(rows, parted, strict=True)
    ]


def _led(row: Cells) -> Cells | None:
    """Cut the names of leaders off the bodies that follow them, or off the words that a measure ends."""
    number, words, bodies, until = row
    for size in range(min(_LONGEST_LEADER, len(bodies)), 1, -1):
        name, rest = bodies.part(0, size), bodies.part(size)
        begins = rule("tables.level").match(rest.text) and surely_bodies(rest.text)
        if begins and rule("leaders.names").fullmatch(name.text):
            return number, words, name, rest, until
    for size in range(min(_LONGEST_LEADER, len(words) - 1), 1, -1):
        name, rest = words.part(len(words) - size), words.part(0, len(words) - size)
        if rule("leaders.names").fullmatch(name.text) and rule("tables.ends_measure").search(rest.text):
            return number, rest, name, bodies, until
    return None


def _rows(lines: Sequence[RawLine], start: int) -> tuple[list[Cells], int]:
    """Return the rows from ``start`` on, and the line behind them; a row may run over several lines."""
    rows: list[Cells] = []
    i = start
    number = 0
    while i < len(lines):
        if _heads_rows(lines, i, number + 1):
            rows.append((lines[i].line,))
            i += 1
            continue
        row, stop = _row(lines, i, number + 1)
        if row is None:
            break
        i = stop
        number = int(row[0].text) if row[0].text else number
        rows.append(row)
    while rows and len(rows[-1]) == 1:
        rows.pop()
        i -= 1
    return rows, i


def _counted(line: Line, expected: int) -> int:
    """Return where the number ends that a line begins with, if it is the one expected; else 0."""
    match = rule("tables.line_number").match(line.text)
    told = match and int(match["number"]) == expected
    # 12个 that a line's end parts leaves 2个, which counts no row.
    return match.end() if match and told and not rule("tables.measured_number").match(line.text) else 0


def _digits(line: Line) -> tuple[int, int]:
    match = rule("tables.line_number").match(line.text)
    return match.span("number") if match else (0, 0)


def _heads_rows(lines: Sequence[RawLine], i: int, expected: int) -> bool:
    """Tell whether a short line stands above a row and is none: （一）稳住经济大盘, 第一类  幼有善育."""
    line = lines[i].line
    if len(lines[i].cells) > 1 or len(line) > _LONGEST_GROUP or line.text[-1] in "。；：:":
        return False
    if is_list_title(line) or rule("titles.document_number").search(line.text):
        return False
    return (
        i + 1 < len(lines)
        and _counted(lines[i + 1].line, expected) > 0
        and rule("tables.line_number").match(line.text) is None
        and (group_line(line) or not names_bodies(line.text))
        and len(blank_parted(line)) < 3
        and not _is_heading(line)
    )


def _row(lines: Sequence[RawLine], start: int, expected: int) -> tuple[Cells | None, int]:
    """Return the row that begins at ``start``, and the line behind it; a counted row may name nobody."""
    line = lines[start].line
    begin = _counted(line, expected)
    if len(lines[start].cells) > 1 or (not begin and rule("tables.line_number").match(line.text)):
        return None, start
    number = line.part(*_digits(line)) if begin else EMPTY
    whole = line.part(begin)
    last = min(start + _LONGEST_ROW, len(lines)) if begin else start + 1
    found: tuple[Cells | None, int] = (None, start)
    for i in range(start, last):
        if i > start:
            if len(lines[i].cells) > 1 or _counted(lines[i].line, expected + 1):
                break
            whole = whole if _is_heading(lines[i].line) else whole.sew(lines[i].line)
        ends = _ends(lines, i, expected + 1)
        row = row_cells(number, whole)
        # What heads the next row may be the rest of this one; the last row ends as soon as it names somebody.
        longer = found[0] is None or (i == found[1] and not found[0][3].text)
        if row and (ends or (row[2].text and longer)):
            found = row, i + 1
        if ends and _counted(lines[i + 1].line, expected + 1):
            break
    return found


def _ends(lines: Sequence[RawLine], i: int, expected: int) -> bool:
    """Tell whether a counted row ends with line ``i``: the next number, or what heads it, stands below."""
    if i + 1 == len(lines):
        return False
    following = lines[i + 1].line
    return bool(_counted(following, expected)) or group_line(following) or _heads_rows(lines, i + 1, expected)


def _is_heading(line: Line) -> bool:
    """Tell whether a line repeats the headings of the columns, run together or parted by blanks."""
    cells = blank_parted(line)
    words = cells if len(cells) > 1 else split_headings(line)
    return len(words) > 1 and 2 * sum(column_kind(word.text) is not None for word in words) >= len(words)
