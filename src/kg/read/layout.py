"""Pages of placed characters → paragraphs and tables: shared by pdf and ofd.

    compose([Page, …]) -> Builder

1. Characters inside a grid of ruling lines go to its cells, the others to lines by height.
2. Running heads, feet and page numbers are dropped: they stand at the same place on the pages.
3. Lines become paragraphs: a line goes on in the next where it reaches the right margin and the
   next one is not indented, also over a page end. Chinese documents indent by two characters.
4. A table that goes on over a page end is one table; its repeated header is dropped, a row that
   the page end cuts is joined.

All lengths are points from the top left; ``em`` is the width of a Chinese character.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from kg.read.build import WIDE, Builder, GridCell, Run, joint
from kg.read.glyph_lines import Line, lines_of
from kg.read.placed import Glyph, Page
from kg.read.ruled import Grid, find_grids
from kg.read.watermarks import without_watermarks
from kg.registry.patterns import rule

_WIDE = re.compile(f"[{WIDE}]")
_HANGING = frozenset("，。、；：）》〉】〕？！”’,.;:)")
_COLUMN_LINES = 3  # lines that must agree on their columns
_ENDS = re.compile(r"[。！？：；!?:;）)\]】]$")


@dataclass(slots=True)
class _Cell:
    row: int
    column: int
    row_span: int
    column_span: int
    lines: list[Line]

    @property
    def compact(self) -> str:
        return "".join("".join(line.text for line in self.lines).split())


@dataclass(slots=True)
class _Table:
    page: int
    y0: float
    xs: list[float]
    rows: int
    cells: list[_Cell]

    def row(self, number: int) -> dict[int, _Cell]:
        return {cell.column: cell for cell in self.cells if cell.row == number}


def _page_items(page: Page) -> list[Line | _Table]:
    grids = find_grids(page.rules)
    free: list[Glyph] = []
    inside: dict[int, dict[tuple[int, int], list[Glyph]]] = defaultdict(lambda: defaultdict(list))
    for glyph in page.glyphs:
        x, y = (glyph[1] + glyph[3]) / 2, (glyph[2] + glyph[4]) / 2
        if glyph[0] in _HANGING:  # it may hang over the edge of its cell, and never begins one
            x = glyph[1] - 0.25 * (glyph[3] - glyph[1])
        x = min(max(x, 0.5), page.width - 0.5)  # a table may run off its page, where its lines end
        for number, grid in enumerate(grids):
            at = grid.field(x, y)
            if at is not None:
                inside[number][at].append(glyph)
                break
        else:
            free.append(glyph)
    items: list[Line | _Table] = list(lines_of(free, page.number))
    for number, grid in enumerate(grids):
        if any(not glyph[0].isspace() for glyphs in inside[number].values() for glyph in glyphs):
            items.append(_table(grid, inside[number], page.number))
    return _unruled(sorted(items, key=lambda item: item.y0))


def _aligned(one: Line, other: Line) -> bool:
    """Return whether two lines have the same columns, by their left edges or their middles."""
    return len(one.pieces) == len(other.pieces) > 1 and all(
        abs(a.x0 - b.x0) < one.em or abs(a.x0 + a.x1 - b.x0 - b.x1) < 2 * one.em
        for a, b in zip(one.pieces, other.pieces, strict=True)
    )


def _unruled(items: list[Line | _Table]) -> list[Line | _Table]:
    """Make tables of runs of lines that stand in the same columns without ruling lines."""
    out: list[Line | _Table] = []
    at = 0
    while at < len(items):
        first = items[at]
        end = at + 1
        if isinstance(first, Line) and first.pieces:
            while end < len(items) and isinstance(line := items[end], Line) and _aligned(first, line):
                end += 1
        run = [item for item in items[at:end] if isinstance(item, Line)]
        if isinstance(first, Line) and len(run) >= _COLUMN_LINES:
            xs = [piece.x0 for piece in first.pieces] + [first.x1]
            cells = [
                _Cell(row, column, 1, 1, [piece])
                for row, line in enumerate(run)
                for column, piece in enumerate(line.pieces)
            ]
            out.append(_Table(first.page, first.y0, xs, len(run), cells))
        else:
            end = at + 1
            out.append(first)
        at = end
    return out


def _table(grid: Grid, inside: dict[tuple[int, int], list[Glyph]], page: int) -> _Table:
    cells = [
        _Cell(row, column, height, width, lines_of(inside.get((row, column), []), page))
        for (row, column), (height, width) in sorted(grid.size.items())
    ]
    return _Table(page, grid.ys[0], grid.xs, len(grid.ys) - 1, cells)


def _drop_furniture(pages: Sequence[Page], items: list[list[Line | _Table]]) -> None:
    """Take out page numbers, and lines that stand at one place on most pages."""
    seen: Counter[tuple[str, int, bool]] = Counter()

    def key(line: Line, page: Page) -> tuple[str, int, bool]:
        return re.sub(r"\d+", "#", line.text), round(line.y0 / page.height * 60), line.y0 * 2 < page.height

    def edge(page: Page, here: list[Line | _Table]) -> Iterable[Line]:
        for item in [*here[:2], *here[-2:]]:
            if isinstance(item, Line) and not 0.14 < item.y0 / page.height < 0.86:
                yield item

    bare: Counter[tuple[int, int]] = Counter()  # number less page, place → pages

    def bare_key(line: Line, page: Page) -> tuple[int, int]:
        return int(line.text) - page.number, round(line.y0 / page.height * 60)

    for page, here in zip(pages, items, strict=True):
        lines = list(edge(page, here))
        seen.update({key(line, page) for line in lines})
        bare.update({bare_key(line, page) for line in lines if re.fullmatch(r"[0-9]{1,4}", line.text)})
    kept: set[tuple[str, int, bool]] = set()
    need = max(2 if len(pages) == 2 else 3, len(pages) // 2)
    for page, here in zip(pages, items, strict=True):
        drop = []
        for line in edge(page, here):
            what = key(line, page)
            if re.fullmatch(r"[0-9]{1,4}", line.text):
                # A bare number counts with the pages, or it is the number of an item.
                if bare[bare_key(line, page)] >= max(2, len(pages) // 3):
                    drop.append(line)
            elif rule("page.numbers_page").fullmatch(line.text):
                drop.append(line)
            elif seen[what] >= need:
                following = here[here.index(line) + 1 :][:1]
                # What stands over a table that goes on, 单位：万元, is said once.
                if following and isinstance(following[0], _Table) and what not in kept:
                    kept.add(what)
                else:
                    drop.append(line)
        here[:] = [item for item in here if not any(item is dropped for dropped in drop)]


@dataclass(slots=True)
class _Margins:
    left: float
    right: float
    indents: bool  # paragraphs begin with an indent
    em: float
    pitch: dict[int, float]  # size → usual distance of lines


def _margins(lines: list[Line], width: float) -> _Margins:
    """Measure the text area that a set of like pages shares."""
    em = median(line.em for line in lines)
    counts = Counter(round(line.x0 / 2) for line in lines)
    need = max(1, len(lines) // 50)
    left = min((bucket for bucket, count in counts.items() if count >= need), default=min(counts)) * 2.0
    ends = sorted((line.x1 for line in lines), reverse=True)
    right = ends[min(len(ends) - 1, len(ends) // 40)]
    if right < width - left - 3 * em:  # no line is full: take the margins as alike
        right = width - left
    body = [line for line in lines if abs(line.em - em) < 0.2 * em]
    indented = sum(1 for line in body if 1.4 * em < line.x0 - left < 2.6 * em)
    pitches: dict[int, list[float]] = defaultdict(list)
    for one, two in pairwise(lines):
        if one.page == two.page and abs(one.em - two.em) < 0.1 * em and two.y0 > one.y0:
            pitches[round(one.em)].append(two.y0 - one.y0)
    pitch = {size: sorted(values)[len(values) // 4] for size, values in pitches.items()}
    return _Margins(left, right, indented * 5 >= len(body), em, pitch)


# Line breaking keeps these together: a word in Latin letters, closing punctuation and what stands
# before it, an opening bracket and what follows, a quotation mark and what is on either side.
_HEAD = re.compile(r"[（《〈【〔]*(?:[!-~]+|.)(?:[，。、；：）》〉】〕？！…%％]|[“”‘’].?)*")


def _head(text: str, em: float) -> float:
    """Return about how wide the part of a line is that could not stand on the line before."""
    match = _HEAD.match(text)
    return em * sum(0.55 if char < "\u0250" else 1.0 for char in match[0]) if match else em


def _goes_on(line: Line, following: Line, margins: _Margins) -> bool:
    """Return whether two lines belong to one paragraph."""
    em = line.em
    if abs(following.em - em) > 0.12 * em + 0.5:
        return False
    if line.page == following.page:
        usual = margins.pitch.get(round(em), 2.2 * em)
        if following.y0 - line.y0 > 1.4 * usual + 1 or following.y0 <= line.y0 + 0.2 * em:
            return False
    elif following.page != line.page + 1:
        return False
    middle = (margins.left + margins.right) / 2
    off = [abs((one.x0 + one.x1) / 2 - middle) for one in (line, following)]
    # Where only a full line tells that a paragraph goes on, the margin is taken at its word.
    slack = (1.2 if margins.indents else 0.3) * em
    full = margins.right - line.x1 < slack + _head(following.text, em)
    if em > 1.15 * margins.em and line.page == following.page:
        # A title of several lines: centred, or filling the line.
        return (
            off[1] < 1.2 * em
            and (off[0] < 1.2 * em or full)
            and not rule("page.begins_paragraph").match(following.text)
        )
    if not full:
        return False
    if following.x0 - margins.left > 0.8 * em:
        return False
    return not (
        rule("page.begins_paragraph").match(following.text)
        and (not margins.indents or _ENDS.search(line.text))
    )


def _paragraph(lines: list[Line]) -> list[Run]:
    runs: list[Run] = []
    for number, line in enumerate(lines):
        before = ""
        if number:
            previous = lines[number - 1]
            before = joint(previous.text, line.text)
            if (previous.spaced or line.spaced_before) and not (
                _WIDE.match(previous.text[-1]) and _WIDE.match(line.text[0])
            ):
                before = " "
        if before:
            runs.append(Run(before))
        runs.append(Run(line.text, line.box))
    return runs


def _same_columns(one: _Table, other: _Table) -> bool:
    return len(one.xs) == len(other.xs) and all(abs(a - b) < 4 for a, b in zip(one.xs, other.xs, strict=True))


def _repeated_rows(first: _Table, other: _Table) -> int:
    """Return how many rows at the top of ``other`` repeat those of ``first``."""
    same = 0
    for number in range(min(5, first.rows, other.rows)):
        ours = {column: cell.compact for column, cell in first.row(number).items()}
        theirs = {column: cell.compact for column, cell in other.row(number).items()}
        if ours != theirs:
            break
        same = number + 1
    words = sum(1 for cell in first.cells if cell.row < same and cell.compact)
    numeric = any(re.fullmatch(r"[\d.]+", cell.compact) for cell in first.cells if cell.row < same)
    return same if words >= 2 and not numeric else 0


def _cut_row(table: _Table, upper: dict[int, _Cell], lower: dict[int, _Cell]) -> bool:
    """Return whether a page end cuts a row.

    Then something goes on below that filled its line above, and something that was complete
    above (a number, a name) has nothing below. Cells merged over rows say nothing about it.
    """
    own = [column for column, cell in lower.items() if cell.row_span == 1 and column in upper]
    filled = [column for column in own if lower[column].lines]
    ended = [column for column in own if upper[column].lines and not lower[column].lines]
    if not filled or not ended or not all(upper[column].lines for column in filled):
        return False

    def full(column: int) -> bool:
        cell, line = upper[column], upper[column].lines[-1]
        edge = table.xs[min(column + cell.column_span, len(table.xs) - 1)]
        return edge - line.x1 < 1.3 * line.em + _head(lower[column].lines[0].text, line.em)

    return any(full(column) for column in filled)


def _append(table: _Table, other: _Table) -> None:
    """Add the part of a table after a page end to the part before."""
    skip = _repeated_rows(table, other)
    if skip == other.rows:
        return
    last = {cell.column: cell for cell in table.cells if cell.row + cell.row_span == table.rows}
    top = other.row(skip)
    cut = _cut_row(table, last, top)
    offset = table.rows - skip - (1 if cut else 0)
    for cell in other.cells:
        if cell.row < skip:
            continue
        above = last.get(cell.column) if cell.row == skip else None
        if above is not None and above.column_span == cell.column_span:
            if cut:
                above.lines += cell.lines
                above.row_span += cell.row_span - 1
                continue
            if not cell.lines and (above.row_span > 1 or cell.row_span > 1):
                above.row_span += cell.row_span  # a merged cell over the page end
                continue
        table.cells.append(_Cell(cell.row + offset, cell.column, cell.row_span, cell.column_span, cell.lines))
    table.rows = other.rows + offset
    table.page, table.xs = other.page, other.xs


def compose(pages: Sequence[Page]) -> Builder:
    """Put the pages together."""
    pages = without_watermarks(pages)
    items = [_page_items(page) for page in pages]
    _drop_furniture(pages, items)
    by_size: dict[tuple[int, int], list[Line]] = defaultdict(list)
    sizes: dict[int, tuple[int, int]] = {}
    for page, here in zip(pages, items, strict=True):
        sizes[page.number] = (round(page.width / 10), round(page.height / 10))
        by_size[sizes[page.number]] += [item for item in here if isinstance(item, Line)]
    margins = {size: _margins(lines, size[0] * 10.0) for size, lines in by_size.items() if lines}
    flow: list[list[Line] | _Table] = []
    for item in (item for here in items for item in here):
        last = flow[-1] if flow else None
        if isinstance(item, _Table):
            if isinstance(last, _Table) and item.page == last.page + 1 and _same_columns(last, item):
                _append(last, item)
            else:
                flow.append(item)
        elif isinstance(last, list) and _goes_on(last[-1], item, margins[sizes[item.page]]):
            last.append(item)
        else:
            flow.append([item])
    builder = Builder()
    for part in flow:
        if isinstance(part, _Table):
            builder.table(
                GridCell(cell.row, cell.column, _paragraph(cell.lines), cell.row_span, cell.column_span)
                for cell in part.cells
            )
        else:
            builder.paragraph(_paragraph(part))
    return builder
