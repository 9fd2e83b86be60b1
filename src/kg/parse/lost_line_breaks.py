"""A text that lost its line breaks, as some archives and copied pages keep them, broken up again.

What parts it is what its lines began with: the indent of a paragraph, or numbers that count up
(一、 within it （一） within it 1.); in its frame, the document's number, the addressees and the
signature. Only a text that is one line, or nearly, is touched: within a paragraph （一）…（二）…
count what the paragraph lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from kg.identity import ordinal
from kg.parse.lines import Line, RawLine
from kg.registry import patterns

_LONG = 400  # characters; a longer single line is a whole text
_FEWEST = 3  # marks, below which there is nothing to go by
_HEADING = 80  # characters of a heading, at most
_INDENT = re.compile(r"\s*(?:\u3000|\u00a0){2,}\s*")
_MARK = re.compile(
    r"(?P<chapter>(?<![一二三四五六七八九十])[一二三四五六七八九十]{1,3}、)"
    r"|(?P<section>[（(][一二三四五六七八九十]{1,3}[)）])"
    r"|(?P<number>(?<![\d.．])\d{1,2}[.．、](?!\d))"
)
_BEFORE = frozenset("。；：！？;:!?)）〕】]”…")
_TITLE_END = re.compile(
    r".{6,}(?:通知|意见|方案|决定|办法|通报|措施|要点|计划|细则|规划|清单|分工|分解)(?=[一-龥]{1,10}$)"
)
_ADDRESSED = re.compile(r"[^。“《]{2,200}?[：:]")
_SIGNED = re.compile(
    r"(?<=[。！）)])\s?(?P<bodies>(?:[一-龥]{2,16}(?:政府|办公室|办公厅|委员会|局|厅|委)\s{0,4}){1,4})"
    r"(?P<date>(?:19|20)\d\d年\d{1,2}月\d{1,2}日)\s{0,4}(?P<note>[（(]此件[^（）()]{1,12}[)）])?"
)


def broken_up(lines: list[RawLine], content: str) -> list[RawLine]:
    """Return the lines, those that are whole texts parted into their paragraphs."""
    whole = sum(len(raw.line) for raw in lines)
    found: list[RawLine] = []
    for raw in lines:
        line = raw.line
        cuts = (
            sorted({*_indents(line, content), *_numbers(line)})
            if len(raw.cells) == 1 and len(line) >= _LONG and 2 * len(line) >= whole
            else []
        )
        if len(cuts) < _FEWEST:
            found.append(raw)
            continue
        cuts = sorted({0, *_frame(line, cuts[0]), *cuts, *_signature(line), len(line)})
        for start, end in pairwise(cuts):
            part = line.part(start, end)
            if part.text:
                found.append(RawLine((part,), part.at[0], part))
    return found


def _indents(line: Line, content: str) -> list[int]:
    """Return where a paragraph's indent stands within the line."""
    found = []
    for i in range(1, len(line)):
        if line.text[i] == " ":
            continue
        before = line.at[i - 1] + (line.text[i - 1] != " ")
        if line.at[i] - before >= 2 and _INDENT.fullmatch(content, before, line.at[i]):
            found.append(i)
    return found if len(found) >= _FEWEST else []


def _numbers(line: Line) -> list[int]:
    """Return where a number stands that goes on from the one before it, on its level."""
    expected = {"chapter": 1, "section": 1, "number": 1}
    found: list[int] = []
    head = -1  # where the words of the last chapter or section begin
    for match in _MARK.finditer(line.text):
        level = match.lastgroup or ""
        value = ordinal(match.group().strip("（()）、.．"))
        start = match.start()
        after_end = start == 0 or line.text[start - 1] in _BEFORE
        # A heading has no full stop: 二、主要任务（一）壮大…
        first = value == 1 or (level == "number" and value == expected[level])
        under = 0 <= head <= start - 2 and start - head <= _HEADING and first
        if under and re.search("[。；]", line.text[head:start]):
            under = False
        # The title stands before the first chapter: …责任分解一、稳增长
        opens = level == "chapter" and not found and value == 1
        if not after_end and not opens and not (under and level != "chapter"):
            continue
        if value != expected[level] and not (level == "number" and value == 1):
            continue
        expected[level] = value + 1
        if level == "chapter":
            expected["section"] = 1
        head = match.end() if level != "number" else -1
        found.append(start)
    return found if len(found) >= _FEWEST else []


def _frame(line: Line, first: int) -> Iterator[int]:
    """Yield where the frame above the first paragraph parts: number, addressees, the letter."""
    head = line.text[:first]
    begin = 0
    number = patterns.load("titles")["document_number"].search(head)
    if number and not re.search(r"[《。，“]", head[: number.start("body")]):
        title = _TITLE_END.match(head, 0, number.end("body"))
        yield title.end() if title else number.start("body")
        yield number.end()
        begin = number.end()
    addressed = _ADDRESSED.match(head, begin)
    if begin and addressed:
        yield addressed.end()


def _signature(line: Line) -> Iterator[int]:
    """Yield where a signature stands: its bodies, its date, and what comes behind it."""
    for match in _SIGNED.finditer(line.text):
        yield match.start("bodies")
        yield match.start("date")
        yield match.end("date")
        yield match.end()
