"""Watermarks set upright: a draft's or an office's mark in large letters over or under the text.

    without_watermarks([Page, …]) -> [Page, …]

What can be read in turn stands on no other words; a line of letters much larger than the text
with other characters inside them is a mark, here and wherever its words stand as large again.
Marks that slant are told by their direction where a page is read (``kg.read.placed.level``).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from kg.read.placed import Glyph, Page

_LARGE = 1.8  # times the usual height: titles are half as large again, letterheads stand alone
_COVERED = 2  # characters inside those of the mark: one may be a slip of the layout
_MOST_LINES = 40  # of large letters on one page; more are no marks, and would take long to compare


def _size(glyph: Glyph) -> float:
    return glyph[4] - glyph[2]


def _large_lines(page: Page) -> list[list[Glyph]]:
    """Return the lines of letters much larger than the page's text, each left to right."""
    inked = [glyph for glyph in page.glyphs if not glyph[0].isspace()]
    if not inked:
        return []
    least = _LARGE * median(_size(glyph) for glyph in inked)
    lines: dict[tuple[int, int], list[Glyph]] = defaultdict(list)
    for glyph in inked:
        if _size(glyph) >= least:
            lines[round(glyph[2]), round(_size(glyph))].append(glyph)
    return [sorted(line, key=lambda g: g[1]) for line in lines.values()] if len(lines) <= _MOST_LINES else []


def _words(line: list[Glyph]) -> tuple[str, int]:
    return "".join(glyph[0] for glyph in line), round(_size(line[0]))


def _covers(line: list[Glyph], page: Page) -> bool:
    """Tell whether other characters stand inside those of the line."""
    lefts = [glyph[1] for glyph in line]
    top, bottom = line[0][2], line[0][4]
    half = _size(line[0]) / _LARGE
    inside = 0
    for glyph in page.glyphs:
        x, y = (glyph[1] + glyph[3]) / 2, (glyph[2] + glyph[4]) / 2
        if top < y < bottom and not glyph[0].isspace() and _size(glyph) <= half:
            number = bisect_left(lefts, x) - 1
            inside += number >= 0 and x < line[number][3]
            if inside >= _COVERED:
                return True
    return False


def without_watermarks(pages: Sequence[Page]) -> list[Page]:
    """Return the pages without the letters of upright watermarks."""
    large = [_large_lines(page) for page in pages]
    marks = {
        _words(line)
        for page, lines in zip(pages, large, strict=True)
        for line in lines
        if _covers(line, page)
    }
    if not marks:
        return list(pages)
    out = []
    for page, lines in zip(pages, large, strict=True):
        gone = {id(glyph) for line in lines if _words(line) in marks for glyph in line}
        out.append(replace(page, glyphs=[glyph for glyph in page.glyphs if id(glyph) not in gone]))
    return out
