"""Marks of the wrong width, and the numbers of pages that were copied along."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.parse.lines import Line
from kg.proof.sheet import Sheet
from kg.proof.slips import Slip
from kg.registry.patterns import rule

_FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_BRACKETS = {"(": "（", ")": "）"}
_FEW = 3  # pairs of half-width brackets that are each an entry; of more, the habit is


def half_width(sheet: Sheet) -> Iterator[Slip]:
    """Find , ; : ? ! and a full stop . between Chinese characters."""
    whole = sheet.whole
    for match in rule("proof.half_width").finditer(whole.text):
        start, end = match.span()
        if not sheet.spares(start, end):
            mark = match[0]
            ended = mark == "." and whole.text[end : end + 1] == "\n"
            yield Slip(whole.span(start, end), "。" if ended else _FULL.get(mark))
    for match in rule("proof.straight_quotes").finditer(whole.text):
        if not sheet.spares(*match.span()):
            yield Slip(whole.span(*match.span()), f"“{match['said']}”")


def half_width_brackets(sheet: Sheet) -> Iterator[Slip]:
    """Find ( and ) beside Chinese characters."""
    whole = sheet.whole
    yield from _widened(
        whole,
        [
            match
            for match in rule("proof.half_width_brackets").finditer(whole.text)
            if not sheet.spares(*match.span())
            and not rule("proof.beside_number").match(whole.text, match.end())
            and re.search(r"[一-龥]", whole.text[max(0, match.start() - 1) : match.end() + 1])
        ],
    )


def outline_brackets(sheet: Sheet) -> Iterator[Slip]:
    """Find numbers of headings and items in half-width brackets."""
    yield from _widened(sheet.whole, list(rule("proof.outline_brackets").finditer(sheet.whole.text)))


def _widened(whole: Line, pairs: Sequence[re.Match[str]]) -> Iterator[Slip]:
    """Yield a few pairs each for itself; of a habit, each mark, for these are folded."""
    for match in pairs:
        if len(pairs) <= _FEW:
            yield Slip(whole.span(*match.span()), match[0].replace("(", "（").replace(")", "）"))
            continue
        for at in (match.start(), match.end() - 1):
            if (mark := whole.text[at]) in _BRACKETS:
                yield Slip(whole.span(at, at + 1), _BRACKETS[mark])


def page_numbers(sheet: Sheet) -> Iterator[Slip]:
    """Find lines that number pages, which a text copied from a printed document keeps: one slip for all."""
    spans = [line.span() for line in sheet.parts.get("pages", ()) if line.text]
    if spans:
        yield Slip(spans[0], "", tuple(spans[1:]))
