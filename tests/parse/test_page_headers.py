"""Headers as saved pages print them: the same number, title, issuer and day in every dress."""

import pytest

from kg.parse.header import split_frame
from kg.parse.parse import page_of
from kg.read import read

TITLE = "清漪县人民政府办公室关于印发2023年重点工作责任分解的通知"
NUMBER = "清政办发〔2023〕5号"
LETTER = "各乡镇人民政府，县政府各部门：\n现将《2023年重点工作责任分解》印发给你们，请认真贯彻执行。\n"
SIGNED = f"{LETTER}清漪县人民政府办公室\n2023年2月14日\n"
LIST = "一、重点工作\n1.新建公园3座。（县住建局负责）\n"

PAGES = {
    "labels, each above its value": f"索引号\n330922/2023-0012\n发布机构\n清漪县人民政府办公室\n成文日期\n"
    f"2023-02-14\n文号\n{NUMBER}\n名称\n{TITLE}\n{LETTER}",
    "labels with colons above their values": f"索引号：\n330922/2023-0012\n发文机关：\n清漪县人民政府办公室\n"
    f"成文日期：\n2023年02月14日\n发文字号：\n{NUMBER}\n标题：\n{TITLE}\n发布日期：\n2023-03-01\n{LETTER}",
    "an empty field among them": f"发文机关：\n清漪县人民政府办公室\n成文日期：\n2023年2月14日\n"
    f"发文字号：\n{NUMBER}\n主题词：\n{TITLE}\n{LETTER}",
    "a row of labels above a row of values": f"索引号\t发文机关\t成文日期\t文号\n330922/2023-0012\t"
    f"清漪县人民政府办公室\t2023-02-14\t{NUMBER}\n{TITLE}\n{LETTER}",
    "two labels a line above two values": f"索引号 发文机关\n330922/2023 清漪县人民政府办公室\n"
    f"成文日期 文号\n2023-02-14 {NUMBER}\n{TITLE}\n{LETTER}",
    "fields in one line": f"索 引 号：330922/2023 发文机关：清漪县人民政府办公室 发文日期：2023年2月14日 "
    f"文　　号：{NUMBER} 名　　称：{TITLE} 主题词：\n{LETTER}",
    "a table with bars": f"| 索引号 | 330922/2023 | 发文机关 | 清漪县人民政府办公室 |\n"
    f"| 成文日期 | 2023-02-14 | 文号 | {NUMBER} |\n| 标题 | {TITLE} | | |\n{LETTER}",
    "a title in marks in the box": f"名称：《{TITLE}》\n文号：{NUMBER}\n成文日期：2023-02-14\n{LETTER}",
    "the number in brackets behind the title": f"{TITLE}（{NUMBER}）\n来源：县府办\n{SIGNED}",
    "the number behind the title and a blank": f"{TITLE} {NUMBER}\n来源：县府办\n{SIGNED}",
    "the number right behind the title": f"{TITLE}{NUMBER}\n来源：县府办\n{SIGNED}",
    "the number in brackets before the title": f"（{NUMBER}）{TITLE}\n{SIGNED}",
    "the number beside the day, in brackets": f"{TITLE}\n(2023年2月14日 {NUMBER})\n{LETTER}",
    "a title in marks": f"《{TITLE}》\n{NUMBER}\n{SIGNED}",
    "a title in quotation marks": f"“{TITLE}”\n{NUMBER}\n{SIGNED}",
    "the site behind the title": f"{TITLE}_清漪县人民政府\n{NUMBER}\n{SIGNED}",
    "site and section behind the title": f"{TITLE} - 政策文件 - 清漪县人民政府门户网站\n{NUMBER}\n{SIGNED}",
    "the number of a compilation": f"12. {TITLE}（2023年2月14日）\n{NUMBER}\n{LETTER}",
    "the number of a compilation, over lines": f"5. {TITLE[:22]}\n{TITLE[22:]}（2023年2月14日）\n"
    f"{NUMBER}\n{LETTER}",
    "the day in brackets behind the title": f"{TITLE}（2023年2月14日）\n{NUMBER}\n{LETTER}",
    "the day behind a title over lines": f"{TITLE[:14]}\n{TITLE[14:]}\n（2023年2月14日）\n{NUMBER}\n{LETTER}",
    "the day with slashes below the signature": f"{TITLE}\n{NUMBER}\n{LETTER}"
    "清漪县人民政府办公室\n2023/02/14\n",
    "the day with dots below the signature": f"{TITLE}\n{NUMBER}\n{LETTER}清漪县人民政府办公室\n2023.2.14\n",
}


@pytest.mark.parametrize("dress", PAGES)
def test_the_header_is_read_in_every_dress(dress: str) -> None:
    lines = page_of(read((PAGES[dress] + LIST).encode(), name="a.txt")).lines
    first = next(i for i, raw in enumerate(lines) if raw.line.text.startswith("一、"))
    header, _ = split_frame(lines, first)
    assert header.number
    assert header.number.text == NUMBER
    assert header.title
    assert header.title.text == TITLE
    assert [line.text for line in header.issuers] == ["清漪县人民政府办公室"]
    assert header.issued
    assert header.issued.text.replace("-", "").replace("/", "").strip("()") in (
        "2023年2月14日", "2023年02月14日", "20230214", "2023.2.14",
    )  # fmt: skip


@pytest.mark.parametrize(
    "page",
    [
        "主题词：\n县财政局\n",  # an empty field above a line that is no value of it
        "索引号 发文机关\n330922/2023\n",  # two labels above one value
        "成文日期：\n另行通知\n发文字号：\n正在编制\n",  # values that have not the form of their field
    ],
)
def test_what_is_no_value_of_a_label_stays_where_it_is(page: str) -> None:
    lines = page_of(read((page + TITLE + "\n" + LIST).encode(), name="a.txt")).lines
    first = next(i for i, raw in enumerate(lines) if raw.line.text.startswith("一、"))
    header, _ = split_frame(lines, first)
    assert header.number is None
    assert header.issued is None
    assert header.title
    assert header.title.text == TITLE
