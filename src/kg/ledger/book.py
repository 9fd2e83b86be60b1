"""A ledger as an Excel file: title, heads in two rows, one row an item, blank columns to fill in.

A visible code stands in each row; the hidden sheet says for each code its IRI and a digest of what
the row said when it was written, so that a ledger that was sorted, cut or sent on can be read back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from kg.ledger.entries import Body, Entry, Ledger
from kg.ledger.words import WORDS
from kg.workbook import (
    fitted,
    footer,
    height,
    hide,
    lead,
    lines,
    one_page_wide,
    saved,
    sheet_name,
    text_cell,
)

FORMAT = "zeren-ledger-1"
_WAN = Decimal(10**4)
_HEAD_ROWS = (3, 4)  # 1 the title, 2 what the ledger rests on
Value = str | Decimal | date | None


@dataclass(frozen=True, slots=True)
class _Column:
    """One column: ``group`` is the head over it, where several columns have one."""

    key: str
    width: float  # in characters of the sheet's font
    of: Callable[[Entry], Value]
    group: str = ""
    kept: bool = False  # though it be empty throughout


def book(ledger: Ledger, lang: str, page: Callable[[str], str] | None = None) -> bytes:
    """Return the ``.xlsx`` bytes; ``page`` gives the address that shows an IRI, None: no links."""
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    words = WORDS[lang]
    entries = ledger.entries
    columns = [c for c in _columns(ledger, lang) if c.kept or any(c.of(e) is not None for e in entries)]
    made = Workbook()
    sheet: Any = made.active
    sheet.title = sheet_name(ledger.title)
    widths = [fitted(c.width, (v for e in entries if isinstance(v := c.of(e), str))) for c in columns]
    for at, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    _head(sheet, ledger, columns, words)
    for entry in entries:
        _row(sheet, columns, entry, page)
        texts = [str(column.of(entry) or "") for column in columns]
        taken = max(lines(text, width) for text, width in zip(texts, widths, strict=True))
        sheet.row_dimensions[sheet.max_row].height = height(taken)
    last = f"{get_column_letter(len(columns))}{sheet.max_row}"
    sheet.auto_filter.ref = f"A{_HEAD_ROWS[1]}:{last}"
    sheet.freeze_panes = f"A{_HEAD_ROWS[1] + 1}"
    sheet.print_area = f"A1:{last}"
    one_page_wide(sheet, "{}:{}".format(*_HEAD_ROWS), footer(lang))
    hide(made, _keys(ledger))
    return saved(made)


def _columns(ledger: Ledger, lang: str) -> Iterator[_Column]:
    def bodies(role: str) -> Callable[[Entry], Value]:
        return lambda entry: _names(entry.named(role), lang)

    words = WORDS[lang]
    yield _Column("code", 8, lambda e: e.code, kept=True)
    yield _Column("number", 6, lambda e: e.number or None)
    if len(ledger.notices) > 1:
        labels = {notice.iri: notice.label for notice in ledger.notices}
        yield _Column("notice", 16, lambda e: labels[e.notice])
    yield _Column("chapter", 14, lambda e: e.chapter.name or None)
    yield _Column("leader", 10, lambda e: _comma(lang).join(leader.name for leader in e.leaders) or None)
    yield _Column("task", 42, lambda e: e.text, kept=True)
    yield _Column("targets", 24, lambda e: _targets(e, lang))
    yield _Column("own", 9, lambda e: words[f"own_{e.own_role}"] if e.own_role else None)
    yield _Column("lead", 13, bodies("lead"), "bodies")
    yield _Column("support", 22, bodies("support"), "bodies")
    yield _Column("responsible", 15, bodies("responsible"), "bodies")
    yield _Column("deadline", 14, _deadline)
    yield _Column("investment", 12, lambda e: _wan(e.investment), "money")
    yield _Column("planned", 12, lambda e: _wan(e.planned), "money")
    for key, width in (("progress", 14), ("done", 10), ("problem", 14), ("next", 14)):
        yield _Column(key, width, lambda _: None, "return", kept=True)


def _comma(lang: str) -> str:
    return ", " if lang == "en" else "、"


def _names(found: Sequence[Body], lang: str) -> str | None:
    return _comma(lang).join(dict.fromkeys(body.name for body in found)) or None


def _targets(entry: Entry, lang: str) -> str | None:
    return "\n".join(f"{one.name} {one.figure(lang)}".strip() for one in entry.targets) or None


def _deadline(entry: Entry) -> Value:
    if entry.deadline is None:
        return entry.deadline_text or None
    try:
        return date.fromisoformat(entry.deadline.value)
    except ValueError:
        return entry.deadline_text or entry.deadline.value


def _wan(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else amount / _WAN


def _head(sheet: Any, ledger: Ledger, columns: Sequence[_Column], words: Mapping[str, str]) -> None:
    """Write the title, what the ledger rests on, and the heads: one head over the columns of a group."""
    from openpyxl.styles import Alignment, Font, PatternFill

    width = len(columns)
    shade = PatternFill("solid", fgColor="FFE8EDF3")
    rests = "、".join(notice.label for notice in ledger.notices)
    for row, text, size in (
        (1, words["title"].format(title=ledger.title), 18),
        (2, words["rests"].format(notices=rests, number=len(ledger.entries)), 10),
    ):
        sheet.append([text_cell(sheet, text)])
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)
        sheet.cell(row, 1).font = Font(bold=row == 1, size=size, color="FF000000")
        sheet.cell(row, 1).alignment = Alignment("center" if row == 1 else "left", "center", wrap_text=True)
        sheet.row_dimensions[row].height = 34 if row == 1 else 20
    upper, lower = _HEAD_ROWS
    for at, column in enumerate(columns, 1):
        sheet.cell(upper, at, words[column.group or column.key])
        sheet.cell(lower, at, words[column.key])
        for row in _HEAD_ROWS:
            cell = sheet.cell(row, at)
            cell.font, cell.fill = Font(bold=True, size=10), shade
            _frame(cell, "center")
    _merge_heads(sheet, columns)
    sheet.row_dimensions[upper].height = 20
    sheet.row_dimensions[lower].height = 32


def _merge_heads(sheet: Any, columns: Sequence[_Column]) -> None:
    upper, lower = _HEAD_ROWS
    at = 1
    while at <= len(columns):
        group = columns[at - 1].group
        end = at
        while group and end < len(columns) and columns[end].group == group:
            end += 1
        if group and end > at:
            sheet.merge_cells(start_row=upper, end_row=upper, start_column=at, end_column=end)
        else:
            sheet.cell(upper, at).value = sheet.cell(lower, at).value
            sheet.merge_cells(start_row=upper, end_row=lower, start_column=at, end_column=at)
        at = end + 1


def _row(sheet: Any, columns: Sequence[_Column], entry: Entry, page: Callable[[str], str] | None) -> None:
    """Append the row of an entry; its code leads to the page that shows it."""
    from openpyxl.styles import Font

    plain = Font(size=10)
    cells = []
    for column in columns:
        cell = _cell(sheet, column.of(entry), column.key)
        cell.font = plain
        centred = column.key in ("code", "number", "leader", "own", "deadline")
        _frame(cell, "center" if centred else "right" if cell.data_type == "n" else "left")
        cells.append(cell)
    if page is not None:
        lead(cells[0], page(entry.iri), f"A{sheet.max_row + 1}")
    sheet.append(cells)


def _cell(sheet: Any, value: Value, key: str) -> Any:
    from openpyxl.cell import WriteOnlyCell

    if isinstance(value, str):
        if key == "number" and value.isdigit():
            return WriteOnlyCell(sheet, int(value))
        return text_cell(sheet, value)
    cell = WriteOnlyCell(sheet)
    if isinstance(value, Decimal):
        whole = value == value.to_integral_value()
        cell.value = int(value) if whole else float(value)
        cell.number_format = "#,##0" if whole else "#,##0.######"
    elif isinstance(value, date):
        cell.value = value
        cell.number_format = "yyyy-mm-dd"
    return cell


def _frame(cell: Any, horizontal: str) -> None:
    from openpyxl.styles import Alignment, Border, Side

    line = Side("thin", "FF9AA5B1")
    cell.alignment = Alignment(horizontal, "center", wrap_text=True)
    cell.border = Border(line, line, line, line)


def _keys(ledger: Ledger) -> Iterator[Sequence[str]]:
    """Yield the rows of the hidden sheet: the format, the heads, then code, IRI, notice and digest."""
    yield (FORMAT, ledger.title)
    yield ("code", "item", "notice", "digest")
    for entry in ledger.entries:
        yield (entry.code, entry.iri, entry.notice, entry.digest)
