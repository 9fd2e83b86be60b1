"""What every Excel file of this program shares: safe text, one page wide, links, the hidden sheet.

A sheet prints on A4 in landscape, as wide as one page, its heads on every page. Text is typed as
text, whatever it begins with. An IRI is never shown: a name leads to it, or it stands on the hidden
sheet that ``hide`` adds.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openpyxl import Workbook

_A4 = 9  # as the format counts sizes of paper
KEYS = "标识"  # the hidden sheet
MOST_LINKS = 60_000  # of one sheet; Excel mends files with more than 65,530
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_FORMULA = ("=", "+", "-", "@")
_NOT_A_NAME = re.compile(r"[\\/*?:\[\]\x00-\x1f]")
_MOST_TEXT = 32_767  # characters of one cell
_DIGIT_PX, _HAN_PX, _PADDING_PX, _WIDE_FROM = 7.0, 13.5, 2.0, 0x2000
_SLACK = 1.06  # words are not broken, marks do not begin a line
_LINE_POINTS, _MOST_POINTS, _MOST_LINES, _WIDEST = 13.5, 409.0, 29, 120.0


def sheet_name(title: str) -> str:
    """Return a title as the name of a sheet: at most 31 characters, none that Excel refuses."""
    return _NOT_A_NAME.sub(" ", title)[:31].strip(" '") or "Sheet"


def text_cell(sheet: Any, text: str) -> Any:
    """Return a cell that holds text as text, never as a formula."""
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, _NOT_XML.sub("", text)[:_MOST_TEXT])
    cell.data_type = "s"
    if text.startswith(_FORMULA):
        cell.quotePrefix = True  # stays text when somebody edits it
    return cell


def lead(cell: Any, link: str, at: str) -> None:
    """Let a cell lead to an address; ``at`` is where it will stand, which the cell does not know yet."""
    from openpyxl.styles import Font

    cell.hyperlink = link
    cell.hyperlink.ref = at
    cell.font = Font(size=cell.font.size, color="FF0563C1", underline="single")


def one_page_wide(sheet: Any, heads: str, footer: str) -> None:
    """Set a sheet up to print: A4 landscape, one page wide, ``heads`` (rows, ``"3:4"``) on each page.

    ``footer`` says the page, with &P and &N.
    """
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = heads
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = 0.4
    margins.bottom, margins.footer = 0.7, 0.3
    sheet.oddFooter.center.text = footer


def lines(text: str, width: float) -> int:
    """Return how many lines a text takes in a column of ``width`` characters, in type of 10 points.

    Programs that open a file do not all fit the heights of rows, so that the file states them.
    """
    room = max(width * _DIGIT_PX - _PADDING_PX, _HAN_PX)
    count = 0
    for line in text.split("\n"):
        taken = sum(_DIGIT_PX if ord(char) < _WIDE_FROM else _HAN_PX for char in line)
        count += max(1, math.ceil(taken * _SLACK / room))
    return count


def fitted(width: float, texts: Iterable[str]) -> float:
    """Return the width from ``width`` on at which every text fits a row of the greatest height."""
    longest = sorted(texts, key=len, reverse=True)[:20]
    while width < _WIDEST and any(lines(text, width) > _MOST_LINES for text in longest):
        width += 4
    return width


def height(lines_taken: int) -> float:
    """Return the height of a row in points."""
    return min(_MOST_POINTS, lines_taken * _LINE_POINTS + 4)


def footer(lang: str) -> str:
    """Return the line at the foot of each page."""
    return "Page &P of &N" if lang == "en" else "第 &P 页，共 &N 页"


def hide(book: Workbook, rows: Iterable[Sequence[str]]) -> None:
    """Add the hidden sheet of keys."""
    sheet = book.create_sheet(KEYS)
    sheet.sheet_state = "hidden"
    for row in rows:
        sheet.append([text_cell(sheet, text) for text in row])


def saved(book: Workbook) -> bytes:
    """Return the bytes of the file."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
