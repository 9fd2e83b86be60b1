"""Lists whose line breaks are not where their items begin.

one_by_one(lines) -> lines        一、…（县财政局负责）二、…（县教育局负责）  is cut before 二、
with_their_words(lines) -> lines  a number in a line of its own goes with the line below it
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from kg.identity import ordinal
from kg.parse.bodies import body
from kg.parse.document import Label
from kg.parse.grid import column_kind
from kg.parse.labels import cut, says_who
from kg.parse.lines import Line, RawLine
from kg.parse.numbering import number_of
from kg.registry import patterns
from kg.registry.patterns import rule

_LEAST = 40  # a shorter paragraph holds no list
_HEADINGS_WITHIN = 8  # lines
_REACH = 12  # lines within which a number's item says who


def one_by_one(lines: list[RawLine]) -> list[RawLine]:
    """Return the lines, those that hold several numbered items with units cut at each number."""
    found: list[RawLine] = []
    for raw in lines:
        long = len(raw.line) > _LEAST or rule("run-on.of_one_body").match(raw.line.text)
        pieces = _cut(raw.line) if len(raw.cells) == 1 and long else [raw.line]
        if len(pieces) == 1:
            found.append(raw)
        else:
            found.extend(RawLine((piece,), piece.at[0], piece) for piece in pieces)
    return found


def with_their_words(lines: list[RawLine]) -> list[RawLine]:
    """Return the lines, numbers in lines of their own joined to the words below them.

    They number items where they count up and each item says who; what counts pages does neither.
    """
    alone = [
        i
        for i, raw in enumerate(lines[:-1])
        if raw.line.text.isdigit()
        and len(raw.line) < 4
        and len(lines[i + 1].cells) == 1
        and rule("run-on.words").match(lines[i + 1].line.text)
    ]
    counted = []
    for i, j in pairwise([*alone, len(lines)]):
        below = [raw.line for raw in lines[i + 1 : min(j, i + _REACH)]]
        if any(map(says_who, below)) and not any(map(number_of, below)):  # else it counts pages
            counted.append(i)
    values = [int(lines[i].line.text) for i in counted]
    if len(counted) < 2 or any(b <= a for a, b in pairwise(values)) or _heads_columns(lines[: counted[0]]):
        return lines
    found = list(lines)
    for i in reversed(counted):
        # The blank stands for the line's end: the outline knows the number by it.
        blank = Line(" ", [lines[i].line.at[-1] + 1])
        line = lines[i].line.join(blank).join(lines[i + 1].line)
        found[i : i + 2] = [RawLine((line,), lines[i].at, line)]
    return found


def _heads_columns(lines: list[RawLine]) -> bool:
    """Tell whether headings of columns stand together above, so that the numbers are a table's."""
    known = [column_kind(raw.line.text) is not None for raw in lines]
    return any(sum(known[i : i + _HEADINGS_WITHIN]) >= 3 for i in range(len(known)))


@cache
def _styles() -> tuple[re.Pattern[str], ...]:
    """Return the patterns of numbers that items may begin with, in the order of the file."""
    every = patterns.load("run-on").patterns.values()
    return tuple(pattern for pattern in every if "n" in pattern.groupindex)


def _cut(line: Line) -> list[Line]:
    text = line.text
    led = rule("run-on.of_one_body").match(text)
    if led and body(led["body"]) == "body":
        # 县发改局：1.…2.…: the body heads the items that are counted behind it.
        starts = _counting(text, rule("run-on.num"))
        return [line.part(0, led.end()), *(line.part(a, b) for a, b in pairwise([*starts, len(text)]))]
    for style in _styles():
        starts = _counting(text, style)
        # 1.深化改革。（1）…（…负责）（2）…: the words before the first number may be a heading.
        if len(starts) < 2:
            continue
        items = [line.part(a, b) for a, b in pairwise([*starts, len(text)])]
        if all(_names_units(item) for item in items[:-1]):
            head = line.part(0, starts[0])
            return [*([head] if head.text else []), *(piece for item in items for piece in _cut(item))]
    return [line]


def _counting(text: str, style: re.Pattern[str]) -> list[int]:
    """Return where numbers stand that count up from the first."""
    starts: list[int] = []
    last = 0
    for match in style.finditer(text):
        value = ordinal(match["n"])
        if value and (value == last + 1 or not starts):
            starts.append(match.start())
            last = value
    return starts


def _names_units(item: Line) -> bool:
    """Tell whether an item ends with the bracket or label that says who."""
    last = cut(item)[-1]
    return isinstance(last, Label) and last.kind in ("lead", "support", "responsible", "leader", "deadline")
