"""What holds a figure and is no target: progress, terms of a policy, sizes, names, norms.

    verdict(figure) -> Rule | None      the first rule that holds for it
    holding(figure) -> [Rule, …]        all of them

The rules are data (``data/patterns/non-targets.yml``), in the manner of ConText: words rule the
figure from before or behind, so far as their scope goes and up to the words that terminate it. This
module knows none of the words. A rule sees the figure in brackets with its comparator:
``去年增长〔5%以上〕，今年…``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from kg import resources
from kg.extract.figures import Figure
from kg.registry import patterns, rule_use
from kg.registry.rows import checked, unknown

DIRECTIONS = ("forward", "backward", "both")
SCOPES = ("piece", "clause", "sentence")
TRAITS = frozenset({
    "counted", "rate", "money", "lasting", "chinese", "of-one", "compared", "compared-behind", "moved",
    "closing", "bracketed", "second", "weak", "never", "served", "ordinal-unit",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: which figures it judges, and the words that decide."""

    name: str
    category: str
    direction: str
    scope: str
    words: re.Pattern[str] | None
    terminator: re.Pattern[str] | None
    exception: re.Pattern[str] | None
    traits: frozenset[str]
    without: frozenset[str]
    row: Mapping[str, Any] = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class _Group:
    """Rules that look at the same words, asked at once before each is asked alone."""

    direction: str
    scope: str
    terminator: re.Pattern[str] | None
    any_words: re.Pattern[str] | None
    rules: tuple[Rule, ...]


def _named(file: patterns.PatternFile, section: str, name: str | None) -> re.Pattern[str] | None:
    return re.compile(file.filled(file.raw[section][name])) if name else None


def rule_of(row: Mapping[str, Any], file: patterns.PatternFile) -> Rule:
    """Return a row as a rule.

    Raises:
        DataError: direction, scope or a trait is not known, or neither words nor traits decide.
    """
    rule = Rule(
        name=row["name"],
        category=row["category"],
        direction=row.get("direction", "both"),
        scope=row.get("scope", "piece"),
        words=re.compile(file.filled(row["regex"])) if "regex" in row else None,
        terminator=_named(file, "terminators", row.get("terminated_by")),
        exception=_named(file, "exceptions", row.get("unless")),
        traits=frozenset(row.get("traits", ())),
        without=frozenset(row.get("without", ())),
        row=row,
    )
    path, where = resources.data("patterns", "non-targets.yml"), f"rules.{rule.name}"
    said = (("direction", (rule.direction,), DIRECTIONS), ("scope", (rule.scope,), SCOPES))
    for key, values, known in (*said, ("traits", (*rule.traits, *rule.without), TRAITS)):
        for value in values:
            if value not in known:
                raise unknown(path, f"{where}.{key}", value, known)
    # A rule that looks at nothing would hold of every figure.
    needed = ("name", "category") if rule.traits else ("name", "category", "regex")
    checked(path, where, row, row.keys(), needed)
    return rule


@cache
def rules() -> tuple[Rule, ...]:
    """Return the rules in the order of the file."""
    file = patterns.load("non-targets")
    return tuple(rule_of(row, file) for row in file.raw["rules"])


@cache
def _groups() -> tuple[_Group, ...]:
    alike: dict[tuple[str, str, str], list[Rule]] = {}
    for rule in rules():
        ends = rule.terminator.pattern if rule.terminator else ""
        alike.setdefault((rule.direction, rule.scope, ends), []).append(rule)
    found = []
    for (direction, scope, _), group in alike.items():
        worded = [rule.words.pattern for rule in group if rule.words]
        any_words = re.compile("|".join(worded)) if len(worded) == len(group) else None
        found.append(_Group(direction, scope, group[0].terminator, any_words, tuple(group)))
    return tuple(found)


def seen(figure: Figure, direction: str, scope: str, terminator: re.Pattern[str] | None) -> str:
    """Return the words that a rule may look at, the figure in brackets."""
    before, behind = figure.around(scope)
    if terminator:
        before = terminator.split(before)[-1]
        behind = terminator.split(behind)[0]
    if direction == "forward":
        return f"{before}〔{figure.marked}〕"
    if direction == "backward":
        return f"〔{figure.marked}〕{behind}"
    return f"{before}〔{figure.marked}〕{behind}"


def _holding(figure: Figure) -> Iterator[Rule]:
    traits = figure.traits
    for group in _groups():
        words = seen(figure, group.direction, group.scope, group.terminator)
        if group.any_words and not group.any_words.search(words):
            continue
        for rule in group.rules:
            if (
                rule.traits <= traits
                and not rule.without & traits
                and (rule.words is None or rule.words.search(words))
            ):
                if rule.exception and rule.exception.search(seen(figure, "both", "clause", None)):
                    continue
                if rule_use.holds(f"non-targets.{rule.name}"):
                    yield rule


def verdict(figure: Figure) -> Rule | None:
    """Return the rule by which a figure is no target, or None."""
    return next(_holding(figure), None)


def holding(figure: Figure) -> list[Rule]:
    """Return every rule that holds for a figure."""
    return list(_holding(figure))


def is_progress(figure: Figure, year: int | None) -> bool:
    """Tell whether the sentence speaks of an earlier year: 2023年全县粮食总产9.58亿斤.

    Args:
        figure: the figure.
        year: the notice's own; None where it is not known.
    """
    if year is None:
        return False
    words = patterns.load("targets")
    said = words["this_year"].split(words["bracket"].sub("", figure.sentence))[-1]
    years = words["year"].findall(said)
    return bool(years) and int(years[-1]) < year
