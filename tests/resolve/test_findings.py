"""What is wrong or doubtful in a notice: the finding, and the words to which it points."""

import pytest

from kg.parse.dates import iso_date
from kg.parse.lines import clean
from kg.pipeline import convert

HEAD = """\
临溪县人民政府办公室关于印发2024年重点工作责任分解的通知
各乡镇人民政府，县直各单位：
现印发给你们，请认真落实。
临溪县人民政府办公室
2024年2月18日
"""
LIST = "2024年重点工作责任分解\n一、重点工作\n"
ONE = "1.新建公园。\n责任单位：县住建局。\n"
# Said of these small notices for other reasons.
OTHERS = {
    "unknown-members",
    "no-jurisdiction",
    "doubtful-jurisdiction",
    "layout-doubtful",
    "item-doubtful",
    "unread-text",
}


def findings(page: str, name: str = "a.txt") -> list[tuple[str, str]]:
    """Return code and words of the findings, in the order of the text."""
    notice = convert(page.encode(), name=name)
    return [
        (one.code, "".join(page[span.start : span.end] for span in one.evidence[:1]))
        for one in notice.findings
        if one.code not in OTHERS
    ]


def listed(*lines: str) -> str:
    return HEAD + LIST + "\n".join(lines) + "\n"


def announcing(title: str) -> str:
    return HEAD.replace("现印发", f"《{title}》已经同意，现印发")


def tasks(*numbers: str) -> str:
    words = ["新建公园", "改造小区", "建设学校", "修缮医院", "整治河道", "完善路网"]
    return listed(*(f"{n}{w}。\n责任单位：县住建局、县财政局" for n, w in zip(numbers, words, strict=False)))


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        pytest.param(("1.", "2.", "3."), [], id="in sequence"),
        pytest.param(("1.", "2.", "4."), [("number-gap", "建设学校")], id="a gap"),
        pytest.param(("1.", "2.", "2."), [("number-repeated", "建设学校")], id="a number twice"),
        pytest.param(("1.", "2.", "1."), [("number-restarts", "建设学校")], id="from the beginning"),
        pytest.param(
            ("1.", "3.", "2."), [("number-gap", "改造小区"), ("number-gap", "建设学校")], id="out of order"
        ),
        pytest.param(("5.", "6.", "7."), [], id="a list that goes on from another"),
        pytest.param(("（一）", "（二）", "（四）"), [("number-gap", "建设学校")], id="Chinese numerals"),
    ],
)
def test_numbers(numbers: tuple[str, ...], expected: list[tuple[str, str]]) -> None:
    assert [(code, words.rstrip("。")) for code, words in findings(tasks(*numbers))] == expected


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (("1.", "2."), []),
        (("3.", "4."), []),
        (("2.", "3."), [("number-repeated", "完善路网。")]),
        (("5.", "6."), [("number-gap", "完善路网。")]),
    ],
)
def test_numbers_of_a_further_chapter(second: tuple[str, str], expected: list[tuple[str, str]]) -> None:
    first = tasks("1.", "2.")
    more = "二、其他工作\n{}完善路网。\n责任单位：县交通局\n{}整治河道。\n责任单位：县水利局\n".format(
        *second
    )
    assert findings(first + more) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("新增充电桩60以上。", [("number-without-unit", "60以上")]),
        ("新增充电桩60个以上。", []),
        ("新增充电桩5万。", [("number-without-unit", "5万")]),
        ("新增学位，生均容积率达到1.5。", []),
        ("打造“141”体系，新增充电桩。", []),
        ("推进国道318提升。", []),
        ("新增就业，热线12345畅通。", []),
        ("建成示范区2024。", []),
        ("推进工程5，改造小区。", []),
        ("完成改造工程5。", [("number-without-unit", "5")]),
        ("完成投资（亿元）47。", []),
        ("一号公路12通车。", []),
    ],
)
def test_numbers_without_a_unit(words: str, expected: list[tuple[str, str]]) -> None:
    assert [
        one for one in findings(listed(f"1.{words}", "责任单位：县住建局、县财政局")) if "unit" in one[0]
    ] == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("力争2022年建成公园3个。", ["2022年"]),
        ("2022年新建公园3个。", ["2022年"]),
        ("2022年全县粮食总产9.58亿斤。", []),
        ("2022年已建成公园3个。", []),
        ("较2022年建成数增长3%。", []),
        ("力争2024年建成公园3个。", []),
        ("力争2025年建成公园3个。", []),
        ("落实《2022年实施方案》，确保建成3个。", []),
        ("确保2022年以来的项目完成3个。", []),
        ("力争2022年提升水平。", []),
        ("2022年底前完成改造3个。", []),
    ],
)
def test_what_is_to_be_done_in_the_past(words: str, expected: list[str]) -> None:
    found = findings(listed(f"1.{words}", "责任单位：县住建局、县财政局"))
    assert [text for code, text in found if code == "target-in-past"] == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(
            announcing("2024年民生实事责任分解") + LIST + ONE,
            [("missing-annex", "2024年民生实事责任分解")],
            id="announced between marks",
        ),
        pytest.param(
            announcing("2024年重点工作责任分解") + LIST + ONE,
            [],
            id="announced and there",
        ),
        pytest.param(
            announcing("2024年重点工作任务责任分解") + LIST + ONE,
            [],
            id="announced by a title that differs by two characters",
        ),
        pytest.param(
            listed("1.新建公园，标准见附件3。", "责任单位：县住建局。"),
            [("missing-annex", "附件3")],
            id="named in the words",
        ),
        pytest.param(
            listed("1.新建公园，标准见附件。", "责任单位：县住建局。"),
            [("missing-annex", "附件")],
            id="named without number",
        ),
        pytest.param(
            listed("1.新建公园，标准见附件。", "责任单位：县住建局。", "附件", "建设标准"),
            [],
            id="named and there",
        ),
        pytest.param(
            HEAD + "附件：1.2024年重点工作责任分解\n2.联系人名单\n" + LIST + ONE,
            [("missing-annex", "联系人名单")],
            id="one of two that the letter lists",
        ),
        pytest.param(HEAD, [("missing-annex", "印发给你们")], id="no list at all"),
        pytest.param(HEAD.replace("印发", "做好"), [("no-tasks", "")], id="nothing to do"),
    ],
)  # fmt: skip
def test_annexes(page: str, expected: list[tuple[str, str]]) -> None:
    assert findings(page) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(
            ("1.新建公园。", "责任单位：县住建局、县人力资源和社会保"), ["truncated"], id="inside a name"
        ),
        pytest.param(("1.新建公园。", "责任单位：县住建局、县财政局"), [], id="behind a name"),
        pytest.param(
            ("1.新建公园。", "责任单位：县住建局", "2.新建学校，改善办学"),
            ["truncated"],
            id="inside a sentence",
        ),
        pytest.param(
            ("1.新建公园。", "责任单位：县住建局", "2.新建学校。（县教育局）"), [], id="behind a bracket"
        ),
        pytest.param(
            ("1.新建公园。", "责任单位：县住建局、县人力资源和社会保", "来源：本网"),
            [],
            id="something stands below",
        ),
    ],
)
def test_a_text_that_is_cut_off(lines: tuple[str, ...], expected: list[str]) -> None:
    assert [code for code, _ in findings(listed(*lines)) if code == "truncated"] == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(
            ("1.新建公园。", "责任单位："),
            [("label-without-list", "新建公园。")],
            id="a label without bodies",
        ),
        pytest.param(
            ("1.新建公园。", "责任单位：县住建局、县财政局。"), [("stray-mark", "。")], id="a stray full stop"
        ),
        pytest.param(("1.新建公园。", "责任单位：县住建局。"), [], id="one body may end with a full stop"),
        pytest.param(
            ("1.新建公园。", "责任单拉：县住建局。"), [("missing-character", "责任单拉")], id="a misprint"
        ),
        pytest.param(
            ("1.新建公园。", "率头单位：县住建局"),
            [("missing-character", "率头单位")],
            id="a misprint of 牵",
        ),
        pytest.param(
            ("1.落实政府工报告。", "责任单位：县住建局"),
            [("missing-character", "政府工报告")],
            id="a character of the work report is lost",
        ),
        pytest.param(
            ("1.开展责任分觯。", "责任单位：县住建局"),
            [("missing-character", "责任分觯")],
            id="a misprint of 解",
        ),
        pytest.param(
            ("1.新建公园。", "责任单位：县住建局", "完成时限：持续推进"),
            [("unread-deadline", "持续推进")],
            id="no day",
        ),
        pytest.param(("1.新建公园。", "责任单位：县住建局", "完成时限：6月底"), [], id="a day"),
    ],
)
def test_items(lines: tuple[str, ...], expected: list[tuple[str, str]]) -> None:
    assert findings(listed(*lines)) == expected


CUT = (
    "序号\t重点任务\t牵头单位\t责任单位\n1\t新建公园3座\t县住建局\t县财政局\n"
    "2\t改造小区5个\t县住建局\t县民政局\n3\t"
)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param("新建学校1所，完成主体", ["truncated"], id="inside the words"),
        pytest.param("新建学校1所\t县教", ["truncated"], id="inside a name"),
        pytest.param("新建学校1所\t县教育局", [], id="behind a name"),
        pytest.param("新建学校1所\t由县教育局负责", [], id="behind a verb"),
        pytest.param("新建学校1所\t县教育局\t县财政局\n合计\t\t\t", [], id="a row below"),
    ],
)
@pytest.mark.parametrize("dress", ["tabs", "a cell a line"])
def test_a_table_that_is_cut_off(dress: str, row: str, expected: list[str]) -> None:
    table = CUT + row if dress == "tabs" else (CUT + row).replace("\t", "\n")
    found = findings(HEAD + "2024年重点工作责任分解\n" + table)
    assert [code for code, _ in found if code == "truncated"] == expected


def test_rows_none_of_which_names_bodies_are_whole() -> None:
    rows = "序号\t重点任务\t完成时限\n1\t新建公园3座\t6月底\n2\t改造小区5个\t9月底\n3\t新建学校1所"
    assert "truncated" not in dict(findings(HEAD + "2024年重点工作责任分解\n" + rows))


TABLE = "序号\t项目名称\t总投资\t2024年计划投资\t责任单位\n"


@pytest.mark.parametrize(
    ("above", "rows", "expected"),
    [
        ("单位：万元\n", "1\t公园\t30\t10\t县住建局\n", []),
        ("", "1\t公园\t30\t10\t县住建局\n2\t水厂\t50\t20\t县水利局\n", [("no-money-unit", "30")]),
        ("单位：万元\n", "1\t公园\t约30\t10\t县住建局\n", [("unread-amount", "约30")]),
        ("单位：万元\n", "1\t公园\t—\t10\t县住建局\n", []),
        ("单位：万元\n", "1\t公园\t1,200\t10\t县住建局\n", []),
    ],
)
def test_money(above: str, rows: str, expected: list[tuple[str, str]]) -> None:
    page = HEAD + "2024年民生实事项目责任分解\n" + above + TABLE + rows
    money = {"no-money-unit", "unread-amount"}
    assert [one for one in findings(page) if one[0] in money] == expected


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2024年2月5日", "2024-02-05"),
        ("二〇二四年二月十五日", "2024-02-15"),
        ("二○○九年十二月三日", "2009-12-03"),
        ("2024-02-05", "2024-02-05"),
        ("2024年2月", None),
        ("", None),
    ],
)
def test_dates(text: str, date: str | None) -> None:
    assert iso_date(clean(text, 0, len(text)) if text else None) == date
