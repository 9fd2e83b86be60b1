"""RDF terms as they are written in N-Quads: plain strings, made fast.

A term is its N-Quads token: ``<https://…>``, ``"县财政局"@zh``, ``"113"^^<…decimal>``. Tokens compare
and hash like any string, and a line of N-Quads is four of them joined.
"""

from __future__ import annotations

from decimal import Context, Decimal

from kg import vocab
from kg.tokens import escaped

Term = str
Triple = tuple[Term, Term, Term]
Quad = tuple[Term, Term, Term, Term]

_XSD = vocab.PREFIXES["xsd"]
_DECIMAL = f"^^<{_XSD}decimal>"
_INTEGER = f"^^<{_XSD}integer>"
_FIFTEEN = Context(prec=15)


def string(text: str) -> Term:
    """Return a literal without language."""
    return f'"{escaped(text)}"'


def zh(text: str) -> Term:
    """Return a Chinese literal."""
    return f'"{escaped(text)}"@zh'


def en(text: str) -> Term:
    """Return an English literal."""
    return f'"{escaped(text)}"@en'


def number(value: Decimal) -> str:
    """Return the shortest plain form of at most 15 digits: 1.50 → 1.5, 1E+3 → 1000."""
    if len(value.as_tuple().digits) > 15:
        value = _FIFTEEN.plus(value)
    digits = f"{value:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def decimal(value: Decimal) -> Term:
    """Return an ``xsd:decimal`` of at most 15 digits."""
    return f'"{number(value)}"{_DECIMAL}'


def integer(value: int) -> Term:
    """Return an ``xsd:integer``."""
    return f'"{value}"{_INTEGER}'


def typed(text: str, datatype: str) -> Term:
    """Return a literal of an XML Schema datatype, named without prefix: ``date``."""
    return f'"{escaped(text)}"^^<{_XSD}{datatype}>'


def when(text: str) -> Term:
    """Return a year, a month or a day: 2019, 2019-03, 2019-03-01."""
    return typed(text, {4: "gYear", 7: "gYearMonth"}.get(len(text), "date"))


def iri(text: str) -> Term:
    """Return an IRI."""
    return f"<{text}>"


def term(name: str) -> Term:
    """Return the IRI of a prefixed name: ``kg:Task``; KeyError for a term that does not exist."""
    return f"<{vocab.expand(name)}>"


TRUE = f'"true"^^<{_XSD}boolean>'
FALSE = f'"false"^^<{_XSD}boolean>'
TYPE = f"<{vocab.PREFIXES['rdf']}type>"
LABEL = f"<{vocab.PREFIXES['rdfs']}label>"
