"""Marks that come in pairs: “ ” （ ） 〔 〕 【 】 《 》, each closed in its paragraph.

One walk from left to right; a mark waits for its partner until its paragraph ends, at most ``_REACH``
characters and ``_LINES`` lines, so that a wrapped line is no end, and sixteen thousand openers cost no
more than sixteen thousand looks.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping

from kg.proof.sheet import Sheet
from kg.proof.slips import Slip
from kg.registry.patterns import rule

_REACH = 400  # characters between partners
_LINES = 4  # ends of lines between them
_AHEAD = 120  # how far a mark that stands the wrong way round is looked for its partner
_QUOTES = {"“": "”"}
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


def _unpaired(sheet: Sheet, pairs: Mapping[str, str]) -> Iterator[Slip]:
    text = sheet.whole.text.translate(_WIDE)
    numbers = _numbers(text)
    openers = {close: open_ for open_, close in pairs.items()}
    marks = re.compile("[\n" + "".join((*pairs, *openers)) + "]")
    waiting: deque[tuple[int, int]] = deque()  # place and line of what is still open
    line = 0
    for match in marks.finditer(text):
        at, mark = match.start(), match[0]
        if mark == "\n":
            line += 1
            while waiting and (
                at - waiting[0][0] > _REACH or line - waiting[0][1] > _LINES or _ends(text, at)
            ):
                yield _slip(sheet, waiting.popleft()[0])
        elif at in numbers:
            continue
        elif mark in pairs:
            if waiting and _turned(text, waiting[-1][0], at, mark, pairs[mark]):
                waiting.pop()
                yield _slip(sheet, at, pairs[mark])
            else:
                waiting.append((at, line))
        else:
            place = next(
                (i for i in range(len(waiting) - 1, -1, -1) if text[waiting[i][0]] == openers[mark]), None
            )
            if place is not None:
                while len(waiting) > place + 1:
                    yield _slip(sheet, waiting.pop()[0])
                waiting.pop()
            elif _opens(text, at, mark, openers[mark]):
                waiting.append((at, line))
                yield _slip(sheet, at, openers[mark])
            elif not rule("proof.ordinal").search(text, max(0, at - 6), at + 1):
                yield _slip(sheet, at)
    for at, _ in waiting:
        yield _slip(sheet, at)


def _numbers(text: str) -> frozenset[int]:
    """Return the places of the brackets of documents' numbers, which have a rule of their own."""
    return frozenset(
        at
        for match in rule("titles.document_number").finditer(text)
        for at in range(match.end("body"), match.end())
    )


def _ends(text: str, at: int) -> bool:
    """Tell whether a paragraph ends with its line: by its last mark, or by what begins the next."""
    return text[at - 1 : at] == "。" or rule("proof.begins").match(text, at + 1) is not None


def _turned(text: str, before: int, at: int, mark: str, close: str) -> bool:
    """Tell whether a second “ is meant to close the first: no ” stands before the next one."""
    if mark != "“" or text[before] != mark or "\n" in text[before:at] or at - before > _AHEAD:
        return False
    ahead = text[at + 1 : at + 1 + _AHEAD].partition("\n")[0].partition(mark)[0]
    return close not in ahead


def _opens(text: str, at: int, mark: str, open_: str) -> bool:
    """Tell whether a ” is meant to open: another one stands behind it, with no “ between."""
    if mark != "”":
        return False
    ahead = text[at + 1 : at + 1 + _AHEAD].partition("\n")[0].partition(open_)[0]
    return mark in ahead


def _slip(sheet: Sheet, at: int, repair: str | None = None) -> Slip:
    return Slip(sheet.whole.span(at, at + 1), repair)
