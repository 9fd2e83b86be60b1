"""A table of tasks whose cells have run together into one line.

    序号目标任务分管领导主抓部门协抓部门1新建小学3所。陆明义县教育局县财政局2改造…

A row is its number, its sentences, and behind the last of these leaders, bodies and a deadline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.parse.cell_alignment import names
from kg.parse.grid import BODIES, column_kind, first_heading, split_headings
from kg.parse.lines import EMPTY, Line
from kg.parse.page import Page
from kg.parse.readings.reading import Cells, Reading, grid_of, table
from kg.registry.patterns import load, rule

_SHORTEST = 100  # characters of such a table
_LEAST_ROWS = 3
_LONGEST_LEADERS = 15
_WORDS = ("body", "content", "name")

Tail = dict[str, Line]


def propose(page: Page) -> Iterator[Reading]:
    """Yield the tables that are one line."""
    for i, raw in enumerate(page.lines):
        start = raw.line.text.find(first_heading())
        if len(raw.line) < _SHORTEST or start < 0 or len(raw.cells) > 1:
            continue
        rows = _rows(raw.line, start)
        found = table("joined-tasks", grid_of(page.lines, i, i, rows)) if len(rows) > _LEAST_ROWS else None
        if found:
            yield found


def _rows(line: Line, start: int) -> list[Cells]:
    first = rule("tables.joined_first").search(line.text, start)
    words = split_headings(line.part(start, first.start())) if first else []
    kinds = tuple(column_kind(word.text) or "other" for word in words)
    behind = kinds[2:]
    if first is None or first["total"] or kinds[:1] != ("number",) or kinds[1] not in _WORDS:
        return []
    if not set(behind) & set(BODIES) or not set(behind) <= {*BODIES, "leader", "deadline"}:
        return []
    rows: list[Cells] = [words]
    place = first.start()
    while match := _row(len(rows)).match(line.text, place):
        # What nothing parts is left whole to whom it may concern.
        whole = {next(kind for kind in behind if kind in BODIES): line.part(*match.span("tail"))}
        tail = max(_tails(line, *match.span("tail"), behind), key=_likelihood, default=whole)
        cells = (line.part(*match.span("number")), line.part(*match.span("words")))
        rows.append((*cells, *(tail.get(kind, EMPTY) for kind in behind)))
        place = match.end()
    return rows


def _row(number: int) -> re.Pattern[str]:
    """Return the regex of a row: its words end with a sentence, what is behind them where the next begins."""
    following = f"{number + 1}{load('tables').variables['task_behind']}"
    return re.compile(
        rf"(?P<number>{number})(?P<words>.+?[。；])(?P<tail>[^。；]{{2,120}}?)(?={following}|$)"
    )


def _tails(line: Line, begin: int, end: int, kinds: tuple[str, ...]) -> list[Tail]:
    """Return the ways to cut what stands behind the words into the last columns, which may be empty."""
    if begin == end or not kinds:
        return [{}] if begin == end else []
    kind, rest = kinds[0], kinds[1:]
    found = [
        {kind: line.part(begin, stop)} | tail
        for stop in range(begin + 2, end + 1)
        if _holds(kind, line.text, begin, stop)
        and (stop == end or rule("tables.begins_cell").match(line.text, stop))
        for tail in _tails(line, stop, end, rest)
    ]
    return found or ([] if kind in BODIES else _tails(line, begin, end, rest))


def _holds(kind: str, text: str, begin: int, stop: int) -> bool:
    if kind == "leader":
        return stop - begin <= _LONGEST_LEADERS and _leaders().fullmatch(text, begin, stop) is not None
    pattern = rule("tables.joined_time" if kind == "deadline" else "tables.glued_bodies")
    return pattern.fullmatch(text, begin, stop) is not None


@cache
def _leaders() -> re.Pattern[str]:
    return re.compile(names())


def _likelihood(tail: Tail) -> tuple[int, int]:
    """Return how many columns are filled, and how many names of bodies begin with their level."""
    bodies = [cell.text for kind, cell in tail.items() if kind in BODIES]
    return len(tail), sum(len(rule("tables.of_a_level").findall(text)) for text in bodies)
