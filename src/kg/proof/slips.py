"""What a check yields: a slip, with its place and what its message speaks of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.model import Span


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip in a text as received."""

    span: Span
    repair: str | None = None  # certain replacement of the words at ``span``
    others: tuple[Span, ...] = ()  # further places that the message speaks of
    values: Mapping[str, str] = field(
        default_factory=dict
    )  # for the message, besides ``words`` and ``repair``
