"""A project: what its item in a list, its row in a table, or both say of it.

project(item, row, at, parts, findings) -> Project
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kg import model
from kg.extract import ItemFacts
from kg.extract.facts import AimFact, TargetFact
from kg.extract.themes import theme_of
from kg.model import Fact
from kg.parse.grid import group_name
from kg.parse.lines import Line
from kg.resolve.cells import as_amount, as_deadline, as_fact, cut_cell, written, yuan_factor
from kg.resolve.commitments import Parts
from kg.resolve.findings import Findings
from kg.resolve.merging import folded

_SOURCES = {kind + again: kind for again in ("", "2") for kind in ("fiscal", "upward", "self")}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a project stands: its own path and those above it, its number, its heading."""

    iri: str
    list_iri: str
    section_iri: str | None
    number: int | None
    heading: Line | None


def project(
    item: ItemFacts, row: ItemFacts | None, at: Standing, parts: Parts, findings: Findings
) -> model.Project:
    """Return a project.

    Args:
        item: its item in a list, or its row where no list names it.
        row: its row in a table that goes with the list.
        at: where it stands.
        parts: makes its parts.
        findings: told where item and row differ.
    """
    table = row or item
    cells = table.cells
    is_row = bool(item.cells)
    listed_name, listed_content = _told(item)
    name = cells.get("name", listed_name) if is_row or row is None else listed_name
    content = cells.get("content") or listed_content
    if row is not None and listed_content is not None:
        findings.compare_row(item, listed_name, listed_content, row)
    targets, aims = _aimed_at(item, row)
    responsibilities = parts.responsibilities(item.duties or table.duties, at.iri)
    owner = written(cells.get("owner"))
    department = written(cells.get("responsible") or cells.get("lead")) if is_row else None
    row_spans, row_name = (row.spans, cells.get("name")) if row is not None else ((), None)
    return model.Project(
        iri=at.iri,
        list_iri=at.list_iri,
        section_iri=at.section_iri,
        number=at.number,
        number_text=item.number_text,
        name=name.text.strip("：:。"),
        text=None if is_row else item.body.text,
        category=_category(at.heading or cells.get("category")),
        construction_type=as_fact(cells.get("nature")),
        total=as_amount(table.money.get("total")),
        planned=as_amount(table.money.get("planned")),
        funding=tuple(_funding(table, at.iri)),
        money_unit=table.money_unit,
        money_factor=yuan_factor(table.money_unit),
        content=as_fact(content),
        progress_goal=as_fact(cells.get("progress")),
        benefit=as_fact(cells.get("benefit")),
        proposed_by=tuple(Fact(line.text, line.spans()) for line in cut_cell(cells.get("proposed"))),
        owner=as_fact(owner),
        owner_units=parts.named(owner),
        department=as_fact(department),
        department_units=parts.named(department),
        stage=as_fact(cells.get("stage")),
        leaderships=parts.leaderships(item.leaders or table.leaders, at.iri),
        responsibilities=responsibilities,
        targets=parts.targets(targets, at.iri),
        aims=parts.aims(aims, at.iri),
        deadline=as_deadline(item.deadline or table.deadline),
        theme=theme_of(f"{name.text}。{(content or item.body).text}", [r.name for r in responsibilities]),
        places=parts.places(item.body, content if row is not None else None),
        evidence=tuple(dict.fromkeys((*item.spans, *row_spans))),
        name_evidence=(*listed_name.spans(), *(row_name.spans() if row_name is not None else ())),
    )


def _told(item: ItemFacts) -> tuple[Line, Line | None]:
    """Return the name and the content that an item tells in one sentence; a row tells its name."""
    told = None if item.cells else item.content
    return (told.name, told.line) if told else (item.body, None)


def _category(line: Line | None) -> Fact | None:
    return Fact(group_name(line.text), line.spans()) if line is not None else None


def _funding(table: ItemFacts, iri: str) -> Iterator[model.Funding]:
    """Yield the amount of each column of a source of money."""
    for kind, source in _SOURCES.items():
        if kind in table.money:
            money = table.money[kind]
            head = table.headings.get(kind) or kind
            amount = model.Amount(money.value, money.spans)
            yield model.Funding(f"{iri}/funding/{kind}", source, head, amount)


def _aimed_at(item: ItemFacts, row: ItemFacts | None) -> tuple[list[TargetFact], list[AimFact]]:
    """Return what a project aims at: what its content in the list states, and what its row does."""
    told = None if item.cells else item.content
    if told is None and not item.cells:
        return list(item.targets), list(item.aims)
    listed = list(told.targets) if told else []
    in_table = row if row is not None else item if item.cells else None
    found = _joined(listed, in_table.targets) if in_table is not None else listed
    return found, list(told.aims) if told else []


def _joined(listed: Sequence[TargetFact], rows: Sequence[TargetFact]) -> list[TargetFact]:
    """Join the targets of the list item and of its row: the same one has two passages."""
    if not listed:
        return list(rows)
    out, rest = list(listed), list(rows)
    for i, fact in enumerate(out):
        twin = next((row for row in rest if _said(row) == _said(fact)), None)
        if twin is not None:
            rest.remove(twin)
            out[i] = replace(fact, spans=(*fact.spans, *twin.spans))
    return out + [replace(row, of_which=None, each_meeting=None) for row in rest]


def _said(fact: TargetFact) -> tuple[Decimal, str, str]:
    return fact.value, fact.unit, folded(fact.indicator)
