"""What stands twice, and what is of another year: tasks, leaders of chapters, titles, columns.

repeat_findings(facts) -> Finding, ...
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import takewhile

from kg.extract import ItemFacts, ListFacts, NoticeFacts
from kg.extract.extract import every_item
from kg.model import Finding, Severity, Span
from kg.parse.dates import iso_date
from kg.parse.lines import Line
from kg.parse.numbering import number_of
from kg.registry.findings import finding
from kg.resolve.finding_words import is_of_another_time, lines_elsewhere, quote, sections_below, words
from kg.resolve.merging import folded
from kg.resolve.reworded_findings import reworded_findings, reworded_lines

_SHORTEST = 5  # characters that are left of a task's words, or of an indicator's name, to be compared
_PARAGRAPH = 12  # characters of a numbered paragraph that says what is to be done
_CHAPTERS = 3  # leaders that head chapters, of whom one may stand there twice by mistake


def repeat_findings(facts: NoticeFacts) -> Iterator[Finding]:
    """Yield what is said twice or is of another year."""
    for one in facts.lists:
        yield from _tasks(one, facts.document.text.content)
        yield from reworded_findings(one)
        yield from _leaders(one)
    yield from reworded_lines(facts)
    yield from _other_values(facts)
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


def _other_values(facts: NoticeFacts) -> Iterator[Finding]:
    """The letter, or a paragraph beside the tasks, and a task name one indicator with two values."""
    others, told = _aims_and_tasks(facts)
    content = facts.document.text.content
    said = [(line, match) for line in told for match in words()["named_amount"].finditer(line.text)]
    for other in others:
        for match in words()["named_amount"].finditer(other.text):
            start = match.start("number")
            if _is_aim(other, match, content) and not is_of_another_time(other, start, facts.years):
                yield from _differing(other, match, said)


def _aims_and_tasks(facts: NoticeFacts) -> tuple[list[Line], list[Line]]:
    """Return the lines that tell what is aimed at, and those that tell what is to be done."""
    items = [item for one in facts.lists for item in every_item(one)]
    lines = [line for item in items for line in (item.body, *item.cells.values())]
    content = facts.document.text.content
    beside = list(lines_elsewhere(facts, lines))
    aims = [item.body for item in items if item.body.text and _below_aims(item.body, content)]
    paragraphs = [line for line in beside if number_of(line) and len(line) > _PARAGRAPH]
    return [*facts.document.header.letter, *beside, *aims], [*lines, *paragraphs]


def _differing(
    other: Line, match: re.Match[str], said: Sequence[tuple[Line, re.Match[str]]]
) -> Iterator[Finding]:
    """Yield an aim whose value is that of no task that names the same."""
    same = [
        (line, one)
        for line, one in said
        if line is not other and (_is_one(match, one) or _is_named(match, one, line))
    ]
    values = {Decimal(one["number"]) for _, one in same}
    if same and Decimal(match["number"]) not in (*values, sum(values, Decimal(0))):
        line, one = same[0]
        places = (other.span(*match.span()), line.span(*one.span()))
        yield finding("letter-differs", places, said=match.group(), other=one.group())


def _is_aim(line: Line, match: re.Match[str], content: str) -> bool:
    """Tell whether a sentence says what is still to be reached, or stands below a heading of aims."""
    before = line.text[: match.start("number")].rpartition("。")[2]
    behind = words()["asks_behind"].match(line.text, match.end())
    return bool(words()["aims_at"].search(before) or behind) or _below_aims(line, content)


def _below_aims(line: Line, content: str) -> bool:
    above = content[: line.at[0]].rstrip().rpartition("\n")[2]
    return words()["heads_aims"].match(above.strip()) is not None


def _is_named(match: re.Match[str], other: re.Match[str], line: Line) -> bool:
    """组织开展义务植树活动，全年植树54万株: the amount's name is short, and its task has the whole one."""
    name, short = (words()["aims_first"].sub("", said["name"]) for said in (match, other))
    shorter = 1 < len(short) < len(name) and name.endswith(short)
    return match["form"] == other["form"] and shorter and name in line.text


def _is_one(match: re.Match[str], other: re.Match[str]) -> bool:
    """Tell whether two amounts are of one thing: their names end alike, in the same unit."""
    names = [words()["verb_first"].sub("", said["name"]) or said["name"] for said in (match, other)]
    one, two = (name[::-1] for name in names)
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, two, strict=False)))
    whole = alike == min(len(one), len(two))
    # 今年新增学位 and 新增学位: what is said of the time tells of no other thing.
    rest = max(names, key=len)[: -alike or None]
    least = (
        _SHORTEST - (not rest or words()["only_aims"].search(rest) is not None) if whole else _SHORTEST + 2
    )
    return match["form"] == other["form"] and alike >= least


def _leaders(facts: ListFacts) -> Iterator[Finding]:
    """One leader heads one chapter; of those whom a label names, all but one of several must."""
    sections = list(sections_below(facts.sections))
    ways: tuple[tuple[str, Severity], ...] = (("heads_chapter", "warning"), ("labels_leader", "info"))
    for name, severity in ways:
        headed: list[tuple[str, Line]] = [
            (leader.name, section.heading)
            for section in sections
            if words()[name].search(section.heading.text)
            for leader in section.leaders
        ]
        leaders = Counter(leader for leader, _ in headed)
        if severity == "info" and (len(leaders) < _CHAPTERS or sum(n > 1 for n in leaders.values()) != 1):
            continue  # leading several chapters is the rule there
        seen: dict[str, Line] = {}
        for leader, heading in headed:
            first = seen.setdefault(leader, heading)
            if first is not heading:
                yield _two_chapters(leader, first, heading, severity)


def _two_chapters(leader: str, first: Line, heading: Line, severity: Severity) -> Finding:
    places = (_at(heading, leader), _at(first, leader))
    told = {"leader": leader, "first": first.text, "second": heading.text}
    return finding("leader-two-chapters", places, told, severity=severity)


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


def _announced(letter: Iterable[Line]) -> Iterator[Line]:
    """Yield the titles of what a letter sends."""
    for line in letter:
        if words()["announces"].search(line.text):
            for match in words()["announced"].finditer(line.text):
                if not words()["refers_to"].search(line.text[: match.start()]):
                    yield line.part(*match.span("title"))


def _referred(facts: NoticeFacts, own: dict[int, Span]) -> Iterator[tuple[int, Span]]:
    """按照《2022年任务清单》抓好落实, where the list of 2023 follows: only the year of its title differs."""
    letter = facts.document.header.letter
    behind = folded(facts.document.text.content[letter[-1].at[-1] + 1 :]) if letter else ""
    for line in letter:
        for match in words()["announced"].finditer(line.text):
            title = line.part(*match.span("title"))
            named = _named(title)
            if len(named) != 1 or not words()["refers_to"].search(line.text[: match.start()]):
                continue
            year, span = next(iter(named.items()))
            likely = folded(title.text).replace(str(year), str(max(own)), 1)
            if year < max(own) and likely in behind and folded(title.text) not in behind:
                yield year, span


def _others(facts: NoticeFacts, own: dict[int, Span]) -> Iterator[tuple[int, Span]]:
    title_at = facts.document.header.title.at if facts.document.header.title else ()
    titles = [one.title for one in facts.lists if one.title is not None]
    titles = [title for title in titles if not (title.at and title.at[0] in title_at)]
    for title in (*titles, *_announced(facts.document.header.letter)):
        named = _named(title)
        if named and not named.keys() & own.keys():
            yield from ((year, span) for year, span in named.items() if year < max(own))
    content = facts.document.text.content
    yield from _referred(facts, own)
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
