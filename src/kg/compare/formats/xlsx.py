"""A comparison as an Excel workbook: the changed words in colour, numbers as numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Color, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from kg.compare.comparing import Comparison
from kg.compare.formats.rows import Cell, Row, rows, target_rows, told
from kg.compare.formats.words import WORDS, heading, summary
from kg.compare.targets import as_printed
from kg.compare.values import Target
from kg.workbook import footer, height, lines, one_page_wide, saved, sheet_name

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_FONT = {
    "gone": InlineFont(strike=True, color=Color("FFB42318")),
    "new": InlineFont(b=True, color=Color("FF067647")),
}
_TOP = Alignment(wrap_text=True, vertical="top")
_LONGEST = 32_000  # characters that a cell of Excel holds, and a little less


def render(comparison: Comparison, lang: str, above: Comparison | None = None) -> bytes:
    """Return the ``.xlsx`` bytes: a sheet each for tasks, projects, targets, units and leaders."""
    say = WORDS[lang]
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    one, other = heading(comparison.a), heading(comparison.b)
    over = [heading(above.a)] if above else []
    for kind in ("task", "project"):
        found = rows(comparison, kind, above)
        if not found and kind == "project":
            continue
        heads = [say["relation"], f"A {one}", f"B {other}", say["changes"], say["score"], *over]
        sheet = _sheet(book, say[f"{kind}s"], heads, (10, 60, 60, 40, 10, 60), lang)
        for row in found:
            _append(sheet, _row(row, lang, above is not None))
    sheet = _sheet(
        book,
        say["targets"],
        [say["indicator"], f"A {one}", f"B {other}", say["unit"], "A", "B", say["difference"], *over],
        (30, 36, 36, 12, 16, 16, 16, 36),
        lang,
    )
    for target in target_rows(comparison, above):
        pair = target.pair
        told_as = as_printed(pair)
        values = [None if v is None else float(v) for v in (told_as.a, told_as.b, told_as.difference)]
        cells = [pair.indicator, _said(pair.a), _said(pair.b), told_as.unit, *values]
        _append(sheet, [*cells, *([_said(target.above)] if above else [])])
    for key, shares in (("units", comparison.units), ("leaders", comparison.leaders)):
        sheet = _sheet(
            book,
            say[key],
            [say[key] + say["counted"], f"A {one}", f"B {other}", say["changes"]],
            (30, 24, 24, 12),
            lang,
        )
        for share in shares:
            note = say["came"] if not share.a else say["went"] if not share.b else ""
            _append(sheet, [share.name, share.a, share.b, note])
    book.properties.title = _clean(f"{comparison.a.name} → {comparison.b.name}")
    book.properties.description = _clean(summary(comparison, lang))
    return saved(book)


def _sheet(book: Workbook, title: str, heads: Sequence[str], widths: Sequence[int], lang: str) -> Worksheet:
    sheet = book.create_sheet(sheet_name(title))
    one_page_wide(sheet, "1:1", footer(lang))
    assert isinstance(sheet, Worksheet)
    for column, width in enumerate(widths[: len(heads)], 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    _append(sheet, list(heads))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    return sheet


def _row(row: Row, lang: str, with_above: bool) -> list[Any]:
    say = WORDS[lang]
    notes = "\n".join("{}：{}".format(*told(one, say)) for one in row.changes)
    cells = [say[row.relation], _side(row.a), _side(row.b), notes, row.score]
    return cells + (["\n".join(entry.words for entry in row.above)] if with_above else [])


def _side(cells: Iterable[Cell]) -> CellRichText | str:
    made = CellRichText()
    room = _LONGEST
    for cell in cells:
        head = f"{cell.entry.number} " if cell.entry.number else ""
        for text, kind in ((("\n" if made else "") + head, "same"), *cell.parts):
            text = _clean(text)[:room]
            room -= len(text)
            if text:
                made.append(TextBlock(_FONT[kind], text) if kind in _FONT else text)
    return made if any(isinstance(part, TextBlock) for part in made) else "".join(map(str, made))


def _said(target: Target | None) -> str | None:
    return target.text if target else None


def _append(sheet: Worksheet, values: Sequence[Any]) -> None:
    at = sheet.max_row + 1 if sheet.max_row > 1 or sheet["A1"].value is not None else 1
    for column, value in enumerate(values, 1):
        cell = sheet.cell(at, column)
        cell.value = _clean(value)[:_LONGEST] if isinstance(value, str) else value
        if isinstance(value, str):
            cell.data_type = "s"  # text that begins with = stays text
        cell.alignment = _TOP
    taken = [
        lines(str(value), sheet.column_dimensions[get_column_letter(column)].width)
        for column, value in enumerate(values, 1)
        if isinstance(value, str | CellRichText)
    ]
    sheet.row_dimensions[at].height = height(max(taken, default=1))


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)
