"""Headings, then cells, each in a line of its own: what is left of a table copied from a page.

    序号 / 工作内容 / 责任单位 / 1 / 新建公园3座 / 县住建局 / 2 / …

The row's number begins a row; empty and merged cells are gone, so each row is matched with the columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial

from kg.parse.bodies import names_bodies
from kg.parse.cell_alignment import deal_row
from kg.parse.grid import (
    MONEY,
    Grid,
    column_kind,
    heads_rows,
    is_page_mark,
    unit_above,
    unit_stated,
)
from kg.parse.lines import Line, RawLine
from kg.parse.page import Page
from kg.parse.readings.reading import Reading, one_after_another
from kg.registry import patterns
from kg.registry.patterns import rule


def propose(page: Page) -> Iterator[Reading]:
    """Yield the tables that hold a cell a line below known headings, lines ending within cells or not."""
    yield from one_after_another("cell-a-line", page, partial(cells_below_headings, wrapped=False))
    yield from one_after_another("wrapped-cells", page, partial(cells_below_headings, wrapped=True))


_FURTHER = re.compile(r"[一二三四五六七八九十]{1,2}(?:是|要)")


def cells_below_headings(lines: Sequence[RawLine], start: int, *, wrapped: bool) -> Grid | None:
    """Headings, then cells, each in a line of its own; the row's number begins a row."""
    if column_kind(lines[start].line.text) != "number":
        return None
    headings, kinds, i = _read_headings(lines, start)
    if len(kinds) < 3 or kinds[0] != "number" or len(set(kinds) - {"group"}) < 3:
        return None
    cells: list[Line] = []
    stop = i
    while stop < len(lines):
        line = lines[stop].line
        if len(lines[stop].cells) > 1 or _ends_table(lines, stop, kinds):
            break
        stop += 1
    heads = [raw.line.text for raw in lines[start:i]]
    order = [kind for kind in kinds if kind != "group"]
    header = tuple(line for line, kind in zip(headings, kinds, strict=True) if kind != "group")
    rows: list[tuple[Line, ...]] = [header]
    j = i
    counted: int | None = None
    while j < stop:
        line = lines[j].line
        if [raw.line.text for raw in lines[j : j + len(heads)]] == heads:
            j += len(heads)  # the headings again, on the next page
            continue
        j += 1
        if (is_page_mark(line.text) and not re.fullmatch(r"\d{1,3}", line.text)) or unit_stated(line.text):
            continue
        if cells and re.fullmatch(r"[（(][^（）()]{2,20}[)）]", line.text) and names_bodies(cells[-1].text):
            cells[-1] = cells[-1].join(line)  # 市财政局 over (市国资委)
            continue
        if len(cells) > 1 and _FURTHER.match(line.text) and _FURTHER.match(cells[-1].text):
            cells[-1] = cells[-1].join(line)  # 一是… over 二是… is one cell
            continue
        number = re.fullmatch(r"(\d{1,3})\s?[*＊]?", line.text)
        ahead = [raw.line.text for raw in lines[j : min(j + len(order), stop)]]
        if number and not _counts(int(number[1]), counted, ahead, len(cells), order):
            number = None
        counted = int(number[1]) if number else counted
        begins = number or heads_rows(line) or rule("tables.total").match(line.text)
        if begins and cells and not (heads_rows(line) and len(line) > 30):
            rows.extend(deal_row(cells, order, wrapped=wrapped))
            cells = []
        cells.append(line)
    if cells:
        rows.extend(deal_row(cells, order, wrapped=wrapped))
    return Grid(start, stop - 1, tuple(rows), unit_above(lines, start))


_HEADING_ENDS = re.compile(r"[（(][^（）()]{1,10}[)）]|[及和与或].{1,6}")
_BARE_HEADING = re.compile(r"单位|部门|领导|名称|业主|法人|内容|性质|时限|时间|来源|阶段|目标|号")
_MOST_HEADINGS = 14


def _read_headings(lines: Sequence[RawLine], start: int) -> tuple[list[Line], list[str], int]:
    """Return the headings that begin at ``start``, their kinds, and the index of the line behind them.

    A narrow column breaks its heading: 责任 over 单位, 总投资 over （万元）.
    """
    found: list[Line] = []
    kinds: list[str] = []
    i = start
    while i < len(lines) and len(kinds) < _MOST_HEADINGS and len(lines[i].cells) == 1:
        line = lines[i].line
        if len(line) > 26 or line.text.endswith(("：", ":", "。")) or heads_rows(line):
            break
        kind = column_kind(line.text)
        if found and _HEADING_ENDS.fullmatch(line.text) and len(found[-1]) <= 12:
            found[-1] = found[-1].join(line)
        elif (
            found
            and _BARE_HEADING.fullmatch(line.text)
            and 1 <= len(found[-1]) <= 4
            and (joined := column_kind(found[-1].text + line.text))
            and not _BARE_HEADING.search(found[-1].text, 1)
        ):
            found[-1], kinds[-1] = found[-1].join(line), joined
        elif kind is not None:
            found.append(line)
            kinds.append(kind)
        else:
            whole, size = line, 1
            while kind is None and size < 3 and i + size < len(lines):
                piece = lines[i + size].line
                if len(lines[i + size].cells) > 1 or len(piece) > 6 or piece.text.isdigit():
                    break
                whole = whole.join(piece)
                size += 1
                kind = column_kind(whole.text) if len(whole) <= 12 else None
            if kind is None or len(line) > 8 or not found:
                break
            found.append(whole)
            kinds.append(kind)
            i += size - 1
        i += 1
    # 资金来源 heads the columns of the sources, or is a column that names them.
    for j, kind in enumerate(kinds):
        if kind == "group" and (j + 1 == len(kinds) or kinds[j + 1] not in MONEY) and "资金" in found[j].text:
            kinds[j] = "note"
    return found, kinds, i


def _counts(number: int, last: int | None, ahead: list[str], filled: int, kinds: list[str]) -> bool:
    """Tell whether a number counts a row, where amounts of money stand in cells of their own, too.

    Args:
        number: the number.
        last: the number of the row above.
        ahead: the cells that follow.
        filled: how many cells the row above holds so far.
        kinds: the columns.
    """
    money = [i for i, kind in enumerate(kinds) if kind in MONEY]
    if last is None or not money:
        return True
    if not ahead:
        return False  # the last sum of a total
    if re.fullmatch(r"[\d.,]+", ahead[0]):
        return False
    if 0 < filled <= money[-1]:  # its amounts may still come
        return number == last + 1 and str(number) not in ahead
    return number == 1 or last < number <= last + 3


def _ends_table(lines: Sequence[RawLine], i: int, kinds: list[str]) -> bool:
    titles = patterns.load("titles")
    text = lines[i].line.text
    if titles["furniture"].search(text) and not is_page_mark(text):
        return True
    if titles["annex"].search(text) and text.startswith("附"):
        return True
    # The next table's own heading, when a chapter stands between: 二、… then 序号 …
    for j in range(i, min(i + 3, len(lines))):
        if j > i and column_kind(lines[j].line.text) == "number" and text != lines[j].line.text:
            repeats = [column_kind(raw.line.text) for raw in lines[j : j + len(kinds)]]
            if repeats[: len(kinds)] == kinds and len(text) > 8 and j == i + 1:
                return bool(re.match(r"[一二三四五六七八九十]{1,3}、", text))
    return False
