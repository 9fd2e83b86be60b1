"""Days that no calendar has, and days on the wrong side of the day of issue, wherever they are printed.

What the content's rules say of a task's deadline goes before (``yields`` of a rule): here are letters,
cells that nothing was read from, and festivals.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from kg import identity, resources
from kg.model import Span
from kg.parse.lines import Line
from kg.proof.sheet import Sheet
from kg.proof.slips import Slip
from kg.registry.patterns import rule
from kg.registry.rows import read_rows

_WEEK = "一二三四五六日"
_FIXED = {"元旦": (1, 1), "五一": (5, 1), "劳动节": (5, 1), "国庆": (10, 1), "七一": (7, 1), "八一": (8, 1)}
_NEXT_YEARS = frozenset({"元旦", "春节"})  # before which, without a year, the coming one's is meant
_AUTUMN = 9  # month of issue from which the first months are those of the coming year
_SPRING = 4  # the last of these
_LEAP = 29
_LETTERS = ("meeting_days", "meeting_held", "up_to_now", "document_day")  # what a letter says was done
_CODES = ("stroked_day", "dotted_day")  # which look like a code, and are none
_LAST = {"上": 10, "中": 20}
_FIRST = "元"  # 元月
_LANTERNS = ("元宵", "春节", 14)  # which comes so many days after another


def impossible_days(sheet: Sheet) -> Iterator[Slip]:
    """Find 6月31日, 13月底 and a 29 February of a year that has none."""
    whole = sheet.whole
    for name in ("day", "later_day", "stroked_day", "dotted_day"):
        for match in rule(f"calendar.{name}").finditer(whole.text):
            said = match.groupdict()
            spared = name not in _CODES and sheet.spares(*match.span())
            if not spared and (why := _impossible(said, sheet)):
                at = match.span("said") if "said" in said else match.span()
                yield Slip(whole.span(*at), None, values={"why": why[0], "why_en": why[1]})
    for match in rule("calendar.day_in_characters").finditer(whole.text):
        names = [name for name, said in match.groupdict().items() if said and not sheet.spares(*match.span())]
        said_ = {name.rstrip("2"): str(identity.ordinal(match[name])) for name in names}
        if said_ and (why := _impossible({"year": None, **said_}, sheet)):
            yield Slip(whole.span(*match.span()), None, values={"why": why[0], "why_en": why[1]})
    for match in rule("calendar.month").finditer(whole.text):
        yield Slip(
            whole.span(*match.span()),
            None,
            values={"why": "一年只有12个月", "why_en": "a year has twelve months"},
        )


def _impossible(said: dict[str, str | None], sheet: Sheet) -> tuple[str, str] | None:
    """Return why there is no such day; without a year, 29 February is of the year of issue."""
    month, day = int(said["month"] or 0), int(said["day"] or 0)
    if not 1 <= month <= 12:
        return "一年只有12个月", "a year has twelve months"
    told = said["year"] or (sheet.issued or "")[:4]
    longest = monthrange(int(told), month)[1] if told else _LEAP if month == 2 else monthrange(2000, month)[1]
    if not 1 <= day <= longest:
        of = f"{told}年" if month == 2 and told else ""
        return f"{of}{month}月只有{longest}天", f"that month has {longest} days"
    return None


def weekdays(sheet: Sheet) -> Iterator[Slip]:
    """Find a day with the wrong day of the week; without a year, it must fit none that may be meant."""
    issued = _day(sheet.issued)
    for match in rule("calendar.weekday").finditer(sheet.whole.text):
        years = [int(match["year"])] if match["year"] else [issued.year, issued.year + 1] if issued else []
        days = [one for year in years if (one := _date(year, int(match["month"]), int(match["day"])))]
        if len(days) > 1 and issued and issued < days[0]:
            del days[1:]  # what is still to come this year is meant
        named = "日" if match["weekday"] == "天" else match["weekday"]
        if days and all(_WEEK[one.weekday()] != named for one in days):
            right = _WEEK[days[0].weekday()]
            yield Slip(sheet.whole.span(*match.span()), None, values={"right": right})


def past_days(sheet: Sheet) -> Iterator[Slip]:
    """Find deadlines before the day of issue that no task was read with: of letters, months and festivals."""
    issued = _day(sheet.issued)
    if issued is None:
        return
    others, values = _issue(sheet, issued)
    for name, read in (("letter_deadline", _deadline), ("month_done", _done)):
        for match in rule(f"calendar.{name}").finditer(sheet.whole.text):
            told = read(match, issued)
            if told and told < issued and not rule("calendar.of_another_time").search(match["before"]):
                yield Slip(sheet.whole.span(*match.span("mark")), None, others, values)
    for match in rule("calendar.festival").finditer(sheet.whole.text):
        told = _festival(match, issued)
        if told and told <= issued and not sheet.spares(*match.span()):
            yield Slip(sheet.whole.span(*match.span("mark")), None, others, values)


def _issue(sheet: Sheet, issued: date) -> tuple[tuple[Span, ...], dict[str, str]]:
    """Return where the day of issue stands, and how a message names it."""
    others = tuple(one.span() for one in sheet.parts.get("issued", ()))
    return others, {"issued": f"{issued.year}年{issued.month}月{issued.day}日"}


def _deadline(match: re.Match[str], issued: date) -> date | None:
    """Return the last day meant by 3月15日前, 6月底前, 5月上旬前; in autumn, 1月 is the coming year's."""
    month = 1 if match["month"] == _FIRST else int(match["month"])
    if issued.month >= _AUTUMN and month <= _SPRING:
        return None
    if match["day"]:
        return _date(issued.year, month, int(match["day"]))
    last = monthrange(issued.year, month)[1]
    return date(issued.year, month, _LAST.get(match["part"] or "", last))


def _done(match: re.Match[str], issued: date) -> date | None:
    """Return the last day meant by 3月底完成; a year before that of issue tells what was."""
    if match["year"] and int(match["year"]) < issued.year:
        return None
    if match["year"] and int(match["year"]) > issued.year:
        return None
    return _deadline(match, issued)


def _festival(match: re.Match[str], issued: date) -> date | None:
    name, year = match["festival"], match["year"]
    if not (match["this"] or year) and (name in _NEXT_YEARS or issued.month >= _AUTUMN):
        return None
    later, first, days = _LANTERNS
    of = first if name == later else name
    month_day = _FIXED.get(of) or _festivals().get((of, int(year or issued.year)))
    told = _date(int(year or issued.year), *month_day) if month_day else None
    return told + timedelta(days=days) if told and name == later else told


@cache
def _festivals() -> dict[tuple[str, int], tuple[int, int]]:
    """Return the days of those festivals that move: ``data/checks/festivals.csv``."""
    columns = ("festival", "year", "month", "day")
    return {
        (row["festival"], int(row["year"])): (int(row["month"]), int(row["day"]))
        for row in read_rows(resources.data("checks", "festivals.csv"), columns, columns)
    }


def later_than_issue(sheet: Sheet) -> Iterator[Slip]:
    """Find what had happened when a document was issued, with a day after it."""
    issued = _day(sheet.issued)
    if issued is None:
        return
    others, values = _issue(sheet, issued)
    said = [(line, name) for line in sheet.parts.get("letter", ()) for name in _LETTERS]
    for line, name in (*said, (sheet.whole, "was_done")):
        for match in rule(f"calendar.{name}").finditer(line.text):
            mark = "mark" if match["mark"] else "other"
            told = _happened(match.groupdict(), issued)
            if told and told > issued:
                yield Slip(line.span(*match.span(mark)), None, others, values)


def _happened(said: dict[str, str | None], issued: date) -> date | None:
    month = int(said["month"] or said.get("month2") or 0)
    year = int(said.get("year") or issued.year)
    day = said["day"] or said.get("day2")
    if not said.get("year") and month > issued.month + 6:
        return None  # of the year before
    if day:
        return _date(year, month, int(day))
    # 截至2月底 is said when the month is over.
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def letter_years(sheet: Sheet) -> Iterator[Slip]:
    """Find a year gone by in what the letter commits to, and the report of a year long before."""
    issued, title = _day(sheet.issued), sheet.line("title")
    if issued is None:
        return
    others, values = _issue(sheet, issued)
    named = {int(year) for year in re.findall(r"20\d\d(?=年)", title.text if title else "")}
    ways = (("report_year", issued.year - 1), ("committed_year", issued.year), ("planned_year", issued.year))
    for line in (*sheet.parts.get("letter", ()), *sheet.parts.get("closing", ())):
        for name, before in ways:
            for match in rule(f"calendar.{name}").finditer(line.text):
                other = "" if match["mark"] else "2"
                year = int(match[f"year{other}"])
                if year not in named and (year < before or year > issued.year + 1):
                    yield Slip(line.span(*match.span(f"mark{other}")), None, others, values)


def months_in_characters(sheet: Sheet) -> Iterator[Slip]:
    """Find 九月底 where the text has its months in digits."""
    whole = sheet.whole
    if not rule("calendar.month_in_digits").search(whole.text):
        return
    for match in rule("calendar.month_in_characters").finditer(whole.text):
        mark, month = ("mark", match["month"]) if match["mark"] else ("other", match["month2"])
        if not sheet.spares(*match.span()) and not _in(sheet, "issued", whole, match.start()):
            yield Slip(whole.span(*match.span(mark)), f"{_MONTHS[month]}月")


_MONTHS = {**{one: at for at, one in enumerate("一二三四五六七八九十", 1)}, "十一": 11, "十二": 12}


def _in(sheet: Sheet, part: str, whole: Line, at: int) -> bool:
    place = whole.at[at]
    return any(line.at[0] <= place <= line.at[-1] for line in sheet.parts.get(part, ()))


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
