"""Tables drawn with box characters: a rule ends a row, lines between two rules are one row.

┌────┬──────┬──────┐
│序号│任务  │单位  │
├────┼──────┼──────┤
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kg.parse.grid import Grid, unit_above
from kg.parse.lines import EMPTY, Line, RawLine
from kg.parse.page import Page
from kg.parse.readings.reading import Reading, one_after_another

_BOX = re.compile(r"[│┃║]")
_BOX_RULE = re.compile(r"^[─━┄┅┈┉┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬═┏┓┗┛┣┫┳┻╋┠┨┯┷┿\s+\-]+$")


def propose(page: Page) -> Iterator[Reading]:
    """Yield the tables drawn with box characters."""
    return one_after_another("box-drawing", page, _boxes)


def _boxes(lines: Sequence[RawLine], start: int) -> Grid | None:
    """Box drawing: a rule ends a row, lines between two rules are one row with wrapped cells."""
    if not (_BOX_RULE.match(lines[start].line.text) or len(_BOX.findall(lines[start].line.text)) >= 2):
        return None
    if start + 1 >= len(lines):
        return None
    rows: list[tuple[Line, ...]] = []
    current: list[Line] | None = None
    has_rules = False
    i = start
    while i < len(lines):
        line = lines[i].line
        if _BOX_RULE.match(line.text) and not _BOX.search(line.text):
            if current:
                rows.append(tuple(current))
            current, has_rules = None, True
        elif len(_BOX.findall(line.text)) >= 2:
            bounds = [j for j, char in enumerate(line.text) if char in "│┃║"]
            cells = [line.part(a + 1, b) for a, b in pairwise(bounds)]
            if any(_BOX_RULE.match(cell.text) for cell in cells if cell.text):
                cells = [EMPTY if _BOX_RULE.match(cell.text) else cell for cell in cells]
            if current is not None and len(current) == len(cells) and _wraps(current, cells):
                current = [a.join(b) for a, b in zip(current, cells, strict=True)]
            else:
                if current:
                    rows.append(tuple(current))
                current = cells
        else:
            break
        i += 1
    if current:
        rows.append(tuple(current))
    if len(rows) < 2 and not has_rules:
        return None
    return Grid(start, i - 1, tuple(rows), unit_above(lines, start))


def _wraps(above: list[Line], cells: list[Line]) -> bool:
    """A line continues the row above where its first cell is empty, or no rule stood between."""
    return not cells[0].text or not re.match(r"\d{1,3}\*?$", cells[0].text)
