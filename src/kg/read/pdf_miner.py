"""pdf pages by pdfminer: every character that the file draws, real spaces among them."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from typing import Any

from kg.read import limits
from kg.read.placed import Glyph, Page, Place, Read, character, is_oblique, level
from kg.read.refusals import encrypted
from kg.read.ruled import Rule

_FIGURE_DEPTH = 6


def _shapes(parent: Any, depth: int = 0) -> Iterator[Any]:
    from pdfminer.layout import LTFigure

    for item in parent:
        if isinstance(item, LTFigure):
            if depth < _FIGURE_DEPTH:
                yield from _shapes(item, depth + 1)
        else:
            yield item


def _turn(matrix: Any) -> int:
    """Return by how much the page must be turned clockwise for a character to stand upright."""
    a, b = matrix[0], matrix[1]
    if abs(a) >= abs(b):
        return 0 if a >= 0 else 180
    return 90 if b > 0 else 270


def _rules(shape: Any) -> Iterator[tuple[float, float, float, float]]:
    """Yield the straight lines of a path; of a filled shape only where it is as thin as a line."""
    if not shape.stroke:
        if shape.fill and (shape.width <= 3 or shape.height <= 3):
            yield shape.x0, shape.y0, shape.x1, shape.y1
        return
    points = shape.pts
    for number in range(min(len(points) - 1, 4000)):
        (x0, y0), (x1, y1) = points[number], points[number + 1]
        if abs(x1 - x0) < 1 or abs(y1 - y0) < 1:
            yield x0, y0, x1, y1
    # The corners of a rectangle come without the way back to the first.
    if len(points) == 4 and points[0] != points[3]:
        (x0, y0), (x1, y1) = points[3], points[0]
        if abs(x1 - x0) < 1 or abs(y1 - y0) < 1:
            yield x0, y0, x1, y1


def pages(data: bytes) -> Iterator[Read]:
    """Yield the pages of a pdf."""
    from pdfminer.converter import PDFPageAggregator
    from pdfminer.layout import LTChar, LTCurve, LTImage
    from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser

    try:
        document = PDFDocument(PDFParser(io.BytesIO(data)))
    except (PDFPasswordIncorrect, PDFEncryptionError) as error:
        raise encrypted("pdf") from error
    manager = PDFResourceManager()
    device = PDFPageAggregator(manager, laparams=None)
    interpreter = PDFPageInterpreter(manager, device)
    for number, page in enumerate(PDFPage.create_pages(document), 1):
        if number > limits.MAX_PAGES:
            raise limits.too_large("pages", limits.MAX_PAGES)
        interpreter.process_page(page)
        shown = device.get_result()
        characters: list[Any] = []
        lines: list[tuple[float, float, float, float]] = []
        images = 0
        for count, item in enumerate(_shapes(shown)):
            if count > limits.MAX_PAGE_OBJECTS:
                raise limits.too_large("objects on a page", limits.MAX_PAGE_OBJECTS)
            if isinstance(item, LTChar):
                characters.append(item)
            elif isinstance(item, LTCurve):
                lines += _rules(item)
            elif isinstance(item, LTImage):
                images += 1
        turns = Counter(_turn(item.matrix) for item in characters)
        place = Place(shown.bbox, turns.most_common(1)[0][0] if turns else 0)
        glyphs, oblique, unknown = _glyphs(characters, place)
        rules: list[Rule] = [place.box(*line) for line in lines]
        shown_page = Page(number, max(place.width, 1), max(place.height, 1), level(glyphs, oblique), rules)
        yield Read(shown_page, unknown, images)


def _glyphs(characters: list[Any], place: Place) -> tuple[list[Glyph], list[Glyph], int]:
    """Return the characters that stand upright, those that stand oblique, and how many nobody can tell."""
    glyphs: list[Glyph] = []
    oblique: list[Glyph] = []
    unknown = 0
    for item in characters:
        text = item.get_text()
        if text.startswith("(cid:"):
            text = "\ufffd"
        # A ligature is several characters at one place; each gets its part of the width.
        meant = [c for char in text for c in character(ord(char))]
        unknown += any(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" for c in meant)
        x0, y0, x1, y1 = place.box(*item.bbox)
        if not (-50 <= x0 <= place.width + 50 and -50 <= y0 <= place.height + 50):
            continue
        step = (x1 - x0) / max(len(meant), 1)
        into = oblique if is_oblique(item.matrix[0], item.matrix[1]) else glyphs
        into += [(char, x0 + step * n, y0, x0 + step * (n + 1), y1) for n, char in enumerate(meant)]
    return glyphs, oblique, unknown
