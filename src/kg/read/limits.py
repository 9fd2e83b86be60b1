"""What one untrusted file may cost. Past a limit: ``TooLarge``, with the limit in the sentence."""

from typing import Final

from kg.errors import TooLarge

MAX_BYTES: Final = 64 * 2**20  # of the file as received
MAX_CHARACTERS: Final = 1_000_000  # of the text as read: a long notice has 100,000
MAX_CELLS: Final = 100_000  # of all tables of one file
MAX_COLUMNS: Final = 500  # of one table
MAX_DEPTH: Final = 200  # of nested elements
MAX_NODES: Final = 600_000  # of one XML or HTML part
MAX_ATTRIBUTES: Final = 1_000  # of one element: libxml2 compares each with all before it
MAX_PAGES: Final = 1_000
MAX_PAGE_OBJECTS: Final = 100_000  # glyphs and paths of one page
MAX_OBJECTS: Final = 500_000  # glyphs and paths of one file
MAX_ENTRIES: Final = 5_000  # of a zip
MAX_UNPACKED: Final = 256 * 2**20  # of all parts read from a zip
MAX_PART: Final = 96 * 2**20  # of one part of a zip
MAX_RATIO: Final = 250  # unpacked to packed, of a part over 1 MiB
PDF_SECONDS: Final = 60
PDF_MEMORY: Final = 1536 * 2**20  # address space of the process that reads a pdf
OFFICE_SECONDS: Final = 60  # of LibreOffice, which turns other files into docx
OFFICE_MEMORY: Final = 3 * 2**30  # address space of each of its processes
OCR_PAGES: Final = 20  # of a scan that is recognised
OCR_PIXELS: Final = 12_000_000  # of one of them
OCR_SECONDS: Final = 150  # of tesseract, for all of them
OCR_MEMORY: Final = 2 * 2**30  # address space of tesseract


_SAID: Final = {
    "pages": ("页数", "the number of pages is"),
    "objects on a page": ("单页对象数", "the number of objects on a page is"),
    "columns": ("表格列数", "the number of columns is"),
    "characters": ("文字数", "the number of characters is"),
    "size": ("大小", "its size is"),
    "characters on a page": ("单页字符数", "the number of characters on a page is"),
    "time to convert": ("转换时间", "the time to convert it is"),
    "characters and lines": ("字符和线条数", "the number of characters and lines is"),
    "cells": ("单元格数", "the number of cells is"),
    "time to recognise": ("识别时间", "the time to recognise it is"),
    "entries": ("压缩包内文件数", "the number of entries is"),
    "unpacked": ("解压后的大小", "what the file unpacks to is"),
    "depth": ("元素嵌套层数", "the depth of nested elements is"),
    "elements": ("元素个数", "the number of elements is"),
    "memory": ("所需内存", "the memory it takes is"),
    "attributes": ("一个元素的属性数", "the number of attributes of an element is"),
    "time to read": ("读取时间", "the time to read it is"),
}


def too_large(what: str, limit: int | str) -> TooLarge:
    """Return the error for ``what`` beyond ``limit``; both languages' words for it are those of the table."""
    what_zh, what_en = _SAID[what]
    return TooLarge(
        f"文件过大：{what_zh}超过上限 {limit}，请拆分或精简后再试。",
        f"The file is too large: {what_en} above the limit of {limit}; split or reduce it.",
    )
