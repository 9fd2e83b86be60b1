"""What a text says of other documents: which it names by number, which it changes or replaces.

    references_of(document, items) -> ReferenceFact, ReferenceFact, ...

Patterns are ``data/patterns/references.yml``. A number named anywhere is cited; that a document is
changed or replaced is said by the title, the letter and the end of a notice: a task to revise a
document is a task. Only rows that say ``anywhere`` are heard inside the items.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kg.extract.facts import ItemFacts
from kg.model import Relation, Span
from kg.parse.document import Document
from kg.parse.lines import narrow
from kg.registry import patterns

_STOPS = "。；;！？!?"
_LONGEST = 600  # characters of a sentence that are looked at, on each side
_STRENGTH: dict[Relation, int] = {"cites": 0, "amends": 1, "replaces": 2}


@dataclass(frozen=True, slots=True)
class ReferenceFact:
    """One other document, named by its number, its title or both, and what is said of it."""

    relation: Relation
    number: str | None  # with 〔〕, without blanks and 第
    title: str | None  # without 《》 and blanks
    spans: tuple[Span, ...]  # one per place that names it, the one that says the relation first
    bare: bool = False  # a number that nothing leads in and no title goes with


def references_of(document: Document, items: Iterable[ItemFacts]) -> tuple[ReferenceFact, ...]:
    """Return the other documents that a text names, each once, in the order of their first mention."""
    content = narrow(document.text.content)
    own = plain_number(narrow(document.header.number.text)) if document.header.number else None
    within = [(min(s.start for s in i.spans), max(s.end for s in i.spans)) for i in items if i.spans]
    found: dict[str, ReferenceFact] = {}
    titles: dict[str, str] = {}  # title → number, where one place gives both
    for start, end in _sentences(content):
        inside = any(first <= start < last for first, last in within)
        for fact in _in_sentence(content, start, end, inside=inside):
            if own and fact.number and own.endswith(fact.number):
                continue
            if own is None and not inside and fact.bare:
                continue  # it may be the notice's own, which the head did not tell
            if fact.title and fact.number:
                titles.setdefault(fact.title, fact.number)
            key = fact.number or titles.get(fact.title or "") or f"《{fact.title}》"
            before = found.get(key)
            found[key] = fact if before is None else _together(before, fact)
    return tuple(found.values())


def plain_number(text: str) -> str | None:
    """Return a document's number in one form: 嵊政办发［2024］第5号 → 嵊政办发〔2024〕5号."""
    match = patterns.load("references")["number"].search("".join(text.split()))
    return f"{match['body']}〔{match['year']}〕{match['serial']}号" if match else None


def _together(one: ReferenceFact, other: ReferenceFact) -> ReferenceFact:
    """Return two mentions of one document as one: the stronger relation leads."""
    first, second = (other, one) if _STRENGTH[other.relation] > _STRENGTH[one.relation] else (one, other)
    return replace(
        first,
        number=first.number or second.number,
        title=first.title or second.title,
        spans=tuple(dict.fromkeys((*first.spans, *second.spans))),
    )


def _sentences(content: str) -> Iterator[tuple[int, int]]:
    """Yield the sentences that hold a number of a document, or a word that ends or changes one."""
    done = 0
    for match in patterns.load("references")["trigger"].finditer(content):
        if match.start() < done:
            continue
        low = max(done, match.start() - _LONGEST)
        start = max((content.rfind(stop, low, match.start()) + 1 for stop in _STOPS), default=0) or low
        high = match.end() + _LONGEST
        ends = [at for stop in _STOPS if (at := content.find(stop, match.end(), high)) >= 0]
        done = min(ends, default=min(high, len(content)))
        yield start, done


def _in_sentence(content: str, start: int, end: int, *, inside: bool) -> Iterator[ReferenceFact]:
    known = patterns.load("references")
    named = list(known["document"].finditer(content, start, end))
    if not named:
        return
    titles = [m.span("title") for m in named if m["title"]]
    said: dict[int, Relation] = {}
    for row in known.rows:
        relation: Relation | None = row.get("relation")
        if relation is None or (inside and not row.get("anywhere")):
            continue
        for match in known[row["name"]].finditer(content, start, end):
            if any(first < match.start() < last for first, last in titles):
                continue  # what the other document did
            for one in named:
                if match.start("documents") < one.end() and one.start() < match.end("documents"):
                    said.setdefault(one.start(), relation)
    for one in named:
        fact = _named(one, said.get(one.start()), known)
        if fact is not None:
            yield fact


def _named(match: re.Match[str], said: Relation | None, known: patterns.PatternFile) -> ReferenceFact | None:
    """Return one mention; a title alone is one only where something is said of it."""
    title = "".join(match["title"].split())[1:-1] if match["title"] else None
    start, number = match.start(), None
    if match["bracket"]:
        number = plain_number(match["bracket"])
    elif match["bare"]:
        start += _led_in(match["bare"], known)
        number = plain_number(match.string[start : match.end()])
    if number is None and (title is None or said is None):
        return None
    bare = said is None and title is None and start == match.start()
    return ReferenceFact(said or "cites", number, title, (Span(start, match.end()),), bare)


def _led_in(bare: str, known: patterns.PatternFile) -> int:
    """Return how many characters before a number are words of the sentence: 根据嵊政发 → 2."""
    body = re.split(r"[〔\[［（(【﹝]", bare, maxsplit=1)[0]
    ends = [m.end() for m in known["lead_in"].finditer(body) if m.end() < len(body.rstrip())]
    return max(ends, default=0)
