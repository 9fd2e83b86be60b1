"""A column of an XLSX sheet, linked: cells are added to the sheet's XML, nothing else is written anew.

Formulas, styles, charts, macros and texts of any length stay as they are, which no library that
reads and writes whole workbooks promises.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import InputError, TooLarge, UsageError
from kg.link.linker import COLUMNS, HEADER_WITHIN, Linker, column_in, headings, no_column

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_REL_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_MAX_PART = 2**30
_CELL = re.compile(r"([A-Z]{1,3})(\d+)")
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LAST_COLUMN = 16384


def link_workbook(
    source: Path,
    target: Path,
    column: str,
    sheet: str | None,
    linker: Linker,
    progress: Callable[[int, int], None] | None,
) -> None:
    """Write a copy of a workbook with our columns on one sheet."""
    try:
        with zipfile.ZipFile(source) as book, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
            part = _sheet_part(book, sheet)
            strings = _shared(book)
            for entry in book.infolist():
                if entry.filename != part:
                    _copy(book, out, entry)
                    continue
                if entry.file_size > _MAX_PART:
                    raise TooLarge("工作表过大。", "The sheet is too large.")
                made = _linked(book.read(entry), strings, column, linker, progress)
                out.writestr(_like(entry), made)
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError, NotImplementedError) as error:
        if isinstance(error, UsageError | InputError):
            raise
        raise InputError(
            "这不是可读的 .xlsx 工作簿。", "This is no .xlsx workbook that can be read."
        ) from error


def _like(entry: zipfile.ZipInfo) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(entry.filename, entry.date_time)
    made.compress_type = zipfile.ZIP_DEFLATED
    made.external_attr = entry.external_attr
    return made


def _copy(book: zipfile.ZipFile, out: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    with book.open(entry) as source, out.open(_like(entry), "w", force_zip64=entry.file_size > 2**31) as copy:
        done = 0
        while data := source.read(2**20):
            done += len(data)
            if done > _MAX_PART:
                raise TooLarge("工作簿解压后过大。", "The workbook is too large when unpacked.")
            copy.write(data)


def _parse(data: bytes) -> Element:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise InputError("工作簿的 XML 有误。", "The workbook holds broken XML.") from error


def _sheet_part(book: zipfile.ZipFile, name: str | None) -> str:
    """Return the part that holds a sheet, the first where no name is given."""
    root = _parse(book.read("xl/workbook.xml"))
    sheets = [e for e in root.iter() if _local(e) == "sheet"]
    if not sheets:
        raise InputError("工作簿没有工作表。", "The workbook has no sheet.")
    chosen = next((s for s in sheets if name is None or s.get("name") == name), None)
    if chosen is None:
        names = "、".join(str(s.get("name")) for s in sheets[:12])
        raise UsageError(
            f"没有工作表“{name}”；有：{names}。", f"There is no sheet {name!r}; there are: {names}."
        )
    key = chosen.get(f"{{{_REL}}}id") or chosen.get(f"{{{_REL_STRICT}}}id")
    relations = _parse(book.read("xl/_rels/workbook.xml.rels"))
    for relation in relations:
        if relation.get("Id") == key:
            where = str(relation.get("Target"))
            return where.lstrip("/") if where.startswith("/") else f"xl/{where}"
    raise InputError("工作簿缺少工作表。", "The workbook lacks its sheet.")


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""  # comments have none


def _shared(book: zipfile.ZipFile) -> list[str]:
    names = {name.lower(): name for name in book.namelist()}
    part = names.get("xl/sharedstrings.xml")
    if part is None:
        return []
    if book.getinfo(part).file_size > _MAX_PART:
        raise TooLarge("工作簿的文字过大。", "The texts of the workbook are too large.")
    root = _parse(book.read(part))
    return [_text(item) for item in root if _local(item) == "si"]


def _text(item: Element) -> str:
    """Return the words of a string, without the reading aids beside them."""
    found: list[str] = []
    for element in item:
        if _local(element) == "t":
            found.append(element.text or "")
        elif _local(element) == "r":
            found += [t.text or "" for t in element if _local(t) == "t"]
    return "".join(found)


def _linked(
    data: bytes,
    strings: list[str],
    column: str,
    linker: Linker,
    progress: Callable[[int, int], None] | None,
) -> bytes:
    """Return the XML of a sheet with our cells in each row."""
    from lxml import etree

    root = _parse(data)
    namespace = _STRICT if root.tag.startswith("{" + _STRICT) else _MAIN
    rows = list(root.iter(f"{{{namespace}}}row"))
    width = max((index for row in rows for index, _ in _cells(row)), default=-1) + 1
    if not rows:
        raise InputError("工作表是空的。", "The sheet is empty.")
    head, texts, at = _headed(rows, width, strings, column)
    number = 0
    for order, row in enumerate(rows):
        number = int(row.get("r") or number + 1)
        values = dict(_cells(row))
        if order == head:
            _add(row, number, width, headings(texts), namespace)
        elif order > head and values:
            cell = values.get(at)
            formula = cell is not None and any(_local(e) == "f" for e in cell)
            name = "=" if formula else _value(cell, strings)
            _add(row, number, width, linker.cells(name), namespace)
        if progress is not None and order % 200 == 0:
            progress(order, len(rows))
    _widen(root, width, namespace)
    if progress is not None:
        progress(len(rows), len(rows))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _headed(rows: list[Element], width: int, strings: list[str], column: str) -> tuple[int, list[str], int]:
    """Return which row heads the table, its texts, and where the column of names stands."""
    for order, row in enumerate(rows[:HEADER_WITHIN]):
        values = dict(_cells(row))
        texts = [_value(values.get(i), strings) for i in range(width)]
        if (at := column_in(texts, column)) is not None:
            if width + len(COLUMNS) > _LAST_COLUMN:
                raise UsageError("工作表没有空列了。", "The sheet has no columns left.")
            return order, texts, at
    first = next((row for row in rows if len(row)), None)
    raise no_column(column, [] if first is None else [_value(c, strings) for _, c in _cells(first)])


def _cells(row: Element) -> Iterator[tuple[int, Element]]:
    """Yield the cells of a row with their columns, from 0; a cell may leave out where it stands."""
    index = -1
    for cell in row:
        if _local(cell) != "c":
            continue
        match = _CELL.fullmatch(cell.get("r") or "")
        index = _index(match[1]) if match else index + 1
        yield index, cell


def _value(cell: Element | None, strings: list[str]) -> str:
    if cell is None:
        return ""
    kind = cell.get("t")
    for element in cell:
        if _local(element) == "is":
            return _text(element)
        if _local(element) == "v":
            text = element.text or ""
            if kind == "s":
                return strings[int(text)] if text.isdigit() and int(text) < len(strings) else ""
            return text
    return ""


def _add(row: Element, number: int, width: int, cells: tuple[str, ...], namespace: str) -> None:
    from lxml import etree

    for offset, text in enumerate(cells):
        if not text:
            continue
        cell = etree.SubElement(row, f"{{{namespace}}}c")
        cell.set("r", f"{_letters(width + offset)}{number}")
        cell.set("t", "inlineStr")
        inline = etree.SubElement(cell, f"{{{namespace}}}is")
        words = etree.SubElement(inline, f"{{{namespace}}}t")
        words.text = _UNSAFE.sub("\ufffd", text)
    if "spans" in row.attrib:
        del row.attrib["spans"]


def _widen(root: Element, width: int, namespace: str) -> None:
    dimension = root.find(f"{{{namespace}}}dimension")
    if dimension is not None:
        match = re.fullmatch(r"([A-Z]+\d+)(?::[A-Z]+(\d+))?", dimension.get("ref") or "")
        if match:
            last = match[2] or match[1].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
            dimension.set("ref", f"{match[1]}:{_letters(width + len(COLUMNS) - 1)}{last}")


def _index(letters: str) -> int:
    number = 0
    for char in letters:
        number = number * 26 + ord(char) - 64
    return number - 1


def _letters(index: int) -> str:
    found = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        found = chr(65 + rest) + found
    return found
