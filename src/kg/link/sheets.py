"""A table in a file of somebody's, as rows of text: CSV in the usual encodings, or a sheet of XLSX.

rows_of(Path("statistics.xlsx"), sheet="2024") -> [["区划代码", …], …]
"""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from kg.errors import InputError, UnsupportedFormat, UsageError
from kg.read import limits
from kg.read.archive import Archive
from kg.read.refusals import broken

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_XLSX = "XLSX"
_BROKEN = (ValueError, KeyError, TypeError, AttributeError, SyntaxError)  # of the library's readers


def rows_of(
    source: Path,
    *,
    delimiter: str = ",",
    quote: str = '"',
    encoding: str | None = None,
    sheet: str | None = None,
) -> Iterator[list[str]]:
    """Yield the rows of a table, the heading first.

    Args:
        source: A CSV or XLSX file, told apart by its first bytes.
        delimiter: What parts the cells of a CSV.
        quote: What encloses a cell of a CSV.
        encoding: Of a CSV; by default UTF-8, or GB 18030 where it cannot be that.
        sheet: The sheet of a workbook; the first unless given.

    Raises:
        InputError: the file is no such table, or a cell of the workbook has no value.
        UsageError: there is no such sheet.
    """
    if source.stat().st_size > limits.MAX_BYTES:
        raise limits.too_large("size", f"{limits.MAX_BYTES // 2**20} MB")
    data = source.read_bytes()
    if data.startswith(_ZIP):
        yield from _sheet_rows(data, sheet)
        return
    if data.startswith(_OLE):
        raise UnsupportedFormat(
            f"“{source.name}”是旧版 .xls 或加密的工作簿，不能读取：请另存为 .xlsx 或 .csv。",
            f"{source.name} is an old .xls or an encrypted workbook: save it as .xlsx or .csv.",
        )
    if sheet is not None:
        raise UsageError(
            f"“{source.name}”不是工作簿，没有工作表。", f"{source.name} is no workbook: it has no sheets."
        )
    text = io.StringIO(_decoded(data, encoding, source.name), newline="")
    try:
        yield from csv.reader(text, delimiter=delimiter, quotechar=quote, strict=True)
    except csv.Error as error:
        raise InputError(
            f"“{source.name}”不是可读的 CSV：{error}。", f"{source.name} is no CSV that can be read: {error}."
        ) from error


def _decoded(data: bytes, encoding: str | None, name: str) -> str:
    for known in [encoding] if encoding else ["utf-8-sig", "gb18030"]:
        try:
            return data.decode(known).removeprefix("\ufeff")
        except (UnicodeDecodeError, LookupError):
            continue
    raise InputError(
        f"“{name}”不是 {encoding or 'UTF-8 或 GB 18030'} 文本，也不是 .xlsx 工作簿。",
        f"{name} is neither {encoding or 'UTF-8 or GB 18030'} text nor an .xlsx workbook.",
    )


# --- XLSX -------------------------------------------------------------------------------------------


def _sheet_rows(data: bytes, name: str | None) -> Iterator[list[str]]:
    _within_limits(data)
    shown, written = _opened(data, values=True), _opened(data, values=False)
    names = shown.sheetnames
    if name is not None and name not in names:
        listed = "、".join(names[:12])
        raise UsageError(
            f"没有工作表“{name}”；有：{listed}。", f"There is no sheet {name!r}; there are: {listed}."
        )
    chosen = name or names[0]
    try:
        both = zip(shown[chosen].iter_rows(), written[chosen].iter_rows(), strict=True)
        for number, (row, source) in enumerate(both, 1):
            cells = [_cell(cell, made.value) for cell, made in zip(row, source, strict=True)]
            while cells and not cells[-1]:
                cells.pop()
            if cells:
                yield cells
            elif number == 1:
                raise InputError(
                    f"工作表“{chosen}”的第一行应是表头。",
                    f"The first row of the sheet {chosen!r} should be its heading.",
                )
    except _BROKEN as error:
        raise broken(_XLSX) from error


def _within_limits(data: bytes) -> None:
    """Unpack each part once: what is too large, or declares entities, is refused before it is read."""
    archive = Archive(data, _XLSX)
    if "xl/workbook.xml" not in archive:
        raise UnsupportedFormat(
            "只读 CSV 和 .xlsx 表格，请另存后再导入。",
            "Only CSV and .xlsx are read; save the table as one of them.",
        )
    for name in archive.names():
        if name.endswith((".xml", ".rels")) and b"<!DOCTYPE" in archive.part(name)[:65536].replace(
            b"\x00", b""
        ):
            raise InputError(
                "工作簿含有文档类型声明（DTD），不安全，拒绝读取。",
                "The workbook holds a document type declaration, which is unsafe; it is refused.",
            )


def _opened(data: bytes, *, values: bool) -> Any:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions, which are not read
            return load_workbook(io.BytesIO(data), read_only=True, data_only=values, keep_links=False)
    except (
        InvalidFileException,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        OSError,
        SyntaxError,
    ) as error:
        raise broken(_XLSX) from error


def _cell(cell: Any, written: Any) -> str:
    """Return a cell as CSV would hold it."""
    value = cell.value
    if value is None and isinstance(written, str) and written.startswith("="):
        raise InputError(
            f"单元格 {cell.coordinate} 的公式没有保存结果：请用表格软件打开、保存后再导入。",
            f"The formula of cell {cell.coordinate} has no saved value: open and save the workbook first.",
        )
    if cell.data_type == "e":
        raise InputError(
            f"单元格 {cell.coordinate} 是错误值 {value}。",
            f"The cell {cell.coordinate} holds the error {value}.",
        )
    return _written(value)


def _written(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    return value.isoformat() if isinstance(value, date | time) else str(value)
