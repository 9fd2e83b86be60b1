"""What the formats that place characters share: pages, characters as meant, places as shown."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from kg.read.characters import folded
from kg.read.ruled import Rule

Glyph = tuple[str, float, float, float, float]  # character, x0, y0, x1, y1
_SLANT = 8.0  # degrees off the page's axes: a scan is a little askew, a watermark by some 45


@dataclass(slots=True)
class Page:
    """What a format's reader found on one page."""

    number: int  # from 1
    width: float
    height: float
    glyphs: list[Glyph]
    rules: list[Rule] = field(default_factory=list)


@dataclass(slots=True)
class Read:
    """One page with what was noticed on it."""

    page: Page
    unknown: int  # characters whose meaning the font does not say
    images: int


def is_oblique(across: float, up: float) -> bool:
    """Tell whether a character that advances by such steps is set slantwise, as watermarks are.

    >>> is_oblique(1, 0), is_oblique(0, -1), is_oblique(0.7, 0.7)
    (False, False, True)
    """
    off = math.degrees(math.atan2(up, across)) % 90
    return _SLANT < off < 90 - _SLANT


def level(glyphs: list[Glyph], oblique: list[Glyph]) -> list[Glyph]:
    """Return the characters of a page without its slanting ones, unless these are most of it."""
    return glyphs if len(oblique) <= len(glyphs) else [*glyphs, *oblique]


def character(code: int) -> str:
    """Return a character of the text layer; radicals that fonts name in place of characters are mapped."""
    if code == 0xFFFE or code < 0x20 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return "\ufffd" if code not in {0, 9, 10, 13, 2} else ("" if code in {0, 2} else " ")
    char = folded(chr(code))
    return " " if char == "\u00a0" else "" if code == 0xAD else char


class Place:
    """Turns a page's own coordinates into points from the top left as it is shown."""

    def __init__(self, box: tuple[float, float, float, float], turn: int) -> None:
        self._left, self._bottom, self._right, self._top = box
        self._turn = turn % 360
        width, height = self._right - self._left, self._top - self._bottom
        self.width, self.height = (height, width) if self._turn in {90, 270} else (width, height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return a point as shown."""
        match self._turn:
            case 90:
                return y - self._bottom, x - self._left
            case 180:
                return self._right - x, y - self._bottom
            case 270:
                return self._top - y, self._right - x
        return x - self._left, self._top - y

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """Return a box as shown."""
        a, b = self.point(x0, y0)
        c, d = self.point(x1, y1)
        return min(a, c), min(b, d), max(a, c), max(b, d)
