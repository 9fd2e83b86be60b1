"""Figures and days that cannot be right as printed: no unit, a year gone by, no amount, no date.

figure_findings(facts) -> Finding, ...
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract import ItemFacts, NoticeFacts
from kg.extract.extract import every_item
from kg.extract.money import MONEY
from kg.model import Finding
from kg.parse.dates import iso_date
from kg.parse.lines import Line
from kg.registry.findings import finding
from kg.registry.measures import measures
from kg.resolve.cells import is_empty
from kg.resolve.finding_words import clause_before, quote, words


def figure_findings(facts: NoticeFacts) -> Iterator[Finding]:
    """Yield what is doubtful about the figures and days of each item, in order."""
    content = facts.document.text.content
    issued = iso_date(facts.document.header.issued)
    year = int(issued[:4]) if issued else min(facts.years, default=0)
    items = [item for one in facts.lists for item in every_item(one)]
    for item in items:
        if item.deadline is not None and item.deadline.date is None:
            yield finding("unread-deadline", item.deadline.spans, said=item.deadline.text)
        yield from _unread_amounts(item, content)
        line = item.cells.get("content", item.body)
        for said in (line, *(item.cells[kind] for kind in ("progress",) if kind in item.cells)):
            if said is line or said.text not in line.text:
                yield from _bare_numbers(said)
                yield from _past_years(said, item, year)
    yield from _without_money_unit(items)


def _bare_numbers(line: Line) -> Iterator[Finding]:
    """新增充电桩60以上: the number of a commitment, without a unit of measure."""
    known = words()
    quoted = [match.span() for match in known["quoted"].finditer(line.text)]
    for match in known["bare_number"].finditer(line.text):
        start, end = match.span()
        clause = clause_before(line, start)
        if not known["commits"].search(clause) or any(a < start < b for a, b in quoted):
            continue
        if _needs_no_unit(clause, match) or _unit_stated(line, start) or _cut_off(line, start, end):
            continue
        said = clause[-12:] + line.text[start:end]
        yield finding("number-without-unit", (line.span(start, end),), said=said)


def _cut_off(line: Line, start: int, end: int) -> bool:
    """Tell whether a line ends at the number within a bracket: what follows stands on the next one."""
    before = line.text[:start]
    opened = max(before.rfind("（"), before.rfind("(")) > max(before.rfind("）"), before.rfind(")"))
    return end == len(line.text) and opened


def _needs_no_unit(clause: str, match: re.Match[str]) -> bool:
    """Tell whether a number is a name, an order, a year, a version or a ratio."""
    known = words()
    if known["without_unit"].search(clause) and not known["counted_works"].search(clause):
        return True
    if known["ratio"].search(clause):
        return True
    bare = not (match["scale"] or match["more"])
    year = len(match["number"]) == 4 and match["number"].startswith(("19", "20"))
    return bare and (year or match["number"].endswith(".0"))


def _unit_stated(line: Line, at: int) -> bool:
    """工业投资（亿元）47: the unit of a number stands before it."""
    stated = words()["stated_unit"].search(line.text, 0, at)
    return stated is not None and stated["unit"] in measures().forms


def _past_years(line: Line, item: ItemFacts, year: int) -> Iterator[Finding]:
    """力争2022年…4个 in a notice of 2024: what is still to be done cannot lie before its issue."""
    known = words()
    dated = set(item.deadline.spans) if item.deadline is not None else set()
    quoted = [match.span() for match in known["aside"].finditer(line.text)]
    for match in known["year_meant"].finditer(line.text):
        start = match.start("year")
        if int(match["year"]) >= year or any(a < start < b for a, b in quoted):
            continue
        if known["cohort"].match(match["rest"]) or _looks_back(line, match, year):
            continue
        if not _still_to_do(clause_before(line, start), match["rest"]):
            continue
        span = line.span(start, match.end("year") + 1)
        if any(span.start < other.end and other.start < span.end for other in dated):
            continue
        said = line.text[start : match.end()]
        yield finding("target-in-past", (span,), said=said, year=match["year"], issued=year)


def _looks_back(line: Line, match: re.Match[str], year: int) -> bool:
    """2015年完成4180亿元,今年安排460个: what follows is of this year, so that it tells what was reached."""
    later = words()["this_year"].search(line.text, match.end())
    return later is not None and (later["year"] is None or int(later["year"]) >= year)


def _still_to_do(clause: str, rest: str) -> bool:
    """Tell whether a clause says what is to be done in its year, and how much."""
    known = words()
    if known["year_compared"].search(clause) or known["reached"].search(clause + rest):
        return False
    # Without such a word it may be what was reached: 2023年全县粮食总产9.58亿斤.
    if not known["wanted"].search(clause + rest) and (clause or not known["acts"].match(rest)):
        return False
    return known["how_much"].search(rest) is not None


def _unread_amounts(item: ItemFacts, content: str) -> Iterator[Finding]:
    """A cell of money holds a number alone."""
    for kind in MONEY:
        cell = item.cells.get(kind)
        if cell is None or kind in item.money or is_empty(cell):
            continue
        yield finding("unread-amount", cell.spans(), said=quote(content, cell.spans()))


def _without_money_unit(items: list[ItemFacts]) -> Iterator[Finding]:
    """A table says what its money is counted in; that it does not is said once."""
    item = next((one for one in items if one.money and one.money_unit is None), None)
    if item is not None:
        yield finding("no-money-unit", next(iter(item.money.values())).spans)
