"""txt and md: encodings, newlines, damage, HTML left in."""

import pytest

from kg.errors import InputError, UnsupportedFormat
from kg.read import read
from kg.read.markup import find_hidden, visible

WORDS = "1.一般公共预算收入增长 3%以上。\n责任单位：县财政局、县税务局\n" * 20


@pytest.mark.parametrize(
    ("encoding", "named"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("gb18030", "gb18030"), ("utf-16", "utf-16")],
)
def test_encodings(encoding: str, named: str) -> None:
    text = read(WORDS.encode(encoding), name="n.txt")
    assert text.content == WORDS
    assert text.source.encoding == named
    assert text.findings == ()


def test_characters_beyond_gbk() -> None:
    rare = "嵊泗县𠮷家村、㐂字" * 5
    assert read(rare.encode("gb18030")).content == rare


def test_newlines_are_the_only_change() -> None:
    assert read("一\r\n二\r三\n\t四 \u3000\n".encode()).content == "一\n二\n三\n\t四 \u3000\n"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_few_damaged_bytes_are_replaced_and_reported(encoding: str) -> None:
    data = bytearray(WORDS.encode(encoding))
    at = data.index("县财政局".encode(encoding))
    data[at + 1] = 0xFF
    text = read(bytes(data), name="n.txt")
    assert text.source.encoding == encoding
    assert text.content.count("责任单位") >= 19
    (finding,) = text.findings
    assert finding.code == "damaged-characters"
    assert all(set(text.content[s.start : s.end]) == {"\ufffd"} for s in finding.evidence)
    assert finding.evidence


def test_bytes_of_no_encoding_are_refused_with_the_encodings_tried() -> None:
    with pytest.raises(InputError, match="GB18030") as caught:
        read(b"\xff\xfa\x81\xff" * 200, name="n.txt")
    assert "UTF-8" in caught.value.en


def test_binary_is_no_text() -> None:
    with pytest.raises(UnsupportedFormat):
        read(b"abc\x00\x01\x02" * 50, name="n.txt")


@pytest.mark.parametrize("data", [b"", b"   \n\t\r\n", b"\xef\xbb\xbf"])
def test_empty(data: bytes) -> None:
    with pytest.raises(InputError):
        read(data)


def lines(content: str) -> list[str]:
    shown = visible(content, find_hidden(content))
    return [line for line in shown.replace("\xa0", " ").split("\n") if line.strip()]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param('<p style=\\"x\\">一</p><p>1.甲。&nbsp;(责任单位:乙)</p>', ["一", "1.甲。 (责任单位:乙)"], id="escaped quotes"),  # noqa: E501
        pytest.param("完成<120MW>项目, A<B, R&D 经费", ["完成<120MW>项目, A<B, R&D 经费"], id="not mark-up"),
        pytest.param("R&amp;D&hellip;", ["R&D…"], id="entities"),
        pytest.param("甲<br/>乙<BR>丙", ["甲", "乙", "丙"], id="breaks"),
        pytest.param("甲<b>乙</b><span>丙</span>", ["甲乙丙"], id="inline"),
        pytest.param("<style>p {color: red}</style>甲<!-- 乙 -->丙<script>1<2</script>", ["甲丙"], id="script"),  # noqa: E501
        pytest.param(
            "<table>\n<tr>\n<td>1</td>\n<td>甲</td></tr>\n<tr><td>2</td><td><p>乙</p></td></tr></table>",
            ["1\t甲", "2\t乙"], id="table",
        ),
        pytest.param(
            "<table><tr><td rowspan='2'>领导</td><td colspan=2>甲</td><td>乙</td></tr><tr><td>1</td><td>2</td><td>3</td></tr></table>",  # noqa: E501
            ["领导\t甲\t\t乙", "\t1\t2\t3"], id="merged",
        ),
        pytest.param("<tr><td>甲\n乙\n丙", ["甲", "乙", "丙"], id="a row that never ends hides no line end"),
        pytest.param("<p" * 5 + "甲", ["<p<p<p<p<p甲"], id="broken"),
    ],
)  # fmt: skip
def test_html_left_in(content: str, expected: list[str]) -> None:
    assert lines(content) == expected
    text = read(content.encode(), name="n.txt")
    assert text.content == content
    assert text.hidden == find_hidden(content)
    ends = [0, *(item.span.end for item in text.hidden)]
    assert all(item.span.start >= end for item, end in zip(text.hidden, ends, strict=False))
