"""A table as an Excel workbook: headings in the reader's language, numbers as numbers, names as links."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kg.query.definition import Column
from kg.query.values import plain
from kg.store.base import Iri, Literal, Term
from kg.workbook import MOST_LINKS, footer, hide, lead, one_page_wide, saved, sheet_name, text_cell

_WIDE = {"sentence": 70, "text": 24, "number": 14, "money": 16, "date": 12}
_OPEN = {"zh": "查看", "en": "open"}
Cells = Sequence[Term | None]


def workbook(
    title: str,
    columns: Sequence[Column],
    rows: Sequence[Cells],
    lang: str,
    labels: Mapping[str, str],
    page: Callable[[str], str] | None = None,
) -> bytes:
    """Return the ``.xlsx`` bytes of a table; ``labels`` names the IRIs of codes.

    A name leads to what it names: to the address that ``page`` gives for an IRI, or to the IRI itself.
    The IRIs stand on the hidden sheet, row by row.
    """
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(sheet_name(title))
    names = {column.name for column in columns}
    shown = [at for at, c in enumerate(columns) if c.format != "hidden" and f"{c.name}Label" not in names]
    made = _Rows(sheet, columns, lang, labels, page)
    sheet.freeze_panes = "A2"
    one_page_wide(sheet, "1:1", footer(lang))
    heads = []
    for at, index in enumerate(shown, 1):
        column = columns[index]
        sheet.column_dimensions[get_column_letter(at)].width = _WIDE.get(column.format, 24)
        head = WriteOnlyCell(sheet, column.label if lang == "en" else column.label_zh)
        head.font, head.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="center")
        heads.append(head)
    sheet.append(heads)
    for number, row in enumerate(rows, 2):
        sheet.append([made.cell(row, index, at, number) for at, index in enumerate(shown)])
    hide(book, _keys(columns, rows))
    return saved(book)


@dataclass(slots=True)
class _Rows:
    """Writes the cells of rows; ``links`` counts those that lead somewhere."""

    sheet: Any
    columns: Sequence[Column]
    lang: str
    labels: Mapping[str, str]
    page: Callable[[str], str] | None
    links: int = 0

    def cell(self, row: Cells, index: int, at: int, number: int) -> Any:
        """Return the cell of a column; it is to stand at place ``at`` of the sheet's row ``number``."""
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment
        from openpyxl.utils import get_column_letter

        form, term = self.columns[index].format, row[index]
        value = self._value(term)
        if not isinstance(value, str):
            made = WriteOnlyCell(self.sheet, value)
            if form in ("number", "money"):
                made.number_format = "#,##0.######" if isinstance(value, float) else "#,##0"
            return made
        made = text_cell(self.sheet, value)
        if link := self._link(row, index):
            lead(made, link, f"{get_column_letter(at + 1)}{number}")
        made.alignment = Alignment(wrap_text=True, vertical="top")
        return made

    def _value(self, term: Term | None) -> Any:
        if term is None:
            return None
        if isinstance(term, Iri):
            return self.labels.get(term.value) or _OPEN[self.lang]
        if isinstance(term, Literal) and term.datatype.endswith("#date"):
            try:
                return date.fromisoformat(term.value)
            except ValueError:
                return term.value
        return plain(term)

    def _link(self, row: Cells, index: int) -> str:
        """Return where a cell leads: an IRI to itself, a name to the IRI beside it."""
        term, name = row[index], self.columns[index].name.removesuffix("Label")
        if not isinstance(term, Iri) and name != self.columns[index].name:
            names = [column.name for column in self.columns]
            term = row[names.index(name)] if name in names else None
        if not isinstance(term, Iri) or "#" in term.value or self.links >= MOST_LINKS:
            return ""
        self.links += 1
        return self.page(term.value) if self.page else term.value


def _keys(columns: Sequence[Column], rows: Sequence[Cells]) -> Iterator[Sequence[str]]:
    """Yield the hidden sheet: the names of the columns that hold IRIs, then those of each row."""
    held = [at for at in range(len(columns)) if any(isinstance(row[at], Iri) for row in rows)]
    yield [columns[at].name for at in held]
    for row in rows:
        yield [cell.value if isinstance(cell := row[at], Iri) else "" for at in held]
