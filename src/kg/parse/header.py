"""What frames the lists: number, title, issuer, date, addressees, copy list, the letter's words.

split_frame(lines) -> Header, the indices of the lines that it used
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.parse.document import Header
from kg.parse.frame import Frame, is_issuer, is_letterhead
from kg.parse.imprint import imprint_in
from kg.parse.infobox import BOX_LINES, read_box
from kg.parse.joint_issuers import named_in_full
from kg.parse.lines import Line, RawLine
from kg.parse.numbering import number_of
from kg.parse.own_issue import find_issue
from kg.parse.own_number import find_number
from kg.parse.own_title import find_plain_title, find_title
from kg.registry.patterns import rule

_FOOT_LINES = 8  # of a saved page


def split_frame(lines: list[RawLine], first_list: int) -> tuple[Header, set[int]]:
    """Read the frame; ``first_list`` is the index of the first line that belongs to a list.

    Returns:
        the header, and the indices of the lines that it used.
    """
    frame = Frame()
    box = read_box(lines[: max(first_list, BOX_LINES)])
    find_number(lines, first_list, frame, box)
    find_title(lines, first_list, frame, box)
    _find_addressees(lines, first_list, frame)
    find_issue(lines, first_list, frame, box)
    find_plain_title(lines, first_list, frame, box)
    _find_tail(lines, first_list, frame)
    banners = tuple(_banners(lines[:first_list]))
    frame.issuers = named_in_full(frame.issuers, (*frame.signers, *box.fields["issuer"]))
    frame.issuers = named_in_full(frame.issuers, banners)
    letter = tuple(
        raw.line
        for i, raw in enumerate(lines[:first_list])
        if i not in frame.used and i not in box.lines and not rule("titles.furniture").search(raw.line.text)
    )
    others = (*frame.signers, *banners, *box.fields["issuer"], *box.fields["source"])
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
        sites=tuple(_sites(lines, first_list)),
        signers=tuple(line for line in frame.signers if line.text),
        imprint=frame.imprint,
    )
    return header, frame.used


def _banners(lines: list[RawLine]) -> Iterator[Line]:
    """Yield whose paper it is: 青禾县人民政府办公室文件."""
    for raw in lines:
        if is_letterhead(raw.line.text) and is_issuer(raw.line.text):
            yield raw.line.part(0, len(raw.line) - 2)


def _sites(lines: list[RawLine], limit: int) -> Iterator[Line]:
    """Yield the offices whose site a saved page is of: in its head, behind its title or in its foot."""
    last = range(max(limit, len(lines) - _FOOT_LINES), len(lines))
    for i in (*range(limit), *last):
        line = lines[i].line
        for match in rule("header.site_office").finditer(line.text):
            name = "office" if match["office"] else "foot"
            yield line.part(match.start(name), match.end(name))


def _find_addressees(lines: list[RawLine], limit: int, frame: Frame) -> None:
    for i, raw in enumerate(lines[:limit]):
        line = raw.line
        if i in frame.used or rule("titles.furniture").search(line.text) or number_of(line):
            continue
        if rule("titles.addressees").search(line.text) and rule("header.addressed").search(line.text):
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


def _find_tail(lines: list[RawLine], limit: int, frame: Frame) -> None:
    """The copy list and imprint of the last page."""
    for i in range(len(lines) - 1, max(limit - 1, len(lines) - 12, 0) - 1, -1):
        line = lines[i].line
        match = rule("titles.copied_to").match(line.text)
        if match:
            bodies = line.part(match.start("bodies"))
            frame.used.add(i)
            j = i + 1
            while j < len(lines) and not bodies.text.endswith("。"):
                following = lines[j].line
                if rule("titles.printed_by").search(following.text) or is_issuer(following.text):
                    break
                bodies = bodies.join(following)
                frame.used.add(j)
                j += 1
            frame.copied_to = bodies
            frame.imprint = imprint_in(lines[j - 1 :])
            frame.used.update(range(j, len(lines)))
            return
        if rule("titles.printed_by").search(line.text) and len(line) < 60:
            frame.used.add(i)
            if i > 0 and is_issuer(lines[i - 1].line.text):
                frame.used.add(i - 1)
            frame.imprint = imprint_in(lines[max(i - 1, 0) : i + 1])
