"""A scan is recognised where tesseract knows Chinese: marked, bounded, never loaded; else told as before."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from kg import loading, pipeline
from kg.errors import Refused, TooLarge, UnsupportedFormat
from kg.model.text import RECOGNISED
from kg.read import limits, read, scan
from kg.settings import DEFAULT_BASE
from kg.store.oxigraph import OxigraphStore
from tests.conftest import program
from tests.read import pdf_writer

REAL = Path(__file__).with_name("fixtures") / "shengsi-2024-5.pdf"
WORDS = ("清漪县人民政府办公室", "2024年重点工作责任分解", "1.新建口袋公园3个。", "责任单位:县住建局")


def scanned(pages: int) -> bytes:
    """Return the first pages of the real notice as pictures."""
    objects: list[bytes] = []
    document = pypdfium2.PdfDocument(REAL.read_bytes())
    for number in range(pages):
        drawn = document[number].render(scale=200 / 72, grayscale=True)
        rows, width = bytes(drawn.buffer), drawn.width
        grey = b"".join(rows[at : at + width] for at in range(0, drawn.stride * drawn.height, drawn.stride))
        page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R" % (4 + 3 * number)
        objects += [
            page + b" /Resources << /XObject << /I %d 0 R >> >> >>" % (5 + 3 * number),
            pdf_writer.stream(b"q 595 0 0 842 0 0 cm /I Do Q"),
            pdf_writer.stream(
                zlib.compress(grey),
                b"/Filter /FlateDecode /Type /XObject /Subtype /Image /ColorSpace /DeviceGray "
                b"/BitsPerComponent 8 /Width %d /Height %d" % (width, drawn.height),
            ),
        ]
    kids = b" ".join(b"%d 0 R" % (3 + 3 * number) for number in range(pages))
    return pdf_writer.pdf([
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [" + kids + b"] /Count %d >>" % pages,
        *objects,
    ])  # fmt: skip


@pytest.fixture(autouse=True)
def _asked_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What tesseract knows is asked anew, and what is written stands in a folder that ends empty."""
    (tmp_path / "made").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "made"))
    scan._knows_chinese.cache_clear()
    yield
    scan._knows_chinese.cache_clear()
    assert list((tmp_path / "made").iterdir()) == [], "nothing is left behind"


def tesseract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, does: str, languages: str = "chi_sim") -> None:
    """Put a program of that name first in the path."""
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "tesseract"
    program.write_text(f'#!/bin/sh\n[ "$1" = --list-langs ] && {{ echo {languages}; exit; }}\n{does}\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")


def told(tmp_path: Path, confidence: int, words: tuple[str, ...] = WORDS) -> str:
    """Return what makes a program write a table of words."""
    head = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"
    rows = [
        f"5\t1\t1\t1\t{line}\t{at}\t{100 + 40 * at}\t{50 * line}\t40\t30\t{confidence}\t{word}"
        for line, said in enumerate(words, 1)
        for at, word in enumerate((said[:4], said[4:]))
    ]
    (tmp_path / "table").write_text("\n".join((head, *rows)), "utf-8")
    return f'cp "{tmp_path / "table"}" "$2.tsv"'


def test_what_is_recognised_is_marked_and_not_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tesseract(tmp_path, monkeypatch, told(tmp_path, 87))
    text = read(pdf_writer.scan(), name="扫描.pdf")
    assert text.content.splitlines() == list(WORDS)
    assert [box.page for box in text.boxes] == [1] * len(WORDS)
    (found,) = text.findings
    assert (found.code, found.severity) == (RECOGNISED, "warning")
    assert "识别稿（1 页，识别把握约 87%）" in found.message
    path = tmp_path / "扫描.pdf"
    path.write_bytes(pdf_writer.scan())
    store = OxigraphStore(tmp_path / "store", base=DEFAULT_BASE)
    (outcome,) = loading.load([path], store)
    store.close()
    assert isinstance(outcome.error, Refused)
    assert "未经人工核对" in outcome.error.zh


@pytest.mark.parametrize(
    ("does", "languages"),
    [("exit 1", "chi_sim"), ("kill -9 $$", "chi_sim"), (": > $2.tsv", "chi_sim"), ("exit 0", "eng")],
    ids=["fails", "dies", "reads nothing", "knows no Chinese"],
)
def test_where_nothing_is_recognised_it_is_told_as_before(
    does: str, languages: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tesseract(tmp_path, monkeypatch, does, languages)
    with pytest.raises(UnsupportedFormat, match="扫描件"):
        read(pdf_writer.scan(), name="a.pdf")


def test_noise_is_no_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tesseract(tmp_path, monkeypatch, told(tmp_path, 21))
    with pytest.raises(UnsupportedFormat, match="扫描件"):
        read(pdf_writer.scan(), name="a.pdf")


def test_work_is_bounded_in_time_and_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tesseract(tmp_path, monkeypatch, "sleep 60")
    monkeypatch.setattr(limits, "OCR_SECONDS", 1)
    with pytest.raises(TooLarge, match="识别时间"):
        read(pdf_writer.scan(), name="a.pdf")
    with pytest.raises(UnsupportedFormat, match="有 200 页，最多识别 20 页"):
        read(pdf_writer.scan(200), name="a.pdf")


def test_the_real_notice_is_recognised() -> None:
    program("tesseract")
    if not scan._knows_chinese():
        pytest.skip("tesseract knows no Chinese")
    text = read(scanned(1), name="扫描.pdf")
    assert "2024年政府工作报告重点工作责任分解" in text.content
    assert "一般公共预算收入增长3%以上" in text.content
    assert [one.code for one in text.findings] == [RECOGNISED]
    notice = pipeline.convert(scanned(1), name="扫描.pdf")
    assert len(notice.tasks) >= 2
    assert RECOGNISED in [one.code for one in notice.findings]
