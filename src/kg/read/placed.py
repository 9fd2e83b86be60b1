"""What both readers of pdf share: characters as meant, places as the page is shown."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from kg.read.layout import Page


@dataclass(slots=True)
class Read:
    """One page with what was noticed on it."""

    page: Page
    unknown: int  # characters whose meaning the font does not say
    images: int


def character(code: int) -> str:
    """Return a character of the text layer; radicals that fonts name in place of characters are mapped."""
    if code == 0xFFFE or code < 0x20 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return "\ufffd" if code not in {0, 9, 10, 13, 2} else ("" if code in {0, 2} else " ")
    char = chr(code)
    if 0x2E80 <= code <= 0x2FDF:
        return unicodedata.normalize("NFKC", char)
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
