"""Tables whose cells the format itself states: html, docx, pdf, ofd.

A merged cell stands in every row that it covers, and in the first of its columns.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.parse.grid import Grid, unit_above
from kg.parse.lines import EMPTY, clean
from kg.parse.page import Page
from kg.parse.readings.reading import Reading, table


def propose(page: Page) -> Iterator[Reading]:
    """Yield the tables that the file names as such."""
    lines, text = page.lines, page.text
    for stated in text.tables:
        inside = [i for i, raw in enumerate(lines) if stated.span.start <= raw.at < stated.span.end]
        if not inside:
            continue
        height = max(cell.row for cell in stated.cells) + 1
        width = max(cell.column + cell.column_span for cell in stated.cells)
        if width < 2:
            continue
        rows = [[EMPTY] * width for _ in range(height)]
        for cell in stated.cells:
            if cell.span:
                line = clean(text.content, cell.span.start, cell.span.end)
                for row in range(cell.row, min(cell.row + cell.row_span, height)):
                    rows[row][cell.column] = line
        unit = unit_above(lines, inside[0])
        if found := table("stated-cells", Grid(inside[0], inside[-1], tuple(map(tuple, rows)), unit, True)):
            yield found
