"""The number of the document itself, not of those that it cites.

find_number(lines, limit, frame, box)

It stands alone in its line, behind a date or the title, in brackets below it, or in the box of the
page. A damaged one (a bracket lost, or 号, or broken over two lines) is taken where its line holds
nothing else.
"""

from __future__ import annotations

import re

from kg.parse.frame import Frame, date_in, is_issuer
from kg.parse.infobox import Box
from kg.parse.lines import EMPTY, Line, RawLine, narrow
from kg.registry.patterns import rule

LONGEST = 160  # characters of a line that may hold a title or a number
_FIRST_LINES = 12  # that may hold the number of a document whose list begins at once
_OPENING, _CLOSING = "（(", "）)"
_LEAST = 4  # characters of a number's code that stand behind another word: 特急 临政办发〔2025〕32号
_MOST = 30  # characters of a number that is broken over two lines


def find_number(lines: list[RawLine], limit: int, frame: Frame, box: Box) -> None:
    """Find the number in the lines above the list, or in the box."""
    for i, raw in enumerate(lines[: max(limit, _FIRST_LINES)]):
        if i in box.lines or rule("header.neighbour").match(raw.line.text):
            continue
        found = _number_in(raw.line)
        if found is None:
            continue
        frame.number, alone = found
        if i < limit:
            frame.used |= {i} if alone else set()
            headless = not frame.number.text[0].isalpha()
            above = lines[i - 1].line if headless and i and i - 1 not in box.lines else EMPTY
            if above.text and (whole := _broken_over(above, raw.line)):
                frame.number, frame.used = whole, frame.used | {i - 1}
            return
    for value in box.fields["number"]:
        if number := _boxed(value):
            frame.number = number
            return
    if frame.number is None:
        _find_damaged(lines[: max(limit, 1)], frame, box)


def _number_in(line: Line) -> tuple[Line, bool] | None:
    """Return the document's own number in a line, and whether nothing but a date stands beside it."""
    match = rule("titles.document_number").search(narrow(line.text))
    if not match or len(line) > LONGEST:
        return None
    start = number_start(line, match)
    before, after = line.text[:start], line.text[match.end() :]
    if not _is_own(before, line.text[start : match.end("body")], after):
        return None
    return line.part(start, match.end()), not _unbracketed(before + after)


def is_number(text: str) -> bool:
    """Tell whether a line begins with a document's number, not with words that cite one: 关于贯彻鲁政发…."""
    match = rule("titles.document_number").match(text)
    return match is not None and not rule("header.cites").search(match["body"])


def _boxed(value: Line) -> Line | None:
    if match := rule("titles.document_number").search(narrow(value.text)):
        return value.part(match.start("body"), match.end())
    return value if _is_damaged(value) else None


def _is_damaged(line: Line) -> bool:
    """Tell whether a line holds a damaged number and nothing else."""
    text = narrow(line.text)
    return any(rule(f"titles.{name}").fullmatch(text) for name in ("damaged_number", "yearless_number"))


def _find_damaged(lines: list[RawLine], frame: Frame, box: Box) -> None:
    """Find a number that lost a bracket or 号, or that its page broke over two lines."""
    for i, raw in enumerate(lines):
        if i in box.lines or i in frame.used:
            continue
        below = lines[i + 1].line if i + 1 < len(lines) and i + 1 not in box.lines else EMPTY
        if whole := _broken_over(raw.line, below) or _order_over(raw.line, below, frame):
            frame.number = whole
            frame.used |= {i, i + 1}
            return
        line = raw.line.part(1, -1) if raw.line.text[:1] in "（(" else raw.line
        if _is_damaged(line) or _order(line, frame):
            frame.number = line
            frame.used.add(i)
            return


def _order(line: Line, frame: Frame) -> Line | None:
    """Return the number of an order, which names who issues it: 青禾市人民政府令 over 第5号."""
    match = rule("titles.order_number").fullmatch(narrow(line.text)) if len(line) <= _MOST else None
    if match and is_issuer(match["issuer"]) and not frame.signers:
        frame.signers = (line.part(match.start("issuer"), match.end("issuer")),)
    return line if match else None


def _order_over(above: Line, below: Line, frame: Frame) -> Line | None:
    """Return the number of an order whose lines are two, where the lower one is none by itself."""
    alone = rule("titles.order_number").fullmatch(narrow(below.text))
    return None if alone or not below.text else _order(above.sew(below), frame)


def _broken_over(above: Line, below: Line) -> Line | None:
    """Return the number that two lines make up: 临政办发 over 〔2025〕32号, in brackets or without."""
    whole = above.sew(below)
    if whole.text[:1] in _OPENING and whole.text[-1:] in _CLOSING:
        whole = whole.part(1, -1)
    if not below.text or len(whole) > _MOST:
        return None
    match = rule("titles.document_number").fullmatch(narrow(whole.text))
    coded = rule("titles.damaged_number").fullmatch(narrow(whole.text))  # ends as a code does: 发, 函
    own = match and match["serial"] and not rule("header.cites").search(match["body"])
    return whole if own and coded else None


def number_start(line: Line, match: re.Match[str]) -> int:
    """Return where the number begins: behind a date or a title in the same line."""
    start, end = match.span("body")
    if (date := date_in(line.text[:end])) and start < date.end() < end:
        return date.end()
    for i in range(end - 1, start, -1):
        if line.gap(i) and rule("titles.title_end").search(line.text[:i]):
            return i
    gaps = [i for i in range(start + 1, end) if line.gap(i)]
    if len(gaps) == 1 and end - gaps[0] >= _LEAST:
        return gaps[0]
    kind = max((m.end() for m in rule("titles.act_kind").finditer(line.text, 0, end)), default=0)
    return max(start, kind)


def _is_own(before: str, body: str, after: str) -> bool:
    """Tell whether a number is the document's own: a sentence that cites another's is none."""
    if not _unbracketed(before):
        return not rule("header.cites").search(body)  # nothing but the date stands before it
    if rule("titles.title_end").search(before.rstrip("（( ")) and not after.strip("）)|｜ "):
        return True
    bracketed = before.endswith(("（", "(")) and after in ("）", ")")
    if bracketed:
        return not rule("header.sentence").search(before)
    return not rule("header.cites").search(before + body)


def _unbracketed(text: str) -> str:
    """Return what a line holds besides dates, brackets and blanks."""
    if date := date_in(text):
        text = text[: date.start()] + text[date.end() :]
    return text.strip("（）()#*|｜ ")
