"""The second reader: where it sees tasks begin, and how far the document agrees."""

from unittest.mock import patch

import pytest

from kg.parse import witness
from kg.parse.document import Document, Header, Item, ItemList
from kg.parse.lines import Line, RawLine, clean
from kg.read import read

PAGE = "通知要点。\n1.新建公园。\n2.新建学校。加快建设进度。\n又一件事。\n"


def page() -> list[RawLine]:
    found, at = [], 0
    for raw in PAGE.split("\n"):
        if raw:
            line = clean(PAGE, at, at + len(raw))
            found.append(RawLine((line,), at, line))
        at += len(raw) + 1
    return found


def words(text: str) -> Line:
    start = PAGE.index(text)
    return clean(PAGE, start, start + len(text))


def heard(held: list[str], begins: list[str]) -> dict[str, float]:
    """Return what a witness says who sees tasks begin in lines that begin with these words."""
    items = tuple(Item(None, words(text), (), {}) for text in held)
    lists = (ItemList(None, "tasks", items, (), ()),) if items else ()
    document = Document(read(PAGE.encode(), name="a.txt"), Header(), lists, ())

    def labels(found: list[witness.Piece]) -> list[str]:
        return [witness.BEGINS if p.line.text.startswith(tuple(begins)) else witness.OTHER for p in found]

    with patch.object(witness, "_labels", labels if begins else lambda found: [witness.OTHER] * len(found)):
        return witness.testimony(document, page())


@pytest.mark.parametrize(
    ("held", "begins", "expected"),
    [
        pytest.param([], [], {"agreement": 1.0}, id="neither"),
        pytest.param([], ["1."], {"agreement": 0.0}, id="the witness alone"),
        pytest.param(["新建公园。"], [], {"agreement": 0, "seen": 0, "before": 0, "outside": 0, "inside": 0}, id="the document alone"),  # noqa: E501
        pytest.param(
            ["新建公园。", "新建学校。加快建设进度。"], ["1.", "2."],
            {"agreement": 1, "seen": 1, "before": 0, "outside": 0, "inside": 0}, id="both",
        ),
        pytest.param(
            ["新建公园。", "新建学校。加快建设进度。"], ["通知", "1.", "又"],
            {"agreement": 0.4, "seen": 0.5, "before": 0.5, "outside": 0.5, "inside": 0}, id="around them",
        ),
        pytest.param(
            ["新建公园。\n2.新建学校。加快建设进度。"], ["1.", "2."],
            {"agreement": pytest.approx(2 / 3), "seen": 1, "before": 0, "outside": 0, "inside": 1},
            id="two that ran together",
        ),
    ],
)  # fmt: skip
def test_testimony(held: list[str], begins: list[str], expected: dict[str, float]) -> None:
    assert heard(held, begins) == expected


def test_pieces_are_cells_and_the_sentences_of_long_lines() -> None:
    text = "1\t" + "推进改革。" * 20
    raw = RawLine((clean(text, 0, 1), clean(text, 2, len(text))), 0, clean(text, 0, len(text)))
    found = witness.pieces([raw])
    assert [piece.cell for piece in found[:2]] == [0, 1]
    assert len(found) == 21
    assert [piece.first for piece in found[1:4]] == [True, False, False]
