"""JSON: everything the report holds, both languages, for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from kg.validate.report import Entry, Mark, Report

SCHEMA = "https://w3id.org/zeren/schema/report-1.json"


def render(reports: Sequence[Report], lang: str) -> str:
    """Return one object for one report, else an array; ``lang`` chooses ``message``."""
    found = [as_dict(report, lang) for report in reports]
    return json.dumps(found[0] if len(found) == 1 else found, ensure_ascii=False, indent=2) + "\n"


def as_dict(report: Report, lang: str = "zh") -> dict[str, Any]:
    """Return a report as plain values."""
    return {
        "schema": SCHEMA,
        "file": report.name,
        "notice": report.notice,
        "title": report.title,
        "conforms": report.conforms,
        "counts": report.counts(),
        "hidden": dict(report.hidden),
        "reading": _reading(report),
        "entries": [_cause(report, entry, lang) for entry in report.entries],
    }


def _reading(report: Report) -> dict[str, Any] | None:
    told = report.reading
    if told is None:
        return None
    return {
        "confidence": round(told.confidence, 2),
        "accounted": round(told.accounted, 3),
        "unread": [
            {"start": part.span.start, "end": part.span.end, "reason": part.reason} for part in told.unread
        ],
    }


def _cause(report: Report, entry: Entry, lang: str) -> dict[str, Any]:
    return _entry(report, entry, lang) | {
        "consequences": [_entry(report, one, lang) for one in entry.consequences]
    }


def _entry(report: Report, entry: Entry, lang: str) -> dict[str, Any]:
    return {
        "rule": entry.rule.iri,
        "ruleId": entry.rule.id,
        "pack": entry.rule.pack,
        "severity": entry.severity,
        "title": entry.rule.name(lang),
        "message": entry.text(lang),
        "messages": {"zh": entry.message, "en": entry.message_en},
        "focus": entry.focus,
        "value": entry.value,
        "path": entry.path,
        "label": entry.label,
        "sentence": entry.sentence,
        "line": entry.marks[0].line or None if entry.marks else None,
        "column": entry.marks[0].column or None if entry.marks else None,
        "evidence": [_mark(report, mark) for mark in entry.marks],
        "repair": entry.repair,
        "related": list(entry.related),
    }


def _mark(report: Report, mark: Mark) -> dict[str, Any]:
    return {
        "start": mark.span.start,
        "end": mark.span.end,
        "words": mark.words,
        "line": mark.line or None,
        "column": mark.column or None,
        "place": asdict(report.place(mark)),
    }
