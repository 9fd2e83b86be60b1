"""Writes the repairs that are certain into a notice's text: look-alikes, widths, broken words."""

from __future__ import annotations

from dataclasses import dataclass

from kg.errors import UsageError
from kg.validate.report import Mark, Report


@dataclass(frozen=True, slots=True)
class Repair:
    """One replacement, with the rule that asked for it."""

    mark: Mark
    rule_id: str
    before: str
    after: str


def fix(report: Report) -> tuple[str, tuple[Repair, ...]]:
    """Return the text with every certain repair made, and the list of them in reading order.

    A repair that overlaps an earlier one is left for the next run.

    Raises:
        UsageError: The report is of a graph, which has no text.
    """
    if report.text is None:
        raise UsageError(
            "只有通知的文本可以修复，图文件不行。",
            "Only the text of a notice can be mended, not a graph file.",
        )
    # A finding may stand for several places; the same words are mended alike in each.
    wanted = sorted(
        (
            (mark, entry.repair, entry.rule.id)
            for entry in report.everything()
            if entry.repair is not None
            for mark in entry.marks
            if mark.words == entry.marks[0].words
        ),
        key=lambda repair: repair[0].span,
    )
    parts: list[str] = []
    repairs: list[Repair] = []
    position = 0
    for mark, after, rule_id in wanted:
        if mark.span.start < position or mark.words == after:
            continue
        parts += [report.text[position : mark.span.start], after]
        position = mark.span.end
        repairs.append(Repair(mark, rule_id, mark.words, after))
    parts.append(report.text[position:])
    return "".join(parts), tuple(repairs)
