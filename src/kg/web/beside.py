"""What stands beside a notice on its page: the other documents that it names, or that name it."""

from __future__ import annotations

from dataclasses import dataclass

from kg.web.ask import Ask, value


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
