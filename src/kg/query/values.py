"""A term as the value that a format writes: a number, plain text, a member of SPARQL's JSON."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from kg.store.base import XSD, XSD_STRING, Iri, Literal, Term

_NUMBERS = {XSD + name for name in ("integer", "decimal", "double", "float", "int", "long")}
# A spreadsheet runs a cell that begins with one of these.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def number(term: Term | None) -> Decimal | None:
    """Return the exact number that ``term`` is, or None."""
    if isinstance(term, Literal) and term.datatype in _NUMBERS:
        return Decimal(term.value)
    return None


def plain(term: Term) -> Any:
    """Return the value as JSON would hold it: number, boolean or text."""
    if isinstance(term, Literal):
        found = number(term)
        if found is not None:
            return int(found) if found == found.to_integral_value() else float(found)
        if term.datatype == XSD + "boolean":
            return term.value in ("true", "1")
    return term.value


def srj(term: Term) -> dict[str, str]:
    """Return the term as SPARQL 1.1 Query Results JSON writes it."""
    if isinstance(term, Iri):
        return {"type": "uri", "value": term.value}
    if not isinstance(term, Literal):
        return {"type": "bnode", "value": term.value}
    found = {"type": "literal", "value": term.value}
    if term.language:
        found["xml:lang"] = term.language
    elif term.datatype != XSD_STRING:
        found["datatype"] = term.datatype
    return found


def defused(text: str) -> str:
    """Return ``text`` so that no spreadsheet takes it for a formula."""
    return "'" + text if text.startswith(_FORMULA) else text
