"""Sentences of an item, and the clauses in which their figures stand.

    for sentence in sentences(line, content): sentence.clause_start(at)

Positions count in the sentence's own text; ``ranges`` leads to the text as read. What is asked
about one place looks at most ``BEFORE`` characters back and ``AFTER`` ahead: time grows with the
text, whatever stands in it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from kg.extract.amounts import find_amounts
from kg.extract.comparators import bound_behind
from kg.model import Span
from kg.parse.lines import Line
from kg.registry import patterns

BEFORE, AFTER = 160, 120
_END = re.compile(r"[。；;！!？?]")
_CLAUSE = re.compile(r"[，,：:（）()\[\]【】①-⑳]|—(?!\d)")
_QUOTED = re.compile(r"“[^“”]{0,80}”|《[^《》]{0,80}》|‘[^‘’]{0,80}’|「[^「」]{0,80}」|\"[^\"]{0,80}\"")
_OPEN, _CLOSE = "（(", "）)"


def without_quotes(text: str) -> str:
    """Return the words outside quotation marks: names say nothing of what is aimed at."""
    return _QUOTED.sub(lambda match: match[0][0] + match[0][-1], text)


class Sentence:
    """One sentence: where its clauses begin and end, what stands in quotation marks.

    Attributes:
        text: the words.
        breaks: where a gap in the text as read stands for a lost comma.
    """

    def __init__(self, line: Line, start: int, end: int, content: str) -> None:
        self.text = line.text[start:end]
        self._line = line
        self._offset = start
        self._quotes = [match.span() for match in _QUOTED.finditer(self.text)]
        self._quote_starts = [start for start, _ in self._quotes]
        self.breaks = list(_lost_commas(line, start, end, content))
        marks = (m.end() for m in _CLAUSE.finditer(self.text) if not self.quoted(m.start()))
        self._starts = sorted({0, *marks, *self.breaks})
        self._ends = [c for c in self._starts if c and self.text[c - 1] not in _OPEN + _CLOSE]
        self._resumed = self._resume()

    def _resume(self) -> list[int]:
        """Behind a bracket the clause goes on that the bracket interrupts."""
        opened: list[int] = []
        opening: dict[int, int] = {}
        for at, char in enumerate(self.text):
            if char in _OPEN:
                opened.append(at)
            elif char in _CLOSE and opened:
                opening[at] = opened.pop()
        resumed: list[int] = []
        for number, start in enumerate(self._starts):
            opens = opening.get(start - 1)
            if opens is None:
                resumed.append(start)
            else:
                resumed.append(resumed[min(bisect_right(self._starts, opens) - 1, number - 1)])
        return resumed

    def quoted(self, at: int) -> bool:
        """Tell whether a place stands within quotation marks."""
        number = bisect_left(self._quote_starts, at) - 1
        return number >= 0 and at < self._quotes[number][1] - 1

    def clause_start(self, at: int) -> int:
        """Return where the clause of a place begins, brackets left aside."""
        return self._resumed[bisect_right(self._starts, at) - 1]

    def clause_end(self, at: int) -> int:
        """Return where the clause of a place ends, its mark included, brackets left aside."""
        number = bisect_right(self._ends, at)
        return self._ends[number] if number < len(self._ends) else len(self.text)

    def break_after(self, at: int) -> int:
        """Return where the next lost comma stands, or the end."""
        number = bisect_left(self.breaks, at)
        return self.breaks[number] if number < len(self.breaks) else len(self.text)

    def said_before(self, at: int) -> str:
        """Return the words up to a place, those of the sentence before among them."""
        at += self._offset
        return self._line.text[max(0, at - BEFORE) : at]

    def ranges(self, start: int, end: int) -> tuple[Span, ...]:
        """Return where words of the sentence stand in the text as read."""
        return self._line.ranges(self._offset + start, self._offset + end)

    def is_in(self, at: int, spans: tuple[Span, ...]) -> bool:
        """Tell whether a place lies in the first of some ranges of the text as read."""
        return spans[0].start <= self._line.at[self._offset + at] < spans[0].end


def sentences(line: Line, content: str = "") -> Iterator[Sentence]:
    """Yield the sentences of a line.

    Args:
        line: the words.
        content: the text as read, where a gap may stand for a lost comma.
    """
    start = 0
    for match in [*_END.finditer(line.text), None]:
        end = match.start() if match else len(line.text)
        if end > start:
            yield Sentence(line, start, end, content)
        start = match.end() if match else end


def _ends_amount(text: str, start: int, end: int) -> bool:
    """Tell whether a figure with its unit, or a comparator behind one, ends at a place."""
    start = max(start, end - _LONGEST_AMOUNT)
    before = text[start:end]
    if before.endswith(patterns.load("targets").words["ends_amount"]):
        return True
    return any(start + amount.end == end for amount in find_amounts(before))


_COMMA = re.compile(r"[，,；;、]")
_LONGEST_AMOUNT = 24  # characters of a figure's last digit, unit and comparator


def _lost_commas(line: Line, start: int, end: int, content: str) -> Iterator[int]:
    """Yield where a space stands for a comma: 9.8亿元 同比增长6%.

    Where all commas are lost, the end of a line may stand for one, too.
    """
    if not content or isinstance(line.at, range):
        return
    text = line.text
    line_ends: list[int] = []
    spaces: list[int] = []
    for i in range(start + 1, end):
        if text[i] <= "⺀":
            continue
        before = i - (text[i - 1] == " ")
        dropped = content[line.at[before - 1] + 1 : line.at[i]]
        if not dropped or not _ends_amount(text, start, before):
            continue
        if bound_behind(text[i : i + 4])[0] is None:
            (line_ends if "\n" in dropped else spaces).append(i)
    yield from (i - start for i in spaces)
    if spaces and not _COMMA.search(text, start, end):
        for i in line_ends:
            number = bisect_left(spaces, i + 1)
            stop = spaces[number] if number < len(spaces) else end
            if next(iter(find_amounts(text[i : min(stop, i + AFTER)])), None):
                yield i - start
