"""A table whose cells have run together into one line, as some pages publish them.

What parts the cells again is what the columns must hold: row numbers that count up, money whose
sums the total row states, names of bodies and of people. Where more than one reading adds up, or
none does, the table is left alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from kg.parse.document import Item, ItemList, Label, LabelKind, Section
from kg.parse.grid import BODIES, MONEY, column_kind, first_heading, split_headings, unit_stated
from kg.parse.lines import Line
from kg.parse.page import Page
from kg.parse.readings.reading import Reading
from kg.registry.measures import measures
from kg.registry.patterns import load, rule

_WHO: tuple[LabelKind, ...] = ("lead", "responsible", "leader")
_SHORTEST = 60  # characters of such a table
_MOST_TAILS = 40  # ways to cut what stands behind the money
_MOST_SUMS = 20_000  # sums of rows that are followed
_MOST_WAYS = 4  # to reach one of them
_LONGEST_LEADERS = 15
_LONGEST_NAME = 40  # characters of what stands before the bodies behind the money

Row = dict[str, Line]


def propose(page: Page) -> Iterator[Reading]:
    """Yield the one table, if there is one that reads without doubt."""
    for i, raw in enumerate(page.lines):
        start = raw.line.text.find(first_heading())
        if len(raw.line) >= _SHORTEST and start >= 0 and len(raw.cells) == 1:
            found = _read(raw.line, start)
            if found:
                yield Reading("joined-table", i, i, found)
                return


def _read(line: Line, start: int) -> ItemList | None:
    first = rule("tables.joined_first").search(line.text, start)
    words = split_headings(line.part(start, first.start())) if first else []
    kinds = [column_kind(word.text) or "other" for word in words]
    if first is None or "name" not in kinds or not set(MONEY) & set(kinds):
        return None
    groups = list(rule("tables.joined_group").finditer(line.text, first.start()))
    masked = _masked(line, groups)
    bounds, total = _bounds(masked.text, first)
    options = [_options(masked, begin, end, kinds) for begin, end in bounds]
    if not options or not all(options):
        return None
    options = [_plausible(row) or row for row in _likeliest(options)]
    chosen = _adding_up(options, total) if total else None
    if chosen is None:  # no total, or rows are missing: only what reads one way
        chosen = [row[0] for row in map(_plausible, options) if len(row) == 1]
    if len(chosen) != len(options):
        return None
    items = _items(chosen, dict(zip(kinds, words, strict=True)), unit_stated(line.text[:start]))
    ends = [*(group.start() for group in groups), len(line)]
    inside = [
        tuple(item for item, (begin, _) in zip(items, bounds, strict=True) if a <= begin < b)
        for a, b in pairwise([0, *ends])
    ]
    sections = tuple(
        Section(line.part(*group.span("name")), group["number"], (), own, (), is_category=True)
        for group, own in zip(groups, inside[1:], strict=True)
    )
    return ItemList(_title(line), "projects", inside[0], sections, (), (), is_table=True)


def _items(rows: list[Row], headings: dict[str, Line], unit: str | None) -> list[Item]:
    printed = {kind: word.text for kind, word in headings.items()}
    return [
        Item(
            str(n),
            row["name"],
            tuple(Label(kind, None, row[kind]) for kind in _WHO if kind in row),
            row,
            unit,
            printed,
        )
        for n, row in enumerate(rows, 1)
    ]


def _masked(line: Line, groups: Sequence[re.Match[str]]) -> Line:
    """Return the line with the headings of groups blanked out; positions stay."""
    text = line.text
    for group in groups:
        text = text[: group.start()] + " " * len(group.group()) + text[group.end() :]
    return Line(text, line.at)


def _title(line: Line) -> Line | None:
    annex = rule("tables.joined_annex").match(line.text)
    ends = (line.text.find(word) for word in load("tables").words["behind_title"])
    end = min(i for i in ends if i >= 0)
    part = line.part(annex.end() if annex else 0, end)
    return part if part.text else None


def _bounds(text: str, first: re.Match[str]) -> tuple[list[tuple[int, int]], str]:
    """Return where the rows begin behind their numbers and end, and the words of the total above them."""
    starts: list[int] = []
    ends: list[int] = []
    place = first.end("total") if first["total"] else first.start()
    while match := _number(len(starts) + 1).search(text, place):
        place = match.end()
        if starts and rule("tables.measured_number").match(text, match.start()):
            continue
        ends.append(match.start())
        starts.append(match.end())
    total = text[first.end("total") : ends[0]] if first["total"] and ends else ""
    return list(zip(starts, [*ends[1:], len(text)], strict=True)) if starts else [], total


def _number(number: int) -> re.Pattern[str]:
    """Return the regex of a row's number before its words; the first may stand behind the total's digits."""
    alone = r"(?<!\d)" if number > 1 else ""
    return re.compile(rf"{alone}{number}{load('tables').variables['words_behind']}")


def _cuts(digits: str, count: int) -> Iterator[tuple[int, ...]]:
    """Yield every way to cut a run of digits into ``count`` numbers, none of which begins with 0."""
    if digits[:1] in ("", "0"):
        return
    if count == 1:
        yield (int(digits),)
    for i in range(1, len(digits) if count > 1 else 0):
        yield from ((int(digits[:i]), *rest) for rest in _cuts(digits[i:], count - 1))


def _options(line: Line, begin: int, end: int, kinds: list[str]) -> list[Row]:
    """Return the readings of one row: name and stage, money, then progress, bodies and names."""
    money = [kind for kind in kinds if kind in MONEY]
    at = kinds.index(money[0])
    run = _money_run(line.text, begin, end)
    cells = (
        _words(line, begin, run.start(), [kind for kind in kinds[:at] if kind != "number"]) if run else None
    )
    if run is None or cells is None:
        return []
    behind = len(line.text[:end].rstrip())
    tails = _tails(line, run.end(), behind, tuple(kind for kind in kinds[at:] if kind not in MONEY))
    cuts: list[Row] = []
    for cut in _cuts(run.group(), len(money)):
        place, row = run.start(), {}
        for kind, value in zip(money, cut, strict=True):
            row[kind] = line.part(place, place + len(str(value)))
            place += len(str(value))
        cuts.append(row)
    return [cells | tail | row for tail in tails[:_MOST_TAILS] for row in cuts]


def _money_run(text: str, begin: int, end: int) -> re.Match[str] | None:
    """Return the digits of the money: the longest run that no measure follows."""
    runs = rule("tables.joined_sums").finditer(text, begin, end)
    free = [run for run in runs if not _unit().match(text, run.end())]
    return max(free, key=lambda run: len(run.group()), default=None)


@cache
def _unit() -> re.Pattern[str]:
    return re.compile(load("tables").filled("(?!$time_behind)$unit", unit=measures().pattern))


def _words(line: Line, begin: int, end: int, kinds: list[str]) -> Row | None:
    """Cut what stands before the money: a word like 新建 parts the name from what is built."""
    if kinds == ["name"]:
        return {"name": line.part(begin, end)}
    if kinds[1:2] not in (["stage"], ["nature"]) or kinds[2:] not in ([], ["content"]):
        return None
    known = rule("tables.stage_within" if kinds[2:] else "tables.stage")
    stages = list(known.finditer(line.text, begin + 4, end))
    stages = stages[:1] if kinds[2:] else [stage for stage in stages if stage.end() == end]
    if not stages:
        return None
    stage = stages[0]
    cells = {"name": line.part(begin, stage.start()), kinds[1]: line.part(*stage.span())}
    return cells | ({"content": line.part(stage.end(), end)} if kinds[2:] else {})


def _tails(line: Line, begin: int, end: int, kinds: tuple[str, ...]) -> list[Row]:
    """Return the ways to cut what follows the money: words, bodies by their endings, names of people."""
    if not kinds:
        return [{}] if begin == end else []
    kind, rest = kinds[0], kinds[1:]
    text = line.text
    if kind == "leader":
        stops = range(begin, min(begin + _LONGEST_LEADERS, end) + 1)
        names = rule("leaders.names_with_or_without_commas")
        found = [stop for stop in stops if stop == begin or names.fullmatch(text, begin, stop)]
    elif kind in BODIES:
        stops = range(begin + 2, end + 1) if rest else range(end, end + 1)
        found = [stop for stop in stops if rule("tables.joined_bodies").fullmatch(text, begin, stop)]
    elif "leader" in rest:
        found = [
            stop for stop in range(begin + 2, end - 3) if not rule("tables.no_end").match(text[stop - 1])
        ]
    else:
        return []
    own = [({kind: line.part(begin, stop)} if stop > begin else {}, stop) for stop in found]
    return [cell | tail for cell, stop in own for tail in _tails(line, stop, end, rest)]


def _likeliest(options: list[list[Row]]) -> list[list[Row]]:
    """Keep, row by row, the cuts behind the money whose names and bodies fit the other rows best."""
    seen: Counter[str] = Counter()
    for row in options:
        seen.update({name for option in row for name in _people(option)})

    def likelihood(option: Row) -> tuple[int, int, int]:
        bodies = [option[kind].text for kind in BODIES if kind in option]
        levels = sum(len(rule("tables.of_a_level").findall(text)) for text in bodies)
        names = _people(option)
        return levels, min((min(seen[name], 2) for name in names), default=0), sum(map(len, names))

    if not any("leader" in option and "progress" in option for row in options for option in row):
        return options
    best = [max(map(likelihood, row)) for row in options]
    return [
        [option for option in row if likelihood(option) == most]
        for row, most in zip(options, best, strict=True)
    ]


def _people(option: Row) -> list[str]:
    return option["leader"].text.split("、") if "leader" in option else []


def _plausible(row: list[Row]) -> list[Row]:
    """Return the readings in which no part of the money exceeds the whole."""
    return [
        option
        for option in row
        if all(
            int(option[kind].text) <= int(option.get("total", option[kind]).text)
            for kind in MONEY
            if kind in option
        )
    ]


def _adding_up(options: list[list[Row]], total: str) -> list[Row] | None:
    """Return the one choice of readings whose sums are a reading of the stated total, or None."""
    order = sorted(
        (kind for kind in options[0][0] if kind in MONEY), key=lambda kind: options[0][0][kind].at[0]
    )
    digits = rule("tables.digits").findall(total)
    parted = len(digits) >= len(order) > 1
    stated = (
        [tuple(map(int, digits[: len(order)]))] if parted else list(_cuts("".join(digits[:1]), len(order)))
    )
    reached: dict[tuple[int, ...], list[list[Row]]] = {(0,) * len(order): [[]]}
    for row in options:
        step: dict[tuple[int, ...], list[list[Row]]] = {}
        for sums, ways in reached.items():
            for option in row:
                key = tuple(s + int(option[kind].text) for s, kind in zip(sums, order, strict=True))
                step.setdefault(key, []).extend([*way, option] for way in ways[:_MOST_WAYS])
        reached = dict(list(step.items())[:_MOST_SUMS])
    found = [way for sums in stated for way in reached.get(sums, [])]
    return found[0] if len(found) == 1 else None
