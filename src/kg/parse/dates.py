"""A printed date as a day of the calendar: 2024年2月18日, 2024-02-18, 二○○七年四月十三日."""

from __future__ import annotations

from kg.identity import ordinal
from kg.numerals import digits
from kg.parse.lines import Line, narrow
from kg.registry.patterns import rule


def iso_date(line: Line | None) -> str | None:
    """Return YYYY-MM-DD of a printed date, None where it is no day of the calendar.

    One that lost a sign (2008年87日) is read where it is all of the line.
    """
    if line is None:
        return None
    text = narrow(line.text)
    match = rule("titles.date").search(text) or rule("titles.iso_date").search(text)
    match = match or rule("titles.damaged_date").fullmatch(text) or rule("titles.bare_date").fullmatch(text)
    if match:
        return f"{int(match['year']):04d}-{int(match['month']):02d}-{int(match['day']):02d}"
    match = rule("titles.cn_date").search(line.text) or rule("titles.damaged_cn_date").fullmatch(line.text)
    if match:
        month, day = ordinal(match["month"]), ordinal(match["day"])
        return f"{digits(match['year'])}-{month:02d}-{day:02d}"
    return None
