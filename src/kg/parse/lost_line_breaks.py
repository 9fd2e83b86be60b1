"""A text that lost its line breaks, as some archives and copied pages keep them, broken up again.

    broken_up(lines, content) -> lines

What parts it is what its lines began with: the indent of a paragraph, or numbers that count up
(一、 within it （一） within it 1.); in its frame, the parts of the head (``run_on_head``) and the
signature. Only a text that is one line, or nearly, or a line with a head, is touched: within a
paragraph （一）…（二）… count what the paragraph lists.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from kg.identity import ordinal
from kg.parse.lines import Line, RawLine
from kg.parse.numbering import number_of
from kg.parse.run_on_head import head_ends, opens_head
from kg.registry.patterns import rule

_LONG = 400  # characters; a longer line that is half of its text is a whole text
_SHORT = 120  # a longer line that is nearly all of its text is one, too
_HEAD_LINES = 16  # the head of a text stands in these
_FEWEST = 3  # marks, below which there is nothing to go by
_FEWEST_BELOW_HEAD = 2
_HEADING = 80  # characters of a heading, at most
_BEFORE = frozenset("。；：！？;:!?)）〕】]”…")


def broken_up(lines: list[RawLine], content: str) -> list[RawLine]:
    """Return the lines, those that are whole texts parted into their paragraphs."""
    whole = sum(len(raw.line) for raw in lines)
    found: list[RawLine] = []
    goes_on = True  # the head, from the last line that holds words
    for i, raw in enumerate(lines):
        line = raw.line
        if len(raw.cells) > 1:
            found.append(raw)
            continue
        head = head_ends(line, goes_on=goes_on) if i < _HEAD_LINES else []
        if line.text.strip("| "):
            goes_on = opens_head(line)
        cuts = _cuts(line, content, head) if head or _is_whole(line, whole) else []
        if not head and not cuts:
            found.append(raw)
            continue
        bounds = sorted({0, *head, *cuts, *_signature(line), len(line)})
        parts = [part for start, end in pairwise(bounds) if (part := line.part(start, end)).text]
        found.extend(RawLine((part,), part.at[0], part) for part in parts)
    return found


def _is_whole(line: Line, whole: int) -> bool:
    """Tell whether a line is a whole text, or nearly."""
    length = len(line)
    return (length >= _LONG and 2 * length >= whole) or (length >= _SHORT and 5 * length >= 4 * whole)


def _cuts(line: Line, content: str, head: list[int]) -> list[int]:
    """Return where paragraphs begin behind the head; none where there is too little to go by."""
    begin = head[-1] if head else 0
    cuts = sorted({at for at in (*_indents(line, content), *_numbers(line)) if at > begin})
    return cuts if len(cuts) >= (_FEWEST_BELOW_HEAD if head else _FEWEST) else []


def _indents(line: Line, content: str) -> list[int]:
    """Return where a paragraph's indent stands within the line."""
    found = [0]
    for i in range(1, len(line)):
        before = line.at[i - 1] + (line.text[i - 1] != " ")
        if line.at[i] - before >= 2 and rule("page.indent").fullmatch(content, before, line.at[i]):
            number = number_of(line.part(found[-1], i + 1))
            if number is None or found[-1] + number.end < i:  # 任务一  新建公园: the number's own gap
                found.append(i)
    found = found[1:]
    return found if len(found) >= _FEWEST else []


def _numbers(line: Line) -> list[int]:
    """Return where a number stands that goes on from the one before it, on its level."""
    expected = {"chapter": 1, "section": 1, "number": 1}
    found: list[int] = []
    head = -1  # where the words of the last chapter or section begin
    for match in rule("page.counts").finditer(line.text):
        level = match.lastgroup or ""
        value = ordinal(match.group().strip("（()）、.．"))
        start = match.start()
        goes_on = value == expected[level] or (level == "number" and value == 1)
        behind_end = start == 0 or line.text[start - 1] in _BEFORE or line.gap(start)
        # A heading has no full stop: 二、主要任务（一）壮大… The title stands before the first chapter.
        above = line.text[head:start] if 0 <= head <= start - 2 else "。"
        under = level != "chapter" and len(above) <= _HEADING and not {"。", "；"} & set(above)
        opens = level == "chapter" and not found
        if not goes_on or not (behind_end or under or opens):
            continue
        expected[level] = value + 1 if value else 1
        if level == "chapter":
            expected["section"] = 1
        head = match.end() if level != "number" else -1
        found.append(start)
    return found if len(found) >= _FEWEST else []


def _signature(line: Line) -> Iterator[int]:
    """Yield where a signature stands: its bodies, its date, and what comes behind it."""
    for match in rule("page.signed").finditer(line.text):
        yield from (match.start("bodies"), match.start("date"), match.end("date"), match.end())
    for match in rule("page.dated_end").finditer(line.text):
        start, end = match.span("date")
        if line.text[start - 1] == " " or line.gap(start):
            yield from (start, end)
