"""The name of what a target measures, cut out of the words around its figure.

noun_left("确保全年完成固定资产投资") -> "固定资产投资"
"""

from __future__ import annotations

import re
from functools import cache

from kg.registry import patterns


@cache
def _words() -> patterns.PatternFile:
    return patterns.load("targets")


def without_amounts(text: str) -> str:
    """Return ``text`` without its figures and their units."""
    return re.sub(r"[\d.]+\s?[一-龥%％]{1,3}", "", text)


@cache
def _leading_verb() -> re.Pattern[str]:
    # Single characters (建, 创) open too many nouns to be cut off.
    # 新增 and 净增 say what is counted: the growth, not the stock.
    kept = ("新增", "净增")
    verbs = "|".join(v for v in _words()["verb"].pattern.split("|") if len(v) > 1 and v not in kept)
    return re.compile(
        f"^(?:基本|全部|至少)?(?:{verbs})(?=[一-龥“A-Za-z0-9])(?!业|率|额|数|费|支出|收入|总|项目|工程|面积|量|能力)"
    )


@cache
def _only_verbs() -> re.Pattern[str]:
    return re.compile(f"(?:{_words()['verb'].pattern})+")


def is_verb(text: str) -> bool:
    """Tell whether ``text`` is nothing but verbs of action: 改造提升."""
    return _only_verbs().fullmatch(text) is not None


def begins_with_verb(text: str) -> bool:
    """Tell whether ``text`` says what is done: 新增停车位, but not 建筑面积."""
    return text.startswith(("新增", "净增")) or _leading_verb().match(text) is not None


def _balanced(text: str) -> str:
    """Drop a quotation mark that lost its other half."""
    if text.count("“") != text.count("”"):
        text = text.strip("“”")
    return text


def _without_head(text: str) -> str:
    """Drop the words and verbs before a name: 确保全年完成."""
    words = _words()
    for turn in range(3):
        head = words["indicator_head"].match(text)
        if head and (turn == 0 or head.end() < len(text)):
            text = text[head.end() :]
        if words["whole_word"].match(text):
            return text
        verb = _leading_verb().match(text)
        if not verb or len(text) - verb.end() < 2:
            return text
        text = text[verb.end() :]
    return text


def last_noun(text: str) -> str:
    """Return what a long phrase is about: 具有…、能够…的企业紧缺人才 -> 企业紧缺人才."""
    noun = text.rsplit("的", 1)[-1]
    if len(noun) < 3:
        noun = text
    return noun.rsplit("、", 1)[-1] if len(noun) > 24 else noun


def noun_left(left: str) -> str | None:
    """Return the name of the indicator that ``left`` ends with, or None where it names none."""
    words = _words()
    text = left.strip()
    tail = words["indicator_tail"].search(text)
    if tail:
        text = text[: tail.start()]
    text = re.sub(r"[（(][^（）()]*[)）]", "", text)
    text = _without_head(text)
    if len(text) > 24:
        text = last_noun(text)
    text = _balanced(text.strip("、，, 的将要并"))
    if len(text) < 2 or (words["verb"].fullmatch(text) and not words["whole_word"].fullmatch(text)):
        return None
    return text
