"""Cells, each in a line of its own, below headings that nothing knows or below none.

    次序 / 做什么 / 谁来做 / 1 / 新建公园3座 / 县住建局、县财政局 / 2 / …

What the lines hold tells the columns: numbers that count up or the words behind a list of bodies
begin a row, and the commonest row says in which order the columns stand.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from kg.parse.bodies import names_bodies
from kg.parse.cell_alignment import deal, fits
from kg.parse.columns import Columns
from kg.parse.grid import BODIES, Grid, column_kind, unit_above
from kg.parse.labels import label_at
from kg.parse.lines import EMPTY, Line, RawLine
from kg.parse.numbering import number_of
from kg.parse.page import Page
from kg.parse.readings.reading import Reading, table
from kg.registry import patterns

_LEAST_ROWS = 3
_LONGEST_ROW = 12  # lines
_LONGEST_HEADING = 14  # characters
_MOST_HEADINGS = 9


def propose(page: Page) -> Iterator[Reading]:
    """Yield the tables whose rows show only in what their lines hold."""
    kinds = [_kind(raw) for raw in page.lines]
    for first, last in _regions(kinds):
        starts = _starts(page.lines, kinds, first, last)
        if len(starts) < _LEAST_ROWS:
            continue
        found = _read(page.lines, kinds, starts, last)
        if found:
            yield found


def _kind(raw: RawLine) -> str:
    """Return what a line could be as a cell; a label or the frame ends a table."""
    text = raw.line.text
    titles = patterns.load("titles")
    if len(raw.cells) > 1 or label_at(raw.line) or text[-1] in "：:":
        return "label"
    if titles["document_number"].search(text) or titles["date"].fullmatch(text):
        return "label"  # the letter's frame, whose issuers are bodies, too
    if re.fullmatch(r"\d{1,3}", text):
        return "number"
    if len(text) > 2 and names_bodies(text):
        return "responsible"
    if len(text) <= 20 and fits("deadline", text) > 0 and not re.search("[。；]", text):
        return "deadline"
    return "leader" if len(text) <= 20 and fits("leader", text) > 0 else "words"


def _regions(kinds: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield first and last line of each stretch in which lists of bodies follow closely on each other."""
    bodies = [i for i, kind in enumerate(kinds) if kind == "responsible"]
    start = 0
    for i in range(1, len(bodies) + 1):
        apart = i == len(bodies) or (
            bodies[i] - bodies[i - 1] > _LONGEST_ROW or "label" in kinds[bodies[i - 1] : bodies[i]]
        )
        if apart:
            if i - start >= _LEAST_ROWS:
                first = max([j + 1 for j in range(bodies[start]) if kinds[j] == "label"], default=0)
                last = bodies[i - 1]
                while last + 1 < len(kinds) and kinds[last + 1] in ("deadline", "leader"):
                    last += 1
                yield max(first, bodies[start] - _LONGEST_ROW), last
            start = i


def _starts(lines: Sequence[RawLine], kinds: Sequence[str], first: int, last: int) -> list[int]:
    """Return where the rows begin: at numbers that count up, else at the words behind a row's last cells."""
    counted: list[int] = []
    for i in range(first, last + 1):
        if kinds[i] == "number" and int(lines[i].line.text) == len(counted) + 1:
            counted.append(i)
    if len(counted) >= _LEAST_ROWS:
        return counted
    found = [
        i
        for i in range(first + 1, last + 1)
        if kinds[i] == "words" != kinds[i - 1] and kinds[i - 1] != "number"
    ]
    if not found:
        return []
    # The first row begins as many words above its bodies as the others do.
    above = next(i for i in range(first, last + 1) if kinds[i] == "responsible")
    most = Counter(_words_before(kinds, i) for i in found).most_common(1)[0][0]
    begin = above - most
    return [begin, *(i for i in found if i > above)] if begin >= first else [i for i in found if i > above]


def _words_before(kinds: Sequence[str], start: int) -> int:
    """Return how many lines of words begin the row at ``start``."""
    return next((n for n, kind in enumerate(kinds[start:]) if kind != "words"), 1)


def _read(lines: Sequence[RawLine], kinds: Sequence[str], starts: list[int], last: int) -> Reading | None:
    bounds = [*starts, last + 1]
    rows = [range(a, b) for a, b in pairwise(bounds)]
    shapes = [tuple(kind for kind, _ in groupby(kinds[i] for i in row)) for row in rows]
    shape = Counter(shapes).most_common(1)[0][0]
    if "responsible" not in shape or "words" not in shape:
        return None
    headings = _headings(lines, starts[0])
    if headings and column_kind(headings[0].text) in BODIES:
        return _led_by_bodies(lines, kinds, starts, last, headings)
    columns = _columns(shape, [line.text for line in headings])
    cells = [[lines[i].line for i in row] for row in rows]
    dealt = [row for line in cells for row in deal(line, columns.kinds)]
    grid = Grid(starts[0] - len(headings), last, tuple(dealt), unit_above(lines, starts[0]))
    return table("loose-cells", grid, columns, headings)


def _led_by_bodies(
    lines: Sequence[RawLine], kinds: Sequence[str], starts: list[int], last: int, headings: list[Line]
) -> Reading | None:
    """Read a table whose first column, merged over its rows, names who answers: above a row's number."""
    order = [column_kind(line.text) or f"other{i}" for i, line in enumerate(headings)]
    begins = [i - 1 if i and kinds[i - 1] == "responsible" else i for i in starts]
    first = begins[0] - len([line for line in headings if line.at[0] < lines[begins[0]].at])
    rows: list[tuple[Line, ...]] = []
    for a, b in pairwise([*begins, last + 1]):
        names = [lines[a].line] if kinds[a] == "responsible" else [EMPTY]
        cells = [raw.line for raw in lines[a + (kinds[a] == "responsible") : b]]
        rows += [(names[0], *row) for row in deal(cells, order[1:])]
    grid = Grid(max(0, first), last, tuple(rows), unit_above(lines, first))
    words = dict(zip(order, (line.text for line in headings), strict=True))
    return table("loose-cells", grid, Columns(order, words), headings)


def _headings(lines: Sequence[RawLine], start: int) -> list[Line]:
    """Return the short lines above the first row that could head its columns."""
    found: list[Line] = []
    for i in range(start - 1, max(-1, start - 1 - _MOST_HEADINGS), -1):
        line = lines[i].line
        text = line.text
        if len(text) > _LONGEST_HEADING or text[-1] in "。；：:" or re.search(r"\d", text) or number_of(line):
            break
        found.insert(0, line)
    return found


def _columns(shape: tuple[str, ...], headings: list[str]) -> Columns:
    """Return the columns of the commonest row, named by the headings where there is one for each."""
    kinds = list(shape)
    words = [i for i, kind in enumerate(kinds) if kind == "words"]
    for i in words:
        kinds[i] = "body" if i == words[-1] or len(words) == 1 else f"other{i}"
    names = headings[-len(kinds) :] if len(headings) >= len(kinds) else []
    known = [column_kind(name) for name in headings]
    if len(headings) > len(kinds) and all(known):
        return Columns([kind or "" for kind in known], dict(zip(map(str, known), headings, strict=True)))
    for i, name in enumerate(names):
        kind = column_kind(name)
        if kind and (kinds[i] != "number" or kind == "number"):
            kinds[i] = kind
    return Columns(kinds, dict(zip(kinds, names, strict=False)))
