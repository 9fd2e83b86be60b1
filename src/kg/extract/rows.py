"""Figures in a row share what stands before the first or behind the last: A、B分别增长5%、6%以上.

Rows(sentence, amounts).first(2) -> 0      the row's first figure, by its index
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kg.extract.amounts import Amount, find_amounts
from kg.extract.comparators import bound_before, is_rate
from kg.extract.facts import TargetFact
from kg.extract.indicators import noun_left
from kg.extract.sentences import BEFORE, Sentence
from kg.model import Bound
from kg.registry import patterns

IN_TURN: Final = "分别"


class Rows:
    """The rows of one sentence: 5%、6%和8%."""

    def __init__(self, sentence: Sentence, amounts: Sequence[Amount]) -> None:
        self._text = sentence.text
        self._sentence = sentence
        self._amounts = amounts
        joined = patterns.load("targets")["joined"]
        self._first = list(range(len(amounts)))
        for i in range(1, len(amounts)):
            if joined.fullmatch(self._text, amounts[i - 1].end, amounts[i].start):
                self._first[i] = self._first[i - 1]
        self._size = [0] * len(amounts)
        for first in self._first:
            self._size[first] += 1

    def first(self, index: int) -> int:
        """Return the index of the first figure of a row."""
        return self._first[index]

    def size(self, index: int) -> int:
        """Return how many figures stand in the row of one."""
        return self._size[self._first[index]]

    def _head(self, index: int) -> str:
        """Return what stands before the row in its clause."""
        start = self._amounts[self._first[index]].start
        return self._text[max(self._sentence.clause_start(start), start - BEFORE) : start]

    def bound(self, index: int) -> Bound | None:
        """分别达到5万头、10万只: the comparator before the first figure holds for those behind it."""
        if self._first[index] == index:
            return None
        head = self._head(index)
        return bound_before(head)[0] if IN_TURN in head else None

    def share_bound(self, index: int, bound: Bound, targets: list[TargetFact], start: int) -> None:
        """分别下降3%、5%以上: what follows the last figure holds for those before it.

        Args:
            index: the figure that is compared so.
            bound: how.
            targets: all so far; those of the row that are not compared take the bound.
            start: where those of the sentence begin.
        """
        first = self._first[index]
        if bound == "eq" or first == index:
            return
        before = self._text[max(0, self._amounts[first].start - BEFORE) : self._amounts[first].start]
        if IN_TURN not in before:
            return
        for position in range(len(targets) - 1, max(start, len(targets) - (index - first)) - 1, -1):
            if targets[position].bound != "eq":
                return
            targets[position] = replace(targets[position], bound=bound)

    def name(self, index: int, targets: Sequence[TargetFact], start: int) -> str | None:
        """A、B分别增长5%、6%: give each figure its own indicator.

        Args:
            index: the figure.
            targets: all before it.
            start: where those of the sentence begin.
        """
        head = self._head(index)
        at = head.rfind(IN_TURN)
        if at < 0:
            return None
        position, size = index - self._first[index], self.size(index)
        if size > 1 and not noun_left(patterns.load("targets")["year_on_year"].sub("", head[:at])):
            # 接待游客100万人次、实现收入10亿元，分别增长5%、8%: what was named before, in turn.
            named_before = len(targets) - position - size
            return targets[named_before + position].indicator if named_before >= start else None
        names = [named(name) for name in names_of(head[:at])]
        if all(amount.chinese for amount in find_amounts(head[:at])):
            names = completed(names)
        return names[position] if len(names) > position else None

    def all_alike(self, left: str, index: int) -> list[str]:
        """签约率、履约率均达到100%; 起数和人数分别下降10%: one figure for each of the names."""
        words = patterns.load("targets")
        if index + 1 < len(self._amounts) and self._first[index + 1] == self._first[index]:
            return []
        match = words["all_alike"].search(left)
        rates = words["rates"].fullmatch(left) if not match and is_rate(self._amounts[index].unit) else None
        if rates:  # 在线开标率、电子化率保持在95%以上
            first, *others = words["list_of_rates"].split(rates["names"])
            return [named(first), *others]
        if not match:
            return []
        for parts in (words["list_of_names"], words["list"]):  # 生态环保和水利投资 is one
            names = [named(name) for name in parts.split(left[: match.start()])]
            names = [name for name in names if len(name) >= 2]
            alike = len({name[-1] for name in names}) == 1 or all(map(words["measure_name"].search, names))
            if len(names) > 1 and (alike or match.group() == IN_TURN):
                return names
        return []


def names_of(text: str) -> list[str]:
    """Return the names of a list: 工业投资、技改投资和民间投资."""
    return [name for name in patterns.load("targets")["list_of_names"].split(text) if name.strip()]


def completed(names: list[str]) -> list[str]:
    """Give parallel names the head that only the last one holds: 供水、供热接入时限.

    The head begins with a word that opens such heads, or where the last name is as long as the
    others and shares a character with them; a name that holds a head of its own needs none.
    """
    words = patterns.load("targets")
    if len(names) < 2 or any(words["head_of_names"].search(name) for name in names[:-1]):
        return names
    *first, last = names
    begin = _head_of(first, last) if words["head_of_names"].search(last) else 0
    if not begin:
        return names
    own = words["how_many"].sub("", last[:begin])  # 三大产业产值
    return [_with_head(name, last[begin:]) for name in (*first, own)]


def _head_of(first: list[str], last: str) -> int:
    """Return where the head of the last of parallel names begins, or 0."""
    word = next((i for i, char in enumerate(last) if not char.isascii()), len(last))
    if word > 1:  # PM10、PM2.5平均浓度
        return word if all(name.isascii() for name in first) else 0
    begins = patterns.load("targets")["head_begins"]
    for begin in range(1 if all(len(name) == 1 for name in first) else 2, len(last) - 1):
        if begins.match(last[begin:]):
            return begin
    size = len(first[0])
    alike = all(len(name) == size and set(name) & set(last[:size]) for name in first)
    return size if alike and size < len(last) - 1 else 0


def _with_head(name: str, head: str) -> str:
    """Put name and head together; what they share stands once: 城镇居民 + 居民人均收入."""
    shared = next((size for size in range(min(len(name), len(head)), 0, -1) if name.endswith(head[:size])), 0)
    return name + head[shared:]


def named(words: str) -> str:
    """Return the indicator that words name, or the words themselves."""
    return noun_left(words) or words.strip()
