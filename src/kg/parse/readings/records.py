"""A form for each task: rows of a heading and its cell, the same headings again for the next.

    任务内容⇥新建公园3座⏎牵头单位⇥县住建局⏎完成时限⇥10月底前
    任务内容⇥新建学校1所⏎牵头单位⇥县教育局⏎完成时限⇥8月底前

A row may hold two headings with their cells: 牵头单位⇥县住建局⇥完成时限⇥10月底前.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Sequence

from kg.parse.bodies import names_bodies
from kg.parse.grid import BODIES, column_kind
from kg.parse.lines import EMPTY, Line, RawLine
from kg.parse.page import Page
from kg.parse.readings.reading import Cells, Reading, grid_of, table
from kg.registry.patterns import rule

_LEAST_RECORDS = 2
_WORDS = {"body", "name", "content"}

Pair = tuple[Line, Line]


def propose(page: Page) -> Iterator[Reading]:
    """Yield the stretches of rows that are headings with their cells."""
    heads = Counter(head.text for raw in page.lines for head in raw.cells[::2] if len(raw.cells) % 2 == 0)
    again = {head for head, count in heads.items() if count >= _LEAST_RECORDS}
    i = 0
    while i < len(page.lines):
        stop = i
        while stop < len(page.lines) and _pairs(page.lines[stop], again):
            stop += 1
        if stop > i and (found := _read(page.lines, i, stop)):
            yield found
        i = max(stop, i + 1)


def _pairs(raw: RawLine, again: Container[str]) -> list[Pair]:
    """Return the headings of a row, each with its cell, or nothing where it holds others.

    A heading is known, or stands in other rows again.
    """
    pairs = list(zip(raw.cells[::2], raw.cells[1::2], strict=False))
    known = len(raw.cells) % 2 == 0 and all(column_kind(head.text) or head.text in again for head, _ in pairs)
    heads_alone = all(
        column_kind(cell.text) and not (rule("tables.figure").search(cell.text) or names_bodies(cell.text))
        for _, cell in pairs
    )
    return pairs if known and not heads_alone else []


def _read(lines: Sequence[RawLine], first: int, stop: int) -> Reading | None:
    records: list[list[Pair]] = []
    for raw in lines[first:stop]:
        for head, cell in zip(raw.cells[::2], raw.cells[1::2], strict=True):
            if not records or head.text == records[0][0][0].text:
                records.append([])
            records[-1].append((head, cell))
    heads = {head.text: head for record in reversed(records) for head, _ in record}
    order = list(dict.fromkeys(head.text for record in records for head, _ in record))
    kinds = {column_kind(head) or "" for head in heads}
    if len(records) < _LEAST_RECORDS or not _WORDS & kinds or not {*BODIES} & kinds:
        return None
    rows: list[Cells] = [[heads[head] for head in order]]
    for record in records:
        cells = {head.text: cell for head, cell in record}
        rows.append([cells.get(head, EMPTY) for head in order])
    headings = [head for record in records for head, _ in record]
    return table("records", grid_of(lines, first, stop - 1, rows), headings=headings)
