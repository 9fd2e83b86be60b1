"""SARIF 2.1.0, for editors and code-scanning services; columns count code points."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from urllib.parse import quote

from kg.validate.formats import words
from kg.validate.report import Entry, Mark, Report, Rule
from kg.validate.whereabouts import Place
from kg.version import __version__

_LEVEL = {"violation": "error", "warning": "warning", "info": "note"}


def render(reports: Sequence[Report], lang: str) -> str:
    """Return one log with one run over all files."""
    rules: dict[str, Rule] = {}
    for report in reports:
        for entry in report.everything():
            rules.setdefault(entry.rule.id, entry.rule)
    index = {name: number for number, name in enumerate(rules)}
    names = list(dict.fromkeys(report.name for report in reports))
    titles = {report.name: report.title for report in reports}
    run = {
        "tool": {
            "driver": {
                "name": "kg",
                "fullName": "责任图谱 Zeren" if lang == "zh" else "Zeren",
                "informationUri": "https://w3id.org/zeren/",
                "version": __version__,
                "language": "zh-CN" if lang == "zh" else "en-US",
                "rules": [_rule(rule, lang) for rule in rules.values()],
            }
        },
        "columnKind": "unicodeCodePoints",
        "artifacts": [_artifact(name, titles[name]) for name in names],
        "results": [
            _result(report, entry, names.index(report.name), index[entry.rule.id], lang)
            for report in reports
            for entry in report.entries
        ],
    }
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(rule: Rule, lang: str) -> dict[str, Any]:
    comment = rule.explanation_en if lang == "en" else rule.explanation
    return {
        "id": rule.id,
        "name": "".join(part.capitalize() for part in rule.id.split("-")),
        "shortDescription": {"text": rule.name(lang)},
        "fullDescription": {"text": comment},
        "help": {"text": comment},
        "helpUri": rule.iri,
        "defaultConfiguration": {"level": _LEVEL[rule.severity]},
        "properties": {"tags": [rule.pack]},
    }


def _artifact(name: str, title: str | None) -> dict[str, Any]:
    artifact: dict[str, Any] = {"location": {"uri": quote(name or "notice")}, "encoding": "UTF-8"}
    if title:
        artifact["description"] = {"text": title}
    return artifact


def _result(report: Report, entry: Entry, file: int, rule: int, lang: str) -> dict[str, Any]:
    uri = quote(report.name or "notice")
    result: dict[str, Any] = {
        "ruleId": entry.rule.id,
        "ruleIndex": rule,
        "level": _LEVEL[entry.severity],
        "message": {"text": entry.text(lang)},
        "properties": {"focus": entry.focus},
    }
    if entry.consequences:
        result["properties"]["consequences"] = [_consequence(one, lang) for one in entry.consequences]
    places = [mark for mark in entry.marks if mark.line]
    location: dict[str, Any] = {"physicalLocation": {"artifactLocation": {"uri": uri, "index": file}}}
    if places:
        location["physicalLocation"]["region"] = _region(places[0])
    location |= _standing(report, entry, lang)
    result["locations"] = [location]
    if len(places) > 1:
        result["relatedLocations"] = [
            {
                "id": number,
                "physicalLocation": {
                    "artifactLocation": {"uri": uri, "index": file},
                    "region": _region(mark),
                },
            }
            for number, mark in enumerate(places[1:], 1)
        ]
    if entry.repair is not None and places:
        result["fixes"] = [
            {
                "description": {"text": entry.rule.name(lang)},
                "artifactChanges": [
                    {
                        "artifactLocation": {"uri": uri, "index": file},
                        "replacements": [
                            {
                                "deletedRegion": _region(places[0], snippet=False),
                                "insertedContent": {"text": entry.repair},
                            }
                        ],
                    }
                ],
            }
        ]
    return result


def _standing(report: Report, entry: Entry, lang: str) -> dict[str, Any]:
    """Return how the notice names a place, and where it is in the file as it lies open."""
    place = report.place(entry.marks[0]) if entry.marks else Place()
    names = [name for name in (entry.label, place.heading, words.spot(place, lang)) if name]
    found: dict[str, Any] = {}
    if names:
        found["logicalLocations"] = [{"name": name} for name in names]
    if known := {key: value for key, value in asdict(place).items() if value is not None}:
        found["properties"] = known
    return found


def _consequence(entry: Entry, lang: str) -> dict[str, Any]:
    """Return what follows from a result: no result of its own."""
    found: dict[str, Any] = {
        "ruleId": entry.rule.id,
        "level": _LEVEL[entry.severity],
        "message": entry.text(lang),
    }
    if entry.mark and entry.mark.line:
        found["region"] = _region(entry.mark)
    return found


def _region(mark: Mark, *, snippet: bool = True) -> dict[str, Any]:
    region: dict[str, Any] = {
        "startLine": mark.line,
        "startColumn": mark.column,
        "endLine": mark.end_line,
        "endColumn": mark.end_column,
        "charOffset": mark.span.start,
        "charLength": max(len(mark.words), 0),
    }
    if snippet and mark.words:
        region["snippet"] = {"text": mark.words}
    return region
