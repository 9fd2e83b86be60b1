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

from kg.model.commitments import (
    Aim,
    Alignment,
    Amount,
    Baseline,
    Bound,
    Change,
    Deadline,
    Fact,
    Funding,
    Judgement,
    Leadership,
    NamedBody,
    NameDoubt,
    PlaceMention,
    Project,
    ResolutionKind,
    Responsibility,
    Role,
    RoleBasis,
    Strength,
    Target,
    Task,
)
from kg.model.entities import (
    Indicator,
    Leader,
    Place,
    Post,
    Unit,
    UnitGroup,
)
from kg.model.notice import (
    Addressee,
    CommitmentList,
    Notice,
    Reference,
    Relation,
    Section,
    StatedTotal,
)
from kg.model.text import (
    Box,
    Cell,
    Finding,
    Hidden,
    Reading,
    Severity,
    Source,
    Span,
    Table,
    Text,
    UnreadPart,
    UnreadReason,
)

__all__ = [
    "Addressee",
    "Aim",
    "Alignment",
    "Amount",
    "Baseline",
    "Bound",
    "Box",
    "Cell",
    "Change",
    "CommitmentList",
    "Deadline",
    "Fact",
    "Finding",
    "Funding",
    "Hidden",
    "Indicator",
    "Judgement",
    "Leader",
    "Leadership",
    "NameDoubt",
    "NamedBody",
    "Notice",
    "Place",
    "PlaceMention",
    "Post",
    "Project",
    "Reading",
    "Reference",
    "Relation",
    "ResolutionKind",
    "Responsibility",
    "Role",
    "RoleBasis",
    "Section",
    "Severity",
    "Source",
    "Span",
    "StatedTotal",
    "Strength",
    "Table",
    "Target",
    "Task",
    "Text",
    "Unit",
    "UnitGroup",
    "UnreadPart",
    "UnreadReason",
]
