"""What is found of a notice's frame, line by line, and where a text tells a date.

The files of ``header`` fill it in turn: ``own_number``, ``own_title``, ``own_issue``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kg.parse.lines import Line, RawLine, narrow
from kg.registry.patterns import load, rule


@dataclass
class Frame:
    """What frames the lists, and the indices of the lines that it used."""

    number: Line | None = None
    title: Line | None = None
    issuers: tuple[Line, ...] = ()
    signers: tuple[Line, ...] = ()
    issued: Line | None = None
    addressees: Line | None = None
    copied_to: Line | None = None
    imprint: Line | None = None
    used: set[int] = field(default_factory=set)


def date_in(text: str) -> re.Match[str] | None:
    """Return the first date of a text, written in full or in Chinese numerals."""
    return rule("titles.date").search(narrow(text)) or rule("titles.cn_date").search(text)


def is_issuer(text: str) -> bool:
    """Tell whether a line holds an issuer and nothing else."""
    return rule("titles.issuer").fullmatch(text) is not None


def is_letterhead(text: str) -> bool:
    """Tell whether a line is whose paper it is: 青禾县人民政府文件."""
    return text.endswith(load("header").words["letterhead"])


def broken_office(lines: list[RawLine], at: int) -> Line | None:
    """Return an issuer that ends in line ``at`` and begins above it.

    青禾县人民政府⏎办公室, 青禾县人民⏎政府办公室, 青禾县创建卫生县城工作⏎领导小组办公室.
    """
    line = lines[at].line
    if at == 0:
        return None
    if not rule("header.office_alone").fullmatch(line.text):
        return begun_above(lines, at, line)
    above = lines[at - 1].line
    is_whole = rule("header.has_office").search(above.text) is not None or is_letterhead(above.text)
    return above.sew(line) if is_issuer(above.text) and not is_whole else None


def begun_above(lines: list[RawLine], at: int, body: Line) -> Line | None:
    """Return the issuer whose last words are ``body``, of line ``at``, and whose first stand above it."""
    above = lines[at - 1].line if at else body
    organ = rule("header.placeless").match(body.text) and rule("header.broken_above").match(above.text)
    whole_above = is_issuer(above.text) and not rule("header.place_alone").fullmatch(above.text)
    begins = (
        is_issuer(body.text)
        and rule("header.bare_body").fullmatch(body.text)
        and rule("header.body_begins").fullmatch(above.text)
        and not whole_above
    )
    if at == 0 or not (organ or begins):
        return None
    whole = above.sew(body)
    return whole if is_issuer(whole.text) else None
