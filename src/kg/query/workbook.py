"""A table as an Excel workbook: headings in the reader's language, numbers as numbers."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from kg.query.definition import Column
from kg.query.values import plain
from kg.store.base import Iri, Literal, Term

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f￾￿]")
_WIDE = {"sentence": 70, "text": 24, "number": 14, "money": 16, "date": 12}


def workbook(
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Term | None]],
    lang: str,
    labels: Mapping[str, str],
) -> bytes:
    """Return the ``.xlsx`` bytes of a table; ``labels`` names the IRIs of codes."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\\/*?:\[\]]", " ", title)[:31])
    sheet.freeze_panes = "A2"
    for index, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(index)].width = _WIDE.get(column.format, 24)
    names = {column.name for column in columns}
    heads = []
    for column in columns:
        text = column.label if lang == "en" else column.label_zh
        head = WriteOnlyCell(sheet, f"{text} (IRI)" if column.name + "Label" in names else text)
        head.font = Font(bold=True)
        heads.append(head)
    sheet.append(heads)
    for row in rows:
        cells = []
        for cell, column in zip(row, columns, strict=True):
            value = _value(cell, labels)
            made = WriteOnlyCell(sheet, value)
            if isinstance(value, str):
                # Text that begins with = stays text: typed as a string, never as a formula.
                made.data_type = "s"
                made.alignment = Alignment(wrap_text=column.format == "sentence", vertical="top")
            elif column.format in ("number", "money"):
                made.number_format = "#,##0.######" if isinstance(value, float) else "#,##0"
            cells.append(made)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _value(cell: Term | None, labels: Mapping[str, str]) -> Any:
    if cell is None:
        return None
    if isinstance(cell, Iri):
        return labels.get(cell.value, cell.value)
    if isinstance(cell, Literal) and cell.datatype.endswith("#date"):
        try:
            return date.fromisoformat(cell.value)
        except ValueError:
            return cell.value
    value = plain(cell)
    return _NOT_XML.sub("", value) if isinstance(value, str) else value
