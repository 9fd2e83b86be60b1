"""Whether items are numbered in sequence: repeated numbers, gaps, a new beginning.

numbering_findings(facts) -> Finding, ...
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from kg import identity
from kg.extract import ListFacts, NoticeFacts, SectionFacts
from kg.extract.extract import every_item
from kg.model import Finding, Span
from kg.numerals import DIGITS, written
from kg.parse.lines import Line
from kg.registry.findings import finding
from kg.resolve.finding_words import is_of_another_time, items_of_section, quote, sections_below, words

_COUNTED = 100  # no list of a notice is longer
_NEAR = 5  # a clerk miscounts one in so many; what differs more is another list's number
_FEWEST = 3  # items that are announced by their number
Numbered = tuple[str, Line]  # a number as printed, and the line that it stands before


def numbering_findings(facts: NoticeFacts) -> Iterator[Finding]:
    """Yield what is odd about the numbers of each list; each way of numbering runs by itself."""
    content = facts.document.text.content
    yield from _mixed(content)
    yield from _counts(facts)
    yield from _announced_counts(facts)
    for one in facts.lists:
        ends: dict[str, tuple[int, int]] = {}
        for run in _runs(one):
            by_style: dict[str, list[Numbered]] = {}
            for text, line in run:
                by_style.setdefault(_style(text), []).append((text, line))
            for style, numbers in by_style.items():
                yield from _sequence(numbers, ends.get(style), content)
                last = [
                    (value, line.at[0]) for text, line in numbers if (value := _ordinal(text)) is not None
                ]
                if last:
                    ends[style] = last[-1]


def _sequence(numbers: list[Numbered], end: tuple[int, int] | None, content: str) -> Iterator[Finding]:
    """Check one run of siblings: it may restart at 1, or go on from where (number, place) another ended."""
    previous: int | None = None
    before, behind = end or (None, 0)  # behind: where the item before it begins
    for text, line in numbers:
        value = _ordinal(text)
        if value is None:
            continue
        begin, behind = behind, line.at[0]
        if previous is None:
            if value != 1 and value == before:
                yield _repeated(text, line, content)
            elif (
                value != 1
                and before is not None
                and value != before + 1
                and not _goes_on(text, line, content, begin)
            ):
                yield _gap(before, value, line, content)
        elif value == previous:
            yield _repeated(text, line, content)
        elif value == 1 and text.startswith(words().words["article"]):
            pass  # 第一条: another set of rules begins
        elif value == 1:
            spans = line.spans()
            yield finding("number-restarts", spans, previous=previous, said=quote(content, spans))
        elif value != previous + 1 and not _goes_on(text, line, content, begin):
            yield _gap(previous, value, line, content)
        previous = value


def _goes_on(text: str, line: Line, content: str, begin: int) -> bool:
    """Tell whether no item is missing: the number before it is printed, and was not read as an item."""
    value = _ordinal(text) or 0
    if not 1 < value <= _COUNTED:
        return False
    missing = str(value - 1) if text.strip("（()）.．、 ")[-1:].isdigit() else written(value - 1)
    printed = rf"(?:^|[\s|。；])[（(]?{missing}(?:[.．、）)|]|\s)"
    return re.search(printed, content[begin : line.at[0]]) is not None


def _counts(facts: NoticeFacts) -> Iterator[Finding]:
    """一、城乡建设（5项）: a heading says how many items stand below it."""
    for one in facts.lists:
        for section in sections_below(one.sections):
            match = words()["counts_below"].search(section.heading.text)
            found = len([item for item in items_of_section(section) if not item.continued])
            name = "number" if match and match["number"] else "led"
            # Of a half that is not there more was not read than a clerk miscounts.
            if match is None or found == int(match[name]) or found * 2 < int(match[name]):
                continue
            place = section.heading.span(*match.span(name))
            yield finding("heading-count", (place,), stated=match[name], found=found)


def _announced_counts(facts: NoticeFacts) -> Iterator[Finding]:
    """10件民生实事 in the letter: a list, its chapters or all lists together must be as many."""
    listed = [_numbered_through(one) for one in facts.lists]
    if not listed or None in listed:
        return
    counts = [count for count in listed if count is not None]
    chapters = [len(one.sections) for one in facts.lists]
    possible = {*counts, sum(counts), *chapters, sum(chapters)}
    header = facts.document.header
    titles = [one.title for one in facts.lists if one.title is not None]
    for line in (*((header.title,) if header.title else ()), *header.letter, *titles):
        for match in words()["announces_count"].finditer(line.text):
            number = _count(match["number"] or match["behind"] or match["behind2"])
            near = _near(counts, possible, number)
            if near and not is_of_another_time(line, match.start(), facts.years):
                place = line.span(*match.span())
                yield finding("announced-count", (place,), said=match.group(), found=near[0])
    for match in words()["counts_above"].finditer(facts.document.text.content):
        if near := _near(counts, possible, _count(match["number"])):
            yield finding("announced-count", (Span(*match.span()),), said=match.group(), found=near[0])


def _near(counts: Sequence[int], possible: Collection[int], number: int) -> list[int]:
    """Return the counts that a number misses by little, where it is none of the possible ones."""
    if number in possible or number < _FEWEST:
        return []
    return [count for count in counts if abs(count - number) <= max(1, number // _NEAR)]


def _numbered_through(one: ListFacts) -> int | None:
    """Return how many items a list has, where these are numbered through and none was missed."""
    items = [item for item in every_item(one) if not item.continued]
    numbers = [_ordinal(item.number_text) if item.number_text else None for item in items]
    return len(items) if items and numbers == list(range(1, len(items) + 1)) else None


def _count(said: str) -> int:
    return identity.ordinal(said) or 0


def _mixed(content: str) -> Iterator[Finding]:
    """1. （2） 3.: a line that goes on counting between two of another way of numbering, or behind two."""
    lines = [
        (
            match,
            _ordinal(match["number"]),
            words()["numeral"].sub(_kind, match["said"].replace("．", ".")),
        )
        for match in words()["numbered_line"].finditer(content)
    ]
    kinds = [[one for one in lines if one[0]["number"].isdigit() is digits] for digits in (True, False)]
    within = [pair for some in kinds for pair in _strangers(some, at_end=False)]
    found = list(_strangers(lines))
    told = {odd.start() for odd, _ in found}
    for odd, usual in (*found, *(pair for pair in within if pair[0].start() not in told)):
        yield _unlike(odd, usual)


_Counted = tuple[re.Match[str], int | None, str]  # a numbered line, its number, its way of numbering


def _strangers(
    lines: Sequence[_Counted], *, at_end: bool = True
) -> Iterator[tuple[re.Match[str], re.Match[str]]]:
    """Yield lines numbered in another way than those that they go on counting from, with one of these."""
    for (one, first, way), (two, second, other), (three, third, last) in zip(
        lines, lines[1:], lines[2:], strict=False
    ):
        if first is None or second != first + 1 or third != first + 2:
            continue
        if way == last != other:
            yield two, one
        elif (
            at_end and way == other != last and (("1" in way and "1" in last) or _begins_there(three, lines))
        ):
            yield three, one


def _begins_there(odd: re.Match[str], lines: Sequence[_Counted]) -> bool:
    """Tell whether no line before counts up to this one in its own way: （一）（二）3., with no 2. before."""
    at = next(i for i, (match, *_) in enumerate(lines) if match is odd)
    _, value, way = lines[at]
    return not any(kind == way and number == (value or 0) - 1 for _, number, kind in lines[:at])


def _kind(match: re.Match[str]) -> str:
    return "1" if match.group()[0].isdigit() else DIGITS[1]


def _unlike(odd: re.Match[str], usual: re.Match[str]) -> Finding:
    # 3、 among 1. is the same level with another mark.
    level = [words()["before_mark"].sub("", match["said"]) for match in (odd, usual)]
    kinds = [match["number"].isdigit() for match in (odd, usual)]
    mark = level[0] == level[1] and kinds[0] == kinds[1]
    name = "number-mark" if mark else "number-style"
    return finding(name, (Span(*odd.span("said")),), said=odd["said"], usual=usual["said"])


def _repeated(text: str, line: Line, content: str) -> Finding:
    return finding("number-repeated", line.spans(), number=text, said=quote(content, line.spans()))


def _gap(previous: int, value: int, line: Line, content: str) -> Finding:
    said = quote(content, line.spans())
    return finding("number-gap", line.spans(), previous=previous, number=value, said=said)


def _ordinal(text: str) -> int | None:
    """Return the number that counts: of 1-2 and 4.1 the last."""
    digits = re.findall(r"\d+", text)
    return int(digits[-1]) if digits else identity.ordinal(text)


def _style(text: str) -> str:
    """Return how a number is written, so that （三） is compared with （二） and never with 2."""
    # Of 1-2 and 4.1 the numbers before the last belong to the way of writing.
    plain = words()["last_number"].sub(_kind, text)
    return "".join("①" if "①" <= char <= "⑳" else char for char in plain).rstrip("*＊、.．")


def _runs(facts: ListFacts | SectionFacts) -> Iterator[list[Numbered]]:
    """Yield the numbers of each run of siblings in printed order, headings among them."""
    own = [(item.number_text, item.body) for item in facts.items if item.number_text and not item.continued]
    own += [(section.number_text, section.heading) for section in facts.sections if section.number_text]
    yield sorted((pair for pair in own if pair[1].text), key=lambda pair: pair[1].at[0])
    for section in facts.sections:
        yield from _runs(section)
