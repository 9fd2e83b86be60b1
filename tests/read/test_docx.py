"""docx: numbers written out, tracked changes, hidden text, merged cells, text boxes."""

import pytest

from kg.read import read
from kg.read.numbering import printed
from tests.read.package import W, docx, p


def lines(data: bytes) -> list[str]:
    return [line for line in read(data).content.split("\n") if line]


def levels(*definitions: tuple[str, str]) -> str:
    inner = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{pattern}"/></w:lvl>'  # noqa: E501
        for n, (form, pattern) in enumerate(definitions)
    )
    return (
        f'<w:abstractNum w:abstractNumId="7">{inner}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )


def numbered(text: str, level: int, number: int = 1) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


@pytest.mark.parametrize(
    ("number", "form", "expected"),
    [
        (1, "chineseCounting", "一"), (10, "chineseCountingThousand", "十"), (11, "chineseCounting", "十一"),
        (20, "chineseCountingThousand", "二十"), (105, "chineseCountingThousand", "一百零五"),
        (110, "japaneseCounting", "一百一十"), (3, "decimalEnclosedCircleChinese", "③"),
        (21, "decimalEnclosedCircle", "㉑"), (12, "chineseLegalSimplified", "壹拾贰"), (4, "upperRoman", "IV"),  # noqa: E501
        (28, "lowerLetter", "bb"), (2, "ideographTraditional", "乙"), (7, "decimalZero", "07"),
        (10, "decimalFullWidth", "１０"), (5, "somethingNew", "5"), (2, "decimalEnclosedParen", "⑵"),
    ],
)  # fmt: skip
def test_number_formats(number: int, form: str, expected: str) -> None:
    assert printed(number, form) == expected


def test_automatic_numbers_are_written_out() -> None:
    numbering = levels(
        ("chineseCountingThousand", "%1、"),
        ("chineseCounting", "（%2）"),
        ("decimal", "%3."),
        ("decimalEnclosedCircle", "%4"),
    )
    body = "".join([
        numbered("总体要求", 0), numbered("经济", 1), numbered("财政收入", 2), numbered("2024年税收", 2), numbered("细目", 3),  # noqa: E501
        numbered("社会", 1), numbered("就业", 2), numbered("组织", 0), numbered("又一节", 1), numbered("另起", 0, 2),  # noqa: E501
    ])  # fmt: skip
    assert lines(docx(body, numbering)) == [
        "一、总体要求", "（一）经济", "1.财政收入", "2.2024年税收", "①细目",
        "（二）社会", "1.就业", "二、组织", "（一）又一节", "一、另起",
    ]  # fmt: skip


def test_numbers_by_style_and_switched_off() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Task"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'  # noqa: E501
        '<w:style w:type="paragraph" w:styleId="Sub"><w:basedOn w:val="Task"/></w:style>'
    )
    body = (
        p("甲", '<w:pStyle w:val="Task"/>') + p("乙", '<w:pStyle w:val="Sub"/>')
        + p("不编号", '<w:pStyle w:val="Task"/><w:numPr><w:numId w:val="0"/></w:numPr>') + p("丙", '<w:pStyle w:val="Task"/>')  # noqa: E501
    )  # fmt: skip
    assert lines(docx(body, levels(("decimal", "%1.")), styles)) == ["1.甲", "2.乙", "不编号", "3.丙"]


def test_an_empty_numbered_paragraph_counts_for_nothing_and_bullets_of_symbol_fonts_are_dropped() -> None:
    numbering = levels(("bullet", "\uf06c"))
    assert lines(docx(numbered("甲", 0) + numbered("", 0) + numbered("乙", 0), numbering)) == ["甲", "乙"]


def test_tracked_changes_are_accepted_and_hidden_text_is_dropped() -> None:
    body = (
        "<w:p><w:r><w:t>增长</w:t></w:r><w:del><w:r><w:delText>5</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>6</w:t></w:r></w:ins><w:r><w:t>%</w:t></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>内部批注</w:t></w:r>"
        "<w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>移来</w:t></w:r></w:moveTo></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>两段</w:t></w:r></w:p><w:p><w:r><w:t>合一</w:t></w:r></w:p>"
        + p("看不见", '<w:pStyle w:val="Gone"/>')
    )
    styles = '<w:style w:type="paragraph" w:styleId="Gone"><w:rPr><w:vanish/></w:rPr></w:style>'
    assert lines(docx(body, styles=styles)) == ["增长6%移来", "两段合一"]


def test_fields_breaks_tabs_and_text_boxes() -> None:
    body = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2024</w:t></w:r>'
        '<w:r><w:t>年</w:t><w:br/><w:t>第二行</w:t><w:br w:type="page"/><w:t>同行</w:t><w:noBreakHyphen/><w:t>尾</w:t></w:r></w:p>'  # noqa: E501
        "<w:p><w:r><w:t>序号</w:t><w:tab/><w:t>名称</w:t></w:r></w:p>"
        '<w:p xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:r><mc:AlternateContent>'
        "<mc:Choice><w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent></mc:Choice>"
        "<mc:Fallback><w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent></mc:Fallback>"
        "</mc:AlternateContent></w:r><w:r><w:t>框外</w:t></w:r></w:p>"
        "<w:sdt><w:sdtContent><w:p><w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink></w:p></w:sdtContent></w:sdt>"
    )
    assert lines(docx(body)) == ["2024年", "第二行同行-尾", "序号\t名称", "框外", "框内", "链接"]


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def test_merged_cells() -> None:
    body = (
        "<w:tbl><w:tr>" + cell("领导", '<w:vMerge w:val="restart"/>') + cell("任务", '<w:gridSpan w:val="2"/>') + "</w:tr>"  # noqa: E501
        "<w:tr>" + cell("", "<w:vMerge/>") + cell("1") + f"<w:tc>{p('甲')}{p('乙')}</w:tc></w:tr>"
        '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>' + cell("2") + cell("") + "</w:tr>"
        "<w:tr><w:trPr><w:del/></w:trPr>" + cell("删") + cell("去") + cell("行") + "</w:tr></w:tbl>"
    )  # fmt: skip
    text = read(docx(body))
    assert text.content == "领导\t任务\t\n\t1\t甲 乙\n\t2\t"
    (table,) = text.tables
    found = [
        (
            c.row,
            c.column,
            c.row_span,
            c.column_span,
            text.content[c.span.start : c.span.end] if c.span else None,
        )
        for c in table.cells
    ]
    assert found == [
        (0, 0, 2, 1, "领导"), (0, 1, 1, 2, "任务"), (1, 1, 1, 1, "1"), (1, 2, 1, 1, "甲 乙"), (2, 1, 1, 1, "2"), (2, 2, 1, 1, None),  # noqa: E501
    ]  # fmt: skip


def test_a_frame_is_no_table_and_a_table_in_a_cell_is_flat() -> None:
    inner = "<w:tbl><w:tr>" + cell("甲") + cell("乙") + "</w:tr></w:tbl>"
    frame = f"<w:tbl><w:tr><w:tc>{p('框中一段')}{inner}</w:tc></w:tr></w:tbl>"
    text = read(docx(frame))
    assert text.content == "框中一段\n\n甲\t乙"
    assert len(text.tables) == 1
    nested = f"<w:tbl><w:tr>{cell('序号')}<w:tc>{inner}</w:tc></w:tr></w:tbl>"
    assert read(docx(nested)).content == "序号\t甲 乙"


def test_the_header_of_the_first_page_is_the_letterhead() -> None:
    reference = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    body = p("正文") + (
        f'<w:sectPr><w:headerReference {reference} w:type="first" r:id="h"/><w:titlePg/></w:sectPr>'
    )
    header = f"<w:hdr {W}>{p('某县人民政府文件')}</w:hdr>"
    assert lines(docx(body, extra={"word/header1.xml": header})) == ["某县人民政府文件", "正文"]
    running = body.replace("<w:titlePg/>", "").replace("first", "default")
    assert lines(docx(running, extra={"word/header1.xml": header})) == ["正文"]


def rows(body: str) -> list[str]:
    return read(docx(f"<w:tbl>{body}</w:tbl>")).content.split("\n")


GONE = '<w:cellDel w:id="1" w:author="a"/>'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            "<w:tr>" + cell("1") + cell("新建公园3座") + cell("县审计局", GONE) + cell("县住建局") + "</w:tr>"
            "<w:tr>" + cell("2") + cell("新建学校1所") + cell("县教育局") + "</w:tr>",
            ["1\t新建公园3座\t县住建局", "2\t新建学校1所\t县教育局"],
            id="what stands behind it moves up",
        ),
        pytest.param(
            "<w:tr>" + cell("序号") + cell("任务") + cell("备注", GONE) + "</w:tr>"
            "<w:tr>" + cell("1") + cell("新建公园") + cell("存疑", GONE) + "</w:tr>",
            ["序号\t任务", "1\t新建公园"],
            id="a column",
        ),
        pytest.param(
            "<w:tr>" + cell("甲", GONE) + cell("乙", GONE) + "</w:tr>"
            "<w:tr>" + cell("1") + cell("新建公园") + "</w:tr>",
            ["1\t新建公园"],
            id="a row of nothing else",
        ),
        pytest.param(
            "<w:tr>" + cell("甲", '<w:cellIns w:id="1"/>') + cell("乙") + "</w:tr>", ["甲\t乙"], id="inserted"
        ),
        pytest.param(
            "<w:tr>" + cell("县长", '<w:cellMerge w:vMerge="rest"/>') + cell("1") + "</w:tr>"
            "<w:tr>" + cell("旧", '<w:cellMerge w:vMerge="cont"/>') + cell("2") + "</w:tr>",
            ["县长\t1", "\t2"],
            id="merged",
        ),
    ],
)  # fmt: skip
def test_tracked_changes_of_cells_are_accepted(body: str, expected: list[str]) -> None:
    assert rows(body) == expected
