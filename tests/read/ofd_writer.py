"""Writes OFD files after GB/T 33190-2016: as much of the format as an office's export uses.

    write_ofd(path, parts, style, merged, columns)
    Page().text(...).line(...), package(pages) -> bytes

Lengths are millimetres from the top left corner. Text is placed character by character through
``DeltaX``; the lines of a table are ``PathObject``s; page numbers come from a page template's
sibling layer, as office programs write them.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
WIDTH, HEIGHT = 210.0, 297.0
LEFT, RIGHT, TOP, BOTTOM = 28.0, 184.0, 35.0, 262.0
_MM = 25.4 / 72


def advance(char: str, size: float) -> float:
    """Return how far a character moves the pen."""
    return size * (0.5 if char < "\u0250" else 1.0)


class Page:
    """The objects of one page."""

    def __init__(self) -> None:
        self.objects: list[str] = []
        self._id = 100

    def _next(self) -> int:
        self._id += 1
        return self._id

    def text(self, x: float, y: float, words: str, size: float) -> None:
        """Put one line of text with its top left corner at x, y."""
        steps = [advance(char, size) for char in words[:-1]]
        delta: list[str] = []
        at = 0
        while at < len(steps):  # equal steps are written as "g count step"
            same = at
            while same < len(steps) and steps[same] == steps[at]:
                same += 1
            delta.append(
                f"g {same - at} {steps[at]:.4f}"
                if same - at > 2
                else " ".join(f"{step:.4f}" for step in steps[at:same])
            )
            at = same
        width = sum(steps) + (advance(words[-1], size) if words else 0)
        shift = f' DeltaX="{" ".join(delta)}"' if delta else ""
        self.objects.append(
            f'<ofd:TextObject ID="{self._next()}" Font="3" Size="{size:.4f}" '
            f'Boundary="{x:.4f} {y:.4f} {width + 1:.4f} {size * 1.2:.4f}"><ofd:FillColor Value="0 0 0"/>'
            f'<ofd:TextCode X="0" Y="{size * 0.88:.4f}"{shift}>{escape(words)}</ofd:TextCode></ofd:TextObject>'  # noqa: E501
        )

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Draw a line, its boundary half a millimetre wider."""
        left, top = min(x0, x1) - 0.5, min(y0, y1) - 0.5
        self.objects.append(
            f'<ofd:PathObject ID="{self._next()}" LineWidth="0.25" Boundary="{left:.4f} {top:.4f} '
            f'{abs(x1 - x0) + 1:.4f} {abs(y1 - y0) + 1:.4f}"><ofd:StrokeColor Value="0 0 0"/>'
            f"<ofd:AbbreviatedData>M {x0 - left:.4f} {y0 - top:.4f} L {x1 - left:.4f} {y1 - top:.4f}"
            "</ofd:AbbreviatedData></ofd:PathObject>"
        )


def package(pages: Sequence[Page], extra: str = "") -> bytes:
    """Return the zip."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:

        def put(name: str, content: str) -> None:
            info = zipfile.ZipInfo(name, (2024, 2, 18, 9, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, '<?xml version="1.0" encoding="UTF-8"?>\n' + content)

        put("OFD.xml", (
            f'<ofd:OFD {NS} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo>'
            "<ofd:DocID>44434a5ac03b4dc8a5b7a3ea4a8d3d3a</ofd:DocID></ofd:DocInfo>"
            f"<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>{extra}</ofd:OFD>"
        ))  # fmt: skip
        put("Doc_0/PublicRes.xml", (
            f'<ofd:Res {NS} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="3" FontName="仿宋_GB2312" '
            'FamilyName="仿宋_GB2312"/></ofd:Fonts></ofd:Res>'
        ))  # fmt: skip
        listed = "".join(
            f'<ofd:Page ID="{number}" BaseLoc="Pages/Page_{number - 1}/Content.xml"/>'
            for number in range(1, len(pages) + 1)
        )
        put("Doc_0/Document.xml", (
            f"<ofd:Document {NS}><ofd:CommonData><ofd:MaxUnitID>100000</ofd:MaxUnitID><ofd:PageArea>"
            f"<ofd:PhysicalBox>0 0 {WIDTH} {HEIGHT}</ofd:PhysicalBox></ofd:PageArea>"
            "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData>"
            f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
        ))  # fmt: skip
        for number, page in enumerate(pages):
            put(f"Doc_0/Pages/Page_{number}/Content.xml", (
                f"<ofd:Page {NS}><ofd:Area><ofd:PhysicalBox>0 0 {WIDTH} {HEIGHT}</ofd:PhysicalBox></ofd:Area>"
                f'<ofd:Content><ofd:Layer ID="{number + 50}" Type="Body">{"".join(page.objects)}</ofd:Layer>'
                "</ofd:Content></ofd:Page>"
            ))  # fmt: skip
    return buffer.getvalue()


def wrap(text: str, size: float, width: float, indent: float = 0.0) -> list[str]:
    """Break a paragraph into lines; closing punctuation does not begin one."""
    lines, line, at = [], "", indent
    for piece in re.findall(r"[!-~]+|.", text):
        step = sum(advance(char, size) for char in piece)
        if line and at + step > width + 0.01 and piece not in "，。、；：）》”？！,.;:)":
            lines.append(line)
            line, at = "", 0.0
        line += piece
        at += step
    return [*lines, line] if line or not lines else lines


class _Flow:
    """Puts paragraphs and tables on pages."""

    def __init__(self) -> None:
        self.pages: list[Page] = []
        self.y = BOTTOM

    def room(self, height: float) -> Page:
        """Return the page that the next ``height`` stands on; a new one where it is full."""
        if self.y + height > BOTTOM + 0.01:
            self.pages.append(Page())
            number = f"— {len(self.pages)} —"
            self.pages[-1].text(100, 275, number, 4.5)
            self.y = TOP
        return self.pages[-1]

    def paragraph(self, text: str, alignment: str, size: float) -> None:
        size *= _MM
        indent = 2 * size if alignment == "body" else 0.0
        pitch = size * 1.75
        for number, line in enumerate(wrap(text, size, RIGHT - LEFT, indent)):
            page = self.room(pitch)
            width = sum(advance(char, size) for char in line)
            x = {"center": (LEFT + RIGHT - width) / 2, "right": RIGHT - width}.get(
                alignment, LEFT + (0 if number else indent)
            )
            page.text(x, self.y, line, size)
            self.y += pitch

    def table(
        self, rows: list[list[str]], merged: Sequence[tuple[int, int, int, int]], columns: Sequence[float]
    ) -> None:
        """Draw a table whose first two rows are its header, repeated on every page."""
        size, pad = 8 * _MM, 0.8
        total = sum(columns)
        edges = [LEFT + (RIGHT - LEFT) * sum(columns[:n]) / total for n in range(len(columns) + 1)]
        spans = {(row, column): (height, width) for row, column, height, width in merged}
        covered = {
            (row + r, column + c): (row, column)
            for row, column, height, width in merged
            for r in range(height)
            for c in range(width)
        }

        def lines_of(row: int, column: int) -> list[str]:
            _, width = spans.get((row, column), (1, 1))
            return wrap(rows[row][column], size, edges[column + width] - edges[column] - 2 * pad)

        def height_of(row: int) -> float:
            most = max(
                len(lines_of(row, column))
                for column in range(len(columns))
                if spans.get((row, column), (1, 1))[0] == 1
                and covered.get((row, column), (row, column)) == (row, column)
            )
            return most * size * 1.3 + 2 * pad

        heights = [height_of(row) for row in range(len(rows))]

        def draw(row: int, page: Page, y: float) -> None:
            for column in range(len(columns)):
                origin = covered.get((row, column), (row, column))
                if origin != (row, column):
                    continue
                height, width = spans.get((row, column), (1, 1))
                x0, x1 = edges[column], edges[column + width]
                y1 = y + sum(heights[row : row + height])
                page.line(x0, y, x1, y)
                page.line(x0, y1, x1, y1)
                page.line(x0, y, x0, y1)
                page.line(x1, y, x1, y1)
                for number, line in enumerate(lines_of(row, column)):
                    if line:
                        page.text(x0 + pad, y + pad + number * size * 1.3, line, size)

        header = 2
        for row in range(len(rows)):
            before = len(self.pages)
            if row == 0:
                self.room(sum(heights[:header]))
            elif row >= header:
                page = self.room(heights[row])
                if len(self.pages) > before:
                    for repeated in range(header):
                        draw(repeated, page, self.y)
                        self.y += heights[repeated]
            draw(row, self.pages[-1], self.y)
            self.y += heights[row]
        self.y += 4


def write_ofd(
    path: Path,
    parts: Sequence[str | list[list[str]]],
    style: Callable[[str, int], tuple[str, float]],
    merged: Sequence[tuple[int, int, int, int]],
    columns: Sequence[float],
) -> None:
    """Write paragraphs and tables as an OFD file."""
    flow = _Flow()
    for number, part in enumerate(parts):
        if isinstance(part, str):
            flow.paragraph(part, *style(part, number))
        else:
            flow.table(part, merged, columns)
    path.write_bytes(package(flow.pages))
