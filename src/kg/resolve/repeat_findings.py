"""What stands twice, and what is of another year: tasks, leaders of chapters, titles, columns.

repeat_findings(facts) -> Finding, ...
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract import ItemFacts, ListFacts, NoticeFacts
from kg.extract.extract import every_item
from kg.model import Finding, Span
from kg.parse.dates import iso_date
from kg.parse.lines import Line
from kg.registry.findings import finding
from kg.resolve.finding_words import quote, sections_below, words
from kg.resolve.merging import folded

_SHORTEST = 5  # characters that are left of a task's words to be compared


def repeat_findings(facts: NoticeFacts) -> Iterator[Finding]:
    """Yield what is said twice or is of another year."""
    for one in facts.lists:
        yield from _tasks(one, facts.document.text.content)
        yield from _leaders(one)
    yield from _years(facts)


def _tasks(facts: ListFacts, content: str) -> Iterator[Finding]:
    """Two tasks of a list that differ by figures, marks and set words alone are one."""
    seen: dict[str, ItemFacts] = {}
    for item in every_item(facts):
        said = item.cells.get("name") or item.body
        key = words()["leaves_open"].sub("", folded(said.text))
        if len(key) < _SHORTEST or item.continued:
            continue
        first = seen.setdefault(key, item)
        if first is item:
            continue
        earlier = first.cells.get("name") or first.body
        same = folded(earlier.text) == folded(said.text)
        bodies = [d.mention for d in first.duties] == [d.mention for d in item.duties]
        name = ("task-twice" if same else "task-alike") + ("" if bodies else "-of-others")
        places = (*said.spans()[:1], *earlier.spans()[:1])
        yield finding(name, places, said=quote(content, said.spans()))


def _leaders(facts: ListFacts) -> Iterator[Finding]:
    """One leader heads one chapter."""
    seen: dict[str, Line] = {}
    for section in sections_below(facts.sections):
        if not words()["leads_chapter"].search(section.heading.text):
            continue
        for leader in section.leaders:
            first = seen.setdefault(leader.name, section.heading)
            if first is not section.heading:
                yield finding(
                    "leader-two-chapters",
                    (_at(section.heading, leader.name), _at(first, leader.name)),
                    leader=leader.name,
                    first=first.text,
                    second=section.heading.text,
                )


def _at(line: Line, said: str) -> Span:
    start = line.text.find(said)
    return line.span(start, start + len(said)) if start >= 0 else line.span()


def _years(facts: NoticeFacts) -> Iterator[Finding]:
    """A list, an announced annex or a column of another year than the notice's title names."""
    header = facts.document.header
    own = _named(header.title) if header.title else {}
    if not own:
        return
    issued = iso_date(header.issued)
    if issued and all(abs(int(issued[:4]) - year) > 1 for year in own):
        return  # the title's own year is wrong, and its rule says so
    for year, span in _others(facts, own):
        yield finding("list-year", (span, *own.values()), year=year, own=max(own))


def _others(facts: NoticeFacts, own: dict[int, Span]) -> Iterator[tuple[int, Span]]:
    titles = [one.title for one in facts.lists if one.title is not None]
    title_at = facts.document.header.title.at if facts.document.header.title else ()
    for title in titles:
        if title.at and title.at[0] in title_at:
            continue
        named = _named(title)
        if named and not named.keys() & own.keys():
            yield from ((year, span) for year, span in named.items() if year < max(own))
    for line in facts.document.header.letter:
        if words()["announces"].search(line.text):
            for match in words()["announced"].finditer(line.text):
                if words()["refers_to"].search(line.text[: match.start()]):
                    continue
                named = _named(line.part(*match.span("title")))
                if named and not named.keys() & own.keys():
                    yield from ((year, span) for year, span in named.items() if year < max(own))
    content = facts.document.text.content
    columns = [(int(m["year"]), m) for m in words()["planned_column"].finditer(content)]
    if columns and all(year not in own for year, _ in columns):
        yield from ((year, Span(m.start(), m.end())) for year, m in columns if year < max(own))


def _named(title: Line) -> dict[int, Span]:
    """Return the years that a title names, and where each with its 年 stands."""
    return {
        int(match["year"]): title.span(match.start(), match.end() + 1)
        for match in words()["title_year"].finditer(title.text)
        if match.end() < len(title)
    }
