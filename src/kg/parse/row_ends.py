"""Where the words of a row end and the bodies behind them begin, though nothing parts the cells.

row_cells(number, whole) -> number, words, bodies, deadline
"""

from __future__ import annotations

from functools import lru_cache

from kg.parse.bodies import names_bodies, surely_bodies
from kg.parse.labels import says_who
from kg.parse.lines import EMPTY, Line
from kg.registry.patterns import rule

_LEAST_WORDS = 6  # characters of a task


def row_cells(number: Line, whole: Line) -> tuple[Line, Line, Line, Line] | None:
    """Part a row into words, bodies and deadline; a counted row with a deadline may name nobody."""
    closing = rule("deadlines.closes_row").search(whole.text)
    until = closing.start() if closing else len(whole)
    names = whole.part(0, until)
    at = 0 if not names.text or says_who(names) else _end_of_words(names.text, _gaps(names))
    if at:
        return number, names.part(0, at), names.part(at), whole.part(until)
    told = number.text and closing and names.text and not says_who(names)
    return (number, names, EMPTY, whole.part(until)) if told else None


def _gaps(line: Line) -> tuple[int, ...]:
    return tuple(i for i in range(1, len(line)) if line.gap(i))


@lru_cache(maxsize=4096)
def _end_of_words(text: str, gaps: tuple[int, ...]) -> int:
    """Return the first place behind words from which nothing but bodies follows, or 0.

    Behind a blank or the end of a sentence a name is known by its ending; where nothing parts the
    cells, only a level begins one.
    """
    figures = [match.end() for match in rule("tables.no_name").finditer(text.rstrip("。；"))]
    for i in range(max([_LEAST_WORDS, *figures[-1:]]), len(text) - 2):
        parted = text[i - 1] in "。；; " or i in gaps
        if text[i - 1] in "、，," or not (parted or rule("tables.level").match(text, i)):
            continue
        rest = text[i:].strip()
        if names_bodies(rest) if parted else surely_bodies(rest):
            return i
    return 0
