"""A livelihood list and its annex table tell of the same projects: which item is which row.

pair(lists) -> what becomes a project, and from which item and row
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from kg.extract import ItemFacts, ListFacts, SectionFacts
from kg.parse.lines import Line
from kg.registry import patterns

_CONTENT = re.compile(r"[：:]\s?(?:主要)?(?:建设|项目|实施|工程)(?:规模及)?内容(?:为|是|包括)?[：:]?\s?")
_LEAST_SHARE = 0.6  # of a list's items that must have a row, or a content, for its items to be projects


@dataclass(frozen=True, slots=True)
class Merged:
    """A list whose items are projects: by item, the row that tells of it, too."""

    items: ListFacts
    table: ListFacts | None
    rows: dict[int, ItemFacts]  # id of the item's facts → row


def all_items(facts: ListFacts) -> list[ItemFacts]:
    """Return every item of a list, in order."""

    def below(section: SectionFacts) -> list[ItemFacts]:
        return [*section.items, *(item for deeper in section.sections for item in below(deeper))]

    return [*facts.items, *(item for section in facts.sections for item in below(section))]


def folded(text: str) -> str:
    """Return the text with widths made one and without spaces and marks, for comparison."""
    return re.sub(r"[\s,，。.;；:：、()（）]", "", unicodedata.normalize("NFKC", text))


def name_and_content(body: Line) -> tuple[Line, Line | None]:
    """Cut 某工程：建设内容为… into its name and its content."""
    match = _CONTENT.search(body.text)
    if match and 2 <= match.start() <= 60:
        content = body.part(match.end())
        return body.part(0, match.start()), content if content.text else None
    match = re.match(r"[^。；：:]{2,40}(?=[：:])", body.text)
    if match:
        content = body.part(match.end() + 1)
        return body.part(0, match.end()), content if content.text else None
    return body, None


def merge(lists: tuple[ListFacts, ...]) -> tuple[dict[int, Merged], set[int]]:
    """Find the lists whose items are projects.

    Returns:
        by index of the list, the list with its table; and the indices of tables whose rows all
        went into another list.
    """
    found: dict[int, Merged] = {}
    used: set[int] = set()
    for i, facts in enumerate(lists):
        if facts.kind == "projects":
            continue
        items = all_items(facts)
        best: tuple[int, dict[int, ItemFacts]] | None = None
        for j, table in enumerate(lists):
            if table.kind != "projects" or j in used:
                continue
            rows = _match(items, all_items(table))
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
    for j, table in enumerate(lists):
        if table.kind == "projects" and j not in used:
            found[j] = Merged(table, None, {})
    return found, used


def _are_projects(facts: ListFacts, items: list[ItemFacts]) -> bool:
    title = facts.title.text if facts.title else ""
    if not patterns.load("titles")["project_title"].search(title):
        return False
    with_content = sum(_CONTENT.search(item.body.text) is not None for item in items)
    return bool(items) and with_content >= _LEAST_SHARE * len(items)


def _match(items: list[ItemFacts], rows: list[ItemFacts]) -> dict[int, ItemFacts]:
    """Pair items and rows by name, else by number where the names are near each other."""
    pairs: dict[int, ItemFacts] = {}
    by_name = {folded(row.body.text): row for row in rows}
    by_number = {row.number_text: row for row in rows if row.number_text}
    taken: set[int] = set()
    for item in items:
        name = folded(name_and_content(item.body)[0].text)
        row = by_name.get(name)
        if row is None and item.number_text in by_number:
            candidate = by_number[item.number_text]
            if _near(name, folded(candidate.body.text)):
                row = candidate
        if row is not None and id(row) not in taken:
            pairs[id(item)] = row
            taken.add(id(row))
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
