"""A printed list of bodies → its clauses, and the bodies in each.

    cut_list(line)  -> the bodies as printed: 各省、自治区、直辖市人民政府 is one
    clauses(line)   -> [[Piece, …], …]: the bodies that share a verb (A牵头，B、C配合), or none

Marks part bodies, and so does a gap where one name ends; 和 and 及 do where a body stands on either
side. The words are data: ``data/patterns/unit-lists.yml``, verbs in ``duties.yml``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from kg.model import Role
from kg.parse.bodies import parts_name
from kg.parse.lines import Line
from kg.registry import patterns

_OPEN: Final = "（([［【〔〈<"
_CLOSE: Final = "）)]］】〕〉>"
_PARTING: Final = frozenset("、，,；;。/／| ")
_BRACKETS: Final = "（([［"  # in which a mark may stand
_COMMAS: Final = ("，", ",")
_CLAUSE_ENDS: Final = ("；", ";", "。")
_ETC: Final = "等"  # and others
_STARS: Final = frozenset("★☆▲△")  # 标★的为牵头单位
_EDGE_AHEAD: Final = "，,、；;：: 。·★☆▲△●*"
_EDGE_BEHIND: Final = "。．.；;，,、：: *＊"
_NAME = 60  # characters of one name at most, and how far a neighbour is looked at
_SHORTEST_GLUED = 7  # characters of two names without a mark between them


@dataclass(frozen=True, slots=True)
class Piece:
    """One body of a list: its words, its role by a verb, and that verb."""

    line: Line
    role: Role | None
    verb: str | None
    marked: bool  # （牵头）, ★
    behind_comma: bool


@cache
def _words() -> patterns.PatternFile:
    return patterns.load("unit-lists")


def role_of(verb: str) -> Role:
    """Return the role that a verb gives: 牵头, 配合; every other verb makes responsible."""
    if _words()["leads"].search(verb):
        return "lead"
    return "support" if _words()["helps"].search(verb) else "responsible"


def cut_list(line: Line) -> Iterator[Line]:
    """Yield the bodies of a list as printed: 各省、自治区、直辖市人民政府 is one."""
    for part, _ in cut(line):
        part = _strip(part)
        if part.text and part.text not in _words().words["left_over"]:
            yield part


def as_printed(line: Line) -> str:
    """Return a name without the marks that were put where lines or cells were joined."""
    return "".join(char for i, char in enumerate(line.text) if not _is_put(line, i))


def _is_put(line: Line, at: int) -> bool:
    """Tell whether a mark was put between cells that were joined: it shares its place in the text."""
    return line.text[at] == "、" and at + 1 < len(line.at) and line.at[at] == line.at[at + 1]


def cut(line: Line) -> Iterator[tuple[Line, str]]:
    """Yield the pieces of a list with the separator behind each; brackets stay whole."""
    text = line.text
    depth = start = 0
    for i, char in enumerate(text):
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        elif _is_put(line, i):
            # Put between cells that were joined: it parts them whatever bracket was left open.
            depth = 0
        elif depth == 0 and i > start and line.gap(i) and _is_parted(text, start, i):
            yield line.part(start, i), " "
            start = i
            continue
        if depth == 0 and char in _PARTING and _separates(text, start, i):
            if i > start:
                yield line.part(start, i), char
            start = i + 1
    if start < len(text):
        yield line.part(start), ""


def _is_parted(text: str, start: int, at: int) -> bool:
    """Tell whether something lost between two names parted them, and did not wrap one."""
    left = text[max(start, at - _NAME) : at]
    if _words()["levels_go_on"].match(text[start : at + 1]):
        return False  # 各市(州) 交通运输局
    return _is_end(left) and not parts_name(left, text[at : at + _NAME])


def _separates(text: str, start: int, at: int) -> bool:
    """Tell whether the mark or space at a place parts two bodies."""
    char, words = text[at], _words()
    left = text[max(start, at - _NAME) : at]
    if char == " ":
        if left and left[-1].isascii() and left[-1] not in _CLOSE:
            return False  # R&D 中心
        if words["levels_go_on"].match(text[start : at + 2]):
            return False
        # 市政府办 公室: a name that its cell wraps
        return not parts_name(text[max(0, at - _NAME) : at], text[at + 1 : at + 1 + _NAME])
    if char == "、" and at - start <= _NAME:
        right = text[max(0, at - 1) : at + 1 + _NAME]
        levels = words["levels_on_the_left"].search(left)
        if levels and words["levels_on_the_right"].match(right, min(at, 1) + 1):
            return False
        return not _one_set(left, text[at + 1 : at + 1 + _NAME])
    return True


def _one_set(left: str, right: str) -> bool:
    """Tell whether a mark or 和 stands within one set of bodies: 市直有关部门、单位."""
    words = _words()
    kinds = words["kinds_on_the_left"].search(left)
    return kinds is not None and words["kinds_on_the_right"].match(right) is not None


def _is_end(text: str) -> bool:
    """Tell whether words end as the name of a body does, a bracket behind it left aside."""
    if text.endswith(("）", ")")):
        opening = max(text.rfind("（"), text.rfind("("))
        text = text[:opening] if opening >= 0 else text
    return len(text) >= 2 and _words()["ends_as_unit"].search(text) is not None


def _joined(line: Line) -> Iterator[Line]:
    """Cut at 和, 及 where both sides are bodies: 市级各部门及各县市区政府, not 文化和旅游局."""
    text, start = line.text, 0
    for match in _words()["joins"].finditer(text):
        left = text[max(start, match.start() - _NAME) : match.start()]
        right = text[match.end() : match.end() + _NAME]
        if match.start() >= start and _joins_bodies(left, right):
            yield line.part(start, match.start())
            start = match.end()
    yield line.part(start)


def _joins_bodies(left: str, right: str) -> bool:
    words = _words()
    if any(o in left for o in _OPEN) and not any(c in left for c in _CLOSE):
        return False
    if _one_set(left, right):
        return False
    if not (_is_end(left) or patterns.load("duties")["collective"].search(left)):
        return False
    begins = words["starts_unit"].match(right) or (_is_end(right) and len(right) > 2)
    alike = left[-1] in words.words["offices"] and right.endswith(left[-1])
    if not begins and not alike:
        return False
    if _is_end(left) and not left.startswith(words.words["each"]):
        return True
    # 各县政府和示范区 are two; 各部门和单位 is one set, 相关市（州）文化和旅游局 one name.
    beside_zone = left.endswith(words.words["government"]) and words["zone"].search(right)
    return bool(beside_zone) or right.startswith(words.words["begins_set"])


def _unglued(line: Line) -> Iterator[Line]:
    """Cut names that lost the mark between them: 县财政局县税务局."""
    text, start = line.text, 0
    if len(text) >= _SHORTEST_GLUED:
        bracket = min((at for at in map(text.find, _OPEN) if at >= 0), default=len(text))
        for match in _words()["lost_mark"].finditer(text):
            if match.start() - start >= 3 and match.start() < bracket:
                yield line.part(start, match.start())
                start = match.start()
    yield line.part(start)


def _strip(line: Line) -> Line:
    """Drop marks, words that lead in, and a bracket that lost its other half or what it held."""
    text = line.text
    start, end = 0, len(text)
    while end > start and (text[end - 1] in _EDGE_BEHIND or text[end - 1] in _OPEN):
        end -= 1
    while start < end and text[start] in _EDGE_AHEAD:
        start += 1
    prefix = _words()["leads_in"].match(text[start:end])
    if prefix:
        start += prefix.end()
    if end > start and text[end - 1] in _CLOSE and not any(o in text[start:end] for o in _OPEN):
        end -= 1
    if end > start and text[start] in _OPEN and not any(c in text[start:end] for c in _CLOSE):
        start += 1
    return line.part(start, end)


def clauses(line: Line) -> Iterator[list[Piece]]:
    """Yield the clauses of a list, each the bodies that share a verb (or none)."""
    clause: list[Piece] = []
    before = ""
    for part, separator in cut(line):
        behind_comma, before = before in _COMMAS, separator
        starred = part.text[:1] in _STARS
        part, marked = _without_mark(_strip(part))
        if not part.text:
            continue
        part, verb = _without_verb(part)
        clause += [
            Piece(single, None, None, (marked or starred) and first, behind_comma)
            for sub in _joined(part)
            for single, first in _with_others(sub)
        ]
        if verb is not None:
            yield [replace(piece, role=role_of(verb), verb=verb) for piece in clause]
            clause = []
        elif separator in _CLAUSE_ENDS:
            yield clause
            clause = []
    if clause:
        yield clause


def _without_mark(part: Line) -> tuple[Line, bool]:
    """Drop （牵头） behind a name; tell whether it stood there."""
    in_brackets = any(mark in part.text for mark in _BRACKETS)
    marked = patterns.load("duties")["marked_lead"].search(part.text) if in_brackets else None
    if not marked:
        return part, False
    return _strip(part.part(0, marked.start()).join(part.part(marked.end()))), True


def _without_verb(part: Line) -> tuple[Line, str | None]:
    """Drop the verb behind the last name of a clause, and return it."""
    duties, words, text = patterns.load("duties"), _words(), part.text
    verb = None
    alike = duties["marked_all"].search(text) if text[-1:] in _CLOSE else None
    if alike:
        verb = alike["verb"]
        part = _strip(part.part(0, alike.start()))
        text = part.text
    found = duties["clause_verb"].search(text) if text.endswith(_words().words["verb_ends"]) else None
    is_name = words["ends_as_unit"].search(text) and not words["handles"].search(text)
    if found and found.end() == len(text) and not is_name:
        verb = found.group()
        part = _strip(part.part(0, found.start()))
    return part, verb


def _with_others(part: Line) -> Iterator[tuple[Line, bool]]:
    """Yield the names in a piece, and 等有关部门 behind the last; tell whether each is a name."""
    for single in _unglued(_strip(part)):
        text = single.text
        others = _words()["and_others"].match(text) if text.find(_ETC) > 0 else None
        if others:
            yield single.part(0, others.end("unit")), True
            if len(others["rest"]) > 1:
                yield single.part(others.start("rest")), False
        elif text and text != _ETC:
            yield single, True
