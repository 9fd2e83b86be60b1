"""Reports as text, HTML, JSON, SARIF, GitHub annotations, JUnit XML and the W3C report graph.

Every renderer is a module with ``render(reports, lang) -> str``; they see the same ``Report``.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

from kg.errors import UsageError
from kg.validate.report import Report

FORMATS = {
    "text": "text/plain",
    "json": "application/json",
    "sarif": "application/sarif+json",
    "turtle": "text/turtle",
    "html": "text/html",
    "github": "text/plain",
    "junit": "application/xml",
}


def render(report: Report | Sequence[Report], format: str = "text", lang: str = "zh") -> str:
    """Return one report, or several as one document, in a format and language.

    Args:
        report: One report, or those of several files.
        format: A key of ``FORMATS``.
        lang: ``zh`` or ``en``.

    Raises:
        UsageError: No such format or language.
    """
    if format not in FORMATS or lang not in ("zh", "en"):
        names = ", ".join(FORMATS)
        raise UsageError(
            f"没有“{format}”（{lang}）这种报告格式；可用：{names}，语言 zh 或 en。",
            f"There is no report format “{format}” ({lang}); there are {names}, in zh or en.",
        )
    reports = [report] if isinstance(report, Report) else list(report)
    module = import_module(f"kg.validate.formats.{format}")
    text: str = module.render(reports, lang)
    return text
