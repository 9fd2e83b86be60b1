"""What frames the lists: number, title, issuer, date, addressees, copy list, the letter's words.

split_frame(lines) -> Header, the indices of the lines that it used
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kg.parse.compiled import titled
from kg.parse.document import Header
from kg.parse.imprint import imprint_in
from kg.parse.infobox import Box, read_box
from kg.parse.joint_issuers import issuers_in, named_in_full
from kg.parse.lines import EMPTY, Line, RawLine, narrow
from kg.parse.numbering import number_of
from kg.registry import patterns
from kg.registry.patterns import PatternFile

_TITLE_LINES = 5  # a title is set in at most this many lines
_BOX_LINES = 16  # the box of a page stands in the first lines
_LONG = 160
_SEAL_LINES = 4  # of a bracket that says who lent the seal


@dataclass
class _Frame:
    number: Line | None = None
    title: Line | None = None
    issuers: tuple[Line, ...] = ()
    signers: tuple[Line, ...] = ()
    issued: Line | None = None
    addressees: Line | None = None
    copied_to: Line | None = None
    imprint: Line | None = None
    used: set[int] = field(default_factory=set)


def split_frame(lines: list[RawLine], first_list: int) -> tuple[Header, set[int]]:
    """Read the frame; ``first_list`` is the index of the first line that belongs to a list.

    Returns:
        the header, and the indices of the lines that it used.
    """
    titles, rules = patterns.load("titles"), patterns.load("header")
    frame = _Frame()
    box = read_box(lines[: max(first_list, _BOX_LINES)])
    _find_number(lines, first_list, frame, titles, rules, box)
    _find_title(lines, first_list, frame, titles, rules, box)
    _find_addressees(lines, first_list, frame, titles, rules)
    _find_issue(lines, first_list, frame, titles, rules, box)
    _find_plain_title(lines, first_list, frame, titles, rules, box)
    _find_tail(lines, first_list, frame, titles)
    frame.issuers = named_in_full(frame.issuers, (*frame.signers, *box.fields["issuer"]))
    letter = tuple(
        raw.line
        for i, raw in enumerate(lines[:first_list])
        if i not in frame.used and i not in box.lines and not titles["furniture"].search(raw.line.text)
    )
    others = (*frame.signers, *box.fields["issuer"], *box.fields["source"])
    header = Header(
        number=frame.number,
        title=frame.title,
        issuers=frame.issuers,
        issued=frame.issued,
        addressees=frame.addressees,
        copied_to=frame.copied_to,
        letter=letter,
        box=tuple(lines[i].line for i in sorted(box.lines - frame.used)),
        others=tuple(line for line in others if line.text and line not in frame.issuers),
        signers=tuple(line for line in frame.signers if line.text),
        imprint=frame.imprint,
    )
    return header, frame.used


# --- number ----------------------------------------------------------------------------------------


def _find_number(
    lines: list[RawLine], limit: int, frame: _Frame, titles: PatternFile, rules: PatternFile, box: Box
) -> None:
    for i, raw in enumerate(lines[: max(limit, 12)]):
        line = raw.line
        match = titles["document_number"].search(narrow(line.text))
        if not match or len(line) > _LONG or i in box.lines:
            continue
        start = _number_start(line, match, titles)
        before, after = line.text[:start], line.text[match.end() :]
        if not _is_own(before, line.text[start : match.end("body")], after, titles, rules):
            continue
        frame.number = line.part(start, match.end())
        if i < limit and not _unbracketed(before + after, titles):
            frame.used.add(i)
        if i < limit:
            return
    for value in box.fields["number"]:
        if match := titles["document_number"].search(narrow(value.text)):
            frame.number = value.part(match.start("body"), match.end())
            return


def _number_start(line: Line, match: re.Match[str], titles: PatternFile) -> int:
    """Return where the number begins: behind a date or a title in the same line."""
    start, end = match.span("body")
    if (date := date_in(line.text[:end], titles)) and start < date.end() < end:
        return date.end()
    for i in range(end - 1, start, -1):
        if line.gap(i) and titles["title_end"].search(line.text[:i]):
            return i
    kind = max((m.end() for m in titles["act_kind"].finditer(line.text, 0, end)), default=0)
    return max(start, kind)


def _is_own(before: str, body: str, after: str, titles: PatternFile, rules: PatternFile) -> bool:
    """Tell whether a number is the document's own: a sentence that cites another's is none."""
    if not _unbracketed(before, titles):
        return not rules["cites"].search(body)  # nothing but the date stands before it
    if titles["title_end"].search(before.rstrip("（( ")) and not after.strip("）) "):
        return True
    bracketed = before.endswith(("（", "(")) and after in ("）", ")")
    if bracketed:
        return not rules["sentence"].search(before)
    return not rules["cites"].search(before + body)


def _unbracketed(text: str, titles: PatternFile) -> str:
    """Return what a line holds besides dates, brackets and blanks."""
    if date := date_in(text, titles):
        text = text[: date.start()] + text[date.end() :]
    return text.strip("（）()#* ")


# --- title -----------------------------------------------------------------------------------------


def _is_prose(text: str) -> bool:
    return text.endswith(("。", "；", ";", "！")) or len(text) > 90


def _find_title(
    lines: list[RawLine], limit: int, frame: _Frame, titles: PatternFile, rules: PatternFile, box: Box
) -> None:
    if lines and (heading := titled(lines[0].line)):
        frame.title, frame.issued = heading
        act = rules["act"].search(frame.title.text)
        frame.issuers = issuers_in(frame.title.part(0, act.start())) if act else ()
        frame.used.add(0)
        _use_repeats(lines, limit, frame)
        return
    for i, raw in enumerate(lines[:limit]):
        if i in box.lines or rules["breadcrumb"].search(_bare(raw.line, titles)[0].text):
            continue
        if _title_from(lines, i, limit, frame, titles, rules):
            return
    for value in box.fields["title"]:
        title, day = _bare(value, titles)
        act = rules["act"].search(title.text)
        if act and _ends(title, titles, rules):
            frame.title, frame.issued = title, day
            frame.issuers = issuers_in(title.part(0, act.start()))
            return


def _title_from(
    lines: list[RawLine], i: int, limit: int, frame: _Frame, titles: PatternFile, rules: PatternFile
) -> bool:
    """Read the title that begins in line ``i``; False where none does."""
    whole, last = lines[i].line, i
    title, day = _bare(whole, titles)
    if i in frame.used or _is_prose(title.text) or titles["furniture"].search(title.text):
        return False
    act = rules["act"].search(title.text)
    if not act or rules["no_issuer"].search(title.text[: act.start()]):
        return False
    while not _ends(title, titles, rules) and last + 1 < limit and last - i < _TITLE_LINES:
        following = lines[last + 1].line
        if _is_prose(following.text) or titles["document_number"].match(following.text):
            break
        if following.text.endswith(("：", ":")):
            break
        whole, last = whole.join(following), last + 1
        title, day = _bare(whole, titles)
    if not _ends(title, titles, rules):
        return False
    act = rules["act"].search(title.text)
    assert act
    bar = max(title.text.rfind(mark, 0, act.start()) for mark in "|｜")
    title = title.part(bar + 1)
    act = rules["act"].search(title.text)
    assert act
    issuer = title.part(0, act.start())
    above = lines[i - 1].line if i > 0 else Line("", ())
    if issuer.text in ("", "办公室", "办公厅") and titles["issuer"].fullmatch(above.text):
        issuer = above.sew(issuer)
        if not above.text.endswith("文件"):
            title = above.join(title)
            frame.used.add(i - 1)
    frame.used.update(range(i, last + 1))
    frame.title, frame.issued = title, day
    if issuer.text:
        frame.issuers = issuers_in(issuer)
    _use_repeats(lines, limit, frame)
    return True


def _ends(title: Line, titles: PatternFile, rules: PatternFile) -> bool:
    """Tell whether a title is whole: it ends with its kind, or names what it issues (印发《…》)."""
    return bool(titles["title_end"].search(title.text) or rules["issues"].search(title.text))


def _bare(title: Line, titles: PatternFile) -> tuple[Line, Line | None]:
    """Return a title without what a page sets around it, and the day that stands behind it.

    The number that a compilation gives it, its marks (《…的通知》), the number before or behind it
    (…的通知（云府办〔2021〕8号）), the day in brackets and the name of the site
    (…的通知_清漪县人民政府) go.
    """
    day = None
    if len(title) > _LONG:
        return title, day
    if numbered := titles["numbered_title"].match(title.text):
        title = title.part(numbered.end())
    if marked := titles["marked_title"].fullmatch(title.text):
        title = title.part(marked.start("title"), marked.end("title"))
    if (dated := titles["dated"].search(title.text)) and date_in(dated["date"], titles):
        day = title.part(dated.start("date"), dated.end("date"))
        title = title.part(0, dated.start())
    if number := titles["document_number"].search(narrow(title.text)):
        start = _number_start(title, number, titles)
        before, after = title.text[:start].rstrip("（( "), title.text[number.end() :].lstrip("）) ")
        if not after and before:
            title = title.part(0, len(before))
        elif not before and after:
            title = title.part(len(title) - len(after))
    for mark in titles["site"].finditer(title.text):
        before = title.text[: mark.start()]
        if titles["names_act"].search(before) and titles["title_end"].search(before):
            title = title.part(0, mark.start())
            break
    return title, day


def _find_plain_title(
    lines: list[RawLine], limit: int, frame: _Frame, titles: PatternFile, rules: PatternFile, box: Box
) -> None:
    """A list that was published without a letter, or whose letter names no act, has a title all the same."""
    if frame.title is not None:
        return
    for i, raw in enumerate(lines[: max(limit + 1, 3)]):  # the title of the list itself, too
        if i in box.lines or i in frame.used or rules["breadcrumb"].search(raw.line.text):
            continue
        if titles["furniture"].search(raw.line.text) or number_of(raw.line):
            continue
        line, day = _bare(raw.line, titles)
        if match := rules["plain_title"].match(line.text):
            frame.title = line.part(match.start("title"), match.end("title"))
            frame.issued = frame.issued or day
            if i < limit:
                frame.used.add(i)
            return


def _use_repeats(lines: list[RawLine], limit: int, frame: _Frame) -> None:
    """A saved page prints its title again in the heading: use those lines up."""
    assert frame.title
    title = re.sub(r"\W", "", frame.title.text)
    for i, raw in enumerate(lines[:limit]):
        text = re.sub(r"\W", "", raw.line.text)
        if len(text) > 8 and (text == title or title.endswith(text) or text.endswith(title)):
            frame.used.add(i)


# --- addressees ------------------------------------------------------------------------------------


def _find_addressees(
    lines: list[RawLine], limit: int, frame: _Frame, titles: PatternFile, rules: PatternFile
) -> None:
    for i, raw in enumerate(lines[:limit]):
        line = raw.line
        if i in frame.used or titles["furniture"].search(line.text) or number_of(line):
            continue
        if titles["addressees"].search(line.text) and rules["addressed"].search(line.text):
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


# --- date and signature ----------------------------------------------------------------------------


def date_in(text: str, titles: PatternFile) -> re.Match[str] | None:
    """Return the first date of a text, written in full or in Chinese numerals."""
    return titles["date"].search(narrow(text)) or titles["cn_date"].search(text)


def _find_issue(
    lines: list[RawLine], limit: int, frame: _Frame, titles: PatternFile, rules: PatternFile, box: Box
) -> None:
    """The signature: issuer above the date, in lines of their own, or in brackets below the title."""
    dates: list[tuple[int, Line]] = []
    for i, raw in enumerate(lines):
        line = raw.line
        if len(raw.cells) > 1 or len(line) > 60 or i in box.lines:
            continue
        match = date_in(line.text, titles) or _signed_date(lines, i, titles)
        if not match:
            continue
        rest = titles["released"].sub("", line.text[: match.start()] + line.text[match.end() :])
        bare = titles["document_number"].sub("", narrow(rest)).strip("（）() ")
        if not bare or titles["issuer"].fullmatch(bare):
            if i < limit or not dates:
                dates.append((i, line.part(match.start(), match.end())))
                if bare and not frame.signers:
                    frame.signers = issuers_in(line.part(0, match.start()))
                elif not bare:
                    _signature(lines, i, frame, titles, rules)
            frame.used.add(i)
    before = [pair for pair in dates if pair[0] < limit]
    chosen = before[-1] if before else (dates[0] if dates else None)
    frame.issued = chosen[1] if chosen else _labelled_date(box, titles) or frame.issued
    if not frame.issuers:
        frame.issuers = (
            frame.signers
            or _labelled_issuer(box, titles, rules)
            or _banner(lines, limit, frame, titles, rules)
        )


def _signed_date(lines: list[RawLine], at: int, titles: PatternFile) -> re.Match[str] | None:
    """Return a date in figures that is all of its line, below an issuer: 2023.2.14, 2023/02/14."""
    if at == 0 or not titles["issuer"].fullmatch(lines[at - 1].line.text):
        return None
    return titles["iso_date"].fullmatch(narrow(lines[at].line.text))


def _labelled_date(box: Box, titles: PatternFile) -> Line | None:
    for value in box.fields["issued"]:
        if match := date_in(value.text, titles) or titles["iso_date"].search(narrow(value.text)):
            return value.part(match.start(), match.end())
    return None


def _labelled_issuer(box: Box, titles: PatternFile, rules: PatternFile) -> tuple[Line, ...]:
    for value in box.fields["issuer"]:
        if value.text and not rules["hollow"].match(value.text):
            return issuers_in(value)
    # A source is an issuer only where it is an office: 来源：县府办, not 来源：新华社.
    for value in box.fields["source"]:
        if titles["issuer"].fullmatch(value.text):
            return (value,)
    return ()


def _banner(
    lines: list[RawLine], limit: int, frame: _Frame, titles: PatternFile, rules: PatternFile
) -> tuple[Line, ...]:
    for i, raw in enumerate(lines[:limit]):
        if titles["issuer"].fullmatch(raw.line.text) and "、" not in raw.line.text:
            frame.used.add(i)
            return issuers_in(raw.line)
    return ()


def _signature(lines: list[RawLine], at: int, frame: _Frame, titles: PatternFile, rules: PatternFile) -> None:
    signers: list[Line] = []
    bracket, i = _lent_seal(lines, at, rules), at - 1
    while i >= 0 and len(signers) < 4:
        line = lines[i].line
        if bracket and i >= bracket[0]:
            line = line.part(0, bracket[1]) if i == bracket[0] else EMPTY
        if line.text:
            if not titles["issuer"].fullmatch(line.text) or line.text.endswith("文件"):
                break
            signers.insert(0, line)
        frame.used.add(i)
        i -= 1
    if signers and not frame.signers:
        frame.signers = tuple(signer for line in signers for signer in issuers_in(line))


def _lent_seal(lines: list[RawLine], at: int, rules: PatternFile) -> tuple[int, int] | None:
    """Return where the bracket above the date begins that says who lent the seal: its line and character."""
    if at == 0 or not rules["lent_seal"].search(lines[at - 1].line.text):
        return None
    for i in range(at - 1, max(-1, at - _SEAL_LINES - 1), -1):
        if (begin := max(map(lines[i].line.text.rfind, "（("))) >= 0:
            return i, begin
    return None


# --- the last page ---------------------------------------------------------------------------------


def _find_tail(lines: list[RawLine], limit: int, frame: _Frame, titles: PatternFile) -> None:
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
            frame.imprint = imprint_in(lines[j - 1 :])
            frame.used.update(range(j, len(lines)))
            return
        if titles["printed_by"].search(line.text) and len(line) < 60:
            frame.used.add(i)
            if i > 0 and titles["issuer"].fullmatch(lines[i - 1].line.text):
                frame.used.add(i - 1)
            frame.imprint = imprint_in(lines[max(i - 1, 0) : i + 1])
