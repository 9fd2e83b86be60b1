"""What a reading proposes: a table among the lines, the lines it claims, and its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from kg.parse.bullets import without_bullet
from kg.parse.columns import Columns, is_header, read_columns
from kg.parse.document import ItemList
from kg.parse.grid import Grid, blanks_stated, column_kind, heads_alone, legend_above, unit_above
from kg.parse.lines import EMPTY, Line, RawLine
from kg.parse.mark_columns import unmarked
from kg.parse.page import Page
from kg.parse.rows import read_rows
from kg.parse.table_items import table_list

_LEAST_ACROSS = 3  # columns of a table whose headings stand below each other

Cells = Sequence[Line]
_LEAST_BESIDE = 2  # columns of each of two tables that stand beside each other


@dataclass(frozen=True, slots=True)
class Reading:
    """A proposal: lines ``first`` to ``last`` of the page are a table of this layout, and hold ``items``."""

    name: str  # of the layout: cell-a-line
    first: int
    last: int
    items: ItemList
    columns: Columns | None = None
    is_headed: bool = True  # known headings stand above the cells
    headings: tuple[Line, ...] = ()  # the cells that head columns

    def overlaps(self, other: Reading) -> bool:
        """Tell whether both claim a line."""
        return self.first <= other.last and other.first <= self.last


def grid_of(lines: Sequence[RawLine], first: int, last: int, rows: Sequence[Cells], width: int = 0) -> Grid:
    """Return the grid that lines ``first`` to ``last`` hold; rows that are too short end with empty cells."""
    filled = tuple((*row, *[EMPTY] * (width - len(row))) for row in rows)
    around = (raw.line.text for part in (lines[:first], lines[last + 1 :]) for raw in part)
    filled = unmarked(filled, around)
    above = unit_above(lines, first), legend_above(lines, first)
    return Grid(first, last, filled, *above, blanks=blanks_stated(lines, first, last))


def _one_below_another(grid: Grid) -> Grid:
    """Return a grid whose headings stand twice beside each other with the second half below the first."""
    heads = [cell.text for cell in grid.rows[0]] if grid.rows else []
    half = len(heads) // 2
    if half < _LEAST_BESIDE or heads[:half] != heads[half:] or not column_kind(heads[0]):
        return grid
    below = (row[half:] for row in grid.rows[1:])
    filled = (row for row in below if any(cell.text for cell in row))
    return replace(grid, rows=(*(row[:half] for row in grid.rows), *filled))


def table(name: str, grid: Grid, columns: Columns | None = None, headings: Cells = ()) -> Reading | None:
    """Return the reading of a grid of cells, or None where nothing tells what its columns hold.

    Args:
        name: the layout's.
        grid: the cells; headings are among its rows unless ``columns`` are given.
        columns: what the columns hold, where the layout knows it without headings.
        headings: cells that head the columns and are not among the rows.
    """
    grid = replace(grid, rows=tuple(tuple(map(without_bullet, row)) for row in grid.rows))
    grid = _one_below_another(grid)
    grid = _upright(grid) if columns is None else grid
    columns, skip = read_columns(grid) if columns is None else (columns, 0)
    if not columns.kinds:
        return None
    items = table_list(columns, read_rows(grid, columns, skip), None)
    heads = {cell.text for row in grid.rows[:skip] for cell in row if cell.text}
    repeated = tuple(cell for row in grid.rows for cell in row if cell.text in heads)
    return Reading(name, grid.first, grid.last, items, columns, columns.by_headings, (*headings, *repeated))


def _upright(grid: Grid) -> Grid:
    """Return a table whose headings stand below each other, a task a column, as one with a task a row."""
    width = max(map(len, grid.rows), default=0)
    if width < _LEAST_ACROSS or len({len(row) for row in grid.rows}) != 1:
        return grid
    heads, *others = zip(*grid.rows, strict=True)
    several = len({cell.text for cell in heads}) == len(heads) > 2
    lies = several and is_header(heads) and all(column_kind(cell.text) for cell in heads)
    beside = any(heads_alone(cell) for column in others for cell in column)
    return replace(grid, rows=(heads, *others)) if lies and not beside else grid


def one_after_another(
    name: str, page: Page, read_at: Callable[[Sequence[RawLine], int], Grid | None]
) -> Iterator[Reading]:
    """Yield what ``read_at`` finds from the first line down, each behind the one before."""
    i = 0
    while i < len(page.lines):
        grid = read_at(page.lines, i)
        if grid is not None:
            if found := table(name, grid):
                yield found
            i = grid.last
        i += 1


__all__ = ["Cells", "Reading", "grid_of", "one_after_another", "table"]
