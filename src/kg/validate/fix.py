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
    wanted = sorted(
        (entry for entry in report.entries if entry.repair is not None and entry.mark is not None),
        key=lambda entry: entry.marks[0].span,
    )
    parts: list[str] = []
    repairs: list[Repair] = []
    position = 0
    for entry in wanted:
        mark, after = entry.marks[0], entry.repair or ""
        if mark.span.start < position or mark.words == after:
            continue
        parts += [report.text[position : mark.span.start], after]
        position = mark.span.end
        repairs.append(Repair(mark, entry.rule.id, mark.words, after))
    parts.append(report.text[position:])
    return "".join(parts), tuple(repairs)
