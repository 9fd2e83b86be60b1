"""Tables in whatever form they arrive → grids of cells; ``kg.parse.rows`` reads these.

    find_tables(text, lines) -> [Grid]      where tables stand among the lines

Forms: cells stated by the format, tabs, pipes, box drawing, one cell per line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from kg.model import Text
from kg.parse.bodies import names_bodies
from kg.parse.cell_alignment import BODIES, MONEY, deal, fits
from kg.parse.grid import TOTAL, Grid, column_kind, group_line, is_page_mark, unit_above, unit_stated
from kg.parse.labels import label_at
from kg.parse.lines import EMPTY, Line, RawLine, clean
from kg.parse.readings.joined_cells import glued_rows
from kg.parse.readings.stray_bars import barred_table
from kg.registry import patterns

_PIPE_RULE = re.compile(r"^[|+:\-=\s—]+$")
_NUMBER_HEADING = frozenset("序编号项任N")  # 序号, 编号, 项目序号 …
_BOX = re.compile(r"[│┃║]")
_BOX_RULE = re.compile(r"^[─━┄┅┈┉┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬═┏┓┗┛┣┫┳┻╋┠┨┯┷┿\s+\-]+$")


def find_tables(text: Text, lines: list[RawLine]) -> list[Grid]:
    """Return the tables among the lines, in order."""
    grids = list(_stated(text, lines)) if text.tables else []
    taken = {i for grid in grids for i in range(grid.first, grid.last + 1)}
    bars = "|" in text.content or "｜" in text.content
    i = 0
    while i < len(lines):
        if i in taken:
            i += 1
            continue
        grid = (
            _tabs(lines, i)
            or (bars and (barred_table(lines, i) or _bars(lines, i) or _pipes(lines, i)))
            or _boxes(lines, i)
            or _cell_per_line(lines, i)
            or _spaced(lines, i)
            or glued_rows(lines, i)
        )
        if grid:
            grids.append(grid)
            i = grid.last + 1
        else:
            i += 1
    return sorted(grids, key=lambda grid: grid.first)


def _stated(text: Text, lines: list[RawLine]) -> Iterator[Grid]:
    """Tables that the format itself states, merged cells filled down and across as empty."""
    for table in text.tables:
        inside = [i for i, raw in enumerate(lines) if table.span.start <= raw.at < table.span.end]
        if not inside:
            continue
        height = max(cell.row for cell in table.cells) + 1
        width = max(cell.column + cell.column_span for cell in table.cells)
        if width < 2:
            continue
        rows = [[EMPTY] * width for _ in range(height)]
        for cell in table.cells:
            if cell.span:
                line = clean(text.content, cell.span.start, cell.span.end)
                for row in range(cell.row, min(cell.row + cell.row_span, height)):
                    rows[row][cell.column] = line
        yield Grid(
            inside[0], inside[-1], tuple(tuple(row) for row in rows), unit_above(lines, inside[0]), True
        )


def _tabs(lines: list[RawLine], start: int) -> Grid | None:
    if len(lines[start].cells) < 2:
        return None
    last = start
    rows: list[tuple[Line, ...]] = []
    width = len(lines[start].cells)
    i = start
    while i < len(lines):
        cells = lines[i].cells
        if len(cells) >= 2:
            rows.append(cells)
            width = max(width, len(cells))
            last = i
        elif is_page_mark(cells[0].text) or (
            i + 1 < len(lines) and len(lines[i + 1].cells) >= width - 1 and rows
        ):
            # A page mark, a heading of rows, or a cell's text that ran over into a line of its own.
            if _heads_rows(cells[0]):
                rows.append(cells)
            elif not is_page_mark(cells[0].text):
                if not _continues(cells[0].text):
                    break
                rows[-1] = (*rows[-1][:-1], rows[-1][-1].join(cells[0]))
        else:
            break
        i += 1
    if len(rows) < 2:
        return None
    return Grid(start, last, tuple(rows), unit_above(lines, start))


def _heads_rows(line: Line) -> bool:
    """Tell whether a line in the midst of a table heads the rows below it: 二、乡村振兴."""
    return group_line(line) or patterns.load("leaders")["heading"].search(line.text) is not None


def _continues(text: str) -> bool:
    titles = patterns.load("titles")
    return (
        not (titles["list_title"].search(text) or titles["annex"].search(text) or unit_stated(text))
        and len(text) < 40
    )


def _pipes(lines: list[RawLine], start: int) -> Grid | None:
    def cells_of(raw: RawLine) -> tuple[Line, ...] | None:
        line = raw.line
        if line.text.count("|") + line.text.count("｜") < 2:
            return None
        bounds = [i for i, char in enumerate(line.text) if char in "|｜"]
        begin = 0 if bounds[0] != 0 else 1
        edges = [begin - 1 if begin else -1, *[b for b in bounds if b >= begin], len(line)]
        cells = [_unmarked(line.part(a + 1, b)) for a, b in pairwise(edges)]
        if line.text.rstrip()[-1] in "|｜":
            cells.pop()
        return tuple(cells)

    if cells_of(lines[start]) is None:
        return None
    rows: list[tuple[Line, ...]] = []
    i = start
    while i < len(lines):
        if _PIPE_RULE.match(lines[i].line.text):
            i += 1
            continue
        cells = cells_of(lines[i])
        if cells is None:
            break
        rows.append(cells)
        i += 1
    return Grid(start, i - 1, tuple(rows), unit_above(lines, start)) if len(rows) >= 2 else None


_MARKUP = re.compile(r"\*\*|__|<br\s*/?>|&nbsp;|`")


def _unmarked(line: Line) -> Line:
    """Drop markdown's marks; a line break inside a cell stays as a gap."""
    if "*" in line.text or "<" in line.text or "&" in line.text or "_" in line.text or "`" in line.text:
        keep: list[int] = []
        position = 0
        paired = line.text.count("`") % 2 == 0  # a single one is a damaged character
        for match in _MARKUP.finditer(line.text):
            if match.group() == "`" and not paired:
                continue
            keep.extend(range(position, match.start()))
            position = match.end()
        keep.extend(range(position, len(line)))
        line = Line("".join(line.text[i] for i in keep), [line.at[i] for i in keep]).part(0)
    return EMPTY if line.text in ("—", "——", "-", "--", "/", "－", "–", "无") else line


_BAR_END = re.compile(r"[|｜]\s*$")


def _bars(lines: list[RawLine], start: int) -> Grid | None:
    """One cell per line, each closed by a bar, as text extraction leaves tables of pages.

    A line of bars alone, or of several bars, ends a row; without any, the row's number begins one.
    """
    stop = start
    cells: list[tuple[Line, bool]] = []
    while stop < len(lines):
        line = lines[stop].line
        if len(lines[stop].cells) > 1:
            break
        if not (_BAR_END.search(line.text) or _bars_only(line.text)):
            break
        bars = re.search(r"(?:\s*[|｜])+\s*$", line.text)
        assert bars
        inner = line.part(0, bars.start())
        if any(mark in inner.text for mark in "|｜"):
            return None  # several cells in a line: a table drawn with pipes
        count = sum(char in "|｜" for char in bars.group())
        cells.append((inner, not inner.text or count > 1))
        stop += 1
    if len(cells) < 6:
        return None
    rows = _bar_rows(cells)
    at = next((i for i, row in enumerate(rows) if _known(row) >= 3), None)
    if at is None:
        return None
    kinds = [column_kind(cell.text) or "note" for cell in rows[at]]
    dealt: list[tuple[Line, ...]] = [tuple(rows[at])]
    for row in rows[at + 1 :]:
        if len(row) == len(kinds):
            dealt.append(tuple(row))
        elif len(row) == len(kinds) + 1 and not re.fullmatch(r"\d{1,3}", row[0].text):
            dealt.extend([(row[0], *[EMPTY] * (len(kinds) - 1)), tuple(row[1:])])
        else:
            dealt.extend(_deal(row, kinds))
    return Grid(start, stop - 1, tuple(_drop_repeats(dealt)), unit_above(lines, start))


def _bars_only(text: str) -> bool:
    return bool(re.fullmatch(r"[\s|｜]+", text))


def _known(row: list[Line]) -> int:
    return sum(column_kind(cell.text) is not None for cell in row)


def _bar_rows(cells: list[tuple[Line, bool]]) -> list[list[Line]]:
    """Cut the cells into rows: at marked ends where there are any, else at row numbers."""
    counted = column_kind(cells[0][0].text) == "number"
    marked = sum(end for _, end in cells) > 1 and not counted
    rows: list[list[Line]] = [[]]
    for cell, end in cells:
        number = re.fullmatch(r"\d{1,3}\s?[*＊]?", cell.text) is not None
        begins = (number or group_line(cell)) and not marked
        if begins and rows[-1]:
            rows.append([])
        if cell.text:
            rows[-1].append(cell)
        if end and marked and rows[-1]:
            rows.append([])
    return [row for row in rows if row]


def _spaced(lines: list[RawLine], start: int) -> Grid | None:
    """Rows that keep their lines, their cells parted by blanks: 1 新增床位400张。 县民政局"""
    if lines[start].line.text[:1] not in _NUMBER_HEADING:
        return None
    header = _blank_parted(lines[start].line)
    kinds = [column_kind(cell.text) or "" for cell in header]
    if len(kinds) < 3 or kinds[0] != "number" or kinds[1] not in ("body", "name"):
        return None
    if not all(kind in (*BODIES, "leader", "deadline") for kind in kinds[2:]):
        return None
    rows: list[tuple[Line, ...]] = [tuple(header)]
    items = 0
    number = 0
    stop = start + 1
    while stop < len(lines) and len(lines[stop].cells) == 1:
        line = lines[stop].line
        cells = _blank_parted(line)
        last = cells[2 - len(kinds) :]
        counts = re.fullmatch(r"\d{1,3}", cells[0].text) is not None
        fit = all(fits(kind, cell.text) > 0 for kind, cell in zip(kinds[2:], last, strict=True))
        # A name that nothing knows is one all the same where the numbers go on.
        named = (
            int(cells[0].text) == number + 1 and not re.search(r"[。；;\d]", last[-1].text)
            if counts
            else False
        )
        if counts and len(cells) >= len(kinds) and (fit or named):
            begin = next(i for i, at in enumerate(line.at) if at >= cells[1].at[0])
            end = next(i for i, at in enumerate(line.at) if at >= last[0].at[0])
            rows.append((cells[0], line.part(begin, end), *last))
            items, number = items + 1, int(cells[0].text)
        elif group_line(line):
            rows.append((line, *[EMPTY] * (len(kinds) - 1)))
        else:
            break
        stop += 1
    return Grid(start, stop - 1, tuple(rows), unit_above(lines, start)) if items > 2 else None


def _blank_parted(line: Line) -> list[Line]:
    """Cut a line where blanks stood in the text as read."""
    cuts = [i for i in range(1, len(line)) if line.gap(i) or line.text[i - 1] == " "]
    parts = [line.part(a, b) for a, b in pairwise([0, *cuts, len(line)])]
    return [part for part in parts if part.text]


def _boxes(lines: list[RawLine], start: int) -> Grid | None:
    """Box drawing: a rule ends a row, lines between two rules are one row with wrapped cells."""
    if not (_BOX_RULE.match(lines[start].line.text) or len(_BOX.findall(lines[start].line.text)) >= 2):
        return None
    if start + 1 >= len(lines):
        return None
    rows: list[tuple[Line, ...]] = []
    current: list[Line] | None = None
    has_rules = False
    i = start
    while i < len(lines):
        line = lines[i].line
        if _BOX_RULE.match(line.text) and not _BOX.search(line.text):
            if current:
                rows.append(tuple(current))
            current, has_rules = None, True
        elif len(_BOX.findall(line.text)) >= 2:
            bounds = [j for j, char in enumerate(line.text) if char in "│┃║"]
            cells = [line.part(a + 1, b) for a, b in pairwise(bounds)]
            if any(_BOX_RULE.match(cell.text) for cell in cells if cell.text):
                cells = [EMPTY if _BOX_RULE.match(cell.text) else cell for cell in cells]
            if current is not None and len(current) == len(cells) and _wraps(current, cells):
                current = [a.join(b) for a, b in zip(current, cells, strict=True)]
            else:
                if current:
                    rows.append(tuple(current))
                current = cells
        else:
            break
        i += 1
    if current:
        rows.append(tuple(current))
    if len(rows) < 2 and not has_rules:
        return None
    return Grid(start, i - 1, tuple(rows), unit_above(lines, start))


def _wraps(above: list[Line], cells: list[Line]) -> bool:
    """A line continues the row above where its first cell is empty, or no rule stood between."""
    return not cells[0].text or not re.match(r"\d{1,3}\*?$", cells[0].text)


_FURTHER = re.compile(r"[一二三四五六七八九十]{1,2}(?:是|要)")


def _cell_per_line(lines: list[RawLine], start: int) -> Grid | None:
    """Headings, then cells, each in a line of its own; the row's number begins a row."""
    if lines[start].line.text[:1] not in _NUMBER_HEADING:
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
        if number and ahead and not _counts(int(number[1]), counted, ahead, len(cells), order):
            number = None
        counted = int(number[1]) if number else counted
        begins = number or _heads_rows(line) or TOTAL.match(line.text)
        if begins and cells and not (_heads_rows(line) and len(line) > 30):
            rows.extend(_deal(cells, order))
            cells = []
        cells.append(line)
    if cells:
        rows.extend(_deal(cells, order))
    return Grid(start, stop - 1, tuple(rows), unit_above(lines, start))


_HEADING_ENDS = re.compile(r"[（(][^（）()]{1,10}[)）]|[及和与或].{1,6}")
_BARE_HEADING = re.compile(r"单位|部门|领导|名称|业主|法人|内容|性质|时限|时间|来源|阶段|目标|号")
_MOST_HEADINGS = 14


def _read_headings(lines: list[RawLine], start: int) -> tuple[list[Line], list[str], int]:
    """Return the headings that begin at ``start``, their kinds, and the index of the line behind them.

    A narrow column breaks its heading: 责任 over 单位, 总投资 over （万元）.
    """
    found: list[Line] = []
    kinds: list[str] = []
    i = start
    while i < len(lines) and len(kinds) < _MOST_HEADINGS and len(lines[i].cells) == 1:
        line = lines[i].line
        if len(line) > 26 or line.text.endswith(("：", ":", "。")) or _heads_rows(line):
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
    if re.fullmatch(r"[\d.,]+", ahead[0]):
        return False
    if 0 < filled <= money[-1]:  # its amounts may still come
        return number == last + 1 and str(number) not in ahead
    return number == 1 or last < number <= last + 3


def _ends_table(lines: list[RawLine], i: int, kinds: list[str]) -> bool:
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


def _drop_repeats(rows: list[tuple[Line, ...]]) -> list[tuple[Line, ...]]:
    header = [cell.text for cell in rows[0]]
    return [row for i, row in enumerate(rows) if i == 0 or [cell.text for cell in row] != header]


def _deal(cells: list[Line], kinds: list[str]) -> Iterator[tuple[Line, ...]]:
    """Deal the cells of a row into the columns; a heading or total takes what money follows it."""
    # Who leads at the level above is not tasked by this notice.
    cells = [cell for cell in cells if (label_at(cell) or ("",))[0] != "upper"]
    if not cells:
        return
    first = cells[0]
    if all(column_kind(cell.text) for cell in cells) and len(cells) > 1:
        return
    money = [i for i, kind in enumerate(kinds) if kind in MONEY]
    if _heads_rows(first) or TOTAL.match(first.text):
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
            yield from _deal(list(rest), kinds)
        return
    yield from deal(cells, kinds)
