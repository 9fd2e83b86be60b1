"""JUnit XML: one suite a file, one case a rule that found something, failed by violations alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree as Xml

from kg.validate.formats import words
from kg.validate.report import Report

# Characters that XML 1.0 cannot hold.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(reports: Sequence[Report], lang: str) -> str:
    """Return the document; warnings and infos go to ``system-out`` of a passed case."""
    root = Xml.Element("testsuites", name="kg validate")
    total = failed = 0
    for report in reports:
        groups = report.by_rule()
        failures = sum(1 for _, entries in groups if entries[0].severity == "violation")
        cases = len(groups) or 1
        total, failed = total + cases, failed + failures
        suite = Xml.SubElement(
            root,
            "testsuite",
            name=_clean(report.name or report.notice or "notice"),
            tests=str(cases),
            failures=str(failures),
            errors="0",
            skipped="0",
        )
        if not groups:
            Xml.SubElement(suite, "testcase", classname="kg.validate", name=words.summary(report, lang))
        for rule, entries in groups:
            case = Xml.SubElement(
                suite, "testcase", classname="kg.validate", name=f"{rule.id} {rule.name(lang)}"
            )
            lines = []
            for entry in entries:
                where = words.where(report, entry, lang)
                quoted = f" | {entry.sentence}" if entry.sentence else ""
                lines.append(_clean(f"{where} {entry.text(lang)}{quoted}".strip()))
            if hidden := report.hidden.get(rule.id):
                lines.append(words.more(hidden, lang))
            if entries[0].severity == "violation":
                element = Xml.SubElement(case, "failure", type=rule.id, message=_clean(entries[0].text(lang)))
            else:
                element = Xml.SubElement(case, "system-out")
            element.text = "\n".join(lines)
    root.set("tests", str(total))
    root.set("failures", str(failed))
    Xml.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(root, encoding="unicode") + "\n"


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
