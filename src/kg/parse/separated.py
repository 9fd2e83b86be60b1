"""Values parted by commas, semicolons or tabs, as a spreadsheet exports them: cells, quotes taken off.

    "序号","任务","责任单位"
    "1","新建公园3座","县住建局,县财政局"

    celled(lines, text) -> lines      those of a table cut into cells

A cell in quotes keeps its marks and line breaks. A row in which only the first cell is filled is a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from kg.model import Text
from kg.parse.columns import is_header
from kg.parse.lines import Line, RawLine, clean, row_of, without

_LEAST_CELLS = 3
_LEAST_ROWS = 3
_HEADS = 4  # rows among which the headings stand: titles may stand above them
_LONGEST = 2000  # characters of a cell

_BREAKS = re.compile(r"[\r\n]*")

Record = list[tuple[int, int]]  # where the cells of a row stand


@cache
def _cell(mark: str) -> re.Pattern[str]:
    """One cell, in quotes or not, with what ends it."""
    return re.compile(rf'(?:"((?:[^"]|""){{0,{_LONGEST}}})"[ ]*|([^{mark}\n]{{0,{_LONGEST}}}))({mark}|\n|$)')


def celled(lines: list[RawLine], text: Text) -> list[RawLine]:
    """Return the lines of a text, those of exported tables cut into their cells."""
    content = text.content
    if text.hidden:
        return lines
    found: list[RawLine] = []
    stop = looked = 0  # what stands before them is among the rows found, or in none
    for raw in lines:
        if raw.at < stop:
            continue
        rows: list[Record] = []
        for mark in _marks(raw, content) if raw.at >= looked else ():
            rows, looked = _rows(content, raw.at, mark)
            if rows:
                stop = looked
                break
        found += [row for cells in rows if (row := _row([_line(content, *cell) for cell in cells]))]
        if not rows:
            found.append(raw)
    return found


def _marks(raw: RawLine, content: str) -> Iterator[str]:
    """Yield the marks that may part the cells of a line; tabs have done so, but where quotes hold cells."""
    yield from (mark for mark in ",;" if raw.line.text.count(mark) >= _LEAST_CELLS - 1)
    if len(raw.cells) > 1 and '"' in content:
        yield "\t"


def _rows(content: str, start: int, mark: str) -> tuple[list[Record], int]:
    """Return the rows from ``start`` on, none where they are of no table, and where the next line begins."""
    found: list[Record] = []
    quoted = 0
    while start < len(content):
        record, following, in_quotes = _record(content, start, mark)
        if len(record) < _LEAST_CELLS or (found and len(record) != len(found[0])):
            break
        found.append(record)
        quoted += in_quotes
        start = _BREAKS.match(content, following).end()  # type: ignore[union-attr]
    if mark == "\t":
        return (found if quoted else []), start
    heads = [tuple(_line(content, *cell) for cell in record) for record in found[:_HEADS]]
    told = len(found) >= _LEAST_ROWS and (quoted >= len(found) or any(map(is_header, heads)))
    return (found if told else []), start


def _record(content: str, start: int, mark: str) -> tuple[Record, int, bool]:
    """Return the cells of the row at ``start``, where the next one begins, and whether one is quoted."""
    found: Record = []
    quoted = False
    while match := _cell(mark).match(content, start):
        group = 1 if match[1] is not None else 2
        quoted = quoted or group == 1
        found.append(match.span(group))
        start = match.end()
        if match[3] != mark:
            return found, start, quoted
    return [], start, quoted


def _line(content: str, start: int, end: int) -> Line:
    """Return a cell's words, of doubled quotes one."""
    line = clean(content, start, end)
    return without(line, [(at.start(), at.start() + 1) for at in re.finditer('""', line.text)])


def _row(cells: Sequence[Line]) -> RawLine | None:
    filled = [cell for cell in cells if cell.text]
    if not filled:
        return None
    alone = len(filled) == 1 and filled[0] is cells[0]
    return row_of(filled if alone else list(cells), filled[0].at[0])
