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
_Ruled = tuple[float, float, float]  # a line of one direction: where it stands, from where, to where

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


def _merge(lines: Iterable[_Ruled]) -> list[_Ruled]:
    """Join (position, start, end) lines at one position that touch or overlap."""
    groups: list[list[_Ruled]] = []
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
    parts: dict[int, tuple[list[_Ruled], list[_Ruled]]]
    parts = defaultdict(lambda: ([], []))
    for number, line in enumerate(across):
        parts[groups.find(number)][0].append(line)
    for number, line in enumerate(down, len(across)):
        parts[groups.find(number)][1].append(line)
    grids = [grid for one in parts.values() if (grid := _grid(*one))]
    return sorted(grids, key=lambda grid: grid.ys[0])


def _grid(across: list[_Ruled], down: list[_Ruled]) -> Grid | None:
    if not across or not down:
        return None
    xs, ys = _bounds(down, across), _bounds(across, down)
    if len(ys) < 2 or len(xs) < 3 or (len(ys) - 1) * (len(xs) - 1) > _MOST_FIELDS:
        return None
    owner = [[(row, column) for column in range(len(xs) - 1)] for row in range(len(ys) - 1)]
    size: dict[tuple[int, int], tuple[int, int]] = {}
    for fields in _joined_fields(xs, ys, across, down):
        first = (min(row for row, _ in fields), min(column for _, column in fields))
        height = max(row for row, _ in fields) - first[0] + 1
        width = max(column for _, column in fields) - first[1] + 1
        if height * width != len(fields):  # no rectangle: lines are missing; take the fields as they are
            size.update(dict.fromkeys(fields, (1, 1)))
            continue
        size[first] = (height, width)
        for row, column in fields:
            owner[row][column] = first
    return Grid(xs, ys, owner, size) if len(size) > 1 else None


def _bounds(lines: list[_Ruled], crossing: list[_Ruled]) -> list[float]:
    """Return where lines of one direction stand; for an outer one that is missing, where those across end."""
    found = _positions([at for at, _, _ in lines])
    ends = [min(start for _, start, _ in crossing), max(end for _, _, end in crossing)]
    return _positions([*found, *(at for at in ends if at < found[0] - 6 or at > found[-1] + 6)])


def _joined_fields(
    xs: list[float], ys: list[float], across: list[_Ruled], down: list[_Ruled]
) -> list[list[tuple[int, int]]]:
    """Return the fields, those together that no line parts."""
    vertical, horizontal = _by_position(down, xs), _by_position(across, ys)
    rows, columns = len(ys) - 1, len(xs) - 1
    groups = _Groups(rows * columns)
    for row in range(rows):
        middle = (ys[row] + ys[row + 1]) / 2
        for column in range(columns):
            center = (xs[column] + xs[column + 1]) / 2
            if column + 1 < columns and not _covers(vertical[column + 1], middle):
                groups.join(row * columns + column, row * columns + column + 1)
            if row + 1 < rows and not _covers(horizontal[row + 1], center):
                groups.join(row * columns + column, (row + 1) * columns + column)
    members: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for field in range(rows * columns):
        members[groups.find(field)].append(divmod(field, columns))
    return list(members.values())


def _by_position(lines: list[_Ruled], positions: list[float]) -> dict[int, list[tuple[float, float]]]:
    """Return from where to where lines go, by the number of their position."""
    found: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for at, start, end in lines:
        found[_nearest(positions, at)].append((start, end))
    return found


def _nearest(positions: list[float], value: float) -> int:
    index = bisect_right(positions, value)
    if index == 0:
        return 0
    if index == len(positions):
        return index - 1
    return index if positions[index] - value < value - positions[index - 1] else index - 1


def _covers(lines: list[tuple[float, float]], at: float) -> bool:
    return any(start <= at <= end for start, end in lines)
