"""A figure of a sentence and the words around it: what the judges of targets ask.

``Figure.traits`` are the names by which the rules of ``data/patterns/non-targets.yml`` choose the
figures that they judge.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from kg.extract.amounts import Amount
from kg.extract.comparators import is_rate
from kg.extract.sentences import without_quotes
from kg.model import Bound, Change
from kg.registry import patterns
from kg.registry.measures import Measure, measures


def ends(rest: str) -> bool:
    """Tell whether the clause ends, or a new item of it begins, behind a figure."""
    return patterns.load("targets")["clause_end"].match(rest) is not None


def acted(text: str) -> bool:
    """Tell whether words hold a verb of action; those within a noun (经济开发区) are none."""
    words = patterns.load("targets")
    if words["verb"].search(text) is None:
        return False
    return words["verb"].search(words["verb_in_name"].sub("", text)) is not None


def hedged(text: str) -> bool:
    """Tell whether words hold 确保, 力争 or the like."""
    words = patterns.load("targets")
    return words["firm"].search(text) is not None or words["aspired"].search(text) is not None


@dataclass(frozen=True)
class Figure:
    """A figure and the words around it; all of them are bounded in length."""

    amount: Amount
    text: str  # number and unit
    before: str  # its clause up to it
    left: str  # what follows the target before it in its clause
    bare: str  # the same without a comparator
    after: str  # what follows it
    rest: str  # the same without a comparator
    sentence: str  # the sentence up to it
    behind: str  # what follows it and its comparator in its clause, the clause's mark included
    bound: Bound | None
    bound_behind: Bound | None
    change: Change
    counted: bool  # the sentence has an aim before it
    known: bool  # something has an aim before it
    bracketed: bool  # a bracket opens its clause
    among_places: bool  # it stands in a list of places, without a verb of its own

    @cached_property
    def marked(self) -> str:
        """The figure with its comparator: 不低于5%, 5%以上."""
        return self.left[len(self.bare) :] + self.text + self.after[: len(self.after) - len(self.rest)]

    @cached_property
    def clause(self) -> str:
        """Its clause from its beginning to its end."""
        compared = self.after[: len(self.after) - len(self.rest)]
        return self.before + self.text + compared + self.behind

    @cached_property
    def _around(self) -> dict[str, tuple[str, str]]:
        comparator = len(self.left) - len(self.bare)

        def bare(words: str) -> str:
            return without_quotes(words[: len(words) - comparator] if comparator else words)

        behind = without_quotes(self.behind)
        return {
            "piece": (bare(self.left), behind),
            "clause": (bare(self.before), behind),
            "sentence": (bare(self.sentence), without_quotes(self.rest)),
        }

    def around(self, scope: str) -> tuple[str, str]:
        """Return the words before and behind the figure, comparators and quoted names left out.

        Args:
            scope: ``piece`` (since the figure before, to the end of the clause), ``clause`` or
                ``sentence``.
        """
        return self._around[scope]

    @cached_property
    def serves(self) -> bool:
        """Something is done within the time: 5个工作日内办结."""
        return bool(self.service)

    @cached_property
    def service(self) -> str:
        """What is done within the time, if the words behind the figure begin with it."""
        words = patterns.load("targets")
        if not self.lasts:
            return ""
        soon = self.amount.unit in words.words["soon_units"]
        done = words["served"].match(self.rest) or (words["served_soon"].match(self.rest) if soon else None)
        return done.group() if done else ""

    @cached_property
    def all_done(self) -> bool:
        """What becomes of all that it counts stands behind: 贫困人口420人全部脱贫."""
        words = patterns.load("targets")
        if not self.measure.countable or words["counted_of"].search(self.bare) is None:
            return False
        return words["all_done"].match(self.rest) is not None

    @property
    def lasts(self) -> bool:
        """It is a length of time."""
        return self.measure.kind in patterns.load("targets").words["durations"]

    @cached_property
    def promises(self) -> bool:
        """Money is set aside, spent or won: 设立0.8亿元周转资金, 投资3000万元新建水厂."""
        words = patterns.load("targets")
        if self.measure.kind != "Currency" or words["promised"].search(self.bare) is None:
            return False
        behind = words["fund"].match(self.rest) or words["spent_on"].match(self.rest)
        return self.closes or behind is not None

    @cached_property
    def measure(self) -> Measure:
        """What its unit measures."""
        return measures().forms[self.amount.unit]

    @property
    def compared(self) -> bool:
        """A comparator stands before or behind it."""
        return self.bound is not None or self.bound_behind is not None

    @cached_property
    def closes(self) -> bool:
        """The clause ends behind it: 森林覆盖率65%."""
        held = is_rate(self.amount.unit) and patterns.load("targets")["standard_end"].match(self.rest)
        return bool(held) or ends(self.rest)

    @property
    def surely_counts(self) -> bool:
        """It counts or shares something: no size, no money, no numeral in characters (一个平台)."""
        return not self.amount.chinese and (self.measure.countable or is_rate(self.amount.unit))

    @property
    def counts_places(self) -> bool:
        """向两个新城区、三个副中心配置: it counts where something is done."""
        plain = self.measure.countable and not self.closes and not self.compared
        return plain and (
            self.among_places or patterns.load("targets")["where"].search(self.bare) is not None
        )

    @cached_property
    def traits(self) -> frozenset[str]:
        """What it is and how it stands, in the words of the rules."""
        amount, measure = self.amount, self.measure
        words = patterns.load("targets").words
        found = {
            "counted": measure.countable,
            "rate": is_rate(amount.unit),
            "money": measure.kind == "Currency",
            "lasting": self.lasts,
            "chinese": amount.chinese,
            "of-one": amount.value == 1,
            "compared": self.bound is not None,
            "compared-behind": self.bound_behind is not None,
            "moved": self.change != "level",
            "closing": self.closes,
            "bracketed": self.bracketed,
            "second": self.counted,
            "weak": amount.unit in words["weak_units"],
            "served": self.serves,
            "ordinal-unit": amount.unit in words["ordinal_units"],
            "never": amount.unit in words["never_units"] or amount.unit.endswith(words["level_ends"]),
        }
        return frozenset(name for name, holds in found.items() if holds)
