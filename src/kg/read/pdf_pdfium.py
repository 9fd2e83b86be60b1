"""pdf pages by pdfium: the second reader, where pdfminer fails or a font does not name its characters.

pdfium is faster and reads more, but does not tell a real space from a gap between Chinese and
Latin characters, so it does not come first.
"""

from __future__ import annotations

import ctypes
import importlib
import math
from collections.abc import Iterator
from typing import Any

from kg.read import limits
from kg.read.placed import Glyph, Page, Place, Read, character, is_oblique, level
from kg.read.refusals import broken, encrypted
from kg.read.ruled import Rule

_FORM_DEPTH = 6
Matrix = tuple[float, float, float, float, float, float]


def _matrix(raw: Any, pageobject: Any) -> Matrix:
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(pageobject, ctypes.byref(matrix)):
        return 1, 0, 0, 1, 0, 0
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _path(raw: Any, pageobject: Any, outer: Matrix) -> Iterator[tuple[float, float, float, float]]:
    """Yield the straight lines of a path; of a filled shape only where it is as thin as a line."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(pageobject, ctypes.byref(fill), ctypes.byref(stroke))
    if not fill.value and not stroke.value:
        return
    a, b, c, d, e, f = _times(_matrix(raw, pageobject), outer)
    lines: list[tuple[float, float, float, float]] = []
    start = at = (0.0, 0.0)
    x, y = ctypes.c_float(), ctypes.c_float()
    count = min(raw.FPDFPath_CountSegments(pageobject), 4000)
    for number in range(count):
        segment = raw.FPDFPath_GetPathSegment(pageobject, number)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == raw.FPDF_SEGMENT_LINETO:
            lines.append((*at, *point))
        at = point
        if raw.FPDFPathSegment_GetClose(segment):
            lines.append((*at, *start))
            at = start
    if not lines:
        return
    if not stroke.value:
        yield from _thin_shapes(lines)
        return
    for x0, y0, x1, y1 in lines:
        if abs(x1 - x0) < 1 or abs(y1 - y0) < 1:
            yield x0, y0, x1, y1


def _thin_shapes(
    lines: list[tuple[float, float, float, float]],
) -> Iterator[tuple[float, float, float, float]]:
    """Yield the shapes as thin as a line; a path may hold many, each a run of connected lines."""
    shape: list[tuple[float, float, float, float]] = []
    for line in [*lines, None]:
        if line is not None and (not shape or line[:2] == shape[-1][2:]):
            shape.append(line)
            continue
        xs = [v for s in shape for v in (s[0], s[2])]
        ys = [v for s in shape for v in (s[1], s[3])]
        if max(xs) - min(xs) <= 3 or max(ys) - min(ys) <= 3:
            yield min(xs), min(ys), max(xs), max(ys)
        shape = [line] if line is not None else []


class _Objects:
    """Walks the objects of a page, those in forms too."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw
        self.rules: list[tuple[float, float, float, float]] = []
        self.images = 0
        self._left = limits.MAX_PAGE_OBJECTS

    def walk(self, pageobject: Any, outer: Matrix, depth: int) -> None:
        raw = self._raw
        self._left -= 1
        if self._left < 0 or len(self.rules) > limits.MAX_PAGE_OBJECTS:
            raise limits.too_large("objects on a page", limits.MAX_PAGE_OBJECTS)
        kind = raw.FPDFPageObj_GetType(pageobject)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            self.rules += _path(raw, pageobject, outer)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            self.images += 1
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _FORM_DEPTH:
            inner = _times(_matrix(raw, pageobject), outer)
            for number in range(max(raw.FPDFFormObj_CountObjects(pageobject), 0)):
                self.walk(raw.FPDFFormObj_GetObject(pageobject, number), inner, depth + 1)


def _glyphs(raw: Any, textpage: Any, place: Place) -> tuple[list[Glyph], int]:
    """Return the characters with their places, and how many have no meaning."""
    count = raw.FPDFText_CountChars(textpage)
    if count > limits.MAX_PAGE_OBJECTS:
        raise limits.too_large("characters on a page", limits.MAX_PAGE_OBJECTS)
    out: list[Glyph] = []
    oblique: list[Glyph] = []
    unknown = 0
    rect = raw.FS_RECTF()
    pointer = ctypes.byref(rect)
    code_of, box_of, generated, angle_of = (
        raw.FPDFText_GetUnicode,
        raw.FPDFText_GetLooseCharBox,
        raw.FPDFText_IsGenerated,
        raw.FPDFText_GetCharAngle,
    )
    for number in range(max(count, 0)):
        code = code_of(textpage, number)
        if code <= 0x20 and generated(textpage, number) == 1:
            continue  # pdfium's own guess at spaces and line ends
        char = character(code)
        if (
            0xE000 <= code <= 0xF8FF
            or char == "\ufffd"
            or raw.FPDFText_HasUnicodeMapError(textpage, number) == 1
        ):
            unknown += 1
        if not char or not box_of(textpage, number, pointer):
            continue
        box = place.box(rect.left, rect.bottom, rect.right, rect.top)
        if -50 <= box[0] <= place.width + 50 and -50 <= box[1] <= place.height + 50:
            angle = angle_of(textpage, number)
            slants = angle >= 0 and is_oblique(math.cos(angle), math.sin(angle))
            (oblique if slants else out).append((char, *box))
    return level(out, oblique), unknown


def _turned(raw: Any, textpage: Any) -> int:
    """Return by how much most of the text is turned on its page, in degrees clockwise to undo."""
    count = raw.FPDFText_CountChars(textpage)
    votes = {0: 0, 90: 0, 180: 0, 270: 0}
    for number in range(0, max(count, 0), max(count // 60, 1)):
        angle = raw.FPDFText_GetCharAngle(textpage, number)
        if angle >= 0:
            votes[round(angle * 57.29578 / 90) % 4 * 90] += 1
    return max(votes, key=lambda turn: votes[turn])


def pages(data: bytes) -> Iterator[Read]:
    """Yield the pages of a pdf."""
    pypdfium2: Any = importlib.import_module("pypdfium2")
    raw: Any = importlib.import_module("pypdfium2.raw")
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise encrypted("pdf") from error
        raise broken("pdf") from error
    total = len(document)
    if total > limits.MAX_PAGES:
        raise limits.too_large("pages", limits.MAX_PAGES)
    for number in range(total):
        try:
            page = document[number]
            textpage = page.get_textpage()
        except pypdfium2.PdfiumError as error:
            raise broken("pdf") from error
        place = Place(page.get_bbox(), _turned(raw, textpage))
        glyphs, unknown = _glyphs(raw, textpage, place)
        objects = _Objects(raw)
        for index in range(max(raw.FPDFPage_CountObjects(page), 0)):
            objects.walk(raw.FPDFPage_GetObject(page, index), (1, 0, 0, 1, 0, 0), 0)
        rules: list[Rule] = [place.box(*rule) for rule in objects.rules]
        yield Read(
            Page(number + 1, max(place.width, 1), max(place.height, 1), glyphs, rules),
            unknown,
            objects.images,
        )
        textpage.close()
        page.close()
