"""A livelihood list and its annex table tell of the same projects: which item is which row.

pair(lists) -> what becomes a project, and from which item and row
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from kg.extract import ItemFacts, ListFacts
from kg.extract.contents import name_and_content, states_content
from kg.extract.extract import every_item
from kg.registry import patterns

_LEAST_SHARE = 0.6  # of a list's items that must have a row, or a content, for its items to be projects


@dataclass(frozen=True, slots=True)
class Merged:
    """A list whose items are projects: by item, the row that tells of it, too."""

    items: ListFacts
    table: ListFacts | None
    rows: dict[int, ItemFacts]  # id of the item's facts → row


def folded(text: str) -> str:
    """Return the text with widths made one and without spaces and marks, for comparison."""
    return re.sub(r"[\s,，。.;；:：、()（）《》〈〉<>“”\"]", "", unicodedata.normalize("NFKC", text))


def merge(lists: tuple[ListFacts, ...]) -> tuple[dict[int, Merged], set[int]]:
    """Find the lists whose items are projects.

    Returns:
        by index of the list, the list with its table; and the indices of tables whose rows all
        went into another list.
    """
    found: dict[int, Merged] = {}
    used: set[int] = set()
    tables = {j: _rows(table) for j, table in enumerate(lists) if table.kind == "projects"}
    for i, facts in enumerate(lists):
        if facts.kind == "projects":
            continue
        items = list(every_item(facts))
        named = [(folded(name_and_content(item.body)[0].text), item) for item in items] if tables else []
        best: tuple[int, dict[int, ItemFacts]] | None = None
        for j, table in tables.items():
            rows = _match(named, table) if j not in used else {}
            if (
                items
                and len(rows) >= _LEAST_SHARE * len(items)
                and (best is None or len(rows) > len(best[1]))
            ):
                best = (j, rows)
        if best:
            used.add(best[0])
            found[i] = Merged(facts, lists[best[0]], best[1])
        elif _are_projects(facts, items):
            found[i] = Merged(facts, None, {})
    for j in tables:
        if j not in used:
            found[j] = Merged(lists[j], None, {})
    return found, used


def _are_projects(facts: ListFacts, items: list[ItemFacts]) -> bool:
    title = facts.title.text if facts.title else ""
    if not patterns.load("titles")["project_title"].search(title):
        return False
    with_content = sum(states_content(item.body.text) for item in items)
    return bool(items) and with_content >= _LEAST_SHARE * len(items)


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of one table, ready to be found."""

    by_name: dict[str, ItemFacts]
    by_number: dict[str, tuple[str, ItemFacts]]


def _rows(table: ListFacts) -> _Rows:
    rows = [(folded(row.body.text), row) for row in every_item(table)]
    return _Rows(dict(rows), {row.number_text: (name, row) for name, row in rows if row.number_text})


def _match(items: list[tuple[str, ItemFacts]], rows: _Rows) -> dict[int, ItemFacts]:
    """Pair items and rows by name; once some pair, others by number where the names are near."""
    pairs = {id(item): rows.by_name[name] for name, item in items if name in rows.by_name}
    if len(pairs) * 3 < len(items):
        return pairs
    taken = {id(row) for row in pairs.values()}
    for name, item in items:
        found = rows.by_number.get(item.number_text or "")
        if id(item) not in pairs and found and id(found[1]) not in taken and _near(name, found[0]):
            pairs[id(item)] = found[1]
            taken.add(id(found[1]))
    return pairs


def _near(a: str, b: str) -> bool:
    if not a or not b:
        return False
    if a in b or b in a:
        return True
    common = len(set(_pairs(a)) & set(_pairs(b)))
    return common * 2 >= min(len(a), len(b)) - 1


def _pairs(text: str) -> list[str]:
    return [text[i : i + 2] for i in range(len(text) - 1)]
