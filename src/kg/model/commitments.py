"""Tasks and projects, and what each says: who, how much, by when, where."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from kg.model.entities import Indicator
from kg.model.text import Span

Role = Literal["lead", "support", "responsible"]
RoleBasis = Literal["label", "verb", "rule", "heading", "none"]
ResolutionKind = Literal["exact", "alias", "bracket", "repaired", "guessed", "unresolved"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one person decided about one name in one division."""

    iri: str
    division: str
    mention: str
    unit: str  # IRI path
    judgement: str  # same, different, unsure
    who: str
    when: str  # YYYY-MM-DD, or a time
    evidence: str
    label: str = ""  # of a unit that no registry holds


@dataclass(frozen=True, slots=True)
class NameDoubt:
    """Why a name that was resolved may be a mistake; ``code`` is that of its finding."""

    code: Literal["foreign-unit", "unknown-township", "former-name", "doubtful-name"]
    meant: tuple[str, ...] = ()  # names that may be meant, the likeliest first
    of: str | None = None  # the place that the body is of
    source: str | None = None  # of the reform
    sure: bool = True  # False: what the source says is not so everywhere


@dataclass(frozen=True, slots=True)
class Responsibility:
    """One body's part in one commitment."""

    iri: str
    mention: str  # as printed, free of page-break damage
    body: str  # IRI path of a Unit or UnitGroup
    name: str  # canonical
    role: Role
    role_text: str | None
    role_basis: RoleBasis
    position: int  # from 1
    collective: bool
    resolution: ResolutionKind
    confidence: Decimal
    reasons: tuple[str, ...]  # why the names were judged one, as kgc: local names
    also_named: str | None
    evidence: tuple[Span, ...]
    doubt: NameDoubt | None = None
    judgement: Judgement | None = None  # the recorded one that decided


@dataclass(frozen=True, slots=True)
class Leadership:
    """A leader with the post as printed, as of this notice."""

    iri: str
    leader: str  # IRI path
    name: str
    post: str | None
    role: Literal["lead", "oversee"]
    position: int
    evidence: tuple[Span, ...]
    posts: tuple[str, ...] = ()  # IRI paths of the Posts that the printed one names


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day meant, and the words."""

    date: str | None  # YYYY-MM-DD
    text: str
    evidence: tuple[Span, ...]


Change = Literal["level", "increase", "decrease"]
Bound = Literal["eq", "ge", "le", "gt", "lt", "approx"]
Strength = Literal["firm", "aspired", "plain"]


@dataclass(frozen=True, slots=True)
class Alignment:
    """Which concept of the catalogue an indicator stands for: how near, found how, how sure (0–1)."""

    concept: str  # IRI path
    label: str
    relation: Literal["exact", "close"]
    method: Literal["wording", "grammar", "likeness"]
    score: float
    aggregation: str  # how the concept adds up over a year


@dataclass(frozen=True, slots=True)
class Baseline:
    """From what a target sets out: 由40%提升至60%, 较2020年下降18%."""

    value: Decimal | None  # as printed
    unit: str | None
    normalized_value: Decimal | None  # in the target's own normalized unit
    period: str | None  # YYYY


@dataclass(frozen=True, slots=True)
class Target:
    """A commitment with a number; ``criterion`` marks a condition of another one."""

    iri: str
    indicator: Indicator
    indicator_text: str  # as printed
    change: Change
    bound: Bound
    value: Decimal  # as printed: 1.5 of 1.5万亩
    unit: str  # as printed: 万亩
    normalized_value: Decimal
    normalized_unit: str  # measure key of data/registry/measures.yml
    strength: Strength
    text: str
    evidence: tuple[Span, ...]
    criterion: bool = False
    of_which: int | None = None  # index in the same list
    each_meeting: int | None = None  # index in the same list, of a criterion
    base: str | None = None  # what a share is of: 行政村
    period: str | None = None  # YYYY or YYYY-MM
    alignment: Alignment | None = None
    baseline: Baseline | None = None
    deadline: Deadline | None = None  # its own, where its words state one


@dataclass(frozen=True, slots=True)
class Aim:
    """An aim that is compared but has no number: 与经济增长基本同步."""

    iri: str
    indicator_text: str
    text: str
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place that a commitment concerns."""

    place: str  # IRI path
    name: str
    text: str
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """A numbered task."""

    iri: str
    list_iri: str
    section_iri: str | None
    number: int | None
    number_text: str | None
    text: str
    leaderships: tuple[Leadership, ...]
    responsibilities: tuple[Responsibility, ...]
    targets: tuple[Target, ...]
    aims: tuple[Aim, ...]
    deadline: Deadline | None
    theme: str | None  # local name below https://w3id.org/zeren/theme/
    places: tuple[PlaceMention, ...]
    evidence: tuple[Span, ...]
    title: str | None = None  # a short title above the words
    actions: tuple[str, ...] = ()  # local names in kgc:, in the order of the words


@dataclass(frozen=True, slots=True)
class Fact:
    """A value with the words that say it."""

    value: str
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Amount:
    """Money as printed in a cell: ``value`` times ``factor`` is yuan."""

    value: Decimal
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Funding:
    """One printed column of a source of money."""

    iri: str
    source: str  # local name in kgc: fiscal, higher-level, …
    source_text: str  # the column's heading: 财政资金
    amount: Amount


@dataclass(frozen=True, slots=True)
class NamedBody:
    """A body that a cell names without giving it a duty: who builds a project, who supervises it."""

    text: str  # as printed
    body: str  # IRI path of a Unit or UnitGroup
    name: str  # canonical
    collective: bool
    resolution: ResolutionKind
    confidence: Decimal


@dataclass(frozen=True, slots=True)
class Project:
    """A livelihood or investment project: its list item and its table row are one."""

    iri: str
    list_iri: str
    section_iri: str | None
    number: int | None
    number_text: str | None
    name: str
    text: str | None  # the list item's sentence, None where only a table row says it
    category: Fact | None
    construction_type: Fact | None
    total: Amount | None
    planned: Amount | None
    funding: tuple[Funding, ...]
    money_unit: str | None  # as printed: 万元
    money_factor: Decimal | None  # to yuan: 10000
    content: Fact | None
    progress_goal: Fact | None
    benefit: Fact | None
    proposed_by: tuple[Fact, ...]
    owner: Fact | None
    department: Fact | None
    stage: Fact | None
    leaderships: tuple[Leadership, ...]
    responsibilities: tuple[Responsibility, ...]
    targets: tuple[Target, ...]
    aims: tuple[Aim, ...]
    deadline: Deadline | None
    theme: str | None
    places: tuple[PlaceMention, ...]
    evidence: tuple[Span, ...]
    name_evidence: tuple[Span, ...] = ()
    owner_units: tuple[NamedBody, ...] = ()  # the bodies of ``owner``
    department_units: tuple[NamedBody, ...] = ()  # the bodies of ``department``
