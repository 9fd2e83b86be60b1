"""What a workbench is given by mistake: a sentence in the reader's language, soon, and nothing left."""

from __future__ import annotations

import os
import stat
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import cli
from kg.read import limits, scan
from tests.read import pdf_writer
from tests.read.test_office import FILES, alive, install, wait_for
from tests.validate import word_files as files

SOON = 60  # seconds, on a machine that is busy


@dataclass
class Bench:
    """A folder with a draft, and one for what is made on the way."""

    folder: Path
    scratch: Path
    patch: pytest.MonkeyPatch

    def put(self, name: str, data: bytes) -> Path:
        """Write a draft."""
        path = self.folder / name
        path.write_bytes(data)
        return path


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    made = Bench(tmp_path / "drafts", tmp_path / "scratch", monkeypatch)
    made.folder.mkdir()
    made.scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(made.scratch))
    return made


def scanned(pages: int) -> bytes:
    """Return a pdf of so many pages, each a picture of its own: black lines on white, 150 dots an inch."""
    width, height = 1240, 1754
    objects: list[bytes] = []
    for number in range(pages):
        row, blank = b"\x20" * width, b"\xff" * width
        grey = b"".join(row if (at + number) % 40 < 12 else blank for at in range(height))
        page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R" % (4 + 3 * number)
        objects += [
            page + b" /Resources << /XObject << /I %d 0 R >> >> >>" % (5 + 3 * number),
            pdf_writer.stream(b"q 595 0 0 842 0 0 cm /I Do Q"),
            pdf_writer.stream(
                zlib.compress(grey, 1),
                b"/Filter /FlateDecode /Type /XObject /Subtype /Image /ColorSpace /DeviceGray "
                b"/BitsPerComponent 8 /Width %d /Height %d" % (width, height),
            ),
        ]
    kids = b" ".join(b"%d 0 R" % (3 + 3 * number) for number in range(pages))
    return pdf_writer.pdf([
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [" + kids + b"] /Count %d >>" % pages,
        *objects,
    ])  # fmt: skip


def missing(bench: Bench) -> Path:
    bench.patch.setenv("PATH", "/nowhere")
    return bench.put("草稿.doc", FILES["a.doc"])


def fails(bench: Bench) -> Path:
    install(bench.folder.parent, bench.patch, "exit 1")
    return bench.put("草稿.doc", FILES["a.doc"])


def dies(bench: Bench) -> Path:
    install(bench.folder.parent, bench.patch, "kill -9 $$")
    return bench.put("草稿.doc", FILES["a.doc"])


def hangs(bench: Bench) -> Path:
    pids = bench.folder.parent / "pids"
    install(
        bench.folder.parent, bench.patch, f"sleep 600 & echo $$ $! > {pids}.new; mv {pids}.new {pids}; wait"
    )
    bench.patch.setattr(limits, "OFFICE_SECONDS", 2)
    return bench.put("草稿.doc", FILES["a.doc"])


def opens_nowhere(bench: Bench) -> Path:
    return bench.put("草稿.docx", files.made("runs")[:600])


def is_no_docx(bench: Bench) -> Path:
    return bench.put(
        "草稿.docx", files.replaced(files.made("runs"), "word/document.xml", "<w:body>", "<w:bo")
    )


def long_scan(bench: Bench) -> Path:
    install_tesseract(bench)
    return bench.put("草稿.pdf", scanned(200))


def long_scan_unread(bench: Bench) -> Path:
    bench.patch.setenv("PATH", "/nowhere")
    scan._knows_chinese.cache_clear()
    return bench.put("草稿.pdf", scanned(200))


def install_tesseract(bench: Bench) -> None:
    """Put a tesseract first on the path that knows Chinese, and must not be asked for more."""
    program = bench.folder.parent / "bin" / "tesseract"
    program.parent.mkdir()
    program.write_text('#!/bin/sh\n[ "$1" = --list-langs ] && echo chi_sim && exit 0\nsleep 600\n')
    program.chmod(0o755)
    bench.patch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    scan._knows_chinese.cache_clear()


@pytest.mark.parametrize(
    ("given", "zh", "en"),
    [
        (missing, "另存为 docx", "save it as docx"),
        (fails, "打不开这份文件", "does not open the file"),
        (dies, "打不开这份文件", "does not open the file"),
        (hangs, "转换时间", "time to convert"),
        (opens_nowhere, "已损坏或不完整", "damaged"),
        (is_no_docx, "已损坏或不完整", "damaged"),
        (long_scan, "有 200 页", "200 pages"),
        (long_scan_unread, "扫描件", "scan"),
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_sentence_says_what_to_do_and_nothing_is_left(
    given: Callable[[Bench], Path], zh: str, en: str, lang: str, bench: Bench
) -> None:
    draft = given(bench)
    begin = time.monotonic()
    args = ["--lang", lang, "validate", str(draft), "--comments", str(bench.folder / "批注.docx")]
    done = CliRunner().invoke(cli, args)
    scan._knows_chinese.cache_clear()
    assert done.exit_code in (2, 3)
    assert {"zh": zh, "en": en}[lang] in done.stderr
    assert "Traceback" not in done.stderr
    assert time.monotonic() - begin < SOON
    assert [path.name for path in bench.folder.iterdir()] == [draft.name], "nothing is written"
    assert list(bench.scratch.iterdir()) == [], "nothing is left behind"
    pids = bench.folder.parent / "pids"
    if pids.exists():
        wait_for(lambda: not any(alive(int(pid)) for pid in pids.read_text().split()))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_comments_onto_a_file_that_is_read_only(lang: str, bench: Bench) -> None:
    """Whether it stands there already or only its folder is closed."""
    draft = bench.put("草稿.docx", files.made("runs"))
    there = bench.put("批注.docx", b"kept")
    there.chmod(stat.S_IRUSR)
    closed = bench.folder / "closed"
    closed.mkdir()
    # Root may write anywhere, so that the mode of a folder shows nothing.
    may = os.access
    bench.patch.setattr(os, "access", lambda path, mode: "closed" not in str(path) and may(path, mode))
    for target, zh, en in (
        (there, "已存在", "exists"),
        (closed / "批注.docx", "无法写入", "cannot be written"),
    ):
        args = ["--lang", lang, "validate", str(draft), "--comments", str(target)]
        done = CliRunner().invoke(cli, args)
        assert done.exit_code == 2
        assert {"zh": zh, "en": en}[lang].lower() in done.stderr.lower()
        assert "Traceback" not in done.stderr
    assert there.read_bytes() == b"kept"
    assert list(closed.iterdir()) == []
    assert list(bench.scratch.iterdir()) == []
