"""The years that a notice speaks of.

years_of(document)        those that its titles name, else that of its issue, else that of its letter
for_years(document, years) none for a plan of five years, whose title names no year
years_in(title)           2018—2020年: the first and the last
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.parse.dates import iso_date
from kg.parse.document import Document
from kg.parse.lines import Line
from kg.registry.patterns import rule


def years_of(document: Document) -> tuple[int, ...]:
    """Return the years that the titles name, in order; else the year of issue, if it is known.

    Where neither is told, it is the one year that the letter speaks of.
    """
    found = [year for title in _titles(document) for year in years_in(title.text)]
    if not found:
        number, day = document.header.number, iso_date(document.header.issued)
        issued = (number.text if number else "", day or "")
        matches = (rule("amounts.issued_year").search(text) for text in issued)
        found = [int(match.group()) for match in matches if match][:1]
    return tuple(dict.fromkeys(found or _year_of_letter(document)))


def for_years(document: Document, years: tuple[int, ...]) -> tuple[int, ...]:
    """Return the years that a notice is for: a plan of five years is not for the year of its issue."""
    titles = _titles(document)
    named = any(year for title in titles for year in years_in(title.text))
    plan = any(rule("amounts.plan_period").search(title.text) for title in titles)
    return () if plan and not named else years


def _titles(document: Document) -> list[Line]:
    titles = [*(items.title for items in document.lists), document.header.title]
    return [title for title in titles if title]


def _year_of_letter(document: Document) -> list[int]:
    spoken = (m for line in document.header.letter for m in rule("amounts.spoken_year").finditer(line.text))
    years = {int(match["year"]) for match in spoken}
    return list(years) if len(years) == 1 else []


def years_in(title: str) -> Iterator[int]:
    """Yield the years that a title names: 2018—2020年; of a plan (2018—2020年) for 2019 that year alone."""
    found = [
        [int(year) for year in (match["first"], match["last"]) if year]
        for match in rule("amounts.years").finditer(title)
    ]
    alone = [years[0] for years in found if len(years) == 1]
    for years in found:
        if len(years) == 1 or not any(years[0] <= year <= years[1] for year in alone):
            yield from years
