"""Paragraphs put together from a page's lines, and from pieces of these."""

from __future__ import annotations

import pytest

from kg import pipeline
from kg.emit import as_json
from kg.model import Source, Text
from kg.parse.lines import raw_lines
from kg.parse.parse import page_of
from kg.parse.readings import proposals
from kg.parse.wrapped_lines import unwrapped
from kg.read import read

COLUMNS = 80  # of a page; a Chinese character takes two

PARAGRAPHS = [
    "云溪县人民政府办公室关于印发云溪县优化办事环境工作方案的通知",
    "云政办〔2024〕16号",
    "各乡镇人民政府，县政府各部门、各直属单位，驻云溪有关单位：",
    "《云溪县优化办事环境工作方案》已经县人民政府同意，现印发给你们，请结合各自实际，认真组织抓好贯彻落实。",
    "云溪县人民政府办公室",
    "2024年3月8日",
    "云溪县优化办事环境工作方案",
    "为深入推进简政放权，持续优化服务，进一步提升企业和群众的获得感、满意度，结合我县实际，制定本方案。",
    "一、重点任务",
    "（一）提升开办便利度",
    "1.推进开办服务。整合登记、刻章、发票等事项，推行“一表填报、一窗领取”，"
    "全年新设服务专窗12个，开办时间压缩到1个工作日以内。（责任单位：县市场监督管理局、"
    "县政务服务和数据管理局、县税务局，各乡镇人民政府）",
    "2.推行告知承诺。对照事项清单，逐项明确条件、标准和监管规则，"
    "申请人作出书面承诺的，当场办结；完善事中事后监管，建立承诺档案，培训窗口人员300人次。"
    "（责任单位：县司法局、县市场监督管理局、县直有关部门）",
    "（二）提升审批效率",
    "3.推进联合审验。将规划、土地、消防、人防等事项合并办理，"
    "实行统一受理、统一出件，验收时限控制在10个工作日以内，建成联合审验平台1个。"
    "（责任单位：县住房和城乡建设局、县自然资源和规划局、县国防动员办公室）",
    "4.完善帮办代办。组建帮办队伍20支，为重点项目提供全程服务，及时协调解决困难和问题，"
    "推动项目早落地、早开工、早投产、早见效，年内服务项目60个以上。"
    "（责任单位：县政务服务和数据管理局、县发展和改革局、县工业和信息化局，各乡镇人民政府）",
]


def printed(paragraphs: list[str], *, pieces: bool) -> str:
    """Return the text as a program takes it from a page: cut at its width, and behind some marks."""
    lines: list[str] = []
    for paragraph in paragraphs:
        line, taken = "", 4
        for i, char in enumerate(paragraph):
            if taken + _columns(char) > COLUMNS and char not in "，。、；：）”":
                lines.append(line)
                line, taken = "", 0
            line += char
            taken += _columns(char)
            if pieces and char in "，。" and i % 3 and taken < COLUMNS and paragraph[i + 1 :]:
                lines.append(line)
                line = ""
        lines.append(line)
    return "\n".join(line for line in lines if line) + "\n"


def _columns(char: str) -> int:
    return 1 if char.isascii() else 2


def joined(content: str) -> list[str]:
    """Return the paragraphs that the lines make up."""
    text = Text(content, Source(name="notice.txt", sha256="", length=len(content), media_type="text/plain"))
    return [raw.line.text for raw in unwrapped(raw_lines(text), content)]


@pytest.mark.parametrize("pieces", [False, True], ids=["lines", "pieces of lines"])
def test_paragraphs_of_a_page(pieces: bool) -> None:
    assert joined(printed(PARAGRAPHS, pieces=pieces)) == PARAGRAPHS


def test_names_cut_by_a_line_are_whole() -> None:
    notice = as_json(pipeline.convert(printed(PARAGRAPHS, pieces=True).encode(), name="notice.txt"))
    assert [[unit["text"] for unit in task["units"]] for task in notice["tasks"]] == [
        ["县市场监督管理局", "县政务服务和数据管理局", "县税务局", "各乡镇人民政府"],
        ["县司法局", "县市场监督管理局", "县直有关部门"],
        ["县住房和城乡建设局", "县自然资源和规划局", "县国防动员办公室"],
        ["县政务服务和数据管理局", "县发展和改革局", "县工业和信息化局", "各乡镇人民政府"],
    ]


def test_lines_of_whole_paragraphs_stay() -> None:
    content = "\n".join(PARAGRAPHS) + "\n"
    assert joined(content) == PARAGRAPHS


WORK = {
    "县农业农村局": "新建绿色防控茶园1.5万亩，认证有机茶园2100亩，夏秋茶利用率提高18个百分点，"
    "茶叶综合产值达到45亿元。",
    "县交通运输局": "东平高速坪翠段（双向四车道，全长四十一公里，沿线设服务区）完成路基工程80%，"
    "改造公路97公里。",
    "县水利局": "鹿角洞水库九月下闸蓄水，当年新增供水能力日均最高可以达到1.2万立方米，治理山洪沟3条。",
    "县住建局": "建设雨污管网26公里，改造棚户区580户，城区新增停车泊位1500个，生活污水集中处理率达97%。",
    "县卫生健康局": "县人民医院创建三级综合医院，建设乡镇卫生院中医馆9个，慢性病规范管理率达到85%以上。",
    "县人力资源社会保障局": "城镇新增就业4100人，脱贫劳动力外出务工规模稳定在2.6万人以上，"
    "开展技能培训600人次。",
}
SHORT = ["坪翠县2024年十件大事推进方案", "一、聚力兴产业"]
for number, (who, words) in zip("一二三四五六", WORK.items(), strict=True):
    SHORT += [
        f"（{number}）{words}",
        f"牵头单位：{who}",
        "配合单位：各乡镇人民政府",
        "完成时间：2024年12月底",
    ]


def _at_width(paragraphs: list[str], columns: int, indent: str) -> str:
    """Return the text of a page of so many columns, each paragraph behind an indent."""
    lines: list[str] = []
    for paragraph in paragraphs:
        line = indent
        for char in paragraph:
            if sum(map(_columns, line)) + _columns(char) > columns and char not in "，。、；：）”":
                lines.append(line)
                line = ""
            line += char
        lines.append(line)
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("columns", [52, 60, 66, 72, 76])
@pytest.mark.parametrize("indent", ["", "    ", "　　"], ids=["none", "blanks", "wide blanks"])
def test_few_paragraphs_are_wrapped_among_many_short_lines(indent: str, columns: int) -> None:
    assert joined(_at_width(SHORT, columns, indent)) == SHORT


def test_figures_that_begin_a_line_number_nothing() -> None:
    notice = as_json(pipeline.convert(_at_width(SHORT, 66, "    ").encode(), name="notice.txt"))
    assert [task["number"] for task in notice["tasks"]] == [f"（{n}）" for n in "一二三四五六"]


def test_cells_of_a_table_are_no_lines_of_a_page() -> None:
    letter = ["为全面完成全年各项目标任务，现将重点工作任务分解表印发给你们，请", "认真组织实施。"]
    cells = [cell for n in range(1, 25) for cell in (str(n), f"新建水厂{n}座。", "县水利局", "12月底")]
    lines = [*letter, "序号", "任务", "责任单位", "时限", *cells]
    assert joined("\n".join(lines) + "\n") == lines


def test_cells_that_bars_close_are_no_lines_of_a_page() -> None:
    rows = [
        f"{n} |\n新建农村公路{n}公里，整治危旧桥梁{n}座，建成停车位{n}0个。 |\n县交通局\n县住建局 |\n— |\n"
        for n in range(1, 9)
    ]
    page = page_of(read(("序号 |\n工作任务 |\n责任单位 |\n备注 |\n" + "".join(rows)).encode(), name="a.txt"))
    assert all(raw.line.text.count("|") < 2 for raw in page.lines)
    assert "loose-cells" not in {reading.name for reading in proposals(page)}


def test_what_stands_at_the_head_of_each_page_again_is_a_line_of_its_own() -> None:
    head = "序号任务内容牵头单位责任单位完成时间"
    rows = [
        f"{n}新建农村公路{n}{n}公里，整治危旧桥梁{n}座，建成停车位{n}0个，改\n造管网{n}公里。县交通局县财政局{n}月\n"
        for n in range(1, 10)
    ]
    page = page_of(read("".join([head, "\n", *rows[:5], head, "\n", *rows[5:]]).encode(), name="a.txt"))
    assert [raw.line.text for raw in page.lines if "序号" in raw.line.text] == [head, head]
    assert len(page.lines) == len(rows) + 2
