"""A table's cells → its rows: items, headings of groups, totals, rows of leaders.

read_rows(grid, columns, skip) -> [Row, ...]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from kg.parse.bodies import names_bodies
from kg.parse.cell_alignment import BODIES, MONEY, fits
from kg.parse.columns import Columns, is_header
from kg.parse.grid import TOTAL, Grid, group_line
from kg.parse.lines import EMPTY, Line
from kg.parse.numbering import number_of
from kg.registry import patterns

_COUNT = re.compile(
    r"[（(]\s?(\d{1,4}|[一二三四五六七八九十百两]{1,4})\s?(?:项|个|件|类)\s?[)）]|(\d{1,4})\s?(?:个|项|件)|(?<!第)([一二三四五六七八九十百两]{1,4})(?:个项目|项)"
)
_GROUP_NUMBER = re.compile(r"^[（(]?[一二三四五六七八九十]{1,3}[)）]?[、.]?$")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a commitment, a group heading, a total, or a leader's row."""

    kind: str  # item, group, total, leader
    cells: Mapping[str, Line]
    label: Line = EMPTY
    count: int | None = None
    part: int = 0  # 1 for the second row that shares a merged number


def read_rows(grid: Grid, columns: Columns, skip: int) -> Iterator[Row]:
    """Yield the rows below the headings, merged cells carried down."""
    titles = patterns.load("titles")
    note = patterns.load("frames")["note"]
    kinds = columns.kinds
    header = [cell.text for cell in grid.rows[skip - 1]] if skip else []
    first_header = [cell.text for cell in grid.rows[skip - 2]] if skip > 1 else header
    previous: dict[str, Line] = {}
    part = 0
    carried = _is_merged(grid, kinds, "leader", skip)
    for cells in grid.rows[skip:]:
        cells = _shifted(cells, kinds)
        texts = [cell.text for cell in cells]
        if texts in (header, first_header) or is_header(cells):
            continue
        filled = [cell for cell in cells if cell.text]
        if not filled or titles["furniture"].search(filled[0].text) or note.search(filled[0].text):
            continue
        row: dict[str, Line] = {}
        for i, cell in enumerate(cells):
            kind = kinds[i] if i < len(kinds) else f"other{i}"
            if cell.text:
                row[kind] = _added(kind, row[kind], cell) if kind in row else cell
        label = filled[0]
        if TOTAL.match(label.text) and (whole := _under_money(cells, kinds)):
            row = whole
        if TOTAL.match(label.text) or (len(filled) > 1 and TOTAL.match(filled[1].text)):
            yield Row("total", row, label, _count(" ".join(texts)))
            continue
        group = _group_row(cells, row, filled, kinds)
        if group:
            yield group
            previous = (
                {k: v for k, v in previous.items() if k == "category"} if group.kind == "leader" else {}
            )
            continue
        words = row.get("body") or row.get("name") or row.get("content")
        if words is None:
            if previous and set(row) <= {
                "responsible",
                "lead",
                "support",
                "note",
                "deadline",
                "content",
                "progress",
            }:
                # A cell that ran over a page's end: continue the row above.
                yield Row("more", row, label)
            continue
        number = row.get("number")
        if number is not None and number is previous.get("number"):
            part += 1
        elif number is not None:
            part = 0
        elif "number" in previous:
            part += 1
        merged = {k: v for k, v in previous.items() if k in ("category", "leader") and k not in row}
        if kinds[0] in ("lead", "responsible") and kinds[0] in previous and kinds[0] not in row:
            merged[kinds[0]] = previous[kinds[0]]  # the first column is who leads, merged over its rows
            if len(row) == 1:
                merged |= {k: v for k, v in previous.items() if k in BODIES}
        if number is None and "number" in previous:
            bodies = () if any(kind in row for kind in BODIES) else ("responsible", "lead", "support")
            shared = ("number", *bodies, *(() if grid.spans_stated else ("leader",)))
            merged |= {k: v for k, v in previous.items() if k in shared and k not in row}
        if not carried and "number" not in merged:
            merged.pop("leader", None)
        cells_now = merged | row
        yield Row("item", cells_now, words, None, part)
        previous = cells_now


def _added(kind: str, cell: Line, more: Line) -> Line:
    """Return what two columns of one kind hold together: bodies as a list."""
    return cell.listed(more) if kind in (*BODIES, "leader") else cell.join(more)


def _under_money(cells: tuple[Line, ...], kinds: list[str]) -> dict[str, Line] | None:
    """Return a total's sums by column where its label spans several and they stand too far left."""
    money = [kind for kind in kinds if kind in MONEY]
    sums = [cell for cell in cells[1:] if cell.text]
    aligned = all(kind in MONEY for cell, kind in zip(cells, kinds, strict=False) if cell in sums)
    if aligned or len(sums) != len(money) or not all(re.fullmatch(r"[\d.,，]+", cell.text) for cell in sums):
        return None
    return dict(zip(money, sums, strict=True))


def _shifted(cells: tuple[Line, ...], kinds: list[str]) -> tuple[Line, ...]:
    """A row that lacks its merged first cell begins one column later."""
    full = [cell for cell in cells if cell.text]
    if kinds[0] in ("name", "body") and len(full) == len(kinds) - 1 and full == list(cells[: len(full)]):
        fit = [
            sum(fits(kind, cell.text) for kind, cell in zip(k, full, strict=False))
            for k in (kinds, kinds[1:])
        ]
        if fit[1] > fit[0] + 2:
            return (EMPTY, *full)
    if (
        kinds[0] == "number"
        and kinds[1:2]
        and kinds[1] in ("body", "name", "content")
        and len(full) < len(kinds)
    ):
        first = cells[0].text
        room = len(cells) < len(kinds) or not cells[-1].text
        if room and len(first) > 5 and len(full) > 1 and not number_of(cells[0]) and not TOTAL.match(first):
            return (EMPTY, *cells[: len(kinds) - 1])
    if kinds[0] not in ("category", "leader") or len(full) < 2:
        return cells
    if len(cells) < len(kinds):
        return (*([EMPTY] * (len(kinds) - len(cells))), *cells)
    if not cells[-1].text and number_of(cells[0]) and kinds[1] in ("name", "body"):
        return (EMPTY, *cells[:-1])
    return cells


def _is_merged(grid: Grid, kinds: list[str], kind: str, skip: int) -> bool:
    """Tell whether empty cells of a column stand for the cell above.

    They do where the format does not state its spans and no two rows in a row repeat a value.
    """
    if grid.spans_stated or kind not in kinds:
        return False
    column = kinds.index(kind)
    values = [row[column].text if column < len(row) else "" for row in grid.rows[skip:]]
    return not any(a and a == b for a, b in pairwise(values))


def _count(text: str) -> int | None:
    from kg.identity import ordinal

    match = _COUNT.search(text)
    return ordinal(match[1] or match[2] or match[3]) if match else None


def _group_row(
    cells: tuple[Line, ...], row: dict[str, Line], filled: list[Line], kinds: list[str]
) -> Row | None:
    """A row that heads others: 一 | 保障公共安全 (3 项) | … 2390, or one wide cell, or a leader's row."""
    first = cells[0].text
    if len(filled) == 1 and (cells[0].text or len(kinds) > 3):
        text = filled[0].text
        if re.fullmatch(r"\d{1,3}[*＊]?", text):
            return None
        leaders = patterns.load("leaders")
        if leaders["heading"].search(text):
            return Row("leader", row, filled[0])
        if len(text) <= 60 and not text.endswith(("。", "；")):
            return Row("group", row, filled[0], _count(text))
        return None
    if group_line(cells[0]) and len(filled) >= 2:
        money = {k: v for k, v in row.items() if k in MONEY}
        if len(money) == len(filled) - 1:
            return Row("group", row, cells[0], _count(first))
    if _GROUP_NUMBER.match(first) and len(filled) >= 2:
        words = next(cell for cell in cells[1:] if cell.text)
        money = {k: v for k, v in row.items() if k in ("total", "fiscal", "upward", "self", "planned")}
        others = [
            k
            for k in row
            if k not in money
            and k not in ("number", "name", "body", "content")
            and not re.fullmatch(r"[\d.,，%]*", row[k].text)
        ]
        if len(words) <= 40 and not words.text.endswith("。") and not others:
            return Row("group", row, words, _count(words.text))
    return None


def bare_figure(words: Line) -> tuple[Line, Line] | None:
    """Part a name from the figure without a unit that ends it."""
    match = re.search(
        r"(?<=[一-龥）)A-Za-z])(?:不低于|不高于|不超过|不少于|低于|高于|≥|≤)?\d+(?:\.\d+)?$", words.text
    )
    return (words.part(0, match.start()), words.part(match.start())) if match else None


def without_persons(cell: Line) -> Line:
    """Return the bodies of a cell that names their heads as well: 县民政局 王安."""
    gaps = [i for i in range(1, len(cell)) if cell.gap(i) or cell.text[i - 1] in " 、，,"]
    pieces = [cell.part(a, b) for a, b in pairwise([0, *gaps, len(cell)])]
    kept = EMPTY
    for piece in pieces:
        bare = piece.part(0, len(piece.text.rstrip("、，, ")))
        if not bare.text or not names_bodies(bare.text):
            continue
        kept = kept.listed(bare)
    return kept if kept.text else cell
