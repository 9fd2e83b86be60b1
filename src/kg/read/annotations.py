"""Pinyin that a page sets in brackets behind a character: 關(guān)于印發(fā), 區(qū).

    annotated(text) -> Text     the annotations hidden, as mark-up is

Pages that were turned into traditional characters by a program say so where one character may stand
for several. A unit in brackets, 项目(km), is none: a tone tells, and where many are told, its lack.
"""

from __future__ import annotations

from dataclasses import replace

from kg.model import Hidden, Span, Text
from kg.registry.patterns import rule

_MANY = 3  # annotations with a tone, from which one without (們(men)) is believed


def annotated(text: Text) -> Text:
    """Return the text with its annotations hidden."""
    found = list(rule("page.pinyin").finditer(text.content))
    toned = sum(match["tone"] is not None for match in found)
    taken = {at for item in text.hidden for at in range(item.span.start, item.span.end)} if toned else set()
    notes = [
        Hidden(Span(*match.span()), breaks_line=False, in_word=True)
        for match in found
        if (match["tone"] or toned >= _MANY) and match.start() not in taken
    ]
    if not toned or not notes:
        return text
    return replace(text, hidden=tuple(sorted((*text.hidden, *notes), key=lambda item: item.span.start)))
