"""Marks that come in pairs: “ ” （ ） 〔 〕 【 】 《 》, each closed in its paragraph.

One walk from left to right; a mark waits for its partner until its paragraph ends, at most ``_REACH``
characters and ``_LINES`` lines, so that a wrapped line is no end, and sixteen thousand openers cost no
more than sixteen thousand looks.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.model import Span
from kg.proof.sheet import Sheet
from kg.proof.slips import Slip
from kg.registry.patterns import rule

_REACH = 400  # characters between partners
_LINES = 12  # ends of lines between them
_AHEAD = 120  # how far a mark that stands the wrong way round is looked for its partner
_QUOTES = {"“": "”"}
_STRAIGHT = '"＂'  # stand for either, beside a curved one
_BRACKETS = {"（": "）", "〔": "〕", "【": "】"}
_TITLES = {"《": "》"}
_WIDE = str.maketrans("()", "（）")


def quotes(sheet: Sheet) -> Iterator[Slip]:
    """Find “ or ” without its partner; one that is turned round is mended."""
    yield from _unpaired(sheet, _QUOTES)


def brackets(sheet: Sheet) -> Iterator[Slip]:
    """Find （ or ） without its partner; half-width ones count as theirs."""
    yield from _unpaired(sheet, _BRACKETS)


def title_marks(sheet: Sheet) -> Iterator[Slip]:
    """Find 《 or 》 without its partner."""
    yield from _unpaired(sheet, _TITLES)


@dataclass(frozen=True, slots=True)
class _Open:
    """A mark that waits for its partner; ``mark`` is what it means, be it turned round or not."""

    at: int
    line: int
    mark: str


def _unpaired(sheet: Sheet, pairs: Mapping[str, str]) -> Iterator[Slip]:
    text = sheet.whole.text.translate(_WIDE)
    numbers = _numbers(text)
    openers = {close: open_ for open_, close in pairs.items()}
    straight = _STRAIGHT if pairs is _QUOTES else ""
    marks = re.compile("[\n" + "".join((*pairs, *openers, *straight)) + "]")
    waiting: deque[_Open] = deque()
    line = 0
    for match in marks.finditer(text):
        at, mark = match.start(), match[0]
        if mark == "\n":
            line += 1
            while waiting and _is_over(text, at, line, waiting[0]):
                yield _slip(sheet, waiting.popleft().at)
        elif at in numbers:
            continue
        elif mark in straight:
            yield from _meant(sheet, text, at, waiting)
        elif mark in openers:
            yield from _closed(sheet, text, _Open(at, line, openers[mark]), waiting)
        elif waiting and _turned(text, waiting[-1], at, mark, pairs[mark]):
            waiting.pop()
            yield _slip(sheet, at, pairs[mark])
        else:
            waiting.append(_Open(at, line, mark))
    for one in waiting:
        yield _slip(sheet, one.at)


def _meant(sheet: Sheet, text: str, at: int, waiting: deque[_Open]) -> Iterator[Slip]:
    """Pair a straight quotation mark with a curved one: “三个一批" is closed by it."""
    if waiting and "\n" not in text[waiting[-1].at : at]:
        waiting.pop()
        yield _slip(sheet, at, "”")


def _closed(sheet: Sheet, text: str, closing: _Open, waiting: deque[_Open]) -> Iterator[Slip]:
    """Pair a closing mark with the last that waits for it; what waits behind that one never closes."""
    at = closing.at
    place = next((i for i in range(len(waiting) - 1, -1, -1) if waiting[i].mark == closing.mark), None)
    if place is not None:
        while len(waiting) > place + 1:
            yield _slip(sheet, waiting.pop().at)
        waiting.pop()
    elif waiting and waiting[-1].line == closing.line:  # of another kind: 【…）
        yield Slip(_span(sheet, waiting.pop().at), None, (_span(sheet, at),))
    elif _opens(text, at, closing.mark):
        waiting.append(closing)
        yield _slip(sheet, at, closing.mark)
    elif not rule("proof.ordinal").search(text, max(0, at - 6), at + 1):
        yield _slip(sheet, at)


def _numbers(text: str) -> frozenset[int]:
    """Return the places of the brackets of documents' numbers, which have a rule of their own."""
    return frozenset(
        at
        for match in rule("titles.document_number").finditer(text)
        for at in range(match.end("body"), match.end())
    )


def _is_over(text: str, at: int, line: int, one: _Open) -> bool:
    """Tell whether a mark's paragraph ends with a line: by its last mark, or by what begins the next."""
    if at - one.at > _REACH or line - one.line > _LINES or text[at - 1 : at] == "。":
        return True
    return rule("proof.begins").match(text, at + 1) is not None


def _turned(text: str, before: _Open, at: int, mark: str, close: str) -> bool:
    """Tell whether a second “ is meant to close the first: no ” stands before the next one."""
    if mark != "“" or before.mark != mark or at - before.at > _AHEAD or "\n" in text[before.at : at]:
        return False
    ahead = text[at + 1 : at + 1 + _AHEAD].partition("\n")[0].partition(mark)[0]
    return close not in ahead


def _opens(text: str, at: int, open_: str) -> bool:
    """Tell whether a ” is meant to open: another one stands behind it, with no “ between."""
    if text[at] != "”":
        return False
    ahead = text[at + 1 : at + 1 + _AHEAD].partition("\n")[0].partition(open_)[0]
    return "”" in ahead


def _span(sheet: Sheet, at: int) -> Span:
    return sheet.whole.span(at, at + 1)


def _slip(sheet: Sheet, at: int, repair: str | None = None) -> Slip:
    return Slip(_span(sheet, at), repair)
