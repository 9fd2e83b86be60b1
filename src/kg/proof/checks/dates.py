"""Dates: the day of issue as the standard writes it, the day of print, and one style throughout."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from kg.parse.frame import date_in
from kg.parse.lines import Line, narrow
from kg.proof.sheet import Sheet
from kg.proof.slips import Slip
from kg.registry.patterns import rule

_LATE = 60  # days from issue to print beyond which one of the two is mistaken
_LONGEST = 31
_ZERO = re.compile(r"(?<=[年月])0(?=[1-9])|^0(?=[1-9])")


def issued(sheet: Sheet) -> Iterator[Slip]:
    """Find a day of issue in Chinese numerals, with points or strokes, or with leading zeros."""
    line = sheet.line("issued")
    day = _day(sheet.issued)
    if line is None or day is None or (line.text.isascii() and not sheet.parts.get("signed")):
        return  # of a box of a page that shows the document, not of its signature
    wanted = f"{day.year}年{day.month}月{day.day}日"
    if narrow(line.text).replace(" ", "") != wanted:
        yield Slip(line.span(), wanted)


def imprint(sheet: Sheet) -> Iterator[Slip]:
    """Find a day of print before the day of issue, or long after it."""
    line, day = sheet.line("imprint"), _day(sheet.issued)
    found = date_in(line.text) if line is not None else None
    if line is None or day is None or found is None:
        return
    try:
        printed = date(*(int(found[name]) for name in ("year", "month", "day")))
    except ValueError:  # in Chinese numerals, or no day of the calendar
        return
    if not 0 <= (printed - day).days <= _LATE:
        others = tuple(one.span() for one in sheet.parts.get("issued", ()))
        values = {"issued": f"{day.year}年{day.month}月{day.day}日"}
        yield Slip(line.span(*found.span()), None, others, values)


def in_letter(sheet: Sheet) -> Iterator[Slip]:
    """Find a meeting after the day of issue that it led to, and a day to report by, or a stage, before it."""
    day, whole = _day(sheet.issued), sheet.whole
    if day is None:
        return
    values = {"issued": f"{day.year}年{day.month}月{day.day}日"}
    others = tuple(one.span() for one in sheet.parts.get("issued", ()))
    for name, early in (("meeting_passed", False), ("to_report_by", True), ("stage_ends", True)):
        for match in rule(f"proof.{name}").finditer(whole.text):
            told = _told(match)
            if told is not None and (told < day if early else told > day):
                yield Slip(whole.span(*match.span("mark")), None, others, values)


def _told(match: re.Match[str]) -> date | None:
    """Return the day that a match tells; of a month its last."""
    said = match.groupdict()
    year, month = int(said.get("end") or said["year"]), int(said["month"])
    try:
        if said["day"]:
            return date(year, month, int(said["day"]))
        return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    except ValueError:  # no day of the calendar, which other rules tell
        return None


def zeros(sheet: Sheet) -> Iterator[Slip]:
    """Find months and days with a leading zero, but in the day of issue, which has a rule of its own."""
    whole = sheet.whole
    for match in rule("proof.date_with_zero").finditer(whole.text):
        span = whole.span(*match.span())
        if not sheet.spares(*match.span()) and not _is_issued(sheet, span.start):
            yield Slip(span, _ZERO.sub("", match[0]))


def styles(sheet: Sheet) -> Iterator[Slip]:
    """Find dates with strokes or points, where the text writes 年月日."""
    whole = sheet.whole
    for match in rule("proof.stroked_date").finditer(whole.text):
        span = whole.span(*match.span())
        # With points it looks like an address, which is no reason to spare it.
        spared = match["mark"] == "-" and sheet.spares(*match.span())
        if not spared and not _is_issued(sheet, span.start):
            yield Slip(span, f"{match['year']}年{int(match['month'])}月{int(match['day'])}日")
    for match in rule("calendar.dotted_day").finditer(whole.text):
        if int(match["day"]) <= _LONGEST:  # others are no days, which another rule tells
            yield Slip(whole.span(*match.span()), f"{int(match['month'])}月{int(match['day'])}日")


def _is_issued(sheet: Sheet, at: int) -> bool:
    return any(_holds(line, at) for line in sheet.parts.get("issued", ()))


def _holds(line: Line, at: int) -> bool:
    return line.at[0] <= at <= line.at[-1]


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
