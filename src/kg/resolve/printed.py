"""A notice in traditional characters is read in simplified ones and keeps its words as printed.

    as_printed(notice, original) -> Notice

Stages read ``simplified(content)``, which has the same positions. What a part says as printed
stands at its evidence in the original; canonical names stay as the registry has them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from kg.model import Notice, Span, Text
from kg.names.script import simplified

T = TypeVar("T")
# By class: the fields that hold words as printed. Everything else is canonical, or a path.
_PRINTED = {
    "Responsibility": ("mention", "role_text", "also_named"),
    "Leadership": ("name", "post"),
    "Deadline": ("text",),
    "Target": ("indicator_text", "unit", "text", "base"),
    "Aim": ("indicator_text", "text"),
    "PlaceMention": ("text",),
    "Task": ("text", "title"),
    "Project": ("name", "text", "money_unit"),
    "Fact": ("value",),
    "StatedTotal": ("label",),
    "Section": ("heading",),
    "CommitmentList": ("title",),
    "Addressee": ("text",),
    "Reference": ("title",),
}


def _sayer(original: Text) -> Callable[[tuple[Span, ...]], tuple[str, str]]:
    """Return what tells the words of spans as printed, without white space, and simplified."""
    unsaid = {at for item in original.hidden for at in range(item.span.start, item.span.end)}

    @cache
    def said(spans: tuple[Span, ...]) -> tuple[str, str]:
        places = (at for span in spans for at in range(span.start, span.end) if at not in unsaid)
        joined = "".join("".join(original.content[at] for at in places).split())
        return joined, simplified(joined)

    return said


def as_printed(notice: Notice, original: Text) -> Notice:
    """Return the notice with its words as they stand in ``original``."""
    said = _sayer(original)

    def word(value: str, spans: tuple[Span, ...]) -> str:
        """Find the value in the evidence, white space aside, and return what is printed there."""
        printed, plain = said(spans)
        wanted = "".join(value.split())
        at = plain.find(wanted)
        if at < 0:
            return value
        rest = iter(printed[at : at + len(wanted)])
        return "".join(char if char.isspace() else next(rest) for char in value)

    def walk(part: T, around: tuple[Span, ...] = ()) -> T:
        if isinstance(part, tuple):
            return tuple(walk(one, around) for one in part)  # type: ignore[return-value]
        if not dataclasses.is_dataclass(part) or isinstance(part, (Span, Text, type)):
            return part
        changes: dict[str, Any] = {}
        evidence: tuple[Span, ...] = getattr(part, "evidence", ())
        for name in _PRINTED.get(type(part).__name__, ()):
            value = getattr(part, name)
            if isinstance(value, str) and evidence:
                changes[name] = word(value, evidence)
                if name == "indicator_text":  # it may be named before: 引進外資30億元、增長12%
                    changes[name] = word(changes[name], around)
        for one in dataclasses.fields(part):
            value = getattr(part, one.name)
            if isinstance(value, tuple) or dataclasses.is_dataclass(value):
                made = walk(value, evidence or around)
                if made != value:
                    changes[one.name] = made
        return dataclasses.replace(part, **changes) if changes else part

    return dataclasses.replace(walk(notice), text=original)
