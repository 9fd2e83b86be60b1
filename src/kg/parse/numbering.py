"""The number before a heading or item: its style, its text, where the words begin."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kg.identity import ordinal
from kg.parse.lines import Line, once
from kg.registry import patterns
from kg.registry.patterns import rule

_MARKS = " ★☆▲△"  # before the words of what leads or is new
_LONGEST_CHAPTER = 40  # characters of a chapter whose number lost its mark


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
    return tuple((row["name"], file[row["name"]]) for row in file.rows if "rank" in row)


@cache
def rank(style: str) -> float:
    """Return the usual depth of a style, from 0 (第一部分) to 7 (①)."""
    return next(float(row["rank"]) for row in patterns.load("numbering").rows if row["name"] == style)


@once
def number_of(line: Line) -> Number | None:
    """Return the number that the line begins with, or None."""
    text = line.text
    if not rule("numbering.may_begin").match(text):
        return None
    for style, pattern in _styles():
        match = pattern.match(text)
        if match and _is_closed(match, line):
            printed = match.group().strip()
            if style == "bullet":
                return Number(style, printed, None, match.end())
            value = ordinal(printed)
            end = _words_begin(line, match.end())
            return Number(style, printed.rstrip("、．.﹒： :，,") if style != "part" else printed, value, end)
    return None


def _is_closed(match: re.Match[str], line: Line) -> bool:
    """Tell whether a number ends: by its mark, by the mark of what leads, or by a gap."""
    if match.groupdict().get("held"):
        return True
    end = match.end()
    marked = match.groupdict().get("mark", "") if "mark" in match.re.groupindex else True
    return bool(marked) or line.text[end : end + 1] in {*_MARKS} or line.gap(end)


def _words_begin(line: Line, end: int) -> int:
    return end + len(line.text[end:]) - len(line.text[end:].lstrip(_MARKS))


def number_above(line: Line, content: str) -> Number | None:
    """Return a number that stood in a line of its own above the words (``run_on_items`` joined them)."""
    match = rule("numbering.above").match(line.text)
    if not match or content[line.at[match.end() - 1]] not in "\r\n":
        return None
    return Number("num", match["number"], int(match["number"]), match.end())


def bare_number(line: Line, expected: int | None, chapters: int | None) -> Number | None:
    """Return a number that the styles do not see, where the sequence asks for it.

    It lost its punctuation (``3 完成…``, ``一 产业强街``), or a figure follows it (``2.110千伏…``).

    Args:
        line: the line.
        expected: the number that would go on from the last 1. 2. 3.
        chapters: the number that would go on from the last 一、二、三、.
    """
    chapter = rule("numbering.bare_chapter").match(line.text)
    alone = chapter and len(line) <= _LONGEST_CHAPTER and line.gap(chapter.end())
    if chapter and alone and ordinal(chapter[0]) == chapters:
        return Number("cn", chapter[0], chapters, chapter.end())
    match = rule("numbering.bare").match(line.text)
    if not match or expected is None or int(match["number"]) != expected:
        return None
    if not match["dot"] and not _is_closed(match, line):
        return None
    return Number("num", match["number"], expected, _words_begin(line, match.end()))
