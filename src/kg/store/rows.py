"""Rows of a SELECT in the formats of SPARQL 1.1: for answers that come from elsewhere.

The embedded engine writes its own answers; these are for what a remote server answered.
"""

from __future__ import annotations

import csv
import io
import json
from typing import Any
from xml.sax.saxutils import escape as xml_escape
from xml.sax.saxutils import quoteattr

from kg.controls import clean_xml
from kg.store.operations import Bindings
from kg.store.terms import XSD, XSD_STRING, Blank, Iri, Literal, Term

_BARE = {XSD + "integer", XSD + "decimal", XSD + "double", XSD + "boolean"}
_XMLNS = "http://www.w3.org/2005/sparql-results#"


def render_boolean(value: bool, media_type: str) -> bytes:
    """Return the answer to an ASK."""
    word = "true" if value else "false"
    if media_type.endswith("+json"):
        return f'{{"head":{{}},"boolean":{word}}}'.encode()
    if media_type.endswith("+xml"):
        return (
            f'<?xml version="1.0"?><sparql xmlns="{_XMLNS}"><head/><boolean>{word}</boolean></sparql>'
        ).encode()
    return word.encode()


def render_rows(found: Bindings, media_type: str, *, cut: bool = False) -> bytes:
    """Return rows in one of the four formats."""
    if media_type == "application/sparql-results+json":
        return _json(found, cut)
    if media_type == "application/sparql-results+xml":
        return _xml(found, cut)
    if media_type == "text/csv":
        return _csv(found)
    return _tsv(found)


def _json(found: Bindings, cut: bool) -> bytes:
    document: dict[str, Any] = {
        "head": {"vars": list(found.variables)},
        "results": {
            "bindings": [
                {v: _json_term(t) for v, t in zip(found.variables, row, strict=True) if t is not None}
                for row in found.rows
            ]
        },
    }
    if cut:
        document["cut"] = {"rows": len(found.rows)}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _json_term(term: Term) -> dict[str, str]:
    if isinstance(term, Iri):
        return {"type": "uri", "value": term.value}
    if isinstance(term, Blank):
        return {"type": "bnode", "value": term.value}
    value = {"type": "literal", "value": term.value}
    if term.language:
        value["xml:lang"] = term.language
    elif term.datatype != XSD_STRING:
        value["datatype"] = term.datatype
    return value


def _xml(found: Bindings, cut: bool) -> bytes:
    parts = [f'<?xml version="1.0"?><sparql xmlns="{_XMLNS}"><head>']
    parts += [f"<variable name={quoteattr(v)}/>" for v in found.variables]
    parts.append("</head><results>")
    for row in found.rows:
        parts.append("<result>")
        for name, term in zip(found.variables, row, strict=True):
            if term is not None:
                parts.append(f"<binding name={quoteattr(name)}>{_xml_term(term)}</binding>")
        parts.append("</result>")
    note = f"<!-- cut: only the first {len(found.rows)} rows / 结果已截断 -->" if cut else ""
    parts.append(f"</results>{note}</sparql>")
    return clean_xml("".join(parts).encode())


def _xml_term(term: Term) -> str:
    text = xml_escape(term.value)
    if isinstance(term, Iri):
        return f"<uri>{text}</uri>"
    if isinstance(term, Blank):
        return f"<bnode>{text}</bnode>"
    if term.language:
        return f"<literal xml:lang={quoteattr(term.language)}>{text}</literal>"
    if term.datatype != XSD_STRING:
        return f"<literal datatype={quoteattr(term.datatype)}>{text}</literal>"
    return f"<literal>{text}</literal>"


def _csv(found: Bindings) -> bytes:
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\r\n")
    writer.writerow(found.variables)
    for row in found.rows:
        writer.writerow(
            ["" if t is None else f"_:{t.value}" if isinstance(t, Blank) else t.value for t in row]
        )
    return output.getvalue().encode()


def _tsv(found: Bindings) -> bytes:
    rows = ["\t".join(f"?{name}" for name in found.variables)]
    rows += ["\t".join(_tsv_term(term) for term in row) for row in found.rows]
    return ("\n".join(rows) + "\n").encode()


def _tsv_term(term: Term | None) -> str:
    if term is None:
        return ""
    if isinstance(term, Literal) and term.datatype in _BARE:
        return term.value
    return term.n3.replace("\t", "\\t")
