"""Rows of cells parted by bars, as Markdown and plain-text tables draw them.

| 序号 | 工作内容 | 责任单位 |
| 1 | 新建公园3座 | 县住建局 |
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kg.parse.grid import Grid, unit_above
from kg.parse.lines import EMPTY, Line, RawLine
from kg.parse.page import Page
from kg.parse.readings.reading import Reading, one_after_another

_PIPE_RULE = re.compile(r"^[|+:\-=\s—]+$")


def propose(page: Page) -> Iterator[Reading]:
    """Yield the tables whose rows hold bars."""
    return one_after_another("pipes", page, _pipes) if page.has_bars else iter(())


def _pipes(lines: Sequence[RawLine], start: int) -> Grid | None:
    def cells_of(raw: RawLine) -> tuple[Line, ...] | None:
        line = raw.line
        if line.text.count("|") + line.text.count("｜") < 2:
            return None
        bounds = [i for i, char in enumerate(line.text) if char in "|｜"]
        begin = 0 if bounds[0] != 0 else 1
        edges = [begin - 1 if begin else -1, *[b for b in bounds if b >= begin], len(line)]
        cells = [_unmarked(line.part(a + 1, b)) for a, b in pairwise(edges)]
        if line.text.rstrip()[-1] in "|｜":
            cells.pop()
        return tuple(cells)

    if cells_of(lines[start]) is None:
        return None
    rows: list[tuple[Line, ...]] = []
    i = start
    while i < len(lines):
        if _PIPE_RULE.match(lines[i].line.text):
            i += 1
            continue
        cells = cells_of(lines[i])
        if cells is None:
            break
        rows.append(cells)
        i += 1
    return Grid(start, i - 1, tuple(rows), unit_above(lines, start)) if len(rows) >= 2 else None


_MARKUP = re.compile(r"\*\*|__|<br\s*/?>|&nbsp;|`")


def _unmarked(line: Line) -> Line:
    """Drop markdown's marks; a line break inside a cell stays as a gap."""
    if "*" in line.text or "<" in line.text or "&" in line.text or "_" in line.text or "`" in line.text:
        keep: list[int] = []
        position = 0
        paired = line.text.count("`") % 2 == 0  # a single one is a damaged character
        for match in _MARKUP.finditer(line.text):
            if match.group() == "`" and not paired:
                continue
            keep.extend(range(position, match.start()))
            position = match.end()
        keep.extend(range(position, len(line)))
        line = Line("".join(line.text[i] for i in keep), [line.at[i] for i in keep]).part(0)
    return EMPTY if line.text in ("—", "——", "-", "--", "/", "－", "–", "无") else line
