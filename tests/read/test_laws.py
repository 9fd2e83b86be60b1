"""Laws: nothing but the package's own errors; tables read back; time grows with the text."""

from __future__ import annotations

import html
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import KgError
from kg.model import Text
from kg.read import read
from kg.read.markup import find_hidden, visible
from tests.read.make_fixtures import HERE, NOTICE
from tests.read.package import docx, p

WORDS = st.text(st.sampled_from("县财政局、牵头责任单位：年第完成（）1209.%aB"), max_size=12).map(str.strip)
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def sound(text: Text) -> None:
    """Check what holds of every text."""
    length = len(text.content)
    for span in [box.span for box in text.boxes] + [item.span for item in text.hidden]:
        assert span.end <= length
    for table in text.tables:
        shown = text.content[table.span.start : table.span.end].split("\n")
        fields = [line.split("\t") for line in shown]
        assert len({len(row) for row in fields}) == 1
        for cell in table.cells:
            words = text.content[cell.span.start : cell.span.end] if cell.span else ""
            assert fields[cell.row][cell.column] == words
    "".join(text.content).encode("utf-8")


def try_read(data: bytes, name: str | None) -> None:
    try:
        sound(read(data, name=name))
    except KgError as error:
        said = error.zh, error.en
        assert all(said)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=2000), st.sampled_from([None, "a.txt", "a.html", "a.docx", "a.md"]))
def test_random_bytes(data: bytes, name: str | None) -> None:
    try_read(data, name)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(["docx", "ofd", "html"]), st.data())
def test_damaged_files(kind: str, data: st.DataObject) -> None:
    content = bytearray((HERE / f"shengsi-2024-5.{kind}").read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)) | st.just(len(content)))
    try_read(bytes(content[:cut]), f"a.{kind}")


@settings(max_examples=12, deadline=None)
@given(st.data())
def test_damaged_pdf(data: st.DataObject) -> None:
    content = bytearray((HERE / "shengsi-2024-5.pdf").read_bytes())
    for _ in range(data.draw(st.integers(1, 20))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try_read(bytes(content), "a.pdf")


TAGS = ["<p>", "</p>", "<table>", "<tr>", "<td colspan=3>", "<td rowspan='2'>", "</td>", "</table>", "<br>"]
MORE_TAGS = [
    "<div id='zoom'>",
    "</div>",
    "<script>",
    "<!--",
    "-->",
    "<svg>",
    "<form>",
    "<pre>\n\n",
    "<body>",
    "<html>",
]
TEXTS = [
    "&nbsp;",
    "&#0;",
    "&#xD800;",
    "&lt;",
    "<",
    ">",
    "\x00",
    "\x0b",
    "甲乙丙",
    "1.",
    "\t",
    "\n",
    "<ruby>",
    "]]>",
]
PIECES = st.lists(st.sampled_from(TAGS + MORE_TAGS + TEXTS), max_size=60).map("".join)


@settings(max_examples=400, deadline=None)
@given(PIECES)
def test_broken_html(page: str) -> None:
    try_read(b"<!doctype html>" + page.encode(), "a.html")
    try_read(page.encode(), "a.txt")


@settings(max_examples=200, deadline=None)
@given(PIECES)
def test_mark_up_in_text_is_in_order_and_hides_no_words(content: str) -> None:
    hidden = find_hidden(content)
    at = 0
    for item in hidden:
        assert at <= item.span.start
        at = item.span.end
    if "<script>" not in content and "<!--" not in content:
        assert visible(content, hidden).count("甲乙丙") == content.count("甲乙丙")


@st.composite
def tables(draw: st.DrawFn) -> list[list[tuple[str, int, int] | None]]:
    """Draw a grid of (words, rows, columns); None where a merged cell covers the place."""
    height, width = draw(st.integers(1, 5)), draw(st.integers(2, 5))
    out: list[list[tuple[str, int, int] | None]] = [[None] * width for _ in range(height)]
    taken: set[tuple[int, int]] = set()
    for row in range(height):
        for column in range(width):
            if (row, column) in taken:
                continue
            free = next((c for c in range(column, width) if (row, c) in taken), width) - column
            across = draw(st.integers(1, free))
            down = draw(st.integers(1, height - row))
            taken |= {(row + r, column + c) for r in range(down) for c in range(across)}
            out[row][column] = (draw(WORDS), down, across)
    out[0][0] = ("首" + out[0][0][0], *out[0][0][1:]) if out[0][0] else None
    return out


def read_back(text: Text) -> list[tuple[int, int, int, int, str]]:
    (table,) = text.tables
    return [
        (
            c.row,
            c.column,
            c.row_span,
            c.column_span,
            text.content[c.span.start : c.span.end] if c.span else "",
        )
        for c in sorted(table.cells, key=lambda c: (c.row, c.column))
    ]


def wanted(grid: list[list[tuple[str, int, int] | None]]) -> list[tuple[int, int, int, int, str]]:
    return [
        (r, c, cell[1], cell[2], cell[0])
        for r, row in enumerate(grid) for c, cell in enumerate(row) if cell
    ]  # fmt: skip


@SLOW
@given(tables())
def test_html_tables_read_back(grid: list[list[tuple[str, int, int] | None]]) -> None:
    if max(sum(1 for cell in row if cell and cell[0]) for row in grid) < 2:
        return  # not a table of data: one filled column is a frame
    rows = "".join(
        "<tr>"
        + "".join(f"<td rowspan={c[1]} colspan={c[2]}>{html.escape(c[0])}</td>" for c in row if c)
        + "</tr>"
        for row in grid
    )
    text = read(f"<!doctype html><body><table>{rows}</table></body>".encode())
    sound(text)
    assert read_back(text) == wanted(grid)


@SLOW
@given(tables())
def test_docx_tables_read_back(grid: list[list[tuple[str, int, int] | None]]) -> None:
    if all(len([cell for cell in row if cell]) < 2 for row in grid):
        return
    body = ""
    owners = {
        (row + r, column): (row, column)
        for row, line in enumerate(grid) for column, cell in enumerate(line) if cell for r in range(cell[1])
    }  # fmt: skip
    for row in range(len(grid)):
        cells = ""
        for column in range(len(grid[0])):
            if (row, column) not in owners:
                continue
            first, _ = owner = owners[row, column]
            words, down, across = grid[owner[0]][owner[1]] or ("", 1, 1)
            merge = "" if down == 1 else '<w:vMerge w:val="restart"/>' if first == row else "<w:vMerge/>"
            cells += f'<w:tc><w:tcPr><w:gridSpan w:val="{across}"/>{merge}</w:tcPr>{p(words if first == row else "")}</w:tc>'  # noqa: E501
        body += f"<w:tr>{cells}</w:tr>"
    if any(
        all(owners.get((row, c), (row,))[0] != row for c in range(len(grid[0]))) for row in range(len(grid))
    ):
        return  # a row of nothing but covered cells: Word would not write it
    text = read(docx(f"<w:tbl>{body}</w:tbl>"))
    sound(text)
    assert read_back(text) == wanted(grid)


@pytest.mark.parametrize("kind", ["txt", "html", "docx"])
def test_ten_times_the_text_takes_about_ten_times_as_long(kind: str) -> None:
    content = NOTICE.read_text("utf-8")
    paragraphs = [line for line in content.split("\n") if line]

    def make(times: int) -> bytes:
        if kind == "txt":
            return (content * times).encode()
        if kind == "html":
            return (
                "<!doctype html><div>" + "".join(f"<p>{html.escape(w)}</p>" for w in paragraphs * times)
            ).encode()
        return docx("".join(p(html.escape(w)) for w in paragraphs * times))

    def cost(data: bytes) -> float:
        best = 1e9
        for _ in range(3):
            started = time.process_time()
            read(data, name=f"a.{kind}")
            best = min(best, time.process_time() - started)
        return best

    small, large = make(4), make(40)
    read(small, name=f"a.{kind}")
    assert cost(large) < 25 * cost(small) + 0.05


HOSTILE = [
    "<style>",
    "<!--",
    "<p ",
    "<tr><td>\n",
    "&nbsp;",
    "<",
    "<style>a</style>甲",
    "<div class='share'>甲</div>",
    "\n",
]


@pytest.mark.alone
@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("name", ["a.txt", "a.html"])
def test_hostile_mark_up_costs_no_more_than_its_length(piece: str, name: str) -> None:
    def cost(times: int) -> float:
        started = time.process_time()
        try_read(("甲乙丙" + piece * times).encode(), name)
        return time.process_time() - started

    cost(1)
    assert cost(40_000) < 40 * cost(4_000) + 0.2
