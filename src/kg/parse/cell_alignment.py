"""Cells that lost their table, dealt back into its columns.

    fits(kind, text)               how well a cell suits a column
    align(cells, kinds, costs)     the best path of the cells through the columns
    deal(cells, kinds)             the rows that they make up

A page's text often holds a table one cell a line: empty and merged cells are gone, a cell with
several bodies is several lines. Cells keep their order, so each row is the best monotone matching
of its cells with the columns; going back to the words' column begins a row that shares the cells
merged above it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from kg.parse.bodies import names_bodies, parts_name
from kg.parse.grid import BODIES, MONEY, column_kind, heads_rows, is_number, is_sum
from kg.parse.labels import opens_with_label
from kg.parse.lines import EMPTY, Line
from kg.registry.patterns import load, rule

_RESET = -2.5  # a second row under merged cells
_SKIP = -0.6  # an empty column
_SKIP_FURTHER = -0.5  # an empty column behind another alike: who leads is named before who helps
_WRAP = -0.25  # a further line of one cell
_MOST_LINES = 8  # of one cell
_MARKS = frozenset("、，,；;。")
_NEVER = -1e9
_LONGEST_TITLE = 14  # characters
_LONGEST_NAME = 40
_LONGEST_DEADLINE = 18
_NAMES = ("name_only", "long_name", "name_post", "post_name", "name_org_post", "org_post_name")


def is_blank(text: str) -> bool:
    """Tell whether the words of a cell say that there is nothing."""
    return bool(text) and rule("tables.blank").search(text) is not None


class Placed(NamedTuple):
    """A cell, its column, and whether a row begins with it."""

    cell: Line
    column: int
    begins: bool


@lru_cache(maxsize=65536)
def fits(kind: str, text: str) -> float:
    """Return how well a cell's words suit a column: above 0 they do, the more the better."""
    if is_blank(text):
        return 1
    if kind == "number":
        return 4 if is_number(text) else -6
    if kind in MONEY:
        return 4 if is_sum(text) else -6
    if kind == "nature":
        return 3 if rule("tables.nature").fullmatch(text) else -3
    if kind == "deadline":
        return 3 if len(text) <= _LONGEST_DEADLINE and rule("tables.time").search(text) else -4
    if kind in BODIES:
        return _bodies(text)
    if kind == "leader":
        return _leader(text)
    if is_sum(text) or is_number(text):
        return -2
    return -1 if names_bodies(text) else _words(kind, text)


def _words(kind: str, text: str) -> float:
    ends = text[-1] in "。；"
    if kind == "name":
        return 1.5 if len(text) <= _LONGEST_NAME and not ends else -1
    if kind not in ("body", "content"):
        return 0.5
    if kind == "body" and len(text) <= _LONGEST_TITLE and rule("tables.numbered").match(text):
        return 2 + 0.4 * ends  # 1.改善道路 heads rows
    # What runs on behind the end of its last sentence is mostly another cell's.
    sentence = (1.2 if kind == "content" else 0.4) if ends else -0.4 if "。" in text else 0.0
    return sentence + (1.5 if len(text) > 6 else 0)


def _bodies(text: str) -> float:
    # A sentence behind the bodies says who does what follows.
    if any(word in text for word in load("duties").words["not_repeated"]):
        text = rule("duties.covers_below").sub("", text)
    if not names_bodies(text):
        return -2 if len(text) <= 12 else -5
    return 3 if rule("bodies.begins_name").match(text) else 2.9


def _leader(text: str) -> float:
    if names_bodies(text) and (
        not rule("leaders.name_only").fullmatch(text) or text.endswith(load("tables").words["offices"])
    ):
        return -3
    names = [piece for piece in rule("tables.between_names").split(text) if piece]
    if all(any(rule(f"leaders.{one}").search(name) for one in _NAMES) for name in names):
        return 3
    return 2 if all(len(name) <= 9 and rule("leaders.joined_names").fullmatch(name) for name in names) else -3


def _again(kind: str) -> float:
    """Return what a further cell of the same column costs."""
    if kind in BODIES:
        return -1.2 if kind == "lead" else -0.2
    return -0.5 if kind == "leader" else -2.5


def align(
    cells: Sequence[Line],
    kinds: Sequence[str],
    *,
    start: Callable[[int], float],
    move: Callable[[int, int], list[tuple[float, bool]]],
    end: Callable[[int], float] = lambda _: 0.0,
    most_lines: int = 1,
) -> list[Placed]:
    """Return the cells, each in its column: the best path through the columns.

    Args:
        cells: the lines in order, one at least.
        kinds: what each column holds.
        start: what it costs to begin in a column.
        move: from column and to column, the ways to go on, each its cost and whether it begins a row.
        end: what it costs to end in a column.
        most_lines: how many lines one cell may take, where lines end within cells.
    """
    columns = range(len(kinds))
    moves = [[(k, cost, begun) for k in columns for cost, begun in move(k, j)] for j in columns]
    # By last line and column: score, column before, row begun, lines taken.
    best: list[list[tuple[float, int, bool, int]]] = []
    for i, cell in enumerate(cells):
        row = [(_NEVER, -1, True, 1)] * len(kinds)
        words = names = cell
        for size in range(1, min(most_lines, i + 1) + 1):
            if size > 1:
                words, names = cells[i - size + 1].sew(words), sewn(cells[i - size + 1], names)
            above = best[i - size] if i >= size else None
            for j, kind in enumerate(kinds):
                if above is None:
                    score, before, begun = start(j), -1, True
                else:
                    score, before, begun = max((above[k][0] + cost, k, begun) for k, cost, begun in moves[j])
                score += fits(kind, names.text if kind in BODIES else words.text) + _WRAP * (size - 1)
                if score > row[j][0]:
                    row[j] = (score, before, begun, size)
        best.append(row)
    column = max(columns, key=lambda j: best[-1][j][0] + end(j))
    path: list[Placed] = []
    i = len(cells) - 1
    while i >= 0:
        _, before, begun, size = best[i][column]
        joined = cells[i - size + 1]
        for line in cells[i - size + 2 : i + 1]:
            joined = sewn(joined, line) if kinds[column] in BODIES else joined.sew(line)
        path.append(Placed(joined, column, begun))
        i, column = i - size, before
    return path[::-1]


def sewn(left: Line, right: Line) -> Line:
    """Return two lines of a cell of bodies as one: a further body, or a name that goes on."""
    text, more = left.text, right.text
    if parts_name(text, more):
        return left.sew(right)
    marked = text[-1:] in _MARKS or more[:1] in _MARKS
    if not marked and names_bodies(text) and names_bodies(more):
        return left.listed(right)
    return left.join(right)  # the gap stays: two names may meet at it


def deal(cells: Sequence[Line], kinds: Sequence[str], *, wrapped: bool = False) -> list[tuple[Line, ...]]:
    """Return the rows that the cells make up, a cell a column; merged cells are not repeated.

    Args:
        cells: the lines of one row or of several that share merged cells.
        kinds: what each column holds.
        wrapped: lines may end within cells.
    """
    words = next((k for k in ("body", "name", "content") if k in kinds), kinds[min(1, len(kinds) - 1)])
    # The name, too, may stand for several rows.
    back = {i for i, kind in enumerate(kinds) if kind == words or (words == "name" and kind == "content")}
    empty = _skipped(kinds)

    def move(k: int, j: int) -> list[tuple[float, bool]]:
        options = [(_again(kinds[j]) if k == j else empty[j] - empty[k + 1], False)] if k <= j else []
        if j in back and j < k:
            options.append((_RESET + (empty[-1] - empty[k + 1]) / 2, True))
        return options

    path = align(
        cells,
        kinds,
        start=empty.__getitem__,
        move=move,
        end=lambda j: (empty[-1] - empty[j + 1]) / 2,
        most_lines=_MOST_LINES if wrapped else 1,
    )
    rows: list[list[Line]] = []
    for cell, j, begun in path:
        if begun:
            rows.append([EMPTY] * len(kinds))
        here = EMPTY if is_blank(cell.text) else cell
        known = rows[-1][j]
        names = kinds[j] in (*BODIES, "leader") and not (wrapped and parts_name(known.text, here.text))
        rows[-1][j] = known.listed(here) if names else known.join(here)
    return [tuple(row) for row in rows]


def _skipped(kinds: Sequence[str]) -> list[float]:
    """Return what it costs to leave empty the columns before each column, and all of them."""
    costs = [0.0]
    for i, kind in enumerate(kinds):
        further = any(kind in alike and {*alike} & {*kinds[:i]} for alike in (BODIES, MONEY))
        costs.append(costs[-1] + (_SKIP_FURTHER if further else _SKIP))
    return costs


def deal_row(cells: list[Line], kinds: list[str], *, wrapped: bool = False) -> Iterator[tuple[Line, ...]]:
    """Deal the cells of a row into the columns; a heading or total takes what money follows it."""
    # Who leads at the level above is not tasked by this notice.
    cells = [cell for cell in cells if (opens_with_label(cell) or ("",))[0] != "upper"]
    if not cells or (len(cells) > 1 and all(column_kind(cell.text) for cell in cells)):
        return
    if not (heads_rows(cells[0]) or rule("tables.total").match(cells[0].text)):
        yield from deal(cells, kinds, wrapped=wrapped)
        return
    row = [cells[0], *[EMPTY] * (len(kinds) - 1)]
    rest = cells[1:]
    for i, kind in enumerate(kinds):
        if kind in MONEY and rest and is_sum(rest[0].text):
            row[i] = rest.pop(0)
    yield tuple(row)
    if rest:
        yield from deal_row(rest, kinds, wrapped=wrapped)
