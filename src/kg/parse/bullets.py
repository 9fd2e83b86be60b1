"""Bullets: marks before words that count nothing. The only place that drops them.

    unbulleted(lines) -> lines      dropped before a label, a number or a list of bodies; 牵头丨 is 牵头：
    without_bullet(line) -> line    dropped before the words of a cell

Before a task or a heading a bullet stays: there it is the item's number (``numbering``).
"""

from __future__ import annotations

from dataclasses import replace

from kg.parse.bodies import MARKS_OF_LEADERS, names_bodies, surely_bodies
from kg.parse.document import Label
from kg.parse.labels import cut, label_at
from kg.parse.lines import Line, RawLine
from kg.parse.numbering import number_of
from kg.registry.patterns import rule


def unbulleted(lines: list[RawLine]) -> list[RawLine]:
    """Return the lines, bullets dropped where the words behind them tell what they are."""
    return [_told_behind(raw) for raw in lines]


def _told_behind(raw: RawLine) -> RawLine:
    if len(raw.cells) == 1 and (label := _with_colon(raw.line)):
        return RawLine((label,), raw.at, label)
    bare = _bare(raw.line) if len(raw.cells) == 1 else raw.line
    if bare is raw.line:
        return raw
    found = label_at(bare)
    told = found[0] != "name" if found else number_of(bare) or _says_who(raw.line, bare)
    return RawLine((bare,), raw.at, bare) if told else raw  # a project's name begins an item


def _with_colon(line: Line) -> Line | None:
    """Return a label that has a stroke for its colon, as articles for a telephone do: 牵头丨县水利局."""
    stroke = rule("labels.stroke").match(line.text)
    if stroke is None:
        return None
    at = stroke.end() - 1
    label = replace(line, text=f"{line.text[:at]}：{line.text[at + 1 :]}", notes={})
    return label if label_at(label) else None


def _says_who(line: Line, bare: Line) -> bool:
    """Tell whether a line says nothing but who: bodies, with what they do or without."""
    told = surely_bodies(bare.text) or all(isinstance(piece, Label) for piece in cut(bare))
    return told and not _marks_leader(line, bare)


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
