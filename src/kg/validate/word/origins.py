"""From a range of the text as read to the elements of the package that print it.

    origins = Origins(traced)
    origins.range(Span(17, 25)) -> Range(first point, last point)

The text as read and its atoms (``kg.read.docx.Atom``) agree in every character that is no white
space; between two such characters the package may hold other white space than the text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kg.errors import InputError
from kg.model import Span
from kg.read.characters import sound
from kg.read.docx import Atom, Traced


@dataclass(frozen=True, slots=True, order=True)
class Point:
    """Before a character of an atom: the number of the atom, and the character's within it."""

    atom: int
    offset: int


@dataclass(frozen=True, slots=True)
class Range:
    """What lies between two points; the second is not before the first."""

    start: Point
    end: Point


class Origins:
    """The atoms of one docx, found by position."""

    def __init__(self, traced: Traced) -> None:
        self.atoms = traced.atoms
        self._content = traced.text.content
        self._shown = [at for at, char in enumerate(self._content) if not char.isspace()]
        self._points = [
            Point(number, offset)
            for number, atom in enumerate(self.atoms)
            for offset, char in enumerate(sound(atom.text))
            if not char.isspace()
        ]
        if len(self._shown) != len(self._points):
            raise InputError(
                "这份 docx 的文字不能逐字对应到原处，无法写回；请在 Word 中另存为新的 docx 再试。",
                "The words of this docx cannot be led back to their places; save it anew in Word.",
            )

    def range(self, span: Span) -> Range:
        """Return where the words of a range come from.

        White space at either end of the range reaches as far as the next character beside it.
        """
        first, after = bisect_left(self._shown, span.start), bisect_left(self._shown, span.end)
        if first == after:  # white space alone
            return Range(self._before(first), self._after(first))
        leads = self._content[span.start].isspace()
        trails = self._content[span.end - 1].isspace()
        last = self._points[after - 1]
        return Range(
            self._before(first) if leads else self._points[first],
            self._after(after) if trails else Point(last.atom, last.offset + 1),
        )

    def words(self, span: Span) -> Range:
        """Return where the words of a range come from, without white space at its ends.

        Of white space alone, which nothing may print, these are the characters beside it.
        """
        first, after = bisect_left(self._shown, span.start), bisect_left(self._shown, span.end)
        if first == after:
            first, after = max(first - 1, 0), min(after + 1, len(self._shown))
        last = self._points[after - 1]
        return Range(self._points[first], Point(last.atom, last.offset + 1))

    def _before(self, shown: int) -> Point:
        """Return the point just after the character before the one with this number."""
        if not shown:
            return Point(0, 0)
        point = self._points[shown - 1]
        return Point(point.atom, point.offset + 1)

    def _after(self, shown: int) -> Point:
        if shown == len(self._points):
            return Point(len(self.atoms) - 1, len(self.atoms[-1].text))
        return self._points[shown]

    def pieces(self, found: Range) -> Iterator[tuple[Atom, int, int]]:
        """Yield the atoms of a range, each with the part of its text that lies in it."""
        for number in range(found.start.atom, found.end.atom + 1):
            atom = self.atoms[number]
            begin = found.start.offset if number == found.start.atom else 0
            end = found.end.offset if number == found.end.atom else len(atom.text)
            if begin < end:
                yield atom, begin, end

    def paragraphs(self, found: Range) -> list[Any]:
        """Return the paragraphs that a range touches, in order."""
        atoms = self.atoms[found.start.atom : found.end.atom + 1]
        kept: list[Any] = []
        for atom in atoms:
            if not kept or kept[-1] is not atom.paragraph:
                kept.append(atom.paragraph)
        return kept
