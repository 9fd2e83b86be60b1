"""What kind of file it is: by its bytes first, by its name and stated type only among texts.

    sniff(data, name, media_type) -> "txt" | "html" | "docx" | "pdf" | "ofd" | "doc" | "rtf" | "odt" | "wps"

Anything else raises ``UnsupportedFormat`` with a sentence that says what it is and what to do.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from kg.errors import InputError, UnsupportedFormat

Kind = Literal["txt", "html", "docx", "pdf", "ofd", "doc", "rtf", "odt", "wps"]

MEDIA_TYPES: Final[dict[Kind, str]] = {
    "txt": "text/plain",
    "html": "text/html",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "ofd": "application/ofd",
    "doc": "application/msword",
    "rtf": "application/rtf",
    "odt": "application/vnd.oasis.opendocument.text",
    "wps": "application/vnd.ms-works",
}
# What LibreOffice turns into docx, and what each is called.
OFFICE: Final[dict[Kind, tuple[str, str]]] = {
    "doc": (" Word 的旧格式（.doc）", "a legacy Word file (.doc)"),
    "wps": (" WPS 文字的旧格式（.wps）", "a legacy WPS file (.wps)"),
    "rtf": (" RTF 文档", "an RTF file"),
    "odt": (" OpenDocument 文档", "an OpenDocument file"),
}
_TEXT_TYPES: Final = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "txt",
    "text/markdown": "txt",
}
_HTML_NAMES: Final = (".html", ".htm", ".shtml", ".xhtml", ".jhtml", ".asp", ".aspx", ".jsp", ".php")
_TEXT_NAMES: Final = (".txt", ".md", ".markdown", ".text")
_PICTURES: Final = (
    (b"\x89PNG\r\n\x1a\n", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"GIF87a", "GIF"), (b"GIF89a", "GIF"),
    (b"II*\x00", "TIFF"), (b"MM\x00*", "TIFF"), (b"\x00\x00\x01\x00", "ICO"), (b"8BPS", "PSD"),
    (b"\x00\x00\x00\x0cjP  ", "JPEG 2000"),
)  # fmt: skip
_ARCHIVES: Final = (
    (b"Rar!\x1a\x07", "RAR"), (b"7z\xbc\xaf\x27\x1c", "7z"), (b"\x1f\x8b", "gzip"), (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"), (b"\x28\xb5\x2f\xfd", "zstd"),
)  # fmt: skip
_OTHERS: Final = (
    (b"MZ", "Windows 程序", "Windows program"),
    (b"\x7fELF", "Linux 程序", "Linux program"),
    (b"SQLite format 3", "SQLite 数据库", "SQLite database"),
    (b"%!PS", "PostScript", "PostScript file"),
    (b"PAR1", "Parquet", "Parquet file"),
    (b"ID3", "音频", "audio file"),
)
_HTML_START: Final = re.compile(
    rb"\s*(?:<!--.{0,2000}?-->\s*|<\?xml[^>]{0,200}>\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)


def save_as(zh: str, en: str) -> UnsupportedFormat:
    """Return the error for a file that a word processor must save anew; it names what the file is."""
    return UnsupportedFormat(
        f"这是{zh}，不能直接读取；请用 Word 或 WPS 打开后另存为 docx 或 pdf 再试。",
        f"This is {en}, which is not read here; open it in Word or WPS and save it as docx or pdf.",
    )


def _no_text(zh: str, en: str) -> UnsupportedFormat:
    return UnsupportedFormat(
        f"这是{zh}，不是通知文本；请提供 txt、md、html、docx、pdf 或 ofd。",
        f"This is {en}, not the text of a notice; give a txt, md, html, docx, pdf or ofd.",
    )


def _ole(data: bytes, name: str) -> Kind:
    """Tell which word processor wrote an OLE compound file; stream names are UTF-16."""

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        raise InputError(
            "文件已加密（设有打开密码）；请在 Word 或 WPS 中去掉密码另存后再试。",
            "The file is encrypted; remove the password in Word or WPS and save it again.",
        )
    if holds("WordDocument"):
        return "wps" if name.endswith(".wps") else "doc"
    if name.endswith(".wps"):
        raise save_as(*OFFICE["wps"])
    if name.endswith(".doc"):
        raise save_as(*OFFICE["doc"])
    if holds("Workbook") or holds("Book") or name.endswith((".xls", ".et")):
        raise _no_text("旧格式电子表格（.xls/.et）", "a legacy spreadsheet (.xls/.et)")
    if holds("PowerPoint Document"):
        raise _no_text("旧格式演示文稿（.ppt）", "a legacy presentation (.ppt)")
    raise save_as("旧格式的办公文档（OLE）", "a legacy office file (OLE)")


def _zip(data: bytes) -> Kind:
    from kg.read.archive import Archive

    archive = Archive(data, "zip")
    names = archive.names()
    if "ofd.xml" in archive:
        return "ofd"
    if "[content_types].xml" in archive:
        if any(name.startswith("word/") for name in names):
            return "docx"
        if any(name.startswith("xl/") for name in names):
            raise _no_text("电子表格（.xlsx）", "a spreadsheet (.xlsx)")
        if any(name.startswith("ppt/") for name in names):
            raise _no_text("演示文稿（.pptx）", "a presentation (.pptx)")
    if "mimetype" in archive:
        stated = archive.part("mimetype").strip()
        if stated == MEDIA_TYPES["odt"].encode():
            return "odt"
        if stated.startswith(b"application/vnd.oasis"):
            raise save_as(*OFFICE["odt"])
    raise _no_text(" ZIP 压缩包，请先解压", "a ZIP archive: unpack it first")


def sniff(data: bytes, name: str, media_type: str | None) -> Kind:
    """Return the kind of a file that can be read; raise for every other."""
    name = name.lower()
    head = data[:16]
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise InputError("文件是空的。", "The file is empty.")
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _ole(data, name)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip(data)
    if b"%PDF-" in data[:1024] and not head.startswith((b"<", b"\xef\xbb\xbf<")):
        return "pdf"
    for magic, kind in _PICTURES:
        if head.startswith(magic):
            raise _picture(kind)
    if head.startswith(b"RIFF") and data[8:12] == b"WEBP":
        raise _picture("WebP")
    if head.startswith(b"BM") and data[6:10] == b"\x00\x00\x00\x00":
        raise _picture("BMP")
    if data[4:8] == b"ftyp":
        raise (
            _picture("HEIC")
            if data[8:12] in {b"heic", b"heix", b"mif1", b"avif"}
            else _no_text("视频", "a video")
        )
    for magic, kind in _ARCHIVES:
        if head.startswith(magic):
            raise _no_text(f" {kind} 压缩包，请先解压", f"a {kind} archive: unpack it first")
    for magic, zh, en in _OTHERS:
        if head.startswith(magic) and b"\x00" in data[:4096]:
            raise _no_text(zh, f"a {en}")
    if head.startswith(b"{\\rtf"):
        return "rtf"
    return _text_kind(data, name, media_type)


def _picture(kind: str) -> UnsupportedFormat:
    return UnsupportedFormat(
        f"这是图片（{kind}），没有文字；请先用 OCR 识别成文本再试。",
        f"This is a picture ({kind}) without text; run OCR first.",
    )


def _text_kind(data: bytes, name: str, media_type: str | None) -> Kind:
    start = data[:4096]
    if b'progid="Word.Document"' in start or b"/office/word/2003/wordml" in start:
        raise save_as(" Word 2003 的 XML 文档", "a Word 2003 XML file")
    if re.match(rb"\s*(?:From:|MIME-Version:)", start) and b"multipart/related" in start:
        raise save_as("网页归档（.mht）", "a web archive (.mht)")
    if name.endswith(_TEXT_NAMES):
        return "txt"
    if name.endswith(_HTML_NAMES):
        return "html"
    stated = _TEXT_TYPES.get((media_type or "").partition(";")[0].strip().lower())
    if stated:
        return "html" if stated == "html" else "txt"
    plain = start.removeprefix(b"\xef\xbb\xbf")
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        plain = start.replace(b"\x00", b"")[2:]
    return "html" if _HTML_START.match(plain) else "txt"
