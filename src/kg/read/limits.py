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


def too_large(what_zh: str, what_en: str, limit: int | str) -> TooLarge:
    """Return the error for ``what`` beyond ``limit``."""
    return TooLarge(
        f"文件过大：{what_zh}超过上限 {limit}，请拆分或精简后再试。",
        f"The file is too large: {what_en} above the limit of {limit}; split or reduce it.",
    )
