"""When a document was issued, and by whom: its signature, or what a page tells in its place.

find_issue(lines, limit, frame, box)

The signature is the issuer above the date, in lines of their own or in one, or in brackets below
the title. Where there is none, the box of the page tells, the banner, or the lines of a box that
lost its labels. A date that lost one of its signs (2008年87日) counts in a line of its own.
"""

from __future__ import annotations

import re
from itertools import pairwise

from kg.parse.frame import Frame, broken_office, date_in, is_issuer, is_letterhead
from kg.parse.infobox import Box
from kg.parse.joint_issuers import issuers_in
from kg.parse.lines import EMPTY, Line, RawLine, narrow
from kg.registry.patterns import rule

_LONG = 60  # characters of a line that holds a date and who signs, at most
_SIGNERS = 4
_SEAL_LINES = 4  # of a bracket that says who lent the seal
_EDGES = "（）() |·"


def _dates(lines: list[RawLine], limit: int, frame: Frame, box: Box) -> list[tuple[int, Line]]:
    """Return the days that stand alone or behind who signs, those below the list where none is above."""
    dates: list[tuple[int, Line]] = []
    for i, raw in enumerate(lines):
        line = raw.line
        if len(raw.cells) > 1 or len(line) > _LONG or i in box.lines:
            continue
        match = date_in(line.text) or _signed_date(lines, i)
        if not match:
            continue
        rest = (line.text[: match.start()] + line.text[match.end() :]).strip()
        rest = rule("titles.released").sub("", rest)
        imprinted = rule("titles.imprinted").search(rest) is not None
        rest = rule("titles.imprinted").sub("", rest)
        bare = rule("titles.document_number").sub("", narrow(rest)).strip(_EDGES)
        if not bare or is_issuer(bare):
            if not dates or (i < limit and not imprinted):  # printed some days after it was signed
                dates.append((i, line.part(match.start(), match.end())))
                if bare and not frame.signers:
                    frame.signers = issuers_in(_unedged(line.part(0, match.start())))
                elif not bare:
                    _signature(lines, i, frame)
            frame.used.add(i)
    return dates


def find_issue(lines: list[RawLine], limit: int, frame: Frame, box: Box) -> None:
    """Find the day of issue and, where the title names no issuer, who issues."""
    dates = _dates(lines, limit, frame, box)
    before = [pair for pair in dates if pair[0] < limit]
    chosen = before[-1] if before else (dates[0] if dates else None)
    told = chosen[1] if chosen else _labelled_date(box) or frame.issued
    frame.issued = told or _unlabelled_date(lines[:limit], frame, box)
    if not frame.issuers:
        frame.issuers = (
            frame.signers
            or _labelled_issuer(box)
            or _banner(lines, limit, frame)
            or _source(box)
            or _reported(lines[:limit])
        )


def _unedged(line: Line) -> Line:
    start, end = 0, len(line)
    while start < end and line.text[start] in _EDGES:
        start += 1
    while end > start and line.text[end - 1] in _EDGES:
        end -= 1
    return line.part(start, end)


def _signed_date(lines: list[RawLine], at: int) -> re.Match[str] | None:
    """Return a date that is all of its line: a damaged one, or below an issuer one in figures (2023.2.14)."""
    text = narrow(rule("titles.released").sub("", lines[at].line.text)).strip(_EDGES)
    below = at > 0 and (is_issuer(lines[at - 1].line.text) or broken_office(lines, at - 1))
    for name in ("damaged_date", "damaged_cn_date", *(("iso_date", "bare_date") if below else ())):
        if rule(f"titles.{name}").fullmatch(text):
            return rule(f"titles.{name}").search(narrow(lines[at].line.text))
    return None


def _labelled_date(box: Box) -> Line | None:
    for value in box.fields["issued"]:
        if match := date_in(value.text) or rule("titles.iso_date").search(narrow(value.text)):
            return value.part(match.start(), match.end())
    return None


def _unlabelled_date(lines: list[RawLine], frame: Frame, box: Box) -> Line | None:
    """Return the date of a box that lost its labels: the first of two, of the year of the number."""
    year = re.search(r"(?:19|20)\d\d", narrow(frame.number.text)) if frame.number else None
    for i, (first, second) in enumerate(pairwise(lines)):
        match = rule("titles.iso_date").fullmatch(narrow(first.line.text))
        again = rule("titles.iso_date").fullmatch(narrow(second.line.text))
        if match and again and year and match["year"] == year.group() and not {i, i + 1} & box.lines:
            frame.used |= {i, i + 1}
            return first.line
    return None


def _labelled_issuer(box: Box) -> tuple[Line, ...]:
    for value in box.fields["issuer"]:
        if value.text and not rule("header.hollow").match(value.text):
            return issuers_in(value)
    return ()


def _source(box: Box) -> tuple[Line, ...]:
    """Return where a page comes from, where that is an office: 来源：县府办, not 来源：新华社."""
    for value in box.fields["source"]:
        if is_issuer(value.text):
            return (value,)
    return ()


def _banner(lines: list[RawLine], limit: int, frame: Frame) -> tuple[Line, ...]:
    for i, raw in enumerate(lines[:limit]):
        if is_issuer(raw.line.text) and "、" not in raw.line.text:
            frame.used.add(i)
            below = broken_office(lines, i + 1) if i + 1 < limit else None
            if below:
                frame.used.add(i + 1)
            return issuers_in(below or raw.line)
    return ()


def _reported(lines: list[RawLine]) -> tuple[Line, ...]:
    """Return who issues by the words of a report: 近日，云岭省人民政府办公厅发出通知."""
    for raw in lines:
        match = rule("header.reported").search(raw.line.text)
        place = rule("header.issuer_place").match(match["issuer"]) if match else None
        if match and place and len(place["place"]) > 2 and is_issuer(match["issuer"]):
            return (raw.line.part(match.start("issuer"), match.end("issuer")),)
    return ()


def _signature(lines: list[RawLine], at: int, frame: Frame) -> None:
    signers: list[Line] = []
    bracket, i = _lent_seal(lines, at), at - 1
    while i >= 0 and len(signers) < _SIGNERS:
        line = lines[i].line
        if bracket and i >= bracket[0]:
            line = line.part(0, bracket[1]) if i == bracket[0] else EMPTY
        if sealed := rule("titles.released").search(line.text):
            line = line.part(0, sealed.start())
        if line.text:
            if whole := broken_office(lines, i):
                frame.used.add(i)
                line, i = whole, i - 1
            if not is_issuer(line.text) or is_letterhead(line.text):
                break
            signers.insert(0, line)
        frame.used.add(i)
        i -= 1
    if signers and not frame.signers:
        frame.signers = tuple(signer for line in signers for signer in issuers_in(line))


def _lent_seal(lines: list[RawLine], at: int) -> tuple[int, int] | None:
    """Return where the bracket above the date begins that says who lent the seal: its line and character."""
    if at == 0 or not rule("header.lent_seal").search(lines[at - 1].line.text):
        return None
    for i in range(at - 1, max(-1, at - _SEAL_LINES - 1), -1):
        if (begin := max(map(lines[i].line.text.rfind, "（("))) >= 0:
            return i, begin
    return None
