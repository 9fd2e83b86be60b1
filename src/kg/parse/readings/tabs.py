"""Rows of cells parted by tabs, as a table pasted into plain text keeps them.

    序号⇥工作内容⇥责任单位
    1⇥新建公园3座⇥县住建局

A cell may run over into a line of its own; a heading of rows has one, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.parse.bodies import surely_bodies
from kg.parse.cell_alignment import fits
from kg.parse.grid import Grid, column_kind, heads_rows, is_number, is_page_mark, may_name_group, unit_stated
from kg.parse.lines import Line, RawLine
from kg.parse.numbering import number_of
from kg.parse.page import Page
from kg.parse.readings.reading import Cells, Reading, grid_of, one_after_another
from kg.registry.patterns import rule

_LEAST_KNOWN = 4  # headings of another table
_LONGEST = 40  # characters of a cell's text that ran over


def propose(page: Page) -> Iterator[Reading]:
    """Yield the tables whose rows hold tabs."""
    return one_after_another("tabs", page, _tabs)


def _tabs(lines: Sequence[RawLine], start: int) -> Grid | None:
    rows: list[Cells] = []
    last, width = start, 0
    i = start
    while i < len(lines):
        cells = lines[i].cells
        alone = cells[0]
        if rows and _heads_another(cells, rows[0]):
            break
        if rows and _breaks_off(rows[-1], cells, width):
            rows[-1] = (*rows[-1][:-1], rows[-1][-1].join(cells[0]), *cells[1:])
            last = i
        elif len(cells) > 1:
            rows.append(cells)
            last, width = i, max(width, len(cells))
        elif not is_page_mark(alone.text):
            below = lines[i + 1].cells if i + 1 < len(lines) else ()
            if not rows or len(below) < max(2, width - 1) or _heads_another(below, rows[0]):
                break
            if heads_rows(alone) or _names_group(alone, rows[-1], below, width):
                rows.append(cells)
            elif _continues(alone.text):
                rows[-1] = (*rows[-1][:-1], rows[-1][-1].join(alone))
            else:
                break
        i += 1
    return grid_of(lines, start, last, rows) if len(rows) > 1 and len(lines[start].cells) > 1 else None


def _heads_another(cells: Cells, head: Cells) -> bool:
    """Tell whether cells are the headings of another table: 项目编码 项目名称 总投资 below tasks."""
    texts = [cell.text for cell in cells]
    known = sum(column_kind(text) is not None for text in texts)
    other = not is_number(texts[0]) and texts != [cell.text for cell in head]
    return other and known >= _LEAST_KNOWN and 3 * known >= 2 * len(texts)


def _breaks_off(row: Cells, cells: Cells, width: int) -> bool:
    """Tell whether a line goes on with the last cell of the row above: together they are a whole row."""
    whole = len(cells) > 1 and 1 < len(row) < width and len(row) + len(cells) - 1 == width
    return whole and row[-1].text[-1:] not in ("", *"。；") and not is_number(cells[0].text)


def _names_group(alone: Line, above: Cells, below: Cells, width: int) -> bool:
    """Tell whether a few words between whole rows name the group below: the last cell above lacks nothing."""
    last = above[-1].text
    whole = not last or column_kind(last) or surely_bodies(last) or fits("deadline", last) > 0
    begins = is_number(below[0].text) or number_of(below[0])
    return len(above) == width and bool(whole and begins) and may_name_group(alone) and _continues(alone.text)


def _continues(text: str) -> bool:
    titled = rule("titles.list_title").search(text) or rule("titles.annex").search(text)
    return len(text) < _LONGEST and not titled and unit_stated(text) is None
