"""The real notice in every format reads as the same paragraphs and the same cells."""

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from kg import pipeline
from kg.emit import as_json
from kg.model import Text
from kg.read import read
from kg.read.build import joint
from kg.settings import DEFAULT_BASE
from tests.read.make_fixtures import HERE, MERGED, NOTICE, parts

FORMATS = ["docx", "pdf", "html", "ofd"]


def without_wide_spaces(line: str) -> str:
    """Drop spaces between Chinese characters: a line that ends there loses its space."""
    words = line.split(" ")
    out = words[0]
    for word in words[1:]:
        out += (
            "" if out and word and not joint(out, word) and ord(out[-1]) > 0x2000 < ord(word[0]) else " "
        ) + word
    return out


def expected() -> list[str]:
    lines: list[str] = []
    for part in parts(NOTICE.read_text("utf-8")):
        lines += [part] if isinstance(part, str) else ["\t".join(row) for row in part]
    return lines


@pytest.fixture(scope="module", params=FORMATS)
def text(request: pytest.FixtureRequest) -> Text:
    return read(HERE / f"shengsi-2024-5.{request.param}")


def test_paragraphs_and_rows(text: Text) -> None:
    lines = [without_wide_spaces(line) for line in text.content.split("\n") if line]
    # The page of a site adds what it says of the document before the text.
    added = ["索引号：11330922090963010M/2024-00005", "成文日期：2024-02-18"]
    start = added if text.source.media_type == "text/html" else []
    assert lines == start + [without_wide_spaces(line) for line in expected()]


def test_cells(text: Text) -> None:
    (rows,) = [part for part in parts(NOTICE.read_text("utf-8")) if isinstance(part, list)]
    (table,) = text.tables
    spans = {(row, column): (height, width) for row, column, height, width in MERGED}
    covered = {
        (r, c) for row, column, height, width in MERGED for r in range(row, row + height) for c in range(column, column + width)  # noqa: E501
    } - set(spans)  # fmt: skip
    found = {}
    for cell in table.cells:
        words = text.content[cell.span.start : cell.span.end] if cell.span else ""
        assert (cell.row_span, cell.column_span) == spans.get((cell.row, cell.column), (1, 1))
        found[cell.row, cell.column] = without_wide_spaces(words)
    assert found == {
        (r, c): without_wide_spaces(field)
        for r, row in enumerate(rows) for c, field in enumerate(row) if (r, c) not in covered
    }  # fmt: skip


def test_positions_lie_in_the_content(text: Text) -> None:
    for span in [box.span for box in text.boxes] + [c.span for t in text.tables for c in t.cells if c.span]:
        words = text.content[span.start : span.end]
        assert words.strip()
        assert "\n" not in words
        assert "\t" not in words
    boxes = sorted(text.boxes, key=lambda box: box.span)
    assert all(one.span.end <= two.span.start for one, two in pairwise(boxes))


@pytest.mark.parametrize("kind", ["pdf", "ofd"])
def test_every_word_has_a_place_on_a_page(kind: str) -> None:
    text = read(HERE / f"shengsi-2024-5.{kind}")
    placed = bytearray(len(text.content))
    for box in text.boxes:
        placed[box.span.start : box.span.end] = b"\x01" * (box.span.end - box.span.start)
        assert 0 <= box.x0 < box.x1 <= 596
        assert 0 <= box.y0 < box.y1 <= 842
    assert not [
        char for char, seen in zip(text.content, placed, strict=True) if not seen and not char.isspace()
    ]
    title = next(
        box for box in text.boxes if text.content[box.span.start :].startswith("嵊泗县人民政府办公室文件")
    )
    assert title.page == 1
    assert title.y0 < 200
    last = next(box for box in reversed(text.boxes))
    assert last.page == max(box.page for box in text.boxes) > 20


def test_second_reader_of_pdf_finds_the_same_but_for_spaces() -> None:
    from kg.model import Source
    from kg.read.layout import compose
    from kg.read.pdf_pdfium import pages

    pdf = (HERE / "shengsi-2024-5.pdf").read_bytes()
    content = compose([one.page for one in pages(pdf)]).text(Source("", "", "", 0)).content
    assert [line.replace(" ", "") for line in content.split("\n") if line] == [
        line.replace(" ", "") for line in expected()
    ]


_WHERE = {"evidence", "findings", "reading"}


def without_evidence(value: Any) -> Any:
    """Drop what says where: positions differ from format to format."""
    if isinstance(value, dict):
        return {key: without_evidence(v) for key, v in value.items() if key not in _WHERE}
    return [without_evidence(v) for v in value] if isinstance(value, list) else value


@pytest.fixture(scope="module")
def from_text() -> Any:
    return without_evidence(as_json(pipeline.convert(NOTICE), DEFAULT_BASE))


@pytest.mark.parametrize("kind", [*FORMATS, "gb18030.txt"])
def test_every_format_gives_the_same_json(kind: str, from_text: Any) -> None:
    notice = pipeline.convert(HERE / f"shengsi-2024-5.{kind}")
    assert len(notice.tasks) == 151
    assert without_evidence(as_json(notice, DEFAULT_BASE)) == from_text
    for task in notice.tasks:
        for part in task.responsibilities:
            said = "".join(notice.text.content[s.start : s.end] for s in part.evidence)
            assert re.sub(r"\s", "", said) == re.sub(r"\s", "", part.mention)


def test_gb18030() -> None:
    text = read(HERE / "shengsi-2024-5.gb18030.txt")
    assert text.source.encoding == "gb18030"
    assert text.content == NOTICE.read_text("utf-8")


def test_fixtures_hold_the_notice_of_the_gold() -> None:
    assert (
        NOTICE.read_bytes()
        == Path(HERE / "shengsi-2024-5.gb18030.txt").read_bytes().decode("gb18030").encode()
    )
