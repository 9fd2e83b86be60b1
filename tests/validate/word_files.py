"""Word files of every make, for what is written back into them, and what a reader finds there."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docx import Document
from lxml import etree

from tests.read.package import docx, p, zipped

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TITLE = p("嵊泗县人民政府办公室关于印发2024年重点工作责任分解的通知")
_NUMBERING = (
    '<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
)
_BOLD = '<w:rPr><w:b/><w:color w:val="FF0000"/></w:rPr>'
_LINE = "1.新建公园1座。责任单位：县住建局、嵊山鎮"


def _numbered(words: str, level: int) -> str:
    return p(words, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>')


def _runs(*words: str) -> str:
    return "".join(f'<w:r>{_BOLD}<w:t xml:space="preserve">{one}</w:t></w:r>' for one in words)


def _cell(words: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(words)}</w:tc>"


def _box(words: str) -> str:
    return (
        '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" style="width:300pt;height:60pt">'
        f"<v:textbox><w:txbxContent>{p(words)}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )


def _r(words: str) -> str:
    return f"<w:r><w:t>{words}</w:t></w:r>"


def _field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def _row(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


_INSERTED = f'<w:ins w:id="3" w:author="甲">{_r("1座。责任单位：县住建局、嵊山鎮")}</w:ins>'
_DELETED = '<w:del w:id="4" w:author="甲"><w:r><w:delText>九座</w:delText></w:r></w:del>'
_CODE = '<w:r><w:instrText xml:space="preserve"> AUTHOR </w:instrText></w:r>'
_SECOND = "新建水库2座。责任单位：县水利局、菜园鎮"

KINDS: dict[str, tuple[str, dict[str, Any]]] = {
    "one run": (p("一、重点工作") + p(_LINE), {}),
    "runs": (p("一、重点工作") + f"<w:p>{_runs(*_LINE)}</w:p>", {}),
    "numbered": (
        _numbered("重点工作", 0) + _numbered(_LINE[2:], 1) + _numbered(_SECOND, 1),
        {"numbering": _NUMBERING},
    ),
    "text box": (p("一、重点工作") + _box(_LINE) + p(f"2.{_SECOND}"), {}),
    "field": (
        f"{p('一、重点工作')}<w:p>{_r('1.新建公园1座。')}{_field('begin')}{_CODE}{_field('separate')}"
        f"{_r('责任单位：县住建局、嵊山鎮')}{_field('end')}</w:p>",
        {},
    ),
    "revisions": (f"{p('一、重点工作')}<w:p>{_r('1.新建公园')}{_INSERTED}{_DELETED}</w:p>", {}),
    "merged cells": (
        "<w:tbl>"
        + _row(*map(_cell, ("序号", "工作内容", "责任单位")))
        + _row(_cell("1", '<w:vMerge w:val="restart"/>'), _cell("新建公园1座"), _cell("县住建局、嵊山鎮"))
        + _row(_cell("", "<w:vMerge/>"), _cell("新建水库2座"), _cell("县水利局、菜园鎮"))
        + "</w:tbl>",
        {},
    ),
}


BOXES = {"text box": _LINE, "LibreOffice": "注：县住建局负责解释"}
ALL = [*KINDS, "python-docx", "LibreOffice"]
# Flat ODF (heading, field, bold run, tracked insertion, frame, merged cells), saved by LibreOffice 7.4.
LIBREOFFICE = Path(__file__).with_name("made") / "libreoffice.docx"


def made(kind: str) -> bytes:
    """Return a notice in Word of one kind."""
    if kind == "LibreOffice":
        return LIBREOFFICE.read_bytes()
    if kind == "python-docx":
        return by_python_docx()
    body, parts = KINDS[kind]
    return docx(_TITLE + body, **parts)


def parts(data: bytes) -> dict[str, bytes]:
    """Return the parts of a package, by their names as written."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def by_python_docx() -> bytes:
    """Return a notice that python-docx made."""
    document = Document()
    document.add_heading("关于印发2024年重点工作责任分解的通知", 1)
    paragraph = document.add_paragraph("1.新建公园1座。")
    paragraph.add_run("责任单位：").bold = True
    paragraph.add_run("县住建局、嵊山鎮")
    table = document.add_table(rows=3, cols=3)
    for row, words in enumerate(
        ("序号 工作内容 责任单位", "1 新建泵站4座 县水利局", "1 新建码头5座 县交通局")
    ):
        for column, said in enumerate(words.split()):
            table.cell(row, column).text = said
    table.cell(1, 0).merge(table.cell(2, 0)).text = "1"
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def replaced(data: bytes, name: str, old: str, new: str) -> bytes:
    """Return the package with words of one part replaced."""
    found = parts(data)
    return zipped({**found, name: found[name].decode().replace(old, new)})


def body(data: bytes) -> Any:
    """Return the root of the part with the body."""
    return etree.fromstring(parts(data)["word/document.xml"])


def enclosed(data: bytes) -> dict[str, str]:
    """Return the words that each comment's range encloses, without white space, by the comment's number.

    Of a text box that is anchored within the range nothing is taken: it is a story of its own.
    """
    found: dict[str, str] = {}
    open_: dict[str, Any] = {}
    for element in body(data).iter():
        number = element.get(W + "id", "")
        if element.tag == W + "commentRangeStart":
            open_[number] = _story(element)
            found[number] = ""
        elif element.tag == W + "commentRangeEnd":
            del open_[number]
        elif element.tag == W + "t":
            for one in (number for number, story in open_.items() if story is _story(element)):
                found[one] += element.text or ""
    assert not open_, "a range is closed"
    return {number: re.sub(r"\s", "", words) for number, words in found.items()}


def _story(element: Any) -> Any:
    """Return the text box that an element stands in, if any."""
    return next(element.iterancestors(W + "txbxContent"), None)


def paragraphs(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the paragraphs, each with its words and its canonical form."""
    for paragraph in body(data).iter(W + "p"):
        words = "".join(t.text or "" for t in paragraph.iter(W + "t", W + "delText"))
        yield words, etree.tostring(paragraph, method="c14n", with_tail=False)
