"""A ledger as LibreOffice Calc opens it: printed one page wide, and saved again with its codes and keys."""

from __future__ import annotations

import importlib
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from kg.ledger.book import book
from kg.ledger.entries import Ledger
from kg.ledger.scopes import of_leader, of_notice, of_unit
from kg.workbook import KEYS
from tests.ledger.test_book import LEADER, NOTICE, UNIT, ask, heads, page

_PROGRAM = shutil.which("soffice")
_CALC = _PROGRAM is not None and any(Path(_PROGRAM).resolve().parent.glob("libsclo.*"))
pytestmark = pytest.mark.skipif(
    not _CALC, reason="LibreOffice Calc is not installed (libreoffice-calc-nogui)"
)

LEDGERS: dict[str, Callable[[], Ledger]] = {
    "notice": lambda: of_notice(ask, NOTICE),
    "unit": lambda: of_unit(ask, UNIT)[0],
    "leader": lambda: of_leader(ask, LEADER),
}


@pytest.fixture(scope="module", params=LEDGERS)
def opened(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Path, Path]:
    """A ledger as it was made, as Calc prints it and as Calc saves it."""
    folder = tmp_path_factory.mktemp("calc")
    made = folder / "ledger.xlsx"
    made.write_bytes(book(LEDGERS[request.param](), "zh", page))
    assert _PROGRAM is not None
    for kind, out in (("pdf", folder), ("xlsx", folder / "saved")):
        subprocess.run(
            [_PROGRAM, "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}",
             "--convert-to", kind, "--outdir", str(out), str(made)],
            check=True, capture_output=True, timeout=300,
        )  # fmt: skip
    return made, folder / "ledger.pdf", folder / "saved" / "ledger.xlsx"


def words(text: str) -> str:
    return "".join(text.split())


def test_it_prints_one_page_wide_with_its_heads_on_each_page(opened: tuple[Path, Path, Path]) -> None:
    made, printed, _ = opened
    pdfium: Any = importlib.import_module("pypdfium2")
    document = pdfium.PdfDocument(printed)
    sheet = load_workbook(made).worksheets[0]
    told = [head for head in heads(sheet) if head]
    pages = [words(one.get_textpage().get_text_range()) for one in document]
    for at, text in enumerate(pages):
        assert document[at].get_width() > document[at].get_height()  # landscape
        missing = [head for head in told if words(head) not in text]
        assert not missing, f"page {at + 1} of {len(pages)}"
    whole = "".join(pages)
    items = [row for row in sheet.iter_rows(min_row=5, values_only=True) if row[0]]
    assert len(pages) < len(items)
    at = heads(sheet).index("任务")
    cut = [row[0] for row in items if words(str(row[at]))[-8:] not in whole]
    assert not cut  # the end of each task's words is printed


def test_it_is_saved_again_with_its_codes_and_keys(opened: tuple[Path, Path, Path]) -> None:
    made, _, saved = opened
    before, after = load_workbook(made), load_workbook(saved)
    assert after[KEYS].sheet_state == "hidden"
    for name in (before.worksheets[0].title, KEYS):
        one, other = (
            [list(row) for row in file[name].iter_rows(values_only=True)] for file in (before, after)
        )
        assert [row[: len(mine)] for row, mine in zip(other, one, strict=False)] == one
    sheet = after.worksheets[0]
    assert sheet.print_title_rows == "$3:$4"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet["A5"].hyperlink.target.startswith("http://zeren.test/notice/")
