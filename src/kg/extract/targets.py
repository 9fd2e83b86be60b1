"""Targets: commitments with a number, in the wording of Chinese administration.

    find_targets(line) -> targets, compared aims, numbers that were not understood

A figure is a target when the words around it aim at it (``kg.extract.aims``) and no rule calls it
something else (``kg.extract.non_targets``). What it measures is told by ``kg.extract.measured``, how
it is compared by ``kg.extract.comparators``; figures in a row share both (``kg.extract.rows``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from kg.extract import wordings
from kg.extract.aims import is_aim
from kg.extract.amounts import Amount, find_amounts
from kg.extract.baselines import baseline
from kg.extract.comparators import bound_before, bound_behind, far_bound, is_rate, moved, moved_behind
from kg.extract.deadlines import date_of, stated
from kg.extract.facts import AimFact, BaselineFact, DeadlineFact, TargetFact, Unread
from kg.extract.figures import Figure, acted
from kg.extract.measured import measured
from kg.extract.non_targets import Rule, holding, is_progress, verdict
from kg.extract.rows import Rows, named, names_of
from kg.extract.sentences import AFTER, BEFORE, Sentence, sentences
from kg.model import Change, Strength
from kg.parse.lines import Line
from kg.registry import patterns

_GOES_ON = ("policy", "past")  # categories of rules that hold for the figures that follow, too
_BEFORE_TARGET = "、，, 和及的"  # marks that part a target from the one before
_JOINS = frozenset("、和及与")  # marks and words that join a target to the one before
_LOOKED_BACK = 50  # targets among which 其中 finds its whole


Found = tuple[list[TargetFact], list[AimFact], list[Unread]]


@dataclass
class _Found:
    targets: list[TargetFact] = field(default_factory=list)
    aims: list[AimFact] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)  # all of them, targets or not


def find_targets(line: Line, content: str = "", year: int | None = None) -> Found:
    """Return the targets, aims without figures, and unread amounts of one item's words.

    Args:
        line: the words.
        content: the text as read, where a gap may stand for a lost comma.
        year: the notice's own; what a sentence says of an earlier one is progress.
    """
    found = _read(line, content, year)
    return found.targets, found.aims, found.unread


def figures(line: Line, year: int | None = None) -> list[Figure]:
    """Return every figure of some words as the judges see it: what is asked why it is no target."""
    return _read(line, "", year).figures


def _read(line: Line, content: str, year: int | None) -> _Found:
    found = _Found()
    may_aim = patterns.load("targets")["may_aim"]
    for sentence in sentences(line, content):
        if may_aim.search(sentence.text):
            _Reader(sentence, found, year).read()
    return found


class _Reader:
    """Reads one sentence from left to right; what was read before it tells what goes on."""

    def __init__(self, sentence: Sentence, found: _Found, year: int | None) -> None:
        self._sentence = sentence
        self._text = sentence.text
        self._found = found
        self._year = year
        self._last_end = 0  # of the figure before, its comparator included
        self._last_clause = -1  # where the clause of the target before begins
        self._hedge: Strength = "plain"
        self._previous: TargetFact | None = None
        self._noun = ""  # what that one measures, without a verb put before it
        self._ruled: Rule | None = None  # the rule by which the figure before is no target
        self._told: BaselineFact | None = None  # what the figure at hand sets out from
        self._judged = 0  # where the figure before ends, target or not
        self._where_to = 0  # up to here the figures count places where something is done
        self._first = len(found.targets)
        self._rows = Rows(sentence, ())

    def read(self) -> None:
        """Add what the sentence aims at."""
        text, words = self._text, patterns.load("targets")
        if words["has_figure"].search(text):
            amounts = list(find_amounts(text))
            self._rows = Rows(self._sentence, amounts)
            for i, amount in enumerate(amounts):
                self._figure(amount, i)
            if "（" in text or "(" in text:
                self._add_all(wordings.stated_units(self._sentence))
        self._add_all(wordings.doublings(self._sentence, self._year))
        covered = list(wordings.coverages(self._sentence))
        if self._own:
            self._add_all(iter(covered))
        else:  # where nothing else is promised in numbers, full coverage aims and promises none
            self._found.aims += [AimFact(one.indicator, one.text, one.spans) for one in covered]
        self._in_order()
        self._found.aims.extend(wordings.aims(self._sentence, self._own))

    @property
    def _own(self) -> list[TargetFact]:
        return self._found.targets[self._first :]

    def _add(self, fact: TargetFact) -> None:
        self._found.targets.append(fact)
        self._previous = fact
        if not self._noun or not fact.indicator.endswith(self._noun):
            self._noun = fact.indicator

    def _add_all(self, facts: Iterator[TargetFact]) -> None:
        for fact in facts:
            self._add(fact)

    def _in_order(self) -> None:
        """Put the sentence's targets in the order of its words; links follow."""
        targets = self._found.targets
        own = list(range(self._first, len(targets)))
        ordered = sorted(own, key=lambda i: (targets[i].spans[0].start, i))
        if ordered == own:
            return
        new: dict[int | None, int | None] = {old: self._first + i for i, old in enumerate(ordered)}
        targets[self._first :] = [
            replace(
                targets[i],
                of_which=new.get(targets[i].of_which, targets[i].of_which),
                each_meeting=new.get(targets[i].each_meeting, targets[i].each_meeting),
            )
            for i in ordered
        ]

    # --- one figure -----------------------------------------------------------------------------

    def _figure(self, amount: Amount, index: int) -> None:
        """Judge a figure and add what it aims at."""
        if amount.unit in patterns.load("targets").words["doubled"] or self._sentence.quoted(amount.start):
            return
        figure, moves = self._seen(amount, index)
        self._found.figures.append(figure)
        if figure.counts_places:
            self._where_to = self._sentence.clause_end(amount.end)
            return
        rule = self._verdict(figure)
        said = self._sentence.said_before(amount.start)
        self._told = told = baseline(figure.before, said, amount, self._year)
        moves_on = told is not None and told.value is not None  # 由上年的30%提高到35%: the first is past
        if moves_on and rule is not None and rule.category == "past":
            rule = self._ruled = None
        if rule is not None and rule.category == "ordinal":
            left = figure.left
            rank = wordings.ranked(self._sentence, amount, left, amount.start - len(left))
            if rank and all(other.category != "policy" for other in holding(figure)):
                self._last_end = amount.end
                self._add(rank)
        elif rule is None and (moves_on or not is_progress(figure, self._year)):
            if is_aim(figure):
                self._target(figure, moves, index)
            elif figure.surely_counts:
                self._unread(figure)

    def _verdict(self, figure: Figure) -> Rule | None:
        """Return the rule by which a figure is no target; that of the one before it goes on.

        租赁期限不低于5年、不超过20年: nothing new is named before the second.
        """
        rule = verdict(figure)
        before, self._ruled = self._ruled, rule
        compared = len(figure.left) - len(figure.bare)
        between = self._text[self._judged : figure.amount.start - compared]
        self._judged = figure.amount.end
        goes_on = between and patterns.load("targets")["goes_on"].search(between)
        if rule is None and goes_on and before is not None and before.category in _GOES_ON:
            rule = self._ruled = before
        return rule

    def _seen(self, amount: Amount, index: int) -> tuple[Figure, int]:
        """Return the figure with the words around it, and where its verb of change begins in ``bare``."""
        text, sentence = self._text, self._sentence
        clause = sentence.clause_start(amount.start)
        begin = max(clause, self._last_end, amount.start - BEFORE)
        left = text[begin : amount.start]
        before = text[max(clause, amount.start - BEFORE) : amount.start]
        after = text[amount.behind : min(sentence.break_after(amount.behind), amount.behind + AFTER)]
        bound, comparator = bound_before(left)
        far = far_bound(left) if bound is None and is_rate(amount.unit) else None
        if far:
            bound, comparator = far
        bare = left[: len(left) - comparator].rstrip()
        after_bound, compared = bound_behind(after)
        change, verb = self._moved(bare, amount.unit, begin > clause, bool(comparator))
        if change == "level" and is_rate(amount.unit) and (behind := moved_behind(after, compared)):
            change, verb, compared = behind[0], len(bare), behind[1]
        if bound is None and change == "level" and self._previous is not None:
            bound = self._rows.bound(index)
        stop = amount.behind + compared
        figure = Figure(
            amount=amount,
            text=text[amount.start : amount.end],
            before=before,
            left=left,
            bare=bare,
            after=after,
            rest=after[compared:],
            sentence=text[max(0, amount.start - BEFORE) : amount.start],
            behind=text[stop : max(stop, min(sentence.clause_end(amount.behind), stop + AFTER))],
            bound=bound,
            bound_behind=after_bound,
            change=change,
            counted=self._previous is not None and len(self._found.targets) > self._first,
            known=self._previous is not None,
            bracketed=text[clause - 1 : clause] in ("（", "("),
            among_places=amount.start < self._where_to and not acted(left),
        )
        return figure, verb

    def _moved(self, bare: str, unit: str, follows: bool, compared: bool) -> tuple[Change, int]:
        """Return how the indicator moves, and where in ``bare`` its verb begins."""
        found = moved(bare, unit, compared)
        if found:
            return found
        previous, words = self._previous, patterns.load("targets")
        if compared or previous is None:
            return "level", 0
        if follows and words["in_turn"].fullmatch(bare):
            return previous.change, 0  # 分别增长5%、6%: the verb stands before the first figure.
        if previous.unit == unit and words["only_hedge"].fullmatch(bare):
            return previous.change, 0  # 增长7%，力争8%
        return "level", 0

    def _target(self, figure: Figure, verb: int, index: int) -> None:
        """Add the targets of a figure that is aimed at."""
        amount, words = figure.amount, patterns.load("targets")
        shares = amount.unit in words.words["share_units"] and not figure.closes
        share = words["share_of"].match(figure.after) if shares else None
        left = figure.bare if figure.change == "level" else figure.bare[:verb]
        if words["grown_noun"].match(figure.bare, verb):
            left = figure.bare[: verb + 2]  # 人均增收1000元: the verb holds the noun
        each = words["each"].search(left)
        if each and words["places"].search(left[: each.start()]):
            left = ""  # 甲县、乙县各3座: where, not what
        indicator, words_end = measured(
            self._sentence, figure, left, share=share is not None, previous=self._previous, noun=self._noun
        )
        if indicator is None:
            self._unread(figure)
            return
        stop = amount.end + (0 if amount.shares else len(figure.after) - len(figure.rest))
        start = max(self._last_end, self._sentence.clause_start(amount.start), amount.start - BEFORE)
        joined = start == self._last_end > 0 and self._text[start] in _JOINS
        while start < amount.start and self._text[start] in _BEFORE_TARGET:
            start += 1
        last = max(stop, words_end)
        hedge = self._strength(figure.before)
        fact = TargetFact(
            indicator=self._rows.name(index, self._found.targets, self._first) or indicator,
            change=figure.change,
            bound=figure.bound_behind or figure.bound or ("gt" if figure.amount.more else "eq"),
            value=amount.value,
            unit=amount.unit,
            strength=hedge,
            text=self._text[start:last].strip(),
            spans=self._sentence.ranges(start, last),
            base=share["base"] or share["part"] if share else None,
            baseline=self._told,
            until=self._until(figure),
            joined=joined,
        )
        self._last_end = stop + len(figure.service)
        self._hedge = hedge if hedge != "plain" else self._hedge
        self._rows.share_bound(index, fact.bound, self._found.targets, self._first)
        self._add_parts(fact, figure, left, index)

    def _until(self, figure: Figure) -> DeadlineFact | None:
        """Return the deadline that a figure's own clause states before it: 6月底前开工10个."""
        found = stated(figure.before, self._year)
        if found is None:
            return None
        begin = figure.amount.start - len(figure.before)
        spans = self._sentence.ranges(begin + found.start(), begin + found.end())
        return DeadlineFact(date_of(found, self._year), found.group().strip(), spans)

    def _unread(self, figure: Figure) -> None:
        """Keep a figure that became nothing, and that no rule calls something else."""
        span = self._sentence.ranges(figure.amount.start, figure.amount.end)
        self._found.unread.append(Unread(figure.text, span))

    def _add_parts(self, fact: TargetFact, figure: Figure, left: str, index: int) -> None:
        """Add a target, or one for each of those that share it."""
        clause = self._sentence.clause_start(figure.amount.start)
        each = patterns.load("targets")["each"].search(left)
        parts = _each_part(left[: each.start()]) if each else self._rows.all_alike(figure.left, index)
        if each and not figure.closes:
            parts = []  # 甲县、乙县各新建3座水厂: what is counted stands behind
        if parts:
            for part in parts:
                self._add(replace(fact, indicator=part))
        elif figure.amount.upper is not None:
            self._add(replace(fact, bound="ge"))
            self._add(replace(fact, bound="le", value=figure.amount.upper))
        else:
            self._add(self._linked(fact, figure.before, clause))
        self._last_clause = clause

    def _linked(self, fact: TargetFact, before: str, clause: int) -> TargetFact:
        """Link 其中 to the whole, and the condition of a share to the share."""
        targets, words = self._found.targets, patterns.load("targets")
        if self._previous is None or len(targets) <= self._first:
            return fact
        last = len(targets) - 1
        if words["of_which"].match(fact.text) or words["among"].search(before):
            for i in range(last, max(self._first, len(targets) - _LOOKED_BACK) - 1, -1):
                if targets[i].of_which is None and targets[i].unit == fact.unit:
                    return replace(fact, of_which=i)
        share = targets[last]
        if share.base is not None and share.each_meeting is None and self._last_clause == clause:
            targets[last] = replace(share, each_meeting=len(targets))
            return replace(fact, criterion=True)
        return fact

    def _strength(self, before: str) -> Strength:
        """Return how far the words commit; 力争 goes on until something is said to be done."""
        own = wordings.strength(before)
        if own != "plain" or self._hedge != "aspired" or len(self._found.targets) <= self._first:
            return own
        return own if patterns.load("targets")["carried_out"].search(before) else self._hedge


def _each_part(names: str) -> list[str]:
    """Return the indicators that 各 gives the figure to: 家庭农场、合作社各新增500家."""
    found = [named(name) for name in names_of(names)]
    return found if len(found) > 1 else []
