"""The fields of a form that narrows a list or fills in a query: labels to choose from, never IRIs to read."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from kg.errors import UsageError
from kg.query.definition import Parameter
from kg.vocab import KGC
from kg.web.ask import Ask
from kg.web.rows import codes

MOST_CHOICES = 400
"""Above it choices are suggested while one types."""


def field_of(
    ask: Ask, param: Parameter, given: str, counts: Mapping[str, int] | None = None
) -> dict[str, Any]:
    """Return one field of a form: a choice of labels, suggestions where they are many, or a box."""
    view = ask.view
    choices: list[tuple[str, str, int | None]] | None = None
    if param.values:
        choices = [(value, label, None) for value, label in codes(view, param.values)]
    elif param.choices:
        found = ask.choices(param.choices)
        english = view.lang == "en"
        choices = [
            (c.value, c.also[0] if english and c.also and c.also[0].isascii() else c.shown, None)
            for c in found
        ]
        known = {value for value, *_ in choices}
        if given and given not in known:
            given = _known(ask, param, given, known)
    if choices is not None and counts is not None:
        choices = _with_counts(param, choices, counts, given)
    given = given.replace("\x00", "")
    suggested = choices is not None and len(choices) > MOST_CHOICES
    if suggested:
        given = next((label for value, label, _ in choices or () if value == given), given)
    return {
        "name": param.name,
        "label": param.label if view.lang == "en" else param.label_zh,
        "choices": choices,
        "suggested": suggested,
        "value": given,
        "number": param.type in ("xsd:decimal", "xsd:integer", "xsd:gYear"),
        "date": param.type == "xsd:date",
        "required": param.required,
        "example": param.example,
    }


def _with_counts(
    param: Parameter,
    choices: Sequence[tuple[str, str, int | None]],
    counts: Mapping[str, int],
    given: str,
) -> list[tuple[str, str, int | None]]:
    """Return the choices that leave rows, and the one that is given, each with their number."""
    start = KGC if param.values else ""
    told = ((value, label, counts.get(start + value, 0)) for value, label, _ in choices)
    return [choice for choice in told if choice[2] or choice[0] == given]


def _known(ask: Ask, param: Parameter, given: str, known: Collection[str]) -> str:
    """Return the choice that a name of it means; what means none stays, for the answer to say so."""
    try:
        found = ask.catalog.term(param, given, ask.store).value
    except UsageError:
        return given
    return found if found in known else given
