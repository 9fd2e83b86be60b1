"""Stable, ASCII, opaque names: the one place where IRI paths are made.

A path stands below the base of instance IRIs (``https://w3id.org/zeren/`` unless set): the
same notice, read from txt or pdf by this version or the next, has the same paths. Nothing may be
read back out of a path; codes and numbers are data.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

from kg.numerals import DIGITS, LEGAL_DIGITS, LEGAL_UNITS, UNITS, value

SCHEME = 3
"""Raised whenever the same notice, body or place gets another path: a store of before is told apart."""

_PLAIN = str.maketrans(
    LEGAL_DIGITS[1:] + LEGAL_UNITS[:1] + "０１２３４５６７８９", DIGITS[1:] + UNITS[:1] + "0123456789"
)
_SPACE = re.compile(r"\s+")
_SERIES = r"(?:[A-Za-z]{1,4}|[Ⅰ-Ⅻ]|20[0-9]{2}|[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_DOTTED = re.compile(
    rf"(?:(?:[0-9]{{1,2}}[.．]|{_SERIES}\s?[-－—–]\s?)+|[（(]{_SERIES}[)）]\s?)(?P<last>[0-9]{{1,3}})[.．、]?"
)
_NUMBER = re.compile(r"[0-9]+|[零〇一二三四五六七八九十百]+")


def digest(*parts: str, length: int = 10) -> str:
    """Return the first ``length`` hex digits of the SHA-256 of the parts, without white space."""
    joined = "\n".join(_SPACE.sub("", part) for part in parts)
    return hashlib.sha256(joined.encode()).hexdigest()[:length]


def notice_path(
    division: str | None,
    year: int | None,
    number: str | None,
    issuer: str | None,
    title: str | None,
    issued: str | None,
    content: str,
) -> str:
    """Return ``notice/ID``: division, year and a digest of what names the notice best.

    Without a division the number alone names no notice: two governments may count alike.
    """
    if number and division:
        key = digest(number, length=8)
    elif number and (issuer or title):
        key = digest(issuer or title or "", number, length=8)
    elif number:
        key = digest(number, content, length=8)
    elif issuer and title and issued:
        key = digest(issuer, title, issued, length=8)
    else:
        key = digest(content, length=8)
    return f"notice/{division or 'x'}-{year or 'x'}-{key}"


def former_notice_path(year: int | None, number: str | None) -> str | None:
    """Return the path that a notice of no known division had before its issuer counted."""
    return f"notice/x-{year or 'x'}-{digest(number, length=8)}" if number else None


def document_path(division: str | None, number: str | None, title: str | None) -> str:
    """Return ``document/KEY`` of a document that a notice of ``division`` names, whose place is not known."""
    return f"document/{digest('document', division or '', number or title or '')}"


def unit_path(division: str | None, name: str) -> str:
    """Return ``unit/KEY`` of a body that no registry row knows yet; a row adopts the same key."""
    return f"unit/{digest('unit', division or '', name)}"


def group_path(owner: str, label: str) -> str:
    """Return ``group/KEY`` of a collective: ``owner`` is a division's code or a notice's path."""
    return f"group/{digest('group', owner, label)}"


def person_path(division: str | None, name: str) -> str:
    """Return ``person/KEY`` by division and name."""
    return f"person/{digest('person', division or '', name)}"


def post_path(division: str | None, title: str) -> str:
    """Return ``post/KEY`` by division and title."""
    return f"post/{digest('post', division or '', title)}"


def place_path(code: str | None, name: str, within: str | None = None) -> str:
    """Return ``place/CODE``; without a code a digest of the name, and of the superior's path where told.

    Two townships of one name in two counties that no table knows are two places.
    """
    return f"place/{code or 'x' + digest('place', name, *([within] if within else []))}"


def place_key(path: str, code: str | None, name: str) -> str:
    """Return what keeps a place's bodies, people and judgements apart from those of all others.

    Its code; without one its name, or its path where the name alone does not make the path.
    """
    return code or (name if path == place_path(None, name) else path)


def former_place_path(code: str, name: str) -> str:
    """Return ``place/CODE-KEY`` of a division whose code bears another name by now."""
    return f"place/{code}-{digest('place', name, length=4)}"


def untold_place_path(notice: str, name: str) -> str:
    """Return ``place/KEY`` of a place whose name several bear, where its notice does not tell which."""
    return f"place/x{digest('place', name, notice)}"


def indicator_path(label: str) -> str:
    """Return ``indicator/KEY`` by the indicator's label."""
    return f"indicator/{digest('indicator', label)}"


def ordinal(text: str | None) -> int | None:
    """Return the whole number that a printed number means: 十一、 → 11, （三） → 3, 1. → 1.

    >>> [ordinal(t) for t in ("十一、", "（三）", "1*", "①", "⑵", "二十", "叁、", "Ⅳ", "１２．", "*")]
    [11, 3, 1, 1, 2, 20, 3, 4, 12, None]
    >>> [ordinal(code) for code in ("A-3", "一-2", "ZD-2024-07")]
    [3, 2, 7]
    """
    if not text:
        return None
    bare = text.strip(" 、．.").translate(_PLAIN)
    if len(bare) == 1 and unicodedata.category(bare) in ("No", "Nl"):
        return int(unicodedata.numeric(bare))  # ①, ⑵, ❸, Ⅳ
    # Of 2.1.3, 2-3 and A-3 the last part counts among its siblings.
    dotted = _DOTTED.fullmatch(bare)
    found = _NUMBER.search(dotted["last"] if dotted else bare)
    if not found:
        return None
    word = found.group()
    if word[0].isdigit():
        return int(word)
    return value(word)
