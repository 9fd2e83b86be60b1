"""The whole of a notice: its frame, lists and sections, and everything that they name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from kg.model.commitments import Fact, Leadership, Project, Task
from kg.model.entities import Leader, Place, Post, Unit, UnitGroup
from kg.model.text import Finding, Reading, Span, Text


@dataclass(frozen=True, slots=True)
class StatedTotal:
    """A sum or count that the notice itself states, of a list or a section."""

    iri: str
    part_iri: str  # the CommitmentList or Section it stands on
    total_of: str  # JSON word: total, fiscal, upward, planned, projects, tasks
    label: str  # as printed: 合计, 保障公共安全
    amount: Decimal | None  # as printed, times factor is yuan
    count: int | None
    factor: Decimal | None
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading that holds items, directly or through deeper headings."""

    iri: str
    list_iri: str
    parent_iri: str | None
    number: int | None
    number_text: str | None
    heading: str  # as printed, with its number: 一、杨松县长牵头重点工作
    leaderships: tuple[Leadership, ...]
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class CommitmentList:
    """One list of the notice, with its title as printed."""

    iri: str
    title: str | None
    kind: Literal["tasks", "projects"]
    position: int
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Addressee:
    """A body or set of bodies that the notice is sent or copied to."""

    text: str
    body: str | None  # IRI path, where it resolves
    evidence: tuple[Span, ...]


Relation = Literal["cites", "amends", "replaces"]


@dataclass(frozen=True, slots=True)
class Reference:
    """Another document that the notice names, and what it says of it."""

    document: str  # IRI path: that of its notice where its place is known, else document/KEY
    relation: Relation  # the strongest that is said; what is changed or replaced is cited too
    document_number: str | None
    title: str | None
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """Everything one notice says, resolved; the input of ``kg.emit``."""

    iri: str
    kind: str  # local name in kgc:
    document_number: Fact | None
    title: Fact | None
    issuers: tuple[Addressee, ...]
    issued: Fact | None  # YYYY-MM-DD
    for_years: tuple[int, ...]
    jurisdiction: str | None  # IRI path of a Place
    addressees: tuple[Addressee, ...]
    copied_to: tuple[Addressee, ...]
    lists: tuple[CommitmentList, ...]
    sections: tuple[Section, ...]
    tasks: tuple[Task, ...]
    projects: tuple[Project, ...]
    stated_totals: tuple[StatedTotal, ...]
    findings: tuple[Finding, ...]
    text: Text
    # Every entity that the parts name, by IRI path.
    units: Mapping[str, Unit] = field(default_factory=dict)
    groups: Mapping[str, UnitGroup] = field(default_factory=dict)
    leaders: Mapping[str, Leader] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)
    posts: Mapping[str, Post] = field(default_factory=dict)
    references: tuple[Reference, ...] = ()
    former: str | None = None  # IRI path that an earlier version gave to this notice
    # Of a notice that no file was read for, nothing is in doubt.
    reading: Reading = field(default_factory=Reading)
    signed: tuple[Fact, ...] = ()  # the issuers as they stand above the date
    imprint: Fact | None = None  # of the last page: who printed it, and when

    @property
    def items(self) -> tuple[Task | Project, ...]:
        """The tasks, then the projects."""
        return (*self.tasks, *self.projects)
