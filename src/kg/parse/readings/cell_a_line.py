"""Headings, then cells, each in a line of its own: what is left of a table copied from a page.

    序号 / 工作内容 / 责任单位 / 1 / 新建公园3座 / 县住建局 / 2 / …

The row's number begins a row, with the name of its group where that is the first column; or the
counted name of a project does (一、就业工程). Where empty and merged cells are gone, each row is
matched with the columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from kg.parse.bodies import names_bodies
from kg.parse.cell_alignment import deal, deal_row, fits
from kg.parse.even_rows import even_rows
from kg.parse.grid import (
    BODIES,
    MONEY,
    Grid,
    column_kind,
    halves_heading,
    heads_rows,
    is_number,
    is_page_mark,
    is_sum,
    row_number,
    stands_behind,
    unit_stated,
)
from kg.parse.lines import Line, RawLine
from kg.parse.numbering import number_of
from kg.parse.page import Page
from kg.parse.readings.reading import Cells, Reading, grid_of, one_after_another
from kg.registry.patterns import rule

_MOST_HEADINGS = 14
_LONGEST_HEADING = 26  # characters
_LONGEST_JOINED = 12  # of a heading that its narrow column breaks
_LONGEST_PIECE = 8
_MOST_PIECES = 3
_LEAST_COLUMNS = 3
_LEAST_NAMED = 3  # rows, headings among them, that begin with counted names
_LONGEST_GROUP = 30  # of a heading in the midst of a row's cells


def propose(page: Page) -> Iterator[Reading]:
    """Yield the tables that hold a cell a line below known headings, lines ending within cells or not."""
    yield from one_after_another("cell-a-line", page, partial(_below_headings, wrapped=False))
    yield from one_after_another("wrapped-cells", page, partial(_below_headings, wrapped=True))


def _below_headings(lines: Sequence[RawLine], start: int, *, wrapped: bool) -> Grid | None:
    if column_kind(lines[start].line.text) not in ("number", "category", "name"):
        return None
    if even := even_rows(lines, start):  # no cell is empty, merged or broken: nothing is left to be matched
        cut_evenly, stop = even
        return None if wrapped else grid_of(lines, start, stop - 1, cut_evenly, len(cut_evenly[0]))
    columns, begin = _headings(lines, start)
    kinds = [kind for kind, _ in columns]
    if len(set(kinds)) < _LEAST_COLUMNS or ("number" not in kinds[:2] and kinds[0] != "name"):
        return None
    stop = _end(lines, begin, kinds)
    rows: list[Cells] = [[heading for _, heading in columns]]
    heads = [raw.line.text for raw in lines[start:begin]]
    cells = _whole([raw.line for raw in lines[begin:stop]], heads)
    if kinds[0] == "name":
        for named in _named_rows(cells):
            if rule("tables.group_count").search(named[0].text):  # 一、产业类（3个） heads names
                rows.append([named.pop(0)])
            rows.extend(deal(named, kinds, wrapped=wrapped) if named else [])
        return grid_of(lines, start, stop - 1, rows) if len(rows) > _LEAST_NAMED else None
    for row in _rows(cells, kinds):
        rows.extend(deal_row(row, kinds, wrapped=wrapped))
    return grid_of(lines, start, stop - 1, rows)


def _whole(lines: list[Line], heads: list[str]) -> list[Line]:
    """Return the cells without repeated headings and page marks, joined to what goes on below them."""
    cells: list[Line] = []
    i = 0
    while i < len(lines):
        line = lines[i]
        above = cells[-1].text if cells else ""
        i += 1
        if line.text == heads[0] and [one.text for one in lines[i - 1 : i - 1 + len(heads)]] == heads:
            i += len(heads) - 1  # the headings again, on the next page
        elif unit_stated(line.text) or (is_page_mark(line.text) and not line.text.isdigit()):
            continue
        elif (rule("tables.bracket").fullmatch(line.text) and names_bodies(above)) or (
            rule("tables.further").match(line.text) and rule("tables.further").match(above)
        ):
            cells[-1] = cells[-1].join(line)  # 市财政局 over (市国资委), 一是… over 二是…
        else:
            cells.append(line)
    return cells


def _end(lines: Sequence[RawLine], begin: int, kinds: list[str]) -> int:
    """Return the line behind the cells, above what stands over another table."""
    stop = begin
    while stop < len(lines) and len(lines[stop].cells) == 1 and not _ends_table(lines, stop, kinds):
        stop += 1
    if stop < len(lines) and _heads_another(lines[stop].line.text, kinds):
        while stop > begin and _stands_above_a_table(lines[stop - 1].line.text):
            stop -= 1
    return stop


def _names_group(row: list[Line], kinds: list[str]) -> bool:
    """Tell whether the next cell is that of a group's name, behind the number of its first row."""
    return len(row) == 1 and is_number(row[0].text) and kinds[1] == "category"


def _rows(cells: list[Line], kinds: list[str]) -> Iterator[list[Line]]:
    """Cut the cells into rows: at numbers, headings of rows and totals."""
    row: list[Line] = []
    counted: int | None = None
    above_number = False
    for i, cell in enumerate(cells):
        ahead = [one.text for one in cells[i + 1 : i + 1 + len(kinds)]]
        number = row_number(cell.text)
        if number is not None and not _counts(number, counted, ahead, len(row), kinds):
            number = None
        counted = number if number is not None else counted
        heads = heads_rows(cell) and len(cell) <= _LONGEST_GROUP and not _names_group(row, kinds)
        above = not above_number and _group_ahead(cell, row[-1:], ahead, kinds)
        begun = number is not None and not (kinds[0] == "category" and above_number)
        if row and (begun or heads or above or rule("tables.total").match(cell.text)):
            yield row
            row = []
        row.append(cell)
        above_number = above or (above_number and number is None)
    if row:
        yield row


def _group_ahead(cell: Line, above: list[Line], ahead: list[str], kinds: list[str]) -> bool:
    """Tell whether a cell above a number names the group of its row, and ends none: 稳增长 above 1.

    A narrow column breaks it: 项目 over 攻坚 above 1.
    """
    number = next((i for i, text in enumerate(ahead[:_MOST_PIECES]) if is_number(text)), None)
    if kinds[0] != "category" or number is None or len(cell) > _LONGEST_GROUP:
        return False
    pieces = [cell.text, *ahead[:number]]
    others = {*kinds[-2:]} & {*BODIES, *MONEY, "leader", "deadline"}
    if number:
        others &= {kinds[-1]}
        ended = not above or any(fits(kind, above[0].text) > 0 for kind in others)
        if not ended or max(map(len, pieces)) > _LONGEST_PIECE:
            return False
    return not any(names_bodies(text) or any(fits(kind, text) > 0 for kind in others) for text in pieces)


def _named_rows(cells: list[Line]) -> Iterator[list[Line]]:
    """Cut the cells into rows at names that count up: 一、就业工程 … 二、住房工程 …."""
    row: list[Line] = []
    counted = 0
    for cell in cells:
        number = number_of(cell)
        if number is not None and number.value == counted + 1:
            counted += 1
            if row:
                yield row
            row = []
        if counted:
            row.append(cell)
    if row:
        yield row


def _headings(lines: Sequence[RawLine], start: int) -> tuple[list[tuple[str, Line]], int]:
    """Return the headings that begin at ``start``, with what they head, and the line behind them.

    A narrow column breaks its heading: 责任 over 单位, 总投资 over （万元）. 资金来源 heads the columns
    of the sources, or is a column that names them.
    """
    found: list[tuple[str, Line]] = []
    i = start
    while i < len(lines) and len(found) < _MOST_HEADINGS and len(lines[i].cells) == 1:
        line = lines[i].line
        if len(line) > _LONGEST_HEADING or line.text[-1] in "：:。" or heads_rows(line):
            break
        kind = column_kind(line.text)
        if found and (whole := _goes_on_with(*found[-1], line)):
            found[-1] = whole
            i += 1
            continue
        size = 1
        if kind is None:
            if not found or len(line) > _LONGEST_PIECE:
                break
            line, kind, size = _in_pieces(lines, i)
            if kind is None:
                break
        found.append((kind, line))
        i += size
    if len(found) > _LEAST_COLUMNS and found[0][0] == "category" and found[-1][0] in ("category", "name"):
        i -= 1  # 项目 over 攻坚 names the first group
        found.pop()
    return list(_without_groups(found)), i


def _without_groups(found: Sequence[tuple[str, Line]]) -> Iterator[tuple[str, Line]]:
    """Yield the headings that head a column; one of sources that stands over no sums is such."""
    for (kind, line), (below, _) in zip(found, [*found, ("", None)][1:], strict=True):
        if kind != "group":
            yield kind, line
        elif below not in MONEY and rule("tables.funds").search(line.text):
            yield "note", line


def _goes_on_with(kind: str, above: Line, line: Line) -> tuple[str, Line] | None:
    """Return the heading that a line goes on with; None where the line begins one."""
    if len(above) > _LONGEST_JOINED:
        return None
    joined = above.join(line)
    if rule("tables.heading_ends").fullmatch(line.text):
        return kind, joined
    known = column_kind(joined.text)
    bare = halves_heading(line.text) and len(above) <= 4
    if bare and known and not rule("tables.bare_heading").search(above.text, 1):
        return known, joined
    return None


def _in_pieces(lines: Sequence[RawLine], i: int) -> tuple[Line, str | None, int]:
    """Return a heading that is broken into a few short lines, what it heads, and how many lines it takes."""
    whole = lines[i].line
    for size in range(2, _MOST_PIECES + 1):
        if i + size > len(lines) or len(lines[i + size - 1].cells) > 1:
            break
        whole = whole.join(lines[i + size - 1].line)
        if len(whole) > _LONGEST_JOINED or whole.text[-1].isdigit():
            break
        if kind := column_kind(whole.text):
            return whole, kind, size
    return whole, None, 1


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
    if not ahead or is_sum(ahead[0]):
        return False  # a sum before another, or the last sum of a total
    if 0 < filled <= money[-1]:  # its amounts may still come
        return number == last + 1 and str(number) not in ahead
    return number == 1 or last < number <= last + 3


def _heads_another(text: str, kinds: list[str]) -> bool:
    """Tell whether a cell heads the numbers of another table: this one has none."""
    return "number" not in kinds and column_kind(text) == "number"


def _stands_above_a_table(text: str) -> bool:
    return unit_stated(text) is not None or rule("titles.list_title").search(text) is not None


def _ends_table(lines: Sequence[RawLine], i: int, kinds: list[str]) -> bool:
    """Tell whether a line is the site's, an annex, or a chapter above the next table's own headings."""
    text = lines[i].line.text
    if _heads_another(text, kinds):
        return True
    if stands_behind(lines[i].line) or rule("titles.annex").match(text):
        return True
    if rule("titles.furniture").search(text) and not is_page_mark(text):
        return True
    if not rule("tables.chapter").match(text) or len(text) <= _LONGEST_PIECE:
        return False
    if len(text) > _LONGEST_GROUP and text.endswith("。"):
        return True  # what everybody is asked behind the table
    following = [column_kind(raw.line.text) for raw in lines[i + 1 : i + 1 + len(kinds)]]
    return following == kinds
