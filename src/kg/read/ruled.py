"""Tables from ruling lines: where the grid is, and which cells are merged.

    find_grids(rules) -> [Grid, …]

A rule is an axis-parallel line (x0, y0, x1, y1) in points from the top left. Lines that meet
make one grid; two neighbouring fields are one cell where no line parts them. A grid whose outer
lines are missing (open sides, a page end) is closed by the ends of the lines that cross them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Rule = tuple[float, float, float, float]

_NEAR = 2.5  # points: lines this near are one, or meet
_MOST_LINES = 1200  # beyond: hatching, a drawing
_MOST_FIELDS = 20_000


@dataclass(slots=True)
class Grid:
    """A table's columns and rows; ``owner[row][column]`` is the first field of the cell there."""

    xs: list[float]
    ys: list[float]
    owner: list[list[tuple[int, int]]]
    size: dict[tuple[int, int], tuple[int, int]]  # first field → rows, columns

    def field(self, x: float, y: float) -> tuple[int, int] | None:
        """Return the cell at a point."""
        if not (self.xs[0] - 1 <= x <= self.xs[-1] + 1 and self.ys[0] - 1 <= y <= self.ys[-1] + 1):
            return None
        column = min(max(bisect_right(self.xs, x) - 1, 0), len(self.xs) - 2)
        row = min(max(bisect_right(self.ys, y) - 1, 0), len(self.ys) - 2)
        return self.owner[row][column]


def _merge(lines: Iterable[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """Join (position, start, end) lines at one position that touch or overlap."""
    groups: list[list[tuple[float, float, float]]] = []
    for line in sorted(lines):
        if groups and line[0] - groups[-1][-1][0] <= _NEAR and line[0] - groups[-1][0][0] <= 2 * _NEAR:
            groups[-1].append(line)
        else:
            groups.append([line])
    out = []
    for group in groups:
        at = sum(position for position, _, _ in group) / len(group)
        start = end = None
        for _, low, high in sorted(group, key=lambda line: line[1]):
            if start is None or end is None:
                start, end = low, high
            elif low <= end + _NEAR:
                end = max(end, high)
            else:
                out.append((at, start, end))
                start, end = low, high
        if start is not None and end is not None:
            out.append((at, start, end))
    return out


def _positions(values: Iterable[float]) -> list[float]:
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > _NEAR:
            out.append(value)
    return out


class _Groups:
    """Union-find."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def find(self, item: int) -> int:
        while self._parent[item] != item:
            self._parent[item] = self._parent[self._parent[item]]
            item = self._parent[item]
        return item

    def join(self, one: int, other: int) -> None:
        self._parent[self.find(one)] = self.find(other)


def find_grids(rules: Sequence[Rule]) -> list[Grid]:
    """Return the grids of one page, top first."""
    across, down = [], []
    for x0, y0, x1, y1 in rules:
        if abs(y1 - y0) <= 3 and abs(x1 - x0) > 3:
            across.append(((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif abs(x1 - x0) <= 3 and abs(y1 - y0) > 3:
            down.append(((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
    across, down = _merge(across), _merge(down)
    if not across or not down or len(across) + len(down) > _MOST_LINES:
        return []
    groups = _Groups(len(across) + len(down))
    for number, (y, x0, x1) in enumerate(across):
        for other, (x, y0, y1) in enumerate(down, len(across)):
            if x0 - _NEAR <= x <= x1 + _NEAR and y0 - _NEAR <= y <= y1 + _NEAR:
                groups.join(number, other)
    parts: dict[int, tuple[list[tuple[float, float, float]], list[tuple[float, float, float]]]]
    parts = defaultdict(lambda: ([], []))
    for number, line in enumerate(across):
        parts[groups.find(number)][0].append(line)
    for number, line in enumerate(down, len(across)):
        parts[groups.find(number)][1].append(line)
    grids = [grid for one in parts.values() if (grid := _grid(*one))]
    return sorted(grids, key=lambda grid: grid.ys[0])


def _grid(across: list[tuple[float, float, float]], down: list[tuple[float, float, float]]) -> Grid | None:
    if not across or not down:
        return None
    xs = _positions([x for x, _, _ in down])
    ys = _positions([y for y, _, _ in across])
    ends = [min(x0 for _, x0, _ in across), max(x1 for _, _, x1 in across)]
    xs = _positions([*xs, *(x for x in ends if x < xs[0] - 6 or x > xs[-1] + 6)])
    ends = [min(y0 for _, y0, _ in down), max(y1 for _, _, y1 in down)]
    ys = _positions([*ys, *(y for y in ends if y < ys[0] - 6 or y > ys[-1] + 6)])
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 2 or rows * columns > _MOST_FIELDS:
        return None
    vertical: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for x, y0, y1 in down:
        vertical[_nearest(xs, x)].append((y0, y1))
    horizontal: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for y, x0, x1 in across:
        horizontal[_nearest(ys, y)].append((x0, x1))
    groups = _Groups(rows * columns)
    for row in range(rows):
        middle = (ys[row] + ys[row + 1]) / 2
        for column in range(columns):
            center = (xs[column] + xs[column + 1]) / 2
            if column + 1 < columns and not _covers(vertical[column + 1], middle):
                groups.join(row * columns + column, row * columns + column + 1)
            if row + 1 < rows and not _covers(horizontal[row + 1], center):
                groups.join(row * columns + column, (row + 1) * columns + column)
    members: dict[int, list[int]] = defaultdict(list)
    for field in range(rows * columns):
        members[groups.find(field)].append(field)
    owner = [[(row, column) for column in range(columns)] for row in range(rows)]
    size: dict[tuple[int, int], tuple[int, int]] = {}
    for fields in members.values():
        in_rows = [field // columns for field in fields]
        in_columns = [field % columns for field in fields]
        first = (min(in_rows), min(in_columns))
        height, width = max(in_rows) - first[0] + 1, max(in_columns) - first[1] + 1
        if height * width != len(fields):  # no rectangle: lines are missing; take the fields as they are
            for field in fields:
                size[field // columns, field % columns] = (1, 1)
            continue
        size[first] = (height, width)
        for field in fields:
            owner[field // columns][field % columns] = first
    return Grid(xs, ys, owner, size) if len(size) > 1 else None


def _nearest(positions: list[float], value: float) -> int:
    index = bisect_right(positions, value)
    if index == 0:
        return 0
    if index == len(positions):
        return index - 1
    return index if positions[index] - value < value - positions[index - 1] else index - 1


def _covers(lines: list[tuple[float, float]], at: float) -> bool:
    return any(start <= at <= end for start, end in lines)
