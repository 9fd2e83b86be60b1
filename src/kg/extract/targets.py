"""Targets: commitments with a number, in the wording of Chinese administration.

    find_targets(line) -> targets, compared aims, numbers that were not understood

An amount is a target when the words around it aim at it: a verb of change (增长6%), a comparator
(达到90%), or an action whose object is counted (新建3座人行天桥). Names, specifications,
thresholds, progress and the terms of a policy hold numbers too, and are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache

from kg.extract.amounts import Amount, find_amounts, number
from kg.extract.distractors import (
    DURATIONS,
    LIST,
    QUOTED,
    SERVED,
    Seen,
    acted,
    aims,
    ends,
    is_rate,
    is_threshold,
)
from kg.extract.facts import AimFact, TargetFact, Unread
from kg.extract.indicator import is_verb, last_noun, noun_left, without_amounts
from kg.model import Bound, Change, Strength
from kg.parse.lines import Line
from kg.registry import patterns
from kg.registry.measures import measures

_SENTENCE = re.compile(r"[。；;！!？?]")
_CLAUSE = re.compile(r"[，,：:（）()\[\]【】①-⑳]|—(?!\d)")


@dataclass
class _Found:
    targets: list[TargetFact] = field(default_factory=list)
    aims: list[AimFact] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)


@cache
def _words() -> patterns.PatternFile:
    return patterns.load("targets")


def find_targets(
    line: Line, content: str = "", year: int | None = None
) -> tuple[list[TargetFact], list[AimFact], list[Unread]]:
    """Return the targets, aims without figures, and unread amounts of one item's words.

    Args:
        line: the words.
        content: the text as read, where a gap may stand for a lost comma.
        year: the notice's own; what a sentence says of an earlier one is progress.
    """
    found = _Found()
    text = line.text
    start = 0
    for match in [*_SENTENCE.finditer(text), None]:
        end = match.start() if match else len(text)
        if end > start and _MAY_AIM.search(text, start, end):
            _Sentence(line, start, end, found, content, year).read()
        start = match.end() if match else end
    return found.targets, found.aims, found.unread


class _Sentence:
    """One sentence of an item, read left to right."""

    def __init__(
        self, line: Line, start: int, end: int, found: _Found, content: str, year: int | None
    ) -> None:
        self._line = line
        self._start = start
        self._end = end
        self._text = line.text[:end]
        self._found = found
        self._quotes = [m.span() for m in QUOTED.finditer(self._text, start)]
        self._clauses = [
            start,
            *(m.end() for m in _CLAUSE.finditer(self._text, start) if not self._quoted(m.start())),
        ]
        self._year = year
        self._breaks = list(_lost_commas(line, start, end, content))
        self._clauses = sorted({*self._clauses, *self._breaks})
        self._last_end = start  # end of the previous amount with its comparator
        self._hedge: Strength = "plain"
        self._previous: TargetFact | None = None
        self._where_to = start  # up to here the figures count places where something is done
        self._first = len(found.targets)

    def _quoted(self, at: int) -> bool:
        return any(a < at < b - 1 for a, b in self._quotes)

    def _clause_start(self, at: int) -> int:
        start = max(c for c in self._clauses if c <= at)
        # Behind a bracket the clause goes on that the bracket interrupts.
        while start > self._start and self._text[start - 1] in "）)":
            opening = max(self._text.rfind(mark, self._start, start) for mark in "（(")
            if opening < 0:
                break
            start = max(c for c in self._clauses if c <= opening)
        return start

    def read(self) -> None:
        """Add what the sentence aims at."""
        sentence = self._text[self._start : self._end]
        figures = _HAS_FIGURE.search(sentence) is not None
        if figures:
            amounts = [
                Amount(a.value, a.unit, a.start + self._start, a.end + self._start, a.chinese, a.upper)
                for a in find_amounts(sentence)
            ]
            for i, amount in enumerate(amounts):
                self._amount(amount, amounts, i)
            if "（" in sentence or "(" in sentence:
                self._stated_units()
        if "番" in sentence:
            self._doubling()
        if "覆盖" in sentence:
            self._coverage()
        self._in_order()
        self._aims(sentence)

    def _in_order(self) -> None:
        """Put the sentence's targets in the order of its words; links follow."""
        targets = self._found.targets
        own = list(range(self._first, len(targets)))
        ordered = sorted(own, key=lambda i: (targets[i].spans[0].start, i))
        if ordered == own:
            return
        new = {old: own[0] + i for i, old in enumerate(ordered)}
        moved = [targets[i] for i in ordered]
        targets[self._first :] = [
            replace(
                t,
                of_which=new.get(t.of_which, t.of_which) if t.of_which is not None else None,
                each_meeting=new.get(t.each_meeting, t.each_meeting) if t.each_meeting is not None else None,
            )
            for t in moved
        ]

    # --- one amount -----------------------------------------------------------------------------

    def _amount(self, amount: Amount, amounts: list[Amount], index: int) -> None:
        words = _words()
        clause = self._clause_start(amount.start)
        left_start = max(clause, self._last_end)
        left = self._text[left_start : amount.start]
        before = self._text[clause : amount.start]
        limit = next((b for b in self._breaks if b >= amount.end), self._end)
        after = self._text[amount.end : limit]
        if amount.unit == "番" or self._quoted(amount.start):
            return
        if words["rank"].search(left):
            self._rank(amount, left, left_start)
            return
        if is_threshold(amount, after, left):
            return
        bound, comparator = _bound_before(left)
        far = _FAR_BOUND.search(left) if bound is None and is_rate(amount.unit) else None
        if far:  # 不低于新房总量的30%
            bound, comparator = _bound_before(left[: far.end("word")])[0], len(left) - far.start()
        bare = left[: len(left) - comparator].rstrip()
        after_bound, after_length = _bound_after(after)
        change, change_start = self._change(bare, amount.unit, clause, left_start, bool(comparator))
        behind = _CHANGE_BEHIND.match(after, after_length) if is_rate(amount.unit) else None
        if behind and change == "level":  # 实现10%以上增长
            change, change_start = "decrease" if behind["down"] else "increase", len(bare)
            after_length = behind.end()
        rest = after[after_length:]
        seen = Seen(
            amount=amount,
            before=before,
            left=left,
            bare=bare,
            after=after,
            rest=rest,
            sentence=self._text[self._start : amount.start],
            clause=self._text[clause : self._clause_end(amount.end)],
            tail=self._text[amount.end : self._end],
            bound=bound,
            bound_behind=after_bound,
            change=change,
            counted=self._previous is not None and len(self._found.targets) > self._first,
            known=self._previous is not None,
            bracketed=self._text[max(clause - 1, 0)] in "（(",
            among_places=amount.start < self._where_to and not acted(left),
        )
        if seen.counts_places:
            self._where_to = self._clause_end(amount.end)
            return
        if not aims(seen, self._year):
            return
        if after_bound is not None:
            bound = after_bound
        elif bound is None and self._previous is not None and change == "level":
            bound = self._bound_of_row(amounts, index)
        stop = amount.end + after_length
        indicator_left = bare if change == "level" else bare[:change_start]
        if bare[change_start:].startswith("增收"):
            indicator_left = bare[: change_start + 2]  # 人均增收1000元: the verb holds the noun
        strength = self._strength(before)
        value = amount.value
        base = None
        share = words["share_of"].match(after) if amount.unit in ("%", "％", "成") else None
        if share:
            base = share["base"] or share["part"]
        indicator, words_end = self._indicator(indicator_left, after, rest, amount, clause, share is not None)
        if indicator is None:
            self._found.unread.append(self._unread(amount))
            return
        last = max(stop, words_end)
        eached = _EACH.search(indicator_left)
        parts = self._each_part(indicator_left) if eached else self._all_alike(left, amounts, index)
        text_start = left_start if left_start > clause else clause
        while text_start < amount.start and self._text[text_start] in "、，, 和及的":
            text_start += 1
        fact = TargetFact(
            indicator=indicator,
            change=change,
            bound=bound or "eq",
            value=value,
            unit=amount.unit,
            strength=strength,
            text=self._text[text_start:last].strip(),
            spans=self._line.ranges(text_start, last),
            base=base,
        )
        self._last_end = stop
        self._clause_of_last = clause
        if strength != "plain":
            self._hedge = strength
        group = self._group_index(amounts, index)
        if group is not None:
            fact = replace(fact, indicator=group)
        self._share_bound(amounts, index, fact.bound)
        if parts:
            for part in parts:
                self._add(replace(fact, indicator=part))
        elif amount.upper is not None:
            self._add(replace(fact, bound="ge"))
            self._add(replace(fact, bound="le", value=amount.upper))
        else:
            self._add(self._linked(fact, before, clause))

    _clause_of_last = -1

    def _rank(self, amount: Amount, left: str, start: int) -> None:
        """Add the place in a ranking that is to be reached."""
        match = _words()["ranked"].search(left)
        if not match or amount.unit not in ("位", "名"):
            return
        begin = start + match.start("what")
        what = noun_left(match["what"]) or match["what"]
        self._last_end = amount.end
        self._add(
            TargetFact(
                what,
                "level",
                "le",
                amount.value,
                amount.unit,
                self._strength(left),
                self._text[begin : amount.end],
                self._line.ranges(begin, amount.end),
            )
        )

    def _add(self, fact: TargetFact) -> None:
        self._found.targets.append(fact)
        self._previous = fact

    def _linked(self, fact: TargetFact, before: str, clause: int) -> TargetFact:
        """Link 其中 to the whole, and the condition of a share to the share."""
        targets = self._found.targets
        if self._previous is None or len(targets) <= self._first:
            return fact
        last = len(targets) - 1
        if re.match(r"\s?[、，,]?\s?(?:其中|含)", fact.text) or "其中" in before:
            whole = next(
                (
                    i
                    for i in range(last, self._first - 1, -1)
                    if targets[i].of_which is None and targets[i].unit == fact.unit
                ),
                None,
            )
            if whole is not None:
                return replace(fact, of_which=whole)
        share = targets[last]
        if share.base is not None and share.each_meeting is None and self._share_clause == clause:
            targets[last] = replace(share, each_meeting=len(targets))
            return replace(fact, criterion=True)
        return fact

    @property
    def _share_clause(self) -> int:
        previous = self._found.targets[-1]
        start = next(
            (i for i in range(len(self._line)) if self._line.at[i] >= previous.spans[0].start), self._start
        )
        return self._clause_start(start)

    def _unread(self, amount: Amount) -> Unread:
        return Unread(self._text[amount.start : amount.end], self._line.ranges(amount.start, amount.end))

    def _change(
        self, bare: str, unit: str, clause: int, left_start: int, compared: bool
    ) -> tuple[Change, int]:
        """Return how the indicator moves, and where in ``bare`` its verb begins."""
        words = _words()
        best: tuple[int, int, Change] | None = None
        tail = bare[-14:]
        offset = len(bare) - len(tail)
        for name, change in (("increase", "increase"), ("decrease", "decrease")):
            for match in words[name].finditer(tail):
                if best is None or match.start() >= best[0]:
                    best = (match.start(), match.end(), change)  # type: ignore[assignment]
        early = _EARLY_CHANGE.match(bare) if is_rate(unit) and not compared else None
        moved: Change = "decrease" if early and early["down"] else "increase" if early else "level"
        if best is None and early and not _REACHES.search(bare):
            return moved, len(bare)
        if best is None:
            previous = self._previous
            if (
                not compared
                and previous is not None
                and not bare.strip("、和及分别 ")
                and left_start > clause
            ):
                # 分别增长5%、6%: the verb stands before the first figure.
                return previous.change, 0
            if (
                not compared
                and previous is not None
                and _ONLY_HEDGE.fullmatch(bare)
                and previous.unit == unit
            ):
                return previous.change, 0  # 增长7%，力争8%
            return "level", 0
        start, end, change = best
        between = tail[end:]
        if words["to_level"].match(between) or not re.fullmatch(
            r"(?:率|幅|速|幅度|比例|了|约|分别|各|不|均|不低|再|等|都|同比|均达|达|度|幅为)?[\s]{0,1}",
            between,
        ):
            return (moved, len(bare)) if early and not _REACHES.search(bare) else ("level", 0)
        if not is_rate(unit) and not noun_left(bare[: offset + start]):
            return "level", 0
        if measures().forms[unit].countable and tail[start:end] in ("提升", "提高", "扩大", "压缩"):
            return "level", 0  # 道路整治提升60条 counts roads
        if tail[:start].endswith(("新", "净")) and not tail[:start].endswith("创新"):
            return "level", 0
        return change, offset + start

    def _clause_end(self, at: int) -> int:
        """Return where the clause ends, brackets left aside."""
        return next((c for c in self._clauses if c > at and self._text[c - 1] not in "（()）"), self._end)

    def _strength(self, before: str) -> Strength:
        words = _words()
        firm = [m.start() for m in words["firm"].finditer(before)]
        aspired = [m.start() for m in words["aspired"].finditer(before)]
        if firm or aspired:
            return "firm" if max(firm, default=-1) > max(aspired, default=-1) else "aspired"
        if (
            self._hedge == "aspired"
            and len(self._found.targets) > self._first
            and not re.search(r"实现|完成|实施|举办|建成|新建|新增", before)
        ):
            return self._hedge
        return "plain"

    # --- the indicator --------------------------------------------------------------------------

    def _indicator(
        self, left: str, after: str, rest: str, amount: Amount, clause: int, share: bool
    ) -> tuple[str | None, int]:
        """Return what is measured, and where its words end if they stand after the figure."""
        if share:
            skip = re.match(r"(?:以上|左右)?的", after)
            return self._noun_right(amount.end + (skip.end() if skip else 0))
        measure = measures().forms[amount.unit]
        if measure.kind in DURATIONS and SERVED.match(rest) and len(left.strip("、，, ")) > 1:
            return noun_left(left) or left.strip("、，, "), 0  # 一般登记5个工作日内办结
        describes = measure.kind != "DimensionlessRatio" or not noun_left(left)  # 完成80%以上工程量
        if not ends(rest) and describes:
            right = self._noun_right(amount.end + len(after) - len(rest))
            if right[0]:
                return right
        noun = noun_left(left)
        if noun:
            return noun, 0
        if (
            self._previous is not None
            and len(self._found.targets) > self._first
            and not left.strip("、，, 和及并同比再共约各")
        ):
            return self._previous.indicator, 0
        done = _words()["done_word"].search(left.strip("、，, 共约各"))
        if done:
            return done["what"], 0  # 完成签约1200户
        following = next(iter(find_amounts(self._text[amount.end : amount.end + 12])), None)
        if following and not self._text[amount.end : amount.end + following.start].strip("、 "):
            # 1.9万户5.7万名贫困人口脱贫: both count the same.
            right = self._noun_right(amount.end + following.end)
            if right[0]:
                return right
        verb = left.strip("、，, 共约其中各")
        if self._previous is not None and len(verb) >= 2 and is_verb(verb):
            return verb + self._previous.indicator, 0
        previous = _BRACKETS.sub("", self._text[self._start : clause])
        previous = _CLAUSE.split(previous.rstrip("，,：:（(）) "))[-1] if previous.strip() else ""
        noun = noun_left(without_amounts(previous))
        if noun:
            return noun, 0
        if self._previous is not None:
            return self._previous.indicator, 0
        words = left.strip("、，, 共约")
        return (words if len(words) >= 2 else None), 0

    def _noun_right(self, start: int) -> tuple[str | None, int]:
        """Return the words after the figure up to the end of their clause, and where they end."""
        while start < self._end and self._text[start] in "的 ":
            start += 1
        match = _NOUN_RIGHT.match(self._text, start, self._end)
        if not match:
            return None, 0
        noun, end = match.group().rstrip(), match.end()
        amount = next(iter(find_amounts(noun)), None)
        if amount and amount.start > 1:
            noun = _PREDICATE_END.sub("", noun[: amount.start])
            end = start + len(noun)
        noun = _BRACKETS.sub("", noun)
        # 15万名紧跟前沿、…的专业技术人才: the noun stands behind the last 的 of the clause.
        rest = _RUNS_ON.match(self._text, start + len(match.group()), self._end)
        if rest and not amount:
            noun, end = noun + rest.group(), rest.end()
        noun = (last_noun(noun) if len(noun) > 16 else noun)[:24]
        return (noun, end) if len(noun) >= 2 else (None, 0)

    def _each_part(self, left: str) -> list[str]:
        pieces = [p for p in _NAMES.split(_EACH.sub("", left)) if p.strip()]
        nouns = [noun_left(p) or p.strip() for p in pieces]
        return nouns if len(nouns) > 1 else []

    def _all_alike(self, left: str, amounts: list[Amount], index: int) -> list[str]:
        """签约率、履约率均达到100%; 起数和人数分别下降10%: one figure for each of the names."""
        match = _ALL_ALIKE.search(left)
        alone = index + 1 == len(amounts) or not _JOINED.fullmatch(
            self._text[amounts[index].end : amounts[index + 1].start]
        )
        if not alone:
            return []
        rates = _RATES.fullmatch(left) if not match and is_rate(amounts[index].unit) else None
        if rates:  # 在线开标率、电子化率保持在95%以上
            first, *others = re.split("[、和]", rates["names"])
            return [noun_left(first) or first, *others]
        if not match:
            return []
        for separators in (_NAMES, LIST):  # 生态环保和水利投资 is one
            names = [noun_left(n) or n.strip() for n in separators.split(left[: match.start()])]
            names = [name for name in names if len(name) >= 2]
            alike = len({name[-1] for name in names}) == 1 or all(map(_NAME_OF_MEASURE.search, names))
            if len(names) > 1 and (alike or match.group() == "分别"):
                return names
        return []

    def _share_bound(self, amounts: list[Amount], index: int, bound: Bound) -> None:
        """分别下降3%、5%以上: what follows the last figure holds for those before it."""
        first = self._first_joined(amounts, index)
        if bound == "eq" or first == index or "分别" not in self._text[self._start : amounts[first].start]:
            return
        targets = self._found.targets
        for position in range(max(self._first, len(targets) - (index - first)), len(targets)):
            if targets[position].bound == "eq":
                targets[position] = replace(targets[position], bound=bound)

    def _bound_of_row(self, amounts: list[Amount], index: int) -> Bound | None:
        """分别达到5万头、10万只: the comparator before the first figure holds for those behind it."""
        first = self._first_joined(amounts, index)
        if first == index:
            return None
        head = self._text[self._clause_start(amounts[first].start) : amounts[first].start]
        return _bound_before(head)[0] if "分别" in head else None

    def _first_joined(self, amounts: list[Amount], index: int) -> int:
        """Return the index of the first figure of a row: 5%、6%和8%."""
        while index and _JOINED.fullmatch(self._text[amounts[index - 1].end : amounts[index].start]):
            index -= 1
        return index

    def _group_index(self, amounts: list[Amount], index: int) -> str | None:
        """A、B分别增长5%、6%: give each figure its own indicator."""
        first = self._first_joined(amounts, index)
        clause = self._clause_start(amounts[first].start)
        head = self._text[clause : amounts[first].start]
        at = head.rfind("分别")
        if at < 0:
            return None
        names = [n for n in _NAMES.split(head[:at]) if n.strip()]
        position = index - first
        last = index
        while last + 1 < len(amounts) and _JOINED.fullmatch(
            self._text[amounts[last].end : amounts[last + 1].start]
        ):
            last += 1
        size = last - first + 1
        if size > 1 and not noun_left(head[:at].replace("同比", "")):
            # 接待游客100万人次、实现收入10亿元，分别增长5%、8%: what was named before, in turn.
            before = self._found.targets[self._first : len(self._found.targets) - position]
            return before[position - size].indicator if len(before) >= size else None
        if len(names) <= position:
            return None
        return noun_left(names[position]) or names[position].strip()

    def _stated_units(self) -> None:
        """Add what a table states as name, unit and bare figure: 工业投资（亿元）47."""
        for match in _stated_unit().finditer(self._text, self._start, self._end):
            bound, length = _bound_before(match["compared"])
            if length != len(match["compared"]):
                continue
            bound = _bound_after(match["after"] or "")[0] or bound
            start = match.start("what")
            what = match["what"]
            change: Change = "level"
            if is_rate(match["unit"]) and (moving := _MOVING.search(what)):
                what = what[: moving.start()]
                change = "decrease" if moving["down"] else "increase"
            noun = noun_left(what)
            self._add(
                TargetFact(
                    noun if noun and what.endswith(noun) else what,
                    change,
                    bound or "eq",
                    number(match["value"]),
                    match["unit"],
                    self._strength(match["what"]),
                    self._text[start : match.end()],
                    self._line.ranges(start, match.end()),
                )
            )

    # --- without a figure -----------------------------------------------------------------------

    def _doubling(self) -> None:
        for match in _words()["double"].finditer(self._text, self._start, self._end):
            if self._quoted(match.end() - 1):
                continue
            times = number(match["n"]) if match["n"] else Decimal(1)
            what = noun_left(match["what"]) or match["what"]
            if len(what) < 2:
                continue
            start = match.start("what")
            self._add(
                TargetFact(
                    what,
                    "increase",
                    "eq",
                    times,
                    "番",
                    self._strength(match["what"]),
                    self._text[start : match.end()],
                    self._line.ranges(start, match.end()),
                )
            )

    def _coverage(self) -> None:
        for match in _words()["full_coverage"].finditer(self._text, self._start, self._end):
            if self._quoted(match.start("word")):
                continue
            what = noun_left(match["what"]) or match["what"]
            start = match.start("what")
            self._add(
                TargetFact(
                    what + match["word"],
                    "level",
                    "eq",
                    Decimal(100),
                    "%",
                    self._strength(match["what"]),
                    self._text[start : match.end()],
                    self._line.ranges(start, match.end()),
                )
            )

    def _aims(self, sentence: str) -> None:
        if not _AIM_HINT.search(sentence):
            return
        for match in _words()["aim"].finditer(self._text, self._start, self._end):
            if any(
                t.spans[0].start <= self._line.at[match.start("how")] < t.spans[0].end
                for t in self._found.targets
            ):
                continue
            what = noun_left(match["what"]) or match["what"]
            self._found.aims.append(
                AimFact(what, match.group(), self._line.ranges(match.start(), match.end()))
            )


_HAS_FIGURE = re.compile(
    r"\d|[一二两三四五六七八九十百]{1,4}[个座辆台所栋艘处条间套家支部幢架场届名只项户人件批次亩吨]"
)
_AIM_HINT = re.compile(r"同步|持平|平均|正增长|前列|逐年上升|持续下降|稳步提升|只增不减|相当|一致")
_MAY_AIM = re.compile(r"[\d一二两三四五六七八九十百番]|覆盖|" + _AIM_HINT.pattern)
_NOUN_RIGHT = re.compile(r"(?:“[^”]{1,20}”|[（(][^（）()]{1,12}[）)](?=[一-龥])|[^，,。；;、（(）)：:“])+")
_RUNS_ON = re.compile(r"(?:、[^，,。；;、：:（）()\d]{2,30}){1,4}(?<=[一-龥])(?=[，,。；;]|$)")
_PREDICATE_END = re.compile(r"(?:和|以及|及|达到|不低于|不少于|超过|突破|达|增长|提高|下降|完成|实现)$")
_BRACKETS = re.compile(r"[（(](?![市县区旗镇乡街道、]+[）)])[^（）()]*[）)]")  # not of 县（市、区）
_EARLY_CHANGE = re.compile(
    r"(?:[^，,。；;]{0,8}?(?:确保|力争|再|全年|进一步|推动|实现))?(?:(?P<down>压减|削减|缩减|降低|减少|压降|下调)|(?P<up>提高|提升)(?=.*率|.*水平|.*比重))(?=[一-龥“])"
)
_RATES = re.compile(
    r"[、，,]?(?P<names>(?:[^、，,。；;和\d]{2,24}率[、和]){1,4}[^、，,。；;和\d]{2,24}率)"
    r"(?:分?别?(?:保持|控制|稳定|维持)?在|达到?|提高到|提升至|不低于|高于|实现)?(?:不低于)?\s?"
)
_MOVING = re.compile(r"(?<!自然)(?:增长率|增长速度|增速|增幅|增长|(?P<down>下降率|降幅|下降|降低率))$")
_REACHES = re.compile(r"(?:到|至|达|达到|为)$")
_JOINED = re.compile(r"(?:以上|以内|左右)?\s?[、，,和及]\s?")
_NAMES = re.compile(r"[、，,和]|与|及(?!时|早|格|其|以上|以下)")
_ALL_ALIKE = re.compile(r"(?:(?<!人)均|都|分别)(?=[^、，,]{0,6}$)")
_ONLY_HEDGE = re.compile(r"[、，,并且和\s]*(?:力争|争取|确保|努力|冲刺|力求|务必|奋力|全力)+(?:完成|实现)?")
_EACH = re.compile(r"各(?:新增|新建|新培育|培育|建成|完成|增加|创建|打造|引进)?\s?$")
_NAME_OF_MEASURE = re.compile(r"[率数量额值比度积入资重次]$")
_FAR_BOUND = re.compile(r"(?P<word>不低于|不少于|不超过|不高于|达到|超过)[^，,。；;\d]{2,18}的\s?$")
_COMMA = re.compile(r"[，,；;、]")
_CHANGE_BEHIND = re.compile(r"的?(?:增长|增幅|增速|(?P<down>下降|降幅))(?=[，,。；;、]|$)")


@cache
def _amount_end() -> re.Pattern[str]:
    return re.compile(rf"(?:[\d一二两三四五六七八九十百]\s?{measures().pattern}|以上|以内|以下|左右|覆盖)$")


def _lost_commas(line: Line, start: int, end: int, content: str) -> Iterator[int]:
    """Yield where a space stands for a comma: 9.8亿元 同比增长6%.

    Where all commas are lost, the end of a line may stand for one, too.
    """
    if not content or isinstance(line.at, range):
        return
    text = line.text
    line_ends: list[int] = []
    spaces: list[int] = []
    for i in range(start + 1, end):
        if text[i] <= "⺀":
            continue
        before = i - (text[i - 1] == " ")
        dropped = content[line.at[before - 1] + 1 : line.at[i]]
        ends = dropped and _amount_end().search(text, start, before)
        if ends and _bound_after(text[i : i + 4])[0] is None:
            (line_ends if "\n" in dropped else spaces).append(i)
    yield from spaces
    if spaces and not _COMMA.search(text, start, end):
        for i in line_ends:
            stop = next((space for space in spaces if space > i), end)
            if next(iter(find_amounts(text[i:stop])), None):
                yield i


@cache
def _stated_unit() -> re.Pattern[str]:
    return re.compile(
        r"(?P<what>[^，,。；;：:（）()]{2,40})[（(]\s?(?:单位[：:])?"
        rf"(?P<unit>{measures().pattern})\s?[)）]\s?(?P<compared>[^\d，,。；;（）()]{{0,6}})"
        r"(?P<value>\d+(?:\.\d+)?)(?P<after>以上|以内|以下|左右)?(?=$|[，,。；;])"
    )


def _bound_before(left: str) -> tuple[Bound | None, int]:
    """Return the comparator that ends ``left`` and its length."""
    words = _words()
    stripped = left.rstrip()
    pad = len(left) - len(stripped)
    for name, bound in (
        ("eq_before", "eq"),
        ("le_before", "le"),
        ("ge_before", "ge"),
        ("gt_before", "gt"),
        ("lt_before", "lt"),
        ("approx_before", "approx"),
    ):
        match = words[name].search(stripped)
        if match:
            return bound, len(match.group()) + pad  # type: ignore[return-value]
    return ("ge" if words["at_least"].search(stripped) else None), 0


def _bound_after(after: str) -> tuple[Bound | None, int]:
    """Return the comparator that begins ``after`` and its length."""
    words = _words()
    pad = len(after) - len(after.lstrip())
    stripped = after[pad:]
    for name, bound in (("ge_after", "ge"), ("le_after", "le"), ("approx_after", "approx")):
        match = words[name].match(stripped)
        if match:
            return bound, pad + match.end()  # type: ignore[return-value]
    return None, 0
