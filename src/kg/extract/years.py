"""The years that a notice speaks of.

years_of(document)   those that its titles name, else that of its issue
years_in(title)      2018—2020年: the first and the last
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.parse.dates import iso_date
from kg.parse.document import Document
from kg.registry import patterns


def years_of(document: Document) -> tuple[int, ...]:
    """Return the years that the titles name, in order; else the year of issue, if it is known."""
    titles = [*(items.title for items in document.lists), document.header.title]
    found = [year for title in titles if title for year in years_in(title.text)]
    if not found:
        number, day = document.header.number, iso_date(document.header.issued)
        issued = (number.text if number else "", day or "")
        matches = (patterns.load("amounts")["issued_year"].search(text) for text in issued)
        found = [int(match.group()) for match in matches if match][:1]
    return tuple(dict.fromkeys(found))


def years_in(title: str) -> Iterator[int]:
    """Yield the years that a title names: 2018—2020年."""
    for match in patterns.load("amounts")["years"].finditer(title):
        yield from (int(year) for year in (match["first"], match["last"]) if year)
