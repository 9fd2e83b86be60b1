"""For the terminal: grouped by rule, worst first, each with its words, line and repair."""

from __future__ import annotations

from collections.abc import Sequence

from kg.validate.formats import words
from kg.validate.report import Report

_SHOWN = 3  # consequences that are written out


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
            if others := words.others(report, entry, lang):
                lines.append(f"    │ {others}")
            if mended := words.repair(entry, lang):
                lines.append(f"    └ {mended}")
            if follows := words.follows(entry, lang):
                lines.append(f"    └ {follows}" + ("：" if lang == "zh" else ":"))
                lines += [f"        {one.text(lang)}" for one in entry.consequences[:_SHOWN]]
                if (rest := len(entry.consequences) - _SHOWN) > 0:
                    lines.append(f"        …… {words.more(rest, lang)}")
        if hidden := report.hidden.get(rule.id):
            lines.append(f"  …… {words.more(hidden, lang)}")
    return "\n".join(lines) + "\n"
