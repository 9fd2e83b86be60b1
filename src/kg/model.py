"""The values that pass between the stages: frozen, small, without behaviour beyond checks.

    read     file                → Text        characters, tables and boxes
    parse    Text                → Document    headings, items, tables (see kg.parse.document)
    extract  Document            → Facts       duties, targets, money, dates, each with its Spans
    resolve  Facts + registry    → Notice      everything below, with stable IRIs
    emit     Notice              → quads, JSON
    validate graph + shapes      → Report      (see kg.validate.report)

IRIs here are paths below the base of instance IRIs (``unit/3f2a…``); ``kg.emit`` puts the base
before them. Positions count code points of ``Text.content``, half-open. Numbers are exact:
``Decimal`` as printed, never a float. Names follow ``ontology/kg.ttl`` in snake_case.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

# --- read ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range ``[start, end)`` of a notice's text, in code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a range: {self.start}..{self.end}")


@dataclass(frozen=True, slots=True)
class Source:
    """The file as received: what PROV says of it."""

    name: str
    media_type: str
    sha256: str
    length: int  # bytes
    encoding: str | None = None  # of text formats: utf-8, utf-8-sig, gb18030


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; ``span`` is None where it is empty. Rows and columns count from 0."""

    row: int
    column: int
    span: Span | None
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose cells the format itself states (html, docx, pdf, ofd)."""

    span: Span
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """Where a range of the text stands on a page: points (1/72 inch) from the top left."""

    span: Span
    page: int  # from 1
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Hidden:
    """Mark-up left in a plain text: to be read as ``stands_for``, with a line end if it breaks one."""

    span: Span
    breaks_line: bool
    stands_for: str = ""  # the character of an entity; tabs before a table cell


@dataclass(frozen=True, slots=True)
class Text:
    """The text of one file as read, with the structure that its format states.

    Paragraphs are separated by newlines; a table's cells by tabs, its rows by newlines, whether
    or not ``tables`` lists it. Automatic numbers of word processors are written out. Of a plain
    text, ``content`` is the file's own characters: the byte order mark is dropped, every line end
    (``\\r\\n``, ``\\r``, vertical tab, form feed, those of Unicode) is ``\\n``, every other control
    character a space, and nothing else is changed; ``hidden`` marks the HTML left in it.
    """

    content: str
    source: Source
    tables: tuple[Table, ...] = ()
    boxes: tuple[Box, ...] = ()
    hidden: tuple[Hidden, ...] = ()  # ascending, without overlap
    findings: tuple[Finding, ...] = ()  # what was lost or replaced in reading


# --- findings -----------------------------------------------------------------------------------

Severity = Literal["violation", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in the text that was not understood, was repaired or is doubtful.

    ``code`` is a concept of ``kgc:`` (kebab-case); ``about`` the IRI path of the thing it
    concerns; ``repair`` the certain replacement for the words at ``evidence[0]``, if there is one.
    """

    severity: Severity
    code: str
    message: str
    message_en: str
    evidence: tuple[Span, ...] = ()
    about: str | None = None
    repair: str | None = None


UnreadReason = Literal["text", "column", "quantity", "names", "leader"]


@dataclass(frozen=True, slots=True, order=True)
class UnreadPart:
    """A part of the text that became nothing, and what it is: words, a column, a number, bodies, a leader."""

    span: Span
    reason: UnreadReason


@dataclass(frozen=True, slots=True)
class Reading:
    """How a notice was read, and how far that can be relied on."""

    layout: tuple[str, ...] = ()  # the readings that the document is made of; empty: paragraphs alone
    confidence: float = 1.0  # 0–1: the F1 of tasks and units to be expected
    accounted: float = 1.0  # share of the characters that are a fact, a heading or a frame
    frame: float = 0.0  # share of the characters that frame the notice
    unread: tuple[UnreadPart, ...] = ()


# --- entities -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Place:
    """A division of the country, or a place of one that the tables do not know (no code)."""

    iri: str
    name: str  # full: 嵊泗县
    code: str | None  # GB/T 2260, 6 digits, or 9 for townships
    level: Literal["country", "province", "city", "county", "township", "village", "zone", "unknown"]
    parent: str | None  # IRI path
    since: str | None = None  # a year, month or day; None: always, as far as is known
    until: str | None = None  # None: still
    successors: tuple[str, ...] = ()  # IRI paths of the Places that a former one became


@dataclass(frozen=True, slots=True)
class Unit:
    """A body that can be held responsible."""

    iri: str
    label: str  # canonical short name: 县发改局
    full: str | None  # 嵊泗县发展和改革局, where it is certain
    kind: str  # local name in kgc:, e.g. government-department
    jurisdiction: str | None  # IRI path of the Place served
    part_of: str | None = None  # IRI path of the parent Unit
    alt: tuple[str, ...] = ()  # genuine other names
    hidden: tuple[str, ...] = ()  # misreadings
    identifiers: tuple[str, ...] = ()
    confirmed: bool = True  # False: not in the registry, made from this notice
    departments: tuple[str, ...] = ()  # keys of data/registry/department-types.csv
    replaced_by: str | None = None  # IRI path of the Unit that a reform made of it
    reform: str | None = None  # the source of that reform, where no row of the registry tells it


@dataclass(frozen=True, slots=True)
class UnitGroup:
    """A set of bodies as one notice uses it: 各乡镇人民政府."""

    iri: str
    label: str
    members: tuple[str, ...]  # IRI paths of Units
    members_complete: bool
    version_of: str | None  # IRI path of the place's standing collective


@dataclass(frozen=True, slots=True)
class Leader:
    """A person who leads."""

    iri: str
    name: str


@dataclass(frozen=True, slots=True)
class Post:
    """A post of a body: 常务副县长 of one county, whoever holds it."""

    iri: str
    label: str  # without 代, （挂职）: 常务副县长
    full: str | None  # 嵊泗县常务副县长, where the place is known
    body: str | None  # IRI path of the Unit, where the title says it
    jurisdiction: str | None  # IRI path of the Place


@dataclass(frozen=True, slots=True)
class Indicator:
    """What a target measures."""

    iri: str
    label: str


# --- what the notice says -----------------------------------------------------------------------

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
    reading: Reading = Reading()  # of a notice that no file was read for, nothing is in doubt
    signed: tuple[Fact, ...] = ()  # the issuers as they stand above the date
    imprint: Fact | None = None  # of the last page: who printed it, and when

    @property
    def items(self) -> tuple[Task | Project, ...]:
        """The tasks, then the projects."""
        return (*self.tasks, *self.projects)
