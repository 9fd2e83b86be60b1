"""The title of the document: what its issuer does, about what, and of which kind it is.

find_title(lines, limit, frame, box)         a title that names its act: 青禾县政府办公室关于印发…的通知
find_plain_title(lines, limit, frame, box)   that of a list or plan without a letter: 青禾县2024年重点工作

A title may be broken over lines, stand in the field of a box, or be told in the navigation only.
"""

from __future__ import annotations

import re
from dataclasses import replace

from kg.parse.compiled import titled
from kg.parse.frame import Frame, begun_above, broken_office, date_in, is_issuer, is_letterhead
from kg.parse.infobox import Box
from kg.parse.joint_issuers import issuers_in
from kg.parse.lines import EMPTY, Line, RawLine, narrow
from kg.parse.numbering import number_of
from kg.parse.own_number import LONGEST, is_number, number_start
from kg.registry.patterns import rule

_LONGEST_TITLE = 90  # characters of a title but for the names in marks
_TITLE_LINES = 5  # a title is set in at most this many lines
_ISSUER_LINES = 4  # above it


def find_title(lines: list[RawLine], limit: int, frame: Frame, box: Box) -> None:
    """Find a title that names its act, and who it says issues."""
    if lines and (heading := titled(lines[0].line)):
        frame.title, frame.issued = heading
        frame.issuers = _issuers_of(frame.title)
        frame.used.add(0)
        _use_repeats(lines, limit, frame)
        return
    for i, raw in enumerate(lines[:limit]):
        if i in box.lines or rule("header.breadcrumb").search(_bare(raw.line)[0].text):
            continue
        if _title_from(lines, i, limit, frame):
            if not frame.issuers and not _letter_of(lines, i, limit, frame, box):
                _name_in_full(lines[:limit], frame)
            return
    for value in box.fields["title"]:
        title, day = _bare(value)
        if rule("header.act").search(title.text) and _ends(title):
            frame.title, frame.issued = title, day
            frame.issuers = _issuers_of(title)
            return


def _issuers_of(title: Line) -> tuple[Line, ...]:
    issuer = _issuer_in(title)
    return issuers_in(issuer) if issuer and issuer.text else ()


def _issuer_in(title: Line) -> Line | None:
    """Return what stands before the act; None where the words before it are no issuer's.

    The act alone may stand in marks: 青禾县人民政府办公室《关于印发…》的通知.
    """
    act = rule("header.act").search(title.text)
    if not act:
        return None
    before = title.part(0, act.start())
    if (marked := rule("header.marked_act").match(title.text)) and is_issuer(marked["issuer"]):
        return title.part(0, marked.end("issuer"))
    return None if rule("header.no_issuer").search(before.text) else before


def _title_from(lines: list[RawLine], i: int, limit: int, frame: Frame) -> bool:
    """Read the title that begins in line ``i``; False where none does."""
    title, day = _bare(lines[i].line)
    if i in frame.used or _is_prose(title.text) or rule("titles.furniture").search(title.text):
        return False
    if _issuer_in(title) is None:
        return False
    whole, last = _title_lines(lines, i, limit)
    title, day = _bare(whole)
    if not _ends(title):
        return False
    if last + 1 < limit and rule("titles.tail").search(lines[last + 1].line.text):
        last += 1
        title = title.sew(lines[last].line)
    title = _without_slogans(title)
    issuer = _issuer_in(title) or EMPTY
    above, first = _issuer_above(lines, i, issuer)
    if above.text:
        issuer = above.sew(issuer)
        if not is_letterhead(above.text):
            title = above.join(title)
            frame.used.update(range(first, i))
    frame.used.update(range(i, last + 1))
    frame.title, frame.issued = title, day
    if issuer.text:
        frame.issuers = issuers_in(issuer)
    _use_repeats(lines, limit, frame)
    return True


def _title_lines(lines: list[RawLine], i: int, limit: int) -> tuple[Line, int]:
    """Return the words of the title that begins in line ``i``, whole or not, and its last line."""
    whole, last = lines[i].line, i
    while not _ends(_bare(whole)[0]) and last + 1 < limit and last - i < _TITLE_LINES:
        if not _runs_on(lines[last + 1].line):
            return whole, last
        whole, last = whole.join(lines[last + 1].line), last + 1
    further = _letter_further(lines[last + 1 : min(limit, i + _TITLE_LINES)], whole)
    return (further[0], last + further[1]) if further else (whole, last)


def _runs_on(following: Line) -> bool:
    """Tell whether a line may be the next one of a title."""
    text = following.text
    return not (_is_prose(text) or text.endswith(("：", ":")) or is_number(text))


def _letter_further(below: list[RawLine], title: Line) -> tuple[Line, int] | None:
    """Return the whole title of a letter that seemed to end before, and how many lines more it takes.

    印发青禾州行动计划 over （2016—2018年）任务分工的通知, 做好春耕工作任务 over 分工的通知.
    """
    if rule("header.letter_end").search(title.text):
        return None
    for count, raw in enumerate(below, start=1):
        if not _runs_on(raw.line) or rule("header.act").search(raw.line.text) or date_in(raw.line.text):
            return None
        title = title.join(raw.line)
        if rule("header.letter_end").search(title.text):
            return (title, count) if len(title) <= LONGEST else None
    return None


def _without_slogans(title: Line) -> Line:
    """Return a title without what a site sets before its issuer: 政务服务丨…, 最新消息! ….."""
    act = rule("header.act").search(title.text)
    ahead = rule("header.slogan").match(title.text, 0, act.start()) if act else None
    return title.part(ahead.end()) if ahead else title


def _letter_of(lines: list[RawLine], at: int, limit: int, frame: Frame, box: Box) -> bool:
    """Take the title of the letter that issues what the page is headed by: 印发《关于…的办法》的通知."""
    assert frame.title
    heading = frame.title
    for i in range(at + 1, limit):
        if i in box.lines or rule("header.breadcrumb").search(lines[i].line.text):
            continue
        letter = replace(frame, title=None, used=set(frame.used))
        if not _title_from(lines, i, limit, letter) or not letter.issuers or letter.title is None:
            continue
        if f"《{heading.text}》" in letter.title.text or letter.title.text.endswith(heading.text):
            frame.title, frame.issuers = letter.title, letter.issuers
            frame.issued, frame.used = letter.issued or frame.issued, letter.used
            return True
    return False


def _name_in_full(lines: list[RawLine], frame: Frame) -> None:
    """Take the title from where it is printed with its issuer, if navigation told it without."""
    assert frame.title
    for raw in lines:
        title, _ = _bare(raw.line)
        named = len(title) - len(frame.title)
        if named > 0 and title.text.endswith(frame.title.text) and is_issuer(title.text[:named]):
            frame.title, frame.issuers = title, _issuers_of(title)
            return


def _issuer_above(lines: list[RawLine], at: int, issuer: Line) -> tuple[Line, int]:
    """Return the issuer, or the first words of it, in the lines above a title, and where it begins."""
    found, first = EMPTY, at
    if not issuer.text or rule("header.office_alone").fullmatch(issuer.text):
        above = lines[at - 1].line if at > 0 else EMPTY
        whole = None if issuer.text or at == 0 else broken_office(lines, at - 1)
        if whole is None and not is_issuer(above.text):
            return EMPTY, at
        found, first = (whole, at - 2) if whole else (above, at - 1)
    if issuer.text and first == at and (whole := begun_above(lines, at, issuer)):
        return whole.part(0, len(whole) - len(issuer)), at - 1
    whole = found.sew(issuer)
    if first > 0 and rule("header.placeless").match(whole.text):
        place = lines[first - 1].line
        if rule("header.place_alone").fullmatch(place.text):
            return place.sew(found), first - 1
    return (found, first) if issuer.text else _joint_above(lines, at, found, first)


def _joint_above(lines: list[RawLine], at: int, found: Line, first: int) -> tuple[Line, int]:
    """Return the issuers that stand one a line above a title, each beginning with the place's name."""
    while found.text and first > 0 and at - first < _ISSUER_LINES:
        above = lines[first - 1].line
        joint = rule("header.issuer_place").match(above.text)
        if is_letterhead(found.text) or not joint or not is_issuer(above.text):
            break
        if is_letterhead(above.text) or not found.text.startswith(joint["place"]) or above.text == found.text:
            break
        found, first = above.join(found), first - 1
    return found, first


def _is_prose(text: str) -> bool:
    if text.endswith(("。", "；", ";", "！")) or len(text) > LONGEST:
        return True
    # What issues two or three things by their names runs on.
    bare = rule("header.thing_named").sub("", text)
    return len(text) > _LONGEST_TITLE and not (
        len(bare) < _LONGEST_TITLE
        and rule("titles.title_end").search(bare)
        and rule("header.act").search(text)
    )


def _ends(title: Line) -> bool:
    """Tell whether a title is whole: it ends with its kind, or names what it issues (印发《…》)."""
    return bool(rule("titles.title_end").search(title.text) or rule("header.issues").search(title.text))


def _bare(title: Line) -> tuple[Line, Line | None]:
    """Return a title without what a page sets around it, and the day that stands behind it.

    The number that a compilation gives it, its marks (《…的通知》), the number before or behind it
    (…的通知（云府办〔2021〕8号）), the day in brackets, the ending of its file and the name of the site
    (…的通知_清漪县人民政府) go.
    """
    day = None
    title = title.part(0, len(title.text.rstrip("|｜ ")))
    if len(title) > LONGEST:
        return title, day
    if numbered := rule("titles.numbered_title").match(title.text):
        title = title.part(numbered.end())
    if file := rule("titles.file_end").search(title.text):
        title = title.part(0, file.start())
    if status := rule("titles.validity").search(title.text):
        title = title.part(0, status.start())
    if (dated := rule("titles.dated").search(title.text)) and date_in(dated["date"]):
        day = title.part(dated.start("date"), dated.end("date"))
        title = title.part(0, dated.start())
    title = _unnumbered(title)
    if marked := rule("titles.marked_title").fullmatch(title.text):
        title = title.part(marked.start("title"), marked.end("title"))
    for mark in rule("titles.site").finditer(title.text):
        before = title.text[: mark.start()]
        if rule("titles.names_act").search(before) and rule("titles.title_end").search(before):
            title = title.part(0, mark.start())
            break
    return title, day


def _unnumbered(title: Line) -> Line:
    """Return a title without the document's number before or behind it."""
    number = rule("titles.document_number").search(narrow(title.text))
    if not number:
        return title
    start = number_start(title, number)
    if rule("header.cites").search(title.text[start : number.end("body")]):
        return title  # 关于贯彻浙政发〔2023〕3号文件的意见
    before, after = title.text[:start].rstrip("（(【[ "), title.text[number.end() :].lstrip("）)】]：:|｜ ")
    if not after and before:
        return title.part(0, len(before))
    return title.part(len(title) - len(after)) if after and not before else title


def find_plain_title(lines: list[RawLine], limit: int, frame: Frame, box: Box) -> None:
    """A list that was published without a letter, or whose letter names no act, has a title all the same."""
    if frame.title is not None:
        return
    for value in box.fields["title"]:
        if match := rule("header.plain_title").match(value.text):
            frame.title = value.part(match.start("title"), match.end("title"))
            return
    for i, raw in enumerate(lines[: max(limit + 1, 3)]):  # the title of the list itself, too
        if i in box.lines or i in frame.used or _is_frame(raw.line):
            continue
        line, day = _bare(raw.line)
        if match := rule("header.plain_title").match(line.text):
            frame.title = line.part(match.start("title"), match.end("title"))
            frame.issued = frame.issued or day
            if i < limit:
                frame.used.add(i)
            return


def _is_frame(line: Line) -> bool:
    return bool(
        rule("header.breadcrumb").search(line.text)
        or rule("titles.furniture").search(line.text)
        or number_of(line)
    )


def _use_repeats(lines: list[RawLine], limit: int, frame: Frame) -> None:
    """A saved page prints its title again in the heading: use those lines up."""
    assert frame.title
    title = re.sub(r"\W", "", frame.title.text)
    for i, raw in enumerate(lines[:limit]):
        text = re.sub(r"\W", "", raw.line.text)
        if len(text) > 8 and (text == title or title.endswith(text) or text.endswith(title)):
            frame.used.add(i)
