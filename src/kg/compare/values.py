"""What is compared: the items of one notice, wherever they were read from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

MONEY = ("totalInvestment", "fiscalFunds", "higherLevelFunds", "plannedInvestment")
"""Fields of a project that hold yuan."""
WORDS = ("content", "progressGoal", "benefit", "owner", "department", "stage")
"""Fields of a project that hold words, beside its name."""


@dataclass(frozen=True, slots=True)
class Body:
    """A body that answers for an item."""

    iri: str
    name: str
    role: str  # lead, support, responsible
    types: frozenset[str] = frozenset()  # IRIs of types of department
    collective: bool = False  # a set of bodies, which every notice makes anew

    @property
    def identity(self) -> str:
        """What the body is known by in the lists of one place: its IRI, of a set what it is called."""
        return self.name if self.collective else self.iri

    @property
    def keys(self) -> frozenset[str]:
        """What a body is known by in the lists of several places: what it is for, else its bare name."""
        return self.types or frozenset((self.name.lstrip("省市州县区旗"),))


@dataclass(frozen=True, slots=True)
class Leader:
    """A leader of an item, with the post as printed."""

    iri: str
    name: str
    post: str | None


@dataclass(frozen=True, slots=True)
class Target:
    """A target, in the words of the JSON of a notice; ``normalized_unit`` is a key of measures.yml."""

    iri: str
    indicator: str  # label
    indicator_iri: str
    change: str
    bound: str
    value: Decimal
    unit: str
    normalized_value: Decimal
    normalized_unit: str
    strength: str
    criterion: bool
    text: str
    concept: str | None = None  # IRI of what the catalogue calls it, exactly or nearly
    concept_label: str | None = None

    @property
    def meanings(self) -> frozenset[str]:
        """IRIs of the indicator and of the concept that it is aligned with."""
        return frozenset(iri for iri in (self.indicator_iri, self.concept) if iri)

    @property
    def names(self) -> frozenset[str]:
        """What the indicator is called, in the notice and in the catalogue."""
        return frozenset(name for name in (self.indicator, self.concept_label) if name)


@dataclass(frozen=True, slots=True)
class Entry:
    """One task or project."""

    iri: str
    kind: Literal["task", "project"]
    number: str | None  # as printed
    section: str  # the nearest heading, empty where there is none
    title: str  # a project's name, a task's short title; may be empty
    text: str
    bodies: tuple[Body, ...] = ()
    leaders: tuple[Leader, ...] = ()
    targets: tuple[Target, ...] = ()
    deadline: str | None = None  # YYYY-MM-DD
    deadline_text: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)  # of WORDS
    money: Mapping[str, Decimal] = field(default_factory=dict)  # of MONEY, in yuan

    @property
    def words(self) -> str:
        """All that says what is to be done: title, text, content."""
        parts = dict.fromkeys(
            part for part in (self.title, self.text, self.fields.get("content", "")) if part
        )
        return "\n".join(
            part for part in parts if not any(part != other and part in other for other in parts)
        )


@dataclass(frozen=True, slots=True)
class Side:
    """One notice, or one version of one."""

    iri: str
    number: str | None  # of the document
    title: str | None
    years: tuple[int, ...]
    place: str | None  # IRI
    place_name: str | None
    entries: tuple[Entry, ...]  # in the order of the text
    version: int | None = None  # as kg history counts; None: what stands, or a file

    @property
    def name(self) -> str:
        """What to call it in a heading."""
        name = self.number or self.title or self.iri.rpartition("/")[2]
        return f"{name}@{self.version}" if self.version else name

    def of(self, kind: str) -> tuple[Entry, ...]:
        """Return the tasks, or the projects."""
        return tuple(entry for entry in self.entries if entry.kind == kind)
