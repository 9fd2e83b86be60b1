"""Cells, each in a line of its own, below headings that nothing knows or below none.

    次序 / 做什么 / 谁来做 / 1 / 新建公园3座 / 县住建局、县财政局 / 2 / …

What the lines hold tells the columns: numbers that count up or the words behind a list of bodies
begin a row, and the commonest row says in which order the columns stand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from kg.parse.bodies import names_bodies, surely_bodies
from kg.parse.cell_alignment import deal, fits
from kg.parse.columns import Columns, read_columns
from kg.parse.even_rows import number_behind
from kg.parse.grid import BODIES, Grid, column_kind, heads_rows, is_number, row_number
from kg.parse.labels import opens_with_label, says_who
from kg.parse.lines import EMPTY, Line, RawLine
from kg.parse.numbering import number_of
from kg.parse.page import Page
from kg.parse.readings.reading import Cells, Reading, grid_of, table
from kg.registry.patterns import rule

_LEAST_ROWS = 3
_LONGEST_ROW = 12  # lines
_LONGEST_HEADING = 14  # characters
_LONGEST_ASIDE = 20  # of a deadline or a leader
_MOST_HEADINGS = 9


def propose(page: Page) -> Iterator[Reading]:
    """Yield the tables whose rows show only in what their lines hold."""
    kinds = [_kind(raw) for raw in page.lines]
    for first, last in _regions(kinds):
        starts = _starts(page.lines, kinds, first, last)
        if behind := _counted_behind(page.lines, kinds, starts, last):
            starts, last = behind, last + 1
        found = _read(page.lines, kinds, starts, last) if len(starts) >= _LEAST_ROWS else None
        if found:
            yield found


def _kind(raw: RawLine) -> str:
    """Return what a line could be as a cell; a label or the frame ends a table."""
    text = raw.line.text
    framed = rule("titles.document_number").search(text) or rule("titles.date").fullmatch(text)
    item = number_of(raw.line) is not None and says_who(raw.line)
    if len(raw.cells) > 1 or framed or item or text[-1] in "：:" or opens_with_label(raw.line):
        return "label"  # the letter's frame, too, whose issuers are bodies
    if rule("tables.bar").search(text):
        return "label"  # where bars close the cells, line breaks do not
    if is_number(text):
        return "number"
    if heads_rows(raw.line):
        return "group"
    if column_kind(text) is not None and not surely_bodies(text):
        return "words"
    if rule("tables.heads_bodies").fullmatch(text):
        return "words"  # 扛旗单位, which heads bodies
    if len(text) > 2 and names_bodies(text):
        return "responsible"
    if len(text) > _LONGEST_ASIDE or text[-1] in "。；":
        return "words"
    return next((kind for kind in ("deadline", "leader") if fits(kind, text) > 0), "words")


def _regions(kinds: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield first and last line of each stretch in which lists of bodies follow closely on each other."""
    bodies = [i for i, kind in enumerate(kinds) if kind == "responsible"]
    label = -1  # the last one above
    labels = [label := i if kind == "label" else label for i, kind in enumerate(kinds)]
    start = 0
    for i in range(1, len(bodies) + 1):
        above = bodies[i - 1]
        if i < len(bodies) and bodies[i] - above <= _LONGEST_ROW and labels[bodies[i]] < above:
            continue
        if i - start >= _LEAST_ROWS:
            last = above
            aside = ("deadline", "leader")
            while any(kind in aside for kind in kinds[last + 1 : last + 3]) and kinds[last + 1] in (
                "words",
                *aside,
            ):
                last += 1  # bodies that nothing knows stand above a deadline, too
            yield max(labels[bodies[start]] + 1, bodies[start] - _LONGEST_ROW), last
        start = i


def _starts(lines: Sequence[RawLine], kinds: Sequence[str], first: int, last: int) -> list[int]:
    """Return where the rows begin: at numbers that count up, else at the words behind a row's last cells."""
    counted: list[int] = []
    following = {1}
    for i in range(first, last + 1):
        if kinds[i] == "number" and row_number(lines[i].line.text) in following:
            counted.append(i)
            following = number_behind(lines[i].line.text)
    if len(counted) >= _LEAST_ROWS:
        return counted
    found = [
        i
        for i in range(first + 1, last + 1)
        if kinds[i] == "words" and kinds[i - 1] not in ("words", "number")
    ]
    if not found:
        return []
    # The first row begins as many words above its bodies as the others do.
    bodies = kinds.index("responsible", first)
    while bodies > first and kinds[bodies - 1] != "words":
        bodies -= 1  # a deadline or a leader stands before them
    above = Counter(_words_from(kinds, i) for i in found).most_common(1)[0][0]
    return [*([bodies - above] if bodies - above >= first else []), *(i for i in found if i > bodies)]


def _counted_behind(
    lines: Sequence[RawLine], kinds: Sequence[str], starts: list[int], last: int
) -> list[int]:
    """Return where the rows begin whose numbers stand in their last cells, or nothing where they do not."""
    numbers = [*starts, last + 1]
    ends = last + 1 < len(lines) and all(i < len(kinds) and kinds[i] == "number" for i in numbers)
    if (
        not ends
        or len(starts) < 2
        or row_number(lines[last + 1].line.text) not in number_behind(lines[starts[-1]].line.text)
    ):
        return []
    height = Counter(b - a for a, b in pairwise(numbers)).most_common(1)[0][0]
    first = max(0, starts[0] - height + 1)
    heads = [column_kind(raw.line.text) for raw in lines[max(0, first - 1) : first + 1]]
    headed = heads == ["number", None]
    goes_on = kinds[last + 2 : last + 3] == ["words"]  # the rest of the row that the number begins
    return [first, *(i + 1 for i in starts)] if headed or not goes_on else []


def _words_from(kinds: Sequence[str], start: int) -> int:
    """Return how many lines of words begin the row at ``start``."""
    return next((n for n, kind in enumerate(kinds[start : start + _LONGEST_ROW]) if kind != "words"), 1)


def _read(lines: Sequence[RawLine], kinds: Sequence[str], starts: list[int], last: int) -> Reading | None:
    headings = _headings(lines, starts[0])
    led = len(headings) > 1 and column_kind(headings[0].text) in BODIES
    known = _known(lines, kinds, [*starts, last + 1], headings, led=led)
    if known is None:
        return None
    columns, headings = known
    # Who answers may be merged over the rows of the first column, above their numbers.
    begins = [i - (led and i > 0 and kinds[i - 1] == "responsible") for i in starts]
    rows: list[Cells] = []
    for a, b in pairwise([*begins, last + 1]):
        rows += [(lines[i].line,) for i in range(max(0, a - 1), a) if kinds[i] == "group"]
        cells = [raw.line for raw, kind in zip(lines[a:b], kinds[a:b], strict=True) if kind != "group"]
        if led:
            who = cells.pop(0) if kinds[a] == "responsible" else EMPTY
            rows += [(who, *row) for row in deal(cells, columns.kinds[1:])]
        else:
            rows += deal(cells, columns.kinds)
    above = sum(line.at[0] < lines[begins[0]].at for line in headings) or kinds[begins[0] - 1] == "group"
    return table("loose-cells", grid_of(lines, max(0, begins[0] - above), last, rows), columns, headings)


def _known(
    lines: Sequence[RawLine], kinds: Sequence[str], bounds: Sequence[int], headings: list[Line], *, led: bool
) -> tuple[Columns, list[Line]] | None:
    """Return the columns and their headings; nothing where the commonest row names nobody, or no task.

    Args:
        lines: the page's.
        kinds: what each could be as a cell.
        bounds: where the rows begin, and the line behind the last.
        headings: the short lines above the first row.
        led: the first of them heads bodies.
    """
    shapes = [tuple(kind for kind, _ in groupby(kinds[a:b])) for a, b in pairwise(bounds)]
    shape = Counter(shapes).most_common(1)[0][0]
    if not {"responsible", "words"} <= set(shape):
        return None
    if led:
        return _by_headings(headings), headings
    stated = _stated(lines[: bounds[0]], shape[0] == "number")
    told = None if stated else _told(lines, kinds, bounds, headings)
    return told or (stated or _columns(shape, [line.text for line in headings]), headings)


def _told(
    lines: Sequence[RawLine], kinds: Sequence[str], bounds: Sequence[int], headings: list[Line]
) -> tuple[Columns, list[Line]] | None:
    """Return the columns that the rows tell which lack no cell, with the headings where each has one."""
    rows = [[lines[i].line for i in range(a, b) if kinds[i] != "group"] for a, b in pairwise(bounds)]
    width = Counter(map(len, rows)).most_common(1)[0][0]
    whole = [tuple(row) for row in rows if len(row) == width]
    if len(whole) < _LEAST_ROWS or 2 * len(whole) <= len(rows):
        return None
    head = headings[-width:] if len(headings) >= width else []
    columns, skip = read_columns(Grid(0, 0, (*([tuple(head)] if head else []), *whole), None))
    return (columns, head) if columns.kinds and skip == bool(head) else None


def _headings(lines: Sequence[RawLine], start: int) -> list[Line]:
    """Return the short lines above the first row that could head its columns."""
    found: list[Line] = []
    for raw in reversed(lines[max(0, start - _MOST_HEADINGS) : start]):
        text = raw.line.text
        if not found and heads_rows(raw.line):
            continue  # the group of the first row
        if len(text) > _LONGEST_HEADING or text[-1] in "。；：:":
            break
        if rule("tables.figure").search(text) or number_of(raw.line):
            break
        found.insert(0, raw.line)
    return found


def _stated(lines: Sequence[RawLine], counted: bool) -> Columns | None:
    """Return the columns that a sentence above the cells tells in their order: 各栏依次为任务、单位和时限."""
    for raw in reversed(lines):
        if match := rule("tables.columns_stated").search(raw.line.text):
            names = rule("tables.between_columns").split(match["names"])
            kinds = [column_kind(name) or f"other{i}" for i, name in enumerate(names)]
            if {*kinds} & {*BODIES} and "body" in kinds:
                number = ["number"] if counted and "number" not in kinds else []
                return Columns([*number, *kinds], dict(zip(kinds, names, strict=True)), by_headings=True)
    return None


def _by_headings(headings: Sequence[Line]) -> Columns:
    kinds = [column_kind(line.text) or f"other{i}" for i, line in enumerate(headings)]
    return Columns(kinds, dict(zip(kinds, (line.text for line in headings), strict=True)))


def _columns(shape: tuple[str, ...], headings: list[str]) -> Columns:
    """Return the columns of the commonest row, named by the headings where there is one for each."""
    words = max(i for i, kind in enumerate(shape) if kind == "words")
    kinds = [
        "body" if i == words else f"other{i}" if kind == "words" else kind for i, kind in enumerate(shape)
    ]
    names = headings[-len(kinds) :] if len(headings) >= len(kinds) else []
    known = [column_kind(name) for name in headings]
    if len(headings) > len(kinds) and all(known):
        return Columns([kind or "" for kind in known], dict(zip(map(str, known), headings, strict=True)))
    for i, name in enumerate(names):
        if kinds[i] != "number":
            kinds[i] = column_kind(name) or kinds[i]
    return Columns(kinds, dict(zip(kinds, names, strict=False)))
