"""Tables whose cells the format itself states: html, docx, pdf, ofd.

A merged cell stands in every row that it covers, and in the first of its columns.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from kg.parse.lines import EMPTY, clean
from kg.parse.page import Page
from kg.parse.readings.reading import Reading, grid_of, table


def propose(page: Page) -> Iterator[Reading]:
    """Yield the tables that the file names as such."""
    begins = [raw.at for raw in page.lines]
    for stated in page.text.tables:
        first, stop = bisect_left(begins, stated.span.start), bisect_left(begins, stated.span.end)
        width = max(cell.column + cell.column_span for cell in stated.cells)
        if first == stop or width < 2:
            continue
        height = max(cell.row for cell in stated.cells) + 1
        rows = [[EMPTY] * width for _ in range(height)]
        for cell in stated.cells:
            if cell.span:
                line = clean(page.text.content, cell.span.start, cell.span.end)
                for row in range(cell.row, min(cell.row + cell.row_span, height)):
                    rows[row][cell.column] = line
        grid = replace(grid_of(page.lines, first, stop - 1, rows), spans_stated=True)
        if found := table("stated-cells", grid):
            yield found
