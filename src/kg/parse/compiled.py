"""The heading that a compilation sets above each document: its number, the title, the day in brackets.

    10.
    芜湖市水务局等7部门关于印发《…
    实施细则》的通知（2023年5月30日）

parted(lines) -> the heading as one line, or None, and the other lines
titled(line)  -> its title and day
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.parse.lines import Line, RawLine, narrow, once
from kg.registry.patterns import rule

_MOST_LINES = 9  # of a heading, where print broke it at its marks, too


def parted(lines: Sequence[RawLine]) -> tuple[RawLine | None, list[RawLine]]:
    """Return the heading that begins a text, put together from its lines, and the lines below it."""
    if not lines or not rule("titles.compiled_number").match(lines[0].line.text):
        return None, list(lines)
    whole = lines[0].line
    for count in range(1, min(_MOST_LINES, len(lines)) + 1):
        if count > 1:
            whole = whole.sew(lines[count - 1].line)
        if titled(whole):
            return RawLine((whole,), lines[0].at, whole), list(lines[count:])
        if whole.text.endswith(("。", "；", "：")):
            break
    return None, list(lines)


@once
def titled(line: Line) -> tuple[Line, Line | None] | None:
    """Return the title and the day (None where it is cut short) of such a heading; None of other lines.

    An item of a list may end with a day, too: a title names its issuer and act, or its place and kind.
    """
    match = rule("titles.compiled_title").fullmatch(narrow(line.text))
    if match is None:
        return None
    title = line.part(match.start("title"), match.end("title"))
    act = rule("header.act").search(title.text)
    issued = (
        act is not None and act.start() > 2 and not rule("header.no_issuer").search(title.text[: act.start()])
    )
    place = rule("header.issuer_place").match(title.text)
    placed = place is not None and len(place["place"]) > 2
    kind = rule("titles.title_end").search(title.text) or rule("header.plain_title").fullmatch(title.text)
    if not issued and not (placed and kind):
        return None
    day = line.part(match.start("date"), match.end("date"))
    return title, day if day.text.endswith("日") else None
