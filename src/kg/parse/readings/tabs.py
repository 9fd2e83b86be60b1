"""Rows of cells parted by tabs, as a table pasted into plain text keeps them.

    序号⇥工作内容⇥责任单位
    1⇥新建公园3座⇥县住建局

A cell may run over into a line of its own; a heading of rows has one, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.parse.grid import Grid, heads_rows, is_page_mark, unit_above, unit_stated
from kg.parse.lines import Line, RawLine
from kg.parse.page import Page
from kg.parse.readings.reading import Reading, one_after_another
from kg.registry import patterns


def propose(page: Page) -> Iterator[Reading]:
    """Yield the tables whose rows hold tabs."""
    return one_after_another("tabs", page, _tabs)


def _tabs(lines: Sequence[RawLine], start: int) -> Grid | None:
    if len(lines[start].cells) < 2:
        return None
    last = start
    rows: list[tuple[Line, ...]] = []
    width = len(lines[start].cells)
    i = start
    while i < len(lines):
        cells = lines[i].cells
        if len(cells) >= 2:
            rows.append(cells)
            width = max(width, len(cells))
            last = i
        elif is_page_mark(cells[0].text) or (
            i + 1 < len(lines) and len(lines[i + 1].cells) >= width - 1 and rows
        ):
            # A page mark, a heading of rows, or a cell's text that ran over into a line of its own.
            if heads_rows(cells[0]):
                rows.append(cells)
            elif not is_page_mark(cells[0].text):
                if not _continues(cells[0].text):
                    break
                rows[-1] = (*rows[-1][:-1], rows[-1][-1].join(cells[0]))
        else:
            break
        i += 1
    if len(rows) < 2:
        return None
    return Grid(start, last, tuple(rows), unit_above(lines, start))


def _continues(text: str) -> bool:
    titles = patterns.load("titles")
    return (
        not (titles["list_title"].search(text) or titles["annex"].search(text) or unit_stated(text))
        and len(text) < 40
    )
