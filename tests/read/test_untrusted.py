"""Files that lie, burst or are something else: a sentence, never a crash, and bounded cost."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import InputError, KgError, TooLarge, UnsupportedFormat
from kg.read import limits, read
from tests.read import ofd_writer, pdf_writer
from tests.read.make_fixtures import HERE
from tests.read.package import W, docx, p, zipped

pytestmark = pytest.mark.alone

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def ole(stream: str) -> bytes:
    return OLE + stream.encode("utf-16-le") + bytes(100)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.doc", ole("WordDocument"), ".doc"),
        ("notice", ole("WordDocument"), ".doc"),
        ("a.wps", ole("WordDocument"), ".wps"),
        ("a.xls", ole("Workbook"), ".xls"),
        ("a.rtf", b"{\\rtf1 abc}", "RTF"),
        ("a.docx", ole("EncryptedPackage"), "加密"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(40), "PNG"),
        ("a.txt", b"\xff\xd8\xff\xe0" + bytes(40), "JPEG"),
        ("a.webp", b"RIFF\x00\x00\x00\x00WEBP" + bytes(40), "WebP"),
        ("a.rar", b"Rar!\x1a\x07\x00" + bytes(40), "RAR"),
        ("a.zip", zipped({"a.txt": "甲"}), "ZIP"),
        ("a.xlsx", zipped({"[Content_Types].xml": "<a/>", "xl/workbook.xml": "<a/>"}), ".xlsx"),
        ("a.pptx", zipped({"[Content_Types].xml": "<a/>", "ppt/presentation.xml": "<a/>"}), ".pptx"),
        ("a.odt", zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "OpenDocument"),
        ("a.exe", b"MZ" + bytes(200), "Windows"),
        ("a.mht", b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\nabc", ".mht"),
        (
            "a.xml",
            b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>',
            "2003",
        ),
    ],
)
def test_what_it_is_is_said(name: str, data: bytes, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")  # without LibreOffice
    with pytest.raises(InputError) as caught:
        read(data, name=name)
    assert says in caught.value.zh
    assert caught.value.en
    assert caught.value.en != caught.value.zh


def test_bytes_count_more_than_the_name() -> None:
    assert read((HERE / "shengsi-2024-5.docx").read_bytes(), name="a.pdf").source.media_type.endswith(
        "document"
    )
    assert read(b"<!DOCTYPE html><p>\xe7\x94\xb2</p>").source.media_type == "text/html"
    assert read("<p>甲</p>".encode(), name="a.txt").source.media_type == "text/plain"
    assert read("<p>甲</p>".encode(), media_type="text/html; charset=utf-8").content == "甲"


def test_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        read(tmp_path / "no.txt")
    with pytest.raises(InputError):
        read(tmp_path)


def test_too_large(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(limits.MAX_BYTES + 1)
    with pytest.raises(TooLarge):
        read(path)


@pytest.mark.parametrize("pages", [1, 200])
def test_a_scan_is_called_a_scan(pages: int) -> None:
    with pytest.raises(UnsupportedFormat, match="扫描件") as caught:
        read(pdf_writer.scan(pages), name="a.pdf")
    assert "OCR" in caught.value.en


def test_an_encrypted_pdf() -> None:
    with pytest.raises(InputError, match="加密"):
        read(pdf_writer.encrypted())


def burst(size: int) -> bytes:
    """Return a zlib stream of ``size`` bytes, without the time to compress so much."""
    block = 16 * 2**20
    packer = zlib.compressobj(9)
    head = packer.compress(bytes(block)) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(bytes(block)) + packer.flush(zlib.Z_FULL_FLUSH)
    return head + again * (size // block)


def test_a_pdf_that_bursts_ends_in_its_own_process() -> None:
    twice = zlib.compress(burst(8 * 2**30), 9)
    assert len(twice) < 2**20
    started = time.monotonic()
    with pytest.raises(KgError):
        read(pdf_writer.one_page(pdf_writer.stream(twice, b"/Filter [/FlateDecode /FlateDecode]")))
    assert time.monotonic() - started < limits.PDF_SECONDS + 20


def _big_part(name: str) -> Callable[[], bytes]:
    def make() -> bytes:
        return zipped(
            {
                "[Content_Types].xml": "<a/>",
                "OFD.xml" if name == "OFD.xml" else "word/document.xml": b" " * 150 * 2**20,
            }
        )

    return make


def _many_entries() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number in range(limits.MAX_ENTRIES + 10):
            archive.writestr(f"word/{number}", b"")
    return buffer.getvalue()


def _lying_size() -> bytes:
    data = bytearray(zipped({"[Content_Types].xml": "<a/>", "word/document.xml": b" " * 80 * 2**20}))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 100)  # the central record says 100 bytes
    return bytes(data)


def _entities(part: str) -> Callable[[], bytes]:
    declared = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    document = f'<!DOCTYPE x [<!ENTITY l0 "lol">{declared}]><w:document {W}><w:body><w:p><w:r><w:t>&l11;</w:t></w:r></w:p></w:body></w:document>'  # noqa: E501
    return lambda: zipped({"[Content_Types].xml": "<a/>", part: document})


def _deep(count: int) -> str:
    return (
        f"<w:document {W}><w:body>"
        + "<w:tbl><w:tr><w:tc>" * count
        + "</w:tc></w:tr></w:tbl>" * count
        + "</w:body></w:document>"
    )


def _wide_table() -> bytes:
    return docx(
        '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr></w:tc><w:tc/></w:tr></w:tbl>'
    )


def _html_spans() -> bytes:
    row = "<tr><td colspan=1000 rowspan=65534>甲<td>乙</tr>"
    return f"<!doctype html><table>{row * 3000}</table>".encode()


def _html_cells() -> bytes:
    return ("<!doctype html><table>" + ("<tr>" + "<td>1" * 400) * 260 + "</table>").encode()


def _ofd_glyphs() -> bytes:
    page = ofd_writer.Page()
    page.text(10, 10, "甲" * (limits.MAX_PAGE_OBJECTS + 1), 5)
    return ofd_writer.package([page])


BURSTING: dict[str, Callable[[], bytes]] = {
    "docx with a part of 150 MB": _big_part("word/document.xml"),
    "ofd with a part of 150 MB": _big_part("OFD.xml"),
    "too many entries": _many_entries,
    "a size that lies": _lying_size,
    "entities in docx": _entities("word/document.xml"),
    "entities in ofd": _entities("OFD.xml"),
    "deep docx": lambda: (
        docx("") and zipped({"[Content_Types].xml": "<a/>", "word/document.xml": _deep(5000)})
    ),
    "deep within libxml2's limit": lambda: zipped(
        {"[Content_Types].xml": "<a/>", "word/document.xml": _deep(75)}
    ),
    "wide table": _wide_table,
    "html spans": _html_spans,
    "html cells": _html_cells,
    "deep html": lambda: b"<!doctype html>" + b"<div>" * 100_000 + b"x",
    "html attributes": lambda: ("<!doctype html><p " + "a=1 b " * 250_000 + ">甲").encode(),
    "html attributes in quotes": lambda: ("<!doctype html><p " + "a='<>' " * 100_000 + ">甲").encode(),
    "glyphs on a page": _ofd_glyphs,
    "zip cut off": lambda: (HERE / "shengsi-2024-5.docx").read_bytes()[:20_000],
    "pdf cut off": lambda: (HERE / "shengsi-2024-5.pdf").read_bytes()[:20_000],
    "zip in a zip": lambda: zipped({"a.zip": zipped({"b.zip": b"x"})}),
}


@pytest.mark.parametrize("name", BURSTING)
def test_bursting(name: str) -> None:
    data = BURSTING[name]()
    started = time.monotonic()
    tracemalloc.start()
    try:
        with pytest.raises(InputError) as caught:
            read(data)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert caught.value.zh
    assert peak < 400 * 2**20
    assert time.monotonic() - started < 60


def test_external_entities_are_not_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("机密")
    document = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]><w:document {W}><w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body></w:document>'  # noqa: E501
    with pytest.raises(InputError, match="DTD"):
        read(zipped({"[Content_Types].xml": "<a/>", "word/document.xml": document}))


def test_parts_outside_the_package_are_not_read() -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '  # noqa: E501
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        'Target="/../../etc/passwd"/></Relationships>'
    )
    with pytest.raises(InputError):
        read(docx(p("甲"), extra={"_rels/.rels": relations}))


def test_the_process_that_reads_a_pdf_gets_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, str] = {}
    run = subprocess.run

    def watched(*args: object, **options: object) -> object:
        seen.update(options["env"])  # type: ignore[call-overload]
        return run(*args, **options)  # type: ignore[call-overload]

    monkeypatch.setenv("KG_TOKEN", "geheim")
    monkeypatch.setattr(subprocess, "run", watched)
    assert read(pdf_writer.text_page((100, 700, "Hello"))).content == "Hello"
    assert seen
    assert "KG_TOKEN" not in seen


def test_reading_text_imports_no_library_of_other_formats() -> None:
    code = (
        "import sys; from kg.read import read; read('甲乙丙'.encode(), name='a.txt');"
        "print([m for m in ('lxml', 'docx', 'pdfminer', 'pypdfium2', 'pdfplumber', 'subprocess') if m in sys.modules])"  # noqa: E501
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
