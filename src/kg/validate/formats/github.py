"""Annotations of GitHub Actions: one workflow command a line."""

from __future__ import annotations

from collections.abc import Sequence

from kg.validate.formats import words
from kg.validate.report import Entry, Report

_COMMAND = {"violation": "error", "warning": "warning", "info": "notice"}


def render(reports: Sequence[Report], lang: str) -> str:
    """Return the commands, worst first in each file."""
    return "".join(
        _command(report, entry, lang) + "\n"
        for report in reports
        for _, entries in report.by_rule()
        for entry in entries
    )


def _command(report: Report, entry: Entry, lang: str) -> str:
    values = {"file": report.name, "title": entry.rule.name(lang)}
    mark = entry.mark
    if mark and mark.line:
        values |= {"line": str(mark.line), "endLine": str(mark.end_line)}
        # GitHub ignores columns unless both ends are on one line.
        if mark.line == mark.end_line:
            values |= {"col": str(mark.column), "endColumn": str(mark.end_column)}
    text = entry.text(lang)
    if mended := words.repair(entry, lang):
        text += f" ({mended})" if lang == "en" else f"（{mended}）"
    properties = ",".join(f"{key}={_escape(value, ':,')}" for key, value in values.items())
    return f"::{_COMMAND[entry.severity]} {properties}::{_escape(text)}"


def _escape(value: str, also: str = "") -> str:
    for char in "%\r\n" + also:
        value = value.replace(char, f"%{ord(char):02X}")
    return value
