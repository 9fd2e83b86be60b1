"""Amounts that contradict themselves: parts that are no sum, ranges that run back, units that do not fit.

quantity_findings(facts) -> Finding, ...

Each asks the words of one item, or of its cells; what it cannot know (parts left out on purpose, a
scope that differs) makes most of them warnings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from kg import resources
from kg.extract import ItemFacts, NoticeFacts
from kg.extract.extract import every_item
from kg.extract.facts import TargetFact
from kg.model import Finding, Span
from kg.parse.lines import Line
from kg.registry.findings import finding
from kg.registry.measures import measures, scales
from kg.resolve.finding_words import clause_before, lines_elsewhere, words
from kg.resolve.range_findings import range_findings
from kg.resolve.sum_findings import sum_findings

_PHYSICAL = frozenset({"Area", "Length", "Mass", "Volume", "Currency"})
_SHORTEST = 3  # characters of an indicator that is of one thing wherever it stands


def quantity_findings(facts: NoticeFacts) -> Iterator[Finding]:
    """Yield what is wrong about amounts: in the words of every line, in the targets of every item."""
    items = [item for one in facts.lists for item in every_item(one)]
    # What an item's lines say apart is said together by its body: the same findings, once.
    lines = [item.cells.get("content", item.body) for item in items]
    told: list[Span] = []
    for line in (*lines, *facts.document.header.letter, *lines_elsewhere(facts, lines)):
        yield from range_findings(line)
        yield from _yuan(line)
        yield from sum_findings(line)
        strange = list(_strange_words(line))
        told += [span for finding in strange for span in finding.evidence]
        yield from strange
    for item in items:
        yield from _strange_units(item, told)
        yield from _two_values(item)


# --- words -----------------------------------------------------------------------------------------


def _yuan(line: Line) -> Iterator[Finding]:
    """总投资560元: a sum of works is not told in single yuan."""
    for match in words()["yuan_alone"].finditer(line.text):
        before = line.text[max(0, match.start() - 8) : match.end("said")]
        if words()["yuan_each"].search(before):
            continue
        yield finding("yuan-alone", (line.span(match.start("number"), match.end()),), said=match.group())


# --- targets ---------------------------------------------------------------------------------------


def _strange_words(line: Line) -> Iterator[Finding]:
    """供水管网12.6公顷, in whatever cell: an amount right behind the thing that it measures."""
    for match in words()["measured"].finditer(line.text):
        clause = words()["measured_more"].sub("", clause_before(line, match.start()))
        row = _row(clause)
        if row is not None and not _fits(_unscaled(match["form"]), row):
            thing = next(m.group() for m in row.things.finditer(clause) if m.end() == len(clause))
            yield _strange(thing, match["number"], match["form"], (line.span(*match.span()),))


def _strange_units(item: ItemFacts, told: Sequence[Span]) -> Iterator[Finding]:
    """铺设管网3公顷: what a thing is measured in, where the words between are no matter."""
    for target in item.targets:
        row = _row(target.indicator)
        if row is None or not target.spans or _fits(target.unit, row):
            continue
        if not any(a.start < b.end and b.start < a.end for a in target.spans for b in told):
            yield _strange(target.indicator, f"{target.value.normalize():f}", target.unit, target.spans)


def _strange(thing: str, number: str, unit: str, spans: tuple[Span, ...]) -> Finding:
    told = {"said": f"{thing}{number}{unit}", "indicator": thing, "unit": unit}
    return finding("strange-measure", spans, told)


@dataclass(frozen=True, slots=True)
class _Things:
    things: re.Pattern[str]
    kinds: frozenset[str]


@cache
def _rows() -> tuple[_Things, ...]:
    raw = resources.read_yaml(resources.data("validation", "measures.yml"))
    return tuple(_Things(re.compile(row["things"]), frozenset(row["kinds"])) for row in raw["rows"])


def _row(indicator: str) -> _Things | None:
    """Return the row of the thing that an indicator ends with (长江岸线复绿 is another)."""
    ends = {match.end(): row for row in _rows() for match in row.things.finditer(indicator)}
    last = max(ends, default=0)
    return ends.get(last) if last == len(indicator) else None


def _unscaled(form: str) -> str:
    """Return a unit without its scale: 亩 of 万亩."""
    return form[1:] if len(form) > 1 and form[0] in scales() else form


def _fits(unit: str, row: _Things) -> bool:
    measure = measures().forms.get(unit)
    if measure is None:
        return True
    # Counts and rates are told of anything.
    return measure.kind in row.kinds or measure.kind not in _PHYSICAL


def _two_values(item: ItemFacts) -> Iterator[Finding]:
    """One indicator has one value in an item, unless a part or another time is told."""
    for one, two in combinations(item.targets, 2):
        if _same(one, two) and one.value != two.value:
            told = {"indicator": one.indicator, "said": one.text, "other": two.text}
            yield finding("two-values", (*two.spans[:1], *one.spans[:1]), told)


def _same(one: TargetFact, two: TargetFact) -> bool:
    if one.of_which is not None or two.of_which is not None or one.criterion or two.criterion:
        return False
    # 确保35件水库完工15件: a whole and a part of it.
    if any(a.start < b.end and b.start < a.end for a in one.spans for b in two.spans):
        return False
    # 增长6%、力争7% are two aims; 3000人以上 and 确保3500人 are one.
    if (one.strength == "aspired") != (two.strength == "aspired") or any(
        words()["in_turn"].search(text) for text in (one.text, two.text)
    ):
        return False
    told = (one.indicator, one.unit, one.change, one.base) == (two.indicator, two.unit, two.change, two.base)
    bounds = {one.bound, two.bound}
    between = "ge" in bounds and ("le" in bounds or "lt" in bounds)
    timed = any(words()["timed"].search(text) for text in (one.text, two.text))
    named = all(one.indicator in "".join(target.text.split()) for target in (one, two))
    return told and named and len(one.indicator) >= _SHORTEST and not between and not timed
