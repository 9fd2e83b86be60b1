"""Rows of cells parted by tabs whose lines end within the cells, as copied from the pages of a PDF.

    序号⇥全年目标⇥责任单
    位
    1⇥新建公园3
    座⇥县住
    建局
    2⇥新建学校1所⇥县教育局

A line that ends is no end of a cell: the headings say how many tabs a row holds, and the number that
counts on, a heading of rows, or words behind a row that is full begin the next.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.identity import ordinal
from kg.parse.bodies import names_bodies, parts_name, surely_bodies
from kg.parse.grid import (
    BODIES,
    Grid,
    column_kind,
    halves_heading,
    heads_rows,
    row_number,
    stands_behind,
)
from kg.parse.lines import EMPTY, Line, RawLine
from kg.parse.list_bounds import is_list_title
from kg.parse.page import Page
from kg.parse.readings.reading import Cells, Reading, grid_of, table
from kg.registry.patterns import rule

_LEAST_COLUMNS = 3
_COUNTED = {"number", "body"}  # headings that tell enough where nothing knows that of the bodies
_LEAST_ROWS = 3
_SECOND = 2  # row: before it another first one is its own
_LEAST_BROKEN = 2  # lines that end within a cell
_MOST_LINES = 12  # of a row
_MOST_OF_HEADINGS = 5  # lines
_LONGEST_HEADING = 14  # characters
_LONGEST_PIECE = 2  # of a heading, in a line below its beginning
_MARKS = {*"、，,；;"}
_LONGEST_WORD = 4  # characters that go on with a cell which is no list of bodies
_LONGEST_LINE = 60  # characters of a line that goes on with a cell


def propose(page: Page) -> Iterator[Reading]:
    """Yield the tables whose cells hold tabs between them and line breaks within."""
    if "\t" not in page.text.content:
        return
    lines = [_edged(raw, page.text.content) for raw in page.lines]
    i = 0
    while i < len(lines):
        grid, stop = _broken(lines, i)
        if grid is not None and (found := table("broken-rows", grid)):
            yield found
        i = max(i + 1, stop)


def _edged(raw: RawLine, content: str) -> RawLine:
    """Return a line with the empty cells before its first tab and behind its last."""
    first = (EMPTY,) if content[raw.at] == "\t" and raw.cells[0].text else ()
    end = raw.line.at[-1] + 1
    last = (EMPTY,) if raw.cells[-1].text and content[end : end + 1] == "\t" else ()
    return replace(raw, cells=(*first, *raw.cells, *last)) if first or last else raw


def _broken(lines: Sequence[RawLine], start: int) -> tuple[Grid | None, int]:
    """Return the table whose headings begin at a line, and the line behind the rows that were looked at."""
    head, first = _head(lines, start) if len(lines[start].cells) > 1 else ((), start)
    if not head:
        return None, start
    kinds = _kinds(lines, first, head)
    rows: list[Cells] = [head]
    i = last = first
    broken = first - start - 1
    counted = 0
    while i < len(lines):
        if again := _again(lines, i, head):
            i = again
            continue
        if heads_rows(lines[i].line) and sum(bool(cell.text) for cell in lines[i].cells) == 1:
            rows.append((lines[i].line,))
            i += 1
            continue
        size = _size(lines, i, head, kinds, counted + 1)
        if not size:
            break
        rows.append(_sewn_row([raw.cells for raw in lines[i : i + size]], kinds))
        counted = _number(rows[-1], kinds) or counted
        broken += size - 1
        i = last = i + size
    sound = broken >= _LEAST_BROKEN and sum(len(row) > 1 for row in rows[1:]) >= _LEAST_ROWS
    while len(rows[-1]) == 1:
        rows.pop()
    return (grid_of(lines, start, last - 1, rows, len(head)) if sound else None), i


def _head(lines: Sequence[RawLine], start: int) -> tuple[Cells, int]:
    """Return the headings that begin at a line, known ones and one of bodies among them, and what follows."""
    cells: Cells = ()
    found: tuple[Cells, int] = ((), start)
    for i in range(start, min(len(lines), start + _MOST_OF_HEADINGS)):
        below = lines[i].cells
        if i > start and not _is_rest(below):
            break
        cells = _together(cells, below)
        kinds = [column_kind(cell.text) for cell in cells]
        if max(map(len, cells)) > _LONGEST_HEADING:
            break
        told = ({*kinds} & {*BODIES} or {*kinds} >= _COUNTED) and all(cell.text for cell in cells)
        if told and len(cells) >= _LEAST_COLUMNS and 2 * kinds.count(None) <= len(kinds):
            found = cells, i + 1
    return found


def _kinds(lines: Sequence[RawLine], first: int, head: Cells) -> list[str]:
    """Return what the columns hold; the first or last heading that nothing knows may count the rows."""
    kinds = [column_kind(cell.text) or "" for cell in head]
    for at in (0, -1):
        if "number" not in kinds and not kinds[at]:
            counted = (raw.cells[at].text for raw in lines[first : first + (_MOST_LINES if at else 1)])
            kinds[at] = "number" if any(_counting(text) == 1 for text in counted) else ""
    return kinds


def _is_rest(cells: Cells) -> bool:
    """Tell whether a line goes on with a heading, and holds no cell but headings: 位, or 进度⇥责任单."""
    piece = cells[0].text
    rest = halves_heading(piece) or 0 < len(piece) <= _LONGEST_PIECE
    return rest and _counting(piece) is None and all(column_kind(cell.text) for cell in cells[1:])


def _counting(text: str) -> int | None:
    """Return the number by which a cell counts its row, in figures or in words."""
    number = row_number(text)
    return ordinal(text) if number is None and rule("tables.group_cell").match(text) else number


def _together(above: Cells, below: Cells) -> Cells:
    """Return the cells of two lines of a row: the first of the second line goes on with the last above."""
    return [*above[:-1], above[-1].sew(below[0]), *below[1:]] if above else below


def _again(lines: Sequence[RawLine], i: int, head: Cells) -> int:
    """Return the line behind the headings that a page prints again, or 0."""
    if len(lines[i].cells) < 2 or lines[i].cells[0].text != head[0].text:
        return 0
    cells, behind = _head(lines, i)
    return behind if [cell.text for cell in cells] == [cell.text for cell in head] else 0


def _number(row: Cells, kinds: Sequence[str]) -> int | None:
    at = kinds.index("number") if "number" in kinds else -1
    return _counting(row[at].text) if 0 <= at < len(row) else None


def _size(lines: Sequence[RawLine], start: int, head: Cells, kinds: Sequence[str], expected: int) -> int:
    """Return how many lines the row takes that begins at ``start``, or 0 where none does."""
    counts = kinds.index("number") if "number" in kinds else -1
    if counts == 0 and not _begins(lines[start], counts, expected):
        return 0
    counted = 0 <= counts < len(kinds) - 1
    most, closed = _most(lines, start, head, counts if counted else -1, expected, kinds[-1])
    tabs, enough, cell = 0, 0, EMPTY
    for size, raw in enumerate(lines[start : start + most], 1):
        tabs += len(raw.cells) - 1
        if tabs >= len(kinds):
            return 0
        cell = raw.cells[-1] if len(raw.cells) > 1 else cell.sew(raw.line)
        below = lines[start + size] if start + size < len(lines) else None
        if tabs == len(kinds) - 1 and _is_whole(kinds[-1], cell, below):
            enough = enough or size
        if enough and not counted and _counts(cell, counts, expected):
            return size
    if closed is None:
        return 0
    return most * bool(tabs) if closed else enough or most * (tabs == len(kinds) - 1)


def _most(
    lines: Sequence[RawLine], start: int, head: Cells, column: int, expected: int, kind: str
) -> tuple[int, bool | None]:
    """Return how many lines a row may take, and whether another row, or its heading, closes it there.

    None: neither another row nor the end of the table is near.
    """
    for size in range(1, _MOST_LINES + 1):
        below = lines[start + size] if start + size < len(lines) else None
        if below is None or _ends(below):
            return size, False
        if _again(lines, start + size, head) or heads_rows(below.line):
            return size, True
        if column >= 0 and _begins(below, column, expected + 1):
            return size - (column > 0 and _opens_next(lines[start : start + size + 1], kind)), True
    return _MOST_LINES, None


def _opens_next(lines: Sequence[RawLine], kind: str) -> bool:
    """Tell whether the line above a number begins its row, whose first cell is broken before the number."""
    if len(lines) < _LEAST_ROWS:
        return False
    above, line, below = lines[-3:]
    led = len(line.cells) == 1 and len(below.cells) > 1 and below.cells[0].text
    return bool(led) and len(above.cells) > 1 and not _goes_on(kind, above.cells[-1], line.line)


def _counts(cell: Line, column: int, expected: int) -> bool:
    """Tell whether the last cell of a row counts it, where a column does."""
    return column < 0 or _counting(cell.text) == expected


def _is_whole(kind: str, cell: Line, below: RawLine | None) -> bool:
    """Tell whether the last cell of a row that is full ends here."""
    return below is None or len(below.cells) > 1 or not _goes_on(kind, cell, below.line)


def _begins(raw: RawLine, column: int, expected: int) -> bool:
    """Tell whether a line holds the number of the expected row in its column."""
    cells = raw.cells
    number = _counting(cells[column].text) if len(cells) > max(1, column) else None
    return number == expected or (number == 1 and expected != _SECOND)


def _ends(raw: RawLine) -> bool:
    """Tell whether a line stands behind the table."""
    text = raw.line.text
    framed = any(
        rule(f"titles.{name}").search(text)
        for name in ("annex", "date", "cn_date", "furniture", "attachment")
    )
    behind = stands_behind(raw.line) or is_list_title(raw.line) or rule("frames.closing").search(text)
    return bool(framed or behind) or (len(raw.cells) == 1 and len(text) > _LONGEST_LINE)


def _goes_on(kind: str, cell: Line, line: Line) -> bool:
    """Tell whether a line goes on with the last cell of a row that is full."""
    if kind not in BODIES:
        return kind != "number" and len(line) <= _LONGEST_WORD
    marked = cell.text[-1:] in _MARKS or line.text[:1] in _MARKS
    return marked or not names_bodies(cell.text) or parts_name(cell.text, line.text)


def _sewn_row(lines: Sequence[Cells], kinds: Sequence[str]) -> Cells:
    """Return the cells of a row, the pieces of each put together."""
    row: list[Line] = []
    for cells in lines:
        if row:
            row[-1] = _sewn(row[-1], cells[0], kinds[len(row) - 1])
        row += cells[1:] if row else cells
    return row


def _sewn(above: Line, below: Line, kind: str) -> Line:
    """Return a cell with the line that goes on with it: a name of a further body, or the rest of one."""
    whole = kind in BODIES and names_bodies(above.text) and surely_bodies(below.text)
    further = whole and rule("tables.level").match(below.text) and not parts_name(above.text, below.text)
    return above.listed(below) if further else above.sew(below)
