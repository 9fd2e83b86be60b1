"""The number before a heading or item: its style, its text, where the words begin."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kg.identity import ordinal
from kg.parse.lines import Line, once
from kg.registry import patterns


@dataclass(frozen=True, slots=True)
class Number:
    """``text`` as printed without its punctuation (1, （一）, 一); ``end`` is where the words begin."""

    style: str
    text: str
    value: int | None
    end: int


@cache
def _styles() -> tuple[tuple[str, re.Pattern[str]], ...]:
    file = patterns.load("numbering")
    return tuple(file.patterns.items())


@cache
def rank(style: str) -> float:
    """Return the usual depth of a style, from 0 (第一部分) to 7 (①)."""
    return next(float(row["rank"]) for row in patterns.load("numbering").rows if row["name"] == style)


_MAY_BEGIN = frozenset(
    "—●◆▲■★※•○◇□➢►▶◎☆△▪◼✦第（(⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳〇零一二三四五六七八九十百0123456789"
)


@once
def number_of(line: Line) -> Number | None:
    """Return the number that the line begins with, or None."""
    text = line.text
    if not text or text[0] not in _MAY_BEGIN:
        return None
    for style, pattern in _styles():
        match = pattern.match(text)
        if match:
            printed = match.group().strip()
            if style == "bullet":
                return Number(style, printed, None, match.end())
            value = ordinal(printed.split(".")[-1] or printed) if style == "dotted" else ordinal(printed)
            end = match.end()
            while end < len(text) and text[end] in " ★☆▲△":
                end += 1
            return Number(style, printed.rstrip("、．.﹒： :") if style != "part" else printed, value, end)
    return None


def number_above(line: Line, content: str) -> Number | None:
    """Return a number that stood in a line of its own above the words (``run_on_items`` joined them)."""
    match = re.match(r"(\d{1,3}) (?=[一-龥“《])", line.text)
    if not match or content[line.at[match.end() - 1]] not in "\r\n":
        return None
    return Number("num", match[1], int(match[1]), match.end())


def bare_number(line: Line, expected: int | None, chapters: int | None) -> Number | None:
    """Return a number that the styles do not see, where the sequence asks for it.

    It lost its punctuation (``3 完成…``, ``一 产业强街``), or a figure follows it (``2.110千伏…``).

    Args:
        line: the line.
        expected: the number that would go on from the last 1. 2. 3.
        chapters: the number that would go on from the last 一、二、三、.
    """
    chapter = re.match(r"([一二三四五六七八九十]{1,3})(?=[一-龥“])", line.text)
    if chapter and len(line) <= 40 and line.gap(chapter.end()) and ordinal(chapter[1]) == chapters:
        return Number("cn", chapter[1], chapters, chapter.end())
    match = re.match(r"(\d{1,3})(?:(?P<dot>[.．、])(?=\d)|(?=[一-龥“《]))", line.text)
    if not match or expected is None or int(match[1]) != expected:
        return None
    if not match["dot"] and not line.gap(match.end()):
        return None
    return Number("num", match[1], expected, match.end())
