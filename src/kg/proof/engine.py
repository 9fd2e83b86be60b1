"""Runs rules over one sheet and puts what they find beside the entries of a report."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from kg.model import Notice, Span
from kg.parse.lines import Line
from kg.proof.checks import CHECKS
from kg.proof.rules import Packs, TextRule, load
from kg.proof.sheet import Sheet, sheet_of
from kg.proof.slips import Slip
from kg.proof.words import slip_of, wrong_words
from kg.validate.report import Entry, Lines, Mark, Report, order
from kg.vocab import BASE

MOST = 200  # entries of one rule in one notice; of the rest, the report holds the number
_VARIABLE = re.compile(r"\{(\w+)\}")


def with_packs(report: Report, notice: Notice, wanted: Sequence[str], packs: Packs | None = None) -> Report:
    """Return a report with what the packs find in its notice.

    Args:
        report: What the content is judged to be; without ``content`` among the wanted, its entries go.
        notice: The notice that it is of.
        wanted: Names of packs: content, form, proof.
        packs: The rules; those of this installation unless given.
    """
    rules = (packs or load()).of(wanted)
    own = list(report.entries) if "content" in wanted else []
    if not rules:
        return replace(report, entries=tuple(own))
    sheet = sheet_of(notice)
    numbers = _Numbers(notice)
    lines = Lines(sheet.content)
    found: list[Entry] = []
    hidden = dict(report.hidden)
    for rule, its in _apart([(rule, list(slips(rule, sheet))) for rule in rules]):
        entries = list(_unsaid(_entries(rule, its, sheet, lines, numbers, BASE + notice.iri), own, rule))
        if len(entries) > MOST:
            hidden[rule.id] = hidden.get(rule.id, 0) + len(entries) - MOST
        found += entries[:MOST]
    kept = _uncovered(own, found, {rule.id: rule.covers for rule in rules})
    return replace(
        report,
        entries=tuple(sorted((*kept, *found), key=order)),
        hidden=hidden,
        rules_applied=report.rules_applied + len(rules),
    )


def _apart(found: Sequence[tuple[TextRule, list[Slip]]]) -> Iterator[tuple[TextRule, list[Slip]]]:
    """Yield the slips without those that a closer rule covers at the same words: one mistake, one entry."""
    closer: dict[str, list[Span]] = {}
    for rule, its in found:
        for name in rule.covers:
            closer.setdefault(name, []).extend(slip.span for slip in its)
    for spans in closer.values():
        spans.sort()
    for rule, its in found:
        yield rule, [slip for slip in its if not _meets(slip.span, closer.get(rule.id, ()))]


def _meets(span: Span, others: Sequence[Span]) -> bool:
    """Tell whether a range overlaps one of some sorted ones that do not overlap each other."""
    at = bisect_right(others, span) - 1
    return any(span.start < other.end and other.start < span.end for other in others[max(at, 0) : at + 2])


def slips(rule: TextRule, sheet: Sheet) -> Iterator[Slip]:
    """Yield what one rule finds in a sheet, in no certain order."""
    if sheet.media_type in rule.not_from or (rule.since and (sheet.issued or rule.since) < rule.since):
        return
    if rule.check is not None:
        yield from CHECKS[rule.check](sheet)
    elif rule.regex is not None:
        lines = {line.at[0]: line for part in rule.where for line in sheet.parts.get(part, ()) if line.text}
        for line in lines.values():
            yield from _matches(rule, rule.regex, line, sheet)
    else:
        for start, end, right in wrong_words(sheet, rule.words):
            if not sheet.spares(start, end):
                yield slip_of(sheet, start, end, right)


def _matches(rule: TextRule, regex: re.Pattern[str], line: Line, sheet: Sheet) -> Iterator[Slip]:
    for match in regex.finditer(line.text):
        start, end = match.span(rule.mark)
        if start == end or (rule.spares and line is sheet.whole and sheet.spares(start, end)):
            continue
        repair = match.expand(rule.repair) if rule.repair is not None else None
        values = {name: value or "" for name, value in match.groupdict().items()}
        yield Slip(line.span(start, end), repair, values=values)


def _entries(
    rule: TextRule, its: Iterable[Slip], sheet: Sheet, lines: Lines, numbers: _Numbers, focus: str
) -> Iterator[Entry]:
    """Yield the entries of one rule, in reading order; what is folded is one with several places."""
    groups: dict[object, list[Slip]] = {}
    for slip in sorted(its, key=lambda slip: slip.span):
        words = sheet.content[slip.span.start : slip.span.end]
        groups.setdefault((words, slip.repair) if rule.folded else slip.span, []).append(slip)
    for group in groups.values():
        first = group[0]
        marks = tuple(lines.mark(span) for span in (*(slip.span for slip in group), *first.others))
        repair = _certain(sheet, marks[0], first.repair)
        values = {
            "words": _plain(marks[0].words),
            "repair": repair or "",
            "count": str(len(group)),
            **first.values,
        }
        yield Entry(
            rule=rule.rule,
            severity=rule.rule.severity,
            message=_filled(rule.message, values),
            message_en=_filled(rule.message_en, values),
            focus=focus,
            label=numbers.at(first.span),
            sentence=lines.sentence(first.span),
            marks=marks,
            repair=repair,
        )


def _certain(sheet: Sheet, mark: Mark, repair: str | None) -> str | None:
    """Return a repair where it is certain: not over a line's end, not in another script."""
    if repair is None or "\n" in mark.words or (sheet.traditional and not mark.words.isascii()):
        return None
    return repair


def _plain(words: str) -> str:
    return " ".join(words.split())


def _filled(template: str, values: Mapping[str, str]) -> str:
    return _VARIABLE.sub(lambda match: values.get(match[1], match[0]), template)


def _uncovered(
    own: Iterable[Entry], found: Iterable[Entry], covers: Mapping[str, frozenset[str]]
) -> Iterator[Entry]:
    """Yield the entries of content but those that an entry of a pack stands for, at the same words."""
    places: dict[str, list[Span]] = {}
    for entry in found:
        for name in covers.get(entry.rule.id, ()):
            places.setdefault(name, []).extend(mark.span for mark in entry.marks)
    ordered = {name: sorted(spans) for name, spans in places.items()}
    for entry in own:
        if not any(_meets(mark.span, ordered.get(entry.rule.id, ())) for mark in entry.marks):
            yield entry


def _unsaid(found: Iterable[Entry], own: list[Entry], rule: TextRule) -> Iterator[Entry]:
    """Yield a pack's entries but those of which the content says as much: at the same words, or at others.

    What the content says of a total gains the place of the number that spoils it: ``own`` is changed.
    """
    for entry in found:
        if any(
            one.rule.id in rule.yields and _share(one.marks, entry.marks[:1])
            for top in own
            for one in (top, *top.consequences)
        ):
            continue
        joined = next(
            (i for i, one in enumerate(own) if one.rule.id in rule.joins and _share(one.marks, entry.marks)),
            None,
        )
        if joined is None:
            yield entry
        else:
            own[joined] = replace(own[joined], marks=(*own[joined].marks, entry.marks[0]))


def _share(some: Iterable[Mark], others: Sequence[Mark]) -> bool:
    return any(
        one.span.start < two.span.end and two.span.start < one.span.end for one in some for two in others
    )


class _Numbers:
    """How a notice names the item that holds a place: 五、3."""

    def __init__(self, notice: Notice) -> None:
        above = {section.iri: section.number_text for section in notice.sections}
        found = []
        for item in notice.items:
            if item.number_text and item.evidence:
                head = above.get(item.section_iri or "")
                label = f"{head.rstrip('、.．')}、{item.number_text}" if head else item.number_text
                found.append((item.evidence[0].start, item.evidence[0].end, label))
        self._items = sorted(found)
        self._starts = [start for start, *_ in self._items]

    def at(self, span: Span) -> str | None:
        at = bisect_right(self._starts, span.start) - 1
        return self._items[at][2] if at >= 0 and span.end <= self._items[at][1] else None
