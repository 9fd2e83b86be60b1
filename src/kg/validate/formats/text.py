"""For the terminal: grouped by rule, worst first, each with its words, line and repair."""

from __future__ import annotations

from collections.abc import Sequence

from kg.validate.formats import words
from kg.validate.report import Report


def render(reports: Sequence[Report], lang: str) -> str:
    """Return the reports one after the other."""
    return "\n".join(_one(report, lang) for report in reports)


def _one(report: Report, lang: str) -> str:
    head = " ".join(part for part in (report.name, report.title) if part)
    lines = [head, words.summary(report, lang)] if head else [words.summary(report, lang)]
    if told := words.reading(report, lang):
        lines.append(told)
    for rule, entries in report.by_rule():
        lines += ["", f"[{words.severity(entries[0].severity, lang)}] {rule.name(lang)}  ({rule.id})"]
        for entry in entries:
            where = words.where(report, entry, lang)
            lines.append(
                "  "
                + (f"{where}: " if lang == "en" and where else f"{where}：" if where else "")
                + entry.text(lang)
            )
            if entry.sentence:
                lines.append(f"    │ {entry.sentence}")
            if mended := words.repair(entry, lang):
                lines.append(f"    └ {mended}")
        if hidden := report.hidden.get(rule.id):
            lines.append(f"  …… {words.more(hidden, lang)}")
    return "\n".join(lines) + "\n"
