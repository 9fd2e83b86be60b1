"""Amounts that contradict themselves: parts that are no sum, ranges that run back, units that do not fit.

quantity_findings(facts) -> Finding, ...

Each asks the words of one item, or of its cells; what it cannot know (parts left out on purpose, a
scope that differs) makes most of them warnings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import combinations

import yaml

from kg import resources
from kg.extract import ItemFacts, NoticeFacts
from kg.extract.extract import every_item
from kg.extract.facts import TargetFact
from kg.model import Finding, Span
from kg.parse.lines import Line, raw_lines
from kg.registry.findings import finding
from kg.registry.measures import measures, scales
from kg.resolve.finding_words import clause_before, words

_PHYSICAL = frozenset({"Area", "Length", "Mass", "Volume", "Currency"})
_NEARLY = Decimal("0.9")  # of the whole: two parts behind 其中 that leave less may be meant to be all
_MOSTLY = Decimal("0.75")  # and three or more, which are seldom an example
_LEAST_SCALE = 10_000
_SHORTEST = 3  # characters of an indicator that is of one thing wherever it stands


def quantity_findings(facts: NoticeFacts) -> Iterator[Finding]:
    """Yield what is wrong about amounts: in the words of every line, in the targets of every item."""
    items = [item for one in facts.lists for item in every_item(one)]
    # What an item's lines say apart is said together by its body: the same findings, once.
    lines = [item.cells.get("content", item.body) for item in items]
    told: list[Span] = []
    for line in (*lines, *facts.document.header.letter, *_elsewhere(facts, lines)):
        yield from _ranges(line)
        yield from _yuan(line)
        yield from _parts(line)
        yield from _summed(line)
        yield from _products(line)
        yield from _times(line)
        strange = list(_strange_words(line))
        told += [span for finding in strange for span in finding.evidence]
        yield from strange
    for item in items:
        yield from _strange_units(item, told)
        yield from _two_values(item)


def _elsewhere(facts: NoticeFacts, read: Sequence[Line]) -> Iterator[Line]:
    """Yield the paragraphs and cells of a notice that are part of no item and no letter."""
    taken = {at for line in (*read, *facts.document.header.letter) for at in (*line.at[:1], *line.at[-1:])}
    for raw in raw_lines(facts.document.text):
        for cell in raw.cells:
            if cell.text and taken.isdisjoint(range(cell.at[0], cell.at[-1] + 1)):
                yield cell


# --- words -----------------------------------------------------------------------------------------


def _ranges(line: Line) -> Iterator[Finding]:
    """改造15—12个: a range runs from the lower to the higher."""
    for match in words()["range"].finditer(line.text):
        if Decimal(match["low"]) > Decimal(match["high"]):
            yield finding("range-reversed", (line.span(*match.span()),), said=match.group())


def _yuan(line: Line) -> Iterator[Finding]:
    """总投资560元: a sum of works is not told in single yuan."""
    for match in words()["yuan_alone"].finditer(line.text):
        before = line.text[max(0, match.start() - 8) : match.end("said")]
        if words()["yuan_each"].search(before):
            continue
        yield finding("yuan-alone", (line.span(match.start("number"), match.end()),), said=match.group())


def _times(line: Line) -> Iterator[Finding]:
    """13月底前: no year has such a month."""
    for match in words()["impossible_time"].finditer(line.text):
        yield finding("impossible-period", (line.span(*match.span()),), said=match.group())


@dataclass(frozen=True, slots=True)
class _Amount:
    """A number with its unit, in the smallest that is counted."""

    value: Decimal
    form: str  # without 万 and 亿


def _amount(number: str, form: str) -> _Amount:
    scale = _scale(form)
    return _Amount(Decimal(number) * scale, form[1:] if scale > 1 else form)


def _scale(form: str) -> Decimal:
    """Return the scale that stands before a unit with a number in figures: 万吨, 亿元, but not 千米."""
    times = scales().get(form[:1], 1)
    return Decimal(times if times >= _LEAST_SCALE else 1)


def _parts(line: Line) -> Iterator[Finding]:
    """300万元（财政200万元、自筹50万元）: a bracket tells all parts, 其中 perhaps some."""
    for match in words()["parted"].finditer(line.text):
        whole = _amount(match["number"], match["form"])
        inside = match["inside"] or match["halves"]
        if inside is None:
            parts = _leading(match["within"], whole)
        else:
            parts = _leading(inside, whole)
            if len(parts) != len(_pieces(inside)):
                continue
        total = sum((part.value for part in parts), Decimal(0))
        partial = inside is None or inside.startswith(words().words["partly"])
        if len(parts) < 2 or total == whole.value:
            continue
        if partial and total < whole.value * (_NEARLY if len(parts) == 2 else _MOSTLY):
            continue
        yield _no_sum(line, match, total, sure=not partial or total > whole.value)


def _summed(line: Line) -> Iterator[Finding]:
    """雨量站22处、水位站9处，共30处: parts, and then what they come to."""
    for match in words()["summed"].finditer(line.text):
        whole = _amount(match["number"], match["form"])
        said = match["parts"].rstrip("、，")
        totals = [
            sum((part.value for part in parts), Decimal(0))
            for run in (said, said.rpartition("，")[2])
            if len(parts := _leading(run, whole)) == len(_pieces(run)) > 1
        ]
        if totals and whole.value not in totals:
            yield _no_sum(line, match, totals[0], sure=True, named="parts")


def _no_sum(
    line: Line, match: re.Match[str], total: Decimal, *, sure: bool, named: str | None = None
) -> Finding:
    parts = match.span(named) if named else (match.end("whole"), match.end())
    return finding(
        "parts-not-sum" if sure else "parts-below-sum",
        (line.span(*match.span("whole")), line.span(*parts)),
        said=match["whole"],
        sum=_plain(total, match["form"]),
    )


def _products(line: Line) -> Iterator[Finding]:
    """12座，每座补助15万元，共补助160万元: a number of things, the amount for each, and another product."""
    for match in words()["product"].finditer(line.text):
        each, whole = _amount(match["each"], match["form"]), _amount(match["number"], match["total"])
        made = each.value * Decimal(match["count"])
        if made == whole.value or each.form != whole.form:
            continue
        yield finding(
            "not-product",
            (line.span(*match.span("whole")), line.span(match.start(), match.start("whole"))),
            said=match["whole"],
            product=_plain(made, match["total"]),
        )


def _leading(text: str, whole: _Amount) -> list[_Amount]:
    """Return the parts, from the first on, that are told in the unit of the whole."""
    found = []
    for piece in _pieces(text):
        match = words()["part"].match(piece)
        part = _amount(match["number"], match["form"]) if match else None
        if part is None or part.form != whole.form:
            break
        found.append(part)
    return found


def _pieces(text: str) -> list[str]:
    """Cut a list of parts: 中央和省补助 is one, 财政200万元和自筹50万元 are two."""
    return words()["part_mark"].split(text)


def _plain(value: Decimal, form: str) -> str:
    scaled = value / _scale(form)
    return f"{scaled.normalize():f}{form}"


# --- targets ---------------------------------------------------------------------------------------


def _strange_words(line: Line) -> Iterator[Finding]:
    """供水管网12.6公顷, in whatever cell: an amount right behind the thing that it measures."""
    for match in words()["measured"].finditer(line.text):
        clause = words()["measured_more"].sub("", clause_before(line, match.start()))
        row = _row(clause)
        if row is not None and not _fits(match["form"], row):
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
    raw = yaml.safe_load(resources.data("validation", "measures.yml").read_text("utf-8"))
    return tuple(_Things(re.compile(row["things"]), frozenset(row["kinds"])) for row in raw["rows"])


def _row(indicator: str) -> _Things | None:
    """Return the row of the thing that an indicator ends with (长江岸线复绿 is another)."""
    ends = {match.end(): row for row in _rows() for match in row.things.finditer(indicator)}
    last = max(ends, default=0)
    return ends.get(last) if last == len(indicator) else None


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
