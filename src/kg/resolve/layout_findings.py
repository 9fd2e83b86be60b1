"""What print and layout did to the text: pages that cut words, misprints, lists that are missing.

layout_findings(facts) -> Finding, ...
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.extract import NoticeFacts
from kg.extract.duties import UNIT_KINDS
from kg.model import Finding, Span
from kg.parse.bodies import body, is_whole, names_bodies
from kg.parse.document import Document, Item, Label
from kg.registry import patterns
from kg.registry.findings import finding
from kg.registry.patterns import rule
from kg.resolve.finding_words import items_below, items_of, quote, sections_below, words

_LONGEST_BREAK = 40  # characters between two halves that a page end parts
_MARKS = "。；;！，、：:"  # an item that ends with one of them is a sentence, or goes on
_FULL_ROWS = 4  # rows that fill every cell, beside one that lacks its last
_SHOWN = 12  # characters of the last words of a text that was cut
_LONGEST_CUT = 8  # characters of a name that a cut row may end within; longer ones are worded freely
_AROUND = 6  # characters shown on either side of a break


def layout_findings(facts: NoticeFacts) -> Iterator[Finding]:
    """Yield what was cut, joined, misprinted or left empty."""
    document = facts.document
    yield from _cut_off(document)
    yield from _page_ends(document)
    yield from _misprints(document.text.content)
    yield from _empty_labels(document)
    yield from _unread_leaders(facts)
    yield from _stray_marks(document)
    yield from _short_rows(document.text.content)
    yield from _rows_cut(document.text.content)


def _cut_off(document: Document) -> Iterator[Finding]:
    """A text that ends inside a sentence, a list of bodies or a table's row was cut."""
    every = [item for items in document.lists for item in items_below(items.items, items.sections)]
    if not every:
        return
    last = every[-1]
    told = [label for label in last.labels if label.content.text]
    spans = [label.content.span() for label in told] or list(last.body.spans())
    end = max((span.end for span in spans), default=0)
    content = document.text.content
    if not end or content[end:].strip(" \n\t　。|"):
        return
    said = told[-1].content if told else last.body
    if last.cells:
        whole = _is_whole_row(last, every[:-1])
    else:
        ends = "。" in content[end - 1 : end + 1] or words()["page_foot"].search(said.text) is not None
        # 2 改造道路 县交通运输局 9月: no row of such a list ends with a mark.
        bare = len(every) > 1 and not any(item.body.text[-1:] in _MARKS for item in every)
        whole = ends or (bare and said is last.body) or _is_complete(said.text, told[-1] if told else None)
    if whole:
        return
    yield finding("truncated", (said.span(max(0, len(said) - _SHOWN)),), said=said.text[-_SHOWN:])


def _is_whole_row(row: Item, above: Sequence[Item]) -> bool:
    """Tell whether the last row of a table names bodies as those above do, the last of them whole."""
    bodies = [label for label in row.labels if label.kind in UNIT_KINDS and label.content.text]
    if bodies:
        said = bodies[-1].content.text
        ends = names_bodies(said) or is_whole(said) or rule("duties.clause_verb").search(said) is not None
        return ends or len(words()["name_mark"].split(said)[-1]) > _LONGEST_CUT
    rows = [item for item in above if item.cells]
    named = sum(
        any(label.kind in UNIT_KINDS and label.content.text for label in item.labels) for item in rows
    )
    return not rows or named < len(rows)


def _is_complete(said: str, label: Label | None) -> bool:
    """Tell whether words may end here: a list of bodies with a whole name, a sentence with a mark."""
    if label is not None and label.kind in UNIT_KINDS and not label.inline:
        last = words()["name_mark"].split(said)[-1]
        return bool(is_whole(last) or body(last) == "set" or words()["says_role"].search(last))
    return said[-1:] in "。；;！）)]】" or label is not None


def _page_ends(document: Document) -> Iterator[Finding]:
    content = document.text.content
    for span in document.joined:
        if span.end - span.start > _LONGEST_BREAK:
            continue
        around = Span(max(0, span.start - _AROUND), min(len(content), span.end + _AROUND))
        shown = content[around.start : around.end].replace("\n", "⏎")
        blank = content[span.start : span.end].strip() == ""
        place = span if blank else around
        yield finding("page-break", (place,), repair="" if blank else None, said=shown)


def _misprints(content: str) -> Iterator[Finding]:
    """Set phrases with a character lost or swapped: the wrong form is no Chinese."""
    file = patterns.load("misprints")
    right = {row["name"]: row["right"] for row in file.rows}
    for name, pattern in file.patterns.items():
        for match in pattern.finditer(content):
            place, meant = Span(*match.span()), right[name]
            yield finding("missing-character", (place,), repair=meant, said=match.group(), right=meant)


def _empty_labels(document: Document) -> Iterator[Finding]:
    content = document.text.content
    for item in items_of(document):
        for label in item.labels:
            # An empty cell beside one that names bodies is left empty on purpose.
            beside = item.cells and any(one.kind in UNIT_KINDS and one.content.text for one in item.labels)
            if label.kind in UNIT_KINDS and not label.content.text and item.body.text and not beside:
                if words()["names_below"].match(content, item.body.at[-1] + 1):
                    continue  # which were not read
                spans = item.body.spans()
                yield finding("label-without-list", spans, label=str(label.word), said=quote(content, spans))


def _unread_leaders(facts: NoticeFacts) -> Iterator[Finding]:
    content = facts.document.text.content
    for one in facts.lists:
        for section in sections_below(one.sections):
            if not section.leaders and words()["leads_chapter"].search(section.heading.text):
                spans = section.heading.spans()
                yield finding("leader-unread", spans, said=quote(content, spans))


def _stray_marks(document: Document) -> Iterator[Finding]:
    content = document.text.content
    for item in items_of(document):
        for label in item.labels:
            if label.kind not in UNIT_KINDS or label.inline or not label.content.text:
                continue
            end = label.content.at[-1] + 1
            if words()["says_role"].search(label.content.text):
                continue  # a sentence, with its full stop
            if content[end : end + 1] == "。" and label.word and "、" in label.content.text:
                last = label.content.text[-8:]
                yield finding("stray-mark", (Span(end, end + 1),), repair="", said=last)


def _short_rows(content: str) -> Iterator[Finding]:
    """A row between bars with fewer or more cells than its head."""
    wanted = 0
    before = ""
    for match in words()["barred_line"].finditer(content):
        cells = match["cells"].count("|") + 1
        if words()["rule_line"].fullmatch(match.group()):
            wanted = cells if before.count("|") == match.group().count("|") else 0
        elif wanted and cells != wanted and cells > 1 and match.start() == _end_of(content, before, match):
            place, said = Span(match.start("cells") + 1, match.end("cells")), match["cells"].strip()[:_SHOWN]
            yield finding("table-row-misfit", (place,), cells=cells, wanted=wanted, said=said)
        before = match.group()


def _rows_cut(content: str) -> Iterator[Finding]:
    """The one row between tabs that ends before the others do: its last cell was not filled in."""
    run: list[tuple[int, list[str]]] = []
    at = 0
    for line in (*content.split("\n"), ""):
        cells = line.rstrip("\r").split("\t")
        if len(cells) > 1:
            run.append((at, cells))
        else:
            yield from _row_cut(run)
            run = []
        at += len(line) + 1


def _row_cut(run: list[tuple[int, list[str]]]) -> Iterator[Finding]:
    numbered = [(at, cells) for at, cells in run[1:] if cells[0].strip().isdigit()]
    wanted = len(run[0][1]) if run else 0
    short = [(at, cells) for at, cells in numbered if len(cells) < wanted or not cells[-1].strip()]
    whole = [cells for _, cells in numbered if len(cells) == wanted and all(cell.strip() for cell in cells)]
    if len(short) == 1 and len(whole) >= _FULL_ROWS and len(whole) + 1 == len(numbered):
        at, cells = short[0]
        filled = len([cell for cell in cells if cell.strip()])
        if filled == wanted - 1:
            said = " ".join("\t".join(cells).split())
            place = Span(at, at + len("\t".join(cells).rstrip()))
            yield finding("row-cut-short", (place,), said=said[:_SHOWN])


def _end_of(content: str, before: str, match: re.Match[str]) -> int:
    """Return where a line begins that follows the line ``before`` directly, else -1."""
    start = match.start() - len(before) - 1
    return match.start() if start >= 0 and content.startswith(before, start) else -1
