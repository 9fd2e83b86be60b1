"""Deadlines: the words, and the last day that they mean.

find_deadline(line, year)           in a task's words
deadline_of_label(line, year)       in a deadline's own line or cell
"""

from __future__ import annotations

import calendar
import re

from kg.extract.facts import DeadlineFact
from kg.parse.lines import Line
from kg.registry import patterns

_QUARTER_END = {"一": (3, 31), "二": (6, 30), "三": (9, 30), "四": (12, 31)} | {
    str(i): (i * 3, 31 if i in (1, 4) else 30) for i in range(1, 5)
}
_HINT = re.compile(r"前|底|年内|季度|半年|到20|至20|每月|每季|末")


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
        return DeadlineFact(_date(match, year), match.group().strip(), line.ranges(*match.span()))
    return None


def _is_past(text: str, at: int) -> bool:
    clause = re.split(r"[。；;，,]", text[:at])[-1]
    return re.search(r"截至|截止|截$|自$|从$|早在", clause) is not None


def deadline_of_label(line: Line, year: int | None) -> DeadlineFact | None:
    """Return the deadline that a label's line or a cell states, with all its words."""
    if not line.text:
        return None
    file = patterns.load("deadlines")
    date = None
    for name in ("span", "month", "year_only"):
        match = file[name].search(line.text)
        if match:
            if name == "span":
                date = _day(int(match["year"]), int(match["month"] or 12), None)
                break
            own = int(match["year"]) if match["year"] else year
            if name == "year_only":
                date = f"{own:04d}-12-31" if own else None
            else:
                date = _day(own, int(match["month"]), int(match["day"]) if match["day"] else None)
            break
    else:
        phrase = file["phrase"].search(line.text)
        if phrase:
            date = _date(phrase, year)
        elif re.search(r"全年|年度|12个月", line.text) and year:
            date = f"{year:04d}-12-31"
    return DeadlineFact(date, line.text, line.spans())


def _date(match: re.Match[str], year: int | None) -> str | None:
    own = int(match["year"] or match["toyear"] or 0) or year
    if match["toyear"] or match["ye2"] or match["within"]:
        return _day(own, 12, None)
    if match["m1"] or match["m2"]:
        day = match["d1"] or match["d2"]
        return _day(own, int(match["m1"] or match["m2"]), int(day) if day else None)
    quarter = match["q1"] or match["q2"]
    if quarter:
        return _day(own, *_QUARTER_END[quarter])
    if match["h1"] or match["half"]:
        word = match["h1"] or match["half"]
        return _day(own, 6 if word == "上半年" else 9 if "三季度" in word else 12, None)
    if match["monthly"]:
        return None
    return _day(own, 12, None) if match["year"] else None
