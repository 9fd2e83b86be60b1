"""Cells that lost their table, dealt back into its columns.

A page's text often holds a table one cell a line: empty and merged cells are gone, a cell with
several bodies is several lines. Cells keep their order, so each row is the best monotone matching
of its cells with the columns; going back to the words' column begins a row that shares the cells
merged above it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from kg.parse.bodies import names_bodies, parts_name
from kg.parse.grid import TOTAL, column_kind, heads_rows
from kg.parse.labels import label_at
from kg.parse.lines import EMPTY, Line
from kg.registry import patterns

_TIME = re.compile(
    r"(?:(?:19|20)\d\d(?:[.\-/—－~至]{1,2}\d{1,4})+|\d{4}年|\d{1,2}月|年底|年内|季度|长期|全年|持续|月底)"
)
_NUMBER = re.compile(r"\d{1,3}\s?[*＊]?")
_MONEY = re.compile(r"[\d.,，]+")
_NATURE = re.compile(
    r"(?:新建|续建|改建|扩建|改扩建|迁建|技改|新开工|竣工|前期|储备|加快建设|开工建设)(?:[、/].{1,6})?"
)
BODIES = ("lead", "responsible", "support", "owner")
MONEY = ("total", "planned", "fiscal", "upward", "self")
_BLANK = frozenset("—-－–/无") | {"——", "--"}
_RESET = -2.5  # a second row under merged cells
_SKIP = -0.6  # an empty column
_SKIP_FURTHER = -0.5  # an empty column of bodies behind another: who leads is named before who helps
_WRAP = -0.25  # a further line of one cell
_MOST_LINES = 8  # of one cell
_MARKS = "、，,；;。"
_NEVER = -1e9
_LONGEST_TITLE = 14  # characters
_NUMBERED = re.compile(r"[（(]?[\d一二三四五六七八九十]{1,3}[)）.．、]")


class Placed(NamedTuple):
    """A cell, its column, and whether a row begins with it."""

    cell: Line
    column: int
    begins: bool


@lru_cache(maxsize=65536)
def fits(kind: str, text: str) -> float:
    """Return how well a cell's words suit a column."""
    if text in _BLANK:
        return 1
    if kind == "number":
        return 4 if _NUMBER.fullmatch(text) else -6
    if kind in MONEY:
        return 4 if _MONEY.fullmatch(text) else -6
    if kind == "nature":
        return 3 if _NATURE.fullmatch(text) else -3
    if kind == "deadline":
        return 3 if len(text) <= 18 and _TIME.search(text) else -4
    if kind in BODIES:
        return _bodies(text)
    if kind == "leader":
        return _leader(text)
    if _NUMBER.fullmatch(text) or _MONEY.fullmatch(text):
        return -2
    if names_bodies(text):
        return -1
    if kind == "name":
        return 1.5 if len(text) <= 40 and text[-1] not in "。；" else -1
    if kind in ("body", "content"):
        # What runs on behind the end of its last sentence is mostly another cell's.
        whole = 1.2 if kind == "content" else 0.4  # sentences rather than the short words that head them
        ends = whole if text[-1] in "。；" else -0.4 if "。" in text else 0
        if kind == "body" and len(text) <= _LONGEST_TITLE and _NUMBERED.match(text):
            return ends + 2  # 1.改善道路 heads rows
        return ends + (1.5 if len(text) > 6 else 0)
    return 0.5


def _bodies(text: str) -> float:
    if not names_bodies(text):
        return -2 if len(text) <= 12 else -5
    return 3 if patterns.load("bodies")["begins_name"].match(text) else 2.9


def _leader(text: str) -> float:
    leaders = patterns.load("leaders")
    if names_bodies(text) and (not leaders["name_only"].fullmatch(text) or text[-1] in "部局委厅办署会"):
        return -3
    names = [piece for piece in re.split(r"[、，,；;/ ]", text) if piece]
    known = ("name_only", "long_name", "name_post", "post_name", "org_post_name")
    if all(any(leaders[one].search(name) for one in known) for name in names):
        return 3
    return 2 if all(len(name) <= 9 and _glued_names().fullmatch(name) for name in names) else -3


@cache
def _glued_names() -> re.Pattern[str]:
    """Names in lines of one cell, put together: 王嵘方勇."""
    name = patterns.load("leaders")["name_only"].pattern.strip("^$").replace("(?P<name>", "(?:")
    return re.compile(f"(?:{name}){{2,3}}")


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
    end: Callable[[int], float],
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
                text = names.text if kind in BODIES else words.text
                score += fits(kind, text) + _WRAP * (size - 1)
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
    back = {list(kinds).index(words)}
    if words == "name" and "content" in kinds:
        back.add(list(kinds).index("content"))  # the name, too, may stand for several rows
    count = len(kinds)
    empty = _skipped(kinds)

    def move(k: int, j: int) -> list[tuple[float, bool]]:
        options = [(_again(kinds[j]) if k == j else empty[j] - empty[k + 1], False)] if k <= j else []
        if j in back and j < k:
            options.append((_RESET + (empty[count] - empty[k + 1]) / 2, True))
        return options

    def end(j: int) -> float:
        return (empty[count] - empty[j + 1]) / 2

    path = align(
        cells,
        kinds,
        start=lambda j: empty[j],
        move=move,
        end=end,
        most_lines=_MOST_LINES if wrapped else 1,
    )
    rows: list[dict[int, Line]] = []
    for cell, j, begun in path:
        if begun or not rows:
            rows.append({})
        here = EMPTY if cell.text in _BLANK else cell
        known = rows[-1].get(j)
        if known is None or not known.text:
            rows[-1][j] = here
        elif here.text:
            names = kinds[j] in (*BODIES, "leader")
            whole = not names or (wrapped and parts_name(known.text, here.text))
            rows[-1][j] = known.join(here) if whole else known.listed(here)
    return [tuple(row.get(j, EMPTY) for j in range(count)) for row in rows]


def _skipped(kinds: Sequence[str]) -> list[float]:
    """Return what it costs to leave empty the columns before each column, and all of them."""
    costs = [0.0]
    for i, kind in enumerate(kinds):
        further = kind in BODIES and any(before in BODIES for before in kinds[:i])
        costs.append(costs[-1] + (_SKIP_FURTHER if further else _SKIP))
    return costs


def deal_row(cells: list[Line], kinds: list[str], *, wrapped: bool = False) -> Iterator[tuple[Line, ...]]:
    """Deal the cells of a row into the columns; a heading or total takes what money follows it."""
    # Who leads at the level above is not tasked by this notice.
    cells = [cell for cell in cells if (label_at(cell) or ("",))[0] != "upper"]
    if not cells:
        return
    first = cells[0]
    if all(column_kind(cell.text) for cell in cells) and len(cells) > 1:
        return
    money = [i for i, kind in enumerate(kinds) if kind in MONEY]
    if heads_rows(first) or TOTAL.match(first.text):
        row = [EMPTY] * len(kinds)
        row[0] = first
        rest = cells[1:]
        for i, cell in zip(money, rest, strict=False):
            if not re.fullmatch(r"[\d.,]+", cell.text):
                break
            row[i] = cell
            rest = rest[1:]
        yield tuple(row)
        if rest:
            yield from deal_row(list(rest), kinds, wrapped=wrapped)
        return
    yield from deal(cells, kinds, wrapped=wrapped)
