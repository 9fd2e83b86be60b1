"""Rows whose cells have run together, a row a line or the whole table in one.

    类别序号督办内容分管领导牵头单位完成时限
    民生1新建学校1所。陆明义县教育局8月底
    2改造小区5个。县住建局年底

A row is its number, its sentences, and behind the last of these what the headings name: leaders, bodies,
a deadline; which is which shows in the names. A group stands before the number of the first of its rows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from kg.parse.bodies import names_bodies
from kg.parse.grid import (
    BODIES,
    blank_parted,
    column_kind,
    first_heading,
    group_line,
    split_headings,
    stands_behind,
)
from kg.parse.lines import EMPTY, Line, RawLine
from kg.parse.page import Page
from kg.parse.readings.reading import Cells, Reading, grid_of, table
from kg.registry.patterns import rule
from kg.registry.units import registry

_SHORTEST = 100  # characters of a table in one line
_LONGEST_HEAD = 60
_LEAST_ROWS = 2  # headings not among them
_LEAST_JOINED = 3  # of a table in one line
_LONGEST_LEADERS = 30
_LONGEST_TAIL = 120
_MOST_LINES = 6  # of a row
_USUAL_NAME = 3  # characters
_WORDS = ("body", "content", "name")
_BEHIND = {*BODIES, "leader", "deadline"}

Tail = dict[str, Line]
Row = tuple[Line, Line, Line, Line]  # group, number, words, and what is behind them


def propose(page: Page) -> Iterator[Reading]:
    """Yield the tables whose cells nothing parts."""
    i = 0
    while i < len(page.lines):
        raw = page.lines[i]
        start = raw.line.text.find(first_heading())
        if len(raw.cells) == 1 and start >= 0:
            long = len(raw.line) >= _SHORTEST
            rows, stop = (_in_one(raw.line, start), i + 1) if long else _line_by_line(page.lines, i)
            name = "joined-tasks" if long else "joined-rows"
            least = _LEAST_JOINED if long else _LEAST_ROWS
            if len(rows) > least and (found := table(name, grid_of(page.lines, i, stop - 1, rows))):
                yield found
            i = max(i, stop - 1)
        i += 1


def _headings(line: Line) -> tuple[list[Line], tuple[str, ...]]:
    """Return the headings that have run together and what they head; nothing where these rows do not fit."""
    words = split_headings(line) or blank_parted(line)
    kinds = tuple(column_kind(word.text) or "other" for word in words)
    rest = kinds[kinds[:1] == ("category",) :]
    behind = rest[2:] if rest[-1:] != ("progress",) else rest[2:-1]
    fit = rest[:1] == ("number",) and rest[1:2] and rest[1] in _WORDS and {*behind} <= _BEHIND
    return (words, kinds) if fit and {*behind} & {*BODIES} else ([], ())


def _in_one(line: Line, start: int) -> list[Cells]:
    first = rule("tables.joined_first").search(line.text, start)
    words, kinds = _headings(line.part(start, first.start())) if first else ([], ())
    if first is None or first["total"] or kinds[:1] != ("number",):
        return []
    rows: list[Row] = []
    place = first.start()
    while match := _row(len(rows) + 1).match(line.text, place):
        number, words_of, tail = (line.part(*match.span(name)) for name in ("number", "words", "tail"))
        rows.append((EMPTY, number, words_of, tail))
        place = match.end()
    # What nothing parts is left whole to whom it may concern.
    who = next((kinds.index(kind) for kind in kinds if kind in BODIES), 0)
    whole = [(*row[1:3], *[EMPTY] * (who - 2), row[3]) for row in rows]
    return [words, *(cut or left for cut, left in zip(_cut(rows, kinds), whole, strict=True))]


def _row(number: int) -> re.Pattern[str]:
    """Return the regex of a row: its words end with a sentence, what is behind them where the next begins."""
    following = rf"{number + 1}(?![月年日个号])(?=[一-龥“《\d])"
    return re.compile(
        rf"(?P<number>{number})(?P<words>.+?[。；])(?P<tail>[^。；]{{2,120}}?)(?={following}|$)"
    )


def _line_by_line(lines: Sequence[RawLine], start: int) -> tuple[list[Cells], int]:
    """Return the headings at ``start`` with the rows below them, and the line behind these."""
    head = lines[start].line
    words, kinds = _headings(head) if len(head) <= _LONGEST_HEAD else ([], ())
    grouped = kinds[:1] == ("category",)
    begun: list[Row] = []
    groups: list[tuple[int, Line]] = []  # with how many rows stand above
    i = stop = start + 1
    while words and i < len(lines) and len(lines[i].cells) == 1:
        line = lines[i].line
        if match := _begins(line, len(begun) + 1, grouped):
            group = line.part(*match.span("category")) if match["category"] else EMPTY
            begun.append((group, line.part(*match.span("number")), *_parted(line.part(match.end()), kinds)))
        elif group_line(line):
            groups.append((len(begun), line))
        elif line.text != head.text:
            ahead = lines[i + 1 : i + _MOST_LINES]
            goes_on = any(_begins(raw.line, len(begun) + 1, grouped) for raw in ahead)
            if not begun or stands_behind(line) or not (goes_on or not _cut(begun[-1:], kinds)[0]):
                break
            begun[-1] = (*begun[-1][:2], *_parted(begun[-1][2].sew(begun[-1][3]).sew(line), kinds))
        i += 1
        stop = i
    cells = _cut(begun, kinds)
    read = next((n for n, row in enumerate(cells) if not row), len(cells))
    rows = cells[:read]
    for at, line in reversed(groups):
        rows[at:at] = [(line,)] if at < read else []
    return [words, *rows], stop


def _begins(line: Line, number: int, grouped: bool) -> re.Match[str] | None:
    """Return how a line begins a row: with its number, before which the group may stand."""
    match = rule("tables.joined_row").match(line.text)
    fits = match and int(match["number"]) == number and (grouped or not match["category"])
    return match if fits else None


def _parted(row: Line, kinds: tuple[str, ...]) -> tuple[Line, Line]:
    """Return the words of a row and what is behind their last sentence, or behind the first before bodies."""
    ends = [i + 1 for i, char in enumerate(row.text) if char in "。；"] or [0]
    behind = kinds[2 + (kinds[:1] == ("category",)) :]
    told = behind[-1:] == ("progress",)  # may hold sentences
    end = next((at for at in ends if told and any(_tails(row.part(at), 0, behind))), ends[-1])
    return row.part(0, end), row.part(end)


def _cut(rows: Sequence[Row], kinds: tuple[str, ...]) -> list[Cells]:
    """Return the cells of each row, those behind the words as fits the other rows; () where none fit."""
    grouped = kinds[:1] == ("category",)
    behind = kinds[2 + grouped :]
    ways = [
        list(_tails(tail, 0, behind)) if kinds[-1] == "progress" or len(tail) <= _LONGEST_TAIL else []
        for *_, tail in rows
    ]
    seen = Counter(name for row in ways for name in {way["leader"].text for way in row if "leader" in way})
    found: list[Cells] = []
    for (group, number, words, _), row in zip(rows, ways, strict=True):
        tail = max(row, key=lambda way: _likelihood(way, seen), default=None) if words.text else None
        front = (group, number, words)[not grouped :]
        found.append((*front, *(tail.get(kind, EMPTY) for kind in behind)) if tail else ())
    return found


def _tails(line: Line, begin: int, kinds: tuple[str, ...]) -> Iterator[Tail]:
    """Yield the ways to cut what stands behind the words into the last columns, which may be empty."""
    if begin == len(line) or not kinds:
        if begin == len(line):
            yield {}
        return
    kind, rest = kinds[0], kinds[1:]
    stops = [stop for stop in range(begin + 2, len(line) + 1) if _holds(kind, line, begin, stop)]
    if kind in BODIES and rest == ("progress",):  # whose words may begin like anything
        match = rule("tables.glued_bodies").match(line.text, begin)
        stops = [match.end()] if match else []
    # Where nothing parts the cells, the next begins with a level, a time or the person whose column it is;
    # behind a person's name any may.
    next_begins = rule("tables.begins_cell").match
    begins = [next_begins]
    if rest[:1] == ("leader",):
        begins.append(rule("leaders.names_and_posts").match)
    sure = [stop for stop in stops if _parts(line, stop) or any(begin(line.text, stop) for begin in begins)]
    for stop in sure or (stops if kind == "leader" or rest == ("progress",) else []):
        yield from ({kind: line.part(begin, stop)} | tail for tail in _tails(line, stop, rest))
    nobody = rule("tables.joined_nothing").match(line.text, begin) if kind in BODIES else None
    yield from _tails(line, nobody.end() if nobody else begin, rest)


def _parts(line: Line, at: int) -> bool:
    return at == len(line) or line.gap(at)


def _holds(kind: str, line: Line, begin: int, stop: int) -> bool:
    text = line.text
    if kind == "leader":
        names = rule("leaders.names_and_posts")
        return stop - begin <= _LONGEST_LEADERS and names.fullmatch(text, begin, stop) is not None
    if kind == "progress":
        return stop == len(text)
    pattern = rule("tables.joined_time" if kind == "deadline" else "tables.glued_bodies")
    parted = kind in BODIES and _parts(line, stop) and names_bodies(text[begin:stop])
    return parted or pattern.fullmatch(text, begin, stop) is not None


def _likelihood(tail: Tail, seen: Counter[str]) -> tuple[int, int, int, int, int]:
    """Return how many columns are filled, how many names of bodies begin with their level or are known,
    and how usual the leader is."""
    bodies = [cell.text for kind, cell in tail.items() if kind in BODIES]
    levels = sum(len(rule("tables.of_a_level").findall(text)) for text in bodies)
    forms = registry().departments.by_form
    known = sum(name in forms for text in bodies for name in text.split("、"))
    leader = tail["leader"].text if "leader" in tail else ""
    return len(tail), levels, known, seen[leader], -abs(len(leader) - _USUAL_NAME)
