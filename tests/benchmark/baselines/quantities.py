"""Quantities in a sentence, four ways: each ``sentence -> [{indicator, value, unit, change, bound}]``.

regex       a number, a unit of a list, and the words before it
jieba_rules the same numbers; the indicator is the run of nouns before it (jieba.posseg)
jionlp      money as JioNLP extracts it (1.5 knows no other quantity)
quantulum   as quantulum3 does (made for English)
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

Target = dict[str, Any]
UNITS = (
    "万亿元|亿元|万元|元|%|％|个百分点|万平方米|平方米|公里|千米|万亩|亩|公顷|"
    "万吨|吨|万人|人|人次|户|家|个|座|所|项|条|台|辆|张|次|场|件|处|名|套|"
    "对|公斤"
)
NUMBER = re.compile(rf"(\d+(?:\.\d+)?)\s?({UNITS})")
AT_LEAST, AT_MOST = ("以上", "不少于", "不低于", "达到", "超过"), ("以下", "以内", "不超过", "不高于")


def regex(sentence: str) -> list[Target]:
    """Find quantities by a pattern."""
    return [
        _target(sentence, m.start(), m.end(), float(m[1]), m[2], _before(sentence[: m.start()]))
        for m in NUMBER.finditer(sentence)
    ]


def jieba_rules(sentence: str) -> list[Target]:
    """Find quantities by the same pattern, indicators by parts of speech."""
    import jieba.posseg

    found = []
    for match in NUMBER.finditer(sentence):
        words: list[str] = []
        for word, tag in reversed(list(jieba.posseg.cut(_clause(sentence[: match.start()])))):
            if tag.startswith(("n", "vn", "b", "j", "l", "a")) or not words:
                words.insert(0, word)
            else:
                break
        found.append(_target(sentence, match.start(), match.end(), float(match[1]), match[2], "".join(words)))
    return found


def jionlp(sentence: str) -> list[Target]:
    """Find money as JioNLP does."""
    import jionlp as library

    found = []
    for entry in library.ner.extract_money(sentence, with_parsing=False):
        match = re.match(r"(\d+(?:\.\d+)?)\s?(\D+)$", entry["text"])
        if match:
            start, end = entry["offset"]
            found.append(_target(sentence, start, end, float(match[1]), match[2], _before(sentence[:start])))
    return found


def quantulum(sentence: str) -> list[Target]:
    """Find quantities as quantulum3 does."""
    from quantulum3 import parser

    found = []
    for one in parser.parse(sentence):
        start, end = one.span
        unit = re.match(rf"\s?({UNITS})", sentence[end:])
        words = unit[1] if unit else one.unit.name if one.unit.name != "dimensionless" else ""
        found.append(
            _target(
                sentence,
                start,
                end + (unit.end() if unit else 0),
                float(one.value),
                words,
                _before(sentence[:start]),
            )
        )
    return found


WAYS: dict[str, Callable[[str], list[Target]]] = {
    "regex": regex,
    "jieba-rules": jieba_rules,
    "jionlp": jionlp,
    "quantulum3": quantulum,
}


def _clause(words: str) -> str:
    return re.split(r"[，。；、,;]", words)[-1]


def _before(words: str) -> str:
    """Return what stands before a number: the last clause without its verb and bound."""
    clause = re.sub(r"(?:达到|不少于|不低于|超过|增长|新增|新建|完成|控制在|力争|确保)+$", "", _clause(words))
    return clause[-12:] or words[-6:]


def _target(sentence: str, start: int, end: int, value: float, unit: str, indicator: str) -> Target:
    before, behind = sentence[max(0, start - 4) : start], sentence[end : end + 2]
    up, down = "增长" in before, "下降" in before or "降低" in before
    least = any(word in before or behind.startswith(word) for word in AT_LEAST)
    most = any(word in before or behind.startswith(word) for word in AT_MOST)
    return {
        "indicator": indicator or sentence[end : end + 6],
        "value": value,
        "unit": unit,
        "change": "increase" if up else "decrease" if down else "level",
        "bound": "ge" if least else "le" if most else "eq",
    }
