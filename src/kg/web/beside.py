"""What stands beside a notice on its page: other documents, and how far its reading can be relied on."""

from __future__ import annotations

from dataclasses import dataclass

from kg.query.values import number
from kg.web.ask import Ask
from kg.web.rows import value

LOOK_FIRST = ("layout-doubtful", "unread-column", "unread-text", "unread-quantity")
"""Findings that tell of what was not read, or hardly: what to look at first."""


@dataclass(frozen=True, slots=True)
class Related:
    """Documents of one relation to the notice."""

    heading: str
    documents: tuple[tuple[str, str], ...]  # label, and its page where it is loaded


def references(ask: Ask, notice: str) -> list[Related]:
    """Return the documents that a notice names, and those that name it, by relation."""
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for row in ask.rows("notice-references", notice=notice):
        document = row["document"]
        loaded = value(row["loaded"]) == "true"
        label = value(row["documentLabel"]) or document.value
        of_relation = found.setdefault(value(row["relation"]), {})
        of_relation[document.value] = (label, ask.view.href(document) if loaded else "")
    return [
        Related(ask.view.say(f"reference.{relation}"), tuple(documents.values()))
        for relation, documents in found.items()
    ]


@dataclass(frozen=True, slots=True)
class Read:
    """How a notice was read: shares in per cent, as they are shown."""

    confidence: str
    accounted: str


def reading(ask: Ask, notice: str) -> Read | None:
    """Return how far the reading of a notice can be relied on; None where nothing tells."""
    rows = ask.rows("notice-reading", notice=notice)
    told = {ask.view.local(row["metric"]): number(row["value"]) for row in rows}
    sure, accounted = told.get("confidenceMetric"), told.get("accountedMetric")
    if sure is None or accounted is None:
        return None
    return Read(f"{sure * 100:.0f} %", f"{accounted * 100:.1f} %")
