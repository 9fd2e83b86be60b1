"""Sentences and clauses at the end of a paragraph that only say who, until when.

    …新建公园3座。由县财政局牵头，县税务局配合，6月底前完成。

duty_sentence(line), duty_clauses(line) -> the words before, and a label; nothing where none says so
covering(text) -> the match of who has a part in all below
"""

from __future__ import annotations

import re

from kg.parse.bodies import names_bodies
from kg.parse.document import Label, Piece
from kg.parse.lines import Line
from kg.registry.patterns import rule

_LONGEST_DUTY = 160  # characters of clauses that say who does it


def only_duty(text: str) -> bool:
    """Tell whether a line says nothing but who does it: 省教育厅、省商务厅按职责分工负责."""
    if not rule("labels.duty_word").search(text) or text[-1] in "：:" or {"。", "！"} & set(text):
        return False
    return _tells_who(text)


def duty_sentence(line: Line) -> list[Piece]:
    """Cut off a last sentence that only says who: 由县财政局牵头，县税务局配合。"""
    text = line.text.rstrip("。；; ")
    if "由" not in text and not rule("labels.duty_word").search(text):
        return []
    ends = max(text.rfind(mark) for mark in "。；;！"), max(text.rfind("，由"), text.rfind(",由"))
    for at in ends:
        if at >= 0 and (rule("duties.duty_sentence").fullmatch(text, at + 1) or only_duty(text[at + 1 :])):
            return [line.part(0, at + 1), Label("responsible", None, line.part(at + 1, len(text)), True)]
    return []


def duty_clauses(line: Line) -> list[Piece]:
    """Cut off last clauses that only say who, until when: 。县财政局牵头，县税务局参与，6月底前完成。"""
    text = line.text.rstrip("。；; ")
    if not rule("labels.duty_word").search(text, max(0, len(text) - _LONGEST_DUTY)):
        return []
    begin = stop = len(text)
    for at in reversed([i for i in range(stop) if i == 0 or text[i - 1] in "。；;！，, " or line.gap(i)]):
        piece = text[at:stop].strip("。；;！，, ")
        if _tells_who(piece):
            begin = at if at == 0 or text[at - 1] not in "，," or rule("duties.by").match(piece) else begin
        elif not rule("deadlines.closes_clauses").fullmatch(piece):
            break
        stop = at
    if not rule("labels.duty_word").search(text, begin):
        return []
    return [
        *([line.part(0, begin)] if begin else []),
        Label("responsible", None, line.part(begin, len(text)), False),
    ]


def covering(text: str) -> re.Match[str] | None:
    """Return who has a part in all that stands below, as ``who``, where a text says so: 以下均需…落实。"""
    match = rule("duties.covers_all").match(text)
    return match if match and names_bodies(match["who"]) else None


def _tells_who(clause: str) -> bool:
    """Tell whether a clause is bodies and what they do: 由县财政局牵头."""
    verb = rule("duties.clause_verb").search(clause)
    bodies = rule("labels.etc").sub("", rule("duties.by").sub("", clause[: verb.start()])) if verb else ""
    ends = verb is not None and verb.end() == len(clause) and bodies
    return bool(ends) and not rule("duties.of_a_rule").search(bodies) and names_bodies(bodies)
