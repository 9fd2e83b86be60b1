"""Bodies in the margin: each item has before its number who answers for it.

    教育提升
    市教育局　①　新增学位5400个。
    市教育局、市体育局　②　更新运动场80所。

The numbers count up, and whatever stands before one names bodies.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce

from kg.parse.bodies import names_bodies
from kg.parse.document import Item, ItemList, Label, Section
from kg.parse.labels import cut
from kg.parse.lines import EMPTY, Line, RawLine
from kg.parse.numbering import Number, bare_number, number_of
from kg.parse.page import Page
from kg.parse.readings.reading import Reading
from kg.registry.patterns import rule

_LEAST = 3
_WIDEST_MARGIN = 60  # characters
_LONGEST_HEADING = 24
_ENDS = "。；;：:！？"

Row = tuple[Line, Number, Line]


def propose(page: Page) -> Iterator[Reading]:
    """Yield the stretches of items with bodies before their numbers."""
    lines = page.lines
    i = 0
    while i < len(lines):
        found = _read(lines, i) if _row(lines[i], 1) else None
        if found:
            yield found
        i = max(i, found.last if found else i) + 1


def _row(raw: RawLine, expected: int) -> Row | None:
    """Part a line into who, the number expected and the words, or None where it holds no such three."""
    line = raw.line
    if len(raw.cells) > 1 or number_of(line):
        return None
    for at in range(2, min(len(line) - 1, _WIDEST_MARGIN)):
        if line.text[at - 1] != " " and not line.gap(at):
            continue
        rest = line.part(at)
        number = number_of(rest) or bare_number(rest, expected, None)
        if number and number.value == expected and names_bodies(line.part(0, at).text):
            words = rest.part(number.end)
            return (line.part(0, at), number, words) if words.text else None
    return None


def _read(lines: Sequence[RawLine], start: int) -> Reading | None:
    """Return the items from the first on, with the headings between them."""
    rows: list[tuple[Line | None, Row]] = []
    first = start - (start > 0 and _heads(lines[start - 1]))
    heading = lines[first].line if first < start else None
    last, i = start, start
    while i < len(lines):
        if row := _row(lines[i], len(rows) + 1):
            rows.append((heading, row))
            last, heading = i, None
        elif not rows[-1][1][2].text.endswith((*_ENDS,)) and heading is None:
            above, (who, number, words) = rows[-1]
            rows[-1] = above, (who, number, words.sew(lines[i].line))
            last = i
        elif heading is None and _heads(lines[i]):
            heading = lines[i].line
        else:
            break
        i += 1
    if len(rows) < _LEAST:
        return None
    items, sections = _sections(rows)
    return Reading("margin-bodies", first, last, ItemList(None, "tasks", items, sections, ()))


def _heads(raw: RawLine) -> bool:
    """Tell whether a line is a few words that may head items."""
    text = raw.line.text
    framed = any(rule(f"titles.{name}").search(text) for name in ("date", "cn_date", "document_number"))
    return len(raw.cells) == 1 and len(text) <= _LONGEST_HEADING and text[-1] not in _ENDS and not framed


def _sections(rows: Sequence[tuple[Line | None, Row]]) -> tuple[tuple[Item, ...], tuple[Section, ...]]:
    """Return the items above the first heading, and the chapters."""
    groups: list[tuple[Line | None, list[Item]]] = [(None, [])]
    for heading, row in rows:
        if heading is not None:
            groups.append((heading, []))
        groups[-1][1].append(_item(*row))
    sections = tuple(
        Section(heading, number.text if (number := number_of(heading)) else None, (), tuple(items), ())
        for heading, items in groups
        if heading is not None
    )
    return tuple(groups[0][1]), sections


def _item(who: Line, number: Number, words: Line) -> Item:
    pieces = cut(words)
    labels = tuple(piece for piece in pieces if isinstance(piece, Label) and piece.kind != "text")
    own = [piece.content if isinstance(piece, Label) else piece for piece in pieces if piece not in labels]
    body = reduce(Line.join, own, EMPTY)
    return Item(number.text, body, (Label("responsible", None, who, True), *labels), {})
