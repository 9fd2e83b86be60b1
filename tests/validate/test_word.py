"""A report written back into Word: comments on their exact words, repairs as tracked changes."""

from __future__ import annotations

import io
import random
from dataclasses import replace
from datetime import UTC, datetime

import docx
import pytest
from lxml import etree

from kg.errors import UsageError
from kg.model import Span
from kg.read import read
from kg.read.wordml import OURS
from kg.validate import Report, fix, rule
from kg.validate.report import Entry, Lines
from kg.validate.word import commented, repaired
from tests.read.package import W as NAMESPACE
from tests.read.package import docx as package
from tests.read.package import p
from tests.validate import word_files as files

AT = datetime(2024, 3, 1, 8, 30, tzinfo=UTC)
PATCHED = {"word/document.xml", "word/comments.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}


def report(data: bytes, *wanted: tuple[int, int, str | None]) -> Report:
    """Return a report with an entry for each range of the text, and its repair."""
    content = read(data).content
    lines = Lines(content)
    entries = [
        Entry(
            rule("look-alike"),
            "warning",
            "用字有误。",
            "A wrong character.",
            "x",
            repair=repair,
            marks=(mark,),
        )
        for start, end, repair in wanted
        for mark in [lines.mark(Span(start, end))]
    ]
    return Report("草稿.docx", None, None, tuple(entries), text=content)


def spans(content: str, seed: int, number: int = 12) -> list[tuple[int, int]]:
    """Return ranges of the text that begin and end with a character that is seen."""
    chosen = random.Random(seed)
    seen = [at for at, char in enumerate(content) if not char.isspace()]
    found = []
    for _ in range(number):
        first = chosen.randrange(len(seen))
        last = min(first + chosen.choice([0, 1, 3, 9, 40]), len(seen) - 1)
        found.append((seen[first], seen[last] + 1))
    return found


def squeezed(words: str) -> str:
    return "".join(words.split())


@pytest.mark.parametrize("kind", [kind for kind in files.ALL if kind != "numbered"])
@pytest.mark.parametrize("seed", range(4))
def test_a_comment_encloses_its_exact_words(kind: str, seed: int) -> None:
    data = files.made(kind)
    content = read(data).content
    wanted = spans(content, seed)
    out = commented(data, report(data, *((*span, None) for span in wanted)), at=AT)
    found = files.enclosed(out)
    for number, (start, end) in enumerate(wanted):
        printed = content[start:end]
        if box := files.BOXES.get(kind):  # a comment ends with the story that it begins in
            begin, after = content.index(box), content.index(box) + len(box)
            if begin <= start < after < end:
                printed = content[start:after]
            elif start < begin < end:
                printed = content[start:begin] + content[after : max(after, end)]
        assert found[str(number)] == squeezed(printed)
    assert read(out).content == content, "nothing of the text is changed"


@pytest.mark.parametrize(
    ("words", "enclosed"),
    [
        ("2.", "新建水库2座。责任单位：县水利局、菜园鎮"),  # the number is no word of the file: its paragraph
        ("2.新建水库", "新建水库"),
        ("水库", "水库"),
    ],
)
def test_automatic_numbers_have_their_paragraph(words: str, enclosed: str) -> None:
    data = files.made("numbered")
    start = read(data).content.index(words, read(data).content.index("2.新建"))
    out = commented(data, report(data, (start, start + len(words), None)), at=AT)
    assert files.enclosed(out) == {"0": enclosed}


def test_a_break_alone_is_shown_by_the_characters_beside_it() -> None:
    data = package(p("由县财") + p("政局负责"))
    out = commented(data, report(data, (3, 5, "")), at=AT)
    assert files.enclosed(out) == {"0": "财政"}


@pytest.mark.parametrize("kind", files.ALL)
def test_comments_leave_all_else_as_it_is(kind: str) -> None:
    data = files.made(kind)
    content = read(data).content
    start = content.index("县")
    out = commented(data, report(data, (start, start + 3, None)), at=AT)
    before, after = files.parts(data), files.parts(out)
    assert {name for name in after if after[name] != before.get(name)} <= PATCHED
    assert set(before) <= set(after)
    same = [a == b for (a, b) in zip(files.paragraphs(data), files.paragraphs(out), strict=True)]
    assert same.count(False) <= 2, "the paragraph, and that which anchors its text box"


def test_python_docx_reads_who_says_what() -> None:
    data = files.by_python_docx()
    content = read(data).content
    start = content.index("嵊山鎮")
    out = commented(data, report(data, (start, start + 3, "嵊山镇")), at=AT)
    [comment] = docx.Document(io.BytesIO(out)).comments
    assert (comment.author, comment.initials, comment.timestamp) == (OURS, "图谱", AT)
    said = ["警告：" + rule("look-alike").title, "用字有误。", "改法：“嵊山鎮”改为“嵊山镇”"]
    assert comment.text.split("\n") == said
    assert files.enclosed(out) == {"0": "嵊山鎮"}


def test_comments_that_are_there_stay_and_numbers_go_on() -> None:
    data = files.made("one run")
    first = report(data, (0, 4, None))
    once = commented(data, first, at=AT)
    twice = commented(once, replace(first, text=read(once).content), at=AT)
    assert files.enclosed(twice) == {"0": "嵊泗县人", "1": "嵊泗县人"}
    root = etree.fromstring(files.parts(twice)["word/comments.xml"])
    assert [one.get(files.W + "id") for one in root] == ["0", "1"]
    assert files.parts(once)["[Content_Types].xml"] == files.parts(twice)["[Content_Types].xml"]


def test_what_has_no_place_stands_on_the_first_paragraph() -> None:
    header = f"<w:hdr {NAMESPACE}>{p('嵊泗县人民政府文件')}</w:hdr>"
    relations = files.parts(files.made("one run"))["word/_rels/document.xml.rels"].decode()
    title_page = (
        '<w:sectPr xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<w:headerReference w:type="first" r:id="h"/><w:titlePg/></w:sectPr>'
    )
    data = package(
        p("关于印发的通知") + p("正文") + title_page,
        extra={"word/header1.xml": header, "word/_rels/document.xml.rels": relations},
    )
    told = report(data, (0, 3, None))
    assert told.entries[0].marks[0].words == "嵊泗县"
    nowhere = replace(told.entries[0], marks=())
    out = commented(data, replace(told, entries=(*told.entries, nowhere)), at=AT)
    assert files.enclosed(out) == {"0": "关于印发的通知", "1": "关于印发的通知"}
    assert files.parts(out)["word/header1.xml"] == files.parts(data)["word/header1.xml"]


@pytest.mark.parametrize("kind", files.ALL)
@pytest.mark.parametrize("seed", range(4))
def test_a_repair_is_what_a_reader_reads(kind: str, seed: int) -> None:
    """Whatever range is mended with whatever words: the file then reads as the mended text."""
    data = files.made(kind)
    content = read(data).content
    chosen = random.Random(seed)
    wanted = [
        (start, end, chosen.choice(["", "甲", content[start:end] + "乙", "丙" + content[start:end]]))
        for start, end in spans(content, seed, 6)
        if "\t" not in content[start:end] and "\n" not in content[start:end]
    ]
    told = report(data, *wanted)
    out = repaired(data, told, at=AT)
    undone = {repair.mark.span for repair in out.left}
    made = replace(told, entries=tuple(e for e in told.entries if e.marks[0].span not in undone))
    assert squeezed(read(out.data).content) == squeezed(fix(made)[0])
    assert kind == "numbered" or not out.left
    # Whoever rejects all changes has the draft as it was.
    assert rejected(out.data) == rejected(data)


def rejected(data: bytes) -> list[str]:
    """Return the words of the paragraphs, but for what we put in."""
    root = files.body(data)
    for mark in list(root.iter(files.W + "ins")):
        if mark.get(files.W + "author") == OURS:
            mark.getparent().remove(mark)
    ours = (files.W + "t", files.W + "delText")
    return ["".join(t.text or "" for t in paragraph.iter(*ours)) for paragraph in root.iter(files.W + "p")]


def test_a_repair_keeps_the_form_and_changes_the_fewest_characters() -> None:
    data = files.made("runs")
    content = read(data).content
    start = content.index("嵊山鎮")
    out = repaired(data, report(data, (start, start + 3, "嵊山镇")), at=AT)
    root = files.body(out.data)
    [struck] = root.iter(files.W + "del")
    [put_in] = root.iter(files.W + "ins")
    assert "".join(struck.itertext()) == "鎮"
    assert "".join(put_in.itertext()) == "镇"
    for mark in (struck, put_in):
        assert mark.get(files.W + "author") == OURS
        assert mark.get(files.W + "date") == "2024-03-01T08:30:00Z"
        assert mark.find(f"{files.W}r/{files.W}rPr/{files.W}b") is not None
    assert {name for name, part in files.parts(out.data).items() if part != files.parts(data)[name]} == {
        "word/document.xml"
    }
    changed = [one for one in files.paragraphs(out.data) if one not in list(files.paragraphs(data))]
    assert len(changed) == 1


def test_an_insertion_never_stands_within_another() -> None:
    data = files.made("revisions")
    content = read(data).content
    start = content.index("住建局")
    out = repaired(data, report(data, (start, start + 3, "住房局")), at=AT)
    for mark in files.body(out.data).iter(files.W + "ins"):
        assert not any(above.tag == files.W + "ins" for above in mark.iterancestors())
    assert "县住房局、嵊山鎮" in read(out.data).content


def test_broken_lines_are_joined_across_paragraphs() -> None:
    data = package(p("由县财") + p("") + p("政局负责"))
    told = report(data, (3, 5, ""))
    assert told.entries[0].marks[0].words == "\n\n"
    out = repaired(data, told, at=AT)
    assert read(out.data).content == "由县财政局负责"


def test_what_an_automatic_number_prints_is_left() -> None:
    data = files.made("numbered")
    content = read(data).content
    start = content.index("2.新建水库")
    out = repaired(data, report(data, (start, start + 2, "3.")), at=AT)
    assert (out.data, out.made) == (data, ())
    assert [repair.after for repair in out.left] == ["3."]


def test_a_report_about_another_file_is_refused() -> None:
    told = report(files.made("one run"), (0, 2, None))
    for write in (commented, repaired):
        with pytest.raises(UsageError, match="报告不是这份文件的"):
            write(files.made("merged cells"), told)


def test_a_comment_on_a_whole_field_stands_around_it() -> None:
    """What stands within the result of a field is lost when the field is renewed."""
    data = files.made("field")
    start = read(data).content.index("责任单位")
    out = commented(data, report(data, (start, start + len("责任单位：县住建局、嵊山鎮"), None)), at=AT)
    order = [
        element.get(files.W + "fldCharType", "") or element.tag.removeprefix(files.W)
        for element in files.body(out).iter()
        if element.tag.removeprefix(files.W) in ("fldChar", "commentRangeStart", "commentRangeEnd")
    ]
    assert order == ["commentRangeStart", "begin", "separate", "end", "commentRangeEnd"]


def test_the_copy_of_a_text_box_for_older_programs_is_mended_too() -> None:
    kept = "嵊山鎮负责"
    boxes = [f"<w:txbxContent>{p(kept)}</w:txbxContent>" for _ in range(2)]
    data = package(
        '<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f'<mc:Choice Requires="wps"><w:drawing>{boxes[0]}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{boxes[1]}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
        + p("正文")
    )
    start = read(data).content.index("鎮")
    out = repaired(data, report(data, (start, start + 1, "镇")), at=AT)
    assert read(out.data).content == "嵊山镇负责\n\n正文"
    one, other = files.body(out.data).iter(files.W + "txbxContent")
    assert etree.tostring(one) == etree.tostring(other)
    assert "镇" in "".join(other.itertext())
