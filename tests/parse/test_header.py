"""What frames a notice: number, title, issuers, date, as pages and documents print them."""

import pytest

from kg.emit import as_json
from kg.parse.infobox import labels_in, read_box
from kg.parse.lines import raw_lines
from kg.pipeline import convert
from kg.read import read

LIST = "2024年重点工作责任分解\n一、张三牵头重点工作\n1.新增停车位300个。\n责任单位：县财政局\n"
NUMBER, TITLE = "嵊政办发〔2024〕5号", "嵊泗县人民政府办公室关于印发2024年重点工作责任分解的通知"
LETTER = "各乡镇人民政府：\n《2024年重点工作责任分解》印发给你们。\n"
SIGNED = "嵊泗县人民政府办公室\n2024年2月18日\n"


def header(text):
    return as_json(convert(text.encode()))["notice"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            f"{NUMBER}\n{TITLE}\n{LETTER}{SIGNED}",
            {
                "documentNumber": NUMBER,
                "title": TITLE,
                "issuer": "嵊泗县人民政府办公室",
                "issued": "2024-02-18",
            },
            id="as printed",
        ),
        pytest.param(
            f"名　　称：{TITLE}\n索 引 号：11330922/2024-1 主题分类：综合\n发文机关：嵊泗县人民政府办公室\n"
            f"发文字号：{NUMBER} 成文日期：2024年02月18日\n发布日期：2024-02-20\n{LETTER}",
            {
                "documentNumber": NUMBER,
                "title": TITLE,
                "issuer": "嵊泗县人民政府办公室",
                "issued": "2024-02-18",
            },
            id="a box of fields",
        ),
        pytest.param(
            f"索引号 | 1133/2024-1 | 公开方式 | 主动公开 |\n发布单位 | 县府办 | 发文日期 | 2024-02-18 |\n"
            f"关于印发2024年重点工作责任分解的通知\n{LETTER}",
            {"issuer": "县府办", "issued": "2024-02-18"},
            id="a box of cells",
        ),
        pytest.param(
            f"• 发文单位:区政府办\n• 发文日期:2024-02-18\n关于印发2024年重点工作责任分解的通知\n{LETTER}",
            {"issuer": "区政府办", "issued": "2024-02-18"},
            id="bullets before labels",
        ),
        pytest.param(
            f"来源：县府办 浏览次数：12\n2024年县民生实事项目清单\n{LETTER}",
            {"issuer": "县府办", "title": "2024年县民生实事项目清单"},
            id="an office as the source",
        ),
        pytest.param(
            f"来源：新华社\n2024年县民生实事项目清单\n{LETTER}",
            {"issuer": None},
            id="a source that is no office",
        ),
        pytest.param(
            f"嵊泗县人民政府\n办公室关于印发2024年\n重点工作责任分解的通知\n{NUMBER}\n{LETTER}{SIGNED}",
            {"title": TITLE, "issuer": "嵊泗县人民政府办公室"},
            id="a title over three lines, the issuer on the first two",
        ),
        pytest.param(
            f"嵊泗县人民政府办公室印发《2024年重点工作责任分解》的通知\n{NUMBER}\n{LETTER}2024年2月18日\n",
            {
                "title": "嵊泗县人民政府办公室印发《2024年重点工作责任分解》的通知",
                "issuer": "嵊泗县人民政府办公室",
            },
            id="an office issues a document by its title",
        ),
        pytest.param(
            f"嵊政办发〔２０２４〕５号\n{TITLE}\n{LETTER}嵊泗县人民政府办公室\n２０２４年２月１８日\n",
            {"documentNumber": "嵊政办发〔２０２４〕５号", "issued": "2024-02-18"},
            id="full-width figures",
        ),
        pytest.param(
            "州政發〔2020〕5號\n恩施州人民政府關於印發2020年重點工作責任分解的通知\n各縣市人民政府：\n印發給你們。\n"
            "恩施州人民政府\n2020年3月2日\n",
            {"documentNumber": "州政發〔2020〕5號", "issuer": "恩施州人民政府", "jurisdictionCode": "422800"},
            id="traditional characters",
        ),
        pytest.param(
            f"{TITLE}（{NUMBER}）\n{LETTER}{SIGNED}",
            {"documentNumber": NUMBER, "title": TITLE},
            id="the number behind the title",
        ),
        pytest.param(
            f"[法规名称] {TITLE}\n({NUMBER})\n{LETTER}{SIGNED}",
            {"documentNumber": NUMBER, "title": TITLE, "issuer": "嵊泗县人民政府办公室"},
            id="the number in a line of brackets",
        ),
        pytest.param(
            f"县政府办公室关于印发2024年重点工作责任分解的通知\n{NUMBER}\n{LETTER}{SIGNED}",
            {"issuer": "嵊泗县人民政府办公室", "jurisdictionCode": "330922"},
            id="signed in full",
        ),
        pytest.param(
            "教育部 财政部 国家移民管理局关于印发2024年重点工作责任分解的通知\n各省、自治区、直辖市教育厅：\n"
            "印发给你们。\n2024年2月18日\n",
            {"issuers": ["教育部", "财政部", "国家移民管理局"], "jurisdictionCode": "100000"},
            id="three joint issuers",
        ),
        pytest.param(
            f"中共嵊泗县委嵊泗县人民政府关于印发2024年重点工作责任分解的通知\n{LETTER}中共嵊泗县委\n嵊泗县人民政府\n"
            "2024年2月18日\n",
            {"issuers": ["中共嵊泗县委", "嵊泗县人民政府"]},
            id="joint issuers that the signature parts",
        ),
        pytest.param(
            "首页 > 政务公开 > 年度重点工作任务分解\n嵊泗县2024年重点项目建设计划\n（单位：亿元）\n",
            {"title": "嵊泗县2024年重点项目建设计划", "forYear": 2024, "jurisdictionCode": "330922"},
            id="a list without a letter, below the way to it",
        ),
        pytest.param(
            f"县政府督查室 2024年2月18日\n关于分解落实县政府常务会议议定事项的通知\n{LETTER}",
            {"issuer": "县政府督查室", "issued": "2024-02-18"},
            id="an inspection office and the day in one line",
        ),
        pytest.param("现将《办法》经研究同意，请照办\n", {"issuer": None, "jurisdiction": None}, id="prose"),
    ],
)
def test_headers(text, expected):
    found = header(text + LIST)
    assert {name: found[name] for name in expected} == expected


def test_a_number_that_is_cited_is_none_of_the_notice():
    found = header(f"{TITLE}\n根据《通知》（浙政发〔2024〕1号）要求，印发给你们。\n{SIGNED}{LIST}")
    assert found["documentNumber"] is None


def test_the_same_number_in_other_widths_is_one_notice():
    wide = f"嵊政办发〔２０２４〕５号\n{TITLE}\n{LETTER}嵊泗县人民政府办公室\n２０２４年２月１８日\n{LIST}"
    assert header(wide)["iri"] == header(f"{NUMBER}\n{TITLE}\n{LETTER}{SIGNED}{LIST}")["iri"]


def test_fields_end_at_the_next_label():
    line = raw_lines(read("索 引 号：011/2023 文 号：甲政〔2023〕4号 发布日期：2023-02-05 15:20\n".encode()))[
        0
    ].line
    assert [kind for kind, _, _ in labels_in(line)] == ["other", "number", "other"]
    box = read_box(
        raw_lines(read("• 发布机构：县政府（办公室） 有效性：有效\n责任单位：县财政局\n".encode()))
    )
    assert box.first("issuer").text == "县政府（办公室）"
    assert box.lines == {0}
    assert box.first("number") is None
