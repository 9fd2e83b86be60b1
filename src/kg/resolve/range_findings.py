"""Ranges that run back, in amounts and in times, and times that no calendar has.

range_findings(line) -> Finding, ...

改造15—12个, 12月至6月, 下半年6月底前, 13月底前. A winter runs over the end of the year without saying so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from kg.model import Finding
from kg.parse.lines import Line
from kg.registry.findings import finding
from kg.registry.measures import scales
from kg.registry.patterns import load, rule

_AUTUMN = 9  # month from which a span may end in the spring of the next year
_SPRING = 4  # the last month that it may end in
_NEAR = 20  # characters around a span in which words say that it runs over the year's end
_BEFORE = 12  # characters before an amount in which words say that it falls
_LARGE = 10_000  # a word of scale from which on it stands before a unit, and is no part of its name: 千克


def range_findings(line: Line) -> Iterator[Finding]:
    """Yield what runs back in a line, and what no calendar has."""
    yield from _amounts(line)
    for match in _times_that_run_back(line.text):
        yield finding("time-reversed", (line.span(*match.span()),), said=match.group())
    yield from _outside(line)
    for name in ("impossible_time", "impossible_hour", "every_month"):
        for match in rule(f"ranges.{name}").finditer(line.text):
            code = "impossible-period" if name == "impossible_time" else "impossible-hour"
            yield finding(code, (line.span(*match.span()),), said=match.group())


def _amounts(line: Line) -> Iterator[Finding]:
    """改造15—12个, 8万元至5万元: a range runs from the lower to the higher."""
    for match in rule("ranges.amounts").finditer(line.text):
        unit, end = (match["unit"] or match["end"]).replace("％", "%"), match["end"].replace("％", "%")
        if len(unit) == 1 and unit in scales() and end.startswith(unit):
            unit = end  # 2万—1万元
        if _measure(unit) != _measure(end) or _value(match["low"], unit) <= _value(match["high"], end):
            continue
        before = line.text[max(0, match.start() - _BEFORE) : match.start()]
        falls = (
            rule("ranges.moved").search(before)
            or rule("ranges.falling").match(line.text[match.end() :])
            or (rule("ranges.falls").search(before) and not rule("ranges.share_dashed").search(match.group()))
        )
        if match["unit"] and falls:
            continue
        yield finding("range-reversed", (line.span(*match.span()),), said=match.group())


def _scale(unit: str) -> int:
    times = int(scales().get(unit[:1], 1))
    return times if times >= _LARGE else 1


def _measure(unit: str) -> str:
    return unit[1:] if _scale(unit) > 1 else unit


def _value(number: str, unit: str) -> Decimal:
    return Decimal(number) * _scale(unit)


def _times_that_run_back(text: str) -> Iterator[re.Match[str]]:
    """Yield 12月至6月, 3月20日至15日, 2026—2024年, 三季度至一季度."""
    for name, runs_back in (("months", _months), ("bare_months", _months), ("days", _days)):
        for match in rule(f"ranges.{name}").finditer(text):
            around = text[max(0, match.start() - _NEAR) : match.end() + _NEAR]
            if runs_back(match) and not rule("ranges.over_the_year").search(around):
                yield match
    for match in rule("ranges.years").finditer(text):
        if match["year"] > match["year_to"]:
            yield match
    for match in rule("ranges.quarters").finditer(text):
        if _quarter(match["quarter"]) > _quarter(match["quarter_to"]):
            yield match


def _months(match: re.Match[str]) -> bool:
    said = match.groupdict()
    if said.get("next"):
        return False
    low, high = (int(said[name] or 0) for name in ("month", "month_to"))
    if said.get("year_to"):
        year = int(said["year"] or said["year_to"] or 0)
        return (year, low) > (int(said["year_to"] or 0), high) if said["year"] else False
    days = [int(said.get(name) or 0) for name in ("day", "day_to")]
    if low == high:
        return all(days) and days[0] > days[1]
    return low > high and not (low >= _AUTUMN and high <= _SPRING)


def _days(match: re.Match[str]) -> bool:
    return int(match["day"]) > int(match["day_to"])


def _quarter(printed: str) -> int:
    names = load("deadlines").words["quarters"]
    return names.index(printed) + 1 if printed in names else int(printed)


def _months_of(match: re.Match[str]) -> tuple[int, int]:
    """Return the first and the last month of a half or a quarter."""
    if match["half"]:
        last = 6 * (load("ranges").words["halves"].index(match["half"]) + 1)
        return last - 5, last
    last = 3 * _quarter(match["quarter"])
    return last - 2, last


def _outside(line: Line) -> Iterator[Finding]:
    """下半年6月底前, 一季度（4—6月）: the month is not in the half or quarter that it stands with."""
    for match in rule("ranges.half_or_quarter").finditer(line.text):
        first, last = _months_of(match)
        months = [int(month) for month in (match["month"], match["month_to"]) if month]
        if all(first <= month <= last for month in months) or rule("ranges.reports").search(match["behind"]):
            continue
        said = line.text[match.start() : match.start("behind")]
        yield finding("time-outside", (line.span(match.start(), match.start("behind")),), said=said)
