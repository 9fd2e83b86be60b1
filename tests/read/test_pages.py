"""pdf and ofd: how lines become paragraphs, and ruling lines tables."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest

from kg.model import Source
from kg.read import read
from kg.read.layout import compose
from kg.read.ofd import _steps
from kg.read.placed import Page
from kg.read.ruled import find_grids
from tests.read import ofd_writer, pdf_writer

EM = 16.0


def glyphs(words: str, x: float, y: float, em: float = EM) -> list[Any]:
    out = []
    for char in words:
        width = em * (0.5 if char < "\u0250" else 1.0)
        out.append((char, x, y, x + width, y + em))
        x += width
    return out


def page(number: int, *lines: tuple[float, str], rules: list[Any] | None = None, top: float = 100.0) -> Page:
    """Make a page of 40 characters a line; each line has an indent in characters."""
    placed = []
    for row, (indent, words) in enumerate(lines):
        placed += glyphs(words, 80 + indent * EM, top + row * 28)
    return Page(number, 800, 1100, placed, rules or [])


def text(*pages: Page) -> str:
    return compose(pages).text(Source("", "", "", 0)).content


FULL = "推进重点工作加快项目建设" * 3 + "压实责任"


def test_lines_become_paragraphs_by_indent() -> None:
    assert len(FULL) == 40
    found = text(page(1, (2, "一" + FULL[:37]), (0, FULL), (0, "完成。"), (2, FULL[:38]), (0, FULL[:10])))
    assert found == f"一{FULL[:37]}{FULL}完成。\n\n{FULL[:38]}{FULL[:10]}"


def test_a_word_cut_by_the_page_end_is_joined_and_page_numbers_go() -> None:
    number = glyphs("— 1 —", 380, 1050), glyphs("— 2 —", 380, 1050)
    one, two = page(1, (2, "责" + FULL[:37])), page(2, (0, "输局、县发改局"))
    one.glyphs += number[0]
    two.glyphs += number[1]
    assert text(one, two) == f"责{FULL[:37]}输局、县发改局"


def test_running_heads_go_and_a_lone_number_stays() -> None:
    words = ["总体要求", "重点任务", "组织实施", "工作要求"]
    pages = [
        page(n, (0, "甲县人民政府文件汇编"), (2, word), (2, "7"), top=30) for n, word in enumerate(words, 1)
    ]
    assert text(*pages) == "\n\n".join(f"{word}\n\n7" for word in words)


def test_numbered_lines_begin_paragraphs_where_nothing_is_indented() -> None:
    found = text(
        page(1, (0, FULL), (0, "2.另一项。"), (0, FULL), (0, "责任单位：县财政局"), (0, FULL), (0, "1.5万亩"))
    )
    assert found.split("\n\n") == [FULL, "2.另一项。", FULL, "责任单位：县财政局", FULL + "1.5万亩"]


def test_spaces_at_the_line_end() -> None:
    full = FULL[:-2] + "LNG "
    assert text(page(1, (0, full), (0, "and CNG"), (0, "x"))).startswith(f"{full}and CNG")


def box(x0: float, y0: float, x1: float, y1: float) -> list[Any]:
    return [(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)]


def test_grids() -> None:
    # 2 rows, 3 columns; the first column merged downwards, the others merged in the first row.
    rules = box(0, 0, 100, 100) + box(100, 0, 300, 50) + box(100, 50, 200, 100) + box(200, 50, 300, 100)
    (grid,) = find_grids(rules)
    assert grid.size == {(0, 0): (2, 1), (0, 1): (1, 2), (1, 1): (1, 1), (1, 2): (1, 1)}
    assert grid.field(250, 25) == (0, 1)
    assert grid.field(301.5, 25) is None
    assert find_grids(box(0, 0, 500, 500)) == []  # a frame
    assert find_grids([(0, 10, 500, 10), (0, 40, 500, 40)]) == []  # rules of a letterhead


def test_open_sides() -> None:
    rules = [(0.0, y, 300.0, y) for y in (0.0, 50.0, 100.0)] + [
        (100.0, 0.0, 100.0, 100.0),
        (200.0, 0.0, 200.0, 100.0),
    ]
    (grid,) = find_grids(rules)
    assert (len(grid.xs), len(grid.ys)) == (4, 3)


def row_page(number: int, rows: list[list[str]], width: float = 160.0) -> Page:
    """Make a page with a ruled table; a line break in a field is a new line in the cell."""
    placed: list[Any] = []
    rules: list[Any] = []
    y = 100.0
    for row in rows:
        height = 20.0 * max(field.count("\n") + 1 for field in row)
        for column, field in enumerate(row):
            x = 80 + column * width
            rules += box(x, y, x + width, y + height)
            for n, words in enumerate(field.split("\n")):
                placed += glyphs(words, x + 2, y + 2 + 20 * n)
        y += height
    return Page(number, 800, 1100, placed, rules)


def test_a_table_goes_on_after_the_page_end() -> None:
    head = ["序号", "任务"]
    found = text(
        row_page(1, [head, ["1", "甲乙丙"], ["2", "丁戊己庚辛壬癸子丑\n寅卯辰巳午未申酉戌"]]),
        row_page(2, [head, ["", "亥。"], ["3", "完"]]),
    )
    assert found == "序号\t任务\n1\t甲乙丙\n2\t丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥。\n3\t完"


def test_a_row_without_number_that_is_no_rest_stays_a_row() -> None:
    found = text(row_page(1, [["序号", "任务"], ["1", "甲乙丙。"]]), row_page(2, [["", "小计"], ["2", "丁"]]))
    assert found == "序号\t任务\n1\t甲乙丙。\n\t小计\n2\t丁"


def test_columns_without_lines() -> None:
    rows = [("序号", "项目", "投资"), ("1", "充电桩", "290"), ("2", "消防车", "1200")]
    placed = [
        g for n, row in enumerate(rows) for c, field in enumerate(row) for g in glyphs(field, 80 + 120 * c, 100 + 28 * n)  # noqa: E501
    ]  # fmt: skip
    assert text(Page(1, 800, 1100, placed)) == "序号\t项目\t投资\n1\t充电桩\t290\n2\t消防车\t1200"
    assert text(Page(1, 800, 1100, placed[:7])) == "序号 项目 投资\n\n1"


def test_steps_of_ofd() -> None:
    assert _steps("g 3 5.5 4 3.5", 9) == [5.5, 5.5, 5.5, 4.0, 3.5]
    assert _steps("g 1000000000 1", 4) == [1.0] * 4
    assert _steps("g 2", 4) == []
    assert _steps("1 x 3", 4) == [1.0]


def test_ofd_places_are_points_from_the_top_left() -> None:
    one = ofd_writer.Page()
    one.text(28, 35, "某县人民政府", 5.64)
    found = read(ofd_writer.package([one]))
    (box_,) = found.boxes
    assert (box_.page, round(box_.x0), round(box_.y0)) == (1, 79, 99)
    assert found.content == "某县人民政府"


@pytest.mark.parametrize(
    "location",
    [
        pytest.param("Pages/Page_0/Content.xml", id="from the document's folder"),
        pytest.param("/Doc_0/Pages/Page_0/Content.xml", id="from the package"),
        pytest.param("Doc_0/Pages/Page_0/Content.xml", id="from the package, without a stroke"),
        pytest.param("./Pages/../Pages/Page_0/Content.xml", id="with steps up"),
    ],
)
def test_a_part_of_ofd_is_found_from_where_it_may_be_named(location: str) -> None:
    one = ofd_writer.Page()
    one.text(28, 35, "某县人民政府", 5.64)
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(ofd_writer.package([one]))) as former,
        zipfile.ZipFile(made, "w") as archive,
    ):
        for name in former.namelist():
            archive.writestr(name, former.read(name).replace(b"Pages/Page_0/Content.xml", location.encode()))
    assert read(made.getvalue()).content == "某县人民政府"


def test_pdf_places_and_turned_pages() -> None:
    (box_,) = read(pdf_writer.text_page((100, 700, "Hello"))).boxes
    assert box_.page == 1
    assert abs(box_.x0 - 100) < 1
    assert 842 - 700 - 14 < box_.y0 < box_.y1 < 842 - 700 + 6
    turned = read(pdf_writer.text_page((0, 0, "Hello"), prefix=b"0 1 -1 0 300 100 cm ", page=b"/Rotate 90"))
    assert turned.content == "Hello"
    upright = read(pdf_writer.text_page((0, 0, "Hello"), prefix=b"0 1 -1 0 300 100 cm "))
    assert upright.content == "Hello"


@pytest.mark.parametrize("content", [b"", b"q Q"])
def test_pdf_without_text(content: bytes) -> None:
    from kg.errors import InputError

    with pytest.raises(InputError, match="没有文字"):
        read(pdf_writer.one_page(pdf_writer.stream(content)))
