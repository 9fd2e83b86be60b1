"""Bullets: marks before words that count nothing. The only place that drops them.

    unbulleted(lines) -> lines      dropped before a label, a number or a list of bodies
    without_bullet(line) -> line    dropped before the words of a cell

Before a task or a heading a bullet stays: there it is the item's number (``numbering``).
"""

from __future__ import annotations

from kg.parse.bodies import MARKS_OF_LEADERS, names_bodies, surely_bodies
from kg.parse.labels import label_at
from kg.parse.lines import Line, RawLine
from kg.parse.numbering import number_of


def unbulleted(lines: list[RawLine]) -> list[RawLine]:
    """Return the lines, bullets dropped where the words behind them tell what they are."""
    return [_told_behind(raw) for raw in lines]


def _told_behind(raw: RawLine) -> RawLine:
    bare = _bare(raw.line) if len(raw.cells) == 1 else raw.line
    if bare is raw.line:
        return raw
    label = label_at(bare)
    told = label[0] != "name" if label else number_of(bare) or _names_who(raw.line, bare)
    return RawLine((bare,), raw.at, bare) if told else raw  # a project's name begins an item


def _names_who(line: Line, bare: Line) -> bool:
    return surely_bodies(bare.text) and not _marks_leader(line, bare)


def without_bullet(line: Line) -> Line:
    """Return a line without its bullet; the mark of the body that leads (★县住建局、县财政局) is none."""
    bare = _bare(line)
    return line if _marks_leader(line, bare) else bare


def _bare(line: Line) -> Line:
    number = number_of(line)
    bare = line.part(number.end) if number is not None and number.style == "bullet" else line
    return bare if bare.text else line


def _marks_leader(line: Line, bare: Line) -> bool:
    return line.text[:1] in {*MARKS_OF_LEADERS} and names_bodies(bare.text)
