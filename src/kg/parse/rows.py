"""A table's cells → its rows: items, headings of groups, totals, rows of leaders.

read_rows(grid, columns, skip) -> [Row, ...]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise, takewhile

from kg.identity import ordinal
from kg.parse.bodies import names_bodies, parts_name
from kg.parse.cell_alignment import fits
from kg.parse.columns import PERIOD, Columns, is_header
from kg.parse.grid import BODIES, MONEY, Grid, group_line, is_number, is_sum, labels_leader
from kg.parse.lines import EMPTY, Line
from kg.parse.numbering import number_of
from kg.registry.measures import measures
from kg.registry.patterns import rule

_WORDS = ("body", "name", "content")
_STAGE = f"other{PERIOD}"  # how far parts of the year get, in rows of their own
_RUNS_OVER = {"responsible", "lead", "support", "note", "deadline", "content", "progress"}
_ALONE = 10  # of so many cells one at least is empty, where a column alone names bodies and is merged
_LEAST_MERGED = 5  # rows, below which an empty cell is no merged one
_LONGEST_GROUP = 60  # characters of a heading in one wide cell
_SHORTEST_WORDS = 5  # a first cell that is longer holds no number


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a commitment, a group heading, a total, or a leader's row."""

    kind: str  # item, more, group, total, leader
    cells: Mapping[str, Line]
    label: Line = EMPTY
    count: int | None = None
    part: int = 0  # 1 for the second row that shares a merged number


def _words(row: Mapping[str, Line]) -> Line | None:
    return next((row[kind] for kind in _WORDS if kind in row), None)


def _kept_below(heading: Row, previous: Mapping[str, Line]) -> dict[str, Line]:
    """Return what is carried down over a heading: a leader's stands within a category."""
    keeps = heading.kind == "leader" and "category" in previous
    return {"category": previous["category"]} if keeps else {}


def _is_total(filled: Sequence[Line]) -> bool:
    return any(rule("tables.total").match(cell.text) for cell in filled[:2])


def _is_frame(cell: Line) -> bool:
    return any(rule(name).search(cell.text) for name in ("titles.furniture", "frames.note"))


def _begins_number(row: Mapping[str, Line], previous: Mapping[str, Line]) -> bool:
    number = row.get("number")
    return "number" not in previous or (number is not None and number is not previous["number"])


def read_rows(grid: Grid, columns: Columns, skip: int) -> Iterator[Row]:
    """Yield the rows below the headings, merged cells carried down."""
    kinds = columns.kinds
    headings = [[cell.text for cell in row] for row in grid.rows[:skip]]
    stated = {kind for kind in ("leader", "deadline", *BODIES) if _is_stated(grid, columns, kind)}
    merged = {kind for kind in ("leader", *BODIES) if _is_merged(grid, kinds, kind, skip)}
    previous: dict[str, Line] = {}
    part = 0
    for raw in grid.rows[skip:]:
        cells = _shifted(raw, kinds)
        texts = [cell.text for cell in cells]
        filled = [cell for cell in cells if cell.text]
        if not filled or _is_frame(filled[0]) or is_header(cells) or texts in headings:
            continue
        row = _by_kind(cells, kinds)
        if _is_total(filled):
            yield Row("total", _under_money(cells, kinds) or row, filled[0], _count(" ".join(texts)))
        elif heading := _heading(cells, row, filled, kinds):
            yield heading
            previous = _kept_below(heading, previous)
        elif further := _further(row, previous, kinds):
            yield Row("more", further, filled[0])
        elif words := _words(row):
            part = 0 if _begins_number(row, previous) else part + 1
            previous = _carried(previous, row, kinds, merged, grid.spans_stated, stated) | row
            yield Row("item", previous, words, None, part)
        elif previous and set(row) <= _RUNS_OVER:
            yield Row("more", row, filled[0])  # a cell that ran over a page's end


def _further(row: Mapping[str, Line], above: Mapping[str, Line], kinds: list[str]) -> Mapping[str, Line]:
    """Return what a row adds to the one above; nothing where it is a row of its own.

    It may say how far a part of the year gets, 一季度 | 完成招标, or be what a page's end broke off.
    """
    words = _words(row)
    if above and words and "number" not in row and rule("tables.period").search(words.text):
        return {_STAGE: reduce(Line.join, row.values())}
    return row if _runs_on(row, above, kinds) else {}


def _runs_on(row: Mapping[str, Line], above: Mapping[str, Line], kinds: list[str]) -> bool:
    """Tell whether a row is what a page's end broke off: no number, the words above it unfinished."""
    unfinished = any(above[kind].text[-1] not in "。；;" for kind in _WORDS if kind in row and kind in above)
    parted = {kind for kind in {*BODIES} & {*row} & {*above} if parts_name(above[kind].text, row[kind].text)}
    told = ({"number", "deadline", "category", *BODIES, *MONEY} & {*row}) - parted
    body = next((row[kind].text for kind in _WORDS if kind in row), "")
    ends = body[-1:] == "。" or len(row) > 1
    return "number" in kinds and "number" in above and unfinished and ends and not told


def _by_kind(cells: tuple[Line, ...], kinds: list[str]) -> dict[str, Line]:
    """Return the filled cells by what their columns hold; bodies of two columns are a list."""
    row: dict[str, Line] = {}
    for i, cell in enumerate(cells):
        kind = kinds[i] if i < len(kinds) else f"other{i}"
        if cell.text and kind in row:
            row[kind] = row[kind].listed(cell) if kind in (*BODIES, "leader") else row[kind].join(cell)
        elif cell.text:
            row[kind] = cell
    return row


def _carried(
    previous: Mapping[str, Line],
    row: Mapping[str, Line],
    kinds: list[str],
    merged: set[str],
    spans_stated: bool,
    stated: set[str],
) -> dict[str, Line]:
    """Return the cells of the row above that stand for this row, too: merged ones, and those stated to."""
    shared = {"category"} | stated
    if kinds[0] in ("lead", "responsible") and kinds[0] not in row:
        shared |= {kinds[0]} if len(row) > 1 else set(BODIES)  # who leads, merged over the rows
    if "number" not in row and "number" in previous:
        shared |= {"number", *(() if spans_stated else ("leader",))}
        shared |= set() if set(BODIES) & set(row) else set(BODIES)
    ahead = [
        *takewhile(lambda kind: kind not in row, kinds)
    ]  # what groups the rows stands before their words
    shared |= merged - (set(BODIES) - set(ahead)) if set(BODIES) & set(row) else merged
    return {kind: cell for kind, cell in previous.items() if kind in shared and kind not in row}


def _under_money(cells: tuple[Line, ...], kinds: list[str]) -> dict[str, Line] | None:
    """Return a total's sums by column where its label spans several and they stand too far left."""
    money = [kind for kind in kinds if kind in MONEY]
    sums = [cell for cell in cells[1:] if cell.text]
    aligned = all(kind in MONEY for cell, kind in zip(cells, kinds, strict=False) if cell in sums)
    if aligned or len(sums) != len(money) or not all(is_sum(cell.text) for cell in sums):
        return None
    return dict(zip(money, sums, strict=True))


def _shifted(cells: tuple[Line, ...], kinds: list[str]) -> tuple[Line, ...]:
    """Return the cells, those of a row that lacks its merged first cell one column later."""
    full = [cell for cell in cells if cell.text]
    room = len(cells) < len(kinds) or not cells[-1].text
    later = (EMPTY, *cells[: len(kinds) - 1])
    if not room or len(full) < 2 or len(kinds) < 2:
        return cells
    if kinds[0] in ("name", "body") and len(full) == len(kinds) - 1:
        here, shifted = (
            sum(fits(kind, cell.text) for kind, cell in zip(k, full, strict=False))
            for k in (kinds, kinds[1:])
        )
        return later if shifted > here + 2 else cells
    if kinds[0] == "number" and kinds[1] in _WORDS:
        counted = number_of(cells[0]) or is_number(cells[0].text)
        words = len(cells[0]) > _SHORTEST_WORDS and not counted
        return later if words and not rule("tables.total").match(cells[0].text) else cells
    if kinds[0] in ("category", "leader"):
        if len(cells) < len(kinds):
            return (*([EMPTY] * (len(kinds) - len(cells))), *cells)
        return later if number_of(cells[0]) else cells
    return cells


def _is_stated(grid: Grid, columns: Columns, kind: str) -> bool:
    """Tell whether a sentence says that empty cells of a column are those of the row above."""
    named = {known for known, heading in columns.headings.items() if heading and heading in grid.blanks}
    return bool(grid.blanks) and kind in columns.kinds and (kind in named or not named)


def _is_merged(grid: Grid, kinds: list[str], kind: str, skip: int) -> bool:
    """Tell whether empty cells of a column stand for the cell above.

    They do where the format does not state its spans and no two rows in a row repeat a value; of
    bodies only where many are empty: most rows name their own.
    """
    if grid.spans_stated or kind not in kinds:
        return False
    column = kinds.index(kind)
    values = [
        row[column].text if column < len(row) else "" for row in grid.rows[skip:] if len(_filled(row)) > 1
    ]
    if any(a and a == b for a, b in pairwise(values)):
        return False
    empty = values.count("")
    # Where one column alone names bodies, a row that names none would have none at all.
    least = 4 if sum(kind in kinds for kind in BODIES) > 1 else _ALONE
    return kind == "leader" or (
        len(values) > _LEAST_MERGED and values[0] != "" and empty > 1 and least * empty >= len(values)
    )


def _filled(row: tuple[Line, ...]) -> list[Line]:
    return [cell for cell in row if cell.text]


def _count(text: str) -> int | None:
    match = rule("tables.count").search(text)
    return ordinal(match["bracket"] or match["bare"] or match["words"]) if match else None


def _heading(
    cells: tuple[Line, ...], row: dict[str, Line], filled: list[Line], kinds: list[str]
) -> Row | None:
    """A row that heads others: 一 | 保障公共安全 (3 项) | … 2390, or one wide cell, or a leader's row."""
    first = cells[0]
    if len(filled) == 1:
        wide = filled[0]
        if not (first.text or len(kinds) > 3) or is_number(wide.text):
            return None
        if rule("leaders.heading").search(wide.text) or labels_leader(wide):
            return Row("leader", row, wide)
        short = len(wide) <= _LONGEST_GROUP and not wide.text.endswith(("。", "；"))
        return Row("group", row, wide, _count(wide.text)) if short else None
    sums = sum(kind in MONEY for kind in row)
    named = filled[0] if filled else first  # 序号 is empty where 项目名称 says （二）民生类（5个）
    if group_line(named) and sums == len(filled) - 1:
        return Row("group", row, named, _count(named.text))
    if rule("tables.group_cell").match(first.text):
        words = next(cell for cell in cells[1:] if cell.text)
        others = [
            kind for kind in row if kind not in (*MONEY, *_WORDS, "number") and not is_sum(row[kind].text)
        ]
        if not others and not words.text.endswith("。"):
            return Row("group", row, words, _count(words.text))
    return None


def measured(words: Line, unit: Line) -> Line:
    """指标 | 单位 | 目标值: put the unit behind the figure that ends the words, unless these state one."""
    match = rule("tables.bare_figure").search(words.text)
    bracket = rule("tables.aside").search(words.text, 0, match.start()) if match else None
    if match is None or (bracket and bracket.group()[1:-1] in measures().forms):
        return words
    end = match.start("bound") if match["bound"] else len(words)
    return words.part(0, end).join(unit).join(words.part(end))


def led_bodies(cell: Line) -> tuple[Line, Line] | None:
    """Return leaders and bodies of a cell that a stroke parts: 王安、李明／县住建局、各乡镇."""
    match = rule("tables.led_bodies").fullmatch(cell.text)
    if match is None or not rule("leaders.names").fullmatch(match["who"].strip()):
        return None
    bodies = cell.part(match.start("bodies"))
    return (cell.part(0, match.end("who")), bodies) if names_bodies(bodies.text) else None


def without_persons(cell: Line) -> Line:
    """Return the bodies of a cell that names their heads as well: 县民政局 王安."""
    gaps = [i for i in range(1, len(cell)) if cell.gap(i) or cell.text[i - 1] in " 、，,"]
    kept = EMPTY
    for a, b in pairwise([0, *gaps, len(cell)]):
        piece = cell.part(a, a + len(cell.text[a:b].rstrip("、，, ")))
        if names_bodies(piece.text):
            kept = kept.listed(piece)
    return kept if kept.text else cell
