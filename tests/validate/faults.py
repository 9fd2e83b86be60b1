"""Plants a fault into the real notice, or into its graph, and says what is found beyond the usual.

A row of ``planted.yml`` edits the text (``old`` → ``new``, exact, once; of the real notice, or of
``file`` in ``tests/gold``) or the graph (``subject``,
``predicate``, ``value``: the new N-Quads term, none to drop it; ``add`` to add it to the others).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from kg import emit, pipeline
from kg.validate import Report, validate
from kg.validate.report import Entry
from tests.conftest import ROOT

NOTICE = ROOT / "tests/gold/shengsi-2024-5/notice.txt"
_PREFIXES = {
    "kg": "https://w3id.org/zeren/ontology#",
    "dcterms": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "kgc": "https://w3id.org/zeren/code#",
}


@dataclass(frozen=True)
class Found:
    """One entry, reduced to what a row states."""

    rule: str
    severity: str
    words: str  # of the first mark, on one line
    message: str
    message_en: str
    line: int | None
    follows: tuple[str, ...]  # the rules of what is folded under it


@cache
def rows() -> list[dict[str, Any]]:
    """Return the table."""
    table: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("planted.yml").read_text("utf-8"))
    return table


# Learned from the gold, they move with each training; ``python -m tests.silence`` measures them.
LEARNED = frozenset({"layout-doubtful", "item-doubtful"})


def found_in(report: Report) -> Counter[Found]:
    """Return the entries of a report, but those that are estimates."""
    return Counter(_found(entry) for entry in report.entries if entry.rule.id not in LEARNED)


def _found(entry: Entry) -> Found:
    words = " ".join(entry.marks[0].words.split()) if entry.marks else ""
    line = entry.marks[0].line if entry.marks else None
    follows = tuple(sorted(one.rule.id for one in entry.consequences))
    return Found(entry.rule.id, entry.severity, words, entry.message, entry.message_en, line, follows)


def planted(row: dict[str, Any]) -> Report:
    """Validate the notice with the fault in it."""
    notice = source(row)
    text = notice.read_text("utf-8")
    if "old" in row:
        assert text.count(row["old"]) == 1, f"{row['id']}: the words occur {text.count(row['old'])} times"
        made = pipeline.convert(text.replace(row["old"], row["new"]).encode(), name=notice.name)
        return by_both(list(emit.quads(made)), made.text.content, notice.name)
    quads, content = unchanged()
    return by_both(edited(quads, row), content, "notice.txt")


def by_both(quads: list[tuple[str, ...]], content: str, name: str) -> Report:
    """Return the judge's report; the quick engine must say the same."""
    report, quick = (
        validate(quads, content=content, name=name, engine=engine) for engine in ("judge", "quick")
    )
    assert {*map(said, quick.entries)} == {*map(said, report.entries)}, name
    assert [entry.marks for entry in quick.entries] == [entry.marks for entry in report.entries]
    return report


def said(entry: Entry) -> Entry:
    """Return an entry without what is any of several: which constraint of one shape was broken first."""
    return replace(entry, component=None, value=None)


@cache
def unchanged() -> tuple[list[tuple[str, ...]], str]:
    notice = pipeline.convert(NOTICE)
    quads: list[tuple[str, ...]] = list(emit.quads(notice))
    lists = [listed.iri.rpartition("/")[2] for listed in notice.lists]
    renamed = []
    for s, p, o, g in quads:  # the names of lists are digests: the table calls them list1, list2
        for number, name in enumerate(lists, 1):
            s, o = s.replace(f"/{name}", f"/list{number}"), o.replace(f"/{name}", f"/list{number}")
        renamed.append((s, p, o, g))
    return renamed, notice.text.content


def edited(quads: list[tuple[str, ...]], row: dict[str, Any]) -> list[tuple[str, ...]]:
    subject = re.compile(row["subject"] + ">$")
    predicate, value = term(row["predicate"]), term(row["value"]) if row.get("value") else None
    subjects = sorted({quad[0] for quad in quads if subject.search(quad[0])})
    assert subjects, f"{row['id']}: no such subject"
    graph = next(quad[3] for quad in quads if quad[0] == subjects[0])
    changed = [quad for quad in quads if row.get("add") or quad[0] != subjects[0] or quad[1] != predicate]
    assert row.get("add") or len(changed) < len(quads), f"{row['id']}: no such property"
    if value:
        changed.append((subjects[0], predicate, value, graph))
    return changed


def term(text: str) -> str:
    """Return an N-Quads token of ``kg:Task`` or of a literal whose datatype has a prefix."""
    if text.startswith('"'):
        return re.sub(r"\^\^(\w+):(\w+)$", lambda m: f"^^<{_PREFIXES[m[1]]}{m[2]}>", text)
    if text.startswith("<"):
        return text
    prefix, _, local = text.partition(":")
    return f"<{_PREFIXES[prefix]}{local}>"


def source(row: dict[str, Any]) -> Path:
    """Return the notice that a row edits."""
    return ROOT / "tests/gold" / row["file"] if "file" in row else NOTICE


@cache
def baseline(notice: Path) -> Counter[Found]:
    """Return what an unchanged notice reports."""
    return found_in(pipeline.validate(notice))


def beyond(row: dict[str, Any]) -> list[Found]:
    """Return what is found beyond the unchanged notice's entries, which may have moved."""

    def still(found: Found) -> tuple[str, str, str, str]:
        return (found.rule, found.severity, found.words, found.message)

    usual = Counter(map(still, baseline(source(row)).elements()))
    extra = []
    for found in found_in(planted(row)).elements():
        if usual[still(found)] > 0:
            usual[still(found)] -= 1
        else:
            extra.append(found)
    return extra
