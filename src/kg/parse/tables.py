"""Tables in whatever form they arrive → rows whose cells are named by their column.

    find_tables(text, lines) -> [Grid]      where tables stand among the lines
    read_grid(grid)          -> [Row]       rows below the headings, cells by column kind

Forms: cells stated by the format, tabs, pipes, box drawing, one cell per line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from kg.model import Text
from kg.parse.barred import barred_table
from kg.parse.dealing import BODIES, MONEY, deal, only_units
from kg.parse.glued import glued_rows
from kg.parse.grids import Grid, column_kind, unit_above, unit_stated
from kg.parse.labels import label_at
from kg.parse.lines import EMPTY, Line, RawLine, clean
from kg.parse.numbering import number_of
from kg.registry import patterns

_PIPE_RULE = re.compile(r"^[|+:\-=\s—]+$")
_BOX = re.compile(r"[│┃║]")
_BOX_RULE = re.compile(r"^[─━┄┅┈┉┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬═┏┓┗┛┣┫┳┻╋┠┨┯┷┿\s+\-]+$")
_COUNT = re.compile(
    r"[（(]\s?(\d{1,4}|[一二三四五六七八九十百两]{1,4})\s?(?:项|个|件|类)\s?[)）]|(\d{1,4})\s?(?:个|项|件)|(?<!第)([一二三四五六七八九十百两]{1,4})(?:个项目|项)"
)
_TOTAL = re.compile(r"^(?:合\s?计|总\s?计|共\s?计|小\s?计|全[市县区省]合计)")
_GROUP_NUMBER = re.compile(r"^[（(]?[一二三四五六七八九十]{1,3}[)）]?[、.]?$")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a commitment, a group heading, a total, or a leader's row."""

    kind: str  # item, group, total, leader
    cells: Mapping[str, Line]
    label: Line = EMPTY
    count: int | None = None
    part: int = 0  # 1 for the second row that shares a merged number


@dataclass
class Columns:
    """The kinds of the columns, with their headings as printed."""

    kinds: list[str]
    headings: dict[str, str] = field(default_factory=dict)
    unit: str | None = None

    @property
    def is_projects(self) -> bool:
        """A table of projects names them and their money."""
        kinds = set(self.kinds)
        return ("name" in kinds or "content" in kinds) and bool(kinds & {"total", "planned", "fiscal"})


# --- finding ------------------------------------------------------------------------------------


def _heading_kinds(cells: tuple[Line, ...]) -> list[str | None]:
    return [column_kind(cell.text) if cell.text else None for cell in cells]


def is_header(cells: tuple[Line, ...]) -> bool:
    """Tell whether a row holds headings: several known ones, no long cell."""
    filled = [cell for cell in cells if cell.text]
    if len(filled) < 2 or any(len(cell) > 30 for cell in filled):
        return False
    if re.fullmatch(r"\d{1,4}[*＊]?", filled[0].text):
        return False  # a counted row, though its words may be those of headings
    if any(cell.text[-1] in "。；;" or number_of(cell) for cell in filled):
        return False
    known = sum(column_kind(cell.text) is not None for cell in filled)
    return known >= 2 and known * 2 >= len(filled)


def find_tables(text: Text, lines: list[RawLine]) -> list[Grid]:
    """Return the tables among the lines, in order."""
    grids = list(_stated(text, lines)) if text.tables else []
    taken = {i for grid in grids for i in range(grid.first, grid.last + 1)}
    i = 0
    while i < len(lines):
        if i in taken:
            i += 1
            continue
        grid = (
            _tabs(lines, i)
            or barred_table(lines, i)
            or _bars(lines, i)
            or _pipes(lines, i)
            or _boxes(lines, i)
            or _cell_per_line(lines, i)
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


def is_page_mark(text: str) -> bool:
    """Tell whether a line is a page's number: — 3 —, 第3页."""
    return bool(re.fullmatch(r"[-—－–\s]*第?\s?\d{1,3}\s?页?(?:\s?[/共]\s?\d{1,3}\s?页?)?[-—－–\s]*", text))


def _heads_rows(line: Line) -> bool:
    """Tell whether a line in the midst of a table heads the rows below it: 二、乡村振兴."""
    return _group_line(line) or patterns.load("leaders")["heading"].search(line.text) is not None


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
        for match in _MARKUP.finditer(line.text):
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
        begins = (number or _group_line(cell)) and not marked
        if begins and rows[-1]:
            rows.append([])
        if cell.text:
            rows[-1].append(cell)
        if end and marked and rows[-1]:
            rows.append([])
    return [row for row in rows if row]


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
        if cells and re.fullmatch(r"[（(][^（）()]{2,20}[)）]", line.text) and only_units(cells[-1].text):
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
        begins = number or _heads_rows(line) or _TOTAL.match(line.text)
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


def _group_line(line: Line) -> bool:
    return (
        bool(re.match(r"[（(][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}、", line.text))
        and len(line) < 60
    )


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
    if _heads_rows(first) or _TOTAL.match(first.text):
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


# --- reading ------------------------------------------------------------------------------------


def read_columns(grid: Grid) -> tuple[Columns, int]:
    """Return the columns of a table and the number of its heading rows (0: no headings)."""
    rows = grid.rows
    for first in range(min(4, len(rows))):
        if not is_header(rows[first]):
            continue
        cells = rows[first]
        width = max(len(row) for row in rows)
        kinds: list[str] = []
        headings: dict[str, str] = {}
        unit = grid.unit
        second = rows[first + 1] if first + 1 < len(rows) else ()
        below = [column_kind(cell.text) if cell.text else None for cell in second]
        two = (
            sum(k is not None for k in below) >= 2
            and (not second[0].text or second[0].text == cells[0].text)
            and not any(re.fullmatch(r"\d{1,3}", c.text) for c in second[:1])
        )
        above = ""
        for i in range(width):
            top = cells[i].text if i < len(cells) else ""
            above = top or above
            heading = top
            kind = column_kind(top) if top else None
            if two and i < len(second) and second[i].text and second[i].text != top:
                heading = second[i].text
                kind = below[i] or column_kind(above + heading) or kind
                if kind == "planned" and column_kind(above) == "total" and "年" not in above:
                    kind = "total"
            unit = unit or unit_stated(heading) or unit_stated(above)
            kinds.append(kind or f"other{i}")
            headings.setdefault(kinds[-1], re.sub(r"\s", "", heading))
        return Columns(kinds, headings, unit), first + (2 if two else 1)
    return Columns([]), 0


def read_rows(grid: Grid, columns: Columns, skip: int) -> Iterator[Row]:
    """Yield the rows below the headings, merged cells carried down."""
    titles = patterns.load("titles")
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
        if not filled or titles["furniture"].search(filled[0].text):
            continue
        row: dict[str, Line] = {}
        for i, cell in enumerate(cells):
            kind = kinds[i] if i < len(kinds) else f"other{i}"
            if cell.text:
                row[kind] = row[kind].join(cell) if kind in row else cell
        label = filled[0]
        if _TOTAL.match(label.text) and (whole := _under_money(cells, kinds)):
            row = whole
        if _TOTAL.match(label.text) or (len(filled) > 1 and _TOTAL.match(filled[1].text)):
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
            shared = ("number", "responsible", "lead", "support", *(() if grid.spans_stated else ("leader",)))
            merged |= {k: v for k, v in previous.items() if k in shared and k not in row}
        if not carried and "number" not in merged:
            merged.pop("leader", None)
        cells_now = merged | row
        yield Row("item", cells_now, words, None, part)
        previous = cells_now


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
    if (
        kinds[0] == "number"
        and kinds[1:2]
        and kinds[1] in ("body", "name", "content")
        and len(full) < len(kinds)
    ):
        first = cells[0].text
        room = len(cells) < len(kinds) or not cells[-1].text
        if room and len(first) > 5 and len(full) > 1 and not number_of(cells[0]) and not _TOTAL.match(first):
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
    if _group_line(cells[0]) and len(filled) >= 2:
        money = {k: v for k, v in row.items() if k in MONEY}
        if len(money) == len(filled) - 1:
            return Row("group", row, cells[0], _count(first))
    if _GROUP_NUMBER.match(first) and len(filled) >= 2:
        words = next(cell for cell in cells[1:] if cell.text)
        money = {k: v for k, v in row.items() if k in ("total", "fiscal", "upward", "self", "planned")}
        others = [
            k
            for k in row
            if k not in money and k not in ("number", "name", "body", "content") and row[k].text
        ]
        if len(words) <= 40 and not words.text.endswith("。") and not others:
            return Row("group", row, words, _count(words.text))
    return None
