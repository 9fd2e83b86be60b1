"""The name of what a target measures, cut out of the words around its figure.

    noun_left("确保全年完成固定资产投资") -> "固定资产投资"

The words that are no part of a name are data: ``data/patterns/indicators.yml``.
"""

from __future__ import annotations

from functools import cache

from kg.registry import patterns

LONGEST = 24  # characters of a name; of more, what stands behind the last 的 counts
_EDGES = "、，,:： 的将要并"


@cache
def _words() -> patterns.PatternFile:
    return patterns.load("indicators")


def without_amounts(text: str) -> str:
    """Return ``text`` without its figures and their units."""
    return _words()["figure"].sub("", text)


def without_asides(text: str) -> str:
    """Return ``text`` without asides in brackets; a few words in them are part of a name."""
    return _words()["bracket"].sub("", text)


def is_verb(text: str) -> bool:
    """Tell whether ``text`` is nothing but verbs of action: 改造提升."""
    words = _words()
    return any(words[name].fullmatch(text) for name in ("only_verbs", "all_verbs"))


def without_verb(noun: str) -> str:
    """Return a name without the verbs that it begins with: 开工项目 -> 项目."""
    verb = _words()["only_verbs"].match(noun)
    return noun[verb.end() :] if verb and len(noun) - verb.end() >= 2 else noun


def begins_with_verb(text: str) -> bool:
    """Tell whether ``text`` says what is done: 新增停车位, but not 建筑面积."""
    return _words()["leading_verb"].match(text) is not None or _words()["grown"].match(text) is not None


def _balanced(text: str) -> str:
    """Drop a quotation mark that lost its other half."""
    return text.strip("“”") if text.count("“") != text.count("”") else text


def _without_head(text: str) -> str:
    """Drop the words and verbs before a name: 确保全年完成."""
    words = _words()
    for turn in range(3):
        head = words["head"].match(text)
        if head and (turn == 0 or head.end() < len(text)):
            text = text[head.end() :]
        if words["whole_word"].match(text):
            return text
        verb = words["leading_verb"].match(text)
        if not verb or len(text) - verb.end() < 2:
            return text
        text = text[verb.end() :]
    return text


def last_noun(text: str) -> str:
    """Return what a long phrase is about: 具有…、能够…的企业紧缺人才 -> 企业紧缺人才."""
    noun = text.rsplit("的", 1)[-1]
    if len(noun) < 3:
        noun = text
    return noun.rsplit("、", 1)[-1] if len(noun) > LONGEST else noun


def noun_left(left: str) -> str | None:
    """Return the name of the indicator that ``left`` ends with, or None where it names none."""
    words = _words()
    text = left.strip()
    tail = words["tail"].search(text)
    if tail:
        text = text[: tail.start()]
    text = _without_head(words["levels"].sub("", without_asides(text)))
    if len(text) > LONGEST:
        text = last_noun(text)
    text = _balanced(text.strip("、，, 的将要并"))
    if len(text) < 2 or (words["one_verb"].fullmatch(text) and not words["whole_word"].fullmatch(text)):
        return None
    return text
