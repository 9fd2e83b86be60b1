"""Clean lines: what white space means nothing, and where every character stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Hidden, Source, Span, Text
from kg.parse.lines import clean, raw_lines

SOURCE = Source("t.txt", "text/plain", "0" * 64, 0)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param("  一般 公共预算 ", "一般公共预算", id="no space between Chinese characters"),
        pytest.param("1. 一般公共预算", "1. 一般公共预算", id="a point is neither digit nor bracket"),
        pytest.param("2024 年政府", "2024年政府", id="nor between one and a digit"),
        pytest.param("（ 3 项）", "（3项）", id="nor a bracket"),
        pytest.param("全社会 R&D 经费", "全社会 R&D 经费", id="Latin words keep theirs"),
        pytest.param("18% 以上", "18% 以上", id="so does a percent sign"),
        pytest.param("王　安", "王安", id="padded names"),
        pytest.param("县\u200b财政局", "县财政局", id="zero width"),
    ],
)
def test_clean(raw: str, expected: str) -> None:
    assert clean(raw, 0, len(raw)).text == expected


@given(st.text(alphabet="县财政局 　\t1%（）ab,，", max_size=40))
def test_every_character_stands_where_it_says(raw: str) -> None:
    line = clean(raw, 0, len(raw))
    for i, char in enumerate(line.text):
        assert raw[line.at[i]] == char or (char == " " and raw[line.at[i]].isspace())
    assert list(line.at) == sorted(set(line.at))


@given(st.text(alphabet="县财政局 　1%（）ab", min_size=1, max_size=40))
def test_cleaning_twice_changes_nothing(raw: str) -> None:
    once = clean(raw, 0, len(raw)).text
    assert clean(once, 0, len(once)).text == once


def test_gap_tells_of_dropped_space() -> None:
    line = clean("县财政局 县税务局", 0, 9)
    assert line.text == "县财政局县税务局"
    assert [i for i in range(len(line)) if line.gap(i)] == [4]


def test_hidden_markup_is_skipped_and_breaks_lines() -> None:
    content = "<p>1.扩大培训。</p><p>2.提高&nbsp;标准。</p>"
    hidden = (
        Hidden(Span(0, 3), True),
        Hidden(Span(10, 14), True),
        Hidden(Span(14, 17), True),
        Hidden(Span(21, 27), False, "\u00a0"),
        Hidden(Span(30, 34), True),
    )
    lines = [raw.line for raw in raw_lines(Text(content, SOURCE, hidden=hidden))]
    assert [line.text for line in lines] == ["1.扩大培训。", "2.提高标准。"]
    span = lines[1].span(2, 6)
    assert content[span.start : span.end] == "提高&nbsp;标准"


def test_tabs_cut_a_row_into_cells() -> None:
    content = "1\t县财政局\t\t290"
    (row,) = raw_lines(Text(content, SOURCE))
    assert [cell.text for cell in row.cells] == ["1", "县财政局", "", "290"]


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("?????? ?青禾县人民政府", ["青禾县人民政府"]),
        ("???? 2018年12月24日", ["2018年12月24日"]),
        ("?\n??\n各县：", ["各县："]),
        ("办好了吗?\n青禾县?人民政府", ["办好了吗?", "青禾县?人民政府"]),
        ("? A", ["? A"]),
    ],
)
def test_question_marks_of_lost_blanks_go(printed, meant):
    assert [raw.line.text for raw in raw_lines(Text(printed, SOURCE))] == meant


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("& Q: W \\5 r2 y: W1 j2 E$ J 各县政府：", ["各县政府："]),
        ("/ B9 F% F9 p% f (一)新建公园", ["(一)新建公园"]),
        ("三、层层落实。 * ^% c7 [ f1 C% Y1 t", ["三、层层落实。"]),
        ("# c0 q4 d# n! a9\n二、考核", ["二、考核"]),
        ("10 20 30 40 50", ["10 20 30 40 50"]),
        ("A B C D 四类企业", ["A B C D 四类企业"]),
        ("新建 A 2 3 4 5", ["新建 A 2 3 4 5"]),
    ],
)
def test_signs_that_a_forum_strews_go(printed, meant):
    assert [raw.line.text for raw in raw_lines(Text(printed, SOURCE))] == meant


def test_ranges_leave_out_what_stands_between_two_lines_sewn_together() -> None:
    content = "12月底\n\n— 3 —\n\n前"
    whole = clean(content, 0, 5).sew(clean(content, len(content) - 1, len(content)))
    assert [content[span.start : span.end] for span in whole.ranges()] == ["12月底", "前"]


def test_ranges_of_cells_out_of_their_order_are_of_neighbours_alone() -> None:
    content = "增速\t%\t7左右"
    whole = (
        clean(content, 0, 2).join(clean(content, 5, 6)).join(clean(content, 3, 4)).join(clean(content, 6, 8))
    )
    assert [content[span.start : span.end] for span in whole.ranges()] == ["增速", "7", "%", "左右"]
