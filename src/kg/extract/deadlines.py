"""Deadlines: the words, and the last day that they mean.

find_deadline(line, year)           in a task's words
deadline_of_label(line, year)       in a deadline's own line or cell
deadline_of_bracket(line, year)     among the bodies of a bracket: （县水利局，6月底完成）
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator

from kg.extract.facts import DeadlineFact
from kg.parse.lines import Line
from kg.registry import patterns

_QUARTER_END = {"一": (3, 31), "二": (6, 30), "三": (9, 30), "四": (12, 31)} | {
    str(i): (i * 3, 31 if i in (1, 4) else 30) for i in range(1, 5)
}
_HINT = re.compile(r"前|底|年内|季度|半年|到20|至20|末")


def _day(year: int | None, month: int, day: int | None) -> str | None:
    if year is None:
        return None
    last = calendar.monthrange(year, month)[1]
    if day is not None and day > last:
        return None  # 2月30日: the caller reports it
    return f"{year:04d}-{month:02d}-{day or last:02d}"


def find_deadline(line: Line, year: int | None) -> DeadlineFact | None:
    """Return the first deadline in the words of a task; ``year`` is the notice's own."""
    if not _HINT.search(line.text):
        return None
    for match in patterns.load("deadlines")["phrase"].finditer(line.text):
        if _is_past(line.text, match.start()) or re.match(r"的?(?:水平|基数|基础)", line.text[match.end() :]):
            continue  # 恢复到2017年底水平 is measured by that year
        if match["byyear"] and year and int(match["byyear"]) < year:
            continue  # 2023年底共有10个 is where this year began
        return DeadlineFact(_date(match, year), match.group().strip(), line.ranges(*match.span()))
    return None


def _is_past(text: str, at: int) -> bool:
    clause = re.split(r"[。；;，,]", text[:at])[-1]
    return re.search(r"截至|截止|截$|自$|从$|早在", clause) is not None


def deadline_of_bracket(line: Line, year: int | None) -> DeadlineFact | None:
    """Return the deadline that stands among the bodies of a bracket."""
    for match in re.finditer(r"[^，,、；;。：:（()）]+", line.text):
        piece = line.part(*match.span())
        if not piece.text.startswith("每") and patterns.load("deadlines")["piece"].match(piece.text):
            return deadline_of_label(piece, year)
    return None


def deadline_of_label(line: Line, year: int | None) -> DeadlineFact | None:
    """Return the deadline that a label's line or a cell states, with all its words.

    Of several days the last is meant: 5月底前完成清淤，年底前全面完成.
    """
    if not line.text:
        return None
    file = patterns.load("deadlines")
    if span := file["span"].search(line.text):
        return DeadlineFact(_day(int(span["year"]), int(span["month"] or 12), None), line.text, line.spans())
    if whole := file["year_only"].search(line.text):
        return DeadlineFact(f"{whole['year']}-12-31", line.text, line.spans())
    dates = [date for date in _dates(line.text, year) if date]
    if not dates and year and re.search(r"全年|年度|12个月", line.text):
        dates = [f"{year:04d}-12-31"]
    return DeadlineFact(max(dates, default=None), line.text, line.spans())


def _dates(text: str, year: int | None) -> Iterator[str | None]:
    """Yield every day that a label names; a month without a year is of the year named before it."""
    file = patterns.load("deadlines")
    own = year
    for match in file["month"].finditer(text):
        own = int(match["year"]) if match["year"] else own
        yield _day(own, int(match["month"]), int(match["day"]) if match["day"] else None)
    for match in file["phrase"].finditer(text):
        if not (match["m1"] or match["m2"]):
            yield _date(match, year)


def _date(match: re.Match[str], year: int | None) -> str | None:
    own = int(match["year"] or match["toyear"] or match["byyear"] or 0) or year
    month = match["m1"] or match["m2"] or match["m3"]
    if month:
        day = match["d1"] or match["d2"] or match["d3"]
        return _day(own, int(month), int(day) if day else None)
    if match["toyear"] or match["ye2"] or match["within"]:
        return _day(own, 12, None)
    quarter = match["q1"] or match["q2"]
    if quarter:
        return _day(own, *_QUARTER_END[quarter])
    if match["h1"] or match["half"]:
        word = match["h1"] or match["half"]
        return _day(own, 6 if word == "上半年" else 9 if "三季度" in word else 12, None)
    if match["monthly"]:
        return None
    return _day(own, 12, None) if match["year"] else None
