"""Deadlines: the words, and the last day that they mean.

find_deadline(line, year)           in a task's words
deadline_of_label(line, year)       in a deadline's own line or cell
deadline_of_bracket(line, year)     among the bodies of a bracket: （县水利局，6月底完成）
default_deadline(content, year)     in a note, for all that names none

How they are worded is data: ``data/patterns/deadlines.yml``.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from kg.extract.facts import DeadlineFact
from kg.parse.lines import Line, clean
from kg.registry import patterns

_QUARTER_ENDS: Final = (3, 6, 9, 12)
_CLAUSE = 80  # characters before a deadline within which its clause is looked at
_PIECE = re.compile(r"[^，,、；;。：:（()）｜|]+")


@cache
def _words() -> patterns.PatternFile:
    return patterns.load("deadlines")


def find_deadline(line: Line, year: int | None) -> DeadlineFact | None:
    """Return the first deadline in the words of a task; ``year`` is the notice's own."""
    match = stated(line.text, year)
    if match is None:
        return None
    return DeadlineFact(date_of(match, year), match.group().strip(), line.ranges(*match.span()))


def stated(text: str, year: int | None) -> re.Match[str] | None:
    """Return where words first state a deadline."""
    words = _words()
    if not words["hint"].search(text):
        return None
    for match in words["phrase"].finditer(text):
        before = text[max(0, match.start() - _CLAUSE) : match.start()]
        if words["past"].search(before) or words["measured_by"].match(
            text[match.end() : match.end() + _CLAUSE]
        ):
            continue  # 恢复到2017年底水平 is measured by that year
        told = _first(match.groupdict(), "year", "toyear", "byyear", "partyear")
        if told and year and int(told) < year and words["cohort"].match(text[match.end() :]):
            continue  # 2022年以前立项的项目 are meant, and not by when
        if match["within"] and words["phrase"].search(text, match.end()):
            continue  # 年内 is vaguer than the day that follows
        if match["byyear"] and year and int(match["byyear"]) < year:
            continue  # 2023年底共有10个 is where this year began
        return match
    return None


def deadline_of_bracket(line: Line, year: int | None) -> DeadlineFact | None:
    """Return the deadline that stands among the bodies of a bracket."""
    words = _words()
    for match in _PIECE.finditer(line.text):
        piece = line.part(*match.span())
        if words["piece"].match(piece.text) and not words["recurring"].match(piece.text):
            return deadline_of_label(piece, year)
    return None


def default_deadline(content: str, year: int | None) -> DeadlineFact | None:
    """Return until when a note wants done what names no day: 完成时限未注明的，均为12月底."""
    match = _words()["default"].search(content)
    return deadline_of_label(clean(content, *match.span("when")), year) if match else None


def deadline_of_label(line: Line, year: int | None) -> DeadlineFact | None:
    """Return the deadline that a label's line or a cell states, with all its words.

    Of several days the last is meant: 5月底前完成清淤，年底前全面完成.
    """
    if not line.text:
        return None
    return DeadlineFact(max(_dates(line.text, year), default=None), line.text, line.spans())


def _dates(text: str, year: int | None) -> list[str]:
    """Return the days that a label names."""
    words = _words()
    if span := words["span"].search(text):
        found = [_day(int(span["year"]), int(span["month"] or 12), None)]
    elif whole := words["year_only"].search(text):
        found = [_day(int(whole["year"]), 12, None)]
    else:
        found = list(_days(text, year))
        if not any(found) and words["all_year"].search(text):
            found = [_day(year, 12, None)]
    return [date for date in found if date]


def _days(text: str, year: int | None) -> Iterator[str | None]:
    """Yield every day of a label; a month without a year is of the year named before it."""
    own = year
    for match in _words()["month"].finditer(text):
        own = int(match["year"]) if match["year"] else own
        yield _day(own, int(match["month"]), int(match["day"]) if match["day"] else None)
    for match in _words()["phrase"].finditer(text):
        if not (match["m1"] or match["m2"]):
            yield date_of(match, year)


def _day(year: int | None, month: int, day: int | None) -> str | None:
    """Return the last day meant; None without a year, or where the calendar has no such day."""
    if year is None:
        return None
    last = calendar.monthrange(year, month)[1]
    if day is not None and day > last:
        return None  # 2月30日: the caller reports it
    return f"{year:04d}-{month:02d}-{day or last:02d}"


def _first(found: Mapping[str, str | None], *groups: str) -> str | None:
    return next((found[group] for group in groups if found[group]), None)


def date_of(match: re.Match[str], year: int | None) -> str | None:
    """Return the last day that a phrase means; None where it recurs."""
    found = match.groupdict()
    own = int(_first(found, "year", "toyear", "byyear", "partyear") or 0) or year
    if found["next"] and own is not None:
        own += 1
    if month := _first(found, "m1", "m2", "m3"):
        day = _first(found, "d1", "d2", "d3")
        return _day(own, int(month), int(day) if day else None)
    if _first(found, "toyear", "ye2", "within"):
        return _day(own, 12, None)
    if quarter := _first(found, "q1", "q2"):
        return _day(own, _QUARTER_ENDS[_quarter(quarter)], None)
    if found["third"]:
        return _day(own, 9, None)
    if half := _first(found, "h1", "half"):
        return _day(own, 6 if half in _words().words["first_half"] else 12, None)
    return None if found["monthly"] or not found["year"] else _day(own, 12, None)


def _quarter(printed: str) -> int:
    """Return the number of a quarter less one: 三 and 3 are the third."""
    names = _words().words["quarters"]
    return names.index(printed) if printed in names else int(printed) - 1
