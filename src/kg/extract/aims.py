"""Whether a commitment aims at a figure that no rule calls something else.

    is_aim(figure) -> bool

A figure is an aim when the words around it say so: a verb of change, a comparator, or an action
whose object is counted.
"""

from __future__ import annotations

from typing import Final

from kg.extract.comparators import is_rate
from kg.extract.figures import Figure, acted, hedged
from kg.registry import patterns

_LEAST_LONG: Final = 200  # metres: a shorter length describes a thing


def is_aim(figure: Figure) -> bool:
    """Tell whether the words around a figure aim at it."""
    words = patterns.load("targets")
    if words["per_head"].search(figure.bare) and figure.closes:
        return words["to_standard"].search(figure.sentence) is not None
    return _at_end(figure) if figure.closes else _before_noun(figure)


def _at_end(figure: Figure) -> bool:
    """The clause ends with the figure: 森林覆盖率65%, 人行天桥3座."""
    if figure.compared or figure.change != "level" or acted(figure.before):
        return True
    if is_rate(figure.amount.unit) and not figure.measure.countable:
        return bool(figure.bare)
    return _listed(figure)


def _listed(figure: Figure) -> bool:
    """A short clause that is a noun with its count: 人行天桥3座."""
    words = patterns.load("targets")
    named = len(words["list_marks"].sub("", figure.bare)) >= 2
    return named or figure.known or words["summed"].search(figure.bare) is not None


def _is_made_long(figure: Figure) -> bool:
    """Tell whether a length is one of what is made: 新建50公里道路; a short one describes."""
    is_length = figure.measure.kind == "Length" and figure.amount.value >= _LEAST_LONG
    return is_length and acted(figure.bare[-6:])


def _before_noun(figure: Figure) -> bool:
    """Words follow the figure: 新建3座人行天桥, 75%的行政村, 110千伏变电站."""
    words, measure = patterns.load("targets"), figure.measure
    if figure.serves or figure.all_done:
        return True  # 5个工作日内办结, 贫困人口420人全部脱贫
    if figure.compared and figure.bound_behind is not None and figure.rest and measure.countable:
        return acted(figure.before) or _taken(figure)
    if is_rate(figure.amount.unit):
        return _is_share(figure)
    if figure.promises:
        return True  # 安排1200万元启动费
    if words["describes"].search(figure.amount.unit):
        return (figure.compared and not words["attribute"].match(figure.after)) or _is_made_long(figure)
    if figure.amount.chinese:
        return _in_chinese(figure)
    if words["begins_item"].search(figure.bare) and words["achieved"].match(figure.after):
        return True  # 28个贫困村退出
    if figure.counted and not figure.bare.strip("、，, "):
        return True  # 支持300名…，1000名…: the action runs on
    if words["done_to"].match(figure.before.lstrip()):
        return acted(figure.clause)  # 对3个小区实施供气: the action follows
    return acted(figure.before) or hedged(figure.before)


def _taken(figure: Figure) -> bool:
    """将19个以上项目纳入统筹: the action follows."""
    words = patterns.load("targets")
    if not words["takes"].search(figure.bare):
        return False
    return acted(figure.rest) or words["claim"].search(figure.rest) is not None


def _is_share(figure: Figure) -> bool:
    words = patterns.load("targets")
    if words["rate_done"].match(figure.after) and len(figure.bare.strip()) >= 2:
        return True
    claimed = acted(figure.before) or hedged(figure.before) or words["claim"].search(figure.after) is not None
    if words["rate_named"].match(figure.after) and (claimed or figure.counted):
        return True  # 90%解决率
    return claimed and words["share_of"].match(figure.after) is not None


def _in_chinese(figure: Figure) -> bool:
    """A Chinese numeral counts things where an action names them, and is a turn of phrase elsewhere."""
    words = patterns.load("targets")
    if figure.amount.value == 1:
        concrete = figure.amount.unit in words.words["concrete_units"]
        return concrete and acted(figure.bare[-4:]) and not words["slogan"].search(figure.before)
    return acted(figure.before) or "、" in figure.bare
