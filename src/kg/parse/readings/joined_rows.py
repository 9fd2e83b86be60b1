"""Rows that keep their lines while their cells have run together.

    类别序号督办内容牵头单位完成情况
    民生1新建学校1所。县教育局已开工…

The number and the first bodies behind the end of a sentence part the cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.parse.grid import Grid, column_kind, split_headings
from kg.parse.lines import RawLine
from kg.parse.page import Page
from kg.parse.readings.reading import Cells, Reading, grid_of, one_after_another
from kg.registry.patterns import rule

_LONGEST_HEAD = 60
_LEAST_ROWS = 2


def propose(page: Page) -> Iterator[Reading]:
    """Yield the tables whose rows are lines without separators."""
    return one_after_another("joined-rows", page, _rows)


def _rows(lines: Sequence[RawLine], start: int) -> Grid | None:
    head = lines[start].line
    words = split_headings(head) if len(head) <= _LONGEST_HEAD and len(lines[start].cells) == 1 else []
    kinds = [column_kind(word.text) for word in words]
    groups = ["category"] if kinds[:1] == ["category"] else []
    asked = kinds[len(groups) : len(groups) + 3]
    if asked not in (["number", "body", "lead"], ["number", "body", "responsible"]):
        return None
    names = [*groups, "number", "body", "who", "rest"][: len(kinds)]
    rows: list[Cells] = [words]
    for i in range(start + 1, len(lines)):
        line = lines[i].line
        match = rule("tables.joined_row").fullmatch(line.text)
        if match is None or int(match["number"]) != len(rows):
            break
        if bool(match["category"]) != bool(groups) or (match["rest"] and "rest" not in names):
            break
        rows.append([line.part(*match.span(name)) for name in names])
    return grid_of(lines, start, start + len(rows) - 1, rows) if len(rows) > _LEAST_ROWS else None
