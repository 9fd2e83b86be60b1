"""ofd, the national format (GB/T 33190-2016): a zip of XML whose pages place characters and paths.

Lengths are millimetres from the top left. A ``TextObject`` has a boundary, a size, perhaps a
matrix, and ``TextCode`` with the first character's place and the steps to the next ones
(``DeltaX="g 3 5.6 4.2"``: three steps of 5.6, then one of 4.2). A ``PathObject`` draws in the
little language of ``AbbreviatedData``. ``kg.read.layout`` makes paragraphs and tables of both.
"""

from __future__ import annotations

import math
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kg.model import Source, Text
from kg.read import limits
from kg.read.archive import Archive, local
from kg.read.layout import compose
from kg.read.placed import Glyph, Page, is_oblique, level
from kg.read.refusals import Scan, broken, encrypted, without_text
from kg.read.ruled import Rule
from kg.registry.findings import finding

_POINTS = 72 / 25.4
_BASELINE = 0.88  # of the size: how far the baseline is below the top of a Chinese character
_DEPTH = 20
Matrix = tuple[float, float, float, float, float, float]
_SAME: Matrix = (1, 0, 0, 1, 0, 0)
_NEEDS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7}  # numbers of a drawing command


def _numbers(text: str | None, count: int) -> list[float] | None:
    """Return ``count`` finite numbers, or None."""
    try:
        found = [float(word) for word in (text or "").split()[: count + 1]]
    except ValueError:
        return None
    return found if len(found) == count and all(abs(n) < 1e6 for n in found) else None


def _steps(text: str | None, most: int) -> list[float]:
    """Return the steps that DeltaX or DeltaY lists.

    >>> _steps("g 3 5.5 4 3.5", 9)
    [5.5, 5.5, 5.5, 4.0, 3.5]
    """
    out: list[float] = []
    words = iter((text or "").split())
    try:
        for word in words:
            if len(out) >= most:
                break
            if word == "g":
                repeat, step = int(next(words)), float(next(words))
                out += [step] * min(max(repeat, 0), most - len(out))
            else:
                out.append(float(word))
    except (ValueError, StopIteration):
        return out
    return [step if abs(step) < 1e6 else 0.0 for step in out]


def _matrix(element: Any) -> Matrix:
    found = _numbers(element.get("CTM"), 6)
    return (found[0], found[1], found[2], found[3], found[4], found[5]) if found else _SAME


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _text(element: Any, dx: float, dy: float) -> Iterator[Glyph]:
    """Yield the characters of a TextObject, in millimetres."""
    boundary = _numbers(element.get("Boundary"), 4)
    size_of = _numbers(element.get("Size"), 1)
    if boundary is None or size_of is None or not 0 < size_of[0] < 1000:
        return
    size, matrix = size_of[0], _matrix(element)
    scale = _numbers(element.get("HScale"), 1)
    stretch = scale[0] if scale and 0 < scale[0] < 100 else 1.0
    left, top = boundary[0] + dx, boundary[1] + dy
    for code in element:
        if local(code) != "TextCode":
            continue
        words = code.text or ""
        x = (_numbers(code.get("X"), 1) or [0.0])[0]
        y = (_numbers(code.get("Y"), 1) or [0.0])[0]
        across, down = _steps(code.get("DeltaX"), len(words)), _steps(code.get("DeltaY"), len(words))
        for number, char in enumerate(words):
            natural = size * stretch * (0.5 if char < "\u0250" else 1.0)
            width = natural
            if number < len(across) and 0 < across[number] < natural:
                width = across[number]
            x0, y0 = _apply(matrix, x, y - size * _BASELINE)
            x1, y1 = _apply(matrix, x + width, y + size * (1 - _BASELINE))
            yield (
                char,
                left + min(x0, x1), top + min(y0, y1), left + max(x0, x1), top + max(y0, y1),
            )  # fmt: skip
            if number < len(across):
                x += across[number]
            elif not down:
                x += natural
            if number < len(down):
                y += down[number]


def _path(element: Any, dx: float, dy: float) -> Iterator[Rule]:
    """Yield the straight lines of a PathObject, in millimetres."""
    boundary = _numbers(element.get("Boundary"), 4)
    data = next((child.text for child in element if local(child) == "AbbreviatedData"), None)
    if boundary is None or not data or len(data) > 200_000:
        return
    left, top = boundary[0] + dx, boundary[1] + dy
    lines = _segments(data, _matrix(element), left, top)
    if not lines:
        return
    if element.get("Stroke", "true") == "false":
        xs = [v for line in lines for v in (line[0], line[2])]
        ys = [v for line in lines for v in (line[1], line[3])]
        if max(xs) - min(xs) <= 1 or max(ys) - min(ys) <= 1:
            yield min(xs), min(ys), max(xs), max(ys)
        return
    for x0, y0, x1, y1 in lines:
        if all(math.isfinite(v) for v in (x0, y0, x1, y1)) and (abs(x1 - x0) < 0.4 or abs(y1 - y0) < 0.4):
            yield x0, y0, x1, y1


def _segments(data: str, matrix: Matrix, left: float, top: float) -> list[Rule]:
    """Return the straight lines of drawing commands; none where they cannot be read."""
    lines: list[Rule] = []
    values: list[float] = []
    command = ""
    at = start = (0.0, 0.0)
    for word in data.split():
        if word.isalpha():
            command, values = word.upper(), []
            if command == "C":
                lines.append((*at, *start))
                at = start
            continue
        try:
            values.append(float(word))
        except ValueError:
            return []
        if len(values) == _NEEDS.get(command, 0):
            x, y = _apply(matrix, values[-2], values[-1])
            point = (left + x, top + y)
            if command in {"S", "M"}:
                start = point
            elif command == "L":
                lines.append((*at, *point))
            at, values = point, []
    return lines


@dataclass(slots=True)
class _Marks:
    """What a page draws, in millimetres."""

    glyphs: list[Glyph] = field(default_factory=list)
    oblique: list[Glyph] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.glyphs) + len(self.oblique) + len(self.rules)


class _Document:
    """One document body of the package."""

    def __init__(self, archive: Archive, root: str) -> None:
        self._archive = archive
        self._folder = posixpath.dirname(root)
        self._root = archive.xml(root)
        self._templates: dict[str, str] = {}
        self._left = limits.MAX_OBJECTS
        self.pictures: list[int] = []
        for element in self._root.iter():
            if local(element) == "TemplatePage":
                self._templates[str(element.get("ID"))] = str(element.get("BaseLoc") or "")

    def _part(self, location: str) -> Any | None:
        # A path is absolute in the package, or starts at the document's folder.
        path = location if location.startswith("/") else posixpath.join(self._folder, location)
        path = posixpath.normpath(path).lstrip("/")
        if path in self._archive:
            return self._archive.xml(path)
        other = posixpath.normpath(location).lstrip("/")
        return self._archive.xml(other) if other in self._archive else None

    def _box(self, root: Any) -> list[float] | None:
        for element in root.iter():
            if local(element) == "PhysicalBox":
                return _numbers(element.text, 4)
        return None

    def pages(self) -> Iterator[Page]:
        """Yield the pages in order."""
        default = self._box(self._root) or [0.0, 0.0, 210.0, 297.0]
        listed = next((e for e in self._root if local(e) == "Pages"), None)
        locations = [
            str(e.get("BaseLoc") or "") for e in (listed if listed is not None else ()) if local(e) == "Page"
        ]
        if len(locations) > limits.MAX_PAGES:
            raise limits.too_large("pages", limits.MAX_PAGES)
        for number, location in enumerate(locations, 1):
            root = self._part(location)
            if root is None:
                raise broken("ofd")
            box = self._box(root) or default
            marks = _Marks()
            images = 0
            roots = [
                template
                for use in root if local(use) == "Template"
                if (template := self._part(self._templates.get(str(use.get("TemplateID")), "?"))) is not None
            ]  # fmt: skip
            for part in [*roots, root]:
                content = next((e for e in part if local(e) == "Content"), None)
                if content is not None:
                    images += self._walk(content, -box[0], -box[1], marks, 0)
            glyphs = level(marks.glyphs, marks.oblique)
            if images and not any(not glyph[0].isspace() for glyph in glyphs):
                self.pictures.append(number)
            yield Page(
                number,
                max(box[2], 1.0) * _POINTS,
                max(box[3], 1.0) * _POINTS,
                [(c, x0 * _POINTS, y0 * _POINTS, x1 * _POINTS, y1 * _POINTS) for c, x0, y0, x1, y1 in glyphs],
                [(x0 * _POINTS, y0 * _POINTS, x1 * _POINTS, y1 * _POINTS) for x0, y0, x1, y1 in marks.rules],
            )

    def _walk(self, parent: Any, dx: float, dy: float, marks: _Marks, depth: int) -> int:
        images = 0
        for element in parent:
            name = local(element)
            if element.get("Visible") == "false":
                continue
            before = len(marks)
            if name == "TextObject":
                across, up, *_ = _matrix(element)
                into = marks.oblique if is_oblique(across, up) else marks.glyphs
                into += _text(element, dx, dy)
            elif name == "PathObject":
                marks.rules += _path(element, dx, dy)
            elif name == "ImageObject":
                images += 1
            elif name in {"Layer", "PageBlock"} and depth < _DEPTH:
                images += self._walk(element, dx, dy, marks, depth + 1)
            self._left -= len(marks) - before
            if self._left < 0:
                raise limits.too_large("characters and lines", limits.MAX_OBJECTS)
            if len(marks) > limits.MAX_PAGE_OBJECTS:
                raise limits.too_large("objects on a page", limits.MAX_PAGE_OBJECTS)
        return images


def read(data: bytes, source: Source) -> Text:
    """Read an ofd."""
    archive = Archive(data, "ofd")
    package = archive.xml("OFD.xml")
    names = {local(element) for element in package.iter()}
    if "Encryptions" in names or "encryptions.xml" in archive:
        raise encrypted("ofd")
    roots = [str(e.text or "").strip() for e in package.iter() if local(e) == "DocRoot"]
    if not roots:
        raise broken("ofd")
    # Further bodies are other documents of the package or its versions; the first is the notice.
    document = _Document(archive, posixpath.normpath(roots[0].lstrip("/")))
    pages = list(document.pages())
    if not any(not glyph[0].isspace() for page in pages for glyph in page.glyphs):
        if document.pictures:
            raise Scan
        raise without_text("ofd")
    findings = []
    if document.pictures:
        listed = ", ".join(str(number) for number in document.pictures[:20])
        findings.append(finding("page-without-text", pages=listed))
    return compose(pages).text(source, findings)
