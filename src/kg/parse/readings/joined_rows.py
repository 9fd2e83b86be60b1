"""Rows that keep their lines while their cells have run together.

    类别序号督办内容牵头单位完成情况
    民生1新建学校1所。县教育局已开工…

The number and the first bodies behind the end of a sentence part the cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.parse.grid import Grid, column_kind
from kg.parse.lines import Line, RawLine
from kg.parse.page import Page
from kg.parse.readings.reading import Reading, one_after_another

_MAX_HEADINGS = 14


def propose(page: Page) -> Iterator[Reading]:
    """Yield the tables whose rows are lines without separators."""
    return one_after_another("joined-rows", page, _rows)


def _rows(lines: Sequence[RawLine], start: int) -> Grid | None:
    head = lines[start].line
    if len(head) > 60 or "序号" not in head.text or len(lines[start].cells) > 1:
        return None
    words = split_headings(head.text)
    kinds = [column_kind(word) for word in words]
    i = kinds.index("number") if "number" in kinds else -1
    who = kinds[i + 2] if len(kinds) > i + 2 else None
    if kinds[:i] not in ([], ["category"]) or kinds[i + 1 : i + 2] != ["body"] or len(kinds) > i + 4:
        return None
    if i < 0 or who not in ("lead", "responsible"):
        return None
    rows = [tuple(_heading_cells(head, words))]
    row = re.compile(
        (r"(?P<category>[^\d。]{2,40}?)" if i else "")
        + r"(?P<number>\d{1,3})(?P<body>[^\d].*?[。；])"
        + rf"(?P<who>{JOINED_BODIES.pattern}(?!员会|公室|办公室))(?P<rest>.*)"
    )
    stop = start + 1
    while stop < len(lines) and (match := row.fullmatch(lines[stop].line.text)):
        if int(match["number"]) != stop - start or (match["rest"] and len(kinds) < i + 4):
            break
        rows.append(
            tuple(lines[stop].line.part(*match.span(name)) for name in match.groupdict())[: len(kinds)]
        )
        stop += 1
    return Grid(start, stop - 1, tuple(rows), None) if len(rows) > 2 else None


def _heading_cells(head: Line, words: list[str]) -> Iterator[Line]:
    at = 0
    for word in words:
        yield head.part(at, at + len(word))
        at += len(word)


_KNOWN = (
    "类别|(?:重点)?(?:督办|督查|工作)(?:内容|任务)|目标任务|(?:全年|年度)?(?:完成|进展|落实)情况|工作进展|"
    "序号|项目名称|工程名称|建设性质|建设阶段|建设地点|建设规模及内容|建设内容及规模|建设内容|建设规模|总投资|(?:(?:19|20)\\d\\d年|年度|本年)(?:度)?(?:计划)?(?:完成)?投资|计划投资|"
    "项目业主|建设单位|业主单位|实施单位|牵头协调部门|责任单位|责任部门|牵头单位|配合单位|主管部门|(?:牵头|责任|分管|联系|包保|包抓|挂钩)(?:市|县|区)?领导|(?:市|县|区)领导|"
    "形象进度|年度(?:工作|建设)?目标|完成时限|资金来源|财政资金|向上争取|自筹资金|备注|项目来源|目标效益"
)


def split_headings(head: str) -> list[str]:
    """Cut headings that ran together, the longest known ones first; nothing where a word is left."""
    words = re.findall(f"(?:{_KNOWN})(?:[（(][^（）()]{{1,8}}[)）])?", head)
    return words if "".join(words) == head and 3 <= len(words) <= _MAX_HEADINGS else []


_BODY = (
    r"(?:[一-龥（）()]{2,24}?(?:公司|集团|中心|局|委|办|厅|政府|管委会"
    r"|街道|镇|乡|院|社(?!保|区|会)|厂|学校|医院|处|所|队))"
)
JOINED_BODIES = re.compile(rf"{_BODY}(?:、{_BODY})*")
