"""A table as CSV, or as a workbook of one sheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import IO, Any

from kg.errors import NotFound, TooLarge
from kg.tables.manifest import Manifest
from kg.tables.mapping import Table, Tables, mapping
from kg.tables.reader import Reader
from kg.tables.selecting import Scope, Shown, selection
from kg.workbook import footer, hide, one_page_wide, saved, sheet_name, text_cell

SHEET_ROWS = 1_048_576  # of one sheet, its heading among them
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def table_of(name: str, tables: Tables | None = None) -> Table:
    """Return a table by its name.

    Raises:
        NotFound: there is none.
    """
    known = tables or mapping()
    if name not in known:
        names = [table.name for table in known.tables]
        raise NotFound(
            f"没有名为 {name} 的表；有：{'、'.join(names)}。",
            f"No table is called {name}; there are {', '.join(names)}.",
        )
    return known[name]


def write_csv(table: Table, reader: Reader, manifest: Manifest, scope: Scope, out: IO[bytes]) -> int:
    """Write a table as CSV (UTF-8 with a mark, as spreadsheets want it); return how many rows."""
    shown, rows = _rows(table, reader, manifest, scope, None)
    text = io.TextIOWrapper(out, "utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(one.name for one in shown)
    for row in rows:
        writer.writerow(_in_csv(value) for value in row)
    text.flush()
    text.detach()
    return len(rows)


def workbook(
    table: Table, reader: Reader, manifest: Manifest, scope: Scope, lang: str, labels: Mapping[str, str]
) -> bytes:
    """Return a table as ``.xlsx``: headings in the reader's language, numbers as numbers.

    ``labels`` names the codes; IRIs stand on the hidden sheet, row by row.

    Raises:
        TooLarge: there are more rows than a sheet holds.
    """
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    if not table.scoped or scope == Scope():
        _fits(manifest.rows(table.name))
    shown, rows = _rows(table, reader, manifest, scope, SHEET_ROWS)
    _fits(len(rows))
    book = Workbook(write_only=True)
    sheet = book.create_sheet(sheet_name(table.label(lang)))
    sheet.freeze_panes = "A2"
    one_page_wide(sheet, "1:1", footer(lang))
    seen = [at for at, one in enumerate(shown) if not one.is_iri]
    heads = []
    for at in seen:
        head = WriteOnlyCell(sheet, shown[at].heading(lang))
        head.font = Font(bold=True)
        heads.append(head)
    sheet.append(heads)
    for row in rows:
        sheet.append([_cell(sheet, _named(row[at], labels) if shown[at].is_code else row[at]) for at in seen])
    hide(book, _keys(shown, rows))
    return saved(book)


def _keys(shown: Sequence[Shown], rows: Sequence[Sequence[Any]]) -> Iterator[Sequence[str]]:
    """Yield the hidden sheet: the columns that hold IRIs, row by row."""
    held = [at for at, one in enumerate(shown) if one.is_iri or one.is_code]
    yield [shown[at].name for at in held]
    for row in rows:
        yield [str(row[at] or "") for at in held]


def _rows(
    table: Table, reader: Reader, manifest: Manifest, scope: Scope, most: int | None
) -> tuple[tuple[Shown, ...], list[tuple[Any, ...]]]:
    text, shown = selection(table, mapping())
    values = scope.values() if table.scoped else {}
    return shown, reader.ask(manifest, text, values, max_rows=most).rows


def _fits(rows: int) -> None:
    if rows >= SHEET_ROWS:
        raise TooLarge(
            f"这张表有 {rows} 行，一张工作表至多 {SHEET_ROWS - 1} 行；"
            "请用地区、年度缩小范围，或下载 CSV、Parquet。",
            f"The table has {rows} rows and a sheet holds {SHEET_ROWS - 1}; narrow it by area or year, "
            "or take CSV or Parquet.",
        )


def _named(iri: Any, labels: Mapping[str, str]) -> str | None:
    """Return the label of a code, or its own word."""
    if not iri:
        return None
    return labels.get(iri) or str(iri).replace("#", "/").rpartition("/")[2]


def _cell(sheet: Any, value: Any) -> Any:
    from openpyxl.cell import WriteOnlyCell

    if isinstance(value, str):
        return text_cell(sheet, value)
    if isinstance(value, Decimal):
        value = int(value) if value == value.to_integral_value() else float(value)
    return WriteOnlyCell(sheet, value)


def _in_csv(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"  # a spreadsheet would run it
    return str(value)


def plain(value: Decimal) -> str:
    """Return a decimal without trailing zeros, as SPARQL shows it: 3.000 → 3."""
    digits = f"{value:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
