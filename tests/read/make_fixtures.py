"""Makes the real notice as docx, pdf, html, ofd and GB18030 text: tests/read/fixtures.

    .venv/bin/python -m tests.read.make_fixtures

The docx has real paragraphs and one real table for the annex, with its merged header repeated on
every page; nothing is damaged beyond what the text itself has. The pdf is made from the docx by
LibreOffice. The page has what pages of county sites have around the text. A run may differ from
the last in dates and identifiers inside the containers, never in what is read.
"""

from __future__ import annotations

import html
import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.read.ofd_writer import write_ofd

HERE = Path(__file__).parent / "fixtures"
NOTICE = Path(__file__).parent.parent / "gold" / "shengsi-2024-5" / "notice.txt"
MERGED = (  # row, column, rows, columns of the annex's header
    (0, 0, 2, 1), (0, 1, 2, 1), (0, 2, 2, 1), (0, 3, 1, 3), (0, 6, 2, 1), (0, 7, 1, 2), (0, 9, 2, 1), (0, 10, 2, 1),  # noqa: E501
)  # fmt: skip
COLUMNS = (26, 84, 34, 44, 44, 44, 130, 44, 44, 90, 66)  # points


def parts(text: str) -> Iterator[str | list[list[str]]]:
    """Yield paragraphs, and the annex as one table: its repeated headers belong to the pages."""
    rows: list[list[str]] = []
    header: list[str] = []
    for line in text.split("\n"):
        if "\t" in line:
            fields = line.split("\t")
            if len(rows) < 2:
                header.append(re.sub(r"\s", "", line))
            elif re.sub(r"\s", "", line) in header:
                continue
            rows.append(fields)
        elif line.strip():
            if rows and line.startswith("抄送"):
                yield rows
                rows = []
            yield line.strip(" ")
    assert not rows


def paragraph_style(text: str, number: int) -> tuple[str, float]:
    """Return alignment and size of a paragraph as the office's layout has them."""
    if number == 0:
        return "center", 30
    if text.startswith("嵊政办发") or text == "单位：万元":
        return ("center", 16) if text.startswith("嵊政") else ("right", 12)
    if (
        re.search(r"责任分解(的通知)?$|项目安排$", text)
        and not text.startswith("附件：")
        and "《" not in text
    ):
        return "center", 22
    if re.fullmatch(r"嵊泗县人民政府办公室|2024年2月18日(印发)?", text):
        return "right", 16
    if text in {"附件"} or text.startswith("各乡镇人民政府，县政府直属各单位："):
        return "left", 16
    return "body", 16


def make_docx(path: Path, text: str) -> None:
    """Write the notice with python-docx."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    document: Any = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    style = document.styles["Normal"]
    style.font.name = "Noto Serif CJK SC"
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Noto Serif CJK SC")
    style.paragraph_format.space_after = Pt(0)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, words in (("begin", None), (None, "PAGE"), ("end", None)):
        run = footer.add_run("— " if kind == "begin" else " —" if kind == "end" else "")
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = words
        run._r.insert(1 if kind == "end" else len(run._r), element)
    for number, part in enumerate(parts(text)):
        if isinstance(part, str):
            alignment, size = paragraph_style(part, number)
            paragraph = document.add_paragraph()
            paragraph.add_run(part).font.size = Pt(size)
            paragraph.alignment = {
                "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT,
            }.get(alignment, WD_ALIGN_PARAGRAPH.LEFT)  # fmt: skip
            if alignment == "body":
                paragraph.paragraph_format.first_line_indent = Pt(2 * size)
            continue
        table = document.add_table(len(part), len(COLUMNS), style="Table Grid")
        table.autofit = False
        for row, fields in enumerate(part):
            cells = table.rows[row].cells
            for column, field in enumerate(fields):
                cells[column].width = Pt(COLUMNS[column] * 440 / sum(COLUMNS))
                run = cells[column].paragraphs[0].add_run(field)
                run.font.size = Pt(8)
        for row, column, height, width in MERGED:
            if (height, width) != (1, 1):
                first, last = table.cell(row, column), table.cell(row + height - 1, column + width - 1)
                merged = first.merge(last)
                for extra in merged.paragraphs[1:]:
                    extra._p.getparent().remove(extra._p)
        for row in range(2):
            properties = table.rows[row]._tr.get_or_add_trPr()
            properties.append(OxmlElement("w:tblHeader"))
    document.save(str(path))


def make_pdf(path: Path, docx: Path) -> None:
    """Convert the docx by LibreOffice."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf",
             "--outdir", folder, str(docx)],
            check=True, capture_output=True, timeout=180,
        )  # fmt: skip
        path.write_bytes((Path(folder) / f"{docx.stem}.pdf").read_bytes())


def _html_table(rows: list[list[str]]) -> str:
    covered = {
        (row + r, column + c)
        for row, column, height, width in MERGED
        for r in range(height)
        for c in range(width)
        if r or c
    }
    spans = {(row, column): (height, width) for row, column, height, width in MERGED}
    out = ['<table border="1" cellspacing="0" style="border-collapse:collapse"><tbody>']
    for row, fields in enumerate(rows):
        out.append("<tr>")
        for column, field in enumerate(fields):
            if (row, column) in covered:
                continue
            height, width = spans.get((row, column), (1, 1))
            merged = (f' rowspan="{height}"' if height > 1 else "") + (
                f' colspan="{width}"' if width > 1 else ""
            )
            words = html.escape(field) if field else "&nbsp;"
            out.append(
                f'<td{merged} style="padding:2px"><p style="text-align:center"><span>{words}</span></p></td>'
            )
        out.append("</tr>")
    return "\n".join([*out, "</tbody></table>"])


PAGE = """<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8"/>
<meta name="SiteName" content="嵊泗县人民政府"/><meta name="ArticleTitle" content="{title}"/>
<title>{title}_嵊泗县人民政府</title>
<link rel="stylesheet" href="/css/style.css"/>
<style>.nav li {{ float: left }} .share {{ color: #333 }}</style>
<script>var _hmt = _hmt || []; (function() {{ document.write("<p>1.统计脚本。责任单位：无</p>"); }})();</script>
</head><body>
<div class="header"><div class="logo"><img src="/logo.png" alt="嵊泗县人民政府"/></div>
<ul class="nav"><li><a href="/">首页</a></li><li><a href="/zwgk">政务公开</a></li><li><a href="/zwfw">政务服务</a></li><li><a href="/hdjl">互动交流</a></li></ul>
<form action="/search"><input type="text" name="q"/><button>搜索</button></form></div>
<div class="dqwz">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk">政务公开</a> &gt; 行政规范性文件</div>
<div class="main-box">
<table class="xxgk_table"><tr><td>索引号：</td><td>11330922090963010M/2024-00005</td><td>发布机构：</td><td>嵊泗县人民政府办公室</td></tr>
<tr><td>文号：</td><td>嵊政办发〔2024〕5号</td><td>成文日期：</td><td>2024-02-18</td></tr></table>
<h1>{title}</h1>
<div class="info"><span>发布日期：2024-02-20 10:12</span><span>来源：县府办</span><span>浏览次数：<script>document.write(128)</script></span>
<span class="fontsize">字号：[ <a href="#">大</a> <a href="#">中</a> <a href="#">小</a> ]</span></div>
<div id="zoom"><div class="TRS_Editor">
<!-- 正文开始 -->
{body}
<!-- 正文结束 -->
</div></div>
<div class="bdsharebuttonbox">分享到：<a href="#">微信</a> <a href="#">微博</a></div>
<div class="tools"><a href="javascript:window.print()">【打印本页】</a><a href="javascript:window.close()">【关闭窗口】</a></div>
<div class="related"><h3>相关阅读</h3><ul><li><a href="/1.html">一图读懂2024年县政府工作报告</a></li><li><a href="/2.html">2023年民生实事项目完成情况</a></li></ul></div>
</div>
<div class="footer"><p>主办单位：嵊泗县人民政府办公室　浙ICP备00000000号</p><p>网站标识码：3309220001</p></div>
</body></html>
"""  # noqa: E501


def make_html(path: Path, text: str) -> None:
    """Write the notice as a county site shows it."""
    body = []
    title = ""
    for number, part in enumerate(parts(text)):
        if isinstance(part, list):
            body.append(_html_table(part))
            continue
        alignment, _ = paragraph_style(part, number)
        if part.endswith("责任分解的通知"):
            title = part
        style = "text-indent: 2em;" if alignment == "body" else f"text-align: {alignment};"
        words = html.escape(part, quote=False).replace(" ", "&nbsp;" if number % 2 else " ")
        indent = "　　" if alignment == "body" and number % 3 == 0 else ""
        body.append(f'<p style="{style}">{indent}<span style="font-size: 16pt">{words}</span></p>')
        if number % 7 == 0:
            body.append("<p>&nbsp;</p>")
    path.write_text(PAGE.format(title=html.escape(title), body="\n".join(body)), "utf-8")


def main() -> None:
    """Make all fixtures."""
    HERE.mkdir(exist_ok=True)
    text = NOTICE.read_text("utf-8")
    docx = HERE / "shengsi-2024-5.docx"
    make_docx(docx, text)
    make_pdf(HERE / "shengsi-2024-5.pdf", docx)
    make_html(HERE / "shengsi-2024-5.html", text)
    (HERE / "shengsi-2024-5.gb18030.txt").write_bytes(text.encode("gb18030"))
    write_ofd(HERE / "shengsi-2024-5.ofd", list(parts(text)), paragraph_style, MERGED, COLUMNS)


if __name__ == "__main__":
    main()
