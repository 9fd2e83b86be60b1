"""Watermarks: slanting or in large letters over the text, they cut no word and add none."""

from __future__ import annotations

import ctypes
import importlib
import io
import math
from typing import Any

import pytest

from kg.read import read
from kg.read.pdf_pdfium import pages as by_pdfium
from kg.read.placed import Page, is_oblique, level
from kg.read.watermarks import without_watermarks
from tests.read import ofd_writer
from tests.read.make_fixtures import HERE
from tests.read.test_pages import FULL, glyphs, page, text

PDF = (HERE / "shengsi-2024-5.pdf").read_bytes()


def marked(words: str, size: float, angle: float, at: tuple[float, float], count: int = 3) -> bytes:
    """Return the fixture with grey words on its first pages, turned by ``angle`` degrees."""
    pdfium: Any = importlib.import_module("pypdfium2")
    raw: Any = importlib.import_module("pypdfium2.raw")
    document = pdfium.PdfDocument(PDF)
    for number in range(count):
        sheet = document[number]
        mark = raw.FPDFPageObj_NewTextObj(document.raw, b"Helvetica", size)
        encoded = words.encode("utf-16-le") + b"\0\0"
        raw.FPDFText_SetText(mark, ctypes.cast(encoded, ctypes.POINTER(ctypes.c_ushort)))
        turn = math.radians(angle)
        raw.FPDFPageObj_SetFillColor(mark, 200, 200, 200, 255)
        raw.FPDFPageObj_Transform(mark, math.cos(turn), math.sin(turn), -math.sin(turn), math.cos(turn), *at)
        raw.FPDFPage_InsertObject(sheet.raw, mark)
        sheet.gen_content()
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def plain() -> str:
    return read(PDF).content


@pytest.mark.parametrize(
    ("angle", "size", "at"),
    [
        (45, 90, (100, 200)),
        (30, 16, (120, 300)),
        (-35, 60, (90, 600)),
        (0, 80, (120, 400)),
        (0, 60, (60, 420)),
    ],
)
def test_a_mark_across_a_page_of_a_pdf(
    plain: str, angle: float, size: float, at: tuple[float, float]
) -> None:
    data = marked("DRAFT", size, angle, at)
    assert read(data).content == plain


def test_the_second_reader_drops_it_too() -> None:
    found = "".join(
        g[0] for one in by_pdfium(marked("DRAFT", 90, 45, (100, 200), 1)) for g in one.page.glyphs
    )
    assert "DRAFT" not in found.replace(" ", "")


@pytest.mark.parametrize(
    ("across", "up", "oblique"),
    [
        (1, 0, False), (0, 1, False), (-1, 0, False), (0, -1, False), (1, 0.1, False), (0.1, 1, False),
        (1, 1, True), (-1, 1, True), (1, -0.5, True), (1, 0.2, True), (-0.2, -1, True),
    ],
)  # fmt: skip
def test_slant(across: float, up: float, oblique: bool) -> None:
    assert is_oblique(across, up) is oblique


def test_a_page_that_is_set_slantwise_as_a_whole_is_read() -> None:
    few, many = glyphs("征求意见稿", 0, 0), glyphs(FULL, 0, 0)
    assert level(many, few) == many
    assert level(few, many) == [*few, *many]


def test_upright_marks() -> None:
    sheets = [page(n, (2, "一" + FULL[:37]), (0, FULL), (0, f"完成{n}。")) for n in (1, 2)]
    before = text(*sheets)
    sheets[0].glyphs += glyphs("征求意见稿", 120, 95, 70)
    sheets[1].glyphs += glyphs("征求意见稿", 120, 600, 70)  # over no words here
    assert text(*sheets) == before


def test_what_is_large_and_stands_alone_stays() -> None:
    sheet = page(1, (2, "一" + FULL[:37]), (0, FULL), (0, "完成。"), top=300)
    sheet.glyphs += glyphs("某县人民政府文件", 120, 100, 60)
    assert text(sheet).startswith("某县人民政府文件\n")
    assert without_watermarks([sheet])[0].glyphs == sheet.glyphs


def test_letters_that_touch_a_line_stay() -> None:
    # One character inside is a slip of the layout, two are what lies under a mark.
    sheet = Page(1, 800, 1100, glyphs("完成建设任务", 80, 100) + glyphs("章", 30, 60, 60))
    assert without_watermarks([sheet])[0].glyphs == sheet.glyphs
    sheet = Page(1, 800, 1100, glyphs("完成建设任务", 80, 100) + glyphs("章", 72, 60, 90))
    assert [g[0] for g in without_watermarks([sheet])[0].glyphs] == list("完成建设任务")


def test_a_slanting_mark_in_an_ofd() -> None:
    one = ofd_writer.Page()
    one.text(28, 35, "新建人行天桥3座。", 5.64)
    before = read(ofd_writer.package([one])).content
    one.text(40, 30, "征求意见稿", 12)
    one.objects[-1] = one.objects[-1].replace("Font=", 'CTM="0.707 -0.707 0.707 0.707 0 0" Font=')
    assert read(ofd_writer.package([one])).content == before == "新建人行天桥3座。"
