"""Rows of canned queries as pages use them: by variable, as commitments, as choices, sorted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kg.ledger.entries import Entry
from kg.query import Choice, Table
from kg.query.values import number as number_of
from kg.store.base import Term
from kg.vocab import KGC
from kg.web.frame import View

_SPACES_AND_STOPS = re.compile(r"[\s。．.;；]")


class Row(dict[str, Term]):
    """One row by variable; what is unbound is None."""

    def __missing__(self, name: str) -> None:
        return None


@dataclass(slots=True)
class Item:
    """One commitment in a list of a page."""

    item: Term
    text: str
    number: str = ""
    section: str = ""
    role: Term | None = None
    mention: str = ""
    via: bool = False
    leader: tuple[Term, str] | None = None
    theme: Term | None = None
    deadline: Term | None = None
    targets: Sequence[tuple[Term, str]] = ()
    tags: Sequence[str] = ()
    sentence: str = ""  # as received, where it says more than the text
    notice: Term | None = None


def value(term: Term | None) -> str:
    """Return a term's text, empty where it is unbound."""
    return term.value if term is not None else ""


def items(rows: Iterable[Row]) -> list[Item]:
    """Join the rows of one commitment: a row stands for each of its targets."""
    found: dict[str, Item] = {}
    for row in rows:
        key = row["item"].value
        item = found.get(key)
        if item is None:
            item = found[key] = Item(
                row["item"],
                value(row["text"]) or value(row["sentence"]),
                number=value(row["number"]),
                section=value(row["sectionLabel"]),
                role=row["role"],
                mention=value(row["mention"]),
                via=value(row["viaCollective"]) == "1",
                leader=(row["leader"], value(row["leaderLabel"])) if row["leader"] is not None else None,
                theme=row["theme"],
                deadline=row["deadline"],
                targets=[],
                sentence=_unlike(value(row["sentence"]), value(row["text"])),
                notice=row["notice"],
            )
        target = row["target"]
        if target is not None and (target, value(row["targetText"])) not in item.targets:
            item.targets = [*item.targets, (target, value(row["targetText"]))]
    return list(found.values())


def _unlike(sentence: str, text: str) -> str:
    """Return a sentence where more than its spaces and stops tell it from the text shown beside it."""
    said, shown = (_SPACES_AND_STOPS.sub("", one) for one in (sentence, text or sentence))
    return "" if said == shown else sentence


def ordered(table: Table, sort: str, key: Callable[[Term], str] | None = None) -> Table:
    """Return the table sorted by a column; ``-name`` is downwards; unknown names change nothing."""
    name = sort.removeprefix("-")
    if name not in table.names:
        return table
    at = table.names.index(name)

    def rank(row: tuple[Term | None, ...]) -> Any:
        term = row[at]
        assert term is not None
        number = number_of(term)
        return (0, number, "") if number is not None else (1, 0, key(term) if key else term.value)

    bound = [row for row in table.rows if row[at] is not None]
    blank = [row for row in table.rows if row[at] is None]
    bound.sort(key=rank, reverse=sort.startswith("-"))
    return replace(table, rows=(*bound, *blank))


def codes(view: View, values: Iterable[str]) -> list[tuple[str, str]]:
    """Return choices of codes with their labels."""
    return [(value, view.label(KGC + value)) for value in values]


def by_label(choices: Iterable[Choice], lang: str = "zh") -> list[tuple[str, str]]:
    """Return choices as value and label."""
    return [(choice.value, choice.label) for choice in choices]


def beside(name: str, place: str) -> str:
    """Return a name with its place, which tells it from namesakes elsewhere; a name that says it stays."""
    return f"{name}（{place}）" if place and not name.startswith(place) else name


def figures_of(view: View, entries: Sequence[Entry]) -> list[tuple[str, Any]]:
    """Return the figures at the head of a page: targets, projects and their money."""
    found: list[tuple[str, Any]] = [(view.say("count.targets"), sum(len(e.targets) for e in entries))]
    if projects := [entry for entry in entries if entry.project]:
        found.append((view.say("count.projects"), len(projects)))
        if amounts := [entry.investment for entry in projects if entry.investment is not None]:
            found.append((view.say("count.investment"), view.amount(sum(amounts))))
    return found
