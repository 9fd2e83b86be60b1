"""What extraction yields: facts with their words, before names are resolved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from kg.model import Bound, Change, Role, RoleBasis, Span, Strength
from kg.parse.lines import Line


@dataclass(frozen=True, slots=True)
class Duty:
    """One body or set of bodies in one item, in printed order."""

    mention: str
    role: Role
    role_text: str | None
    basis: RoleBasis
    collective: bool
    spans: tuple[Span, ...]
    shares_suffix_of: str | None = None  # 东屿区、南屿区政府: the mention whose ending it shares


@dataclass(frozen=True, slots=True)
class LeaderMention:
    """A name with its post, as printed."""

    name: str
    post: str | None
    spans: tuple[Span, ...]
    oversees: bool = False  # 分管, 联系: in charge of the field, not of the task


@dataclass(frozen=True, slots=True)
class BaselineFact:
    """From what a target sets out: a figure as printed, or the year that it is compared with."""

    value: Decimal | None
    unit: str | None
    period: str | None  # YYYY


@dataclass(frozen=True, slots=True)
class TargetFact:
    """A target as worded; indices count within the item."""

    indicator: str
    change: Change
    bound: Bound
    value: Decimal
    unit: str
    strength: Strength
    text: str
    spans: tuple[Span, ...]
    criterion: bool = False
    of_which: int | None = None
    each_meeting: int | None = None
    base: str | None = None
    baseline: BaselineFact | None = None
    until: DeadlineFact | None = None  # its own, before the item's: 6月底前开工10个
    joined: bool = False  # to the target before it by 、 or 和: one verb may be said of both


@dataclass(frozen=True, slots=True)
class AimFact:
    """A compared aim without a figure."""

    indicator: str
    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class DeadlineFact:
    """The last day meant, where the words give one, and the words."""

    date: str | None
    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class MoneyFact:
    """An amount of money in a cell, as printed."""

    value: Decimal
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Unread:
    """A number with a unit that is neither a target nor judged something else."""

    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class ContentFacts:
    """What is built, of an item that tells of a project in one sentence."""

    name: Line
    line: Line
    targets: tuple[TargetFact, ...]
    aims: tuple[AimFact, ...]


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """All that one item says."""

    number_text: str | None
    body: Line
    duties: tuple[Duty, ...]
    leaders: tuple[LeaderMention, ...]
    targets: tuple[TargetFact, ...]
    aims: tuple[AimFact, ...]
    deadline: DeadlineFact | None
    unread: tuple[Unread, ...]
    spans: tuple[Span, ...]
    cells: Mapping[str, Line] = field(default_factory=dict)
    money: Mapping[str, MoneyFact] = field(default_factory=dict)
    money_unit: str | None = None
    headings: Mapping[str, str] = field(default_factory=dict)
    title: Line | None = None
    continued: bool = False  # a further paragraph or row under the same number
    content: ContentFacts | None = None  # where the document tells of projects
