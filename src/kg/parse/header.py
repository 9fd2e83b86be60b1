"""What frames the lists: number, title, issuer, date, addressees, copy list, the letter's words.

split_frame(lines) -> Header, the indices of the lines that it used
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kg.parse.document import Header
from kg.parse.lines import Line, RawLine
from kg.parse.numbering import number_of
from kg.registry import patterns

_TITLE_LINES = 5  # a title is set in at most this many lines


@dataclass
class _Frame:
    number: Line | None = None
    title: Line | None = None
    issuers: tuple[Line, ...] = ()
    issued: Line | None = None
    addressees: Line | None = None
    copied_to: Line | None = None
    used: set[int] = field(default_factory=set)


def split_frame(lines: list[RawLine], first_list: int) -> tuple[Header, set[int]]:
    """Read the frame; ``first_list`` is the index of the first line that belongs to a list.

    Returns:
        the header, and the indices of the lines that it used.
    """
    titles = patterns.load("titles")
    frame = _Frame()
    _find_number(lines, first_list, frame, titles)
    _find_title(lines, first_list, frame, titles)
    _find_addressees(lines, first_list, frame, titles)
    _find_issue(lines, first_list, frame, titles)
    _find_tail(lines, first_list, frame, titles)
    letter = tuple(
        raw.line
        for i, raw in enumerate(lines[:first_list])
        if i not in frame.used and not titles["furniture"].search(raw.line.text)
    )
    header = Header(
        frame.number, frame.title, frame.issuers, frame.issued, frame.addressees, frame.copied_to, letter
    )
    return header, frame.used


def _find_number(lines: list[RawLine], limit: int, frame: _Frame, titles: patterns.PatternFile) -> None:
    for i, raw in enumerate(lines[: max(limit, 12)]):
        line = raw.line
        match = titles["document_number"].search(line.text)
        if not match or len(line) > 160:
            continue
        # A sentence that cites another document is no number of this one.
        before = line.text[: match.start()]
        if before and re.search(r"[《（(。，“]|根据|按照|贯彻|印发", before):
            continue
        start = match.start("body")
        body = match["body"]
        for word in ("发文字号", "文件编号", "文号", "字号", "发文号"):
            if word in body:
                start += body.index(word) + len(word)
        number = line.part(start, match.end())
        frame.number = number
        rest = line.part(match.end())
        if not rest.text and i < limit:
            frame.used.add(i)
        if i < limit:
            return
    return


def _is_prose(text: str) -> bool:
    return text.endswith(("。", "；", ";", "！")) or len(text) > 90


def _find_title(lines: list[RawLine], limit: int, frame: _Frame, titles: patterns.PatternFile) -> None:
    for i, raw in enumerate(lines[:limit]):
        line = raw.line
        if i in frame.used and not line.text:
            continue
        at = line.text.find("关于")
        if at < 0 or _is_prose(line.text) or titles["furniture"].search(line.text):
            continue
        if "《" in line.text[:at] or re.search(r"[，。：]", line.text[:at]):
            continue
        title, last = line, i
        number = titles["document_number"].search(title.text)
        if number and number.end() <= at:
            title = title.part(number.end())
        while not titles["title_end"].search(title.text) and last + 1 < limit and last - i < _TITLE_LINES:
            following = lines[last + 1].line
            if _is_prose(following.text) or titles["document_number"].match(following.text):
                break
            if following.text.endswith(("：", ":")):
                break
            title, last = title.join(following), last + 1
        if not titles["title_end"].search(title.text):
            continue
        # 国务院关于…若干意见 may run over a line that already ends like a title.
        if number := titles["document_number"].search(title.text):
            title = title.part(0, len(title.text[: number.start()].rstrip("（( ")))
        bar = max(title.text.rfind(mark, 0, title.text.find("关于")) for mark in "|｜")
        title = title.part(bar + 1)
        own = title.text.find("关于")
        issuer = title.part(0, own)
        if not issuer.text and i > 0 and titles["issuer"].fullmatch(lines[i - 1].line.text):
            previous = lines[i - 1].line
            issuer = previous
            if not previous.text.endswith("文件"):
                title = previous.join(title)
                frame.used.add(i - 1)
        frame.used.update(range(i, last + 1))
        frame.title = title
        if issuer.text:
            frame.issuers = _issuers(issuer)
        _use_repeats(lines, limit, frame)
        return


def _use_repeats(lines: list[RawLine], limit: int, frame: _Frame) -> None:
    """A saved page prints its title again in the heading: use those lines up."""
    assert frame.title
    title = re.sub(r"\W", "", frame.title.text)
    for i, raw in enumerate(lines[:limit]):
        text = re.sub(r"\W", "", raw.line.text)
        if len(text) > 8 and (text == title or title.endswith(text) or text.endswith(title)):
            frame.used.add(i)


def _issuers(line: Line) -> tuple[Line, ...]:
    """Cut joint issuers apart: they stand with a gap or 、 between them."""
    found: list[Line] = []
    start = 0
    for i in range(1, len(line)):
        if line.text[i] in "、， " or (line.gap(i) and re.search(r"[府室厅委会局院]$", line.text[start:i])):
            found.append(line.part(start, i))
            start = i + 1 if line.text[i] in "、， " else i
    found.append(line.part(start))
    return tuple(
        part.part(0, len(part) - 2) if part.text.endswith("文件") else part for part in found if part.text
    )


def _find_addressees(lines: list[RawLine], limit: int, frame: _Frame, titles: patterns.PatternFile) -> None:
    for i, raw in enumerate(lines[:limit]):
        line = raw.line
        if i in frame.used or titles["furniture"].search(line.text) or number_of(line):
            continue
        if titles["addressees"].search(line.text) and re.search(
            r"各|政府|部门|单位|委员会|办事处|管委会|集团|公司|局|院", line.text
        ):
            first = i
            whole = line
            while first > 0 and first - 1 not in frame.used:
                previous = lines[first - 1].line
                if not previous.text.endswith(("、", "，", ",")):
                    break
                whole, first = previous.join(whole), first - 1
            frame.addressees = whole.part(0, len(whole) - 1)
            frame.used.update(range(first, i + 1))
            return


def _find_issue(lines: list[RawLine], limit: int, frame: _Frame, titles: patterns.PatternFile) -> None:
    """The signature: issuer above the date, in lines of their own, or in brackets below the title."""
    dates: list[tuple[int, Line]] = []
    labelled: Line | None = None
    for i, raw in enumerate(lines):
        line = raw.line
        if len(raw.cells) > 1 or len(line) > 60:
            continue
        match = titles["date"].search(line.text) or titles["cn_date"].search(line.text)
        label = titles["issued_label"].search(line.text)
        if label:
            after = match or titles["iso_date"].search(line.text, label.end())
            if after and "印发" not in line.text:
                labelled = labelled or line.part(after.start(), after.end())
            continue
        if not match:
            continue
        rest = line.text[: match.start()] + line.text[match.end() :]
        bare = rest.strip("（）() ")
        if not bare or titles["issuer"].fullmatch(bare):
            if i < limit or not dates:
                dates.append((i, line.part(match.start(), match.end())))
                if bare and not frame.issuers:
                    frame.issuers = _issuers(line.part(0, match.start()))
                elif not bare:
                    _signature(lines, i, frame, titles)
            frame.used.add(i)
    before = [pair for pair in dates if pair[0] < limit]
    chosen = before[-1] if before else (dates[0] if dates else None)
    frame.issued = chosen[1] if chosen else labelled
    if not frame.issuers:
        for raw in lines[: max(limit, 8)]:
            match = titles["issuer_label"].search(raw.line.text)
            if match:
                begin, end = match.span("issuer")
                # The next field of an information box stands behind a gap.
                end = next((i for i in range(begin + 2, end) if raw.line.gap(i)), end)
                frame.issuers = (raw.line.part(begin, end),)
                return
        for i, raw in enumerate(lines[:limit]):
            if titles["issuer"].fullmatch(raw.line.text) and "、" not in raw.line.text:
                frame.issuers = _issuers(raw.line)
                frame.used.add(i)
                return


def _signature(lines: list[RawLine], at: int, frame: _Frame, titles: patterns.PatternFile) -> None:
    signers: list[Line] = []
    i = at - 1
    while i >= 0 and len(signers) < 4:
        line = lines[i].line
        if not titles["issuer"].fullmatch(line.text) or line.text.endswith("文件"):
            break
        signers.insert(0, line)
        frame.used.add(i)
        i -= 1
    if signers and not frame.issuers:
        frame.issuers = tuple(signers)


def _find_tail(lines: list[RawLine], limit: int, frame: _Frame, titles: patterns.PatternFile) -> None:
    """The copy list and imprint of the last page."""
    for i in range(len(lines) - 1, max(limit - 1, len(lines) - 12, 0) - 1, -1):
        line = lines[i].line
        match = titles["copied_to"].match(line.text)
        if match:
            bodies = line.part(match.start("bodies"))
            frame.used.add(i)
            j = i + 1
            while j < len(lines) and not bodies.text.endswith("。"):
                following = lines[j].line
                if titles["printed_by"].search(following.text) or titles["issuer"].fullmatch(following.text):
                    break
                bodies = bodies.join(following)
                frame.used.add(j)
                j += 1
            frame.copied_to = bodies
            frame.used.update(range(j, len(lines)))
            return
        if titles["printed_by"].search(line.text) and len(line) < 60:
            frame.used.add(i)
            if i > 0 and titles["issuer"].fullmatch(lines[i - 1].line.text):
                frame.used.add(i - 1)
