"""Placed characters → lines of text: what stands at one height, left to right.

    lines_of(glyphs, page) -> [Line, …]

All lengths are points from the top left; ``em`` is the width of a Chinese character.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from kg.read.build import WIDE
from kg.read.placed import Glyph

_WIDE = re.compile(f"[{WIDE}]")
_COLUMN_GAP = 1.8  # characters between the columns of a table without lines


@dataclass(slots=True)
class Line:
    """One line on one page."""

    text: str
    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    em: float
    spaced: bool = False  # the line ended with a space
    spaced_before: bool = False  # the line began with a space
    pieces: tuple[Line, ...] = ()  # between gaps as wide as those of columns

    @property
    def box(self) -> tuple[int, float, float, float, float]:
        """Its page and edges, as ``kg.model.Box`` takes them."""
        return (self.page, round(self.x0, 2), round(self.y0, 2), round(self.x1, 2), round(self.y1, 2))


def _line(glyphs: list[Glyph], page: int) -> Line | None:
    """Make a line of characters of one height."""
    glyphs.sort(key=lambda g: g[1])
    inked = [g for g in glyphs if not g[0].isspace()]
    if not inked:
        return None
    wide = [g[3] - g[1] for g in inked if _WIDE.match(g[0]) and g[3] > g[1]]
    em = median(wide) if wide else median(g[4] - g[2] for g in inked)
    em = max(em, 1.0)
    text, spaced_before = _spelt(glyphs, em)
    cuts = [
        0,
        *(n for n in range(1, len(inked)) if inked[n][1] - inked[n - 1][3] > _COLUMN_GAP * em),
        len(inked),
    ]
    pieces = []
    for start, end in pairwise(cuts) if len(cuts) > 2 else ():
        low, high = inked[start][1], inked[end - 1][1]
        piece = _line([g for g in glyphs if low <= g[1] <= high], page)
        if piece:
            pieces.append(piece)
    return Line(
        text.strip(),
        page,
        min(g[1] for g in inked),
        min(g[2] for g in inked),
        max(g[3] for g in inked),
        max(g[4] for g in inked),
        em,
        text[-1:].isspace(),
        spaced_before,
        tuple(pieces),
    )


def _spelt(glyphs: list[Glyph], em: float) -> tuple[str, bool]:
    """Return the text of characters from left to right, gaps as spaces, and whether it begins with one."""
    parts: list[str] = []
    last: Glyph | None = None
    gap_open = spaced_before = False
    for glyph in glyphs:
        char = glyph[0]
        if char.isspace():
            spaced_before = spaced_before or (last is None and char == " ")
            gap_open = bool(last)
            if char == "\u3000" and last:
                parts.append(char)
            elif last and not (parts and parts[-1].isspace()):
                parts.append(" ")
            continue
        if last is not None and _is_drawn_twice(glyph, last):
            continue
        if last is not None and not gap_open and _is_apart(glyph, last, em):
            parts.append(" ")
        parts.append(char)
        last, gap_open = glyph, False
    return "".join(parts), spaced_before


def _is_drawn_twice(glyph: Glyph, last: Glyph) -> bool:
    """Tell whether a character stands upon itself, to look bold."""
    return glyph[0] == last[0] and abs(glyph[1] - last[1]) < 0.4 * (last[3] - last[1])


def _is_apart(glyph: Glyph, last: Glyph, em: float) -> bool:
    both_narrow = not _WIDE.match(glyph[0]) and not _WIDE.match(last[0])
    return glyph[1] - last[3] > (0.3 if both_narrow else 1.2) * em


def lines_of(glyphs: list[Glyph], page: int) -> list[Line]:
    """Group characters into lines by the middle of their height."""
    out: list[Line] = []
    current: list[Glyph] = []
    middle = height = 0.0
    for glyph in sorted(glyphs, key=lambda g: g[2] + g[4]):
        at, high = (glyph[2] + glyph[4]) / 2, glyph[4] - glyph[2]
        if current and at - middle > 0.4 * max(min(height, high), 1.0):
            if line := _line(current, page):
                out.append(line)
            current = []
        if not current:
            middle, height = at, high
        elif high > height:
            height = high
        current.append(glyph)
    if current and (line := _line(current, page)):
        out.append(line)
    return out
